"""A year is not 365 days where 29 February lies in it: terms, notice, renewals and due days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.making.building import agreement, event, mandate, obligation, term

# The first day, the length, and the last day as counted from number to number. Each was counted
# by hand: the first day itself is not counted, and of a year the number of the day comes back.
TERMS = [
    # 366 days lie between 1 March 2019 and 1 March 2020, and 365 between the next two.
    ("2019-03-01", "1 year", "2020-03-01"),
    ("2019-03-01", "365 days", "2020-02-29"),
    ("2019-03-01", "366 days", "2020-03-01"),
    ("2020-03-01", "1 year", "2021-03-01"),
    ("2020-03-01", "365 days", "2021-03-01"),
    ("2020-03-01", "366 days", "2021-03-02"),
    # Over the end of February, in both directions.
    ("2019-02-28", "1 year", "2020-02-28"),
    ("2019-02-28", "365 days", "2020-02-28"),
    ("2020-02-28", "1 year", "2021-02-28"),
    ("2020-02-28", "365 days", "2021-02-27"),
    # From 29 February: there is none a year later, and there is one after four years.
    ("2020-02-29", "1 year", "2021-02-28"),
    ("2020-02-29", "365 days", "2021-02-28"),
    ("2020-02-29", "366 days", "2021-03-01"),
    ("2020-02-29", "4 years", "2024-02-29"),
    ("2020-02-29", "1461 days", "2024-02-29"),
    ("2020-02-29", "1460 days", "2024-02-28"),
    # 1900 and 2100 are no leap years, 2000 is one.
    ("1899-03-01", "1 year", "1900-03-01"),
    ("1899-03-01", "365 days", "1900-03-01"),
    ("1999-03-01", "365 days", "2000-02-29"),
    ("2099-03-01", "365 days", "2100-03-01"),
    ("2096-02-29", "4 years", "2100-02-28"),
    ("2096-02-29", "8 years", "2104-02-29"),
    # A year is twelve months, and neither is 52 weeks.
    ("2019-03-01", "12 months", "2020-03-01"),
    ("2019-03-01", "52 weeks", "2020-02-28"),
]
DAY = timedelta(1)


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("first", "lasts", "last"), TERMS)
def test_a_term_of_a_year_or_of_so_many_days(first, lasts, last):
    stay = mandate(agreement({"stay": term(on(first), lasts)}))

    assert stay.status(first).last_day == on(last)
    assert [stay.status(on(last) + n * DAY).phase for n in (0, 1)] == ["in-force", "ended"]


@pytest.mark.parametrize(("first", "lasts", "last"), TERMS)
def test_where_the_first_day_counts_it_ends_a_day_earlier(first, lasts, last):
    """29 February is the exception: a year of it ends on 28 February, which is no day earlier."""
    stay = mandate(agreement({"stay": term(on(first), lasts)}, period="day-before"))
    kept = first.endswith("02-29") and "year" in lasts and not last.endswith("02-29")

    assert stay.status(first).last_day == on(last) - (not kept) * DAY


@pytest.mark.parametrize(("first", "lasts", "last"), TERMS)
def test_what_is_due_within_a_year_or_so_many_days(first, lasts, last):
    pay = obligation(due={"within": lasts, "from": on(first)})
    stay = mandate(agreement({"stay": term(date(1890, 1, 1)), "pay": pay}))

    assert stay.status(first).clauses["pay"].due == on(last)
    found = [stay.status(on(last) + n * DAY).clauses["pay"].state for n in (0, 1)]
    assert found == ["pending", "overdue"]


@pytest.mark.parametrize(
    ("lead", "end", "deadline"),
    [
        ("1 year", "2021-02-28", "2020-02-28"),
        ("365 days", "2021-02-28", "2020-02-29"),
        ("366 days", "2021-02-28", "2020-02-28"),
        ("1 year", "2020-12-31", "2019-12-31"),
        ("365 days", "2020-12-31", "2020-01-01"),
        ("1 year", "2019-12-31", "2018-12-31"),
        ("365 days", "2019-12-31", "2018-12-31"),
        ("1 year", "2024-02-29", "2023-02-28"),
        ("365 days", "2024-02-29", "2023-03-01"),
        ("4 years", "2024-02-29", "2020-02-29"),
        ("1461 days", "2024-02-29", "2020-02-29"),
    ],
)
def test_notice_a_year_or_so_many_days_before_the_end(lead, end, deadline):
    clause = {**term(date(2015, 1, 1), notice=lead), "lasts-until": on(end)}
    text = agreement({"stay": clause})

    assert mandate(text).status("2015-01-01").notice_deadline == on(deadline)
    given = [mandate(text, event("notice", on(deadline) + n * DAY, by="alfa")) for n in (0, 1)]
    assert [one.status(end).notice for one in given] == ["running", "closed"]


@pytest.mark.parametrize(
    ("tacit", "ends"),
    [
        # Every term is counted from 29 February 2020, so the day comes back where there is one.
        ("1 year", ["2021-02-28", "2022-02-28", "2023-02-28", "2024-02-29", "2025-02-28"]),
        ("365 days", ["2021-02-28", "2022-02-28", "2023-02-28", "2024-02-28", "2025-02-27"]),
        ("366 days", ["2021-03-01", "2022-03-02", "2023-03-03", "2024-03-03", "2025-03-04"]),
    ],
)
def test_renewed_by_a_year_or_by_so_many_days(tacit, ends):
    stay = mandate(agreement({"stay": term(date(2020, 2, 29), tacit, tacit=tacit)}))

    found = [stay.status(end).term for end in ends]

    assert [one.number for one in found] == [1, 2, 3, 4, 5]
    assert [one.last_day for one in found] == [on(end) for end in ends]
