"""The process is killed at each stage of sending a report, twenty times each; a retry finds exactly one case."""

import json
import os
import subprocess
import sys

from tests.database import migrated_copy
from tests.server import ROOT

STAGES = 15
TIMES = 20


def test_a_report_sent_again_after_any_crash_is_exactly_one_case(tmp_path):
    migrated_copy(tmp_path / "crash.sqlite3")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/crash.sqlite3",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    run = subprocess.run(
        [sys.executable, "-m", "tests.crash.driver"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert [(stage["stage"], stage["problems"]) for stage in found if stage["problems"]] == []
    assert [stage["times"] for stage in found] == [TIMES] * STAGES
