"""Every day has a status; it stays until something changes; every stop has its reason."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from mandate import Explanation, Mandate, Status
from mandate.engine.firing import Stop
from tests.laws.test_happenings import near
from tests.making.building import Table, any_day, clamped, mandate, renewing, said, stops
from tests.making.drawing import cases
from tests.making.effort import tried

Case = tuple[Table, date, list[Table]]
YEARS = 5 * 366  # the drawn events lie within this
# What a status shows beforehand: that such a mark passes is told, also where nothing else changes.
MARKS = {"notice_deadline", "notice_opens", "last_day"}


@settings(max_examples=tried(30))
@given(cases(), st.lists(any_day, max_size=5))
def test_every_day_has_a_status(case: Case, days: list[date]) -> None:
    text, start, events = case
    stay = mandate(text, *events)

    for day in (date.min, date.max, *days, *near(events, start)[::3]):
        status = stay.status(day)
        assert isinstance(status, Status)
        assert status.date == day
        assert status.as_dict()["on"] == day
        assert str(status)
        assert repr(status)
        for name in status.clauses:
            assert isinstance(status.explain(name), Explanation)
            assert str(status.explain(name))


@settings(max_examples=tried(20))
@given(renewing(far=True), st.data())
def test_both_ends_of_the_calendar(drawn: tuple[Table, date, int], data: st.DataObject) -> None:
    text, start, _ = drawn
    stay = mandate(text)
    noted = mandate(
        text, {"id": "n", "kind": "notice", "by": "alfa", "on": start, "source": "text"}
    )

    for day in (
        date.min,
        date(1, 1, 2),
        start,
        date(9999, 12, 30),
        date.max,
        data.draw(st.dates()),
    ):
        for one in (stay, noted):
            status = one.status(day)
            assert status.in_force is (status.phase == "in-force")
            assert (status.phase == "not-started") is (day < start)
            assert str(status.explain())
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        assert isinstance(stay.status(moment), Status)


@settings(max_examples=tried(30))
@given(cases())
def test_a_status_is_constant_between_changes(case: Case) -> None:
    text, start, events = case
    stay = mandate(text, *events)
    zone = stay.agreement.zone
    marks = sorted(
        {zone.day_of(stop.position) for stop in stops(stay, clamped(start.toordinal() + YEARS))}
    )

    for first, second in itertools.pairwise(marks):
        # From the close of one day with a stop to the close of the last day before the next.
        quiet = [first, first + 1, (first + second) // 2, second - 1]
        shown = [said(stay.status(clamped(day))) for day in quiet if first <= day < second]
        assert all(one == shown[0] for one in shown)
    before = [said(stay.status(day)) for day in (date.min, clamped(marks[0] - 1))]
    assert before[0] == before[1]


@settings(max_examples=tried(30))
@given(cases())
def test_every_stop_changes_something_or_tells_something(case: Case) -> None:
    text, start, events = case
    stay = mandate(text, *events)
    previous = None

    for stop in stops(stay, clamped(start.toordinal() + YEARS)):
        here = axes(stay, stop)
        if previous is not None and here == previous:
            assert stop.firings or stop.events or passes_a_mark(stay, stop)
        for firing in stop.firings:
            assert firing.rule.says
        previous = here


def axes(stay: Mandate, stop: Stop) -> Table:
    span = stay._derivation.span(stop)  # noqa: SLF001
    return {
        "clauses": {name: clause.as_dict() for name, clause in span.clauses.items()},
        "parties": dict(span.parties),
        "ground": dict(span.on_the_ground),
    }


def passes_a_mark(stay: Mandate, stop: Stop) -> bool:
    """Whether the stop begins a day that is, or follows, one that is shown."""
    zone = stay.agreement.zone
    day = zone.day_of(stop.position)
    shown = [
        clause[name]
        for clause in stay._derivation.span(stop).clauses.values()  # noqa: SLF001
        for name in clause
        if name in MARKS
    ]
    return any(mark and mark.toordinal() in {day, day - 1} for mark in shown)


@settings(max_examples=tried(40))
@given(cases(), st.data())
def test_an_instant_agrees_with_the_day_around_it(case: Case, data: st.DataObject) -> None:
    text, start, events = case
    timed = {one["id"] for one in events if isinstance(one["on"], datetime)}
    untimed = [one for one in events if not timed & {one["id"], one["of"]}]
    stay = mandate(text, *untimed)
    zone = stay.agreement.zone
    day = data.draw(st.sampled_from(near(untimed, start)))
    number = day.toordinal()

    # The last second of a day has all but what happened on that day with no hour known.
    second = datetime.fromtimestamp(zone.start_of_day(number + 1) - 1 - 719_163 * 86_400, UTC)
    found = stay.status(second)

    on_that_day = {one["id"] for one in untimed if one["on"] == day}
    assert set(found.undated_that_day) == on_that_day
    if found.date == day and not stays_in_transit(untimed, day) and not on_that_day:
        assert said(found) == said(stay.status(day))


def stays_in_transit(events: list[Table], day: date) -> bool:
    """Whether something without an hour reaches the end of that day other than by `on`."""
    return any(day == one.get("received") for one in events)
