#!/usr/bin/env python
import os
import sys
from pathlib import Path

# Python has a module of its own named `site`, so our folder of that name is put on the path, never imported.
sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
