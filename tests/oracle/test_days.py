"""The oracle's own calendar and its three conventions, against published and computed rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle import days
from tests.oracle.days import LAST, Before, Length, Period

UP = Period(up=True)
DAY_BEFORE = Period(counted=True, day_before=True)


def moved(start: str, size: Length, *, up: bool = False) -> str:
    day = Period(up=up).moved(days.of(date.fromisoformat(start)), size)
    return str(days.shown(day))


def back(start: str, months: int, *, up: bool = False) -> str:
    return moved(start, Length(months=-months), up=up)


@given(st.dates())
def test_day_numbers_are_those_of_the_calendar(day: date):
    assert days.of(day) == day.toordinal()
    assert days.civil(day.toordinal()) == (day.year, day.month, day.day)
    assert days.shown(days.of(day)) == day


@given(st.integers(-4000, 10_000) | st.integers(LAST - 4000, LAST + 800_000))
def test_day_numbers_go_on_past_both_ends_of_the_calendar(day: int):
    year, month, this = days.civil(day)
    assert days.number(year, month, this) == day
    assert 1 <= this <= days.length(year, month)
    assert (days.shown(day) is None) == (day < 1 or day > LAST)


def test_a_date_time_is_refused():
    with pytest.raises(TypeError):
        days.of(datetime(2020, 1, 1))


@pytest.mark.parametrize("text", ["", "5", "years 5", "72 hours", "-1 day", "1.5 years", "x days"])
def test_other_words_are_refused(text: str):
    with pytest.raises(ValueError, match="not a length"):
        days.words(text)


def test_lengths_in_words():
    assert days.words("5 years") == Length(months=60)
    assert days.words("1 year 6 months and 2 weeks") == Length(months=18, days=14)


# start, months, days, rounded down, rounded up: the tests of the dates-calc library, the Catala
# documentation, and python-dateutil's issues 53, 808, 1135 and 1149.
SUMS = """
2012-03-31 1 0 2012-04-30 2012-05-01
2012-10-29 4 0 2013-02-28 2013-03-01
2012-02-29 1056 0 2100-02-28 2100-03-01
2012-03-01 0 71 2012-05-11 2012-05-11
2026-05-31 -1 0 2026-04-30 2026-05-01
2021-05-31 -6 0 2020-11-30 2020-12-01
2021-03-31 3 0 2021-06-30 2021-07-01
2021-06-30 -3 0 2021-03-30 2021-03-30
2014-12-31 3 0 2015-03-31 2015-03-31
2018-08-28 6 0 2019-02-28 2019-02-28
2018-08-29 6 0 2019-02-28 2019-03-01
2018-08-30 6 0 2019-02-28 2019-03-01
2024-02-29 13 0 2025-03-29 2025-03-29
2020-01-31 1 1 2020-03-01 2020-03-02
2021-01-30 1 1 2021-03-01 2021-03-02
2000-02-28 0 1 2000-02-29 2000-02-29
2000-02-29 12 0 2001-02-28 2001-03-01
1978-09-30 4 0 1979-01-30 1979-01-30
2015-12-30 2 0 2016-02-29 2016-03-01
1998-03-12 0 21 1998-04-02 1998-04-02
9998-12-31 60 0 None None
0001-01-31 -1 0 None None
"""


@pytest.mark.parametrize("row", SUMS.strip().splitlines())
def test_sums(row: str):
    start, months, more, down, up = row.split()
    size = Length(int(months), int(more))
    assert (moved(start, size), moved(start, size, up=True)) == (down, up)


def test_terms_from_a_leap_day_count_from_their_anchor():
    leap = days.of(date(2024, 2, 29))
    ends = [Period().last(leap, Length(months=60 * k)) for k in (1, 2, 3, 4)]
    assert [str(days.shown(end)) for end in ends] == [
        "2029-02-28",
        "2034-02-28",
        "2039-02-28",
        "2044-02-29",
    ]
    assert str(days.shown(UP.last(leap, Length(months=60)))) == "2029-03-01"
    assert back("2029-02-28", 6) == "2028-08-28"
    assert back("2029-03-01", 6, up=True) == "2028-09-01"


@pytest.mark.parametrize(
    ("end", "down", "up"),
    [
        ("2028-08-31", "2028-02-29", "2028-03-01"),
        ("2025-08-31", "2025-02-28", "2025-03-01"),
        ("2025-08-30", "2025-02-28", "2025-03-01"),
        ("2025-08-29", "2025-02-28", "2025-03-01"),
    ],
)
def test_half_a_year_before_the_end_of_august(end: str, down: str, up: str):
    assert (back(end, 6), back(end, 6, up=True)) == (down, up)


@pytest.mark.parametrize(
    ("anchor", "size", "last"),
    [
        ("2020-11-10", Length(months=60), "2025-11-09"),
        ("1999-04-01", Length(months=120), "2009-03-31"),
        ("2012-01-17", Length(months=3), "2012-04-16"),
        ("2012-06-01", Length(months=120), "2022-05-31"),
        ("2012-05-01", Length(days=42), "2012-06-11"),
        ("2021-01-31", Length(months=1), "2021-02-28"),  # 30 February, then the month's last
        ("2021-02-01", Length(months=1), "2021-02-28"),
        ("2021-03-01", Length(months=12), "2022-02-28"),
        ("2021-03-01", Length(months=36), "2024-02-29"),
        ("2020-02-29", Length(months=12), "2021-02-28"),
    ],
)
def test_periods_whose_first_day_counts(anchor: str, size: Length, last: str):
    day = DAY_BEFORE.last(days.of(date.fromisoformat(anchor)), size)
    assert str(days.shown(day)) == last


@pytest.mark.parametrize(
    ("how", "deadline"),
    [
        (Before(), "2025-05-10"),
        (Before(clear=True), "2025-05-09"),
        (Before(thirty=True), "2025-05-14"),
        (Before(up=True), "2025-05-10"),
        (Before(forward=True), "2025-05-10"),
        (Before(next_term=True), "2025-05-11"),
    ],
)
def test_six_months_before_10_november_2025(how: Before, deadline: str):
    day = how.closes(days.of(date(2025, 11, 10)), Length(months=6))
    assert str(days.shown(day)) == deadline


# last day, months, days, first and last day of a window; the first rows of forward: the report on
# art. 4 of the European Convention on the Calculation of Time-Limits (30 and 31 May, 31 January).
WINDOWS = """
forward 2033-06-30 1 0 2033-05-30 2033-05-31
forward 2033-02-28 1 0 2033-01-28 2033-01-31
forward 2033-05-30 1 0 2033-04-30 2033-04-30
forward 2033-05-31 1 0 2033-04-30 2033-04-30
forward 2032-06-30 3 0 2032-03-30 2032-03-31
forward 2032-09-30 1 0 2032-08-30 2032-08-31
forward 2033-08-31 6 0 2033-02-28 2033-02-28
forward 2029-02-28 60 0 2024-02-28 2024-02-29
forward 2033-04-05 1 10 2033-02-26 2033-02-26
forward 2033-07-10 1 10 2033-05-30 2033-05-31
forward 2017-06-30 0 14 2017-06-16 2017-06-16
next_term 2033-01-31 0 15 2033-01-17 2033-01-17
next_term 2033-01-31 0 45 2032-12-18 2032-12-18
next_term 1995-01-12 6 0 1994-07-13 1994-07-13
next_term 2032-06-30 3 0 2032-04-01 2032-04-01
next_term 2033-06-30 0 0 2033-06-30 2033-06-30
"""


@pytest.mark.parametrize("row", WINDOWS.strip().splitlines())
def test_the_first_and_the_last_day_of_notice(row: str):
    how, end, months_, more, opens, closes = row.split()
    before, lead = Before(**{how: True}), Length(int(months_), int(more))
    last = days.of(date.fromisoformat(end))
    assert str(days.shown(before.opens(last, lead))) == opens
    assert str(days.shown(before.closes(last, lead))) == closes


near = st.integers(1, LAST)
months = st.integers(-72, 72)


@given(near, st.integers(0, 40), months)
def test_adding_months_keeps_the_order_of_days(day: int, later: int, count: int):
    for period in (Period(), UP, DAY_BEFORE):
        size = Length(months=count)
        assert period.moved(day, size) <= period.moved(day + later, size)
        assert period.last(day, size) <= period.last(day + later, size)


@given(st.dates(date(100, 1, 1), date(9000, 12, 31)), months, st.integers(-99, 99))
def test_rounding_down_is_what_dateutil_does(day: date, count: int, more: int):
    moved = Period().moved(days.of(day), Length(count, more))
    assert days.shown(moved) == day + relativedelta(months=count, days=more)


@given(near, months)
def test_the_two_roundings_are_at_most_a_day_apart(day: int, count: int):
    size = Length(months=count)
    assert UP.moved(day, size) - Period().moved(day, size) in {0, 1}


@given(near, st.integers(0, 24), st.integers(0, 60))
def test_a_notice_that_runs_forward_has_run_by_the_end_and_no_later_one_has(
    last: int, count: int, more: int
):
    lead = Length(count, more)
    for period in (Period(), UP):
        closes = Before(forward=True, up=period.up).closes(last, lead)
        assert period.moved(closes, lead) <= last
        assert all(period.moved(day, lead) > last for day in range(closes + 1, last + 1))


@given(near, st.integers(0, 24), st.integers(0, 60), st.integers(0, 24), st.integers(0, 60))
def test_a_window_that_opens_longer_before_the_end_has_a_day(
    last: int, count: int, more: int, months_: int, days_: int
):
    lead, longer = Length(count, more), Length(count + months_, more + days_)
    for before in (Before(), Before(forward=True), Before(next_term=True)):
        assert before.opens(last, longer) <= before.closes(last, lead) <= last


@given(near, months)
def test_there_and_back_is_at_most_three_days_off(day: int, count: int):
    there = Period().moved(day, Length(months=count))
    assert -3 <= Period().moved(there, Length(months=-count)) - day <= 0


@given(st.dates(date(1, 1, 1), date(9000, 12, 31)), st.integers(1, 60), st.integers(1, 60))
def test_periods_that_count_their_first_day_follow_without_gap(first: date, one: int, two: int):
    # A period and the next from the day after: the same as one period of both lengths, but
    # where the first began late in a month and was cut short by a February or a 30-day month.
    day = days.of(first.replace(day=min(first.day, 28)))
    end = DAY_BEFORE.last(day, Length(months=one))
    both = DAY_BEFORE.last(day, Length(months=one + two))
    assert DAY_BEFORE.next_last(end, Length(months=two)) == both
    assert DAY_BEFORE.last(end + 1, Length(months=two)) == both


@given(st.dates(date(1, 1, 2)), st.integers(1, 400))
def test_days_counted_and_not_counted(first: date, count: int):
    day, size = days.of(first), Length(days=count)
    assert days.of(first) + count == Period().last(day, size)
    assert Period().last(day, size) - DAY_BEFORE.last(day, size) == 1
    assert DAY_BEFORE.next_last(day, size) == Period().next_last(day, size) == day + count
    assert first - timedelta(days=1) == days.shown(DAY_BEFORE.last(day, Length(days=0)))
