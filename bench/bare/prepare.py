"""Makes the bare project's database: `python -m bench.bare.prepare ROWS`."""

import os
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.bare.settings")

import django
from django.core.management import call_command


def main(rows: int) -> None:
    django.setup()
    from django.contrib.auth.models import User
    from django.utils import timezone

    from bench.bare.models import Row

    call_command("migrate", run_syncdb=True, verbosity=0)
    User.objects.create_user("bench", password="bench")  # noqa: S106
    now = timezone.now()
    Row.objects.bulk_create(
        (
            Row(
                reference=f"R{number:08}",
                kind="noise",
                category="B",
                status=10 if number < 60 else 90,
                place="12 Imaginary Row, Fairstow, ZZ1 1AA",
                opened_at=now,
                due_at=now + timedelta(minutes=number),
            )
            for number in range(rows)
        ),
        batch_size=5000,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
