"""Finding cases by a reference, a name, a phone number or an address.

The words of each are kept in a table of their own with an index that answers "begins with", so that a search is
as quick with a million cases as with ten.
"""

import re
import unicodedata

from django.db.models import QuerySet

from .models import Case, SearchWord

LONGEST = 60
MOST_WORDS = 6


def fold(text: str) -> list[str]:
    """The words of `text` in small letters without accents; digits of a phone number stay together."""
    plain = unicodedata.normalize("NFKD", text.replace("\x00", ""))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return [word[:LONGEST] for word in re.findall(r"[^\W_]+", plain)]


def _phone_words(number: str) -> set[str]:
    """A number as it is typed: 07700 900123, +44 7700 900123."""
    digits = "".join(letter for letter in number if letter.isdigit())
    if not digits:
        return set()
    national = "0" + digits.removeprefix("44") if digits.startswith("44") else digits
    return {national, digits}


def _postcode_words(text: str) -> set[str]:
    # "M1 3XX" is also typed "m13xx".
    return {"".join(pair).lower() for pair in re.findall(r"\b([A-Za-z]{1,2}\d[\dA-Za-z]?)\s+(\d[A-Za-z]{2})\b", text)}


def index(case: Case) -> None:
    """Write the words by which `case` is found, in place of those it had."""
    words = set(fold(case.reference)) | {case.reference.replace("-", "").lower()}
    words |= set(fold(case.where)) | _postcode_words(case.where)
    for party in case.parties.select_related("recipient"):
        words |= set(fold(party.name))
        if party.recipient and party.recipient.phone:
            words |= _phone_words(str(party.recipient.phone))
    case.search_words.all().delete()
    SearchWord.objects.bulk_create(SearchWord(case=case, word=word) for word in sorted(words))


def find(cases: QuerySet[Case], query: str) -> QuerySet[Case]:
    """Those of `cases` that have, for every word of `query`, a word that begins with it."""
    for word in query_words(query):
        matching = SearchWord.objects.filter(word__gte=word, word__lt=word + "\U0010ffff").values("case")
        cases = cases.filter(pk__in=matching)
    return cases


def query_words(query: str) -> list[str]:
    digits = re.sub(r"[\s()+-]", "", query)
    if digits.isascii() and digits.isdigit() and len(digits) >= 6:
        # Kept as dialled within the country, however it is typed.
        return [re.sub(r"^(00)?44", "0", digits)]
    return fold(query)[:MOST_WORDS]
