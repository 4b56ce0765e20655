"""Adds pages of advice and stories to a service's site: `python -m bench.many_pages NUMBER`, half of each."""

import os
import random
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

WORDS = (
    "noise wall music night door stairs bins gate dog garden fence lift window paint shouting neighbour talk letter visit "
    "agreement quiet street light lock camera warden group park parking car engine child parent help listen plan promise"
)


def main(number: int) -> None:
    django.setup()
    from django.db import transaction

    from advice.models import AdviceIndexPage, AdvicePage, StoryIndexPage, StoryPage

    with transaction.atomic():
        _add(AdviceIndexPage.objects.get(), AdvicePage, number // 2, "what_counts")
        _add(StoryIndexPage.objects.get(), StoryPage, number - number // 2, "what_happened")


def _add(index, model, number: int, text: str) -> None:
    from django.utils import timezone

    from reporting.kinds import Kind

    chance, words = random.Random(number), WORDS.split()
    for place in range(number):
        said = " ".join(chance.choices(words, k=60))
        page = model(
            title=f"{said.split()[0].capitalize()} {place}",
            slug=f"more-{place}",
            summary=said[:120],
            kind=chance.choice(Kind.values),
            first_published_at=timezone.now(),
            **{text: f"<p>{said}</p>"},
        )
        index.add_child(instance=page)


if __name__ == "__main__":
    main(int(sys.argv[1]))
