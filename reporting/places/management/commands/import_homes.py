from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reporting.places.housing_system import NotAnExport, import_homes


class Command(BaseCommand):
    help = "Bring in homes and tenancies from the housing system's export (CSV)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            with file.open(newline="", encoding="utf-8-sig") as rows:
                outcome = import_homes(rows)
        except (OSError, NotAnExport, UnicodeDecodeError) as problem:
            raise CommandError(str(problem)) from problem
        for line in outcome.refused:
            self.stderr.write(line)
        self.stdout.write(f"{outcome.homes} homes and {outcome.tenancies} tenancies brought in.")
