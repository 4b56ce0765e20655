"""Makes the `.mo` files, which run, from the `.po` files, which are written: `make messages`.

No other tool is needed: polib is one of the development dependencies, and an installation finds the `.mo` files made.
"""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def main() -> None:
    for written in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalogue = polib.pofile(str(written))
        catalogue.save_as_mofile(str(written.with_suffix(".mo")))
        print(f"{catalogue.metadata['Language']}: {len(catalogue.translated_entries())} of {len(catalogue)}")


if __name__ == "__main__":
    main()
