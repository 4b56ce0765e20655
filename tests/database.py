"""A migrated SQLite file, made once for a set of migrations and copied by whoever needs a fresh database.

Wagtail's history is long: migrating takes half a minute, copying no time at all.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def fingerprint() -> str:
    """Changes whenever a migration of ours, a library or what runs after migrating does."""
    files = [ROOT / "requirements.txt", ROOT / "reporting" / "staff" / "groups.py", *ROOT.glob("*/migrations/*.py")]
    files += ROOT.glob("reporting/*/migrations/*.py")
    parts = [path.name.encode() + path.read_bytes() for path in sorted(files)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:20]


def migrated_copy(target: Path) -> None:
    """Put a fresh, migrated database at `target`."""
    template = Path(tempfile.gettempdir()) / f"fairstreet-migrated-{os.getuid()}-{fingerprint()}.sqlite3"
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            _migrate(template)
    shutil.copy(template, target)


def _migrate(template: Path) -> None:
    making = template.with_suffix(".making")
    making.unlink(missing_ok=True)
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{making}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    _leave_wal(making)
    making.rename(template)


def _leave_wal(path: Path) -> None:
    # In WAL mode the last changes may stand in a file of their own, which a copy would leave behind.
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
