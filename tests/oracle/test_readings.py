"""The oracle on what the grammar says of terms, day by day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.oracle import on_day, oracle
from tests.oracle.building import DAY_BEFORE, agreement, happened, record, wrong
from tests.oracle.days import Table

BOTH = ["alfa", "bravo"]


def term(**keys: Any) -> Table:  # noqa: ANN401
    """Make a clause "stay" of one year from 2020-01-01, renewed tacitly, notice by 3 months."""
    clause = {
        "kind": "term",
        "begins": {"on": date(2020, 1, 1)},
        "lasts": "1 year",
        "renewal": {"tacit": "1 year"},
        "notice": {"by": BOTH, "before-end": "3 months", **keys.pop("notice", {})},
        **keys,
    }
    return agreement({"stay": clause}, begins="2020-01-01", period=DAY_BEFORE)


def given(on: str, by: str = "alfa", **more: object) -> Table:
    return happened(on, "notice", "stay", by=by, **more)


RUNS_OUT = """
2020-12-31 stay phase = in-force
2021-01-01 stay phase = ended
2021-01-01 stay ended_by = notice
2021-01-01 stay notice = closed
2021-01-01 stay term.number = 1
"""
GOES_ON = """
2021-01-01 stay phase = in-force
2021-01-01 stay term.number = 2
2021-01-01 stay notice = open
"""


@pytest.mark.parametrize(
    ("notice", "events", "expected"),
    [
        ({}, [given("2020-09-30")], RUNS_OUT + "2020-09-30 stay notice = running"),
        ({}, [given("2020-10-01")], GOES_ON + "2020-10-01 stay notice = closed"),
        ({}, [given("2019-12-31")], GOES_ON),
        ({}, [given("2020-01-01")], RUNS_OUT),
        ({}, [given("2020-05-01", "charlie")], GOES_ON + "2020-05-01 stay notice = open"),
        ({"counts": "received"}, [given("2020-09-29", received="2020-09-30")], RUNS_OUT),
        ({"counts": "received"}, [given("2020-09-29", received="2020-10-01")], GOES_ON),
        (
            {"counts": "received"},
            [given("2020-09-01", received="2020-09-09")],
            "2020-09-08 stay notice = open\n2020-09-09 stay notice = running",
        ),
        ({}, [given("2020-09-29", received="2020-10-01")], RUNS_OUT),
        ({"not-before": "6 months"}, [given("2020-06-30")], RUNS_OUT),
        (
            {"not-before": "6 months"},
            [given("2020-06-29")],
            """
            2020-06-29 stay notice = not-open
            2020-06-30 stay notice = open
            2021-01-01 stay notice = not-open
            2021-01-01 stay term.number = 2
            """,
        ),
        ({"jointly": True}, [given("2020-05-01")], GOES_ON + "2020-05-01 stay notice = open"),
        (
            {"jointly": True},
            [given("2020-05-01"), given("2020-09-30", "bravo")],
            RUNS_OUT + "2020-09-29 stay notice = open\n2020-09-30 stay notice = running",
        ),
        ({"jointly": True}, [given("2020-05-01"), given("2021-05-01", "bravo")], GOES_ON),
        (
            {"if-late": "next-term"},
            [given("2020-10-01")],
            """
            2021-01-01 stay phase = in-force
            2021-01-01 stay notice = running
            2021-12-31 stay phase = in-force
            2022-01-01 stay ended_by = notice
            2022-01-01 stay term.number = 2
            """,
        ),
    ],
)
def test_notice(notice: Table, events: list[Table], expected: str):
    assert wrong(term(notice=notice), record(*events), expected) == []


def back(on: str, of: str = "e1", by: str = "alfa", **more: object) -> Table:
    return happened(on, "notice-withdrawal", of, by=by, **more)


@pytest.mark.parametrize(
    ("revocable", "events", "expected"),
    [
        ("until-end", [given("2020-05-01"), back("2020-12-31")], GOES_ON),
        ("until-end", [given("2020-05-01"), back("2020-12-31", by="bravo")], RUNS_OUT),
        ("until-end", [given("2020-05-01"), back("2021-01-01")], RUNS_OUT),
        ("until-end", [given("2020-05-01"), back("2020-05-01", after="e1")], GOES_ON),
        ("until-deadline", [given("2020-05-01"), back("2020-09-30")], GOES_ON),
        ("until-deadline", [given("2020-05-01"), back("2020-10-01")], RUNS_OUT),
        ("never", [given("2020-05-01"), back("2020-05-02")], RUNS_OUT),
        (
            "until-end",
            [given("2020-05-01"), given("2020-06-01", "bravo"), back("2020-07-01")],
            RUNS_OUT + "2020-07-01 stay notice = running",
        ),
        (
            "until-end",
            [given("2020-05-01"), back("2020-07-01"), given("2020-08-01")],
            RUNS_OUT + "2020-07-31 stay notice = open\n2020-08-01 stay notice = running",
        ),
        (
            "until-end",
            [given("2020-05-01"), back("2020-11-01")],
            GOES_ON + "2020-10-31 stay notice = running\n2020-11-01 stay notice = closed",
        ),
    ],
)
def test_taking_notice_back(revocable: str, events: list[Table], expected: str):
    assert wrong(term(notice={"revocable": revocable}), record(*events), expected) == []


def test_a_part_of_a_joint_notice_taken_back_makes_it_incomplete():
    events = record(given("2020-05-01"), given("2020-06-01", "bravo"), back("2020-07-01"))
    expected = GOES_ON + "2020-06-30 stay notice = running\n2020-07-01 stay notice = open"
    assert wrong(term(notice={"jointly": True}), events, expected) == []


@pytest.mark.parametrize(("most", "last"), [(0, 2020), (1, 2021), (3, 2023)])
def test_so_many_renewals(most: int, last: int):
    text = term(renewal={"tacit": "1 year", "at-most": most})
    expected = f"{last}-12-31 stay phase = in-force\n{last + 1}-01-01 stay ended_by = expiry"
    assert wrong(text, record(), expected) == []


def decided(on: str, by: str = "council", **more: object) -> Table:
    return happened(on, "renewal", "stay", by=by, **more)


@pytest.mark.parametrize(
    ("renewal", "events", "expected"),
    [
        (
            {},
            [decided("2020-12-31", until="2021-06-30")],
            """
            2020-12-31 stay last_day = 2020-12-31
            2021-01-01 stay last_day = 2021-06-30
            2021-06-30 stay phase = in-force
            2021-07-01 stay ended_by = expiry
            """,
        ),
        ({}, [decided("2020-12-31", "alfa", until="2021-06-30")], "2021-01-01 stay phase = ended"),
        ({}, [decided("2020-06-01", until="2020-12-31")], "2021-01-01 stay phase = ended"),
        (
            {"tacit": "1 year"},
            [decided("2020-06-01", until="2021-06-30"), decided("2020-07-01", until="2021-03-31")],
            "2021-01-01 stay last_day = 2021-03-31\n2021-04-01 stay last_day = 2022-03-31",
        ),
        (
            {},
            [decided("2020-12-01", lasts="3 months", counted_from="adoption")],
            "2021-01-01 stay last_day = 2021-02-28",
        ),
        (
            {},
            [decided("2020-12-01", lasts="3 months", counted_from="end")],
            "2021-01-01 stay last_day = 2021-03-31",
        ),
        (
            {"tacit": "1 year"},
            [given("2020-05-01"), decided("2020-06-01", until="2021-06-30")],
            RUNS_OUT,
        ),
        (
            {},
            [decided("2021-03-01", until="2021-06-30")],
            """
            2021-01-01 stay ended_by = expiry
            2021-02-28 stay phase = ended
            2021-03-01 stay phase = in-force
            2021-03-01 stay ended_by = none
            2021-03-01 stay term.number = 2
            2021-03-01 stay term.first_day = 2021-03-01
            2021-07-01 stay phase = ended
            """,
        ),
    ],
)
def test_renewal_by_decision(renewal: Table, events: list[Table], expected: str):
    text = term(renewal={"decided-by": ["council"], **renewal})
    assert wrong(text, record(*events), expected) == []


def longer(on: str, until: str, by: str = "alfa") -> Table:
    return happened(on, "extension", "stay", by=by, until=until)


@pytest.mark.parametrize(
    ("events", "last"),
    [
        ([longer("2020-12-31", "2021-03-31")], "2021-03-31"),
        ([longer("2020-06-01", "2021-06-30")], "2021-06-30"),
        ([longer("2020-06-01", "2021-07-01")], "2020-12-31"),
        ([longer("2020-06-01", "2021-03-31", "bravo")], "2020-12-31"),
        ([longer("2020-06-01", "2020-12-31")], "2020-12-31"),
        ([longer("2019-06-01", "2021-03-31")], "2020-12-31"),
        ([longer("2020-06-01", "2021-01-31"), longer("2020-07-01", "2021-02-28")], "2021-01-31"),
    ],
)
def test_extension_of_a_term(events: list[Table], last: str):
    rule = {"by": ["alfa"], "at-most": "6 months", "times": 1}
    text = term(extension=rule)
    after = str(date.fromordinal(date.fromisoformat(last).toordinal() + 1))
    expected = f"""
        2020-12-31 stay last_day = {last}
        {last} stay term.number = 1
        {after} stay term.number = 2
        {after} stay last_day = {int(last[:4]) + 1}{last[4:]}
    """
    assert wrong(text, record(*events), expected) == []


def test_an_extension_moves_the_deadline():
    text = term(extension={"by": ["alfa"], "at-most": "6 months", "times": 1})
    events = record(longer("2020-10-15", "2021-03-31"), given("2020-12-31"))
    expected = """
        2020-10-14 stay notice = closed
        2020-10-15 stay notice = open
        2020-10-15 stay notice_deadline = 2020-12-31
        2021-03-31 stay phase = in-force
        2021-04-01 stay ended_by = notice
    """
    assert wrong(text, events, expected) == []


def evergreen(*events: Table) -> tuple[Table, Table]:
    text = term(evergreen={"notice": "6 months"})
    clause = text["clauses"]["stay"]
    del clause["renewal"], clause["notice"]["before-end"]
    return text, record(*events)


@pytest.mark.parametrize(
    ("on", "last"), [("2020-03-01", "2020-12-31"), ("2021-03-01", "2021-08-31")]
)
def test_evergreen(on: str, last: str):
    after = str(date.fromordinal(date.fromisoformat(last).toordinal() + 1))
    expected = f"""
        2020-02-29 stay notice = open
        {on} stay notice = running
        {on} stay last_day = {last}
        {last} stay phase = in-force
        {after} stay ended_by = notice
    """
    assert wrong(*evergreen(given(on)), expected) == []
    assert wrong(*evergreen(), "9999-12-31 stay phase = in-force") == []


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (happened("2020-05-05", "consent", "stay"), "consent"),
        (happened("2020-05-05", "termination", "stay", by="alfa"), "decision"),
        (happened("2020-05-05", "termination", "stay", by="bravo", contested=False), "off-clause"),
        (happened("2020-05-05", "termination", "stay", by="bravo", contested=True), "none"),
    ],
)
def test_acts_that_end_a_term(event: Table, reason: str):
    clause = {"kind": "duty", "bound": "alfa", "during": "stay"}
    text = term(**{"terminate-by": ["alfa"]})
    text["clauses"]["watch"] = clause
    state = "standing" if reason == "none" else "ended"
    expected = f"""
        2020-05-04 stay phase = in-force
        2020-05-05 stay ended_by = {reason}
        2020-05-04 watch state = standing
        2020-05-05 watch state = {state}
    """
    assert wrong(text, record(event), expected) == []


def test_terms_that_ended_on_days_left_out_are_counted():
    """Whether each day is lived or most are left out, the same term is the last."""
    text = agreement(
        {
            "host": {"kind": "term", "begins": {"on": date(2020, 3, 30)}, "lasts": "4 days"},
            "guest": {
                "kind": "term",
                "begins": {"on": date(2020, 2, 29)},
                "lasts": "1 day",
                "renewal": {"tacit": "1 day"},
                "during": "host",
            },
        },
        begins="2020-02-29",
    )

    far = on_day(text, record(), date(9999, 12, 30))["guest"]
    by_day = oracle(text, record(), date(2020, 4, 1), date(2020, 4, 10))

    assert far == by_day[date(2020, 4, 10)]["guest"]
