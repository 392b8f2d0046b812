"""What is leapt to beyond the record equals what the clock comes to when it walks there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mandate import Mandate
from mandate.engine.firing import Stop
from tests.making.building import (
    Table,
    agreement,
    befores,
    event,
    mandate,
    obligation,
    periods,
    starts,
    stops,
    term,
    zones,
)
from tests.making.effort import tried

CYCLES = 200
ODD = (
    "1 month",
    "7 months",
    "13 months",
    "1 year 17 days",
    "2 years 11 months",
    "97 days",
    "5 years",
)


def texts_of(**clauses: Callable[..., Any]) -> st.SearchStrategy[tuple[Table, date]]:
    """Draw an agreement with these clauses, under drawn conventions."""

    @st.composite
    def drawn(draw: st.DrawFn) -> tuple[Table, date]:
        start = draw(starts)
        found = {name: make(draw, start) for name, make in clauses.items()}
        conventions = {"zone": draw(zones), "period": draw(periods), "before": draw(befores)}
        return agreement(found, **conventions), start

    return drawn()


def odd(draw: st.DrawFn, start: date) -> Table:
    """Draw a term whose first length is not that of the later ones."""
    return term(start, draw(st.sampled_from(ODD)), tacit=draw(st.sampled_from(ODD)))


def windowed(draw: st.DrawFn, start: date) -> Table:
    lead = draw(st.sampled_from(["10 days", "1 month", "2 months"]))
    notice = {"by": ["alfa"], "before-end": lead, "not-before": "70 days"}
    return term(
        start, draw(st.sampled_from(ODD[1:])), tacit=draw(st.sampled_from(ODD[1:])), notice=notice
    )


def joint(draw: st.DrawFn, start: date) -> Table:
    lead = draw(st.sampled_from(["10 days", "27 days"]))
    notice = {"by": ["alfa", "bravo", "charlie"], "before-end": lead, "jointly": True}
    return odd(draw, start) | {"notice": notice}


def compare(stay: Mandate, picks: Sequence[int], cycles: int = CYCLES) -> None:
    """Hold leapt stops against walked ones: at each pick, just at and just after its position."""
    walker = Mandate(*stay.__reduce__()[1])
    walked: list[Stop] = list(islice(stops(walker), 3 * cycles))
    starts_ = [stop.position for stop in walked]
    timeline = stay._derivation.timeline  # noqa: SLF001  # a leap does not show from outside
    for pick in sorted({p % len(walked) for p in picks}, reverse=True):
        for position in (walked[pick].position, walked[pick].position + 1):
            index = bisect_left(starts_, position) - 1
            if index >= 0:
                found = timeline.before(position)
                assert found.position == walked[index].position
                assert found.state == walked[index].state
                # In what order those of clauses side by side stand: see the last test.
                assert rules(found) == rules(walked[index])


def rules(stop: Stop) -> list[tuple[str, str]]:
    return sorted((firing.rule.id, firing.clause) for firing in stop.firings)


picked = st.lists(st.integers(0, 3 * CYCLES), min_size=3, max_size=6)


@settings(max_examples=tried(15))
@given(texts_of(stay=odd), picked)
def test_terms_of_odd_lengths(drawn: tuple[Table, date], picks: list[int]) -> None:
    compare(mandate(drawn[0]), picks)


@settings(max_examples=tried(15))
@given(texts_of(stay=windowed), picked)
def test_windows_of_notice(drawn: tuple[Table, date], picks: list[int]) -> None:
    compare(mandate(drawn[0]), picks)


@settings(max_examples=tried(10))
@given(texts_of(stay=joint), picked)
def test_joint_notice(drawn: tuple[Table, date], picks: list[int]) -> None:
    text, start = drawn
    compare(mandate(text), picks)
    # A part given in the first term does not carry over.
    compare(mandate(text, event("notice", start, by="alfa")), picks)


@settings(max_examples=tried(10))
@given(texts_of(stay=odd, escort=windowed), picked)
def test_two_repeating_terms_side_by_side(drawn: tuple[Table, date], picks: list[int]) -> None:
    compare(mandate(drawn[0]), picks)


@settings(max_examples=tried(10))
@given(texts_of(stay=odd, escort=joint), st.integers(1, 2000), picked)
def test_what_is_not_periodic_at_first(
    drawn: tuple[Table, date], later: int, picks: list[int]
) -> None:
    """An obligation falls due, a term that lies in another ends; then come the cycles."""
    text, start = drawn
    due = {"within": "1 year", "from": start + timedelta(days=later)}
    words = {"title": "A", "cite": "a", "quote": "q", "language": "en", "source": "text"}
    text["clauses"]["handover"] = {**words, **obligation(due=due)}
    bounded = term(start, "7 months", during="stay")
    bounded["renewal"] = {"tacit": "5 months", "at-most": 3}
    text["clauses"]["guard"] = {**words, **bounded}
    compare(mandate(text), picks)


@settings(max_examples=tried(20))
@given(texts_of(stay=odd), st.dates(date(2500, 1, 1), date.max))
def test_far_days_are_leapt_to(drawn: tuple[Table, date], day: date) -> None:
    text, _ = drawn
    stay = mandate(text)

    status = stay.status(day)

    assert status.in_force
    assert status.term.first_day is not None
    assert status.term.first_day <= day
    assert status.last_day is None or day <= status.last_day
    walked = stay._derivation.timeline._walked.stops  # noqa: SLF001
    assert len(walked) < 40


def test_two_terms_side_by_side_are_leapt_to() -> None:
    clauses = {
        "stay": term(date(2020, 2, 29), "5 years", tacit="5 years", notice="6 months"),
        "escort": term(date(2021, 1, 31), "7 months", tacit="13 months"),
    }
    stay = mandate(agreement(clauses))

    status = stay.status(date.max)

    assert status.in_force
    assert len(stay._derivation.timeline._walked.stops) < 100  # noqa: SLF001


@settings(max_examples=tried(10))
@given(texts_of(stay=odd, escort=joint), st.sampled_from(ODD[1:]), st.integers(1, 4), picked)
def test_a_term_of_few_renewals_beside_others(
    drawn: tuple[Table, date], lasts: str, most: int, picks: list[int]
) -> None:
    """It repeats like them for a while, and then no more."""
    text, start = drawn
    few = term(start, lasts, renewal={"tacit": "120 days", "at-most": most}, during="stay")
    words = {"title": "A", "cite": "a", "quote": "q", "language": "en", "source": "text"}
    text["clauses"]["guard"] = {**words, **few}
    compare(mandate(text), picks)


def test_renewals_that_end_are_soon_told_from_those_that_do_not() -> None:
    """A joint tail that one of the terms soon leaves is none: the walk goes on, not on and on."""
    begins, notice = date(2010, 5, 20), {"by": ["alfa", "bravo"], "before-end": "2 weeks"}
    first = {"lasts-until": date(2011, 2, 10), "renewal": {"tacit": "11 months"}}
    transit = {"lasts": "2 years", "renewal": {"tacit": "120 days", "at-most": 3}}
    clauses = {
        "stay": term(begins, notice={**notice, "jointly": True}, **first),
        "transit": term(date(2010, 5, 18), during="stay", **transit),
        "escort": term(begins, notice={**notice, "jointly": True}, during="stay", **first),
    }
    stay = mandate(agreement(clauses, period="same-numbered-up"))

    status = stay.status(date.max)

    assert status.clauses["transit"].phase == "ended"
    assert status.clauses["escort"].number == status.clauses["stay"].number == 8717
    assert len(stay._derivation.timeline._walked.stops) < 100  # noqa: SLF001


def test_a_joint_tail_is_left_where_one_of_its_terms_ends() -> None:
    """While the stay still renews itself, all three repeat; what follows is found after its end."""
    begins = date(2096, 3, 1)
    few = {"tacit": "18 months", "at-most": 3}
    clauses = {
        "stay": term(begins, "18 months", renewal=few),
        "transit": term(date(2096, 1, 20), "6 months", tacit="6 months"),
        "escort": term(begins, "1 day", tacit="1 day"),
    }
    stay = mandate(agreement(clauses))

    status = stay.status("3000-01-01")

    assert status.phase == "ended"
    assert status.clauses["escort"].first_day == date(3000, 1, 1)
    assert status.clauses["transit"].first_day == date(2999, 7, 21)


def test_days_asked_in_any_order_give_the_same() -> None:
    text = agreement({"stay": term(date(2020, 8, 31), "1 month", tacit="1 month", notice="9 days")})
    days = [
        date(9999, 12, 31),
        date(2020, 9, 1),
        date(5000, 2, 28),
        date(2021, 2, 28),
        date(5000, 3, 1),
    ]
    stay = mandate(text)

    for day in (*days, *reversed(days)):
        assert stay.status(day) == mandate(text).status(day)


def test_a_stop_of_two_terms_is_leapt_to_with_the_firings_that_walking_gives() -> None:
    lasting = term(date(2020, 11, 10), "5 years", tacit="5 years")
    text = agreement({"stay": lasting, "escort": lasting})
    position = mandate(text).agreement.zone.begin(date(2220, 11, 11).toordinal())

    leapt = mandate(text)._derivation.timeline.at(position)  # noqa: SLF001
    (walked,) = [
        stop for stop in stops(mandate(text), date(2220, 12, 1)) if stop.position == position
    ]

    assert leapt.firings == walked.firings


def test_a_notice_of_one_clause_keeps_no_other_from_being_leapt_to() -> None:
    """A notice for a second term, kept when its clause lapsed, is nothing that others wait for."""
    beside = {
        **term(date(2020, 1, 1), "1 year", tacit="10 years", notice="1 month"),
        "during": "host",
    }
    beside["notice"]["if-late"] = "next-term"
    text = agreement(
        {
            "stay": term(date(2020, 1, 1), "2 days", tacit="2 days"),
            "host": term(date(2020, 1, 1), "18 months"),
            "beside": beside,
        }
    )
    late = event("notice", date(2020, 12, 20), by="alfa", of="beside")

    lapsed = mandate(text, late)

    assert lapsed.status("2021-07-03").clauses["beside"].ended_by == "lapse"
    assert lapsed.status("9000-01-01").clauses["stay"].phase == "in-force"
