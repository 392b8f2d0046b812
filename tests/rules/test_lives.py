"""How clauses live and end: decision, extension, drawdown, withdrawal, suspension, their hosts."""

from __future__ import annotations

from datetime import date

import pytest

from tests.making.building import (
    PARTIES,
    Table,
    agreement,
    event,
    mandate,
    obligation,
    rules_of,
    term,
)

START = date(2020, 1, 1)


def stay(*events: Table, lasts="1 year", **clause: object):
    return mandate(agreement({"stay": term(START, lasts, **clause)}), *events)


def decided(on, by="council", **keys: object):
    return event("renewal", on, by=by, **keys)


# --- renewal by decision ------------------------------------------------------------------------

ORGAN = {"renewal": {"decided-by": ["council"]}}


@pytest.mark.parametrize(
    ("how", "last"),
    [
        ({"until": date(2021, 7, 31)}, date(2021, 7, 31)),
        ({"lasts": "6 months", "counted-from": "end"}, date(2021, 7, 1)),
        ({"lasts": "6 months", "counted-from": "adoption"}, date(2021, 6, 15)),
    ],
    ids=["to a date", "from the end", "from adoption"],
)
def test_a_renewal_decided_while_the_term_runs(how, last):
    found = stay(decided(date(2020, 12, 15), **how), **ORGAN)

    assert found.status("2021-01-01").term.number == 1
    second = found.status("2021-01-02").term
    assert (second.number, second.first_day, second.last_day) == (2, date(2021, 1, 2), last)
    assert found.status(last).in_force
    assert found.status(date.max).ended_by == "expiry"


def test_the_last_decision_before_the_end_counts():
    first = decided(date(2020, 10, 1), until=date(2021, 12, 31), id="first")
    found = stay(first, decided(date(2020, 12, 1), until=date(2021, 7, 31)), **ORGAN)

    assert found.status("2021-01-02").last_day == date(2021, 7, 31)


def test_a_renewal_after_the_end_leaves_a_gap():
    found = stay(decided(date(2021, 1, 31), until=date(2021, 7, 31)), **ORGAN)

    assert found.status("2021-01-01").in_force
    for day in ("2021-01-02", "2021-01-30"):
        assert (found.status(day).phase, found.status(day).ended_by) == ("ended", "expiry")
    again = found.status("2021-01-31")
    assert (again.phase, again.ended_by) == ("in-force", None)
    assert (again.term.number, again.term.first_day) == (2, date(2021, 1, 31))
    assert found.status("2021-08-01").phase == "ended"


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        (decided(date(2020, 12, 1), by="alfa", until=date(2021, 7, 31)), "renewal-not-entitled"),
        (decided(date(2020, 12, 1), until=date(2021, 1, 1)), "renewal-not-later"),
        (decided(date(2019, 12, 1), until=date(2021, 7, 31)), "renewal-before-start"),
        (decided(date(2021, 3, 1), until=date(2021, 2, 1)), "renewal-past-already"),
    ],
)
def test_a_decision_that_does_nothing(act, rule):
    found = stay(act, **ORGAN)

    assert rule in rules_of(found.status(act["on"]))
    assert found.status("2021-01-02").ended_by == "expiry"


def test_a_decision_wins_over_tacit_renewal_and_notice_over_both():
    both = {"renewal": {"decided-by": ["council"], "tacit": "1 year"}, "notice": "1 month"}
    act = decided(date(2020, 6, 1), until=date(2021, 3, 31))
    noted = event("notice", date(2020, 7, 1), by="alfa")

    found = stay(act, **both)
    assert found.status("2021-01-02").last_day == date(2021, 3, 31)
    assert found.status("2021-04-01").term.last_day == date(2022, 3, 31)  # a new anchor
    assert stay(act, noted, **both).status("2021-01-02").ended_by == "notice"


# --- extension ----------------------------------------------------------------------------------

ONCE = {"by": ["alfa"], "at-most": "6 months", "times": 1}


def test_an_extension_moves_the_end_the_deadline_and_the_anchor():
    moved = event("extension", date(2021, 1, 1), by="alfa", until=date(2021, 6, 30))
    found = stay(moved, tacit="1 year", extension=ONCE, notice="1 month")

    status = found.status("2021-01-01")
    assert (status.term.number, status.last_day) == (1, date(2021, 6, 30))
    assert (status.notice_deadline, status.headline.extended) == (date(2021, 5, 30), 1)
    assert found.status("2021-07-01").term.last_day == date(2022, 6, 30)
    assert found.status("2021-07-01").headline.extended == 0


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        ({"by": "alfa", "until": date(2021, 7, 2)}, "term-extension-too-long"),
        ({"by": "bravo", "until": date(2021, 6, 30)}, "extension-not-entitled"),
        ({"by": "alfa", "until": date(2021, 1, 1)}, "term-extension-not-later"),
    ],
)
def test_an_extension_that_does_nothing(act, rule):
    found = stay(event("extension", date(2020, 6, 1), **act), extension=ONCE)

    assert rules_of(found.status("2020-06-01")) == [rule]
    assert found.status("2020-06-01").last_day == date(2021, 1, 1)


# --- ends ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "clause", "ended_by"),
    [
        (event("consent", date(2020, 6, 1)), {}, "consent"),
        (event("termination", date(2020, 6, 1), by="alfa"), {"terminate-by": ["alfa"]}, "decision"),
        (event("termination", date(2020, 6, 1), by="bravo", contested=False), {}, "off-clause"),
        (event("termination", date(2020, 6, 1), by="bravo", contested=True), {}, None),
        (event("termination", date(2020, 6, 1), by="bravo"), {"terminate-by": ["alfa"]}, None),
    ],
)
def test_ends_by_an_act(act, clause, ended_by):
    found = stay(act, **clause)

    assert found.status("2020-05-31").in_force
    that_day = found.status("2020-06-01")
    assert that_day.ended_by == ended_by
    assert that_day.in_force is (ended_by is None)
    claims = {} if ended_by else {"termination": {"by": "bravo"}}
    assert that_day.headline.claimed_ends == claims


def test_a_clause_with_a_drawdown_winds_down():
    found = stay(drawdown="6 months")

    phases = {
        d: found.status(d).phase for d in ("2021-01-01", "2021-01-02", "2021-07-01", "2021-07-02")
    }
    assert list(phases.values()) == ["in-force", "winding-down", "winding-down", "ended"]
    assert found.status("2021-03-01").in_force is False
    assert found.status("2021-03-01").ended_by == "expiry"
    assert found.status("2021-03-01").notice == "not-foreseen"


def test_a_drawdown_after_consent_runs_from_that_day():
    found = stay(event("consent", date(2020, 6, 1)), drawdown="1 month")

    assert found.status("2020-07-01").phase == "winding-down"
    assert (found.status("2020-07-02").phase, found.status("2020-07-02").ended_by) == (
        "ended",
        "consent",
    )


# --- parties that leave -------------------------------------------------------------------------


def leaving(works, *events: Table, least=2):
    rule = {"by": list(PARTIES), "period": "6 months", "works": works, "least": least}
    clause = term(START, withdrawal=rule)
    text = agreement({"stay": clause}, instrument={"clause": "stay"})
    return mandate(text, event("withdrawal", date(2020, 5, 22), by="alfa"), *events)


@pytest.mark.parametrize(
    ("works", "last"), [("same-day", date(2020, 11, 21)), ("after-last-day", date(2020, 11, 22))]
)
def test_a_party_leaves_when_the_period_has_run(works, last):
    found = leaving(works)

    announced = found.status("2020-05-22").parties["alfa"]
    assert (announced.state, announced.notice_running, announced.leaves_on) == ("party", True, last)
    assert found.status("2020-05-21").parties["alfa"].notice_running is False
    assert found.status(last).parties["alfa"].state == "party"
    after = found.status(date.fromordinal(last.toordinal() + 1))
    assert (after.parties["alfa"].state, after.parties["alfa"].notice_running) == (
        "withdrawn",
        False,
    )
    assert after.parties["bravo"].state == "party"
    assert after.in_force


def test_a_clause_ends_with_too_few_parties():
    second = event("withdrawal", date(2020, 6, 1), by="bravo", id="second")
    found = leaving("same-day", second)

    assert found.status("2020-11-30").in_force
    ended = found.status("2020-12-01")
    assert (ended.phase, ended.ended_by, ended.last_day) == ("ended", "notice", date(2020, 11, 30))
    assert ended.parties["charlie"].state == "party"


def test_a_party_does_not_leave_twice():
    again = event("withdrawal", date(2020, 6, 1), by="alfa", id="again")

    assert rules_of(leaving("same-day", again).status("2020-06-01")) == ["withdrawal-repeated"]


# --- suspension ---------------------------------------------------------------------------------


def suspended(*events: Table, stops=True, **clause: object):
    rule = {"suspend-by": ["alfa", "bravo"], "suspension-stops-clock": stops}
    return stay(event("suspension", date(2020, 3, 1), by="alfa"), *events, **rule, **clause)


def test_a_suspension_that_stops_the_clock_adds_the_days_lost():
    back = event("resumption", date(2020, 3, 31), by="alfa")
    found = suspended(back, notice="1 month", tacit="1 year")

    assert found.status("2020-02-29").last_day == date(2021, 1, 1)
    held = found.status("2020-03-01")
    assert (held.phase, held.last_day, held.notice_deadline) == ("in-force", None, None)
    assert held.parties["alfa"].suspended is True
    assert held.headline.suspended_by == {"alfa": {"basis": "clause", "since": date(2020, 3, 1)}}
    resumed = found.status("2020-03-31")
    assert (resumed.last_day, resumed.notice_deadline) == (date(2021, 1, 31), date(2020, 12, 31))
    assert resumed.parties["alfa"].suspended is False
    assert found.status("2021-02-01").term.last_day == date(2022, 1, 31)


def test_while_the_clock_is_stopped_nothing_ends():
    assert suspended().status("2025-01-01").in_force
    assert suspended().status("2025-01-01").beyond_calendar == ()


def test_a_suspension_that_does_not_stop_the_clock():
    found = suspended(stops=False)

    assert found.status("2020-03-01").last_day == date(2021, 1, 1)
    assert found.status("2020-03-01").parties["alfa"].suspended is True
    assert found.status("2021-01-02").phase == "ended"
    assert found.status("2021-01-02").parties["alfa"].suspended is False


def test_a_suspension_that_no_clause_allows():
    found = suspended(event("suspension", date(2020, 4, 1), by="charlie", id="other"))

    by = found.status("2020-04-01").headline.suspended_by
    assert {party: row["basis"] for party, row in by.items()} == {
        "alfa": "clause",
        "charlie": "off-clause",
    }


def test_the_clock_runs_again_when_the_last_suspension_is_over():
    events = [
        event("suspension", date(2020, 3, 11), by="bravo", id="second"),
        event("resumption", date(2020, 3, 21), by="alfa"),
        event("resumption", date(2020, 3, 31), by="bravo", id="last"),
    ]
    found = suspended(*events)

    assert found.status("2020-03-21").last_day is None
    assert found.status("2020-03-31").last_day == date(2021, 1, 31)


# --- clauses that lie in others, and what has items ---------------------------------------------


def hosted(*events: Table):
    tied = {"during": "stay"}
    clauses = {
        "stay": term(START, "1 year"),
        "escort": term(START, "5 years", **tied),
        "pay": obligation(**tied),
        "quiet": {"kind": "duty", "bound": "alfa", **tied},
        "office": {"kind": "body", **tied},
        "strength": {
            "kind": "ceiling",
            "bound": "alfa",
            "quantities": [{"what": "men", "number": 9}],
            **tied,
        },
    }
    return mandate(agreement(clauses), *events)


def test_what_lies_in_a_clause_ends_with_it():
    found = hosted()

    inside, outside = (found.status(day).clauses for day in ("2021-01-01", "2021-01-02"))
    others = ("pay", "quiet", "office", "strength")
    assert [inside[n].state for n in others] == ["pending", "standing", "foreseen", "applies"]
    assert [outside[n].state for n in others] == ["lapsed", "ended", "closed", "ended"]
    assert (inside["escort"].phase, outside["escort"].phase) == ("in-force", "ended")
    assert (outside["escort"].ended_by, outside["escort"].last_day) == ("lapse", date(2021, 1, 1))


def test_what_lies_in_a_clause_ends_at_once_with_an_act():
    found = hosted(event("consent", date(2020, 6, 1))).status("2020-06-01").clauses

    assert (found["escort"].ended_by, found["pay"].state, found["office"].state) == (
        "lapse",
        "lapsed",
        "closed",
    )


def test_items():
    clause = obligation(
        due={"by": date(2020, 3, 31)},
        items=[{"id": "alta"}, {"id": "besi", "due": {"by": date(2020, 4, 30)}}],
    )
    acts = [
        event("performance", date(2020, 3, 1), of="hand.alta", by="alfa", id="one"),
        event("performance", date(2020, 4, 15), of="hand.besi", by="alfa", id="two"),
    ]
    found = mandate(agreement({"stay": term(START), "hand": clause}), *acts)

    march, mid, end = (found.status(d).clauses for d in ("2020-03-01", "2020-04-01", "2020-04-15"))
    assert (march["hand"].state, sorted(march["hand"].missing)) == ("pending", ["hand.besi"])
    assert (march["hand.alta"].state, march["hand.besi"].due) == ("performed", date(2020, 4, 30))
    assert (mid["hand"].state, mid["hand.besi"].state) == ("overdue", "pending")
    assert (end["hand"].state, end["hand.besi"].state) == ("performed-late", "performed")
    assert dict(end["hand"].missing) == {}
