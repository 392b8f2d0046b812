"""Terms tile, and each is one addition away from the anchor."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mandate import Status
from mandate.words import Phase
from tests.making.building import (
    DAY,
    Table,
    agreement,
    far_starts,
    leads,
    length,
    mandate,
    periods,
    plus_months,
    renewing,
    starts,
    term,
    zones,
)
from tests.making.effort import tried

Renewing = tuple[Table, date, int]


def holds(status: Status, number: int, first: date, last: date | None) -> bool:
    term = status.term
    return (status.phase, term.number, term.first_day, term.last_day) == (
        Phase.IN_FORCE,
        number,
        first,
        last,
    )


@settings(max_examples=tried(40))
@given(renewing(far=True), st.data())
def test_terms_tile(drawn: Renewing, data: st.DataObject) -> None:
    text, start, _ = drawn
    stay = mandate(text)
    if start > date.min:
        before = stay.status(start - DAY)
        assert before.phase is Phase.NOT_STARTED
        assert before.term == stay.status(start).term

    first = start
    for number in range(1, 6):
        last = stay.status(first).term.last_day
        if last is None:
            assert "last_day" in stay.status(first).beyond_calendar
            return
        inside = data.draw(st.dates(first, last))
        for day in (first, inside, last):
            assert holds(stay.status(day), number, first, last)
        if last == date.max:
            return
        first = last + DAY


@settings(max_examples=tried(40))
@given(far_starts, st.integers(1, 200), st.integers(1, 30), zones)
def test_terms_of_days_tile(start: date, size: int, number: int, zone: str) -> None:
    text = agreement({"stay": term(start, length(days=size), tacit=length(days=size))}, zone=zone)
    stay = mandate(text)
    # The anchor does not count: the first term holds it and `size` days more.
    last = start.toordinal() + number * size
    assume(last < date.max.toordinal())
    first = start if number == 1 else date.fromordinal(last - size + 1)

    for day in (first, date.fromordinal(last)):
        assert holds(stay.status(day), number, first, date.fromordinal(last))
    assert stay.status(date.fromordinal(last + 1)).term.number == number + 1


def counted_to(start: date, months: int, period: str) -> date | None:
    """Count forward in the manner of a preset, with a calendar of our own."""
    if period != "day-before":
        return plus_months(start, months, up=period == "same-numbered-up")
    if start.day > 1:
        return plus_months(start.replace(day=start.day - 1), months)
    day_after = plus_months(start, months)
    return day_after and day_after - DAY


@settings(max_examples=tried(60))
@given(renewing(), st.one_of(st.integers(1, 8), st.integers(1, 400)))
def test_anchored_without_drift(drawn: Renewing, number: int) -> None:
    text, start, size = drawn
    preset = text["counting"]["period"]["preset"]
    last = counted_to(start, number * size, preset)
    before = start - DAY if number == 1 else counted_to(start, (number - 1) * size, preset)
    assume(last is not None)

    assert last is not None
    assert before is not None
    assert holds(mandate(text).status(last), number, before + DAY, last)


@settings(max_examples=tried(40))
@given(starts, st.integers(1, 40), st.integers(1, 40), st.integers(1, 60), periods)
def test_later_terms_of_another_length_are_one_addition_too(
    start: date, first: int, later: int, number: int, period: str
) -> None:
    stay = term(start, length(months=first), tacit=length(months=later))
    text = agreement({"stay": stay}, period=period)
    last = counted_to(start, first + (number - 1) * later, period)
    assert last is not None

    found = mandate(text).status(last).term

    assert (found.number, found.last_day) == (number, last)


@settings(max_examples=tried(30))
@given(renewing(), st.integers(0, 3))
def test_no_more_terms_than_the_text_allows(drawn: Renewing, most: int) -> None:
    text, start, size = drawn
    text["clauses"]["stay"]["renewal"]["at-most"] = most
    last = counted_to(start, size * (most + 1), text["counting"]["period"]["preset"])
    assert last is not None
    stay = mandate(text)

    assert stay.status(last).term.number == most + 1
    ended = stay.status(last + DAY)
    assert (ended.phase, ended.ended_by, ended.last_day) == ("ended", "expiry", last)
    assert stay.status(date.max).phase is Phase.ENDED


@settings(max_examples=tried(30))
@given(starts, st.integers(1, 900), leads, st.sampled_from(["inclusive", "exclusive"]))
def test_an_end_that_the_text_names_is_the_last_day(
    start: date, size: int, lead: str, by: str
) -> None:
    named = start + size * DAY
    clause = {**term(start, notice=lead), "lasts-until": named}
    stay = mandate(agreement({"stay": clause}, by=by))
    last = named if by == "inclusive" else named - DAY

    assert stay.status(start).last_day == last
    assert stay.status(last).in_force
    assert stay.status(last + DAY).phase is Phase.ENDED
