"""The oracle on what the grammar says of obligations, duties, bodies and ceilings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.oracle.building import agreement, happened, record, wrong
from tests.oracle.days import Table


def hosted(**clauses: Table) -> Table:
    """Make an agreement with a term "stay" of the year 2020, and other clauses."""
    stay = {"kind": "term", "begins": {"on": date(2020, 1, 1)}, "lasts-until": date(2020, 12, 31)}
    return agreement({"stay": stay, **clauses}, begins="2020-01-01")


def duty_bound(**keys: Any) -> Table:  # noqa: ANN401
    return hosted(debt={"kind": "obligation", "due": {"by": date(2020, 3, 31)}, **keys})


def put_off(on: str, until: str, by: str = "alfa") -> Table:
    return happened(on, "extension", "debt", by=by, until=until)


def done(on: str, of: str = "debt") -> Table:
    return happened(on, "performance", of, by="alfa")


RULE = {"extension": {"by": ["alfa"], "at-most": "30 days", "times": 1}}


@pytest.mark.parametrize(
    ("keys", "events", "expected"),
    [
        ({}, [done("2020-03-31")], "2020-04-01 debt state = performed"),
        ({}, [done("2020-04-01")], "2020-04-01 debt state = performed-late"),
        ({}, [done("2019-12-31")], "2020-03-31 debt state = pending"),
        ({}, [done("2020-02-01"), done("2020-04-01")], "2020-04-01 debt performed_on = 2020-02-01"),
        ({}, [], "2020-03-31 debt state = pending\n2020-04-01 debt state = overdue"),
        (
            {},
            [put_off("2020-04-05", "2020-04-20")],
            "2020-04-04 debt state = overdue\n2020-04-05 debt state = pending",
        ),
        (RULE, [put_off("2020-04-05", "2020-04-20")], "2020-04-05 debt state = overdue"),
        (RULE, [put_off("2020-03-31", "2020-04-30")], "2020-04-30 debt state = pending"),
        (RULE, [put_off("2020-03-31", "2020-05-01")], "2020-04-30 debt state = overdue"),
        (RULE, [put_off("2020-03-01", "2020-04-30", "bravo")], "2020-04-01 debt state = overdue"),
        (
            RULE,
            [put_off("2020-03-01", "2020-04-10"), put_off("2020-03-02", "2020-04-20")],
            "2020-03-02 debt due = 2020-04-10\n2020-03-02 debt extended = 1",
        ),
        (
            {"during": "stay", "due": {}},
            [],
            "2020-12-31 debt state = pending\n2021-01-01 debt state = lapsed",
        ),
        ({"during": "stay"}, [done("2020-12-31")], "2021-01-01 debt state = performed-late"),
        (
            {"if": {"clause": "stay", "what": "ended"}},
            [],
            "2020-12-31 debt state = dormant\n2021-01-01 debt state = overdue",
        ),
        (
            {"if": {"clause": "stay", "what": "ended"}},
            [done("2020-02-01")],
            "2020-02-01 debt state = performed",
        ),
        (
            {"due": {"within": "30 days", "after": "stay", "what": "ended"}},
            [],
            "2020-12-31 debt due = none\n2021-01-01 debt due = 2021-01-30",
        ),
        (
            {"begins": {"after": "stay", "what": "ended"}, "due": {}},
            [],
            "2020-12-31 debt state = not-started\n2021-01-01 debt state = pending",
        ),
        (
            {"items": [{"id": "one"}, {"id": "two", "due": {"by": date(2020, 2, 1)}}]},
            [done("2020-02-02", "debt.two"), done("2020-03-03", "debt.one")],
            """
            2020-02-02 debt.two state = performed-late
            2020-03-02 debt state = pending
            2020-03-03 debt.one state = performed
            2020-03-03 debt performed_on = 2020-03-03
            """,
        ),
    ],
)
def test_obligations(keys: Table, events: list[Table], expected: str):
    assert wrong(duty_bound(**keys), record(*events), expected) == []


def test_events_of_one_day_go_in_the_order_that_they_give():
    rule = {"by": ["alfa"], "at-most": "30 days", "times": 1}
    first = put_off("2020-03-31", "2020-04-10")
    second = {**put_off("2020-03-31", "2020-04-20"), "after": "e2"}
    expected = "2020-03-31 debt due = 2020-04-10"
    assert wrong(duty_bound(extension=rule), record(second, first), expected) == []


def test_by_that_excludes_the_day():
    text = duty_bound()
    text["counting"]["by"] = {"preset": "exclusive"}
    expected = """
        2020-03-30 debt state = pending
        2020-03-30 debt due = 2020-03-30
        2020-03-31 debt state = overdue
    """
    assert wrong(text, record(), expected) == []


def test_a_duty_and_its_incidents():
    clause = {"kind": "duty", "bound": "alfa", "ends": {"on": date(2020, 5, 31)}}
    events = [happened(day, "incident", "calm") for day in ("2020-01-01", "2020-05-31")]
    outside = [happened(day, "incident", "calm") for day in ("2019-12-31", "2020-06-01")]
    expected = """
        2019-12-31 calm state = not-started
        2020-05-30 calm incidents = 1
        2020-05-31 calm state = standing
        2020-06-01 calm state = ended
        2020-06-01 calm incidents = 2
    """
    text = agreement({"calm": clause}, begins="2020-01-01")
    assert wrong(text, record(*events, *outside), expected) == []


def test_a_body_and_a_ceiling_end_with_their_host():
    quantities = [{"what": "men", "number": 90, "exact": True}, {"what": "carts", "number": 9}]
    text = hosted(
        centre={"kind": "body", "during": "stay"},
        force={"kind": "ceiling", "during": "stay", "quantities": quantities},
    )
    reports = [
        happened(f"2020-0{month}-01", "report", "force", what=what, value=value)
        for month, what, value in [(2, "men", 90), (3, "men", 89), (4, "carts", 8), (5, "men", 91)]
    ]
    late = happened("2021-01-01", "report", "force", what="men", value=90)
    expected = """
        2020-01-31 force figures.men.state = not-reported
        2020-02-01 force figures.men.state = within
        2020-03-01 force figures.men.state = below
        2020-04-01 force figures.carts.state = within
        2020-05-01 force figures.men.state = above
        2020-12-31 force state = applies
        2021-01-01 force state = ended
        2021-01-01 force figures.men.reported = 91
        2020-12-31 centre state = foreseen
        2021-01-01 centre state = closed
    """
    assert wrong(text, record(*reports, late), expected) == []
