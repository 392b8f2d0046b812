"""The last day on which an act would have made a difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

from attrs import field, frozen

from mandate.answers.openings import Openings, Sort
from mandate.answers.status import Status, status_of
from mandate.counting.instants import MIN_DAY, to_date
from mandate.errors import EngineError, FileError, RunawayError
from mandate.plain_data import Row, differing, fields
from mandate.record.record import Event
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.timeline.statuses import PARTS

#: Days to look at first; each window before them is twice as long.
_FIRST_WINDOW = 400
#: Stretches to try; each takes some forty milliseconds where the day lies far off.
_MOST_TRIED = 500


@frozen
class Chance:
    """The last day on which an act would have made a difference to a status, and which."""

    #: The day of the status.
    on: dt.date
    #: The last day for the act, itself in time; None: it would have made none on any day.
    day: dt.date | None
    #: Path → (as it is, as it would have been, had the act been done on that day).
    differences: Mapping[str, tuple[object, object]] = field(factory=dict, hash=False)

    def as_dict(self) -> Row:
        """Return the chance as plain values, with real dates."""
        return fields(self)

    def __str__(self) -> str:
        if self.day is None:
            return f"on no day would it have made a difference to {self.on}"
        told = (f"{path}: {was} / {would}" for path, (was, would) in self.differences.items())
        return "\n  ".join([f"last on {self.day}, for {self.on}:", *told])


def last_chance(
    derivation: Derivation,
    on: int,
    path: str | None,
    act: Callable[[dt.date], Event],
) -> Chance:
    """Return the last day up to ``on`` on which an act would have made a difference to day ``on``.

    ``act`` gives it as done on a day. Between two stops an act makes a difference up to some day
    and none after it; so the day is found by halving. A day on which there would be no one outcome,
    as it contradicts what is recorded, is none for the act.

    Raises:
        ArgumentError: a status has no such path.
        FileError: the act is malformed, on whatever day.
        RunawayError: it has been tried on too many stretches of days.

    """
    date, question = dt.date.fromordinal(on), Question(derivation.zone, "day", on)
    base = _answer(status_of(derivation, question), path)

    @cache
    def differs(day: int) -> Mapping[str, tuple[object, object]]:
        try:
            event = act(dt.date.fromordinal(day))
            record = derivation.record.with_events((*derivation.record.events, event))
            supposed = status_of(derivation.of(record), question)
            differences = differing(base, _answer(supposed, path), "")
        except (FileError, EngineError):
            # It cannot be of this day: received earlier, say, or in contradiction to the record.
            return {}
        return {name.lstrip("."): (was, would) for name, was, would in differences}

    search = _Search(derivation, _some_day(act, on), on)
    for tried, (first, last) in enumerate(search.stretches()):
        if tried == _MOST_TRIED:
            msg = f"{tried:,} stretches of days were tried, back to {to_date(first)}: none is found"
            raise RunawayError(msg)
        day = last_in(first, last, lambda day: bool(differs(day)))
        if day is not None:
            return Chance(date, dt.date.fromordinal(day), differs(day))
    return Chance(date, None)


def _some_day(act: Callable[[dt.date], Event], on: int) -> Event:
    """Return the act on some day on which it can be: it may fix other days itself."""
    with suppress(FileError):
        return act(dt.date.fromordinal(MIN_DAY))
    return act(dt.date.fromordinal(on))


def _answer(status: Status, path: str | None) -> Row:
    if path is None:
        parts: Mapping[str, Mapping[str, Any]] = {n: getattr(status, n) for n in PARTS}
        return {n: {k: member.as_dict() for k, member in part.items()} for n, part in parts.items()}
    return {path: status.value(path)}


@frozen
class _Search:
    """Looks for days on which an act is possible: those on which the rules could take it."""

    derivation: Derivation
    act: Event
    #: The day of the status.
    on: int

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield the days between two stops, first and last, from the last back."""
        for low, high in self._windows():
            possible = self._possible(low, high)
            if not possible:
                continue
            zone = self.derivation.zone
            stops = self.derivation.timeline.between(zone.begin(low), zone.after(high))
            days = [zone.day_of(stop.position) for stop in stops]
            # The day of a stop stands alone: what comes with it sees neither what was nor what
            # will be.
            edges = {day for first, last in possible for day in (first, last + 1)}
            starts = sorted({low, *days, *(day + 1 for day in days), *edges})
            last = high
            for first in reversed([day for day in starts if low <= day <= high]):
                if any(opens <= first <= closes for opens, closes in possible):
                    yield first, last
                last = first - 1

    def _windows(self) -> Iterator[tuple[int, int]]:
        """Yield days, first and last, from the last back: the last chance is mostly a late one."""
        last, days = self._latest(), _FIRST_WINDOW
        while last >= MIN_DAY:
            first = max(MIN_DAY, last - days + 1)
            yield first, last
            last, days = first - 1, 2 * days

    def _latest(self) -> int:
        """Return the last day to look at."""
        zone, received = self.derivation.zone, self._received
        if received is not None:
            return min(self.on, received.toordinal() + 1)
        cycle = self.derivation.timeline.cycle(zone.after(self.on))
        if cycle is None or self._possible(*map(zone.day_of, cycle)):
            return self.on
        # What is possible on no day of a cycle is so in none of those that follow.
        return zone.day_of(cycle[1])

    @property
    def _received(self) -> dt.date | None:
        """When it was received, if on a day of its own; else it is on the day on which it is."""
        return self.act.received if "received" in self.act.written else None

    def _possible(self, low: int, high: int) -> Sequence[tuple[int, int]]:
        act = self.act
        if act.effect is not None:
            return [(low, high)]
        reach = high if self._received is None else max(high, self._latest())
        sort = Sort(act.kind, act.of, act.by)
        openings = self.derivation.once(Openings).of(sort, low, high, reach=reach)
        return [(opening.first, opening.last) for opening in openings]


def last_in(first: int, last: int, holds: Callable[[int], bool]) -> int | None:
    """Return the last day on which something holds that, once it does not, holds no more."""
    if holds(last):
        return last
    if first == last or not holds(first):
        return None
    while last - first > 1:
        middle = (first + last) // 2
        if holds(middle):
            first = middle
        else:
            last = middle
    return first
