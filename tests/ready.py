"""A folder in which the real service has started once: its demo loaded, its files built.

Made by the service itself, once for a run of the tests, from the migrated database that all tests begin with; each service of
the journeys begins with a copy.
`python -m tests.ready` makes it beforehand, in the folder that JOURNEYS_READY names, while other tests run.
"""

import fcntl
import os
import shutil
from pathlib import Path

from tests.database import migrated_copy
from tests.server import last_tuesday_at_ten, running


def ready_folder(place: Path) -> Path:
    """The folder within `place`, made by whoever asks first; the others wait."""
    made = place / "ready"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "ready.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(made)
    return made


def _make(made: Path) -> None:
    making = made.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    migrated_copy(making / "fairstreet.sqlite3")
    with running(making, at=last_tuesday_at_ten()):
        pass  # up once, and stopped again
    making.rename(made)


if __name__ == "__main__":
    ready_folder(Path(os.environ["JOURNEYS_READY"]))
