"""The status of an agreement on a date or at an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from mandate.answers.parts import Change, ClauseStatus, GroundStatus, PartyStatus, Term
from mandate.answers.span import Span
from mandate.answers.vocabulary import EndedBy, Notice, Phase

if TYPE_CHECKING:
    from mandate.answers.derivation import Derivation
    from mandate.answers.reasons import Explanation


@frozen(eq=False, repr=False, slots=True)
class Status:
    """What is true of an agreement on a day (at its close) or at an instant.

    A bare date is answered after everything that happened on that day and before what changes at
    the first instant of the next: on its last day a term is in force, and a deadline is not passed.
    All days are inclusive. The status computes the text as encoded; it does not decide the law.
    """

    _derivation: Derivation = field(alias="derivation")
    _span: Span = field(alias="span")
    #: The day asked about (an ordinal), or the second in UTC for an instant.
    _asked: tuple[str, int] = field(alias="asked")

    # -- the headline ------------------------------------------------------------------------

    @property
    def agreement(self) -> str:
        """The id of the agreement."""
        return self._span.agreement.id

    @property
    def date(self) -> dt.date | None:
        """The civil day asked about, in the agreement's zone; None outside the calendar."""
        return self._derivation.civil_date(self._asked)

    @property
    def instant(self) -> dt.datetime | None:
        """The instant asked about, in the agreement's zone; None where a day was asked about."""
        return self._derivation.civil_instant(self._asked)

    @property
    def headline(self) -> ClauseStatus:
        """The status of the clause that the agreement names as its headline."""
        return self._span.headline

    @property
    def in_force(self) -> bool:
        """Whether the headline clause is in force (a drawdown is not)."""
        return self.phase is Phase.IN_FORCE

    @property
    def phase(self) -> Phase:
        """Where in its life the headline clause is."""
        return self.headline.phase

    @property
    def ended_by(self) -> EndedBy | None:
        """What ended the headline clause; None while it has not ended."""
        return self.headline.ended_by

    @property
    def notice(self) -> Notice:
        """Whether notice can be given under the headline clause, or runs."""
        return self.headline.notice

    @property
    def term(self) -> Term:
        """The term that runs; before the start the one to come, after the end the last."""
        return self.headline.term

    @property
    def last_day(self) -> dt.date | None:
        """The last day of that term, included."""
        return self.headline.last_day

    @property
    def notice_deadline(self) -> dt.date | None:
        """The last day on which notice counts for that term, included."""
        return self.headline.notice_deadline

    @property
    def beyond_calendar(self) -> tuple[str, ...]:
        """Days of the headline that lie beyond 9999-12-31 and are therefore shown as None."""
        return self.headline.beyond_calendar

    # -- everything else ---------------------------------------------------------------------

    @property
    def clauses(self) -> Mapping[str, ClauseStatus]:
        """Each clause by id."""
        return self._span.clauses

    @property
    def instrument(self) -> ClauseStatus:
        """The text as a whole."""
        return self._span.clauses[self._span.agreement.instrument]

    @property
    def parties(self) -> Mapping[str, PartyStatus]:
        """Each party to the text by id, without signatories and organs that are not parties."""
        return self._span.parties

    @property
    def on_the_ground(self) -> Mapping[str, GroundStatus]:
        """What the record reports of each subject, whatever the text says."""
        return self._derivation.ground(self._span, self._asked)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed during the day, up to the instant where one was asked about.

        What came to nothing is told too.

        """
        return self._derivation.changes(self._asked)

    @property
    def undated_that_day(self) -> tuple[str, ...]:
        """For an instant: ids of that day's events whose hour is not known, which it leaves out."""
        return self._derivation.undated(self._asked)

    @property
    def retroactive(self) -> tuple[str, ...]:
        """Ids of events done after the moment asked about that nevertheless have effect on it."""
        return self._derivation.retroactive(self._asked)

    @property
    def projection(self) -> bool:
        """Whether the answer goes beyond what the record can vouch for."""
        return self._derivation.is_projection(self._asked)

    @property
    def unverified(self) -> bool:
        """Whether the day lies in a gap of the record."""
        return self._derivation.is_unverified(self._asked)

    @property
    def undetermined(self) -> tuple[str, ...]:
        """Paths whose value depends on the day of an event that is not known to the day."""
        return self._derivation.undetermined(self._asked)

    def explain(self, clause: str | None = None) -> Explanation:
        """Return the tree of reasons for a clause (default: the headline).

        Raises:
            ArgumentError: the agreement has no such clause.

        """
        return self._derivation.explain(self, clause)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain values with real dates. Equal answers give equal dicts."""
        return {
            "agreement": self.agreement,
            "on": self.instant or self.date,
            "in_force": self.in_force,
            "phase": self.phase,
            "ended_by": self.ended_by,
            "notice": self.notice,
            "term": _fields(self.term),
            "last_day": self.last_day,
            "notice_deadline": self.notice_deadline,
            "beyond_calendar": list(self.beyond_calendar),
            "projection": self.projection,
            "unverified": self.unverified,
            "undetermined": list(self.undetermined),
            "instrument": self.instrument.as_dict(),
            "clauses": {name: c.as_dict() for name, c in self.clauses.items()},
            "parties": {name: _fields(p) for name, p in self.parties.items()},
            "on_the_ground": {name: _fields(g) for name, g in self.on_the_ground.items()},
            "changes": [
                {"clause": c.clause, "rule": c.rule, "event": c.event, "says": c.says}
                for c in self.changes
            ],
            "undated_that_day": list(self.undated_that_day),
            "retroactive": list(self.retroactive),
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Status):
            return NotImplemented
        return self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.agreement, self._asked))

    def __str__(self) -> str:
        return self._derivation.in_words(self)

    def __repr__(self) -> str:
        term = self.term
        known = f", term {term.number}, last day {term.last_day}" if term.last_day else ""
        return f"<Status {self.agreement} {self.instant or self.date}: {self.phase}{known}>"


def _fields(part: Any) -> dict[str, Any]:  # noqa: ANN401  # an attrs instance
    return {a.name: getattr(part, a.name) for a in part.__attrs_attrs__}
