from .directory import PartnerDirectoryPage
from .guides import GuidePage, GuideStep
from .leaflets import LeafletsPage, Poster
from .neighbourhoods import NeighbourhoodEvent, NeighbourhoodIndexPage, NeighbourhoodPage
from .pages import AdviceIndexPage, AdvicePage
from .partner import Partner
from .stories import StoryIndexPage, StoryPage

__all__ = [
    "AdviceIndexPage",
    "AdvicePage",
    "GuidePage",
    "GuideStep",
    "LeafletsPage",
    "NeighbourhoodEvent",
    "NeighbourhoodIndexPage",
    "NeighbourhoodPage",
    "Partner",
    "PartnerDirectoryPage",
    "Poster",
    "StoryIndexPage",
    "StoryPage",
]
