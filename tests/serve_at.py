"""`manage.py serve`, as if it were some other time: chat is open and promises fall due as on a Tuesday morning.

Run as `python -m tests.serve_at 2026-11-17T10:00`, a time on the clock in England. Time goes on from there.
"""

import os
import sys
from datetime import datetime

import time_machine

from reporting.worktime import ENGLAND


def main(moment: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=ENGLAND), tick=True).start()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", "serve"])


if __name__ == "__main__":
    main(sys.argv[1])
