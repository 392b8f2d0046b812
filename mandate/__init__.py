"""mandate: a rules engine for peacekeeping mandates and peace agreements.

>>> import mandate
>>> mandate.status("2020-11-21").term.last_day
datetime.date(2025, 11, 10)
"""

from mandate.answers.assumptions import Assumption
from mandate.answers.changes import Change
from mandate.answers.comparison import Comparison, Divergence
from mandate.answers.deadlines import Deadline
from mandate.answers.explanation import Explanation, Reason
from mandate.answers.last_chance import Chance
from mandate.answers.powers import Power
from mandate.answers.receipt import Receipt
from mandate.answers.status import Status
from mandate.answers.stretches import Held, Stretch
from mandate.checking import CheckReport, Difference, check
from mandate.docket import Docket, docket
from mandate.doctrine.vocabulary import (
    Body,
    Ceiling,
    EndedBy,
    Membership,
    Notice,
    Performance,
    Phase,
    Reported,
    Standing,
    Timing,
)
from mandate.errors import (
    ArgumentError,
    ContradictionError,
    ConventionError,
    CountingError,
    DurationError,
    EngineError,
    FileError,
    MandateError,
    MissingDependencyError,
    OrderError,
    Problem,
    RoundingRefused,
    RunawayError,
    ZoneError,
)
from mandate.library import names
from mandate.mandate import Mandate, compare, load, status
from mandate.plain_data import Table
from mandate.timeline.statuses import ClauseStatus, GroundStatus, PartyStatus, Term
from mandate.verification import Verification, verify
from mandate.views.json import from_json, to_json

__all__ = [
    "ArgumentError",
    "Assumption",
    "Body",
    "Ceiling",
    "Chance",
    "Change",
    "CheckReport",
    "ClauseStatus",
    "Comparison",
    "ContradictionError",
    "ConventionError",
    "CountingError",
    "Deadline",
    "Difference",
    "Divergence",
    "Docket",
    "DurationError",
    "EndedBy",
    "EngineError",
    "Explanation",
    "FileError",
    "GroundStatus",
    "Held",
    "Mandate",
    "MandateError",
    "Membership",
    "MissingDependencyError",
    "Notice",
    "OrderError",
    "PartyStatus",
    "Performance",
    "Phase",
    "Power",
    "Problem",
    "Reason",
    "Receipt",
    "Reported",
    "RoundingRefused",
    "RunawayError",
    "Standing",
    "Status",
    "Stretch",
    "Table",
    "Term",
    "Timing",
    "Verification",
    "ZoneError",
    "check",
    "compare",
    "docket",
    "from_json",
    "load",
    "names",
    "status",
    "to_json",
    "verify",
]


def __getattr__(name: str) -> str:
    """Answer ``mandate.__version__`` from the installed package."""
    if name != "__version__":
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib.metadata import version  # noqa: PLC0415  # slow, and seldom asked

    return version("peace-mandate")
