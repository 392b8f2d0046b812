"""Adding months to a day: exact on every day, inside the calendar of ``datetime`` or not.

This is the only module that uses ``dateutil``.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from dateutil.relativedelta import relativedelta

from mandate.counting.choices import Choice
from mandate.errors import RoundingRefused

#: A day that does not exist ("no such day"). However a convention moves it, it stays so.
NO_DAY: Final = 2**40

#: Days in 400 years, after which the Gregorian calendar repeats.
CYCLE_DAYS: Final = 146_097

_CYCLE_MONTHS: Final = 400 * 12
_BASE: Final = date(2000, 1, 1).toordinal()
_ONE_DAY: Final = timedelta(days=1)


class Rounding(Choice):
    """The treatment of a day number that the target month lacks, such as 30 February."""

    #: The last day of the target month (ETS 76 art. 4(2), Regulation 1182/71 art. 3(2)(c)).
    DOWN = "down"
    #: The first day of the month after the target month.
    UP = "up"
    #: No day: the sum raises ``RoundingRefused``.
    REFUSE = "refuse"


@lru_cache(maxsize=1 << 15)
def add_months(day: int, months: int, rounding: Rounding) -> int:
    """Return the day with the same number ``months`` later; a negative count leads back.

    ``day`` is a proleptic ordinal, as ``date.toordinal()`` gives it, without bounds.

    Raises:
        RoundingRefused: the target month lacks the day, and ``rounding`` is ``REFUSE``.

    >>> date.fromordinal(add_months(date(2024, 2, 29).toordinal(), 60, Rounding.UP))
    datetime.date(2029, 3, 1)
    """
    # Move by whole 400-year cycles into the years that ``date`` knows, and back afterwards.
    day_cycles, into_day = divmod(day - _BASE, CYCLE_DAYS)
    month_cycles, rest = divmod(months, _CYCLE_MONTHS)
    start = date.fromordinal(_BASE + into_day)
    target = start + relativedelta(months=rest)
    if target.day != start.day:
        target = _round(start, target, rounding)
    return target.toordinal() + (day_cycles + month_cycles) * CYCLE_DAYS


@lru_cache(maxsize=1 << 15)
def add_months_less_a_day(day: int, months: int, rounding: Rounding) -> int:
    """Return the day whose number is one less, ``months`` later: subtract first, then round.

    Number 0 of a month is the last day of the month before it.

    Raises:
        RoundingRefused: the target month lacks the day, and ``rounding`` is ``REFUSE``.

    >>> date.fromordinal(add_months_less_a_day(date(1999, 4, 1).toordinal(), 120, Rounding.DOWN))
    datetime.date(2009, 3, 31)
    """
    if _number(day) == 1:
        return add_months(day, months, rounding) - 1  # a month always has a first day
    return add_months(day - 1, months, rounding)


def latest_start(end: int, months: int, rounding: Rounding) -> int:
    """Return the latest day from which ``months`` have run by ``end``, itself the last in time.

    It is the greatest day with ``add_months(day, months, rounding) <= end``.

    Raises:
        RoundingRefused: ``rounding`` is ``REFUSE``, and rounding would decide which day it is.

    >>> date.fromordinal(latest_start(date(2032, 6, 30).toordinal(), 3, Rounding.DOWN))
    datetime.date(2032, 3, 31)
    """
    # A sum that is rounded down undoes a difference that is rounded up, and the reverse.
    down = add_months(end + 1, -months, Rounding.UP) - 1
    if rounding is Rounding.REFUSE:
        add_months(down, months, rounding)
    return add_months(end, -months, Rounding.DOWN) if rounding is Rounding.UP else down


def earliest_start(end: int, months: int, rounding: Rounding) -> int:
    """Return the earliest day from which ``months`` end on the same day as from ``latest_start``.

    It is the first day from which they run until ``end``. If from no day they end on ``end``
    itself, it is ``latest_start``.

    Raises:
        RoundingRefused: ``rounding`` is ``REFUSE``, and rounding would decide which day it is.

    >>> date.fromordinal(earliest_start(date(2032, 6, 30).toordinal(), 3, Rounding.DOWN))
    datetime.date(2032, 3, 30)
    """
    down = add_months(end, -months, Rounding.DOWN)
    if rounding is Rounding.DOWN:
        return down
    up = min(down, add_months(end - 1, -months, Rounding.DOWN) + 1)
    if rounding is Rounding.REFUSE:
        add_months(up, months, rounding)
    return up


def _number(day: int) -> int:
    """Return the number of ``day`` in its month."""
    return date.fromordinal(_BASE + (day - _BASE) % CYCLE_DAYS).day


def _round(start: date, clamped: date, rounding: Rounding) -> date:
    """Settle a day that the target month lacks; ``clamped`` is the last day of that month."""
    if rounding is Rounding.DOWN:
        return clamped
    if rounding is Rounding.UP:
        return clamped + _ONE_DAY
    message = (
        f"the month reached has no day {start.day}: it ends on day {clamped.day}, and the "
        f'convention refuses to round; choose "down" (that day) or "up" (the day after)'
    )
    raise RoundingRefused(message)
