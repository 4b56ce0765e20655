from django.core.management import call_command
from django.core.management.base import BaseCommand

from reporting.cases.actions import note_last_letters
from reporting.cases.alerts import raise_alerts
from reporting.cases.digests import send_digests
from reporting.cases.retention import forget_receipts
from reporting.chat.call_retention import forget_call_secrets, forget_calls
from reporting.chat.release import release_left_behind, retire_gone
from reporting.chat.retention import (
    end_answered,
    end_silent,
    forget_blocks,
    forget_chats,
    forget_comments,
    forget_networks,
    forget_removed,
    forget_secrets,
    forget_transcript_links,
)
from reporting.intake.drafts import forget_old_drafts
from reporting.places.retention import forget_sign_ups
from reporting.post.gateway import send_waiting


class Command(BaseCommand):
    help = "What is done every few minutes: send what waits, publish what is due, forget what is old. Safe twice."

    def handle(self, **options):
        done = {
            "messages tried": send_waiting(),
            "last letters that arrived": note_last_letters(),
            "staff told of promises": raise_alerts(),
            "digests sent": send_digests(),
            "drafts forgotten": forget_old_drafts(),
            "receipts emptied": forget_receipts(),
            "sign-ups forgotten": forget_sign_ups(),
            "chat secrets emptied": forget_secrets(),
            "places of chats forgotten": forget_networks(),
            "blocks forgotten": forget_blocks(),
            "chats given back": release_left_behind(),
            "staff who went": retire_gone(),
            "silent chats ended": end_silent(),
            "answered messages ended": end_answered(),
            "chats forgotten": forget_chats(),
            "links to chats forgotten": forget_transcript_links(),
            "secrets of calls emptied": forget_call_secrets(),
            "calls forgotten": forget_calls(),
            "removed words forgotten": forget_removed(),
            "comments on chats forgotten": forget_comments(),
        }
        call_command("publish_scheduled", verbosity=0)
        call_command("clearsessions", verbosity=0)
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{number} {what}" for what, number in done.items()))
