"""Mandate: the one object that users hold: an agreement with its record, ready to be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from attrs import frozen

from mandate.answers.comparison import Comparison, divergences, fewest_events
from mandate.answers.course import Condition, Held, Stretch, held, next_change_day, stretches
from mandate.answers.deadlines import Deadline, deadlines, open_deadlines
from mandate.answers.derivation import Derivation, visible
from mandate.answers.scenarios import Difference, Scenario, differences
from mandate.answers.status import Status
from mandate.counting.instants import MAX_DAY, as_day_or_instant, to_date
from mandate.engine.matchers import choose
from mandate.errors import ArgumentError, MandateError
from mandate.library import folder_of, read_folder
from mandate.loading.doctrine import Doctrine
from mandate.loading.problems import Problems, did_you_mean
from mandate.loading.record import EventReader
from mandate.loading.scenarios import ScenarioTable, scenarios
from mandate.loading.toml import TomlFile, read
from mandate.record.record import Event, Record
from mandate.text.agreement import Agreement

#: Knowledge days of which a mandate remembers the derivation.
_MOST_KNOWN = 31
#: What a date may be given as.
When = dt.date | dt.datetime | str


class Mandate:
    """An agreement with its record. Immutable; every variation is a new one.

    Made by :func:`mandate.load`.
    """

    def __init__(
        self, agreement: Agreement, record: Record, doctrine: Doctrine, engine: str = "auto"
    ) -> None:
        self._agreement = agreement
        self._record = record
        self._doctrine = doctrine
        self._engine = choose(engine)
        self._derivation = Derivation(agreement, record, doctrine, self._engine)
        self._known: dict[tuple[object, ...], Derivation] = {}

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
    def engine(self) -> str:
        """The matcher that ran: ``durable`` or ``plain``. Both give the same answers."""
        return self._engine

    def status(self, on: When, *, as_known_on: When | None = None) -> Status:
        """Return what is true on a date (at its close) or at an instant.

        Args:
            on: a date, an ISO ``YYYY-MM-DD``, or a zone-aware date-time or its ISO form.
            as_known_on: see only what was known by the close of that day, or at that instant.

        Raises:
            ArgumentError: a date is malformed, naive with a time of day, or not a date at all.

        """
        asked = as_day_or_instant(on, "on")
        if as_known_on is None:
            return self._derivation.status(asked)
        return self._as_known(as_known_on).status(asked)

    def statuses(self, dates: Iterable[When]) -> list[Status]:
        """Return the status on each of several dates, in their order."""
        return [self.status(date) for date in dates]

    def as_known_on(self, day: When) -> Mandate:
        """Return the mandate as it was known by the close of a day, or at an instant.

        Its record holds only what was known then, and is complete to no later day.

        Raises:
            ArgumentError: the day is not usable.

        """
        seen = self._seen(day)
        return Mandate(self._agreement, seen, self._doctrine, self._engine)

    def timeline(self, start: When, end: When) -> list[Stretch]:
        """Return the stretches of days on which nothing changes, from ``start`` to ``end``.

        Both days are included; each stretch has its first and last day, its status and the changes
        that began it.

        Raises:
            ArgumentError: a day is not usable, or ``end`` lies before ``start``.

        """
        return list(stretches(self._derivation, *_span(start, end)))

    def held(self, condition: Condition, start: When, end: When) -> Held:
        """Return when a condition held between two days, both included.

        Args:
            condition: paths and values as in ``Status.as_dict()`` (``{"phase": "in-force"}``), all
                of which must hold at the close of a day, or a function of a status.
            start: the first day.
            end: the last day.

        Raises:
            ArgumentError: a day or a path is not usable.

        """
        return held(self.timeline(start, end), condition)

    def next_change(self, after: When) -> Stretch | None:
        """Return the stretch that begins with the next change after a day; None where none comes.

        Raises:
            ArgumentError: the day is not usable.

        """
        day = next_change_day(self._derivation, _day(after, "after"))
        if day is None:
            return None
        following = next_change_day(self._derivation, day)
        return next(stretches(self._derivation, day, (following or MAX_DAY + 1) - 1))

    def deadlines(self, start: When, end: When) -> list[Deadline]:
        """Return the deadlines that fall between two days, both included, soonest first.

        A day that was moved before it came, or on the day itself, is not among them.

        Raises:
            ArgumentError: a day is not usable.

        """
        return deadlines(self._derivation, *_span(start, end))

    def overdue(self, on: When) -> list[Deadline]:
        """Return the deadlines that had passed before a day and were still open at its close.

        Raises:
            ArgumentError: the day is not usable.

        """
        day = _day(on, "on")
        return [d for d in open_deadlines(self._derivation, day) if d.day.toordinal() < day]

    def what_if(self, *events: Mapping[str, Any]) -> Mandate:
        """Return the mandate with these events supposed to have happened as well.

        Each is a mapping as in record.toml. It needs neither id nor source; ``of`` defaults to the
        headline clause. Dates may be dates, date-times or ISO texts. Later events of the record
        stay.

        Raises:
            FileError: an event is malformed; the error holds every problem.

        """
        for given in cast("tuple[object, ...]", events):
            if not isinstance(given, Mapping):
                msg = f'events: {given!r} is no event; write {{"kind": ..., "by": ..., "on": ...}}'
                raise ArgumentError(msg)
        taken = sum(e.hypothetical for e in self._record.events)
        raws = [supposed(raw, n, self._agreement) for n, raw in enumerate(events, start=taken + 1)]
        problems = Problems()
        file = TomlFile("what_if", "", {}, {})
        sources = {**self._agreement.sources, **self._record.sources}
        reader = EventReader(
            file, problems, self._agreement, self._doctrine, sources, hypothetical=True
        )
        read = reader.events(raws, self._record.events, "event")
        problems.raise_if_any()
        record = self._record.with_events((*self._record.events, *read))
        return Mandate(self._agreement, record, self._doctrine, self._engine)

    def without(self, *event_ids: str) -> Mandate:
        """Return the mandate without these events of the record.

        Raises:
            ArgumentError: there is no such event, or another event that stays refers to it.

        """
        known = {e.id for e in self._record.events}
        for name in event_ids:
            if name not in known:
                msg = f"event_ids: the record has no event {name!r}; {did_you_mean(name, known)}"
                raise ArgumentError(msg)
        gone = set(event_ids)
        kept = tuple(e for e in self._record.events if e.id not in gone)
        refers = sorted(e.id for e in kept if e.of in gone or gone & set(e.after))
        if refers:
            alone, others = ", ".join(sorted(gone)), ", ".join(refers)
            msg = f"event_ids: {alone} cannot be left out alone: {others} refers to it"
            raise ArgumentError(msg)
        return Mandate(
            self._agreement, self._record.with_events(kept), self._doctrine, self._engine
        )

    def without_record(self) -> Mandate:
        """Return the mandate as if nothing had happened: the text alone."""
        return Mandate(self._agreement, self._record.with_events(()), self._doctrine, self._engine)

    def _as_known(self, as_known_on: When) -> Derivation:
        seen = self._seen(as_known_on)
        if seen is self._record:
            return self._derivation
        key = (seen.complete_to, tuple(e.id for e in seen.events))
        found = self._known.get(key)
        if found is None:
            found = Derivation(self._agreement, seen, self._doctrine, self._engine)
            self._known = {**dict(list(self._known.items())[-_MOST_KNOWN:]), key: found}
        return found

    def _seen(self, as_known_on: When) -> Record:
        kind, value = as_day_or_instant(as_known_on, "as_known_on")
        zone = self._agreement.zone
        limit = zone.after(value) if kind == "day" else zone.timed(value) + 1
        day = to_date(value if kind == "day" else zone.day_of(zone.timed(value)))
        seen = visible(self._record, limit, day)
        same = len(seen.events) == len(self._record.events)
        return self._record if same and seen.complete_to == self._record.complete_to else seen

    def __repr__(self) -> str:
        return f"<Mandate {self.id}: {len(self._record.events)} events, engine {self._engine}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Mandate, (self._agreement, self._record, self._doctrine, self._engine)


def _span(start: When, end: When) -> tuple[int, int]:
    first, last = _day(start, "start"), _day(end, "end")
    if last < first:
        msg = f"end: {end} lies before {start}; give the earlier day first"
        raise ArgumentError(msg)
    return first, last


def _day(when: When, name: str) -> int:
    kind, value = as_day_or_instant(when, name)
    if kind != "day":
        msg = f"{name}: {when!r} is an instant; give a date"
        raise ArgumentError(msg)
    return value


def compare(one: Mandate, other: Mandate, start: When, end: When) -> Comparison:
    """Return where two mandates differ from ``start`` to ``end``, both included.

    For two records of one text it also names the fewest events that make the difference.

    Raises:
        ArgumentError: a day is not usable.

    """
    first, last = _span(start, end)
    mine, theirs = one._derivation, other._derivation  # noqa: SLF001  # of one module
    found = tuple(divergences(mine, theirs, first, last))
    if not found or mine.agreement.digest != theirs.agreement.digest:
        return Comparison(found, ())

    def same(events: Sequence[Event]) -> bool:
        record = mine.record.with_events(tuple(events))
        try:
            tried = Derivation(mine.agreement, record, mine.doctrine, mine.engine)
        except MandateError:
            return False
        return not divergences(tried, theirs, first, last)

    return Comparison(found, fewest_events(mine.record.events, theirs.record.events, same))


def status(on: When, *, as_known_on: When | None = None) -> Status:
    """Return the status of the 2020 statement on Nagorno-Karabakh, with its record.

    See :meth:`Mandate.status`; for every other agreement see :func:`mandate.load`.

    >>> status("2020-11-21").in_force
    True
    """
    return _statement().status(on, as_known_on=as_known_on)


@lru_cache(maxsize=1)
def _statement() -> Mandate:
    return load("nagorno-karabakh-2020")


def check(path: str | Path) -> CheckReport:
    """Read an agreement of your own, run its scenarios, and return what was found.

    Raises:
        ArgumentError: there is no such folder.
        FileError: a file is wrong; the error holds every problem.

    """
    folder = folder_of(path)
    mandate = Mandate(*read_folder(folder))
    problems = Problems()
    failures: list[str] = []
    count = 0
    file = folder / "scenarios.toml"
    if file.is_file():
        toml = read(file, f"{folder.name}/scenarios.toml")
        tables = scenarios(toml, mandate.id, problems)
        problems.raise_if_any()
        for table, line in tables:
            count += 1
            failures.extend(f"{toml.name}:{line}: {table.says} — {d}" for d in run(mandate, table))
    return CheckReport(mandate.id, len(mandate.record.events), count, tuple(failures))


@frozen
class CheckReport:
    """What :func:`check` found: counts, and each scenario that does not hold."""

    agreement: str
    events: int
    scenarios: int
    failures: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every scenario holds."""
        return not self.failures

    def __str__(self) -> str:
        counts = f"{self.events} events, {self.scenarios} scenarios"
        head = f"{self.agreement}: {counts}, {len(self.failures)} do not hold"
        return "\n".join([head, *self.failures])


def run(mandate: Mandate, table: ScenarioTable) -> list[Difference]:
    """Run one scenario and return where the answer differs."""
    varied = mandate.without(*table.without) if table.without else mandate
    if table.add:
        varied = varied.what_if(*table.add)
    on, known = cast("dt.date", table.on), cast("dt.date | None", table.as_known_on)
    found = varied.status(_aware(on, mandate), as_known_on=known and _aware(known, mandate))
    return differences(Scenario(table.says, on, table.expect), found)


def _aware(when: dt.date, mandate: Mandate) -> dt.date:
    if isinstance(when, dt.datetime) and when.tzinfo is None:
        zone = mandate.agreement.zone
        return cast("dt.date", zone.local(zone.timed(zone.second_of(when))))
    return when


def supposed(raw: Mapping[str, Any], number: int, agreement: Agreement) -> dict[str, Any]:
    """Fill in what a hypothetical event may leave out, and read ISO texts as dates."""
    filled = {name: _date(value) if name in _DATES else value for name, value in raw.items()}
    filled.setdefault("id", f"what-if-{number}")
    filled.setdefault("of", agreement.headline)
    return filled


_DATES = frozenset({"on", "effect", "received", "known", "until"})


def _date(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return value
    return dt.date.fromisoformat(value) if len(value) == len("2020-11-10") else moment


def load(id_or_path: str | Path, *, engine: str = "auto") -> Mandate:
    """Return an agreement with its record: a bundled id, a folder, or an agreement.toml.

    Args:
        id_or_path: see :func:`mandate.names` for the bundled ids.
        engine: ``durable`` (durable-rules), ``plain``, or ``auto``: durable wherever it imports.

    Raises:
        ArgumentError: there is no such agreement or engine.
        FileError: a file is wrong; the error holds every problem.
        MissingDependencyError: ``durable`` was asked for and cannot be imported.

    """
    return Mandate(*read_folder(folder_of(id_or_path)), engine)
