"""A question: the day or the instant asked about, in the zone of a text."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from attrs import define

from mandate.counting.instants import MAX_DAY, Zone, to_date

_SECONDS = 86_400
#: The first and the last second of the calendar.
_EDGES = (dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC))


def iso(when: dt.date | None) -> str:
    """Return a day or an instant in ISO 8601, an instant with its offset and to the minute."""
    if isinstance(when, dt.datetime):
        return when.isoformat(timespec="auto" if when.second else "minutes")
    return str(when)


# Not frozen: a question is made for every status, and a frozen value takes three times as long.
@define(unsafe_hash=True)
class Question:
    """A day, which is answered at its close, or an instant. Nobody changes it once it is made."""

    zone: Zone
    kind: Literal["day", "instant"]
    #: The ordinal of the day; of an instant the second in UTC.
    value: int

    @property
    def day(self) -> int:
        """The civil day, as an ordinal."""
        return self.value if self.kind == "day" else self.zone.day_of(self.zone.timed(self.value))

    @property
    def date(self) -> dt.date | None:
        """The civil day; None outside the calendar."""
        return to_date(self.day)

    @property
    def instant(self) -> dt.datetime | None:
        """The instant in the zone of the text; None for a day, and outside the calendar."""
        return None if self.kind == "day" else self.zone.local(self.zone.timed(self.value))

    @property
    def limit(self) -> int:
        """The position before which an event must lie to count."""
        zone, value = self.zone, self.value
        return zone.after(value) if self.kind == "day" else zone.timed(value) + 1

    @property
    def moment(self) -> dt.date:
        """The day or the instant in a form in which it can be asked again.

        An instant that the calendar lacks in the zone of the text is told in another zone.
        """
        told = self.instant or self.date
        if told is not None and isinstance(told, dt.datetime) is (self.kind == "instant"):
            return told
        edge = _EDGES[self.value > MAX_DAY * _SECONDS]
        wall = edge.toordinal() * _SECONDS + edge.hour * 3600 + edge.minute * 60 + edge.second
        return edge.replace(tzinfo=dt.timezone(dt.timedelta(seconds=wall - self.value)))

    def __str__(self) -> str:
        return iso(self.instant or self.date)
