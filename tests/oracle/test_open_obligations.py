"""Where the grammar leaves a case of an obligation open: how the oracle reads it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.oracle.building import agreement, happened, record, wrong
from tests.oracle.days import Table

YEAR = {"kind": "term", "begins": {"on": date(2020, 1, 1)}, "lasts-until": date(2020, 12, 31)}


def check(text: Table, events: list[Table], expected: str) -> None:
    assert wrong(text, record(*events), expected) == []


def debt(**keys: Any) -> Table:  # noqa: ANN401
    owed = {"kind": "obligation", "due": {"by": date(2020, 3, 31)}, **keys}
    return agreement({"debt": owed, "host": YEAR}, begins="2020-01-01")


def done(on: str, of: str = "debt") -> Table:
    return happened(on, "performance", of, by="alfa")


def put_off(on: str, until: str) -> Table:
    return happened(on, "extension", "debt", by="alfa", until=until)


def test_extensions_after_performance_or_lapse_change_nothing():
    events = [done("2020-03-01"), put_off("2020-03-02", "2020-05-05")]
    expected = "2020-03-02 debt due = 2020-03-31\n2020-03-02 debt extended = 0"
    check(debt(), events, expected)
    events = [put_off("2021-03-02", "2021-05-05")]
    check(debt(during="host"), events, "2021-03-02 debt due = 2020-03-31")


def test_a_performance_after_a_lapse_changes_nothing():
    check(debt(during="host"), [done("2021-01-01")], "2021-01-01 debt state = lapsed")


def test_an_extension_without_a_rule_works_before_the_beginning_and_never_shortens():
    text = debt(begins={"on": date(2020, 2, 1)})
    check(text, [put_off("2020-01-01", "2020-05-05")], "2020-01-01 debt due = 2020-05-05")
    for on in ("2020-01-01", "2020-03-03"):
        check(text, [put_off(on, "2020-03-09")], "2020-03-10 debt state = pending")
        check(text, [put_off(on, "2020-03-31")], "2020-03-10 debt extended = 0")


@pytest.mark.parametrize(
    ("who", "by", "due"),
    [
        ({"debtor": "alfa"}, "alfa", "2020-03-31"),
        ({"debtor": "alfa"}, "bravo", "2020-05-05"),
        ({"debtor": "alfa"}, None, "2020-05-05"),
        ({"debtor": "alfa", "creditor": "bravo"}, "bravo", "2020-05-05"),
        ({"debtor": "alfa", "creditor": "bravo"}, "charlie", "2020-03-31"),
        ({"debtor": "alfa", "creditor": ["bravo", "charlie"]}, "bravo", "2020-03-31"),
        ({"debtor": ["alfa", "bravo"], "creditor": ["alfa", "bravo"]}, "bravo", "2020-03-31"),
        ({"debtor": ["alfa", "bravo"], "creditor": ["alfa", "bravo"]}, None, "2020-05-05"),
        ({}, "alfa", "2020-05-05"),
    ],
)
def test_who_may_put_off_without_a_rule(who: Table, by: str | None, due: str):
    act = put_off("2020-03-03", "2020-05-05")
    act = {**act, "by": by} if by else {key: act[key] for key in act if key != "by"}
    check(debt(**who), [act], f"2020-03-03 debt due = {due}")


def test_without_a_due_day_there_is_nothing_to_put_off():
    text = debt()
    del text["clauses"]["debt"]["due"]
    expected = "2020-06-06 debt due = none\n2020-06-06 debt state = pending"
    check(text, [put_off("2020-03-03", "2020-05-05")], expected)


def test_what_another_does_is_no_performance():
    act = happened("2020-03-03", "performance", "debt", by="bravo")
    text = debt(debtor=["alfa", "charlie"], debtors="any")
    check(text, [act], "2020-03-03 debt state = pending\n2020-03-03 debt performed_on = none")
    check(text, [done("2020-03-03")], "2020-03-03 debt timing = early")
    check(text, [done("2020-03-31")], "2020-03-31 debt timing = on-time")
    check(text, [done("2020-04-01")], "2020-04-01 debt timing = late")
    check(debt(), [act], "2020-03-03 debt state = performed")


def test_an_extension_before_the_time_runs_outlasts_its_count():
    text = debt(due={"within": "30 days", "after": "host", "what": "ended"})
    expected = """
        2020-03-03 debt due = 2021-05-05
        2020-03-03 debt originally_due = none
        2021-01-01 debt due = 2021-05-05
        2021-01-01 debt originally_due = 2021-01-30
    """
    check(text, [put_off("2020-03-03", "2021-05-05")], expected)
    # What was given falls away where the time that is counted reaches as far.
    fallen = "2020-12-31 debt due = 2021-01-30\n2021-01-01 debt extended = 0"
    check(text, [put_off("2020-03-03", "2021-01-30")], fallen)


def test_an_extension_with_a_rule_to_the_same_day_does_not_count():
    text = debt(extension={"by": ["alfa"], "at-most": "30 days", "times": 1})
    expected = "2020-03-03 debt extended = 0"
    check(text, [put_off("2020-03-03", "2020-03-31")], expected)


def test_an_extension_is_not_shortened_by_a_by_that_excludes_its_day():
    text = debt()
    text["counting"]["by"] = {"preset": "exclusive"}
    check(text, [put_off("2020-03-03", "2020-05-05")], "2020-05-05 debt state = pending")


def test_the_due_day_is_shown_before_the_beginning_and_while_dormant():
    text = debt(begins={"on": date(2020, 2, 1)}, **{"if": {"clause": "host", "what": "ended"}})
    expected = """
        2020-01-01 debt due = 2020-03-31
        2020-02-01 debt state = dormant
        2020-04-01 debt state = dormant
        2021-01-01 debt state = overdue
    """
    check(text, [], expected)
    check(text, [done("2020-04-01")], "2020-04-01 debt state = performed")


def test_a_whole_is_late_by_its_own_due_day_alone():
    items = [{"id": "one", "due": {"by": date(2020, 2, 1)}}, {"id": "two"}]
    expected = """
        2020-02-02 debt.one state = overdue
        2020-02-02 debt state = pending
        2020-03-03 debt.one state = performed-late
        2020-03-03 debt state = performed
    """
    events = [done("2020-03-03", "debt.one"), done("2020-03-02", "debt.two")]
    check(debt(items=items), events, expected)


def test_a_performance_on_the_day_on_which_an_act_ends_the_host_counts():
    events = [happened("2020-03-03", "consent", "host"), done("2020-03-03")]
    check(debt(during="host"), events, "2020-03-03 debt state = performed")
