"""A second calendar, by another method, for days that `datetime` does not know.

The two conversions are Howard Hinnant's, https://howardhinnant.github.io/date_algorithms.html
"""

from __future__ import annotations

_EPOCH = 719_163  # ordinal of 1970-01-01
_MARCH_0 = 719_468  # days from 0000-03-01 to 1970-01-01
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def ordinal(year: int, month: int, number: int) -> int:
    shifted = year - (month <= 2)
    era, year_of_era = divmod(shifted, 400)
    day_of_year = (153 * ((month - 3) % 12) + 2) // 5 + number - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - _MARCH_0 + _EPOCH


def civil(day: int) -> tuple[int, int, int]:
    era, of_era = divmod(day - _EPOCH + _MARCH_0, 146_097)
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


def month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _MONTH_LENGTHS[month - 1]


def shifted(day: int, months: int, *, less_a_day: bool = False) -> tuple[int, int]:
    """Return the days that rounding down and rounding up give; equal where nothing is lacking."""
    year, month, number = civil(day)
    number -= less_a_day
    total = year * 12 + month - 1 + months
    year, month = total // 12, total % 12 + 1
    length = month_length(year, month)
    first = ordinal(year, month, 1)
    if number > length:
        return first + length - 1, first + length
    return first + number - 1, first + number - 1  # number 0 is the last day of the month before
