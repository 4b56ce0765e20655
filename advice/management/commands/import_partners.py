from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from advice.partners import DATA, NotAList, import_partners


class Command(BaseCommand):
    help = "Bring in partners from a CSV file. Partners of the same name are changed, not doubled."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", default=DATA)

    def handle(self, file: Path, **options):
        try:
            with file.open(newline="", encoding="utf-8-sig") as rows:
                count = import_partners(rows)
        except (OSError, NotAList) as problem:
            raise CommandError(str(problem)) from problem
        if options["verbosity"]:
            self.stdout.write(f"{count} partners.")
