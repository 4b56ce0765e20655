from django.core.management.base import BaseCommand

from config.demo import demo_sign_ins, load_demo


class Command(BaseCommand):
    help = "Load the invented landlord's site, staff, homes and cases. Loading it again changes nothing."

    def handle(self, **options):
        load_demo()
        for username, role, password in demo_sign_ins():
            self.stdout.write(f"{role:<32} {username:<12} {password}")
