"""The words of a status: closed lists, each word of which is also a text.

>>> from mandate.words import Phase
>>> Phase.IN_FORCE == "in-force"
True
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "BodyState",
    "CeilingState",
    "DepartureState",
    "DutyState",
    "EndedBy",
    "FigureState",
    "NoticeState",
    "ObligationState",
    "PartyState",
    "Phase",
    "SuspensionBasis",
    "Timing",
]


class Phase(StrEnum):
    """The place of a term clause in its life."""

    NOT_STARTED = "not-started"
    IN_FORCE = "in-force"
    WINDING_DOWN = "winding-down"
    ENDED = "ended"


class EndedBy(StrEnum):
    """The cause of the end of a term clause."""

    EXPIRY = "expiry"
    NOTICE = "notice"
    DECISION = "decision"
    CONSENT = "consent"
    OFF_CLAUSE = "off-clause"
    LAPSE = "lapse"


class NoticeState(StrEnum):
    """Whether notice can be given under a term clause, or is running."""

    NOT_FORESEEN = "not-foreseen"
    NOT_OPEN = "not-open"
    OPEN = "open"
    CLOSED = "closed"
    RUNNING = "running"


class ObligationState(StrEnum):
    """The state of an obligation."""

    NOT_STARTED = "not-started"
    DORMANT = "dormant"
    PENDING = "pending"
    PERFORMED = "performed"
    PERFORMED_LATE = "performed-late"
    OVERDUE = "overdue"
    LAPSED = "lapsed"


class Timing(StrEnum):
    """Whether an obligation was performed before its due day, on it, or after it."""

    EARLY = "early"
    ON_TIME = "on-time"
    LATE = "late"


class DutyState(StrEnum):
    """Whether a duty stands."""

    NOT_STARTED = "not-started"
    STANDING = "standing"
    ENDED = "ended"


class CeilingState(StrEnum):
    """Whether a ceiling applies."""

    NOT_STARTED = "not-started"
    APPLIES = "applies"
    ENDED = "ended"


class FigureState(StrEnum):
    """The last reported figure compared with a limit."""

    NOT_REPORTED = "not-reported"
    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"


class BodyState(StrEnum):
    """Whether an organ works."""

    NOT_STARTED = "not-started"
    FORESEEN = "foreseen"
    OPERATING = "operating"
    CLOSED = "closed"


class PartyState(StrEnum):
    """Whether a party to the text is one on a date."""

    NOT_YET = "not-yet"
    PARTY = "party"
    WITHDRAWN = "withdrawn"


class DepartureState(StrEnum):
    """The state of a party's exit from a clause, or from the text."""

    LEAVING = "leaving"
    WITHDRAWN = "withdrawn"


class SuspensionBasis(StrEnum):
    """Whether a suspension rests on a clause, on the consent of all, or on neither."""

    CLAUSE = "clause"
    CONSENT = "consent"
    OFF_CLAUSE = "off-clause"
