"""All names of the doctrine that Python knows: kinds, the words of their states, their axes.

No other module names a kind of clause or of event. The doctrine uses the same words; tests hold the
two equal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

#: The kind of the headline clause, and of the text as a whole.
HEADLINE_KIND = "term"
#: The name under which the number and the days of a term stand together, and their axes.
TERM, OF_TERM = "term", ("number", "first_day", "last_day")
#: The axes of the headline clause that a status shows at its top, in their order.
OF_HEADLINE = ("phase", "ended_by", "notice", TERM, "last_day", "notice_deadline")
#: The kind of event by which notice is given.
NOTICE_EVENT = "notice"


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


class Notice(StrEnum):
    """Whether notice can be given under a term clause, or is running."""

    NOT_FORESEEN = "not-foreseen"
    NOT_OPEN = "not-open"
    OPEN = "open"
    CLOSED = "closed"
    RUNNING = "running"


class Performance(StrEnum):
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
    """The last reported figure compared with a limit."""

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
    """The state of a party's exit from a clause, or from the text."""

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


class ClauseAxes:
    """The axes of all kinds of clause, for type checkers: a clause has those of its kind."""

    __slots__ = ()

    if TYPE_CHECKING:
        # -- term
        phase: Phase
        ended_by: EndedBy | None
        notice: Notice
        number: int
        first_day: dt.date | None
        last_day: dt.date | None
        ends_at: dt.datetime | None
        notice_deadline: dt.date | None
        notice_opens: dt.date | None
        tacit_renewals_left: int | None
        extended: int
        suspended_by: Mapping[str, Mapping[str, Any]]
        claimed_ends: Mapping[str, Mapping[str, Any]]
        too_few_parties: bool
        # -- obligation, duty, ceiling, body
        state: Performance | Standing | Ceiling | Body
        due: dt.date | None
        due_at: dt.datetime | None
        originally_due: dt.date | None
        performed_on: dt.date | None
        timing: Timing | None
        was_overdue: bool
        awaited: Mapping[str, Mapping[str, Any]]
        missing: Mapping[str, Mapping[str, Any]]
        done_by_others: Mapping[str, Mapping[str, Any]]
        incidents: int
        figures: Mapping[str, Mapping[str, Any]]
        since: dt.date | None
