"""The status of a clause of each kind. Made from the doctrine: run make schemas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from mandate.timeline.statuses import ClauseStatus, Term, of_class
from mandate.words import (
    BodyState,
    CeilingState,
    DutyState,
    EndedBy,
    NoticeState,
    ObligationState,
    Phase,
    Timing,
)

__all__ = [
    "BodyStatus",
    "CeilingStatus",
    "DutyStatus",
    "ObligationStatus",
    "TermStatus",
]


class TermStatus(ClauseStatus):
    """The status of a term: a period of validity."""

    __slots__ = ()

    @property
    def phase(self) -> Phase:
        """Where in its life the clause is."""
        value: Phase = self._values["phase"]
        return value

    @property
    def ended_by(self) -> EndedBy | None:
        """What ended it."""
        value: EndedBy | None = self._values["ended_by"]
        return value

    @property
    def notice(self) -> NoticeState:
        """Whether notice can be given, or runs."""
        value: NoticeState = self._values["notice"]
        return value

    @property
    def number(self) -> int:
        """Which term runs; before the start the one to come, after the end the last."""
        value: int = self._values["number"]
        return value

    @property
    def first_day(self) -> dt.date | None:
        """First day of that term, included."""
        value: dt.date | None = self._values["first_day"]
        return value

    @property
    def last_day(self) -> dt.date | None:
        """Last day of that term, included; none where it has no end, or none that is known."""
        value: dt.date | None = self._values["last_day"]
        return value

    @property
    def ends_at(self) -> dt.datetime | None:
        """The hour at which that term ends, where it ends at one."""
        value: dt.datetime | None = self._values["ends_at"]
        return value

    @property
    def notice_deadline(self) -> dt.date | None:
        """The last day on which notice counts for that term, included."""
        value: dt.date | None = self._values["notice_deadline"]
        return value

    @property
    def notice_opens(self) -> dt.date | None:
        """The first day on which notice may be given for that term, where the text sets one."""
        value: dt.date | None = self._values["notice_opens"]
        return value

    @property
    def extended(self) -> int:
        """How often the running term has been extended."""
        value: int = self._values["extended"]
        return value

    @property
    def suspended_by(self) -> Mapping[str, Mapping[str, Any]]:
        """Who holds it suspended, and on what basis."""
        value: Mapping[str, Mapping[str, Any]] = self._values["suspended_by"]
        return value

    @property
    def tacit_renewals_left(self) -> int | None:
        """How many tacit renewals are left, where the text allows only so many."""
        value: int | None = self._values["tacit_renewals_left"]
        return value

    @property
    def too_few_parties(self) -> bool:
        """Whether it ended because too few parties were left."""
        value: bool = self._values["too_few_parties"]
        return value

    @property
    def awaited(self) -> Mapping[str, Mapping[str, Any]]:
        """Whose part of a joint act is missing, once another has given its own."""
        value: Mapping[str, Mapping[str, Any]] = self._values["awaited"]
        return value

    @property
    def claimed_ends(self) -> Mapping[str, Mapping[str, Any]]:
        """Ends that were declared without a clause for it, by event."""
        value: Mapping[str, Mapping[str, Any]] = self._values["claimed_ends"]
        return value

    @property
    def term(self) -> Term:
        """The current term; before the start the term to come, after the end the last one."""
        return Term(self.number, self.first_day, self.last_day)


class ObligationStatus(ClauseStatus):
    """The status of an obligation: something to be done."""

    __slots__ = ()

    @property
    def state(self) -> ObligationState:
        """Where the obligation stands."""
        value: ObligationState = self._values["state"]
        return value

    @property
    def due(self) -> dt.date | None:
        """The last day on which performance is in time, as it stands now."""
        value: dt.date | None = self._values["due"]
        return value

    @property
    def due_at(self) -> dt.datetime | None:
        """The hour by which it is due, where it is due at one."""
        value: dt.datetime | None = self._values["due_at"]
        return value

    @property
    def originally_due(self) -> dt.date | None:
        """The first due day."""
        value: dt.date | None = self._values["originally_due"]
        return value

    @property
    def performed_on(self) -> dt.date | None:
        """The day of performance."""
        value: dt.date | None = self._values["performed_on"]
        return value

    @property
    def timing(self) -> Timing | None:
        """Whether it was performed before the due day as it stood then, on it, or after it.

        None where there was no due day.
        """
        value: Timing | None = self._values["timing"]
        return value

    @property
    def extended(self) -> int:
        """How often the due day has been moved."""
        value: int = self._values["extended"]
        return value

    @property
    def missing(self) -> Mapping[str, Mapping[str, Any]]:
        """Items not yet performed."""
        value: Mapping[str, Mapping[str, Any]] = self._values["missing"]
        return value

    @property
    def awaited(self) -> Mapping[str, Mapping[str, Any]]:
        """Of several who owe it, those whose part is still to be performed."""
        value: Mapping[str, Mapping[str, Any]] = self._values["awaited"]
        return value

    @property
    def was_overdue(self) -> bool:
        """Whether it was overdue when it lapsed."""
        value: bool = self._values["was_overdue"]
        return value

    @property
    def done_by_others(self) -> Mapping[str, Mapping[str, Any]]:
        """What was done by those who do not owe it, by event.

        It does not perform the obligation.
        """
        value: Mapping[str, Mapping[str, Any]] = self._values["done_by_others"]
        return value


class DutyStatus(ClauseStatus):
    """The status of a duty: something to be kept up or refrained from."""

    __slots__ = ()

    @property
    def state(self) -> DutyState:
        """Whether the duty stands."""
        value: DutyState = self._values["state"]
        return value

    @property
    def incidents(self) -> int:
        """How many incidents have been reported while it stood."""
        value: int = self._values["incidents"]
        return value


class CeilingStatus(ClauseStatus):
    """The status of a ceiling: not more than a number."""

    __slots__ = ()

    @property
    def state(self) -> CeilingState:
        """Whether the ceiling applies."""
        value: CeilingState = self._values["state"]
        return value

    @property
    def figures(self) -> Mapping[str, Mapping[str, Any]]:
        """Each limit with the last figure reported."""
        value: Mapping[str, Mapping[str, Any]] = self._values["figures"]
        return value


class BodyStatus(ClauseStatus):
    """The status of a body: an organ that exists."""

    __slots__ = ()

    @property
    def state(self) -> BodyState:
        """Whether the organ works."""
        value: BodyState = self._values["state"]
        return value

    @property
    def since(self) -> dt.date | None:
        """Since when."""
        value: dt.date | None = self._values["since"]
        return value


#: Kind of clause → the class of its status.
BY_KIND: Mapping[str, type[ClauseStatus]] = {
    "term": TermStatus,
    "obligation": ObligationStatus,
    "duty": DutyStatus,
    "ceiling": CeilingStatus,
    "body": BodyStatus,
}


class ClausesByKind:
    """The clauses of a status, those of each kind by themselves."""

    __slots__ = ()

    @property
    def clauses(self) -> Mapping[str, ClauseStatus]:
        """Each clause by id."""
        raise NotImplementedError

    @property
    def terms(self) -> Mapping[str, TermStatus]:
        """Each term by id."""
        return of_class(self.clauses, TermStatus)

    @property
    def obligations(self) -> Mapping[str, ObligationStatus]:
        """Each obligation by id."""
        return of_class(self.clauses, ObligationStatus)

    @property
    def duties(self) -> Mapping[str, DutyStatus]:
        """Each duty by id."""
        return of_class(self.clauses, DutyStatus)

    @property
    def ceilings(self) -> Mapping[str, CeilingStatus]:
        """Each ceiling by id."""
        return of_class(self.clauses, CeilingStatus)

    @property
    def bodies(self) -> Mapping[str, BodyStatus]:
        """Each body by id."""
        return of_class(self.clauses, BodyStatus)
