"""Notice: until when it counts, of whom, and what taking it back does."""

from __future__ import annotations

import itertools
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mandate import Mandate, Status
from mandate.words import NoticeState, Phase
from tests.making.building import (
    DAY,
    Table,
    agreement,
    befores,
    event,
    length,
    mandate,
    renewing,
    rules_of,
    said,
    starts,
    term,
    zones,
)
from tests.making.effort import tried

Renewing = tuple[Table, date, int]


def at_term(stay: Mandate, start: date, number: int) -> Status:
    """Return the status on the first day of a term."""
    status = stay.status(start)
    while status.term.number < number:
        assert status.last_day is not None
        status = stay.status(status.last_day + DAY)
    return status


def notice(on: date, by: str = "alfa", **keys: object) -> Table:
    return event("notice", on, by=by, **keys)


@settings(max_examples=tried(40))
@given(renewing(), st.integers(1, 3))
def test_notice_on_the_deadline_counts(drawn: Renewing, number: int) -> None:
    text, start, _ = drawn
    opened = at_term(mandate(text), start, number)
    deadline, last = opened.notice_deadline, opened.last_day
    assert deadline is not None
    assert last is not None
    assume(deadline >= start)

    stay = mandate(text, notice(deadline))

    assert stay.status(deadline - DAY).notice is NoticeState.OPEN
    given_ = stay.status(deadline)
    assert (given_.notice, given_.last_day) == (NoticeState.RUNNING, last)
    assert rules_of(given_) == ["notice-in-time"]
    assert stay.status(last).in_force
    over = stay.status(last + DAY)
    assert (over.phase, over.ended_by, over.last_day) == ("ended", "notice", last)
    assert stay.status(date.max).phase is Phase.ENDED


@settings(max_examples=tried(40))
@given(renewing(), st.integers(1, 3), st.integers(1, 30))
def test_notice_after_the_deadline_does_not_count_and_says_so(
    drawn: Renewing, number: int, later: int
) -> None:
    text, start, _ = drawn
    plain = mandate(text)
    opened = at_term(plain, start, number)
    assert opened.notice_deadline is not None
    assert opened.last_day is not None
    day = min(opened.notice_deadline + later * DAY, opened.last_day)
    assume(day >= start)

    stay = mandate(text, notice(day))

    status = stay.status(day)
    assert status.notice is NoticeState.CLOSED
    (change,) = status.changes
    assert (change.rule, change.event, change.clause) == ("notice-late", "notice", "stay")
    assert "void" in str(change)
    for other in (day, opened.last_day, opened.last_day + DAY, date(2500, 1, 1)):
        assert said(stay.status(other)) == said(plain.status(other))


@settings(max_examples=tried(40))
@given(
    starts,
    befores,
    st.tuples(st.integers(0, 7), st.integers(0, 40)),
    st.tuples(st.integers(0, 7), st.integers(0, 40)),
)
def test_a_longer_notice_period_never_gives_a_later_deadline(
    start: date, before: str, size: tuple[int, int], more: tuple[int, int]
) -> None:
    assume(any(size))
    deadlines = []
    for months, days in (size, (size[0] + more[0], size[1] + more[1])):
        lead = length(months=months, days=days)
        text = agreement({"stay": term(start, "5 years", notice=lead)}, before=before)
        deadlines.append(mandate(text).status(start).notice_deadline)

    assert deadlines[0] is not None
    assert deadlines[1] is not None
    assert deadlines[1] <= deadlines[0]


@settings(max_examples=tried(40))
@given(renewing(), st.data())
def test_a_notice_that_is_taken_back_is_none(drawn: Renewing, data: st.DataObject) -> None:
    text, start, _ = drawn
    plain = mandate(text)
    opened = plain.status(start)
    assert opened.notice_deadline is not None
    assert opened.last_day is not None
    assume(opened.notice_deadline >= start)
    on = data.draw(st.dates(start, opened.notice_deadline))
    back = data.draw(st.dates(on + DAY, opened.last_day))  # the last day itself counts

    stay = mandate(text, notice(on), event("notice-withdrawal", back, of="notice", by="alfa"))

    assert stay.status(back - DAY).notice is NoticeState.RUNNING
    assert "notice-withdrawn" in rules_of(stay.status(back))
    for day in (back, opened.last_day, opened.last_day + DAY, date(2500, 1, 1), date.max):
        assert said(stay.status(day)) == said(plain.status(day))


@settings(max_examples=tried(20))
@given(renewing(), st.data())
def test_taking_back_an_end_that_has_come_changes_nothing(
    drawn: Renewing, data: st.DataObject
) -> None:
    text, start, _ = drawn
    opened = mandate(text).status(start)
    assert opened.last_day is not None
    after = opened.last_day + data.draw(st.integers(1, 400)) * DAY
    back = event("notice-withdrawal", after, of="notice", by="alfa")

    stay = mandate(text, notice(start), back)

    assert stay.status(after).phase is Phase.ENDED
    assert [c.rule for c in stay.status(after).changes if c.event] == ["nothing-to-withdraw"]


@settings(max_examples=tried(30))
@given(renewing(), st.sampled_from(["charlie", "council"]), st.data())
def test_notice_by_someone_not_entitled_has_no_effect_and_a_rule_says_so(
    drawn: Renewing, by: str, data: st.DataObject
) -> None:
    text, start, _ = drawn
    plain = mandate(text)
    last = plain.status(start).last_day
    assert last is not None
    on = data.draw(st.dates(start, last))

    stay = mandate(text, notice(on, by))

    assert "notice-not-entitled" in rules_of(stay.status(on))
    for day in (on, last, last + DAY, date(2500, 1, 1)):
        assert said(stay.status(day)) == said(plain.status(day))


@settings(max_examples=tried(30))
@given(renewing(), st.sampled_from(["alfa", "bravo"]), st.data())
def test_a_second_notice_changes_nothing(drawn: Renewing, by: str, data: st.DataObject) -> None:
    text, start, _ = drawn
    opened = mandate(text).status(start)
    assert opened.last_day is not None
    assert opened.notice_deadline is not None
    assume(opened.notice_deadline >= start)
    first = data.draw(st.dates(start, opened.notice_deadline))
    second = data.draw(st.dates(first, opened.last_day))

    once = mandate(text, notice(first))
    twice = mandate(text, notice(first), notice(second, by, id="again"))

    assert any(change.event == "again" for change in twice.status(second).changes)
    for day in (first, second, opened.last_day, opened.last_day + DAY, date.max):
        assert without_parties(twice.status(day)) == without_parties(once.status(day))


def without_parties(status: Status) -> Table:
    """Leave out whose notice runs: of a second one that is another party's too."""
    return {name: value for name, value in said(status).items() if name != "parties"}


@settings(max_examples=tried(30))
@given(renewing(), st.data())
def test_joint_notice_needs_every_part_in_one_term(drawn: Renewing, data: st.DataObject) -> None:
    text, start, _ = drawn
    text["clauses"]["stay"]["notice"]["jointly"] = True
    opened = mandate(text).status(start)
    assert opened.last_day is not None
    assert opened.notice_deadline is not None
    assume(opened.notice_deadline >= start)
    days = st.dates(start, opened.notice_deadline)
    one, other = sorted((data.draw(days), data.draw(days)))
    parts = [notice(one), notice(other, "bravo", id="part")]

    for first, second in itertools.permutations(parts):
        assert mandate(text, first).status(opened.last_day + DAY).in_force
        both = mandate(text, first, second)
        assert one == other or both.status(other - DAY).notice is NoticeState.OPEN
        assert both.status(other).notice is NoticeState.RUNNING
        assert both.status(opened.last_day + DAY).ended_by == "notice"
    late = notice(opened.notice_deadline + DAY, "bravo", id="late")
    assert mandate(text, parts[0], late).status(opened.last_day + DAY).term.number == 2


@settings(max_examples=tried(30))
@given(renewing(), zones, st.integers(0, 30))
def test_what_is_received_counts_on_the_day_of_receipt(
    drawn: Renewing, zone: str, travels: int
) -> None:
    text, start, _ = drawn
    text["counting"]["zone"]["key"] = zone
    text["clauses"]["stay"]["notice"]["counts"] = "received"
    opened = mandate(text).status(start)
    deadline = opened.notice_deadline
    assert deadline is not None
    assume(deadline - travels * DAY > start)
    sent = deadline - travels * DAY

    in_time = mandate(text, notice(sent, received=deadline))
    late = mandate(text, notice(sent, received=deadline + DAY))

    assert in_time.status(deadline).notice is NoticeState.RUNNING
    if travels:
        assert in_time.status(deadline - DAY).notice is NoticeState.OPEN
    assert late.status(deadline).notice is NoticeState.OPEN
    assert late.status(deadline + DAY).notice is NoticeState.CLOSED
    assert rules_of(late.status(deadline + DAY)).count("notice-late") == 1
