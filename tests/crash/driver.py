"""Kills a process at each stage of sending a report, and looks at what a retry makes of it.

Run by `test_crash.py` with a database of its own in DATABASE_URL, and told how often to kill at each stage. Each trial
forks: the child sends the report and dies by SIGKILL at the stage, the parent sends it again as the person would. Prints
what it found as JSON, a line a stage.
"""

import json
import os
import pkgutil
import signal
import sys
from datetime import timedelta
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from django.test import Client

from reporting.cases import timeline
from reporting.cases.enums import ClockKind, EventKind
from reporting.cases.models import Case, EvidenceFile
from reporting.intake.models import Draft
from reporting.post import gateway
from reporting.post.models import Message
from tests.pages import form_values, text_of
from tests.report import walk_to

OPENING = "reporting.cases.actions.opening"
# Where the process dies: before, or after, what runs under this name.
STAGES = {
    "before anything": ("before", "reporting.intake.sending.open_case"),
    "before the case": ("before", f"{OPENING}._free_reference"),
    "before the people": ("before", f"{OPENING}._add_people"),
    "before the risk": ("before", "reporting.cases.models.risk.RiskAssessmentQuerySet.weigh"),
    "before the evidence": ("before", f"{OPENING}._take_evidence"),
    "before the first event": ("before", f"{OPENING}.record"),
    "before the promise": ("before", f"{OPENING}.clocks.start_acknowledge"),
    "before the search words": ("before", f"{OPENING}.search.index"),
    "before the message": ("before", f"{OPENING}.write_to_reporter"),
    "before the draft is emptied": ("before", "reporting.intake.models.Draft.finish"),
    "before the commit": ("after", "reporting.intake.models.Draft.finish"),
    "after the commit": ("before", "reporting.post.gateway.deliver"),
    "before the mail goes": ("before", "reporting.post.gateway.choose_channel"),
    "after the mail went": ("before", "reporting.post.gateway._settle"),
    "before the answer": ("after", "reporting.intake.sending.send"),
}


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(when: str, name: str):
    """A patch under which the process dies before, or after, what runs under `name`."""
    function = pkgutil.resolve_name(name)

    def run_and_die(*args, **kwargs):
        function(*args, **kwargs)
        die()

    return mock.patch(name, die if when == "before" else run_and_die)


def copy_of(template: Draft) -> Draft:
    """Another draft with the same answers and a file of its own."""
    evidence = EvidenceFile.objects.create(
        name="noise.mp3", media_type="audio/mpeg", size=1, sha256="0" * 64, original="none", sealed_key=b""
    )
    answers = {**template.answers, "evidence": [evidence.pk]}
    draft = Draft.objects.create(owner=template.owner)
    assert draft.keep(answers)
    return draft


def send(client: Client, draft: Draft, values: dict):
    return client.post(f"/report/{draft.public_id}/check/", values)


def trial(client: Client, template: Draft, values: dict, stage: tuple[str, str]) -> list[str]:
    """What is wrong after one death and one retry; nothing when all is well."""
    draft = copy_of(template)
    connections.close_all()
    child = os.fork()
    if child == 0:
        with deadly(*stage):
            send(client, draft, values)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
        return ["the process did not die"]
    response = send(client, draft, values)
    gateway.send_waiting()
    return list(wrong(client, draft, response))


def wrong(client: Client, draft: Draft, response):
    receipt = client.get(response["Location"]) if response.status_code == 302 else response
    draft.refresh_from_db()
    found = list(Case.objects.filter(reference=draft.reference))
    if len(found) != 1:
        yield f"{len(found)} cases"
        return
    (case,) = found
    checks = {
        "no receipt": receipt.status_code == 200 and case.reference in text_of(receipt.content),
        "no secret": bool(draft.secret_to_show),
        "answers left in the draft": not draft.answers,
        "event": case.events.filter(kind=EventKind.REPORTED).count() == 1,
        "chain": timeline.verify(case) is None,
        "promise": [clock.kind for clock in case.clocks.all()] == [ClockKind.ACKNOWLEDGE],
        "message": [m.status for m in Message.objects.about(case.reference)] == [Message.Status.SENT],
        "evidence": case.evidence.count() == 1,
        "receipt row": bool(case.receipt.body_hash),
    }
    yield from (name for name, well in checks.items() if not well)


def main(times: int) -> None:
    call_command("migrate", verbosity=0)
    # The retry comes at once here; in life a message that a dead process had taken is free after some minutes.
    gateway.TAKEN_FOR = timedelta(0)
    client = Client()
    address = walk_to(client, "check")
    values = form_values(client.get(address).content) | {"check-true": "on"}
    template = Draft.objects.get()
    cases_made = 0
    for name, stage in STAGES.items():
        problems = [problem for _ in range(times) for problem in trial(client, template, values, stage)]
        cases_made += times
        if Case.objects.count() != cases_made:
            problems.append(f"{Case.objects.count()} cases where {cases_made} reports were sent")
        print(json.dumps({"stage": name, "times": times, "problems": problems}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
