"""Fills a service's database with cases: `python -m bench.many_cases NUMBER`.

Written row by row rather than by the actions, which would take an hour for a hundred thousand. Most cases of a landlord are
closed; the open ones are spread over triage and officers as on a bad day.
"""

import os
import random
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

BATCH = 5000


def main(number: int) -> None:
    django.setup()
    from django.db import transaction

    from reporting.cases.models import Case

    with transaction.atomic():
        for start in range(Case.objects.count(), number, BATCH):
            _make(range(start, min(start + BATCH, number)))


def _make(numbers: range) -> None:
    from django.utils import timezone

    from reporting.cases.enums import ClockKind, EventKind, PartyRole, Source, Status
    from reporting.cases.models import Case, Clock, Event, Party, RiskAssessment, SearchWord, StandardsVersion
    from reporting.kinds import Category, Kind
    from reporting.places.models import Home
    from reporting.post.models import Recipient
    from reporting.staff.models import User

    chance = random.Random(numbers.start)
    now = timezone.now()
    homes = list(Home.objects.select_related("area"))
    standards = StandardsVersion.objects.current()
    officers = list(User.objects.filter(groups__name="coordinator"))
    triage = [Status.NEW, Status.ACKNOWLEDGED, Status.ASSESSED]
    cases = []
    for number in numbers:
        roll = chance.random()
        status = chance.choice(triage) if roll < 0.01 else Status.WORKING if roll < 0.05 else Status.CLOSED
        home, opened = chance.choice(homes), now - timedelta(minutes=chance.randrange(1, 1_000_000))
        still_open = status != Status.CLOSED
        cases.append(
            Case(
                standards=standards,
                reference=f"FS-{number // 10000:04}-{number % 10000:04}",
                status=status,
                kind=chance.choice(Kind.values),
                category="" if status in triage[:2] else chance.choice(Category.values),
                restricted=roll < 0.005,
                source=Source.WEB,
                what_happened="Loud music through the wall most nights. " * 3,
                home=home,
                area=home.area,
                officer=chance.choice(officers) if status in {Status.WORKING, Status.CLOSED} else None,
                opened_at=opened,
                closed_at=None if still_open else opened + timedelta(days=30),
                next_due_at=opened + timedelta(days=chance.randrange(10)) if still_open else None,
            )
        )
    cases = Case.objects.bulk_create(cases)
    people = Recipient.objects.bulk_create(Recipient(name=f"Person {case.reference}") for case in cases)
    Party.objects.bulk_create(
        Party(case=case, role=PartyRole.REPORTER, name=person.name, recipient=person)
        for case, person in zip(cases, people, strict=True)
    )
    RiskAssessment.objects.bulk_create(
        RiskAssessment(case=case, score=10, band=chance.choice(["low", "medium", "high"]), at=case.opened_at)
        for case in cases
    )
    Clock.objects.bulk_create(
        Clock(
            case=case,
            kind=ClockKind.ACKNOWLEDGE,
            rule="1 working day after the report",
            started_at=case.opened_at,
            first_due_at=case.next_due_at or case.opened_at,
            due_at=case.next_due_at or case.opened_at,
            warn_at=case.opened_at,
            met_at=None if case.next_due_at else case.opened_at,
        )
        for case in cases
    )
    # Their hashes are not a chain: these cases are for looking at, not for proving anything.
    Event.objects.bulk_create(
        Event(case=case, number=number, kind=kind, at=case.opened_at, text="As it was.", hash="0" * 64)
        for case in cases
        for number, kind in ((1, EventKind.REPORTED), (2, EventKind.WROTE))
    )
    SearchWord.objects.bulk_create(
        SearchWord(case=case, word=case.reference.replace("-", "").lower()) for case in cases
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
