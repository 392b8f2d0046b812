"""mandate: a rules engine for peacekeeping mandates and peace agreements.

>>> import mandate
>>> mandate.status("2020-11-21").term.last_day
datetime.date(2025, 11, 10)
"""

from mandate.answers.comparison import Comparison, Divergence
from mandate.answers.course import Held, Stretch
from mandate.answers.deadlines import Deadline
from mandate.answers.parts import Change, ClauseStatus, GroundStatus, PartyStatus, Term
from mandate.answers.reasons import Explanation, Reason
from mandate.answers.status import Status
from mandate.answers.vocabulary import (
    Body,
    Ceiling,
    EndedBy,
    Membership,
    Notice,
    Performance,
    Phase,
    Reported,
    Standing,
)
from mandate.docket import Docket, docket
from mandate.errors import (
    ArgumentError,
    ContradictionError,
    CountingError,
    DurationError,
    EngineError,
    FileError,
    MandateError,
    MissingDependencyError,
    OrderError,
    Problem,
)
from mandate.library import names
from mandate.mandate import CheckReport, Mandate, check, compare, load, status

__all__ = [
    "ArgumentError",
    "Body",
    "Ceiling",
    "Change",
    "CheckReport",
    "ClauseStatus",
    "Comparison",
    "ContradictionError",
    "CountingError",
    "Deadline",
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
    "Problem",
    "Reason",
    "Reported",
    "Standing",
    "Status",
    "Stretch",
    "Term",
    "check",
    "compare",
    "docket",
    "load",
    "names",
    "status",
]


def __getattr__(name: str) -> str:
    """Answer ``mandate.__version__`` from the installed package."""
    if name != "__version__":
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib.metadata import version  # noqa: PLC0415  # slow, and seldom asked

    return version("peace-mandate")
