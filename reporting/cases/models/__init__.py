from .alert import Alert, DigestTo
from .case import Case, Receipt, SearchWord
from .clock import Clock
from .door import Try
from .event import AppendOnly, Event
from .evidence import EvidenceFile
from .glass import BrokenGlass
from .party import Party
from .pause import Pause
from .plan import Plan, PlanStep
from .risk import RiskAssessment, RiskMatrix
from .standards import StandardsVersion

__all__ = [
    "Alert",
    "AppendOnly",
    "BrokenGlass",
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
    "RiskMatrix",
    "SearchWord",
    "StandardsVersion",
    "Try",
]
