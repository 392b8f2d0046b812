"""The fixed table of calendar functions that values in rules may call.

Each is pure. It has a signature, which the loader checks, and a sentence, which reasons print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from mandate.counting.conventions import Before, By, FirstDay, LastDay, Period
from mandate.counting.durations import Duration
from mandate.counting.instants import BOUNDARY, CLOSE, NEVER, NO_DAY, Zone
from mandate.engine.grammar import Scalar, Type


@frozen
class Function:
    """A value function: parameter types, result type, the call, and its sentence."""

    name: str
    params: tuple[Type, ...]
    result: Type
    call: Callable[..., Scalar]
    #: A sentence with ``{0}`` … for the arguments and ``{result}``; empty: a reason omits the call.
    says: str = ""


def _last_of_days(anchor: int, first: str, later: str, number: int, period: str) -> int:
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
    if duration.hours:
        return 3 * (position // 3 + 3600 * duration.hours) + BOUNDARY
    return _at_hour_of(zone, _add(zone, zone.day_of(position), length, period), position)


def _at_hour_of(zone: Zone, day: int, position: int) -> int:
    """Return the boundary on a day at the hour that a position shows on the wall."""
    if day >= NO_DAY:
        return NEVER
    local = zone.local(3 * (position // 3) + BOUNDARY)
    if local is None:
        of_day = position // 3 - zone.start_of_day(zone.day_of(position))
    else:
        of_day = 3600 * local.hour + 60 * local.minute + local.second
    return 3 * zone.second_on(day, of_day) + BOUNDARY


def _term_ends(  # noqa: PLR0913  # the parts of the count
    zone: Zone, anchor: int, hour: int, first: str, later: str, number: int, period: str
) -> int:
    if not hour:
        return _after(zone, _last_of_days(anchor, first, later, number, period))
    ahead = Duration.parse(later)
    begin = Duration.parse(first) if first else ahead
    if ahead.hours or begin.hours:
        ends = _run_out(zone, hour, str(begin), period)
        return _run_out(zone, ends, str(ahead.times(number - 1)), period) if number > 1 else ends
    plain = Period(FirstDay.NOT_COUNTED, LastDay.SAME_NUMBERED, Period.from_code(period).rounding)
    return _at_hour_of(zone, plain.last(zone.day_of(hour), begin, ahead, number), hour)


def _last(  # noqa: PLR0913  # the parts of the count
    zone: Zone, anchor: int, hour: int, first: str, later: str, number: int, period: str
) -> int:
    if not hour:
        return _last_of_days(anchor, first, later, number, period)
    return _last_in(zone, _term_ends(zone, anchor, hour, first, later, number, period))


def _end_at(zone: Zone, day: int, at: int, hour: int) -> int:
    """Return the position of an end: at the close of a day, at an hour, or at the hour it had."""
    if at:
        return at
    if not hour:
        return _after(zone, day)
    there = _at_hour_of(zone, day, hour)
    return _after(zone, day) if there <= zone.begin(day) else there


def _end_after(  # noqa: PLR0913  # the parts of the count
    zone: Zone, from_: int, last: int, hour: int, length: str, period: str
) -> int:
    if hour or Duration.parse(length).hours:
        begins = _end_at(zone, last, 0, hour) if from_ >= NEVER else from_
        return _run_out(zone, begins, length, period)
    return _after(zone, _advance(zone, Period.from_code(period).next_anchor(last), length, period))


def _run_until(zone: Zone, day: int, length: str, period: str, hour: int) -> int:
    """Return the last day of what runs from a day: number to number if the term ends at an hour."""
    return (_add if hour else _advance)(zone, day, length, period)


def _end_after_day(  # noqa: PLR0913  # the parts of the count
    zone: Zone, day: int, at: int, hour: int, length: str, period: str
) -> int:
    if Duration.parse(length).hours:
        return _run_out(zone, _next_boundary(zone, at), length, period)
    if hour:
        return _at_hour_of(zone, _add(zone, day, length, period), hour)
    return _after(zone, _advance(zone, day, length, period))


def _moved(zone: Zone, ends: int, hour: int, gone: int, back: int) -> int:
    if ends >= NEVER:
        return NEVER
    day = zone.day_of(ends) + (back - gone)
    return _at_hour_of(zone, day, ends) if hour else zone.begin(day)


def _last_in(zone: Zone, ends: int) -> int:
    return NO_DAY if ends >= NEVER else zone.day_of(ends - 3)


def _next_boundary(_zone: Zone, position: int) -> int:
    return position - CLOSE + BOUNDARY if position % 3 == CLOSE else position


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
        (_D, _P, _L, _L, _N, _C),
        _D,
        _last,
        "term {4} from {0}, each of {3}, the first of {2} ({5}): last day {result}",
    ),
    Function(
        "last-of-first",
        (_D, _P, _L, _C),
        _D,
        lambda zone, anchor, hour, length, period: _last(
            zone, anchor, hour, length, length, 1, period
        ),
        "{2} counted from {0} ({3}): last day {result}",
    ),
    Function("advance", (_D, _L, _C), _D, _advance, "{0} + {1} ({2}) = {result}"),
    Function(
        "run-until",
        (_D, _L, _C, _P),
        _D,
        _run_until,
        "{0} + {1} ({2}), to the hour of the end if it has one = {result}",
    ),
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
    Function(
        "counted-from",
        (_D, _D, _C),
        _D,
        lambda _z, last, day, period: (
            day if last >= NO_DAY else Period.from_code(period).next_anchor(last)
        ),
    ),
    Function("due", (_D, _Y), _D, lambda _z, day, by: By(by).last(day), "by {0} ({1}): {result}"),
    Function("after", (_D,), _B, _after),
    Function("begin", (_D,), _B, _begin),
    Function("day-before", (_D,), _D, lambda _z, day: day if day >= NO_DAY else day - 1),
    Function("day-of", (_P,), _D, lambda zone, position: zone.day_of(position)),
    Function("run-out", (_P, _L, _C), _B, _run_out, "{0} + {1} on the clock = {result}"),
    Function("last-in", (_P,), _D, _last_in),
    Function("next-boundary", (_P,), _B, _next_boundary),
    Function("term-ends", (_D, _P, _L, _L, _N, _C), _B, _term_ends),
    Function("end-at", (_D, _P, _P), _B, _end_at),
    Function(
        "hour-at",
        (_D, _P, _P),
        _P,
        lambda zone, day, at, hour: _end_at(zone, day, at, hour) if at or hour else 0,
    ),
    Function(
        "end-after",
        (_P, _D, _P, _L, _C),
        _B,
        _end_after,
        "{1} + {3} ({4}): ends {result}",
    ),
    Function(
        "hour-kept",
        (_P, _P, _L),
        _P,
        lambda _z, ends, hour, length: ends if hour or Duration.parse(length).hours else 0,
    ),
    Function("later-day", (_D, _D), _D, lambda _z, a, b: max(a, b)),
    Function(
        "end-after-day",
        (_D, _P, _P, _L, _C),
        _B,
        _end_after_day,
        "{0} + {3} ({4}): ends {result}",
    ),
    Function("not-later", (_P, _P), _N, lambda _z, ends, works: int(ends <= works)),
    Function(  # an end that is counted where it works is none yet
        "ends-before",
        (_P, _P, _L),
        _N,
        lambda _z, ends, works, length: int(not length and ends <= works),
    ),
    Function("named-before", (_D, _D), _N, lambda _z, named, run: int(0 < named < run)),
    Function("later-of", (_P, _P), _B, lambda _z, a, b: max(a, b)),
    Function(
        "moved",
        (_B, _P, _D, _D),
        _B,
        _moved,
        "{0} moved by the days from {2} to {3}: {result}",
    ),
    Function("plus", (_N, _N), _N, lambda _z, a, b: a + b),
    Function("number-of", (_P,), _N, lambda _z, position: position),
    Function("times", (_N, _N), _N, lambda _z, a, b: a * b),
    Function("is-each", (Type.TEXT,), _N, lambda _z, word: int(word == "each")),
    Function("is-any", (Type.TEXT,), _N, lambda _z, word: int(word == "any")),
    Function(
        "hour-named",
        (_P,),
        _P,
        lambda zone, position: 0 if position == zone.begin(zone.day_of(position)) else position,
    ),
    Function("hour-moved", (_P, _P), _P, lambda _z, ends, hour: ends if hour else 0),
    Function("minus", (_N, _N), _N, lambda _z, a, b: a - b),
)

FUNCTIONS: Mapping[str, Function] = {f.name: f for f in _TABLE}


def call(name: str, zone: Zone, args: Sequence[object]) -> Scalar:
    """Apply the function ``name`` in the agreement's zone."""
    return FUNCTIONS[name].call(zone, *args)
