"""What each type of public page costs, beside a bare view of the same bytes: `python -m bench.site`, or `make bench-site`.

Each is measured cached and not, and its queries counted. Then thousands of pages of advice and stories are added, and the lists
and the search are measured again: neither their queries nor, by much, their time may grow.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.pair import HEAD, OFTEN, Pair, Result, both, run, write
from tests.server import running
from tests.site_pages import one_of_each_type

MOST_TIMES, MOST_QUERIES = 20, 8
LISTS = {
    "advice": "/advice/?list",
    "stories": "/success-stories/?list",
    "search": "/search/?query=noise+wall",
    "misspelt": "/search/?query=niose+wal",
}


def types(pair: Pair, queries: dict, pages: dict[str, str], var: Path) -> Iterator[Result]:
    for name, path in pages.items():
        (var / f"{name}.html").write_bytes(pair.browser.get(path))
        bare = partial(pair.bare.get, f"/bytes/{name}/")
        yield pair.compare(f"{name}, cached", partial(pair.browser.get, path), bare, 1, times=OFTEN)
        yield pair.compare(
            f"{name}, not cached",
            partial(pair.browser.get, f"{path}?not-cached"),
            bare,
            MOST_TIMES,
            queries=queries[path],
            most_queries=MOST_QUERIES,
        )


def lists(pair: Pair, queries: dict, var: Path, label: str) -> Iterator[Result]:
    for name, path in LISTS.items():
        (var / f"{name}.html").write_bytes(pair.browser.get(path))
        yield pair.compare(
            f"{name}, {label}",
            partial(pair.browser.get, path),
            partial(pair.bare.get, f"/bytes/{name}/"),
            None,
            queries=queries[path],
        )


def queries_of(paths: list[str], var: Path) -> dict[str, int]:
    return json.loads(run("bench.queries", *paths, var=var))


def measure(many: int) -> list[Result]:
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="fairstreet-bench-") as folder:
        var = Path(folder)
        with running(var):
            pass  # migrated, demo loaded, static files built
        run("bench.bare.prepare", "1", var=var)
        pages = one_of_each_type(var)
        print(HEAD)
        queries = queries_of([*pages.values(), *LISTS.values()], var)
        with both(var) as pair:
            results += types(pair, queries, pages, var)
            results += lists(pair, queries, var, "the demo's pages")
        run("bench.many_pages", str(many), var=var)
        queries = queries_of([*LISTS.values()], var)
        with both(var) as pair:
            results += lists(pair, queries, var, f"{many:,} pages more")
    return results


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.site")
    parser.add_argument("pages", nargs="?", type=int, default=10_000)
    parser.add_argument("--write", action="store_true", help="write docs/measured-site.md")
    options = parser.parse_args()
    results = measure(options.pages)
    if options.write:
        write("measured-site.md", INTRODUCTION, results)
    over = [result.page for result in results if result.short]
    print(f"\nOver their aim: {', '.join(over)}" if over else "\nAll within their aims.")
    return bool(over)


INTRODUCTION = """# What public pages cost

Written by `python -m bench.site --write`. A page of every type that the public reads, cached and not, beside a bare Django view
that answers the same bytes, as in [measured.md](measured.md). A tenth either way is the measure’s own; over all types
together a cached page costs what the bare view does.

The lists and the search stand here twice: with the demo's pages, and with 5,000 pages of advice and 5,000 stories more.
"""

if __name__ == "__main__":
    sys.exit(main())
