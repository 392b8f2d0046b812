"""Published and computed cases, one row each, with their source beside them."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mandate.counting.conventions import (
    Before,
    BeforeMode,
    By,
    FirstDay,
    LastDay,
    Period,
    convention,
)
from mandate.counting.durations import Duration
from mandate.counting.instants import Zone, to_date
from mandate.counting.months import Rounding
from mandate.errors import RoundingRefused

CASES = Path(__file__).parent / "cases"
Row = dict[str, str]


def rows(name: str) -> list[object]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["id"]) for row in csv.DictReader(file)]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def shown(ordinal: int) -> str:
    found = to_date(ordinal)
    return "outside" if found is None else found.isoformat()


def take_steps(start: int, steps: str, rounding: Rounding) -> str:
    forward = Period(FirstDay.NOT_COUNTED, LastDay.SAME_NUMBERED, rounding)
    back = Before(BeforeMode.INCLUSIVE, rounding)
    moves: dict[str, Callable[[int, Duration], int]] = {"+": forward.advance, "-": back.closes}
    try:
        for step in steps.split("; "):
            start = moves[step[0]](start, Duration.parse(step[2:]))
    except RoundingRefused:
        return "refused"
    return shown(start)


def refused_or(count: Callable[[], int]) -> str:
    try:
        return shown(count())
    except RoundingRefused:
        return "refused"


@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("row", rows("month_addition.csv"))
def test_month_addition(row: Row, rounding: Rounding) -> None:
    assert take_steps(day(row["start"]), row["steps"], rounding) == row[rounding.value]


@pytest.mark.parametrize("row", rows("terms_and_notice.csv"))
def test_terms_and_notice(row: Row) -> None:
    first, later = Duration.parse(row["first"]), Duration.parse(row["later"])
    last = convention(Period, row["period"]).last(
        day(row["anchor"]), first, later, int(row["term"])
    )
    assert shown(last) == row["last_day"]
    closes = convention(Before, row["before"]).closes(last, Duration.parse(row["lead"]))
    assert shown(closes) == row["closes"]


@pytest.mark.parametrize("row", rows("case_law.csv"))
def test_case_law(row: Row) -> None:
    given = day(row["day"])
    if row["kind"] == "by":
        found = convention(By, row["convention"]).last(given)
    elif row["kind"] == "before":
        found = convention(Before, row["convention"]).closes(given, Duration.parse(row["length"]))
    else:
        found = convention(Period, row["convention"]).advance(given, Duration.parse(row["length"]))
    assert shown(found) == row["expected"]


@pytest.mark.parametrize("row", rows("before_the_end.csv"))
def test_before_the_end(row: Row) -> None:
    """A preset, or the code of a convention that no preset names."""
    how, lead, last = row["before"], Duration.parse(row["lead"]), day(row["last_day"])
    before = Before.from_code(how) if "/" in how else convention(Before, how)
    assert refused_or(lambda: before.opens(last, lead)) == row["opens"]
    assert refused_or(lambda: before.closes(last, lead)) == row["closes"]


@pytest.mark.parametrize("row", rows("nine_november.csv"))
def test_the_term_of_the_statement_of_november_2020(row: Row) -> None:
    five_years, six_months = Duration.parse("5 years"), Duration.parse("6 months")
    last = convention(Period, row["period"]).advance(day(row["anchor"]), five_years)
    assert shown(last) == row["last_day"]
    assert date.fromordinal(last).strftime("%a") == row["weekday"]
    inclusive, clear = convention(Before, "inclusive"), convention(Before, "clear")
    assert shown(inclusive.closes(last, six_months)) == row["inclusive"]
    assert shown(clear.closes(last, six_months)) == row["clear"]
    assert shown(inclusive.closes(last, Duration(days=180))) == row["days_180"]
    assert shown(inclusive.closes(last, Duration(days=183))) == row["days_183"]
    fixed = convention(Before, "thirty-day-months").closes(last, six_months)
    assert shown(fixed) == row["days_180"]


def test_notice_is_not_counted_forward_from_the_start() -> None:
    """B3: the start and 54 months give another day than the end less 6 months, either way."""
    forward = convention(Period, "same-numbered").advance(day("2024-02-29"), Duration(months=54))
    assert shown(forward) == "2028-08-29"
    assert forward not in {day("2028-08-28"), day("2028-09-01")}


@pytest.mark.parametrize(
    ("period", "iterated"),
    [("same-numbered", "2044-02-28"), ("same-numbered-up", "2044-03-01")],
)
def test_terms_counted_one_from_another_drift(period: str, iterated: str) -> None:
    """B4: the fourth term, counted from the end of the third and so on, has left 29 February."""
    count, five_years = convention(Period, period), Duration.parse("5 years")
    anchor = day("2024-02-29")
    for _ in range(4):
        last = count.advance(anchor, five_years)
        anchor = count.next_anchor(last)
    assert shown(last) == iterated
    assert shown(count.last(day("2024-02-29"), five_years, five_years, 4)) == "2044-02-29"


@pytest.mark.parametrize("key", ["Europe/Moscow", "Pacific/Apia", "America/Sao_Paulo"])
def test_a_term_that_expired_on_a_day_still_ran_on_it(key: str) -> None:
    """C12, C13: the boundary after 31 December 2024 lies between that day's close and the next."""
    zone, last = Zone(key), day("2024-12-31")
    assert zone.close(last) < zone.after(last) == zone.begin(last + 1) < zone.close(last + 1)
    assert zone.day_of(zone.after(last)) == last + 1


def test_only_seven_expiries_of_2025_leave_six_months_before_open() -> None:
    down, up = convention(Before, "inclusive"), convention(Before, "inclusive-up")
    six_months = Duration(months=6)
    year = range(day("2025-01-01"), day("2026-01-01"))
    open_ones = [shown(d) for d in year if down.closes(d, six_months) != up.closes(d, six_months)]
    assert open_ones == [
        "2025-03-31",
        "2025-05-31",
        "2025-08-29",
        "2025-08-30",
        "2025-08-31",
        "2025-10-31",
        "2025-12-31",
    ]
