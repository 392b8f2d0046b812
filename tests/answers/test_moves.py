"""Deadlines as events of a calendar: their ids, the number of their moves, whether they stand."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from pathlib import Path

import icalendar

import mandate
from tests.making.building import agreement, event, obligation, term
from tests.making.building import mandate as made

NK = mandate.load("nagorno-karabakh-2020")
KALBAJAR = "nagorno-karabakh-2020.kalbajar.due@mandate"
CASES = Path(__file__).parents[1] / "cases"


def shown(calendar: bytes) -> dict[str, tuple[date, int, str]]:
    """Return the events of a calendar: by id the day, the sequence and the status."""
    events = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    return {
        str(e["uid"]): (e.decoded("dtstart"), int(e["sequence"]), str(e["status"])) for e in events
    }


def test_each_term_has_deadlines_of_its_own() -> None:
    ids = [d.uid for d in NK.deadlines("2025-01-01", "2031-01-01")]

    assert ids == [
        "nagorno-karabakh-2020.mandate.notice_deadline.1@mandate",
        "nagorno-karabakh-2020.mandate.last_day.1@mandate",
        "nagorno-karabakh-2020.mandate.notice_deadline.2@mandate",
        "nagorno-karabakh-2020.mandate.last_day.2@mandate",
    ]


def test_notice_cancels_its_deadline_and_those_of_the_terms_that_do_not_come() -> None:
    notified = NK.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-10"})
    at = {
        name.split(".", 1)[1].removesuffix("@mandate"): event
        for name, event in shown(notified.deadlines("2025-01-01", "2031-01-01").to_ical()).items()
    }

    assert at == {
        "mandate.notice_deadline.1": (date(2025, 5, 10), 1, "CANCELLED"),
        "mandate.last_day.1": (date(2025, 11, 10), 0, "CONFIRMED"),
        "mandate.notice_deadline.2": (date(2030, 5, 10), 1, "CANCELLED"),
        "mandate.last_day.2": (date(2030, 11, 10), 1, "CANCELLED"),
    }


def test_notice_that_is_taken_back_opens_them_again() -> None:
    taken_back = NK.what_if(
        {"id": "given", "kind": "notice", "by": "armenia", "on": "2025-05-09"},
        {"kind": "notice-withdrawal", "of": "given", "by": "armenia", "on": "2025-05-10"},
    )

    moved = shown(taken_back.deadlines("2030-01-01", "2031-01-01").to_ical())

    assert {event[1:] for event in moved.values()} == {(2, "CONFIRMED")}


def test_what_is_done_late_is_cancelled_on_its_day() -> None:
    text = agreement({"stay": term(date(2020, 1, 1), "5 years"),
                      "town": {**obligation(), "due": {"by": date(2021, 3, 1)}}})  # fmt: skip
    late = event("performance", date(2021, 3, 9), of="town")
    waiting, done = made(text), made(text, late)
    days = ("2021-01-01", "2021-12-31")

    (before,) = shown(waiting.deadlines(*days).to_ical()).values()
    (after,) = shown(done.deadlines(*days).to_ical()).values()

    assert before == (date(2021, 3, 1), 0, "CONFIRMED")
    assert after == (date(2021, 3, 1), 1, "CANCELLED")
    assert list(shown(done.overdue("2021-06-01").to_ical()).values()) == [after]


def test_what_was_moved_after_its_day_is_one_event() -> None:
    text = agreement({"stay": term(date(2020, 1, 1), "5 years"),
                      "town": {**obligation(), "due": {"by": date(2021, 3, 1)}}})  # fmt: skip
    moved = made(
        text, event("extension", date(2021, 3, 9), of="town", until=date(2021, 6, 1))
    ).deadlines("2021-01-01", "2021-12-31")

    assert [str(d.day) for d in moved] == ["2021-03-01", "2021-06-01"]
    assert list(shown(moved.to_ical()).values()) == [(date(2021, 6, 1), 1, "CONFIRMED")]


def test_one_deadline_and_a_part_of_a_table_hold_their_own_events_alone() -> None:
    days = ("2020-11-10", "2020-11-30")
    table = NK.deadlines(*days)
    kalbajar = next(d for d in table if d.clause == "kalbajar")

    assert shown(kalbajar.to_ical()) == {KALBAJAR: (date(2020, 11, 25), 2, "CANCELLED")}
    assert shown(table[-1:].to_ical()) == shown(kalbajar.to_ical())
    assert not shown(table[:0].to_ical())


def test_a_table_without_deadlines_may_have_had_some() -> None:
    table = NK.as_known_on("2020-11-16").deadlines("2020-11-10", "2020-11-19")

    assert table == ()
    assert shown(table.to_ical()) == {KALBAJAR: (date(2020, 11, 25), 1, "CONFIRMED")}


def test_the_number_of_moves_does_not_depend_on_the_days_that_are_asked_about() -> None:
    narrow = shown(NK.deadlines("2020-11-25", "2020-11-25").to_ical())
    wide = shown(NK.deadlines("1990-01-01", "2040-01-01").to_ical())

    assert narrow.items() <= wide.items()
    assert KALBAJAR in narrow


def test_a_copy_gives_the_same_calendar() -> None:
    table = NK.deadlines("2020-11-10", "2020-11-30")

    assert pickle.loads(pickle.dumps(table)).to_ical() == table.to_ical()  # noqa: S301  # our own
    assert copy.deepcopy(table).to_ical() == table.to_ical()
    docket = mandate.docket("2020-11-24", "5 days")
    assert pickle.loads(pickle.dumps(docket)).to_ical() == docket.to_ical()  # noqa: S301  # our own


def test_what_the_calendar_needs_is_no_part_of_the_answer() -> None:
    deadline = NK.deadlines("2020-11-10", "2020-11-30")[0]

    assert not [name for name in deadline.as_dict() if name.startswith("_")]
    assert "moves" not in repr(deadline)
