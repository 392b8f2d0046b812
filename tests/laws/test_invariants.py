"""What holds of every status, whatever was done, from whatever day it works or was known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from mandate import Mandate, Status
from mandate.errors import OrderError
from tests.making.building import DAY, Table, agreement, clamped, mandate, said
from tests.making.drawing import Draw, cases
from tests.making.effort import tried

Case: TypeAlias = tuple[Table, list[Table], Mandate, list[date]]
Row: TypeAlias = dict[str, Any]

OVER = {"ended", "winding-down"}
BY_ACT = {"consent", "decision", "off-clause", "lapse"}
ACTS = {"consent": {"consent"}, "decision": {"termination"}, "off-clause": {"termination"}}
LATE = date(2060, 1, 1)
DATES = ("on", "effect", "received", "known", "until")

many = settings(
    max_examples=tried(60),
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def stay(text: Table, events: list[Table]) -> Mandate:
    """Read a case; one in which an order of acts is missing is none."""
    try:
        found = mandate(text, *events)
        found.status(LATE)
    except OrderError:
        reject()
    return found


def telling(start: date, events: list[Table], found: Mandate) -> list[date]:
    """List the days that events name and those on which a term begins or ends, and those beside."""
    days = {start} | {day_of(one[key]) for one in events for key in DATES if key in one}
    for day in sorted(days):
        for clause in found.status(day).clauses.values():
            row = clause.as_dict()
            shown = [row.get("last_day"), row.get("due"), row.get("notice_deadline")]
            days.update(one for one in shown if one is not None)
    return sorted({clamped(day.toordinal() + by) for day in days for by in (-1, 0, 1)})


@st.composite
def asked(draw: Draw) -> Case:
    """Draw a case with acts that have all four dates, and the days on which to ask."""
    text, start, events = draw(cases(every_date=True))
    found = stay(text, events)
    days = telling(start, events, found)
    return text, events, found, draw(st.lists(st.sampled_from(days), min_size=1, max_size=12))


def rows(status: Status, kind: str) -> Iterator[tuple[str, Row]]:
    for name, clause in status.clauses.items():
        row = clause.as_dict()
        if row["kind"] == kind:
            yield name, row


def terms(case: Case) -> Iterator[tuple[date, str, Row]]:
    """Yield what is said of each term on each of the days, and where that is."""
    _, _, found, days = case
    for day in days:
        for name, row in rows(found.status(day), "term"):
            yield day, name, row


@many
@given(asked())
def test_a_term_has_one_last_day_and_does_not_run_beyond_it(case: Case) -> None:
    for day, name, row in terms(case):
        where = f"{name} on {day}"
        assert row["last_day"] == row["term"]["last_day"], where
        first, last = row["term"]["first_day"], row["last_day"]
        if row["phase"] == "in-force":
            assert first is not None, where
            assert first <= day, where
            assert last is None or day <= last, where
        elif first is None:
            assert last is None or row["phase"] == "not-started", where
        elif last is not None:
            assert first <= last, where


@many
@given(asked())
def test_what_has_ended_ended_today_or_earlier_and_stays_so(case: Case) -> None:
    _, _, found, _ = case
    for day, name, row in terms(case):
        where, last = f"{name} on {day}", row["last_day"]
        assert (row["ended_by"] is None) == (row["phase"] not in OVER), where
        if row["phase"] not in OVER or last is None:
            # What never began has no day.
            assert row["phase"] not in OVER or row["ended_by"] == "lapse", where
            continue
        assert last <= day, where
        before = row_of(found, last, name)
        assert before["phase"] == "in-force" or before["last_day"] == last, where
        if last < day:
            after = row_of(found, last + DAY, name)
            assert after["phase"] in OVER, where
            assert (after["ended_by"], after["last_day"]) == (row["ended_by"], last), where


def row_of(found: Mandate, day: date, name: str) -> Row:
    return dict(rows(found.status(day), "term"))[name]


@many
@given(asked())
def test_what_it_ended_by_has_been_done_by_then(case: Case) -> None:
    text, events, _, _ = case
    for day, name, row in terms(case):
        by, where = row["ended_by"], f"{name} on {day}"
        mine = [one for one in events if one.get("of") == name]
        if by in ACTS:
            assert any(one["kind"] in ACTS[by] for one in mine), where
        elif by == "notice":
            left = any(one["kind"] == "withdrawal" for one in events)
            assert left or any(one["kind"] == "notice" for one in mine), where
        elif by == "lapse":
            whole = any(one["kind"] in {"consent", "withdrawal"} for one in events)
            assert whole or "during" in text["clauses"].get(name, {}), where


@many
@given(asked())
def test_notice_is_open_only_in_its_window_and_never_after_the_end(case: Case) -> None:
    for day, name, row in terms(case):
        where, notice = f"{name} on {day}", row["notice"]
        if row["phase"] in OVER:
            assert notice in {"closed", "not-foreseen"}, where
        if row["phase"] == "not-started":
            assert notice in {"not-open", "not-foreseen"}, where
        if notice == "open":
            deadline, opens = row["notice_deadline"], row["notice_opens"]
            assert deadline is None or day <= deadline, where
            assert opens is None or opens <= day, where
        if row["ended_by"] in BY_ACT:
            assert row["notice_deadline"] is None, where
            assert row["notice_opens"] is None, where


@many
@given(asked())
def test_nothing_has_been_done_left_or_suspended_in_the_future(case: Case) -> None:
    _, _, found, days = case
    for day in days:
        status = found.status(day)
        for name, row in rows(status, "obligation"):
            done = row["performed_on"]
            assert done is None or done <= day, f"{name} on {day}"
            assert all(one["on"] <= day for one in row["done_by_others"].values())
        for name, row in rows(status, "body"):
            assert row["since"] is None or row["since"] <= day, f"{name} on {day}"
        for name, row in rows(status, "term"):
            for hold in row["suspended_by"].values():
                assert hold["since"] <= day, f"{name} on {day}"
        for name, subject in status.on_the_ground.items():
            assert subject.since is None or subject.since <= day, f"{name} on {day}"


@many
@given(asked())
def test_a_party_has_left_once_its_last_day_is_over(case: Case) -> None:
    _, _, found, days = case
    for day in days:
        for name, party in found.status(day).parties.items():
            where = f"{name} on {day}"
            if party.state == "withdrawn":
                assert party.leaves_on is not None, where
                assert party.leaves_on < day, where
            elif party.leaves_on is not None:
                assert day <= party.leaves_on, where
                assert party.notice_running, where


@many
@given(asked())
def test_what_is_owed_is_performed_overdue_or_neither(case: Case) -> None:
    _, _, found, days = case
    for day in days:
        for name, row in rows(found.status(day), "obligation"):
            where, state, due = f"{name} on {day}", row["state"], row["due"]
            done = state in {"performed", "performed-late"}
            assert done == (row["performed_on"] is not None), where
            if state == "overdue":
                assert due is not None, where
                assert due < day or (due == day and row.get("due_at") is not None), where
            if row["timing"] is not None:
                assert done, where
            if row["timing"] in {"early", "on-time"} and "." not in name:
                # An item that is performed with its whole is as late as that.
                assert state == "performed", where
            if row["due"] is not None and row["originally_due"] is not None and row["extended"]:
                assert row["originally_due"] <= row["due"], where


def as_known(text: Table, events: list[Table], day: date) -> list[Table]:
    """Give the events as they were known at the close of a day."""

    def known(one: Table) -> bool:
        notice = text["clauses"].get(one["of"], {}).get("notice", {})
        under_way = one["kind"] == "notice" and notice.get("counts") == "received"
        until = [one.get("known", one["on"])] + ([one.get("received", one["on"])] * under_way)
        return all(day_of(moment) <= day for moment in until)

    found = [one for one in events if known(one)]
    names = {one["id"] for one in found}
    # The withdrawal of a notice that is not known says nothing.
    taken_back = {one["id"] for one in found if one["kind"] == "notice-withdrawal"}
    return [one for one in found if one["id"] not in taken_back or one["of"] in names]


@many
@given(asked(), st.data())
def test_what_became_known_later_changes_nothing_as_known_earlier(
    case: Case, data: st.DataObject
) -> None:
    text, events, found, days = case
    known = data.draw(st.sampled_from(days))
    then = stay(text, as_known(text, events, known))
    for day in days:
        assert said(found.status(day, as_known_on=known)) == said(then.status(day)), day


@many
@given(asked())
def test_asked_as_known_on_the_last_day_on_which_anything_became_known_it_is_the_same(
    case: Case,
) -> None:
    _, events, found, days = case
    keys = ("on", "received", "known")
    last = max([day_of(one[key]) for one in events for key in keys if key in one], default=days[0])
    for day in days:
        assert said(found.status(day, as_known_on=last)) == said(found.status(day)), day


@pytest.mark.parametrize("reach", [-1, 0, 1])
def test_an_end_that_works_on_another_day_has_one_last_day(reach: int) -> None:
    """A small case of the first of these, worked out by hand."""
    on = date(2021, 3, 10)
    text: Table = {"kind": "term", "begins": {"on": date(2021, 1, 1)}, "lasts": "1 year"}
    given_up = {"kind": "consent", "on": on, "effect": on + reach * DAY, "id": "end"}
    found = mandate(agreement({"stay": text}), {**given_up, "source": "text"})
    row = row_of(found, date(2021, 6, 1), "stay")
    assert (row["phase"], row["last_day"]) == ("ended", on + (reach - 1) * DAY)
