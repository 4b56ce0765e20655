"""What the search finds besides pages: partners, each led to where the directory has it."""

from home.models.base import in_language
from home.search import Other, also_find

from .models import Partner, PartnerDirectoryPage

MOST = 5


@also_find
def partners(query: str) -> list[Other]:
    """Those whose name, or what they are for, has every word of `query`."""
    found = list(Partner.objects.matching(query)[:MOST])
    directory = in_language(PartnerDirectoryPage.objects.live().public()).first() if found else None
    if directory is None:
        return []
    return [Other(each.name, f"{directory.get_url()}#{place_of(each)}", each.what_for) for each in found]


def place_of(partner: Partner) -> str:
    """The part of the directory that shows it."""
    return "emergency" if partner.emergency else partner.main_topic
