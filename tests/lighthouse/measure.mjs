// Measures pages with Lighthouse, one after another, in one browser. Prints a JSON line for each: its scores,
// what took points, when its largest part was painted (ms, on the slow phone that Lighthouse plays), and Lighthouse's own
// index of how quick this machine is.
// Run by `python -m tests.lighthouse`: node measure.mjs CHROMIUM ADDRESS…
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromium, ...addresses] = process.argv.slice(2);
const flags = ["--headless=new", "--disable-gpu", "--disable-background-networking", "--no-first-run"];
if (process.getuid() === 0) flags.push("--no-sandbox");
const browser = await launcher.launch({ chromePath: chromium, chromeFlags: flags });

// Pictures of the page, which no score looks at.
const PICTURES = ["full-page-screenshot", "screenshot-thumbnails", "final-screenshot"];

try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port: browser.port, logLevel: "error", output: "json", skipAudits: PICTURES });
    const categories = Object.values(lhr.categories);
    const scores = Object.fromEntries(categories.map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]));
    const short = categories.flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
      .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ""}`.trim());
    const paint = lhr.audits["largest-contentful-paint"].numericValue ?? null;
    console.log(JSON.stringify({ address, scores, short, paint, index: lhr.environment.benchmarkIndex, error: lhr.runtimeError?.message ?? "" }));
  }
} finally {
  await browser.kill();
}
