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
from mandate.fixed import fixed
from mandate.plain_data import Row, differing, fields
from mandate.record.record import Event
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.timeline.statuses import PARTS
from mandate.views.answer import Answer

#: Days to look at first; each window before them is twice as long.
_FIRST_WINDOW = 400
#: Stretches to try; each takes some forty milliseconds where the day lies far off.
_MOST_TRIED = 500


@frozen(repr=False)
class LastChance(Answer):
    """The last day on which an act would have made a difference to a status, and the difference."""

    #: The day of the status.
    on: dt.date
    #: The last day for the act, itself in time; None: the act makes no difference on any day.
    day: dt.date | None
    #: Path → (the value as it is, the value had the act been done on that day).
    differences: Mapping[str, tuple[object, object]] = field(
        factory=dict, hash=False, converter=fixed
    )

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
) -> LastChance:
    """Return the last day up to ``on`` on which an act would make a difference to day ``on``.

    ``act`` gives the act as done on a day. Between two stops an act makes a difference up to some
    day and none after it; so halving finds that day. A day on which the act would contradict the
    record is passed over, as there is no one outcome.

    Raises:
        ArgumentError: a status has no such path.
        FileError: the act is malformed, on whatever day.
        RunawayError: the act has been tried on too many stretches of days.

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
            # The act cannot be of this day: it was received before, say, or contradicts the record.
            return {}
        return {name.lstrip("."): (was, would) for name, was, would in differences}

    search = _Search(derivation, _some_day(act, on), on)
    for tried, (first, last) in enumerate(search.stretches()):
        if tried == _MOST_TRIED:
            msg = f"{tried:,} stretches of days were tried, back to {to_date(first)}: none is found"
            raise RunawayError(msg)
        day = last_in(first, last, lambda day: bool(differs(day)))
        if day is not None:
            return LastChance(date, dt.date.fromordinal(day), differs(day))
    return LastChance(date, None)


def _some_day(act: Callable[[dt.date], Event], on: int) -> Event:
    """Return the act on some day on which it is well-formed: the earliest, or else ``on``."""
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
    """Looks for the days on which the rules could give effect to an act."""

    derivation: Derivation
    act: Event
    #: The day of the status.
    on: int

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches of days between two stops, first and last day, the latest first."""
        for low, high in self._windows():
            possible = self._possible(low, high)
            if not possible:
                continue
            zone = self.derivation.zone
            stops = self.derivation.timeline.between(zone.begin(low), zone.after(high))
            days = [zone.day_of(stop.position) for stop in stops]
            # The day of a stop stands alone: an act on it may meet another state than an act on the
            # day before or after.
            edges = {day for first, last in possible for day in (first, last + 1)}
            starts = sorted({low, *days, *(day + 1 for day in days), *edges})
            last = high
            for first in reversed([day for day in starts if low <= day <= high]):
                if any(opens <= first <= closes for opens, closes in possible):
                    yield first, last
                last = first - 1

    def _windows(self) -> Iterator[tuple[int, int]]:
        """Yield windows of days, first and last, the latest first: most last chances are late."""
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
        # An act possible on no day of a cycle is not possible in the cycles that follow.
        return zone.day_of(cycle[1])

    @property
    def _received(self) -> dt.date | None:
        """The day of receipt, if the author gives one; None if the act is received at once."""
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
    """Return the last day on which a condition holds that, once lost, never holds again."""
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
