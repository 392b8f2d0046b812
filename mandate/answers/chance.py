"""The last day on which an act would have made a difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import field, frozen

from mandate.answers.openings import Sort
from mandate.answers.scenarios import Missing, look_up
from mandate.counting.instants import MIN_DAY, to_date
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
    asked = _date(on)
    base = _answer(derivation.status(("day", on)), path)

    def differs(day: int) -> Mapping[str, tuple[object, object]]:
        try:
            event = act(_date(day))
            found = differing(base, _answer(supposing(event).status(("day", on)), path), "")
        except (FileError, EngineError):
            # It cannot be of this day: received earlier, say, or in contradiction to the record.
            return {}
        return {name.lstrip("."): (was, would) for name, was, would in found}

    for first, last in _stretches_back(derivation, on, _possible(derivation, act, on)):
        day = _last_in(first, last, lambda day: bool(differs(day)))
        if day is not None:
            return Chance(asked, to_date(day), differs(day))
    return Chance(asked, None)


def _possible(
    derivation: Derivation, act: Callable[[dt.date], Event], on: int
) -> Sequence[tuple[int, int]]:
    """Return the days on which the rules could take the act: on no others has it any effect."""
    event = _on_some_day(derivation, act, on)
    if event.effect is not None:
        return [(MIN_DAY, on)]
    sort = Sort(event.kind, event.of, event.by)
    return [(o.first, o.last) for o in derivation.openings.of(sort, MIN_DAY, on)]


def _on_some_day(derivation: Derivation, act: Callable[[dt.date], Event], on: int) -> Event:
    """Return the act on the last day on which it can be: it may fix other days itself."""
    zone, timeline = derivation.zone, derivation.timeline
    days = [zone.day_of(s.position) for s in timeline.between(zone.begin(MIN_DAY), zone.after(on))]
    for day in reversed([MIN_DAY, *days]):
        with suppress(FileError):
            return act(_date(day))
    return act(_date(on))


def _answer(status: Status, path: str | None) -> Row:
    values = status.as_dict()
    if path is None:
        return {name: values[name] for name in _PARTS}
    given: object = path
    value = look_up(values, path) if isinstance(given, str) else Missing("")
    if isinstance(value, Missing):
        msg = f"path: a status has nothing named {shown(path)}"
        raise ArgumentError(msg)
    return {path: value}


def _stretches_back(
    derivation: Derivation, on: int, possible: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the days between two stops, first and last, from ``on`` back, where it is possible."""
    zone, timeline = derivation.zone, derivation.timeline
    days = {zone.day_of(s.position) for s in timeline.between(zone.begin(MIN_DAY), zone.after(on))}
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


def _date(day: int) -> dt.date:
    date = to_date(day)
    assert date is not None  # noqa: S101  # a day of the calendar
    return date
