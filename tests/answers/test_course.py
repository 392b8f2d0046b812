"""Timeline, changes, how long, deadlines, docket and comparison, on the 2020 statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest

import mandate
from mandate.answers.comparison import fewest_events
from mandate.record.record import Event
from mandate.timeline import walk

NK = mandate.load("nagorno-karabakh-2020")
START, END = date(2020, 11, 1), date(2021, 3, 1)


def days() -> list[date]:
    return [START + timedelta(days=n) for n in range((END - START).days + 1)]


def axes(status: mandate.Status) -> dict[str, object]:
    return {name: clause.as_dict() for name, clause in status.clauses.items()}


def test_stretches_cover_each_day_once_and_are_constant() -> None:
    course = NK.timeline(START, END)
    covered = [s.first_day + timedelta(days=n) for s in course for n in range(s.days)]

    assert days() == covered
    for stretch in course:
        assert axes(NK.status(stretch.first_day)) == axes(NK.status(stretch.last_day))
        assert axes(stretch.status) == axes(NK.status(stretch.first_day))


def test_each_later_stretch_begins_with_something_new() -> None:
    for one, other in zip(NK.timeline(START, END), NK.timeline(START, END)[1:], strict=False):
        before, after = one.status.as_dict(), other.status.as_dict()
        del before["on"], after["on"]

        assert before != after


def test_held_counts_days_as_the_days_do() -> None:
    condition = {"clauses.kalbajar.state": "pending"}
    held = NK.when(condition, START, END)
    one_by_one = [d for d in days() if NK.status(d).clauses["kalbajar"].state == "pending"]

    assert len(one_by_one) == held.days
    assert (one_by_one[0], one_by_one[-1]) == (held.first_day, held.last_day)
    assert held.ever
    assert not held.always
    assert NK.when(lambda s: s.in_force, "2021-01-01", "2022-01-01").always
    assert not NK.when({"phase": "ended"}, START, END).ever
    with pytest.raises(mandate.errors.ArgumentError, match="nothing named 'phrase'"):
        NK.when({"phrase": "ended"}, START, END)


def test_next_change_is_the_next_day_on_which_something_is_otherwise() -> None:
    change = NK.next_change("2024-06-12")

    assert change is not None
    assert date(2025, 5, 11) == change.first_day
    assert NK.status("2025-05-10").notice == "open"
    assert change.status.notice == "closed"


def test_deadlines_agree_with_the_status_of_their_day() -> None:
    found = NK.deadlines("2020-11-01", "2031-01-01")
    named = {(d.clause, d.axis): d.day for d in found if d.day.year == 2020}

    assert {
        ("aghdam", "due"): date(2020, 11, 20),
        ("kalbajar", "due"): date(2020, 11, 25),
        ("lachin", "due"): date(2020, 12, 1),
    } == named
    for deadline in found:
        assert NK.status(deadline.day).clauses[deadline.clause][deadline.axis] == deadline.day
    assert sorted(found) == found


def test_a_docket_holds_what_was_open_and_known_on_its_day() -> None:
    docket = mandate.docket("2020-11-12", "30 days", ["nagorno-karabakh-2020"])

    assert [
        (date(2020, 11, 15), "kalbajar", ("armenia",)),
        (date(2020, 11, 20), "aghdam", ("armenia",)),
        (date(2020, 12, 1), "lachin", ("armenia",)),
    ] == [(d.day, d.clause, d.parties) for d in docket.deadlines]


def test_a_docket_begins_with_what_is_overdue() -> None:
    docket = mandate.docket("2024-01-12", "10 days", ["nagorno-karabakh-2020"])

    assert [d.clause for d in docket.deadlines] == ["route-plan"]
    assert docket.deadlines[0].state == "overdue"


def test_a_docket_sees_what_was_known_on_another_day() -> None:
    then = mandate.docket("2020-11-16", "5 days", [NK.id], as_known_on="2020-11-14")
    now = mandate.docket("2020-11-16", "5 days", [NK.id])

    assert [(d.clause, d.state) for d in then] == [("kalbajar", "overdue"), ("aghdam", "pending")]
    assert [(d.clause, d.state) for d in now] == [("aghdam", "pending")]


def test_a_docket_takes_a_mandate_as_it_stands() -> None:
    supposed = NK.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-05"})
    days = "2025-05-01", "9 days"
    both, alone = ["route-plan", "mandate"], ["route-plan"]

    assert [d.clause for d in mandate.docket(*days, [NK.id])] == both
    assert [d.clause for d in mandate.docket(*days, [supposed])] == alone
    cut = mandate.docket(*days, [supposed], as_known_on="2025-05-01")
    assert cut == mandate.docket(*days, [supposed.as_known_on("2025-05-01")])
    assert [d.clause for d in cut] == both


def test_a_docket_as_a_calendar_is_all_day_events_that_do_not_recur() -> None:
    docket = mandate.docket("2020-11-12", "30 days")
    events = icalendar.Calendar.from_ical(docket.to_ical()).walk("VEVENT")

    standing = [e for e in events if e["status"] == "CONFIRMED"]
    assert [d.day for d in docket.deadlines] == [e.decoded("dtstart") for e in standing]
    assert all(e.decoded("dtend") - e.decoded("dtstart") == timedelta(days=1) for e in events)
    assert not any("RRULE" in e for e in events)
    assert docket.to_ical() == mandate.docket("2020-11-12", "30 days").to_ical()


def test_comparing_names_the_stretches_and_the_event() -> None:
    notified = NK.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-10"})
    found = mandate.compare(NK, notified, "2025-01-01", "2031-01-01")
    phases = [d for d in found.divergences if (d.of, d.axis) == ("mandate", "phase")]

    assert list(found.because_of) == ["what-if-1"]
    assert [(date(2025, 11, 11), date(2031, 1, 1), "in-force", "ended")] == [
        (d.first_day, d.last_day, d.one, d.other) for d in phases
    ]


def test_one_event_is_named_where_one_is_enough() -> None:
    """``a`` alone does it, or ``b`` with ``c``: left out one by one, ``a`` would go first."""

    class Named(str):
        __slots__ = ()
        id = property(str)

    def same(events: Sequence[Event]) -> bool:
        return {"a"} <= {e.id for e in events} or {"b", "c"} <= {e.id for e in events}

    every: Any = [Named(name) for name in "abc"]

    assert fewest_events([], every, same) == ("a",)
    assert fewest_events(every, every, same) == ()


def test_what_the_ground_and_the_parties_show_is_compared() -> None:
    bare = NK.without("contingent-withdrawn")
    found = mandate.compare(NK, bare, "2024-06-12", "2024-06-13")

    assert {(d.part, d.of, d.axis) for d in found.divergences} == {
        ("on_the_ground", "contingent", axis) for axis in ("state", "since")
    }
    assert found.because_of == ("contingent-withdrawn",)


def test_equals_do_not_differ_and_a_void_notice_makes_no_difference_to_the_clauses() -> None:
    late = NK.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-11"})

    assert mandate.compare(NK, NK, "2020-01-01", "2031-01-01").same
    assert mandate.compare(NK, late, "2020-01-01", "2031-01-01").same


@pytest.mark.parametrize(
    "ask",
    [
        lambda: NK.timeline("2021-01-01", "2020-01-01"),
        lambda: NK.timeline("2020-11", "2020-12-01"),
        lambda: NK.next_change(None),
        lambda: NK.deadlines("2020-01-01", "2025-01-26T01:59Z"),
        lambda: mandate.docket("2020-11-12", "a while"),
        lambda: mandate.docket("2020-11-12", agreements=["no-such-agreement"]),
    ],
    ids=["end first", "a month", "none", "an instant", "no duration", "no agreement"],
)
def test_wrong_arguments_are_refused_by_the_library(ask: object) -> None:
    with pytest.raises(mandate.MandateError):
        ask()  # type: ignore[operator]


def test_a_course_of_very_many_stretches_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(walk, "MOST_STRETCHES", 3)
    start, end = "2020-01-01", "2020-12-31"

    assert len(NK.timeline(start, "2020-11-10")) == 2
    for ask in (
        lambda: NK.timeline(start, end),
        lambda: NK.when({"phase": "in-force"}, start, end),
        lambda: NK.deadlines(start, end),
        lambda: mandate.compare(NK, NK.without("kalbajar-extended"), start, end),
    ):
        with pytest.raises(mandate.errors.RunawayError, match="ask for fewer years"):
            ask()


def test_the_course_is_what_each_day_says() -> None:
    """One walk gives, in a far future that is leapt to, what is said of each day alone."""
    for stretch in NK.timeline("2890-01-01", "2960-01-01"):
        for day in (stretch.first_day, stretch.last_day):
            assert NK.status(day).clauses == stretch.status.clauses
        assert NK.status(stretch.first_day) == stretch.status
