from .directory import PartnerDirectoryPage
from .neighbourhoods import NeighbourhoodEvent, NeighbourhoodIndexPage, NeighbourhoodPage
from .pages import AdviceIndexPage, AdvicePage
from .partner import Partner
from .stories import StoryIndexPage, StoryPage

__all__ = [
    "AdviceIndexPage",
    "AdvicePage",
    "NeighbourhoodEvent",
    "NeighbourhoodIndexPage",
    "NeighbourhoodPage",
    "Partner",
    "PartnerDirectoryPage",
    "StoryIndexPage",
    "StoryPage",
]
