from .base import PublicPage
from .feedback import PageFeedback
from .pages import CategoryPromise, HomePage, HowToReportPage, PlainPage
from .performance import PerformancePage, TypedFigure
from .scrutiny import ProgressNote, Recommendation, ScrutinyIndexPage, ScrutinyPage
from .service import ServiceSettings
from .word import Word

__all__ = [
    "CategoryPromise",
    "HomePage",
    "HowToReportPage",
    "PageFeedback",
    "PerformancePage",
    "PlainPage",
    "ProgressNote",
    "PublicPage",
    "Recommendation",
    "ScrutinyIndexPage",
    "ScrutinyPage",
    "ServiceSettings",
    "TypedFigure",
    "Word",
]
