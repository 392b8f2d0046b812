"""The fixed table of calendar functions that values in rules may call.

Each is pure. It has a signature, which the loader checks, and a sentence, which reasons print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from mandate.counting.conventions import Before, By, FirstDay, LastDay, Period
from mandate.counting.durations import Duration
from mandate.counting.instants import NEVER, NO_DAY, Zone
from mandate.engine.grammar import Scalar, Type


@frozen
class Function:
    """A value function: parameter types, result type, the call, and how it is said."""

    name: str
    params: tuple[Type, ...]
    result: Type
    call: Callable[..., Scalar]
    #: A sentence with ``{0}`` … for the arguments and ``{result}``; empty: not worth telling.
    says: str = ""


def _last(_zone: Zone, anchor: int, first: str, later: str, number: int, period: str) -> int:
    ahead = Duration.parse(later)
    begin = Duration.parse(first) if first else ahead
    return Period.from_code(period).last(anchor, begin, ahead, number)


def _advance(_zone: Zone, day: int, length: str, period: str) -> int:
    return Period.from_code(period).advance(day, Duration.parse(length))


def _add(_zone: Zone, day: int, length: str, period: str) -> int:
    rounding = Period.from_code(period).rounding
    plain = Period(FirstDay.NOT_COUNTED, LastDay.SAME_NUMBERED, rounding)
    return plain.advance(day, Duration.parse(length))


def _run_out(zone: Zone, position: int, length: str, period: str) -> int:
    duration = Duration.parse(length)
    second = position // 3
    if duration.hours:
        return 3 * (second + 3600 * duration.hours) + 1
    local = zone.local(position)
    day = zone.day_of(position)
    if local is None:
        of_day = second - zone.start_of_day(day)
    else:
        of_day = 3600 * local.hour + 60 * local.minute + local.second
    return 3 * zone.second_on(_add(zone, day, length, period), of_day) + 1


def _moved(_zone: Zone, day: int, gone: int, back: int) -> int:
    return day if day >= NO_DAY else day + (back - gone)


def _closes(_zone: Zone, last: int, lead: str, before: str) -> int:
    return Before.from_code(before).closes(last, Duration.parse(lead))


def _opens(_zone: Zone, last: int, lead: str, before: str) -> int:
    return Before.from_code(before).opens(last, Duration.parse(lead))


def _after(zone: Zone, day: int) -> int:
    return NEVER if day >= NO_DAY else zone.after(day)


def _begin(zone: Zone, day: int) -> int:
    return NEVER if day >= NO_DAY else zone.begin(day)


_D, _N, _P, _B = Type.DAY, Type.COUNT, Type.POSITION, Type.BOUNDARY
_L, _C, _W, _Y = Type.DURATION, Type.PERIOD, Type.BEFORE, Type.BY

_TABLE: Sequence[Function] = (
    Function(
        "last",
        (_D, _L, _L, _N, _C),
        _D,
        _last,
        "term {3}, counted from {0} (first term {1}, later terms {2}; {4}): last day {result}",
    ),
    Function("advance", (_D, _L, _C), _D, _advance, "{0} + {1} ({2}) = {result}"),
    Function("add", (_D, _L, _C), _D, _add, "{0} + {1}, number to number = {result}"),
    Function(
        "closes", (_D, _L, _W), _D, _closes, "{1} counted back from {0} ({2}): last day {result}"
    ),
    Function(
        "opens", (_D, _L, _W), _D, _opens, "{1} counted back from {0} ({2}): first day {result}"
    ),
    Function(
        "anchor-after",
        (_D, _C),
        _D,
        lambda _z, last, period: Period.from_code(period).next_anchor(last),
    ),
    Function("due", (_D, _Y), _D, lambda _z, day, by: By(by).last(day), "by {0} ({1}): {result}"),
    Function("after", (_D,), _B, _after),
    Function("begin", (_D,), _B, _begin),
    Function("next-day", (_D,), _D, lambda _z, day: day if day >= NO_DAY else day + 1),
    Function("day-before", (_D,), _D, lambda _z, day: day if day >= NO_DAY else day - 1),
    Function("day-of", (_P,), _D, lambda zone, position: zone.day_of(position)),
    Function("run-out", (_P, _L, _C), _B, _run_out, "{0} + {1} on the clock = {result}"),
    Function("day-until", (_P,), _D, lambda zone, position: zone.day_of(position - 3)),
    Function("later-day", (_D, _D), _D, lambda _z, a, b: max(a, b)),
    Function(
        "moved",
        (_D, _D, _D),
        _D,
        _moved,
        "{0} moved by the days from {1} to {2}: {result}",
    ),
    Function("plus", (_N, _N), _N, lambda _z, a, b: a + b),
    Function("minus", (_N, _N), _N, lambda _z, a, b: a - b),
)

FUNCTIONS: Mapping[str, Function] = {f.name: f for f in _TABLE}


def call(name: str, zone: Zone, args: Sequence[Any]) -> Scalar:
    """Apply the function ``name`` in the agreement's zone."""
    return FUNCTIONS[name].call(zone, *args)
