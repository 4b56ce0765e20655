from .case import Case, Receipt, SearchWord
from .clock import Clock
from .door import Try
from .event import AppendOnly, Event
from .evidence import EvidenceFile
from .party import Party
from .plan import Plan, PlanStep
from .risk import RiskAssessment
from .standards import StandardsVersion

__all__ = [
    "AppendOnly",
    "Case",
    "Clock",
    "Event",
    "EvidenceFile",
    "Party",
    "Plan",
    "PlanStep",
    "Receipt",
    "RiskAssessment",
    "SearchWord",
    "StandardsVersion",
    "Try",
]
