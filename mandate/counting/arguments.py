"""The checks of a caller's arguments: dates and instants, names and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from mandate.errors import ArgumentError, shown

_SECONDS: Final = 86_400

_TEXT: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?P<time>T(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(:(?P<second>[0-5]\d)(\.\d{1,9})?)?"
    r"(?P<offset>Z|(?P<sign>[+-])(?P<hours>[01]\d|2[0-3]):(?P<minutes>[0-5]\d)"
    r"(:(?P<seconds>[0-5]\d))?)?)?",
    re.ASCII,
)

_WRITE: Final = (
    'write a date as "YYYY-MM-DD", or an instant with its offset, like "2025-01-26T01:59+04:00"'
)
_NAIVE: Final = "has no time zone: give its offset, or the date alone"

#: ``("day", ordinal)``, or ``("instant", second)`` with the second in UTC from ordinal 0.
DayOrInstant = tuple[Literal["day", "instant"], int]


def as_day_or_instant(value: object, name: str) -> DayOrInstant:
    """Return a public argument as ``("day", ordinal)`` or ``("instant", second)``.

    Accepted are a ``date``, "YYYY-MM-DD", an aware ``datetime``, an ISO 8601 text with an offset, a
    ``pandas.Timestamp`` (naive at midnight: a date) and a ``numpy.datetime64[D]`` (a date). A
    second is counted in UTC from ordinal 0; fractions are floored. ``name`` is the parameter, for
    the message.

    Raises:
        ArgumentError: the argument is anything else; the message, of one line, says what to write.

    >>> as_day_or_instant("2020-11-10", "on")
    ('day', 737739)
    >>> as_day_or_instant("0001-01-01T00:00Z", "on")
    ('instant', 86400)
    """
    if isinstance(value, str):
        return _text(value, name)
    if type(value) is date:  # before its subclasses, for it is given far more often
        return "day", value.toordinal()
    if isinstance(value, datetime):
        return _datetime(value, name)
    if isinstance(value, date):
        return "day", value.toordinal()
    if _is_from(value, "numpy", "datetime64"):
        return _datetime64(value, name)
    raise _refusal(name, f"{shown(value)} is not a date")


def as_day(value: object, name: str) -> int:
    """Return a public argument that must be a date, not an instant, as an ordinal.

    Raises:
        ArgumentError: the argument is anything else.

    >>> as_day("2020-11-10", "after")
    737739
    """
    kind, number = as_day_or_instant(value, name)
    if kind != "day":
        raise _wrong(name, f'{shown(value)} is an instant: write a date as "YYYY-MM-DD"')
    return number


def as_days(start: object, end: object) -> tuple[int, int]:
    """Return ``start`` and ``end``, two dates, both included, as ordinals.

    Raises:
        ArgumentError: one of them is no date, or ``end`` lies before ``start``.

    """
    first, last = as_day(start, "start"), as_day(end, "end")
    if last < first:
        days = f"{date.fromordinal(last)} lies before {date.fromordinal(first)}"
        message = f"end: {days}: give the earlier day first"
        raise ArgumentError(message)
    return first, last


def as_list(value: object, name: str, what: str) -> list[Any]:
    """Return a public argument that must be several values; a single value or a table is refused.

    ``what`` names the values, for the message.

    Raises:
        ArgumentError: the argument is not several values.

    """
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping)):
        with suppress(TypeError):  # a NumPy array of no dimension says that it can be gone through
            return list(value)
    raise _wrong(name, f"{shown(value)} is not a list: give a list of {what}")


def _text(value: str, name: str) -> DayOrInstant:
    match = _TEXT.fullmatch(value)
    if match is None:
        raise _refusal(name, f"{shown(value)} is not a date")
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"])).toordinal()
    except ValueError:
        raise _refusal(name, f"{shown(value)} is not a day of the calendar") from None
    if match["time"] is None:
        return "day", day
    if match["offset"] is None:
        raise _refusal(name, f"{shown(value)} {_NAIVE}")
    second = day * _SECONDS + _seconds(match["hour"], match["minute"], match["second"])
    offset = _seconds(match["hours"], match["minutes"], match["seconds"])
    return "instant", second + offset if match["sign"] == "-" else second - offset


def _seconds(hours: str | None, minutes: str | None, seconds: str | None) -> int:
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)


def _datetime(value: datetime, name: str) -> DayOrInstant:
    if value != value:  # noqa: PLR0124  # pandas.NaT is a datetime that does not equal itself
        raise _refusal(name, "NaT is not a date")
    of_day = timedelta(
        hours=value.hour,
        minutes=value.minute,
        seconds=value.second,
        microseconds=value.microsecond,
    )
    offset = value.utcoffset()
    if offset is not None:  # in integers, because datetime overflows at the ends of the calendar
        return "instant", value.toordinal() * _SECONDS + (of_day - offset) // timedelta(seconds=1)
    midnight = not of_day and not getattr(value, "nanosecond", 0)
    if midnight and _is_from(value, "pandas", "Timestamp"):
        return "day", value.toordinal()
    raise _refusal(name, f"{value.isoformat()} {_NAIVE}")


def _datetime64(value: object, name: str) -> DayOrInstant:
    text = str(value)
    if text == "NaT":
        raise _refusal(name, "NaT is not a date")
    unit = str(getattr(value, "dtype", ""))
    if unit != "datetime64[D]":
        raise _refusal(name, f"{unit} {shown(text)} is not a date: use datetime64[D]")
    return _text(text, name)


def _is_from(value: object, package: str, name: str) -> bool:
    """Whether the value is of a class of a package that may not be installed."""
    return any(
        kind.__name__ == name and kind.__module__.partition(".")[0] == package
        for kind in type(value).__mro__
    )


def _refusal(name: str, what: str) -> ArgumentError:
    return _wrong(name, f"{what}: {_WRITE}")


def _wrong(name: str, what: str) -> ArgumentError:
    return ArgumentError(f"{name}: {what}")
