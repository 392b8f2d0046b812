"""Ceilings and the figures reported against them; organs; duties and incidents."""

from __future__ import annotations

from datetime import date

import pytest

import mandate as library
from tests.making.building import agreement, event, mandate, rules_of, term

START = date(2020, 1, 1)


def test_470_is_90_and_380_against_552_reported():
    figures = library.status("2020-11-20").clauses["contingent"].figures

    assert figures["equipment"] == {
        "limit": 470,
        "at_least": None,
        "reported": 552,
        "reported_on": date(2020, 11, 20),
        "state": "above",
    }
    assert figures["personnel"]["state"] == "within"
    assert figures["vehicles"] == {
        "limit": 380,
        "at_least": None,
        "reported": None,
        "reported_on": None,
        "state": "not-reported",
    }
    before = library.status("2020-11-19").clauses["contingent"].figures
    assert (before["equipment"]["reported"], before["equipment"]["state"]) == (168, "within")


def strength(value, *, exact, what="men", on=START):
    quantities = [{"what": "men", "number": 50, "exact": exact}, {"what": "trucks", "number": 9}]
    ceiling = {
        "kind": "ceiling",
        "bound": "alfa",
        "begins": {"on": START},
        "during": "stay",
        "quantities": quantities,
        "totals": [{"what": "all", "of": ["men", "trucks"]}],
    }
    clauses = {"stay": term(START, "1 year"), "strength": ceiling}
    return mandate(agreement(clauses), event("report", on, of="strength", what=what, value=value))


@pytest.mark.parametrize(
    ("value", "exact", "state"),
    [
        (0, False, "within"),
        (49, False, "within"),
        (50, False, "within"),
        (51, False, "above"),
        (49, True, "below"),
        (50, True, "within"),
        (51, True, "above"),
        (0, True, "below"),
    ],
)
def test_a_figure_against_a_limit(value, exact, state):
    row = strength(value, exact=exact).status(START).clauses["strength"].figures["men"]

    assert row == {
        "limit": 50,
        "at_least": 50 if exact else None,
        "reported": value,
        "reported_on": START,
        "state": state,
    }


@pytest.mark.parametrize(("value", "state"), [(59, "within"), (60, "above")])
def test_a_figure_against_a_total(value, state):
    figures = strength(value, exact=True, what="all").status(START).clauses["strength"].figures

    assert (figures["all"]["limit"], figures["all"]["state"]) == (59, state)
    assert figures["men"]["state"] == "not-reported"


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        ({"on": date(2019, 12, 31)}, "figure-outside-ceiling"),
        ({"on": date(2021, 1, 2)}, "figure-outside-ceiling"),
    ],
)
def test_a_figure_that_is_held_against_nothing(keys, rule):
    found = strength(10, exact=False, **keys)
    status = found.status(keys.get("on", START))

    assert rules_of(status)[-1] == rule
    rows = status.clauses["strength"].figures.values()
    assert {row["state"] for row in rows} <= {"not-reported"}


def test_a_ceiling_over_its_life():
    found = strength(10, exact=False)

    states = [
        found.status(d).clauses["strength"].state
        for d in ("2019-12-31", "2020-01-01", "2021-01-02")
    ]
    assert states == ["not-started", "applies", "ended"]


def test_a_body_over_its_life():
    acts = [
        event("opening", date(2020, 2, 1), of="office"),
        event("closing", date(2020, 5, 1), of="office"),
    ]
    text = agreement(
        {"stay": term(START, "1 year"), "office": {"kind": "body", "begins": {"on": START}}}
    )
    found = mandate(text, *acts)

    life = [
        (body.state, body.since)
        for body in (
            found.status(d).clauses["office"]
            for d in ("2019-12-31", "2020-01-01", "2020-02-01", "2020-05-01")
        )
    ]
    assert life == [
        ("not-started", None),
        ("foreseen", None),
        ("operating", date(2020, 2, 1)),
        ("closed", date(2020, 5, 1)),
    ]


def test_a_duty_over_its_life():
    acts = [
        event("incident", day, of="quiet", by="bravo", against="alfa", id=f"incident-{n}")
        for n, day in enumerate(
            (date(2019, 12, 1), date(2020, 2, 1), date(2020, 3, 31), date(2020, 4, 1))
        )
    ]
    duty = {
        "kind": "duty",
        "bound": "alfa",
        "begins": {"on": START},
        "ends": {"on": date(2020, 3, 31)},
    }
    found = mandate(agreement({"stay": term(START, "1 year"), "quiet": duty}), *acts)

    days = ("2019-12-31", "2020-02-01", "2020-03-31", "2020-04-01")
    assert [
        (found.status(d).clauses["quiet"].state, found.status(d).clauses["quiet"].incidents)
        for d in days
    ] == [
        ("not-started", 0),
        ("standing", 1),
        ("standing", 2),
        ("ended", 2),
    ]
    assert "incident-outside-duty" in rules_of(found.status("2020-04-01"))
