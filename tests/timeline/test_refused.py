"""Texts and records at which the clock gives up, and long ones at which it need not."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

import pytest

from mandate import Mandate
from mandate.engine import clock
from mandate.errors import OrderError, RunawayError
from mandate.library import read_data
from mandate.timeline import walk
from tests.making.building import (
    MATCHERS,
    PARTIES,
    Table,
    agreement,
    event,
    mandate,
    obligation,
    term,
)

START = date(2020, 1, 1)
STAY = term(START, "5 years")


def chain(length: int, kind: str = "duty") -> Table:
    """Make clauses of which each begins with the one before."""
    what = "pending" if kind == "obligation" else "commenced"
    clauses: Table = {"stay": STAY}
    before = {"after": "stay", "what": "commenced"}
    for number in range(length):
        clauses[f"c{number}"] = {"kind": kind, "begins": before}
        before = {"after": f"c{number}", "what": what}
    return agreement(clauses)


# -- as many steps as the text is long -----------------------------------------------------------


@pytest.mark.parametrize("matcher", MATCHERS)
@pytest.mark.parametrize(
    ("kind", "state"), [("duty", "standing"), ("obligation", "pending"), ("body", "foreseen")]
)
def test_a_long_chain_begins_as_one(kind: str, state: str, matcher: str) -> None:
    stay = mandate(chain(150, kind), matcher=matcher)

    states = {str(c.state) for name, c in stay.status(START).clauses.items() if name[0] == "c"}

    assert states == {state}


def test_a_long_chain_of_terms_that_parties_may_leave() -> None:
    text = chain(150, "term")
    leaving = {"by": list(PARTIES), "period": "1 year", "least": 2}
    for name in list(text["clauses"])[1:]:
        text["clauses"][name] |= {"lasts": "1 year", "drawdown": "1 month", "withdrawal": leaving}

    assert {c.phase for c in mandate(text).status(START).clauses.values()} == {"in-force"}


def test_a_long_chain_of_conditions() -> None:
    """Each waits for the one before, and the first for a point."""
    clauses: Table = {"stay": STAY}
    for number in range(150):
        clauses[f"c{number}"] = obligation(items=[{"id": "a"}])
        if number:
            clauses[f"c{number}"]["if"] = {"clause": f"c{number - 1}", "what": "pending"}
    clauses["c0"]["if"] = {"clause": "stay", "what": "reached"}
    stay = mandate(agreement(clauses), event("milestone", START, of="stay"))

    states = [c.state for name, c in stay.status(START).clauses.items() if name[0] == "c"]

    assert len(states) == 300
    assert set(states) == {"pending"}


def test_many_acts_of_one_day_in_their_order() -> None:
    acts: list[Table] = []
    for number in range(100):
        kind = "resumption" if number % 2 else "suspension"
        after = {"after": acts[-1]["id"]} if acts else {}
        acts.append(event(kind, START, id=f"e{number}", by="alfa", **after))
    stay = mandate(agreement({"stay": STAY | {"suspend-by": ["alfa"]}}), *acts)

    assert not stay.status(START).clauses["stay"].suspended_by


# -- where it gives up ---------------------------------------------------------------------------

LOOP = {
    "round-and-round": {
        "says": "A statement is made again and again.",
        "authority": "none",
        "on": {"signal": "became", "clause": "stay", "what": "reached"},
        "then": {"signal": {"became": {"clause": "stay", "what": "reached"}}},
    }
}


def looping(on: object) -> Mandate:
    text = agreement({"stay": STAY})
    reached = event("milestone", on, of="stay")
    record = {"format": 1, "agreement": text["id"], "events": [reached]}
    return Mandate(*read_data(text, record, LOOP), "plain")


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2020, 5, 1), "the close of 2020-05-01"),
        (datetime(2020, 5, 1, 10, tzinfo=timezone(timedelta(0))), "2020-05-01T10:00:00+00:00"),
    ],
)
def test_rules_without_end_are_told_with_place_and_time(on: object, told: str) -> None:
    with pytest.raises(RunawayError) as caught:
        looping(on)

    text = str(caught.value)
    assert re.match(r"agreement: clauses.stay: more than \d{2,3} steps at one instant", text)
    assert f"at one instant ({told})" in text
    assert text.endswith("the rules that go on: round-and-round")


@pytest.mark.parametrize(
    ("day", "told"), [(-3, "before 0001-01-01"), (3_652_063, "after 9999-12-31")]
)
def test_an_instant_outside_the_calendar_is_told(day: int, told: str) -> None:
    zone = mandate(agreement({"stay": STAY})).agreement.zone

    assert clock.instant(zone, zone.begin(day)) == told


def test_too_many_rules_between_two_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_FIRINGS", 30)
    daily = {f"t{n}": term(START, f"{n + 2} days", tacit=f"{n + 7} days") for n in range(9)}

    with pytest.raises(RunawayError) as caught:
        mandate(agreement(daily), event("statement", START), event("consent", date(2021, 1, 1)))

    text = str(caught.value)
    assert text.startswith("agreement: clauses.t")
    assert "rules fired more than 30 times between the events, up to 2020-01-" in text


def test_a_far_day_has_an_answer_where_the_way_to_it_repeats(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What repeats for ever is leapt over; of what ends after so many times, each is walked."""
    monkeypatch.setattr(walk, "MOST_FIRINGS", 1_000)
    daily = term(START, "1 day", tacit="1 day")
    bounded = {**daily, "renewal": {"tacit": "1 day", "at-most": 100_000}}
    for_ever, often = (mandate(agreement({"stay": clause})) for clause in (daily, bounded))

    assert for_ever.status(date.max).in_force
    assert often.status(date(2020, 3, 1)).in_force
    with pytest.raises(RunawayError, match="rules fired more than 1,000 times between the events"):
        often.status(date(3000, 1, 1))


# -- the order of two events ---------------------------------------------------------------------

MOVED = [
    event("extension", START, id="first", of="hand", until=date(2020, 4, 1)),
    event("extension", START, id="second", of="hand", until=date(2020, 5, 1)),
]
HAND = obligation(due={"by": date(2020, 3, 1)})


def read(*events: Table, **keys: object) -> Mandate:
    return mandate(agreement({"stay": STAY, "hand": HAND | keys}), *events)


@pytest.mark.parametrize("keys", [{}, {"extension": {"by": ["bravo"]}}])
def test_two_extensions_of_one_day_need_an_order(keys: Table) -> None:
    acts = [one | ({"by": "bravo"} if keys else {}) for one in MOVED]

    with pytest.raises(OrderError, match=r"'first' \(record: events\[0\]\) or 'second'"):
        read(*acts, **keys)

    for number in (0, 1):
        ordered = [dict(one) for one in acts]
        ordered[number]["after"] = ordered[1 - number]["id"]
        assert read(*ordered, **keys).status("2020-02-01").clauses["hand"].due == date(2020, 5, 1)


def test_two_that_move_it_to_one_day_need_none() -> None:
    same = read(MOVED[0], MOVED[0] | {"id": "again"})

    assert same.status("2020-02-01").clauses["hand"].due == date(2020, 4, 1)


def test_all_days_up_to_the_one_that_contradicts_are_told() -> None:
    before = [
        event(kind, date(2019, 12, 1) + timedelta(40), of="stay", by="alfa")
        for kind in ("suspension", "resumption")
    ]
    later = [one | {"id": one["id"] + "-later", "on": date(2020, 2, 1)} for one in MOVED]

    with pytest.raises(OrderError) as caught:
        read(*before, *later)

    text = str(caught.value)
    assert "'resumption' (record: events[1]) or 'suspension'" in text
    assert "'first-later' (record: events[2]) or 'second-later'" in text


def test_what_contradicts_itself_in_every_order_is_a_contradiction() -> None:
    """No order helps, so none is asked for."""
    rule = {
        "says": "An incident does two things to one fact.",
        "authority": "none",
        "on": {"event": "incident"},
        "when": {"term": {"clause": "stay"}},
    }
    torn = {
        "torn": {**rule, "then": {"set": {"term": {"latest": "$day"}}}},
        "torn-too": {**rule, "then": {"set": {"term": {"latest": "$no-day"}}}},
    }
    text = agreement({"stay": STAY, "truce": {"kind": "duty", "bound": "alfa"}})
    acts = [event("incident", START, id=name, of="truce") for name in ("one", "two")]
    record = {"format": 1, "agreement": text["id"], "events": acts}

    with pytest.raises(Exception, match="two rules contradict each other about term") as caught:
        Mandate(*read_data(text, record, torn), "plain")

    assert type(caught.value).__name__ == "ContradictionError"
