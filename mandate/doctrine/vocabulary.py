"""The closed lists of words in which a status speaks.

The doctrine uses the same; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Phase(StrEnum):
    """Where in its life a term clause is."""

    NOT_STARTED = "not-started"
    IN_FORCE = "in-force"
    WINDING_DOWN = "winding-down"
    ENDED = "ended"


class EndedBy(StrEnum):
    """What ended a term clause."""

    EXPIRY = "expiry"
    NOTICE = "notice"
    DECISION = "decision"
    CONSENT = "consent"
    OFF_CLAUSE = "off-clause"
    LAPSE = "lapse"


class Notice(StrEnum):
    """Whether notice can be given under a term clause, or runs."""

    NOT_FORESEEN = "not-foreseen"
    NOT_OPEN = "not-open"
    OPEN = "open"
    CLOSED = "closed"
    RUNNING = "running"


class Performance(StrEnum):
    """Where an obligation stands."""

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


class Standing(StrEnum):
    """Whether a duty stands."""

    NOT_STARTED = "not-started"
    STANDING = "standing"
    ENDED = "ended"


class Ceiling(StrEnum):
    """Whether a ceiling applies."""

    NOT_STARTED = "not-started"
    APPLIES = "applies"
    ENDED = "ended"


class Reported(StrEnum):
    """How the last reported figure stands to a limit."""

    NOT_REPORTED = "not-reported"
    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"


class Body(StrEnum):
    """Whether an organ works."""

    NOT_STARTED = "not-started"
    FORESEEN = "foreseen"
    OPERATING = "operating"
    CLOSED = "closed"


class Membership(StrEnum):
    """Whether a party to the text is one on a date."""

    NOT_YET = "not-yet"
    PARTY = "party"
    WITHDRAWN = "withdrawn"


class Departure(StrEnum):
    """How a party stands with a clause that it leaves, or with the text."""

    LEAVING = "leaving"
    WITHDRAWN = "withdrawn"


class Basis(StrEnum):
    """Whether a suspension rests on a clause, on the consent of all, or on neither."""

    CLAUSE = "clause"
    CONSENT = "consent"
    OFF_CLAUSE = "off-clause"


#: (section, axis) or (section, table.column) → its words.
WORDS: Mapping[tuple[str, str], type[StrEnum]] = {
    ("term", "phase"): Phase,
    ("term", "ended_by"): EndedBy,
    ("term", "notice"): Notice,
    ("term", "suspended_by.basis"): Basis,
    ("obligation", "state"): Performance,
    ("obligation", "timing"): Timing,
    ("duty", "state"): Standing,
    ("ceiling", "state"): Ceiling,
    ("ceiling", "figures.state"): Reported,
    ("body", "state"): Body,
    ("party", "state"): Membership,
    ("party", "departures.state"): Departure,
}
