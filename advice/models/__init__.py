from .pages import AdviceIndexPage, AdvicePage, PartnerDirectoryPage
from .partner import Partner
from .stories import StoryIndexPage, StoryPage

__all__ = [
    "AdviceIndexPage",
    "AdvicePage",
    "Partner",
    "PartnerDirectoryPage",
    "StoryIndexPage",
    "StoryPage",
]
