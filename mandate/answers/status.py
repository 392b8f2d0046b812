"""The status of an agreement on a date or at an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from attrs import field, frozen

from mandate.answers.assumptions import Assumption, assumptions, beyond_record, over_gaps
from mandate.answers.caveats import Caveat, caveats
from mandate.answers.changes import Change, changes, retroactive, undated
from mandate.answers.explanation import Explanation, explain
from mandate.answers.receipt import Receipt, receipt
from mandate.answers.text import in_words
from mandate.answers.undetermined import Alternatives
from mandate.doctrine.paths import AnswerPaths
from mandate.doctrine.vocabulary import OF_HEADLINE
from mandate.errors import ArgumentError
from mandate.plain_data import Row, flat, heads, look_up, plain
from mandate.timeline.clause_status import ClausesByKind, TermStatus
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.timeline.span import Span
from mandate.timeline.statuses import PARTS, ClauseStatus, GroundStatus, PartyStatus, Term
from mandate.views.answer import Answer, Table
from mandate.words import EndedBy, NoticeState, Phase

#: Values that a row leaves out: they are the same on every day.
_NEVER_CHANGES = frozenset({"id", "kind", "name", "role"})


@frozen(eq=False, repr=False, slots=True)
class Status(ClausesByKind, Answer):
    """The answer to the question how an agreement stands on a day (at its close) or at an instant.

    A bare date is answered after all events of that day and before the changes at the first instant
    of the next: on its last day a term is in force, and a deadline is not passed. All days are
    inclusive. The status computes the text as encoded; it does not decide the law.
    """

    _derivation: Derivation = field(alias="derivation")
    _span: Span = field(alias="span")
    _question: Question = field(alias="question")

    # -- the headline ------------------------------------------------------------------------

    @property
    def agreement(self) -> str:
        """The id of the agreement."""
        return self._span.agreement.id

    @property
    def date(self) -> dt.date | None:
        """The civil day asked about, in the agreement's zone; None outside the calendar."""
        return self._question.date

    @property
    def instant(self) -> dt.datetime | None:
        """The instant asked about, in the agreement's zone; None where a day was asked about."""
        return self._question.instant

    @property
    def as_known_on(self) -> dt.date | None:
        """The day or instant by which the events counted were known; None: all events count."""
        known = self._derivation.known
        return None if known is None else known.moment

    @property
    def headline(self) -> TermStatus:
        """The status of the clause that the agreement names as its headline."""
        return self._span.headline

    @property
    def in_force(self) -> bool:
        """Whether the headline clause is in force (a drawdown is not)."""
        return self.phase is Phase.IN_FORCE

    @property
    def phase(self) -> Phase:
        """The phase of the headline clause: its place in its life."""
        return self.headline.phase

    @property
    def ended_by(self) -> EndedBy | None:
        """The cause of the end of the headline clause; None while it has not ended."""
        return self.headline.ended_by

    @property
    def notice(self) -> NoticeState:
        """Whether notice can be given under the headline clause, or runs."""
        return self.headline.notice

    @property
    def term(self) -> Term:
        """The current term; before the start the term to come, after the end the last one."""
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
    def instrument(self) -> TermStatus:
        """The text as a whole."""
        return self._span.instrument

    @property
    def parties(self) -> Mapping[str, PartyStatus]:
        """Each party to the text by id, without signatories and organs that are not parties."""
        return self._span.parties

    @property
    def on_the_ground(self) -> Mapping[str, GroundStatus]:
        """The reports on each subject in the record, whatever the text says."""
        return self._span.on_the_ground

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of the day, up to the instant where one was asked about.

        An act that came to nothing is told too, on the day on which it was done.
        """
        return changes(self._derivation, self._question)

    @property
    def undated_that_day(self) -> tuple[str, ...]:
        """For an instant: ids of events of its day that do not count, for want of a known hour."""
        return undated(self._derivation, self._question)

    @property
    def retroactive(self) -> tuple[str, ...]:
        """Ids of events done after the moment asked about that nevertheless have effect on it.

        An act that was to reach back and changed nothing is not among them.
        """
        return retroactive(self._derivation, self._question)

    @property
    def assumptions(self) -> Table[Assumption]:
        """The events assumed not to have happened, where the record cannot vouch for that.

        There is one assumption for each sort of event that could have changed the answer: after the
        day to which the record is complete (or, where that is earlier, the day given by
        ``as_known_on``), and in its gaps. An act that reaches back (``effect`` before ``on``) is
        not foreseen.
        """
        return assumptions(self._derivation, self._question.day)

    @property
    def projection(self) -> bool:
        """Whether the answer assumes that nothing happened after the end of the record."""
        return beyond_record(self._derivation, self._question.day)

    @property
    def unverified(self) -> bool:
        """Whether the answer assumes that nothing happened in a gap of the record."""
        return over_gaps(self._derivation, self._question.day)

    @property
    def undetermined(self) -> tuple[str, ...]:
        """Paths whose value depends on the day of an event that is not known to the day.

        One event is moved at a time; events whose ranges bear on one another are also moved
        together. A path may also depend on the hour of an event, where something begins or ends by
        the hour on its day.

        Raises:
            RunawayError: so many events are open, and so much depends on them, that the answer
                would take minutes. Closer ranges help.

        """
        return self._derivation.once(Alternatives).differing(self._question)

    @property
    def undetermined_in_part(self) -> bool:
        """Whether so many days are open together that not every combination was tried.

        Then :attr:`undetermined` may lack a path that depends on several of them.
        """
        return self._derivation.once(Alternatives).tried_in_part(self._question)

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """All that keeps the answer from being a finding: (kind, what it says) of each caveat.

        The kind is the name of the property that tells more. Empty: everything that the answer
        rests on is recorded, and it would be the same whatever else there is to know.

        Raises:
            RunawayError: see :attr:`undetermined`.

        """
        return caveats(self._derivation, self._span, self._question)

    def explain(self, of: str | None = None) -> Explanation:
        """Return the tree of reasons for a clause, a party or a subject on the ground.

        Args:
            of: an id, or a path as in :meth:`as_dict`: ``"kalbajar"``, ``"parties.armenia"``,
                ``"on_the_ground.contingent"``. A bare id is that of a clause; where there is no
                such clause, of a party; else of a subject (default: the headline clause).

        Raises:
            ArgumentError: the agreement has nothing of that name.

        """
        return explain(self._derivation, self._span, self._question, of)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, with real dates, in an order that never changes.

        Equal answers give equal dicts, whichever matcher ran.
        """
        return {name: tell(self) for name, tell in _TOLD.items()}

    def value(self, path: str) -> Any:  # noqa: ANN401  # of any plain type
        """Return the value at a path of :meth:`as_dict`: ``"clauses.kalbajar.state"``.

        The value is None where there is none, and for a row of a table that is not there on that
        day.

        Raises:
            ArgumentError: a status of the agreement has nothing of that name.

        """
        if refusal := self._derivation.once(paths).refusal(path):
            msg = f"path: {refusal}"
            raise ArgumentError(msg)
        return self._at(path)

    def _at(self, path: str) -> Any:  # noqa: ANN401
        head, *rest = path.split(".")
        if head == "clauses" and rest:
            # One clause is quicker to tell than all of them.
            name = next(name for name in heads(rest) if name in self._span.agreement.clauses)
            return look_up(self._span.clause(name).as_dict(), rest[name.count(".") + 1 :])
        return look_up(_TOLD[head](self), rest)

    def to_rows(self) -> list[Row]:
        """Return the answer as one flat row; its names are the paths of :meth:`Mandate.when`.

        The day stands under ``date`` and the instant, if one was asked about, under ``instant``.
        """
        said = self.as_dict()
        asked = {"agreement": said.pop("agreement"), "date": self.date, "instant": said.pop("on")}
        if self.instant is None:
            asked["instant"] = None
        # Both stand elsewhere in the row: the last day in the term, the text as a whole among the
        # clauses.
        del said["last_day"], said["instrument"]
        row: Row = {**asked}
        for name, value in said.items():
            if name in PARTS:
                for member, values in value.items():
                    here = {k: v for k, v in values.items() if k not in _NEVER_CHANGES}
                    row |= flat(here, f"{name}.{member}.")
            elif name == "changes":
                row[name] = "; ".join(map(str, self.changes))
            else:
                row |= flat({name: value})
        return [row]

    def receipt(self) -> Receipt:
        """Return the receipt of this answer, to be kept beside it: see :func:`verify`."""
        return receipt(self._derivation, self._question, self.as_dict())

    def __reduce__(self) -> tuple[Any, ...]:
        return status_of, (self._derivation, self._question)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Status):
            return NotImplemented
        return self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.agreement, self._question.kind, self._question.value))

    def __str__(self) -> str:
        return in_words(self._derivation, self._span, self._question)

    def __repr__(self) -> str:
        term, said = self.term, [str(self.phase)]
        if term.first_day or term.last_day:
            said.append(f"term {term.number}")
        if term.last_day or "last_day" in self.beyond_calendar:
            said.append(f"last day {term.last_day or 'beyond 9999-12-31'}")
        return f"<Status {self.agreement} {self._question}: {', '.join(said)}>"


def status_of(derivation: Derivation, question: Question) -> Status:
    """Return the status for a question."""
    return Status(derivation, derivation.span_at(question), question)


def paths(derivation: Derivation) -> AnswerPaths:
    """Return the paths of the statuses of a derivation, and the values that can stand there."""
    events = {event.id for event in derivation.record.events}
    return AnswerPaths(derivation.agreement, derivation.doctrine, frozenset(events))


def _of_headline(name: str, status: Status) -> object:
    return plain(getattr(status.headline, name))


#: The values of :meth:`Status.as_dict`, in its order.
_TOLD: Mapping[str, Callable[[Status], object]] = {
    "agreement": lambda s: s.agreement,
    "on": lambda s: s.instant or s.date,
    "in_force": lambda s: s.in_force,
    **{name: partial(_of_headline, name) for name in OF_HEADLINE},
    "beyond_calendar": lambda s: list(s.beyond_calendar),
    "projection": lambda s: s.projection,
    "unverified": lambda s: s.unverified,
    "undetermined": lambda s: list(s.undetermined),
    "instrument": lambda s: s.instrument.as_dict(),
    "clauses": lambda s: {name: c.as_dict() for name, c in s.clauses.items()},
    "parties": lambda s: {name: p.as_dict() for name, p in s.parties.items()},
    "on_the_ground": lambda s: {name: g.as_dict() for name, g in s.on_the_ground.items()},
    "changes": lambda s: [c.as_dict() for c in s.changes],
    "undated_that_day": lambda s: list(s.undated_that_day),
    "retroactive": lambda s: list(s.retroactive),
}
