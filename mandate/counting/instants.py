"""Instants, civil days and zones: the positions of the days on the one axis of time.

A second is counted in UTC, so that a day of UTC begins at ``ordinal * 86400``. A position is ``3 *
second + slot``. The slots put the things of one second in order: the acts of the day that ends
there (``CLOSE``), then beginnings and ends (``BOUNDARY``), then events with an hour (``TIMED``).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from mandate.counting.arguments import as_day_or_instant
from mandate.counting.months import CYCLE_DAYS, NO_DAY
from mandate.errors import ArgumentError, CountingError, ZoneError, nearest, shown

CLOSE: Final = 0
BOUNDARY: Final = 1
TIMED: Final = 2

#: The position of an end that never comes; greater than any other.
NEVER: Final = 2**52

MIN_DAY: Final = 1
MAX_DAY: Final = 3_652_059

_SECONDS: Final = 86_400
_FAR: Final = 10**10  # days: past this, positions would come near to NEVER
_FIRST_SAFE: Final = 3  # days next to the ends of ``datetime`` overflow in conversions
_LAST_SAFE: Final = MAX_DAY - 2
_EARLIEST: Final = datetime(1, 1, 3)  # noqa: DTZ001  # wall-clock time, to be read in a zone
_START: Final = datetime(1, 1, 1)  # noqa: DTZ001  # the same, for arithmetic


def to_date(day: int) -> date | None:
    """Return the date of an ordinal, or None where ``date`` has no such day."""
    return date.fromordinal(day) if MIN_DAY <= day <= MAX_DAY else None


def tzdata_version() -> str:
    """Return the release of the time-zone data in use, such as "2025b"."""
    return str(import_module("tzdata").IANA_VERSION)


def _known(instance: object, attribute: object, key: str) -> None:
    del instance, attribute
    if type(key) is not str or key not in _keys():
        raise ZoneError(_unknown_zone(key))


@attrs.frozen(cache_hash=True)
class Zone:
    """A time zone of the IANA database, known by its key, such as "Europe/Moscow".

    The data come from the ``tzdata`` package, never from the system. Days are proleptic ordinals.

    Raises:
        ZoneError: the key is not known.

    """

    key: str = attrs.field(validator=_known)

    def start_of_day(self, day: int) -> int:
        """Return the first second of the civil day, in UTC.

        That is the first instant at which the calendar on the wall shows this day or a later one:
        the end of the gap where clocks skip midnight, the first midnight where there are two, and
        the start of the next day where the zone left the whole day out. Days after 9999 are read
        400 years earlier, as often as needed; days before year 1 have the first known offset.

        >>> moscow = Zone("Europe/Moscow")
        >>> moscow.start_of_day(1) == 86400 - (2 * 3600 + 30 * 60 + 17)  # local mean time
        True
        """
        return _start_of_day(self.key, day)

    def begin(self, day: int) -> int:
        """Return the position of a boundary that begins the day; ``NEVER`` for ``NO_DAY``."""
        return 3 * _start_of_day(self.key, day) + BOUNDARY if day < NO_DAY else NEVER

    def close(self, day: int) -> int:
        """Return the position of an act on the day, no hour known; ``NEVER`` for ``NO_DAY``."""
        return 3 * _start_of_day(self.key, day + 1) + CLOSE if day < NO_DAY else NEVER

    def after(self, day: int) -> int:
        """Return the position of a boundary at the end of the day; ``NEVER`` for ``NO_DAY``."""
        return 3 * _start_of_day(self.key, day + 1) + BOUNDARY if day < NO_DAY else NEVER

    def second_on(self, day: int, of_day: int) -> int:
        """Return the second of a time on the wall: ``of_day`` seconds after midnight by the clock.

        Where the time occurs twice the first is meant; where clocks skip it, it moves on by the
        gap.
        """
        wall = to_date(day)
        if wall is None:
            return self.start_of_day(day) + of_day
        midnight = datetime(wall.year, wall.month, wall.day)  # noqa: DTZ001  # wall-clock time
        before, _ = _offsets(self.key, midnight + timedelta(seconds=of_day))
        return day * _SECONDS + of_day - before

    def timed(self, second: int) -> int:
        """Return the position of an event at that second."""
        return 3 * second + TIMED

    def day_of(self, position: int) -> int:
        """Return the civil day of a position; ``NO_DAY`` for ``NEVER``.

        A ``CLOSE`` belongs to the day that ends there, the others to the day on the wall. Where
        clocks go back across midnight, the wall shows the earlier day again, and so does this
        method.
        """
        if position >= NEVER:
            return NO_DAY
        second, slot = divmod(position, 3)
        if slot == CLOSE:
            second -= 1
        return (second + _offset_at(self.key, second)) // _SECONDS

    def local(self, position: int) -> datetime | None:
        """Return the wall-clock time of a ``BOUNDARY`` or ``TIMED`` position, with its offset.

        None for a ``CLOSE``, which has no hour, and outside the years 1 to 9999. The offset is a
        plain one, so that the value means the same wherever it is taken.
        """
        second, slot = divmod(position, 3)
        if slot == CLOSE or position >= NEVER:
            return None
        offset = _offset_at(self.key, second)
        day, rest = divmod(second + offset, _SECONDS)
        if not MIN_DAY <= day <= MAX_DAY:
            return None
        wall = _START + timedelta(days=day - MIN_DAY, seconds=rest)
        return wall.replace(tzinfo=timezone(timedelta(seconds=offset)))

    def second_of(self, moment: datetime) -> int:
        """Return the second, in UTC, of an aware time, or of a naive one read in this zone.

        Raises:
            ZoneError: a naive time does not exist here, or occurs twice.
            ArgumentError: the time has fractions of a second.

        """
        offset = moment.utcoffset()
        if offset is None:
            offset = self._offset_of(moment)
        of_day = timedelta(
            hours=moment.hour,
            minutes=moment.minute,
            seconds=moment.second,
            microseconds=moment.microsecond,
        )
        second, fraction = divmod(of_day - offset, timedelta(seconds=1))
        if fraction:
            message = f"{moment.isoformat()} has a fraction of a second: give whole seconds"
            raise ArgumentError(message)
        return moment.toordinal() * _SECONDS + second

    def calendar_second_of(self, moment: datetime) -> int:
        """Return the second of a time, as ``second_of`` does, within the calendar of this zone.

        Raises:
            ZoneError: a naive time does not exist here, or occurs twice.
            ArgumentError: the time has fractions of a second, or no clock of the years 1 to 9999
                shows it here.

        """
        second = self.second_of(moment)
        if self.local(self.timed(second)) is None:
            message = f"{moment.isoformat()} lies outside the years 1 to 9999 in {self.key}"
            raise ArgumentError(message)
        return second

    def _offset_of(self, wall: datetime) -> timedelta:
        """Return the offset of a wall-clock time that exists exactly once."""
        earlier, later = _offsets(self.key, wall)
        if earlier == later:
            return timedelta(seconds=earlier)
        what = "does not exist" if later > earlier else "occurs twice"
        example = wall.replace(tzinfo=timezone(timedelta(seconds=earlier))).isoformat()
        message = f"{wall.isoformat()} {what} in {self.key}: give the offset, like {example}"
        raise ZoneError(message)


@lru_cache(maxsize=1)
def _keys() -> frozenset[str]:
    """Return the keys that the ``tzdata`` package lists."""
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())


def _unknown_zone(key: object) -> str:
    """Return the message for a key that is not known. Only the name of a place gets a hint.

    A key spelt like an abbreviation or an offset would be another zone, and "Etc/GMT+3" lies west.
    """
    known = [zone for zone in sorted(_keys()) if not zone.startswith("Etc/")]
    text = key.casefold() if isinstance(key, str) and len(key) <= _LONGEST_KEY else ""
    same = [zone for zone in known if zone.casefold() == text]
    if same:
        return f"unknown zone {shown(key)}: write {same[0]!r}"
    places: dict[str, list[str]] = {}
    for zone in known:
        area, _, place = zone.rpartition("/")
        if area:
            places.setdefault(place.casefold(), []).append(zone)
    place = text.rpartition("/")[2]
    close = [place] if place in places else []
    if not close and _PLACE.fullmatch(place) and not str(key).isupper():
        close = nearest(place, places, 0.75, most=2)
    if close:
        names = [repr(zone) for name in close for zone in places[name]]
        return f"unknown zone {shown(key)}: did you mean {' or '.join(names[:_MOST_NAMED])}?"
    return (
        f'unknown zone {shown(key)}: write an IANA key, like "Europe/Moscow": the name of a place, '
        "no abbreviation and no offset"
    )


#: A name of a place. A shorter word may be an abbreviation.
_PLACE: Final = re.compile(r"[^\W\d][^\d+]{4,}")
_LONGEST_KEY: Final = 60
_MOST_NAMED: Final = 3


@lru_cache(maxsize=1024)
def _load(key: str) -> ZoneInfo:
    """Read a zone of the ``tzdata`` package; ``ZoneInfo(key)`` would ask the system first."""
    with files("tzdata").joinpath("zoneinfo").joinpath(*key.split("/")).open("rb") as stream:
        return ZoneInfo.from_file(stream, key=key)


def _whole(offset: timedelta | None) -> int:
    """Return an offset in seconds; zones of the database always have one, in whole seconds."""
    return 0 if offset is None else offset // timedelta(seconds=1)


def _offsets(key: str, wall: datetime) -> tuple[int, int]:
    """Return the offsets before and after the change of clocks around a wall-clock time.

    They are equal where there is none. The second is the greater in a gap, the smaller in a fold.
    """
    zone = _load(key)
    aware = wall.replace(tzinfo=zone)
    return _whole(aware.replace(fold=0).utcoffset()), _whole(aware.replace(fold=1).utcoffset())


@lru_cache(maxsize=1 << 14)
def _offset_at(key: str, second: int) -> int:
    """Return the offset in force at a second of UTC."""
    day, rest = divmod(second, _SECONDS)
    if day < _FIRST_SAFE:
        return _offsets(key, _EARLIEST)[0]
    if day > _LAST_SAFE:
        day -= -((_LAST_SAFE - day) // CYCLE_DAYS) * CYCLE_DAYS
    zone = _load(key)
    utc = _START + timedelta(days=day - MIN_DAY, seconds=rest)
    return _whole(zone.fromutc(utc.replace(tzinfo=zone)).utcoffset())


@lru_cache(maxsize=1 << 16)
def _start_of_day(key: str, day: int) -> int:
    """See ``Zone.start_of_day``."""
    if not -_FAR < day < _FAR:
        message = f"day {day} is too far away to be placed on the axis of time"
        raise CountingError(message)
    if day < _FIRST_SAFE:
        return day * _SECONDS - _offsets(key, _EARLIEST)[0]
    if day > _LAST_SAFE:
        cycles = -((_LAST_SAFE - day) // CYCLE_DAYS)
        return _start_of_day(key, day - cycles * CYCLE_DAYS) + cycles * CYCLE_DAYS * _SECONDS
    midnight = day * _SECONDS
    before, after = _offsets(key, _START + timedelta(days=day - MIN_DAY))
    if after <= before:
        return midnight - before  # the only midnight, or the first of two
    # Midnight falls into a gap. The clocks change after the second that midnight would be with the
    # new offset, and not after the one that it would be with the old: halve the stretch.
    low, high = midnight - after, midnight - before
    while high - low > 1:
        middle = (low + high) // 2
        if middle + _offset_at(key, middle) >= midnight:
            high = middle
        else:
            low = middle
    return high


__all__ = [
    "BOUNDARY",
    "CLOSE",
    "MAX_DAY",
    "MIN_DAY",
    "NEVER",
    "NO_DAY",
    "TIMED",
    "Zone",
    "as_day_or_instant",
    "to_date",
    "tzdata_version",
]
