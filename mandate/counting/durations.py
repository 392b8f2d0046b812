"""Lengths of time as agreements write them: "5 years", "6 months", "60 days", "72 hours"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import attrs

from mandate.errors import DurationError, shown

MONTHS_PER_YEAR: Final = 12
DAYS_PER_WEEK: Final = 7
LIMIT: Final = 100_000  # of a unit: past this, a length is a typing error and not a term

_UNITS: Final = ("year", "month", "week", "day", "hour")  # largest first
_PART: Final = re.compile(r"(0|[1-9][0-9]*) ([a-z]+?)(s?)", re.ASCII)
_ISO: Final = re.compile(r"[+-]?P[0-9TYMWDHS.,]*", re.ASCII)
_MOST_DIGITS: Final = 12  # enough to see that it is too long
_OF_UNITS: Final = "write years, months, weeks, days or hours"
_ADVICE: Final = 'write it in words, largest unit first, like "5 years" or "1 year 6 months"'


def _whole(instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    del instance
    if type(value) is not int or value < 0:
        message = (
            f"{attribute.name} of a duration must be a whole number, 0 or more, not {shown(value)}"
        )
        raise DurationError(message)
    limit = LIMIT * MONTHS_PER_YEAR if attribute.name == "months" else LIMIT
    if value > limit:
        message = f"a duration has at most {limit} {attribute.name}, not {shown(value)}"
        raise DurationError(message)


@attrs.frozen
class Duration:
    """A length of calendar time, or of elapsed hours.

    Months and days stay apart, because a month is not a number of days. A year is 12 months and a
    week is 7 days. Hours are elapsed time, so they stand alone. Durations have no order: whether
    one month is longer than 30 days depends on where it starts.

    Raises:
        DurationError: a part is negative or fractional, hours stand beside months or days, or the
            length is past 100,000 years, days or hours.

    >>> str(Duration(months=18))
    '1 year 6 months'
    """

    months: int = attrs.field(default=0, validator=_whole)
    days: int = attrs.field(default=0, validator=_whole)
    hours: int = attrs.field(default=0, validator=_whole)

    def __attrs_post_init__(self) -> None:
        """Refuse a mixture of hours and calendar units."""
        if self.hours and (self.months or self.days):
            message = (
                "a duration counts hours or calendar units, not both: an hour is elapsed time, a "
                "day is not always 24 hours"
            )
            raise DurationError(message)

    @staticmethod
    def parse(text: str) -> Duration:
        """Read a duration in words, strictly: each accepted text has only one meaning.

        Units go from the largest to the smallest, none twice; "and" may stand before the last.

        Raises:
            DurationError: the text is no duration; the message says what to write instead.

        >>> Duration.parse("1 year and 10 days")
        Duration(months=12, days=10, hours=0)
        >>> Duration.parse("2 weeks") == Duration.parse("14 days")
        True
        """
        if type(text) is not str:
            message = f"a duration is a text, not {type(text).__name__}: {_ADVICE}"
            raise DurationError(message)
        return _parse(text)

    def __str__(self) -> str:
        """Return the canonical words; ``Duration.parse`` reads them back to an equal value."""
        years, months = divmod(self.months, MONTHS_PER_YEAR)
        amounts = ((years, "year"), (months, "month"), (self.days, "day"), (self.hours, "hour"))
        words = [f"{n} {unit}" if n == 1 else f"{n} {unit}s" for n, unit in amounts if n]
        return " ".join(words) or "0 days"

    def iso(self) -> str:
        """Return the ISO 8601 form, for output only.

        >>> Duration.parse("1 year 6 months").iso(), Duration.parse("72 hours").iso()
        ('P1Y6M', 'PT72H')
        """
        years, months = divmod(self.months, MONTHS_PER_YEAR)
        if self.hours:
            return f"PT{self.hours}H"
        amounts = ((years, "Y"), (months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{n}{letter}" for n, letter in amounts if n) or "0D")

    @property
    def is_zero(self) -> bool:
        """Whether the length is nothing at all."""
        return not (self.months or self.days or self.hours)

    def times(self, k: int) -> Duration:
        """Return the length ``k`` times over, for ``k`` of 0 or more, part by part.

        >>> str(Duration.parse("6 months").times(3))
        '1 year 6 months'
        """
        return Duration(months=self.months * k, days=self.days * k, hours=self.hours * k)

    def plus(self, other: Duration) -> Duration:
        """Return the sum, part by part; hours do not add to calendar units.

        >>> str(Duration.parse("5 years").plus(Duration.parse("60 days")))
        '5 years 60 days'
        """
        return Duration(
            months=self.months + other.months,
            days=self.days + other.days,
            hours=self.hours + other.hours,
        )


@lru_cache(maxsize=1024)
def _parse(text: str) -> Duration:
    """See ``Duration.parse``."""
    if _ISO.fullmatch(text.strip().upper()):
        message = f"{shown(text)}: durations are not written in ISO 8601 here: {_ADVICE}"
        raise DurationError(message)
    parts: dict[str, int] = {}
    for part in _split(text):
        unit, number = _read(part, text)
        if unit in parts:
            message = f"{shown(text)} names {unit}s twice: {_ADVICE}"
            raise DurationError(message)
        if parts and _UNITS.index(unit) < _UNITS.index(next(reversed(parts))):
            message = f"{shown(text)} has {unit}s after a smaller unit: {_ADVICE}"
            raise DurationError(message)
        parts[unit] = number
    if "hour" in parts and len(parts) > 1:
        message = f"{shown(text)} mixes hours with calendar units: write the hours alone, or days"
        raise DurationError(message)
    return Duration(
        months=parts.get("year", 0) * MONTHS_PER_YEAR + parts.get("month", 0),
        days=parts.get("week", 0) * DAYS_PER_WEEK + parts.get("day", 0),
        hours=parts.get("hour", 0),
    )


def certainly_shorter(length: Duration, other: Duration) -> bool:
    """Whether a length is the shorter one from whatever day both are counted.

    >>> certainly_shorter(Duration(days=27), Duration(months=1))
    True
    >>> certainly_shorter(Duration(days=30), Duration(months=1))
    False
    """
    years, months = divmod(abs(length.months - other.months), MONTHS_PER_YEAR)
    longer = length.months > other.months
    days = years * 366 + months * 31 if longer else -(years * 365 + months * 28)
    days += length.days - other.days
    hours = length.hours - other.hours
    if days and hours:  # a day that is not of 24 hours may settle it
        return (days + 1) * 24 + hours < 0
    return (days, hours) < (0, 0)


def _split(text: str) -> list[str]:
    """Split "1 year and 10 days" into its parts, two words each."""
    head, conjunction, tail = text.rpartition(" and ")
    words = head.split(" ") if conjunction else text.split(" ")
    parts = [" ".join(words[at : at + 2]) for at in range(0, len(words), 2)]
    return [*parts, tail] if conjunction else parts


def _read(part: str, text: str) -> tuple[str, int]:
    """Read one "5 years"; ``text`` is the whole, for the message."""
    match = _PART.fullmatch(part)
    if match is None:
        message = f"{shown(text)} is not a duration: {_ADVICE}"
        raise DurationError(message)
    unit, plural = match[2], match[3]
    if unit not in _UNITS:
        word = shown(unit + plural)
        message = f"{shown(text)} is not a duration: {word} is no unit; {_OF_UNITS}"
        raise DurationError(message)
    number = int(match[1][:_MOST_DIGITS])
    if (number == 1) == bool(plural):
        right = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
        message = f'{shown(text)} is not a duration: write "{right}" for "{part}"'
        raise DurationError(message)
    if number > LIMIT:
        message = f"{shown(text)} is too long: at most {LIMIT} {unit}s"
        raise DurationError(message)
    return unit, number
