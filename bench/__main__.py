"""What the pages that matter cost, as ratios to bare equivalents through the same server in the same run.

    python -m bench [CASES ...] [--write]

Two servers run side by side, ours and the bare one, and are asked in turn; what counts is the processor time that
each process spent (from the kernel's own account), so that a busy machine slows both alike. CASES are the numbers
of cases at which the desk is measured (1000 and 100000). `--write` writes docs/measured.md.
"""

import argparse
import json
import re
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.http import Browser
from bench.pair import HEAD, IN_A_ROUND, OFTEN, ROUNDS, WARM, Pair, Result, both, run, write
from tests.pages import form_values
from tests.report import ANSWERS
from tests.server import running

ADVICE = "/advice/noise/"


def content_pages(pair: Pair, queries: dict, var: Path) -> Iterator[Result]:
    for name, path in (("home", "/"), ("advice", ADVICE)):
        (var / f"{name}.html").write_bytes(pair.browser.get(path))
        ask_bare = partial(pair.bare.get, f"/bytes/{name}/")
        yield pair.compare(f"{name}, cached", partial(pair.browser.get, path), ask_bare, 1, times=OFTEN)
        yield pair.compare(
            f"{name}, not cached",
            partial(pair.browser.get, f"{path}?not-cached"),
            ask_bare,
            20,
            queries=queries[f"{name}, not cached"],
            most_queries=8,
        )


def wizard_steps(pair: Pair, queries: dict) -> Iterator[Result]:
    browser, bare = pair.browser, pair.bare
    values = form_values(browser.get("/report/"))
    address = browser.post("/report/", values)
    bare_values = form_values(bare.get("/form/")) | {
        "one": "a",
        "two": "b",
        "three": "c",
        "four": "1",
        "five": ["1", "2"],
    }
    limits = {"most_queries": 6}
    while True:
        step = step_of(address)
        yield pair.compare(
            f"step {step}, shown",
            partial(browser.get, address),
            partial(bare.get, "/form/"),
            2,
            queries=queries[f"{step}, shown"],
            **limits,
        )
        if step == "check":
            break
        given = answers_to(step, browser.get(address))
        yield pair.compare(
            f"step {step}, answered",
            partial(browser.post, address, given),
            partial(bare.post, "/form/", bare_values),
            2,
            queries=queries[f"{step}, answered"],
            **limits,
        )
        address = browser.post(address, given)
    # A report is sent once, so each time needs a report of its own. No aim is set for it: most of it is the hash of the
    # reporter's secret, slow on purpose, and the rest makes the case, its promises and its letter.
    reports = deque(answered_report(pair.ours.url) for _ in range(WARM + ROUNDS * IN_A_ROUND))
    yield pair.compare(
        "step check, sent: the case is made",
        lambda: reports.popleft()(),
        partial(bare.post, "/form/", bare_values),
        None,
        queries=queries["check, sent"],
    )


def answered_report(url: str) -> Callable:
    """Fill in a report in a browser of its own; gives what sends it."""
    browser = Browser(url)
    address = browser.post("/report/", form_values(browser.get("/report/")))
    while (step := step_of(address)) != "check":
        address = browser.post(address, answers_to(step, browser.get(address)))
    return partial(browser.post, address, answers_to(step, browser.get(address)))


def step_of(address: str) -> str:
    return address.split("?")[0].rstrip("/").split("/")[-1]


def answers_to(step: str, page: bytes) -> dict:
    return form_values(page) | {f"{step}-{name}": value for name, value in ANSWERS.get(step, {}).items()}


def desk_pages(pair: Pair, queries: dict, cases: int) -> Iterator[Result]:
    browser, bare = pair.browser, pair.bare
    sign_in = form_values(browser.get("/desk/login/"), main=False)
    browser.post("/desk/login/", sign_in | {"username": "max", "password": pair.ours.passwords["max"]})
    bare.ask("POST", "/login/", {})
    references = re.findall(rb"/desk/cases/(FS-[0-9A-Z-]+)/", browser.get("/desk/cases/?status=40"))
    pages = {"queue": "/desk/cases/queue/", "case page": f"/desk/cases/{references[0].decode()}/"}
    for name, path in pages.items():
        yield pair.compare(
            f"{name}, {cases:,} cases",
            partial(browser.get, path),
            partial(bare.get, "/rows/"),
            2,
            queries=queries[name],
            most_queries=10,
        )


def measure(sizes: list[int], *, only_desk: bool = False) -> list[Result]:
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="fairstreet-bench-") as folder:
        var = Path(folder)
        with running(var):
            pass  # migrated, demo loaded, static files built
        run("bench.bare.prepare", str(max(sizes)), var=var)
        print(HEAD)
        for number, size in enumerate(sizes):
            run("bench.many_cases", str(size), var=var)
            queries = json.loads(run("bench.queries", var=var))
            with both(var) as pair:
                if number == 0 and not only_desk:
                    results += content_pages(pair, queries, var)
                    results += wizard_steps(pair, queries)
                results += desk_pages(pair, queries, size)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("cases", nargs="*", type=int, default=[1_000, 100_000])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only-desk", action="store_true", help="leave out content and the report")
    options = parser.parse_args()
    results = measure(options.cases, only_desk=options.only_desk)
    if options.write:
        write("measured.md", INTRODUCTION, results)
    over = [result.page for result in results if result.short]
    print(f"\nOver their aim: {', '.join(over)}" if over else "\nAll within their aims.")


INTRODUCTION = """# What pages cost

Written by `python -m bench --write`. Each row compares the processor time that our server spent on a page with what a bare Django
project spent on its equivalent, through the same server, in turn, in the same run; the ratio is the median of
seven rounds.
Milliseconds differ from machine to machine; ratios and counts are what to look at.

The bare equivalents: for pages of content a view that answers the same bytes; for a step of the report a form of five
fields kept in a database session; for the desk a signed-in page with a table of fifty rows from as many as there are
cases. The sending of a whole report stands beside the bare form too, without an aim: most of it is the hash of the
reporter's secret, slow on purpose, and the rest makes the case, its promises and its letter.
"""

if __name__ == "__main__":
    main()
