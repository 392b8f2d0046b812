"""The oracle on acting together, and on what several owe."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.oracle.building import PARTIES, agreement, happened, record, wrong
from tests.oracle.days import Table

YEAR = {"kind": "term", "begins": {"on": date(2020, 1, 1)}, "lasts-until": date(2020, 12, 31)}
BOTH = ["alfa", "bravo"]


def stay(**keys: Any) -> Table:  # noqa: ANN401
    return agreement({"stay": {**YEAR, **keys}}, begins="2020-01-01")


def check(text: Table, events: list[Table], expected: str) -> None:
    assert wrong(text, record(*events), expected) == []


def longer(on: str, by: str | list[str] | None, until: str = "2021-06-30", **more: object) -> Table:
    named = {} if by is None else {"by": by}
    return happened(on, "extension", "stay", until=until, **named, **more)


@pytest.mark.parametrize(
    ("rule", "acts", "last"),
    [
        # The text names nobody: all together, in one act or each in turn; none alone.
        (None, [None], "2021-06-30"),
        (None, [list(PARTIES)], "2021-06-30"),
        (None, ["alfa"], "2020-12-31"),
        (None, [BOTH], "2020-12-31"),
        (None, ["alfa", "bravo", "charlie"], "2021-06-30"),
        (None, ["alfa", "alfa", "bravo"], "2020-12-31"),
        # It names some: any of them, or they together.
        ({"by": BOTH}, ["alfa"], "2021-06-30"),
        ({"by": BOTH}, [None], "2021-06-30"),
        ({"by": BOTH}, ["charlie"], "2020-12-31"),
        ({"by": BOTH, "jointly": True}, ["alfa"], "2020-12-31"),
        ({"by": BOTH, "jointly": True}, ["alfa", "bravo"], "2021-06-30"),
        ({"by": BOTH, "jointly": True}, [BOTH], "2021-06-30"),
        ({"by": BOTH, "jointly": True}, [None], "2021-06-30"),
        # It names an organ: what names nobody is not its act.
        ({"by": ["council"]}, [None], "2020-12-31"),
        ({"by": ["council"]}, [list(PARTIES)], "2020-12-31"),
    ],
)
def test_who_can_extend_a_term(rule: Table | None, acts: list[Any], last: str):
    text = stay(**({"extension": rule} if rule else {}))
    events = [longer(f"2020-05-{n:02}", by) for n, by in enumerate(acts, start=1)]
    check(text, events, f"2020-06-01 stay last_day = {last}")


JOINTLY = {"extension": {"by": BOTH, "jointly": True}}


def test_parts_that_say_other_things_are_no_act_together():
    acts = [longer("2020-05-05", "alfa"), longer("2020-05-06", "bravo", "2021-07-01")]
    check(stay(**JOINTLY), acts, "2020-05-06 stay last_day = 2020-12-31")


def test_it_is_judged_and_works_from_the_last_part():
    acts = [
        longer("2020-05-05", "alfa", effect="2020-08-01"),
        longer("2020-06-06", "bravo", effect="2020-07-01"),
    ]
    expected = """
        2020-05-05 stay awaited = {'bravo': {}}
        2020-06-06 stay awaited = {}
        2020-07-31 stay extended = 0
        2020-08-01 stay extended = 1
    """
    check(stay(**JOINTLY), acts, expected)
    late = [longer("2020-12-31", "alfa"), longer("2021-01-01", "bravo")]
    check(stay(**JOINTLY), late, "2021-01-01 stay phase = ended")


def test_parts_lapse_when_the_next_term_opens():
    text = stay(**JOINTLY, renewal={"tacit": "1 year"})
    acts = [longer("2020-05-05", "alfa", "2022-06-30"), longer("2021-05-05", "bravo", "2022-06-30")]
    check(text, acts, "2021-01-01 stay awaited = {}\n2021-05-05 stay extended = 0")


def test_a_part_given_late_counts_for_the_next_term():
    notice = {"by": BOTH, "before-end": "3 months", "jointly": True, "if-late": "next-term"}
    text = stay(notice=notice, renewal={"tacit": "1 year"})
    given = [
        happened("2020-11-11", "notice", "stay", by="alfa"),
        happened("2021-05-05", "notice", "stay", by="bravo"),
    ]
    expected = """
        2020-11-11 stay notice = closed
        2021-01-01 stay notice = open
        2021-01-01 stay awaited = {'bravo': {}}
        2021-05-05 stay notice = running
        2022-01-01 stay ended_by = notice
    """
    check(text, given, expected)


def test_all_together_suspend_where_the_text_is_silent():
    stop = happened("2020-03-01", "suspension", "stay")
    go_on = happened("2020-04-01", "resumption", "stay")
    alone = happened("2020-03-10", "resumption", "stay", by="alfa")
    rows = {who: {"basis": "consent", "since": date(2020, 3, 1)} for who in PARTIES}
    expected = f"""
        2020-03-10 stay suspended_by = {rows}
        2020-04-01 stay suspended_by = {{}}
    """
    check(stay(), [stop, alone, go_on], expected)


def test_one_alone_suspends_off_the_clause():
    stop = happened("2020-03-01", "suspension", "stay", by="alfa")
    rows = {"alfa": {"basis": "off-clause", "since": date(2020, 3, 1)}}
    check(stay(), [stop], f"2020-03-01 stay suspended_by = {rows}")


def owed(**keys: Any) -> Table:  # noqa: ANN401
    debt = {"kind": "obligation", "due": {"by": date(2020, 3, 31)}, "debtor": BOTH, **keys}
    return agreement({"debt": debt}, begins="2020-01-01")


def done(on: str, by: str | list[str] | None) -> Table:
    return happened(on, "performance", "debt", **({} if by is None else {"by": by}))


@pytest.mark.parametrize(
    ("keys", "acts", "state"),
    [
        ({}, [("2020-03-01", "alfa")], "pending"),
        ({}, [("2020-03-01", "alfa"), ("2020-03-02", "alfa")], "pending"),
        ({}, [("2020-03-01", "alfa"), ("2020-03-31", "bravo")], "performed"),
        ({}, [("2020-03-01", "alfa"), ("2020-04-01", "bravo")], "performed-late"),
        ({}, [("2020-03-01", BOTH)], "performed"),
        ({}, [("2020-03-01", None)], "performed"),
        ({"debtors": "any"}, [("2020-03-01", "bravo")], "performed"),
    ],
)
def test_what_several_owe(keys: Table, acts: list[Any], state: str):
    events = [done(*one) for one in acts]
    day = "2020-03-31" if state != "performed-late" else "2020-04-01"
    check(owed(**keys), events, f"{day} debt state = {state}")


def test_whose_performance_is_missing():
    expected = """
        2020-02-29 debt awaited = {'alfa': {}, 'bravo': {}}
        2020-03-01 debt awaited = {'bravo': {}}
        2020-04-01 debt awaited = {'bravo': {}}
    """
    check(owed(), [done("2020-03-01", "alfa")], expected)


def test_the_limit_of_extensions_is_for_all_of_them_or_for_each():
    acts = [longer("2020-05-05", "alfa", "2021-01-31"), longer("2020-06-06", "alfa", "2021-02-28")]
    rule = {"by": ["alfa"], "at-most": "1 month"}
    check(stay(extension=rule), acts, "2020-06-06 stay last_day = 2021-01-31")
    rule = {**rule, "at-most-for": "each"}
    check(stay(extension=rule), acts, "2020-06-06 stay last_day = 2021-02-28")
