"""Lighthouse gives a hundred in all four on a page of every public type: `make lighthouse`.

A page of advice also shows no later than its words do on a plain page with the stock govuk-frontend bundle.
How fast a page shows depends on what else the machine does, so a page that falls short is measured again, up to three times.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests import browser
from tests.lighthouse import stock
from tests.server import Service, running
from tests.site_pages import one_of_each_type

HERE = Path(__file__).parent
TRIES = 3
# Lighthouse plays a slow phone by slowing the machine down four times, which is meant for one of 1,500 or more by its own index.
# A slower one gives the same page 93 at one moment and 100 at the next: there a page must be good, as Lighthouse calls it.
SLOW_MACHINE, GOOD = 1500, 90
ADVICE = "/advice/noise/"
# Pages that no editor writes. Search engines are kept from them, and so nothing is asked about those.
OTHERS = ["/search/?query=noise", "/report/", "/case/", "/chat/"]


def addresses(service: Service) -> list[str]:
    return [service.url + path for path in [*one_of_each_type(service.var).values(), *OTHERS]]


def side_by_side(chromium: str, wanted: list[str]) -> list[dict]:
    """Two at a time: it mostly waits for a page to have been quiet for a while."""
    halves = [half for half in (wanted[::2], wanted[1::2]) if half]
    with ThreadPoolExecutor(len(halves)) as pool:
        return [result for found in pool.map(partial(measure, chromium), halves) for result in found]


def measure(chromium: str, wanted: list[str]) -> list[dict]:
    done = subprocess.run(
        ["node", HERE / "measure.mjs", chromium, *wanted], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return [json.loads(line) for line in done.stdout.splitlines()]


def whole(result: dict) -> bool:
    asked = {
        name: score for name, score in result["scores"].items() if name != "seo" or is_for_search_engines(result)
    }
    least = {"performance": GOOD if result["index"] < SLOW_MACHINE else 100}
    return not result["error"] and all(score >= least.get(name, 100) for name, score in asked.items())


def is_for_search_engines(result: dict) -> bool:
    return not result["address"].endswith(tuple(OTHERS))


def best_of_tries(service: Service, chromium: str) -> dict[str, dict]:
    found: dict[str, dict] = {}
    wanted = addresses(service)
    for _ in range(TRIES):
        for result in side_by_side(chromium, wanted):
            before = found.get(result["address"], result)
            found[result["address"]] = max(before, result, key=lambda each: sum(each["scores"].values()))
        wanted = [address for address, result in found.items() if not whole(result)]
        if not wanted:
            break
    return found


def compare_paint(service: Service, chromium: str) -> list[float]:
    """The median largest paint of a page of advice, and of the same words with the stock bundle, measured in turn."""
    ours = service.url + ADVICE
    with urllib.request.urlopen(ours) as answer:
        page = answer.read().decode()
    with stock.serving(page) as plain:
        results = measure(chromium, [ours, plain] * TRIES)
    return [statistics.median(each["paint"] for each in results if each["address"] == one) for one in (ours, plain)]


def main() -> int:
    if not shutil.which("npm"):
        print("Lighthouse needs Node and npm (on Debian: apt install nodejs npm).", file=sys.stderr)
        return 1
    chromium = browser.find()
    if not chromium:
        print(browser.HELP, file=sys.stderr)
        return 1
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    with tempfile.TemporaryDirectory(prefix="fairstreet-lighthouse-") as folder, running(Path(folder)) as service:
        found = best_of_tries(service, chromium)
        for address, result in found.items():
            scores = "  ".join(f"{name} {score}" for name, score in result["scores"].items())
            print(f"{address.removeprefix(service.url):40} {scores}  {'; '.join(result['short'])}{result['error']}")
        paints = compare_paint(service, chromium)
    print(
        f"Largest paint of advice: {paints[0]:.0f} ms; of its words on a plain page with the stock bundle: {paints[1]:.0f} ms"
    )
    return 0 if all(map(whole, found.values())) and paints[0] <= paints[1] else 1


if __name__ == "__main__":
    sys.exit(main())
