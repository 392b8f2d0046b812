"""The mandate: the one object that users hold, an agreement with its record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from mandate.answers.changes import by_event
from mandate.answers.comparison import Comparison, compared
from mandate.answers.deadlines import Deadlines, between, deadlines, open_deadlines
from mandate.answers.last_chance import LastChance, last_chance
from mandate.answers.moves import RecordMoves
from mandate.answers.outcomes import Outcome, outcomes
from mandate.answers.powers import Power, powers
from mandate.answers.status import Status, paths, status_of
from mandate.answers.stretches import (
    Condition,
    Stretch,
    When,
    check_condition,
    stretches,
    when,
)
from mandate.counting.arguments import as_day, as_day_or_instant, as_days, as_list
from mandate.counting.instants import MAX_DAY, MIN_DAY
from mandate.doctrine.model import Doctrine
from mandate.errors import ArgumentError, or_meant, shown
from mandate.library import folder_of, read_folder, written
from mandate.loading.supposed import supposed
from mandate.record.record import Event, Record
from mandate.renamed import OF_MANDATE, lacking
from mandate.text.agreement import Agreement
from mandate.timeline.derivation import Derivation, visible
from mandate.timeline.question import Question
from mandate.views.answer import Table
from mandate.views.toml import save, texts

#: Knowledge days of which a mandate remembers the derivation.
_MOST_KNOWN = 31
#: The types in which a caller may give a date.
DateLike = dt.date | dt.datetime | str


class Mandate:
    """An agreement with its record. It never changes: each variation is a mandate of its own.

    :func:`mandate.load` makes it.
    """

    __slots__ = (
        "__weakref__", "_agreement", "_derivation", "_doctrine", "_known", "_origin", "_record",
    )  # fmt: skip

    def __init__(
        self,
        agreement: Agreement,
        record: Record,
        doctrine: Doctrine,
        matcher: str = "auto",
        origin: Record | None = None,
    ) -> None:
        self._agreement = agreement
        self._record = record
        self._doctrine = doctrine
        self._derivation = Derivation(agreement, record, doctrine, matcher)
        self._known: dict[tuple[object, ...], Derivation] = {}
        self._origin = origin

    @property
    def id(self) -> str:
        """The id of the agreement."""
        return self._agreement.id

    @property
    def agreement(self) -> Agreement:
        """The text as encoded."""
        return self._agreement

    @property
    def record(self) -> Record:
        """The record of events."""
        return self._record

    @property
    def matcher(self) -> str:
        """The matcher that runs: ``durable`` or ``plain``. Both give the same answers."""
        return self._derivation.matcher

    def status(self, on: DateLike, *, as_known_on: DateLike | None = None) -> Status:
        """Return the status on a date (at its close) or at an instant.

        Args:
            on: a date, an ISO ``YYYY-MM-DD``, or a zone-aware date-time or its ISO form.
            as_known_on: count only the events that were known by the close of that day, or at that
                instant.

        Raises:
            ArgumentError: a date is malformed, naive with a time of day, or not a date at all.

        """
        derivation = self._derivation
        kind, value = as_day_or_instant(on, "on")
        question = Question(derivation.zone, kind, value)
        if as_known_on is None:
            # Not by way of status_of: this is the most frequent question, and a call costs a tenth.
            return Status(derivation, derivation.span_at(question), question)
        seen, known = self._seen(as_known_on)
        return status_of(self._derived(seen).known_by(known), question)

    def statuses(self, dates: Iterable[DateLike]) -> Table[Status]:
        """Return the status on each of several dates or instants, in their order.

        Raises:
            ArgumentError: ``dates`` is not several dates, or a date is not usable.

        """
        questions = [
            Question(self._derivation.zone, *as_day_or_instant(date, f"dates[{n}]"))
            for n, date in enumerate(as_list(dates, "dates", "dates"))
        ]
        return Table(status_of(self._derivation, question) for question in questions)

    def as_known_on(self, day: DateLike) -> Mandate:
        """Return the mandate as it was known by the close of a day, or at an instant.

        Its record holds only the events that were known then, and is complete to no later day.

        Raises:
            ArgumentError: the day is not usable.

        """
        seen, _ = self._seen(day)
        return Mandate(self._agreement, seen, self._doctrine, self._derivation.asked)

    def timeline(self, start: DateLike, end: DateLike) -> Table[Stretch]:
        """Return the stretches of days on which nothing changes, from ``start`` to ``end``.

        Both days are included; each stretch has its first and last day, its status and the changes
        that began it.

        Raises:
            ArgumentError: a day is not usable, or ``end`` lies before ``start``.
            RunawayError: there are more than 30,000 stretches.

        """
        return Table(stretches(self._derivation, *as_days(start, end)))

    def when(self, condition: Condition, start: DateLike, end: DateLike) -> When:
        """Return the days on which a condition held between two days, both included.

        Args:
            condition: paths and values as in ``Status.as_dict()`` (``{"phase": "in-force"}``), all
                of which must hold at the close of a day, or a function of a status.
            start: the first day.
            end: the last day.

        Raises:
            ArgumentError: a day is not usable, a status has no such path, or a value can never
                stand there.
            RunawayError: something changes on more than 30,000 days.

        """
        check_condition(condition, self._derivation.once(paths))
        return when(self.timeline(start, end), condition)

    def next_change(self, after: DateLike) -> Stretch | None:
        """Return the stretch that begins with the next change after a day; None if there is none.

        Raises:
            ArgumentError: the day is not usable.

        """
        course = stretches(self._derivation, as_day(after, "after"), MAX_DAY)
        return next(islice(course, 1, None), None)

    def deadlines(self, start: DateLike, end: DateLike) -> Deadlines:
        """Return the deadlines that fall between two days, both included, soonest first.

        A deadline that was moved before its day was over is listed only under its new day.

        Raises:
            ArgumentError: a day is not usable.
            RunawayError: something changes on more than 30,000 days.

        """
        first, last = as_days(start, end)
        entries = deadlines(self._derivation, first, last)
        return between(entries, self._derivation.once(RecordMoves), first, last)

    def overdue(self, on: DateLike) -> Deadlines:
        """Return the deadlines that had passed before a day and were still open at its close.

        Raises:
            ArgumentError: the day is not usable.

        """
        day = as_day(on, "on")
        entries = open_deadlines(self._derivation, day)
        past = [d for d in entries if d.day.toordinal() < day]
        return between(past, self._derivation.once(RecordMoves), MIN_DAY, day - 1)

    def what_if(self, *events: Mapping[str, object]) -> Mandate:
        """Return the mandate with these events supposed to have happened as well.

        An event is a mapping as in record.toml. It needs neither id nor source; ``of`` defaults to
        the headline clause. Dates may be dates, zone-aware date-times or the ISO texts of either,
        also in a range. The later events of the record stay.

        Raises:
            FileError: an event is malformed; the error holds every problem.
            OrderError: the outcome depends on the order of two events, and none is given.

        """
        read = supposed(events, self._agreement, self._doctrine, self._record)
        return self._varied((*self._record.events, *read))

    def without(self, *event_ids: str) -> Mandate:
        """Return the mandate without these events of the record.

        Raises:
            ArgumentError: there is no such event, or another event that stays refers to it.

        """
        gone = self._named(event_ids)
        kept = tuple(e for e in self._record.events if e.id not in gone)
        refers = sorted(e.id for e in kept if e.of in gone or gone & set(e.after))
        if refers:
            alone, others = ", ".join(sorted(gone)), ", ".join(refers)
            msg = f"event_ids: {alone} cannot be left out alone: {others} refers to it"
            raise ArgumentError(msg)
        return self._varied(kept)

    def _named(self, event_ids: tuple[object, ...]) -> set[str]:
        """Return the ids of events, all of which the record has."""
        known = {e.id for e in self._record.events}
        for name in event_ids:
            if not isinstance(name, str) or name not in known:
                what = f"event_ids: the record has no event {shown(name)}"
                raise ArgumentError(or_meant(what, name, known))
        return known.intersection(event_ids)

    def text_alone(self) -> Mandate:
        """Return the mandate as if nothing had happened: the text alone."""
        return self._varied(())

    @property
    def ineffective(self) -> tuple[str, ...]:
        """Ids of recorded events that had an effect and have none in this variation.

        Empty for a mandate that is no variation of another. An event that never had an effect, such
        as a void notice, is not among them.
        """
        if self._origin is None:
            return ()
        before = self._derivation.of(self._origin)
        lost = before.once(by_event).keys() - self._derivation.once(by_event).keys()
        return tuple(e.id for e in self._record.events if e.id in lost)

    def outcomes(self, *event_ids: str) -> Table[Outcome]:
        """Return what became of each supposed act: its effect, or the rule by which it has none.

        Args:
            event_ids: events of the record or supposed ones, in place of all that are supposed.

        Raises:
            ArgumentError: there is no such event.

        """
        named = self._named(event_ids)
        events = self._record.events
        told = [e for e in events if (e.id in named if event_ids else e.supposed)]
        return outcomes(self._derivation, told)

    def powers(self, on: DateLike) -> Table[Power]:
        """Return the acts that are possible on a day or later: by whom, when, and with what effect.

        They follow from the record as it stands: an act that another act would have to make
        possible first is not among them. Both days of a power are included. The power with the
        soonest last day stands first.

        Raises:
            ArgumentError: the day is not usable.

        """
        return powers(self._derivation, as_day(on, "on"))

    def last_chance(
        self, act: Mapping[str, object], *, on: DateLike, path: str | None = None
    ) -> LastChance:
        """Return the last day on which an act would have made a difference to a day's status.

        Some days are passed over: those on which the act would contradict the record, so that there
        is no one outcome.

        Args:
            act: a mapping as for :meth:`what_if`, but no ``on``: ``{"kind": "notice", "by": "x"}``.
            on: the day of the status, itself the last on which the act is tried.
            path: the part of the status that should be different (``"phase"``,
                ``"clauses.x.state"``); without it, anything that the status says of clauses,
                parties and the ground.

        Raises:
            ArgumentError: the day or the path is not usable, or the act has a day.
            FileError: the act is malformed; the error holds every problem.
            RunawayError: the act is possible on very many days, and on none of those tried does it
                make a difference.

        """
        table: object = act
        if isinstance(table, Mapping) and "on" in table:
            msg = "act: its day is what is looked for: leave out 'on'"
            raise ArgumentError(msg)

        def done(day: dt.date) -> Event:
            raw = {**table, "on": day} if isinstance(table, Mapping) else table
            path = ("last_chance", "act")
            return supposed((raw,), self._agreement, self._doctrine, self._record, path)[0]

        return last_chance(self._derivation, as_day(on, "on"), path, done)

    def _varied(self, events: Sequence[Event]) -> Mandate:
        record = self._record.with_events(tuple(events))
        origin = self._record if self._origin is None else self._origin
        return Mandate(self._agreement, record, self._doctrine, self._derivation.asked, origin)

    def to_toml(self) -> dict[str, str]:
        """Return file name → text. Loading these files makes this mandate again.

        Everything that the authors wrote is there, but for comments and layout. A variation is
        written as it is: a record without its later events, say.

        Raises:
            ArgumentError: the mandate has events that are only supposed: no record holds these.
            MissingDependencyError: the tomli-w library is not installed.

        """
        return texts(written(self._agreement, self._record, self._doctrine))

    def save(self, folder: str | Path, *, overwrite: bool = False) -> Path:
        """Write :meth:`to_toml` into a folder, made where it is missing, and return the folder.

        Raises:
            ArgumentError: the mandate has supposed events; or the folder has such files already and
                ``overwrite`` is not set; or it cannot be written to.
            MissingDependencyError: the tomli-w library is not installed.

        """
        return save(self.to_toml(), folder, overwrite=overwrite)

    def _derived(self, seen: Record) -> Derivation:
        key = _seen_in(seen)
        if key == _seen_in(self._record):
            return self._derivation
        derivation = self._known.get(key)
        if derivation is None:
            derivation = self._derivation.of(seen)
            self._known = {**dict(list(self._known.items())[-_MOST_KNOWN:]), key: derivation}
        return derivation

    def _seen(self, as_known_on: DateLike) -> tuple[Record, Question]:
        """Return the record as it was known at a moment, and the moment that limits it."""
        derivation = self._derivation
        asked = Question(derivation.zone, *as_day_or_instant(as_known_on, "as_known_on"))
        earlier = derivation.known
        known = earlier if earlier is not None and earlier.limit <= asked.limit else asked
        return visible(self._record, asked, known), known

    if not TYPE_CHECKING:  # a type checker shall know only the names that are there

        def __getattr__(self, name: str) -> NoReturn:
            error = lacking("a mandate", name, OF_MANDATE)
            raise error

    def __repr__(self) -> str:
        return f"<Mandate {self.id}: {len(self._record.events)} events, matcher {self.matcher}>"

    def __reduce__(self) -> tuple[object, ...]:
        # "auto" stays "auto": another machine may run another matcher.
        asked = self._derivation.asked
        return Mandate, (self._agreement, self._record, self._doctrine, asked, self._origin)


def _seen_in(record: Record) -> tuple[object, ...]:
    """Return a key that tells the views of one record apart: its end, and the hours of receipt."""
    return record.complete_to, tuple((e.id, e.received) for e in record.events)


def compare(one: Mandate, other: Mandate, start: DateLike, end: DateLike) -> Comparison:
    """Return the differences between two mandates from ``start`` to ``end``, both included.

    For two records of one text the comparison also names the fewest events that make the
    difference.

    Raises:
        ArgumentError: a day is not usable, or ``one`` or ``other`` is no mandate.
        RunawayError: something changes on more than 30,000 days.

    """
    both: tuple[tuple[str, object], ...] = (("one", one), ("other", other))
    for name, side in both:
        if not isinstance(side, Mandate):
            msg = f"{name}: {shown(side)} is no mandate: give what mandate.load returns"
            raise ArgumentError(msg)
    first, last = as_days(start, end)
    return compared(one._derivation, other._derivation, first, last)  # noqa: SLF001  # of one module


def status(on: DateLike, *, as_known_on: DateLike | None = None) -> Status:
    """Return the status of the 2020 statement on Nagorno-Karabakh, with its record.

    See :meth:`Mandate.status`; for every other agreement see :func:`mandate.load`.

    >>> status("2020-11-21").in_force
    True
    """
    return _statement().status(on, as_known_on=as_known_on)


@lru_cache(maxsize=1)
def _statement() -> Mandate:
    return load("nagorno-karabakh-2020")


def load(id_or_path: str | Path, *, matcher: str = "auto") -> Mandate:
    """Return an agreement with its record: a bundled id, a folder, or an agreement.toml.

    Args:
        id_or_path: see :func:`mandate.agreements` for the bundled ids.
        matcher: ``durable`` (durable-rules), ``plain``, or ``auto``: durable wherever it imports.

    Raises:
        ArgumentError: there is no such agreement or matcher.
        FileError: a file is wrong; the error holds every problem.
        OrderError: the outcome depends on the order of two events, and the record gives none.
        ContradictionError: two rules or events would change one thing in two ways.
        CountingError: a day does not exist, and the agreement says that it is not rounded.
        RunawayError: the rules fire more often than the clock will take.
        MissingDependencyError: ``durable`` was asked for and cannot be imported.

    """
    return Mandate(*read_folder(folder_of(id_or_path, "id_or_path")), matcher)
