from django.core.management.base import BaseCommand, CommandError

from home.exit_check import check_exit
from home.service import current_service


class Command(BaseCommand):
    help = "Does the address that “Leave this site” goes to answer? Fails when it does not."

    def handle(self, **options):
        address = current_service().exit_url
        finding = check_exit(address)
        if not finding.fine:
            raise CommandError(f"{address}: {finding.words}")
        self.stdout.write(f"{address}: {finding.words}")
