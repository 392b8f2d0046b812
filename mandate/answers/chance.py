"""The last day on which an act would have made a difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from mandate.answers.openings import Sort
from mandate.answers.scenarios import Missing, look_up
from mandate.counting.instants import MIN_DAY
from mandate.errors import ArgumentError, EngineError, FileError, shown
from mandate.plain_data import Row, differing, fields

if TYPE_CHECKING:
    from mandate.answers.derivation import Derivation
    from mandate.answers.status import Status
    from mandate.record.record import Event

#: The parts of a status that an act can change.
_PARTS = ("clauses", "parties", "on_the_ground")


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
    supposing: Callable[[Event], Derivation],
) -> Chance:
    """Return the last day up to ``on`` on which an act would have made a difference to day ``on``.

    ``act`` gives it as done on a day, ``supposing`` what then follows. Between two stops an act
    makes a difference up to some day and none after it; so the day is found by halving. A day on
    which there would be no one outcome, as it contradicts what is recorded, is none for the act.

    Raises:
        ArgumentError: a status has no such path.
        FileError: the act is malformed, on whatever day.

    """
    asked = dt.date.fromordinal(on)
    base = _answer(derivation.status(("day", on)), path)

    @cache
    def differs(day: int) -> Mapping[str, tuple[object, object]]:
        try:
            event = act(dt.date.fromordinal(day))
            found = differing(base, _answer(supposing(event).status(("day", on)), path), "")
        except (FileError, EngineError):
            # It cannot be of this day: received earlier, say, or in contradiction to the record.
            return {}
        return {name.lstrip("."): (was, would) for name, was, would in found}

    zone, timeline = derivation.zone, derivation.timeline
    stops = [zone.day_of(s.position) for s in timeline.between(zone.begin(MIN_DAY), zone.after(on))]
    possible = _possible(derivation, _on_some_day(act, [MIN_DAY, *stops, on]), on)
    for first, last in _stretches_back(stops, on, possible):
        day = _last_in(first, last, lambda day: bool(differs(day)))
        if day is not None:
            return Chance(asked, dt.date.fromordinal(day), differs(day))
    return Chance(asked, None)


def _possible(derivation: Derivation, event: Event, on: int) -> Sequence[tuple[int, int]]:
    """Return the days on which the rules could take the act: on no others has it any effect."""
    if event.effect is not None:
        return [(MIN_DAY, on)]
    sort = Sort(event.kind, event.of, event.by)
    return [(o.first, o.last) for o in derivation.openings.of(sort, MIN_DAY, on)]


def _on_some_day(act: Callable[[dt.date], Event], days: Sequence[int]) -> Event:
    """Return the act on the last of some days on which it can be: it may fix other days itself."""
    for day in reversed(days[:-1]):
        with suppress(FileError):
            return act(dt.date.fromordinal(day))
    return act(dt.date.fromordinal(days[-1]))


def _answer(status: Status, path: str | None) -> Row:
    if path is None:
        parts: Mapping[str, Mapping[str, Any]] = {n: getattr(status, n) for n in _PARTS}
        return {n: {k: one.as_dict() for k, one in part.items()} for n, part in parts.items()}
    given: object = path
    value = look_up(status.as_dict(), path) if isinstance(given, str) else Missing("")
    if isinstance(value, Missing):
        msg = f"path: a status has nothing named {shown(path)}"
        raise ArgumentError(msg)
    return {path: value}


def _stretches_back(
    days: Sequence[int], on: int, possible: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the days between two stops, first and last, from ``on`` back, where it is possible."""
    # The day of a stop stands alone: what comes with it sees neither what was nor what will be.
    edges = {day for first, last in possible for day in (first, last + 1)}
    starts = sorted({MIN_DAY, *days, *(day + 1 for day in days), *edges})
    last = on
    for first in reversed([day for day in starts if MIN_DAY <= day <= on]):
        if any(low <= first <= high for low, high in possible):
            yield first, last
        last = first - 1


def _last_in(first: int, last: int, holds: Callable[[int], bool]) -> int | None:
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
