from .alert import Alert, DigestTo
from .case import Case, Receipt, SearchWord
from .clock import Clock
from .door import Try
from .event import AppendOnly, Event
from .evidence import EvidenceFile
from .party import Party
from .pause import Pause
from .plan import Plan, PlanStep
from .risk import RiskAssessment
from .standards import StandardsVersion

__all__ = [
    "Alert",
    "AppendOnly",
    "Case",
    "Clock",
    "DigestTo",
    "Event",
    "EvidenceFile",
    "Party",
    "Pause",
    "Plan",
    "PlanStep",
    "Receipt",
    "RiskAssessment",
    "SearchWord",
    "StandardsVersion",
    "Try",
]
