"""The process is killed at each stage of sending a report, twenty times each; a retry finds exactly one case.

CRASH_TIMES makes it fewer, for a second run on another database.
"""

import json
import os
import subprocess
import sys

from tests.database import fresh_database
from tests.server import ROOT

STAGES = 15
TIMES = int(os.environ.get("CRASH_TIMES", "20"))


def test_a_report_sent_again_after_any_crash_is_exactly_one_case(tmp_path):
    with fresh_database(tmp_path) as url:
        found = found_by_driver(url)
    assert [(stage["stage"], stage["problems"]) for stage in found if stage["problems"]] == []
    assert [stage["times"] for stage in found] == [TIMES] * STAGES


def found_by_driver(database_url: str) -> list[dict]:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    run = subprocess.run(
        [sys.executable, "-m", "tests.crash.driver", str(TIMES)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return [json.loads(line) for line in run.stdout.splitlines()]
