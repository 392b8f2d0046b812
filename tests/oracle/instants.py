"""Instants on the axis of an agreement: a day, and the second of that day on the wall.

The first instant of a day is its second 0. What happened on a day without an hour lies at its
close, after all its seconds and before the first instant of the next day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import attrs

from . import days
from .days import Day, Length, Period

Instant: TypeAlias = tuple[Day, int]

CLOSE = 86_400


def dawn(day: Day) -> Instant:
    """Give the first instant of a day."""
    return day, 0


def close(day: Day) -> Instant:
    """Give the end of a day, after all that happened on it."""
    return day, CLOSE


def ends_with(last: Day) -> Instant:
    """Give the instant at which something ends of which that is the last day."""
    return dawn(last + 1)


def last_before(end: Instant) -> Day:
    """Give the day of the last moment before an instant: the last day of what ends then."""
    return end[0] if end[1] else end[0] - 1


@attrs.frozen
class Hours:
    """A length in hours, which pass as they do."""

    count: int

    def times(self, count: int) -> Hours:
        """Take the length so many times."""
        return Hours(self.count * count)


Size: TypeAlias = Length | Hours


def words(text: str) -> Size:
    """Read a length in words, also "72 hours"."""
    count, _, unit = text.partition(" ")
    if unit in {"hour", "hours"}:
        return Hours(int(count))
    return days.words(text)


@attrs.frozen
class Clock:
    """The clock on the wall in the zone of an agreement."""

    zone: ZoneInfo

    @classmethod
    def of_zone(cls, key: str) -> Clock:
        """Give the clock of a zone by its name."""
        return cls(ZoneInfo(key))

    def _on_the_wall(self, instant: Instant) -> datetime:
        shown = days.shown(instant[0])
        assert shown is not None
        midnight = datetime(shown.year, shown.month, shown.day)
        return (midnight + timedelta(seconds=instant[1])).replace(tzinfo=self.zone)

    def of(self, moment: datetime) -> Instant:
        """Read a date-time; without an offset it is one of the wall."""
        local = moment if moment.tzinfo is None else moment.astimezone(self.zone)
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return days.of(local.date()), seconds

    def shown(self, instant: Instant) -> str | None:
        """Write an instant with its offset; None off the calendar."""
        if days.shown(instant[0]) is None:
            return None
        return self._on_the_wall(instant).isoformat()

    def forward(self, start: Instant, size: Size, period: Period) -> Instant:
        """Go on from an hour: days and months keep the hour of the wall, hours pass."""
        if isinstance(size, Hours):
            there = self._on_the_wall(start).astimezone(UTC) + timedelta(hours=size.count)
            return self.of(there)
        return period.moved(start[0], size), start[1]

    def starts(self, value: date) -> Instant:
        """Read what works from a day, or from an hour."""
        return self.of(value) if isinstance(value, datetime) else dawn(days.of(value))

    def ends(self, value: date) -> Instant:
        """Read what lasts to a day, that day included, or to an hour."""
        return self.of(value) if isinstance(value, datetime) else ends_with(days.of(value))
