"""Laws of `before`: the day is the one that the words define, and a window of notice has a day.

What "forward" is defined by stands here once, as a sum on the second calendar, and is looked for
day by day.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mandate.counting.conventions import Before, BeforeMode, convention
from mandate.counting.durations import Duration, certainly_shorter
from mandate.counting.instants import MAX_DAY, MIN_DAY
from mandate.counting.months import Rounding
from mandate.errors import RoundingRefused
from tests.counting.calendar_oracle import civil, month_length, ordinal, shifted
from tests.counting.test_laws import BEFORES, COUNTS, DAYS, MONTHS, ROUNDED

FORWARD = convention(Before, "forward")
NEXT_TERM = convention(Before, "from-next-term")
INCLUSIVE = convention(Before, "inclusive")

# Leads as agreements have them: days, weeks, months, years, and mixtures of them.
LEADS = st.one_of(
    st.builds(Duration, days=st.integers(0, 400)),
    st.builds(Duration, months=st.integers(0, 60)),
    st.builds(Duration, months=st.integers(0, 60), days=st.integers(0, 400)),
    st.builds(Duration, months=MONTHS, days=COUNTS),
)
ENDS_OF_THE_CALENDAR = st.one_of(
    st.integers(MIN_DAY, MIN_DAY + 800), st.integers(MAX_DAY - 800, MAX_DAY)
)
LASTS = st.one_of(DAYS, ENDS_OF_THE_CALENDAR)
Drawn = tuple[int, Duration]
#: A last day and a lead. In half of them the months are over with the first or a last day of a
#: month: there a sum of months lacks days, and the roundings part.
DRAWN: st.SearchStrategy[Drawn] = st.one_of(
    st.tuples(LASTS, LEADS),
    st.builds(
        lambda year, month, back, lead: (
            ordinal(year, month, month_length(year, month)) - back + lead.days,
            lead,
        ),
        st.integers(1990, 2110),
        st.sampled_from([1, 2, 2, 2, 3, 4, 6, 9, 12]),
        st.integers(-1, 2),
        LEADS,
    ),
)


def run_out(day: int, lead: Duration, rounding: Rounding = Rounding.DOWN) -> int:
    """Return the day with which a period runs out whose first day is the day after `day`."""
    return shifted(day, lead.months)[rounding is Rounding.UP] + lead.days


def days_from(start: int) -> list[int]:
    return list(range(start - 35, start + 36))


def last_of_its_month(day: int) -> bool:
    year, month, number = civil(day)
    return number == month_length(year, month)


# --- forward ------------------------------------------------------------------------------------


@given(DRAWN, ROUNDED)
def test_forward_closes_on_the_latest_day_from_which_the_period_has_run(
    drawn: Drawn, rounding: Rounding
) -> None:
    last, lead = drawn
    before = Before(BeforeMode.FORWARD, rounding)
    closes = before.closes(last, lead)

    assert run_out(closes, lead, rounding) <= last
    # A sum of months never goes back as its day goes on, so the next day speaks for all later.
    assert run_out(closes + 1, lead, rounding) > last
    in_time = [day for day in days_from(closes) if run_out(day, lead, rounding) <= last]
    assert closes == max(in_time)


@given(DRAWN, ROUNDED)
def test_forward_opens_on_the_earliest_day_from_which_it_runs_out_on_that_day(
    drawn: Drawn, rounding: Rounding
) -> None:
    last, lead = drawn
    before = Before(BeforeMode.FORWARD, rounding)
    opens, closes = before.opens(last, lead), before.closes(last, lead)

    ends = run_out(closes, lead, rounding)
    same = [day for day in days_from(closes) if run_out(day, lead, rounding) == ends]
    assert (opens, closes) == (min(same), max(same))
    # It is the first from which the last day is reached, unless from no day it is reached itself.
    reaching = min(day for day in days_from(closes) if run_out(day, lead, rounding) >= last)
    assert opens == (reaching if ends == last else reaching - 1)


@given(DRAWN)
def test_forward_is_later_than_inclusive_only_where_the_sum_is_cut_short(drawn: Drawn) -> None:
    """What holds exactly: at the end of a month, by as many days as the month of notice is longer.

    Elsewhere the two agree, also where counting back is cut short (31 August, 28 February).
    """
    last, months = drawn[0] - drawn[1].days, drawn[1].months
    lead = Duration(months=months)
    inclusive, forward = INCLUSIVE.closes(last, lead), FORWARD.closes(last, lead)
    target, own = month_length(*civil(inclusive)[:2]), month_length(*civil(last)[:2])

    more = max(0, target - own) if last_of_its_month(last) else 0
    assert forward - inclusive == more
    assert more in {0, 1, 2, 3}
    # That is where the sum from the day of notice lacks the day; and the window opens as ever.
    lacking = civil(forward)[2] > own
    assert (more > 0) == lacking
    assert FORWARD.opens(last, lead) == INCLUSIVE.opens(last, lead) == inclusive


@given(LASTS, COUNTS)
def test_in_days_and_weeks_forward_is_inclusive(last: int, days: int) -> None:
    for lead in (Duration(days=days), Duration(days=7 * (days // 7))):
        for rounding in Rounding:
            forward = Before(BeforeMode.FORWARD, rounding)
            assert forward.closes(last, lead) == forward.opens(last, lead) == last - lead.days


@given(LASTS, st.integers(0, 12_000), COUNTS, ROUNDED)
def test_forward_has_the_days_after_the_months(
    last: int, months: int, days: int, rounding: Rounding
) -> None:
    """The days are the last part of the period, so they are taken off the end first."""
    before = Before(BeforeMode.FORWARD, rounding)
    mixed, whole = Duration(months=months, days=days), Duration(months=months)
    assert before.closes(last, mixed) == before.closes(last - days, whole)
    assert before.opens(last, mixed) == before.opens(last - days, whole)


@given(DRAWN)
def test_refusing_speaks_up_exactly_where_rounding_decides(drawn: Drawn) -> None:
    last, lead = drawn
    down, up, refuse = (Before(BeforeMode.FORWARD, rounding) for rounding in Rounding)
    calls: tuple[Callable[[Before], int], ...] = (
        lambda before: before.closes(last, lead),
        lambda before: before.opens(last, lead),
    )
    for call in calls:
        if call(down) == call(up):
            assert call(refuse) == call(down)
        else:
            with pytest.raises(RoundingRefused, match=r'choose "down" \(that day\) or "up"'):
                call(refuse)


@given(DRAWN)
def test_rounding_up_asks_for_notice_no_later(drawn: Drawn) -> None:
    last, lead = drawn
    down, up = (Before(BeforeMode.FORWARD, one) for one in (Rounding.DOWN, Rounding.UP))
    assert 0 <= down.closes(last, lead) - up.closes(last, lead) <= 3
    assert 0 <= down.opens(last, lead) - up.opens(last, lead) <= 3


# --- from the next term -------------------------------------------------------------------------


@given(DRAWN, ROUNDED)
def test_from_the_next_term_counts_back_from_its_first_day(
    drawn: Drawn, rounding: Rounding
) -> None:
    last, lead = drawn
    assume(not lead.is_zero)
    back, before = (
        Before(mode, rounding) for mode in (BeforeMode.INCLUSIVE, BeforeMode.FROM_NEXT_TERM)
    )
    mark = shifted(last + 1, -lead.months)[rounding is Rounding.UP] - lead.days
    assert before.closes(last, lead) == before.opens(last, lead) == mark
    assert before.closes(last, lead) == back.closes(last + 1, lead)


@given(LASTS, COUNTS)
def test_in_days_that_is_a_day_later_than_from_the_last_day(last: int, days: int) -> None:
    lead = Duration(days=days + 1)
    assert NEXT_TERM.closes(last, lead) == INCLUSIVE.closes(last, lead) + 1


@given(LASTS)
def test_no_time_before_the_next_term_is_still_in_this_one(last: int) -> None:
    """Notice that need not be given any time ahead is in time on the last day, not after it."""
    assert NEXT_TERM.closes(last, Duration()) == NEXT_TERM.opens(last, Duration()) == last


# --- every convention ---------------------------------------------------------------------------


@given(DRAWN, BEFORES)
def test_notice_is_never_in_time_after_the_end(drawn: Drawn, before: Before) -> None:
    last, lead = drawn
    assert before.closes(last, lead) <= last
    assert before.opens(last, lead) <= last


@given(DRAWN, LEADS, BEFORES)
def test_a_longer_lead_never_gives_a_later_day(
    drawn: Drawn, more: Duration, before: Before
) -> None:
    last, lead = drawn
    longer = Duration(months=lead.months + more.months, days=lead.days + more.days)
    assert before.closes(last, longer) <= before.closes(last, lead)
    assert before.opens(last, longer) <= before.opens(last, lead)


@given(DRAWN, st.integers(0, 3) | st.integers(0, 400), BEFORES)
def test_a_later_end_never_gives_an_earlier_day(drawn: Drawn, later: int, before: Before) -> None:
    last, lead = drawn
    assert before.closes(last, lead) <= before.closes(last + later, lead)
    assert before.opens(last, lead) <= before.opens(last + later, lead)


@given(DRAWN, LEADS, st.sampled_from([FORWARD, Before("forward", "up"), NEXT_TERM, INCLUSIVE]))
def test_a_window_that_opens_longer_before_the_end_has_a_day(
    drawn: Drawn, more: Duration, before: Before
) -> None:
    last, lead = drawn
    longer = Duration(months=lead.months + more.months, days=lead.days + more.days)
    assert before.opens(last, longer) <= before.closes(last, lead)


@given(DRAWN, LEADS, ROUNDED)
def test_a_forward_window_has_a_day_also_where_the_lengths_are_in_other_units(
    drawn: Drawn, other: Duration, rounding: Rounding
) -> None:
    last, lead = drawn
    longer = max(lead, other, key=lambda one: one.months * 30 + one.days)
    lead = other if longer is lead else lead
    assume(certainly_shorter(lead, longer))
    before = Before(BeforeMode.FORWARD, rounding)
    assert before.opens(last, longer) <= before.closes(last, lead)


@given(ENDS_OF_THE_CALENDAR, LEADS, BEFORES)
def test_past_the_ends_of_the_calendar_all_is_as_400_years_before(
    last: int, lead: Duration, before: Before
) -> None:
    cycle = 146_097
    for k in (-1, 1, 2):
        assert before.closes(last + k * cycle, lead) == before.closes(last, lead) + k * cycle
        assert before.opens(last + k * cycle, lead) == before.opens(last, lead) + k * cycle
