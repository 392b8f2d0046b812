"""Days as plain integers, and the three counting conventions on them.

Day 1 is 0001-01-01 and the numbers go on past both ends of the calendar, so that a
deadline can be counted back from a last day that lies in the year 10001.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeAlias

import attrs

Table: TypeAlias = dict[str, Any]
Day: TypeAlias = int

LAST = 3_652_059  # 9999-12-31

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def leap(year: int) -> bool:
    """Say whether a year of the proleptic Gregorian calendar has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def length(year: int, month: int) -> int:
    """Count the days of a month (1 to 12)."""
    return 29 if month == 2 and leap(year) else _LENGTHS[month - 1]


def number(year: int, month: int, day: int) -> Day:
    """Give the day number of a civil date; any year, also 0 and below."""
    before = year - 1
    whole_years = 365 * before + before // 4 - before // 100 + before // 400
    return whole_years + sum(length(year, earlier) for earlier in range(1, month)) + day


def civil(day: Day) -> tuple[int, int, int]:
    """Give year, month and day of the month of a day number."""
    year = day // 366 if day > 0 else day // 365 - 1
    while number(year + 1, 1, 1) <= day:
        year += 1 + (day - number(year + 1, 1, 1)) // 366
    month = 1
    while month < 12 and number(year, month + 1, 1) <= day:
        month += 1
    return year, month, day - number(year, month, 1) + 1


def of(day: date) -> Day:
    """Give the number of a date. A date-time has no place here: TypeError."""
    if type(day) is not date:
        message = f"the oracle reads whole days only, not {day!r}"
        raise TypeError(message)
    return number(day.year, day.month, day.day)


def shown(day: Day | None) -> date | None:
    """Give the date of a day number, None where there is none or it is off the calendar."""
    if day is None or not 1 <= day <= LAST:
        return None
    return date(*civil(day))


@attrs.frozen
class Length:
    """A length of time: whole months, and whole days to be added after them."""

    months: int = 0
    days: int = 0

    def plus(self, other: Length) -> Length:
        """Add two lengths, part by part."""
        return Length(self.months + other.months, self.days + other.days)

    def times(self, count: int) -> Length:
        """Take the length so many times."""
        return Length(self.months * count, self.days * count)


_UNITS = {
    "year": Length(months=12),
    "month": Length(months=1),
    "week": Length(days=7),
    "day": Length(days=1),
}


def words(text: str) -> Length:
    """Read "5 years" or "1 year 6 months". ValueError for anything else, hours included."""
    total = Length()
    parts = text.replace(",", " ").replace(" and ", " ").split()
    if not parts or len(parts) % 2:
        message = f"not a length in words: {text!r}"
        raise ValueError(message)
    for count, unit in zip(parts[::2], parts[1::2], strict=True):
        name = unit.removesuffix("s")
        if not re.fullmatch("[0-9]+", count) or name not in _UNITS:
            message = f"not a length in words: {text!r}"
            raise ValueError(message)
        total = total.plus(_UNITS[name].times(int(count)))
    return total


def shift(day: Day, months: int, *, less: int = 0, up: bool = False) -> Day:
    """Go to the day of the same number `months` on (back if negative).

    `less` is taken from the number first; where the month then lacks that number it is the
    month's last day, or with `up` the first day of the next.
    """
    year, month, this = civil(day)
    total = year * 12 + (month - 1) + months
    there, which = total // 12, total % 12 + 1
    wanted = this - less
    longest = length(there, which)
    if wanted > longest:
        return number(there, which, longest) + (1 if up else 0)
    return number(there, which, 1) + wanted - 1


@attrs.frozen
class Period:
    """How a period runs: `counted` speaks of days and weeks, `day_before` of months and years."""

    counted: bool = False
    day_before: bool = False
    up: bool = False

    def takes_one_off(self, size: Length) -> bool:
        """Say whether the anchor is itself the first day of a period of that size."""
        return self.day_before if size.months else self.counted

    def last(self, anchor: Day, size: Length) -> Day:
        """Give the last day of a period counted from the anchor: months, then days."""
        less = 1 if self.takes_one_off(size) else 0
        return shift(anchor, size.months, less=less, up=self.up) + size.days

    def next_last(self, end: Day, size: Length) -> Day:
        """Give the last day of a period that follows on a last day.

        Where the first day counts, that first day is the day after `end`.
        """
        return self.last(end + 1 if self.takes_one_off(size) else end, size)

    def moved(self, day: Day, size: Length) -> Day:
        """Add a length to a day, number to number, with this period's rounding."""
        return shift(day, size.months, up=self.up) + size.days


@attrs.frozen
class Before:
    """What "so long before the end" means of a last day: counted back from it, or otherwise."""

    clear: bool = False
    thirty: bool = False
    up: bool = False
    forward: bool = False
    next_term: bool = False

    def opens(self, last: Day, lead: Length) -> Day:
        """Give the first day of a window that opens so long before the end."""
        if self.forward:
            # The first of the days from which the period runs until the last day. Where there is
            # none, the latest from which it has run by then.
            before = range(last - 31 * lead.months - lead.days - 1, last + 1)
            until = [day for day in before if self._has_run(day, lead) == last]
            return until[0] if until else self.closes(last, lead)
        if self.thirty:
            return last - 30 * lead.months - lead.days
        if self.next_term:
            back = shift(last + 1, -lead.months, up=self.up) - lead.days
            return min(back, last)  # it is given before the next term, if only just
        return shift(last, -lead.months, up=self.up) - lead.days

    def closes(self, last: Day, lead: Length) -> Day:
        """Give the last day on which notice is in time."""
        if self.forward:
            day = last
            while self._has_run(day, lead) > last:
                day -= 1
            return day
        return self.opens(last, lead) - (1 if self.clear else 0)

    def _has_run(self, notice: Day, lead: Length) -> Day:
        """Give the day with which a period runs out that a notice set going, months then days."""
        return shift(notice, lead.months, up=self.up) + lead.days


@attrs.frozen
class Counting:
    """The three conventions that hold for one clause."""

    period: Period
    before: Before
    exclusive: bool

    def by(self, day: Day) -> Day:
        """Read "by" or "until" that day: the last day that it leaves."""
        return day - 1 if self.exclusive else day


_PERIODS = {
    "same-numbered": Period(),
    "day-before": Period(counted=True, day_before=True),
    "same-numbered-up": Period(up=True),
    "strict": Period(),  # refuses at load what would need rounding, so none is left to do
}
_BEFORES = {
    "inclusive": Before(),
    "clear": Before(clear=True),
    "thirty-day-months": Before(thirty=True),
    "inclusive-up": Before(up=True),
    "forward": Before(forward=True),
    "from-next-term": Before(next_term=True),
}


def counting(agreement: Table, clause: Table) -> Counting:
    """Read the counting of a clause: its own where it has some, else the agreement's."""
    table = {**agreement["counting"], **clause.get("counting", {})}
    period = table["period"]
    if "preset" in period:
        how = _PERIODS[period["preset"]]
    else:
        how = Period(
            counted=period["first-day"] == "counted",
            day_before=period["last-day"] == "day-before",
            up=period["rounding"] == "up",
        )
    before = table["before"]
    lead = _BEFORES[before["preset"]] if "preset" in before else _before(before)
    return Counting(how, lead, table["by"]["preset"] == "exclusive")


def _before(table: Table) -> Before:
    """Read what "so long before the end" means where it is written in full."""
    mode = table["mode"]
    return Before(
        clear=mode == "clear",
        thirty=mode == "fixed-days",
        up=table["rounding"] == "up",
        forward=mode == "forward",
        next_term=mode == "from-next-term",
    )
