"""Hours in what a reader sees: the printed status, deadlines and docket, the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import icalendar

import mandate

CASES = Path(__file__).parent.parent / "cases"
TRUCE = CASES / "due-at-an-hour"
ARMISTICE = CASES / "term-from-an-hour"
EAST = timezone(timedelta(hours=3))


def calendar(on: str) -> dict[str, icalendar.Event]:
    docket = mandate.docket(on, "30 days", [TRUCE])
    events = icalendar.Calendar.from_ical(docket.to_ical()).walk("VEVENT")
    return {str(event["summary"]): event for event in events}


def test_a_printed_status_tells_the_hour_of_a_due_day() -> None:
    said = str(mandate.load(TRUCE).status("2031-11-05"))

    assert "town (due 2031-11-12, 24:00 (+03:00))" in said
    assert "maps (due 2031-11-13, 12:00 (+03:00))" in said


def test_a_printed_status_tells_the_hour_at_which_a_term_ends() -> None:
    armistice = mandate.load(ARMISTICE)

    assert "term 1, to 7 June 2031, 18:00 (+03:00)" in str(armistice.status("2031-06-01"))
    assert "ended with 7 October 2031, 18:00 (+03:00)" in str(armistice.status("2031-10-07"))


def test_a_deadline_at_an_hour_is_judged_just_before_it() -> None:
    found = mandate.load(TRUCE).deadlines("2031-11-01", "2031-11-30")

    assert [
        ("keys", date(2031, 11, 11), datetime(2031, 11, 12, tzinfo=EAST), "pending"),
        ("town", date(2031, 11, 12), datetime(2031, 11, 13, tzinfo=EAST), "pending"),
        ("maps", date(2031, 11, 13), datetime(2031, 11, 13, 12, tzinfo=EAST), "pending"),
    ] == [(d.clause, d.day, d.at, d.state) for d in found]
    assert str(found[1]).startswith("2031-11-12, 24:00 (+03:00)  ember-truce, town")


def test_what_is_done_before_its_hour_is_told_so() -> None:
    truce = mandate.load(TRUCE).what_if(
        {"kind": "performance", "of": "maps", "by": "borel", "on": "2031-11-13T11:00:00+03:00"}
    )

    assert [(d.clause, d.state, d.open) for d in truce.deadlines("2031-11-13", "2031-11-13")] == [
        ("maps", "performed", False)
    ]


def test_a_term_that_is_followed_at_its_hour_has_that_hour_as_its_deadline() -> None:
    found = mandate.load(ARMISTICE).deadlines("2031-01-01", "2032-12-31")

    assert [(datetime(2031, month, 7, 18, tzinfo=EAST), "in-force") for month in (6, 8, 10)] == [
        (d.at, d.state) for d in found if d.axis == "last_day"
    ]


def test_a_calendar_shows_an_hour_at_its_hour_and_midnight_on_the_day_that_it_ends() -> None:
    events = calendar("2031-11-05")
    town, maps = (events[f"Due: {name} (ember-truce)"] for name in ("town", "maps"))

    assert town.decoded("dtstart") == date(2031, 11, 12)
    assert town.decoded("dtend") == date(2031, 11, 13)
    assert "24:00 (+03:00)" in town["description"]
    assert maps.decoded("dtstart") == datetime(2031, 11, 13, 9, tzinfo=UTC)
    assert "DTEND" not in maps
