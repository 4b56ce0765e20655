// Compiles site.scss and forms.scss to static/css. Run with: npm ci && npm run css
//
// After Sass, three changes that the library has no setting for:
// - left and right become start and end, so that a page in Arabic or Urdu is mirrored without a second stylesheet;
// - the fallback in each var(--govuk-…, #colour) goes, since every colour is set in _tokens.scss (it is a quarter
//   of the file, and a colour that is not ours could shine through);
// - font smoothing declarations go: they make text thinner on some screens;
// - the typeface is named once, on the page and on what one types in (_elements.scss), not on every part.
import { writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");

const LOGICAL = [
  [/(?<=[{;])(margin|padding)-left:/g, "$1-inline-start:"],
  [/(?<=[{;])(margin|padding)-right:/g, "$1-inline-end:"],
  [/(?<=[{;])border-left(-width|-color|-style)?:/g, "border-inline-start$1:"],
  [/(?<=[{;])border-right(-width|-color|-style)?:/g, "border-inline-end$1:"],
  [/(?<=[{;])left:/g, "inset-inline-start:"],
  [/(?<=[{;])right:/g, "inset-inline-end:"],
  [/text-align:left/g, "text-align:start"],
  [/text-align:right/g, "text-align:end"],
];

const TRIM = [
  [/var\((--govuk-[a-z-]+-colour), ?#[0-9a-f]{3,8}\)/g, "var($1)"],
  [/(-webkit-font-smoothing:antialiased|-moz-osx-font-smoothing:grayscale);?/g, ""],
  [/font-family:"Atkinson[^;}]*,[^;}]*;?/g, ""],
  [/;}/g, "}"],
  [/[^{}]+\{\}/g, ""],
  [/[^{}]+\{\}/g, ""],
];

for (const name of ["site", "forms"]) {
  const compiled = sass.compile(resolve(here, `${name}.scss`), {
    style: "compressed",
    charset: false,
    loadPaths: [resolve(root, "node_modules")],
  });
  const css = [...LOGICAL, ...TRIM].reduce((text, [from, to]) => text.replace(from, to), compiled.css);
  writeFileSync(resolve(root, `static/css/${name}.css`), css + "\n");
  console.log(`static/css/${name}.css: ${(css.length / 1024).toFixed(1)} kB`);
}
