"""Laws of counting, with tight bounds. The bounds are those of a search over 2019 to 2027."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st

from mandate.counting.conventions import PRESETS, Before, BeforeMode, FirstDay, LastDay, Period
from mandate.counting.durations import Duration
from mandate.counting.instants import MAX_DAY, MIN_DAY, NO_DAY
from mandate.counting.months import Rounding, add_months, add_months_less_a_day
from mandate.errors import CountingError, DurationError, RoundingRefused
from tests.counting.calendar_oracle import civil, month_length, ordinal, shifted

INSIDE = st.integers(MIN_DAY, MAX_DAY)
DAYS = st.one_of(
    st.dates(date(1990, 1, 1), date(2060, 12, 31)).map(date.toordinal),
    st.builds(  # the ends of months, where all the trouble is
        lambda year, month, back: ordinal(year, month, month_length(year, month)) - back,
        st.integers(1990, 2110),
        st.integers(1, 12),
        st.integers(0, 3),
    ),
    INSIDE,
    st.integers(-4_000_000, 8_000_000),
)
MONTHS = st.one_of(st.integers(0, 72), st.integers(0, 12_000))
COUNTS = st.integers(0, 5_000)
ROUNDED = st.sampled_from([Rounding.DOWN, Rounding.UP])
DURATIONS = st.builds(Duration, months=MONTHS, days=COUNTS)
PERIODS = st.builds(
    Period,
    first_day=st.sampled_from(FirstDay),
    last_day=st.sampled_from(LastDay),
    rounding=ROUNDED,
)
BEFORES = st.builds(Before, mode=st.sampled_from(BeforeMode), rounding=ROUNDED)


@given(INSIDE)
def test_the_oracle_agrees_with_the_standard_library(day: int) -> None:
    known = date.fromordinal(day)
    assert civil(day) == (known.year, known.month, known.day)
    assert ordinal(*civil(day)) == day


@given(INSIDE, st.integers(-120_000, 120_000))
def test_rounding_down_is_what_dateutil_does(day: int, months: int) -> None:
    try:
        expected = date.fromordinal(day) + relativedelta(months=months)
    except (ValueError, OverflowError):
        assume(False)  # noqa: FBT003 -- outside the calendar, where dateutil has no answer
    assert add_months(day, months, Rounding.DOWN) == expected.toordinal()


@given(DAYS, st.integers(-30_000, 30_000))
def test_months_are_exact_inside_and_outside_the_calendar(day: int, months: int) -> None:
    down, up = shifted(day, months)
    assert add_months(day, months, Rounding.DOWN) == down
    assert add_months(day, months, Rounding.UP) == up
    down, up = shifted(day, months, less_a_day=True)
    assert add_months_less_a_day(day, months, Rounding.DOWN) == down
    assert add_months_less_a_day(day, months, Rounding.UP) == up


@given(DAYS, st.integers(-30_000, 30_000))
def test_refusing_speaks_up_exactly_where_down_and_up_differ(day: int, months: int) -> None:
    for add in (add_months, add_months_less_a_day):
        down = add(day, months, Rounding.DOWN)
        if down == add(day, months, Rounding.UP):
            assert add(day, months, Rounding.REFUSE) == down
        else:
            with pytest.raises(RoundingRefused, match=r'choose "down" \(that day\) or "up"'):
                add(day, months, Rounding.REFUSE)


@given(DAYS, st.integers(-30_000, 30_000), ROUNDED)
def test_months_are_monotone_in_the_day(day: int, months: int, rounding: Rounding) -> None:
    assert add_months(day, months, rounding) <= add_months(day + 1, months, rounding)


@given(DAYS, st.integers(0, 30_000))
def test_the_day_before_is_monotone_in_the_day_when_rounded_down(day: int, months: int) -> None:
    earlier = add_months_less_a_day(day, months, Rounding.DOWN)
    assert earlier <= add_months_less_a_day(day + 1, months, Rounding.DOWN)


@given(DAYS, st.integers(-30_000, 30_000))
def test_up_is_at_most_one_day_after_down(day: int, months: int) -> None:
    assert add_months(day, months, Rounding.UP) - add_months(day, months, Rounding.DOWN) in {0, 1}


@given(DAYS, MONTHS)
def test_the_day_before_is_at_most_one_day_earlier(day: int, months: int) -> None:
    same = add_months(day, months, Rounding.DOWN)
    before = add_months_less_a_day(day, months, Rounding.DOWN)
    assert same - before in {0, 1}
    if civil(day)[2] <= 28:
        assert same - before == 1


@given(DAYS, st.integers(-30_000, 30_000))
def test_there_and_back_loses_at_most_three_days(day: int, months: int) -> None:
    for rounding, low, high in ((Rounding.DOWN, -3, 0), (Rounding.UP, 0, 3)):
        back = add_months(add_months(day, months, rounding), -months, rounding)
        assert low <= back - day <= high


@given(DAYS, MONTHS, MONTHS, ROUNDED)
def test_two_steps_are_within_three_days_of_one(day: int, a: int, b: int, how: Rounding) -> None:
    assert abs(add_months(add_months(day, a, how), b, how) - add_months(day, a + b, how)) <= 3


def test_the_bounds_are_reached() -> None:
    end_of_january = date(2019, 1, 31).toordinal()
    february = add_months(end_of_january, 1, Rounding.DOWN)
    assert (
        add_months(february, 1, Rounding.DOWN) - add_months(end_of_january, 2, Rounding.DOWN) == -3
    )
    assert add_months(february, -1, Rounding.DOWN) - end_of_january == -3


@given(DAYS, st.integers(0, 2_500), PERIODS)
def test_a_year_is_twelve_months_and_a_week_seven_days(day: int, n: int, period: Period) -> None:
    years, months = Duration.parse(f"{n} years" if n != 1 else "1 year"), Duration(months=12 * n)
    assert period.advance(day, years) == period.advance(day, months)
    weeks = Duration.parse(f"{n} weeks" if n != 1 else "1 week")
    assert period.advance(day, weeks) == period.advance(day, Duration(days=7 * n))


@given(DAYS, COUNTS, COUNTS)
def test_days_are_exact_and_associative(day: int, a: int, b: int) -> None:
    period = Period(FirstDay.NOT_COUNTED, LastDay.SAME_NUMBERED, Rounding.REFUSE)
    stepwise = period.advance(period.advance(day, Duration(days=a)), Duration(days=b))
    assert stepwise == period.advance(day, Duration(days=a + b)) == day + a + b


@given(DAYS, st.integers(1, 12_000), COUNTS, PERIODS)
def test_days_are_added_after_months_and_nothing_twice(
    day: int,
    months: int,
    days: int,
    period: Period,
) -> None:
    whole = period.advance(day, Duration(months=months))
    assert period.advance(day, Duration(months=months, days=days)) == whole + days


@given(DAYS, DURATIONS, DURATIONS, st.integers(1, 8), PERIODS)
def test_a_term_is_one_addition_from_the_anchor(
    anchor: int,
    first: Duration,
    later: Duration,
    k: int,
    period: Period,
) -> None:
    total = first.plus(later.times(k - 1))
    assert period.last(anchor, first, later, k) == period.advance(anchor, total)


@given(DAYS, st.integers(1, 5_000), st.integers(1, 8))
def test_terms_in_days_can_be_chained(anchor: int, days: int, k: int) -> None:
    for name in ("same-numbered", "day-before"):
        period, length = PRESETS["period"][name].value, Duration(days=days)
        assert isinstance(period, Period)
        chained = anchor
        for _ in range(k):
            last = period.advance(chained, length)
            chained = period.next_anchor(last)
        assert last == period.last(anchor, length, length, k)


@given(DAYS, st.integers(1, 120), st.integers(1, 8))
def test_terms_in_months_can_be_chained_where_every_month_has_the_day(
    anchor: int,
    months: int,
    k: int,
) -> None:
    assume(civil(anchor)[2] <= 28)
    for name in ("same-numbered", "day-before", "same-numbered-up", "strict"):
        period, length = PRESETS["period"][name].value, Duration(months=months)
        assert isinstance(period, Period)
        chained = anchor
        for _ in range(k):
            last = period.advance(chained, length)
            chained = period.next_anchor(last)
        assert last == period.last(anchor, length, length, k)


@given(DAYS, PERIODS)
def test_a_period_of_no_length_ends_where_it_starts(day: int, period: Period) -> None:
    counted = period.first_day is FirstDay.COUNTED
    assert period.advance(day, Duration()) == day - counted


@given(DAYS, PERIODS)
def test_the_field_that_governs_months_decides_the_next_anchor(day: int, period: Period) -> None:
    step = 1 if period.last_day is LastDay.DAY_BEFORE else 0
    assert period.next_anchor(day) == day + step


@given(DAYS, DURATIONS, ROUNDED)
def test_a_lead_counts_back_months_then_days(last: int, lead: Duration, rounding: Rounding) -> None:
    mark = shifted(last, -lead.months)[rounding is Rounding.UP] - lead.days
    inclusive, clear = (Before(m, rounding) for m in (BeforeMode.INCLUSIVE, BeforeMode.CLEAR))
    assert inclusive.closes(last, lead) == inclusive.opens(last, lead) == mark
    assert clear.closes(last, lead) == mark - 1
    assert clear.opens(last, lead) == mark


@given(DAYS, DURATIONS, st.sampled_from(Rounding))
def test_fixed_days_take_a_month_as_thirty(last: int, lead: Duration, rounding: Rounding) -> None:
    fixed = Before(BeforeMode.FIXED_DAYS, rounding)
    days = Duration(days=min(30 * lead.months + lead.days, 100_000))
    assume(days.days < 100_000)
    assert fixed.closes(last, lead) == fixed.opens(last, lead) == last - days.days


@given(DAYS, DAYS, DURATIONS, BEFORES)
def test_a_later_end_never_closes_earlier(a: int, b: int, lead: Duration, before: Before) -> None:
    first, second = sorted((a, b))
    assert before.closes(first, lead) <= before.closes(second, lead)


@given(DURATIONS, PERIODS, BEFORES, st.integers(1, 5))
def test_a_day_that_does_not_exist_stays_so(
    length: Duration,
    period: Period,
    before: Before,
    k: int,
) -> None:
    assert period.last(NO_DAY, length, length, k) == NO_DAY
    assert period.next_anchor(NO_DAY) == NO_DAY
    assert before.closes(NO_DAY, length) == before.opens(NO_DAY, length) == NO_DAY


@given(DAYS, PERIODS, BEFORES, st.integers(1, 100))
def test_hours_are_not_counted_in_days(day: int, period: Period, before: Before, n: int) -> None:
    hours, month = Duration(hours=n), Duration(months=1)
    calls: tuple[Callable[[], int], ...] = (
        lambda: period.last(day, hours, month, 1),
        lambda: period.last(day, month, hours, 1),
        lambda: period.advance(day, hours),
        lambda: before.closes(day, hours),
        lambda: before.opens(day, hours),
    )
    for refused in calls:
        with pytest.raises(DurationError, match="hours are elapsed time"):
            refused()


@given(DAYS, PERIODS, st.integers(-5, 0))
def test_terms_are_numbered_from_one(day: int, period: Period, k: int) -> None:
    with pytest.raises(CountingError, match=f"numbered from 1; there is no term {k}"):
        period.last(day, Duration(months=1), Duration(months=1), k)
