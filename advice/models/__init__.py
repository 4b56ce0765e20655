from .directory import PartnerDirectoryPage
from .pages import AdviceIndexPage, AdvicePage
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
