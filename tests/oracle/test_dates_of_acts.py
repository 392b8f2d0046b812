"""The oracle on the dates of an act: judged on one day, working from another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.oracle.building import agreement, happened, record, wrong
from tests.oracle.days import Table

YEAR = {"kind": "term", "begins": {"on": date(2020, 1, 1)}, "lasts-until": date(2020, 12, 31)}


def stay(**keys: Any) -> Table:  # noqa: ANN401
    """Make a clause "stay" of the year 2020."""
    return agreement({"stay": {**YEAR, **keys}}, begins="2020-01-01")


def check(text: Table, events: list[Table], expected: str) -> None:
    assert wrong(text, record(*events), expected) == []


def act(on: str, kind: str, **more: object) -> Table:
    return happened(on, kind, "stay", **more)


ENDING = {"terminate-by": ["alfa"]}


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        ({}, "2020-05-05"),
        ({"effect": "2020-05-05"}, "2020-05-04"),
        ({"effect": "2020-05-06"}, "2020-05-05"),
        ({"effect": "2020-04-01"}, "2020-03-31"),
        ({"until": "2020-06-30"}, "2020-06-30"),
        ({"until": "2020-05-05"}, "2020-05-05"),
        ({"until": "2020-03-03"}, "2020-03-03"),
        ({"effect": "2019-12-01"}, "2020-12-31"),
        ({"effect": "2021-02-01"}, "2020-12-31"),
    ],
)
def test_what_ends_from_a_day_has_the_day_before_as_its_last(dates: Table, last: str):
    # Before its beginning nothing ends, and after its end neither: then it ends by itself.
    after = "2021-03-03"
    for end in (
        act("2020-05-05", "consent", **dates),
        act("2020-05-05", "termination", by="alfa", **dates),
    ):
        check(stay(**ENDING), [end], f"{after} stay last_day = {last}\n{last} stay term.number = 1")


def test_an_act_that_reaches_back_is_judged_where_it_was_done():
    # Three months before the end is 30 September: given on 1 October it is late, for whatever day.
    notice = {"by": ["alfa"], "before-end": "3 months"}
    text = stay(notice=notice, renewal={"tacit": "1 year", "decided-by": ["council"]})
    late = act("2020-10-01", "notice", by="alfa", effect="2020-02-02")
    check(text, [late], "2021-01-01 stay term.number = 2")
    # The term ran when it was renewed, though not on the day from which that works.
    gap = act("2021-03-03", "renewal", by="council", until="2021-12-31", effect="2021-01-01")
    expected = """
        2021-01-01 stay phase = in-force
        2021-01-01 stay term.number = 2
        2021-01-01 stay last_day = 2021-12-31
    """
    check(stay(renewal={"decided-by": ["council"]}), [gap], expected)


def test_what_was_done_in_between_is_judged_in_the_course_that_reaches_back():
    # Begun on 1 February by an act of 1 April, it could be given notice in March.
    text = stay(begins={"with": "commencement"}, lasts="1 year", notice={"by": ["alfa"]})
    del text["clauses"]["stay"]["lasts-until"]
    events = [
        act("2020-04-01", "commencement", effect="2020-02-01"),
        act("2020-03-03", "notice", by="alfa"),
    ]
    check(text, events, "2020-03-03 stay notice = running\n2021-02-02 stay ended_by = notice")


def test_an_act_that_reaches_back_without_effect_changes_nothing():
    text = stay(extension={"by": ["alfa"]})
    late = act("2021-01-05", "extension", by="alfa", until="2021-06-30", effect="2020-12-01")
    check(text, [late], "2020-12-15 stay last_day = 2020-12-31\n2021-01-05 stay phase = ended")


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        ("2021-01-01", "2021-01-01 stay last_day = 2021-06-30\n2021-01-01 stay term.number = 1"),
        ("2021-01-02", "2021-01-02 stay phase = ended\n2021-01-02 stay last_day = 2020-12-31"),
        ("2020-12-31", "2020-12-31 stay last_day = 2021-06-30"),
    ],
)
def test_an_extension_works_from_the_day_after_the_end_at_the_latest(effect: str, expected: str):
    longer = act("2020-06-06", "extension", by="alfa", until="2021-06-30", effect=effect)
    check(stay(extension={"by": ["alfa"]}), [longer], expected)


@pytest.mark.parametrize(
    ("effect", "first", "gap"),
    [
        ("2020-12-01", "2021-01-01", False),
        ("2021-01-01", "2021-01-01", False),
        ("2021-01-10", "2021-01-10", True),
    ],
)
def test_a_renewal_from_a_later_day_leaves_a_gap(effect: str, first: str, gap: bool):  # noqa: FBT001
    renewed = act("2020-06-06", "renewal", by="council", until="2021-06-30", effect=effect)
    expected = f"""
        2021-01-05 stay phase = {"ended" if gap else "in-force"}
        2021-02-02 stay term.first_day = {first}
        2021-02-02 stay term.number = 2
        2021-02-02 stay last_day = 2021-06-30
    """
    check(stay(renewal={"decided-by": ["council"]}), [renewed], expected)


def test_where_a_term_is_renewed_tacitly_a_renewal_from_a_later_day_follows_the_next_term():
    text = stay(renewal={"decided-by": ["council"], "tacit": "1 month"})
    renewed = act("2020-06-06", "renewal", by="council", until="2021-06-30", effect="2021-01-10")
    expected = """
        2021-01-31 stay term.number = 2
        2021-02-01 stay term.number = 3
        2021-02-01 stay last_day = 2021-06-30
    """
    check(text, [renewed], expected)


def test_a_renewal_that_replaces_begins_at_once():
    text = stay(renewal={"decided-by": ["council"], "works": "replaces"})
    expected = """
        2020-06-06 stay term.number = 2
        2020-06-06 stay term.first_day = 2020-06-06
        2020-06-06 stay last_day = 2021-06-30
    """
    check(text, [act("2020-06-06", "renewal", by="council", until="2021-06-30")], expected)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [("consent", "extension", "none"), ("extension", "consent", "consent")],
)
def test_of_an_end_and_a_prolongation_from_one_day_the_later_prevails(
    first: str, second: str, reason: str
):
    more = {"extension": {"by": "alfa", "until": "2021-06-30"}, "consent": {}}
    events = [
        act("2020-05-05", first, effect="2021-01-01", **more[first]),
        act("2020-06-06", second, effect="2021-01-01", **more[second]),
    ]
    text = stay(extension={"by": ["alfa"]})
    check(text, events, f"2020-12-31 stay phase = in-force\n2021-01-01 stay ended_by = {reason}")


def test_an_end_with_the_day_on_which_notice_ends_it_is_by_notice():
    text = stay(notice={"by": ["alfa"]}, renewal={"tacit": "1 year"})
    events = [
        act("2020-05-05", "notice", by="alfa"),
        act("2020-06-06", "consent", effect="2021-01-01"),
    ]
    check(text, events, "2021-01-01 stay ended_by = notice")


LATER = {"by": ["alfa"], "before-end": "3 months"}


@pytest.mark.parametrize(
    ("on", "effect", "if_late", "last"),
    [
        ("2020-05-05", "2021-01-01", "void", "2020-12-31"),
        ("2020-05-05", "2021-01-02", "void", "2021-12-31"),
        ("2020-11-11", "2021-12-01", "void", "2021-12-31"),
        ("2020-11-11", "2021-01-01", "void", None),
        ("2020-11-11", "2021-01-01", "next-term", "2021-12-31"),
        ("2020-05-05", "2022-01-01", "void", "2021-12-31"),
        ("2020-05-05", "2022-01-02", "void", "2022-12-31"),
    ],
)
def test_notice_that_names_a_day_works_at_the_first_end_from_then_on(
    on: str, effect: str, if_late: str, last: str | None
):
    text = stay(notice={**LATER, "if-late": if_late}, renewal={"tacit": "1 year"})
    given = act(on, "notice", by="alfa", effect=effect)
    if last is None:
        check(text, [given], f"{on} stay notice = closed\n2025-01-01 stay phase = in-force")
    else:
        expected = f"{on} stay notice = running\n2025-01-01 stay last_day = {last}"
        check(text, [given], f"{expected}\n2025-01-01 stay ended_by = notice")


def test_such_a_notice_is_weighed_against_the_days_of_the_term_that_opens():
    # The next term is so short that its last day of notice lies before the notice.
    text = stay(notice=LATER, renewal={"tacit": "1 month"})
    given = act("2020-11-11", "notice", by="alfa", effect="2021-01-20")
    expected = """
        2020-11-11 stay notice = running
        2021-01-01 stay notice = closed
        2021-02-01 stay phase = in-force
    """
    check(text, [given], expected)


@pytest.mark.parametrize(
    ("if_early", "effect", "last"),
    [
        ("period", "2021-03-01", "2021-04-05"),
        ("void", "2021-03-01", "none"),
        ("void", "2021-04-06", "2021-04-05"),
        ("void", "2021-04-05", "none"),
        ("period", "2021-12-01", "2021-11-30"),
    ],
)
def test_notice_to_what_runs_on_ends_it_with_the_later_of_period_and_day(
    if_early: str, effect: str, last: str
):
    notice = {"by": ["alfa"], "if-early": if_early}
    text = stay(lasts="1 year", evergreen={"notice": "3 months"}, notice=notice)
    del text["clauses"]["stay"]["lasts-until"]
    given = act("2021-01-05", "notice", by="alfa", effect=effect)
    check(text, [given], f"2021-01-05 stay last_day = {last}")


def test_notice_to_what_runs_on_may_be_given_after_its_minimum_only():
    notice = {"by": ["alfa"], "after-minimum": True}
    text = stay(lasts="1 year", evergreen={"notice": "3 months"}, notice=notice)
    del text["clauses"]["stay"]["lasts-until"]
    expected = """
        2021-01-01 stay notice = not-open
        2021-01-01 stay notice_opens = 2021-01-02
        2021-01-02 stay notice = open
    """
    check(text, [], expected)
    check(text, [act("2021-01-01", "notice", by="alfa")], "2021-01-02 stay last_day = none")


def test_days_lost_are_those_between_the_days_from_which_it_works():
    text = stay(**{"suspend-by": ["alfa"], "suspension-stops-clock": True})
    events = [
        act("2020-02-01", "suspension", by="alfa", effect="2020-03-01"),
        act("2020-02-20", "resumption", by="alfa", effect="2020-03-11"),
    ]
    expected = """
        2020-02-25 stay suspended_by = {}
        2020-03-11 stay last_day = 2021-01-10
    """
    check(text, events, expected)


def test_a_term_from_an_hour_keeps_it():
    begins = {"at": datetime(2020, 4, 7, 18)}
    text = stay(begins=begins, lasts="2 months", renewal={"tacit": "2 months"})
    del text["clauses"]["stay"]["lasts-until"]
    expected = """
        2020-04-07 stay ends_at = 2020-06-07T18:00:00+00:00
        2020-06-06 stay term.number = 1
        2020-06-07 stay term.number = 2
        2020-06-07 stay term.first_day = 2020-06-07
        2020-06-07 stay last_day = 2020-08-07
    """
    check(text, [], expected)
    text["clauses"]["stay"]["begins"] = {"at": datetime(2020, 4, 8)}
    expected = """
        2020-06-07 stay last_day = 2020-06-07
        2020-06-07 stay term.number = 1
        2020-06-08 stay term.first_day = 2020-06-08
    """
    check(text, [], expected)
