"""One second before midnight and the next, by the wall; and days without a midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mandate import ClauseStatus
from mandate.words import Phase
from tests.making.building import agreement, event, mandate, obligation, rules_of, said, term

SECOND = timedelta(seconds=1)


def hour(text: str) -> datetime:
    return datetime.fromisoformat(text)


# Zone, a day, its last second, and the first second of the next day that there was.
MIDNIGHTS = [
    ("UTC", "2025-11-10", "2025-11-10T23:59:59+00:00", "2025-11-11T00:00:00+00:00"),
    ("Europe/Moscow", "2025-11-10", "2025-11-10T23:59:59+03:00", "2025-11-11T00:00:00+03:00"),
    ("America/New_York", "2025-11-10", "2025-11-10T23:59:59-05:00", "2025-11-11T00:00:00-05:00"),
    # Clocks skip midnight, from 00:00 to 01:00.
    ("Asia/Beirut", "2025-03-29", "2025-03-29T23:59:59+02:00", "2025-03-30T01:00:00+03:00"),
    # Clocks go back at midnight to 23:00: the second 23:59:59 is the last.
    ("Asia/Beirut", "2024-10-26", "2024-10-26T23:59:59+02:00", "2024-10-27T00:00:00+02:00"),
    # Clocks go back at 01:00 to midnight: the first midnight begins the day.
    ("America/Havana", "2022-11-05", "2022-11-05T23:59:59-04:00", "2022-11-06T00:00:00-04:00"),
    # Samoa went over the date line: there was no 30 December 2011.
    ("Pacific/Apia", "2011-12-29", "2011-12-29T23:59:59-10:00", "2011-12-31T00:00:00+14:00"),
]
EVERY = pytest.mark.parametrize(
    ("zone", "day", "last", "first"), MIDNIGHTS, ids=[f"{row[0]} {row[1]}" for row in MIDNIGHTS]
)


def test_these_seconds_follow_one_another_across_the_end_of_the_day():
    for zone, day, last, first in MIDNIGHTS:
        assert hour(first) - hour(last) == SECOND
        assert hour(last).date() == date.fromisoformat(day) < hour(first).date()
        for told in (last, first):
            assert hour(told).utcoffset() == hour(told).astimezone(ZoneInfo(zone)).utcoffset()


@EVERY
def test_a_term_ends_after_the_last_second_of_its_last_day(zone, day, last, first):
    end = date.fromisoformat(day)
    clause = {**term(end - 40 * timedelta(1)), "lasts-until": end}
    stay = mandate(agreement({"stay": clause}, zone=zone))

    assert [stay.status(when).phase for when in (end, last, first)] == [
        "in-force", "in-force", "ended"
    ]  # fmt: skip
    assert stay.status(first).last_day == end
    assert stay.status(hour(first).date()).phase == "ended"


@EVERY
def test_a_term_begins_with_the_first_second_of_its_first_day(zone, day, last, first):
    stay = mandate(agreement({"stay": term(hour(first).date())}, zone=zone))

    asked = (day, last, first, hour(first).date())
    assert [stay.status(when).phase for when in asked] == [
        "not-started", "not-started", "in-force", "in-force"
    ]  # fmt: skip


@EVERY
@pytest.mark.parametrize("told_in", ["wall", "utc"])
def test_notice_in_the_last_second_is_in_time_and_in_the_next_it_is_late(
    zone, day, last, first, told_in
):
    deadline = date.fromisoformat(day)
    stay = term(deadline - 400 * timedelta(1), notice="10 days")
    stay["lasts-until"] = deadline + 10 * timedelta(1)
    text = agreement({"stay": stay}, zone=zone)

    given = [hour(second).astimezone(UTC) if told_in == "utc" else hour(second)
             for second in (last, first)]  # fmt: skip
    in_time, late = (mandate(text, event("notice", on, by="alfa")) for on in given)

    assert mandate(text).status(day).notice_deadline == deadline
    assert rules_of(in_time.status(day)) == ["notice-in-time"]
    assert in_time.status(given[0]).notice == "running"
    assert in_time.status(given[0] - SECOND).notice == "open"
    assert late.status(day).notice == "open"
    assert "notice-late" in rules_of(late.status(hour(first).date()))
    assert late.status(given[1]).notice == "closed"


@EVERY
def test_performance_in_the_last_second_of_the_due_day_is_on_time(zone, day, last, first):
    due = date.fromisoformat(day)
    text = agreement(
        {"stay": term(date(2000, 1, 1)), "pay": obligation(due={"by": due})}, zone=zone
    )

    def paid(on: datetime) -> ClauseStatus:
        return mandate(text, event("performance", on, of="pay")).status("2030-01-01").clauses["pay"]

    in_time, late = paid(hour(last)), paid(hour(first))

    assert (in_time.state, in_time.timing, in_time.performed_on) == ("performed", "on-time", due)
    assert (late.state, late.timing) == ("performed-late", "late")
    assert late.performed_on == hour(first).date()


@EVERY
def test_a_day_holds_what_came_in_its_last_second_and_not_what_came_in_the_next(
    zone, day, last, first
):
    text = agreement({"stay": term(date(2000, 1, 1))}, zone=zone)
    seen = [
        mandate(text, event("presence", hour(second), of="force", state="deployed"))
        for second in (last, first)
    ]

    assert [s.status(day).on_the_ground["force"].state for s in seen] == [
        "deployed", "not-recorded"
    ]  # fmt: skip
    assert seen[0].status(day).on_the_ground["force"].since == date.fromisoformat(day)
    after = seen[1].status(hour(first).date()).on_the_ground["force"]
    assert (after.state, after.since) == ("deployed", hour(first).date())


@EVERY
def test_what_became_known_in_the_last_second_was_known_on_that_day(zone, day, last, first):
    text = agreement({"stay": term(date(2000, 1, 1))}, zone=zone)

    def as_known(second: str) -> Phase:
        ended = event("consent", date(2010, 1, 1), known=hour(second))
        return mandate(text, ended).status("2015-01-01", as_known_on=day).phase

    assert (as_known(last), as_known(first)) == ("ended", "in-force")


@EVERY
def test_an_event_of_a_day_without_an_hour_comes_after_its_last_second_and_before_the_next(
    zone, day, last, first
):
    stay = {**term(date(2000, 1, 1)), "suspend-by": ["alfa"]}
    resumed = event("resumption", date.fromisoformat(day), by="alfa")

    def suspended(second: str) -> bool:
        acts = event("suspension", hour(second), by="alfa"), resumed
        on = hour(first).date()
        return (
            mandate(agreement({"stay": stay}, zone=zone), *acts)
            .status(on)
            .parties["alfa"]
            .suspended
        )

    assert (suspended(last), suspended(first)) == (False, True)


# --- a day that the zone left out ---------------------------------------------------------------

APIA = "Pacific/Apia"
GONE = date(2011, 12, 30)
NEXT = date(2011, 12, 31)


def test_what_is_due_on_a_day_left_out_is_overdue_on_the_next():
    text = agreement(
        {"stay": term(date(2000, 1, 1)), "pay": obligation(due={"by": GONE})}, zone=APIA
    )
    stay = mandate(text)

    found = {day: stay.status(day).clauses["pay"].state for day in ("2011-12-29", GONE, NEXT)}
    assert list(found.values()) == ["pending", "pending", "overdue"]
    assert stay.status(GONE).clauses["pay"].due == GONE
    assert said(stay.status(GONE)) == said(stay.status("2011-12-29"))
    assert stay.status("2011-12-29T23:59:59-10:00").clauses["pay"].state == "pending"
    assert stay.status("2011-12-31T00:00:00+14:00").clauses["pay"].state == "overdue"


def test_what_is_recorded_of_a_day_left_out_came_at_the_close_of_the_day_before():
    text = agreement(
        {"stay": term(date(2000, 1, 1)), "pay": obligation(due={"by": GONE})}, zone=APIA
    )
    paid = {
        day: mandate(text, event("performance", day, of="pay")).status("2012-01-01").clauses["pay"]
        for day in (GONE, NEXT)
    }

    assert [(str(one.state), one.performed_on) for one in paid.values()] == [
        ("performed", GONE),
        ("performed-late", NEXT),
    ]


def test_days_are_counted_by_the_calendar_also_over_a_day_left_out():
    """Thirty days from 1 December are over with the 30th, although one less was lived."""
    text = agreement({"stay": term(date(2011, 12, 1), "30 days")}, zone=APIA, period="day-before")

    stay = mandate(text)

    assert stay.status("2011-12-01").last_day == GONE
    assert stay.status("2011-12-29").phase == "in-force"
    assert stay.status("2011-12-31T00:00:00+14:00").phase == "ended"
    assert stay.status(NEXT).phase == "ended"


# --- hours that do not exist or occur twice ------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "lasts", "ends"),
    [
        # 00:30 on 30 March 2025 is skipped in Beirut: it moves on by the hour that is skipped.
        ("2025-02-28T00:30:00", "30 days", "2025-03-30T01:30:00+03:00"),
        ("2025-01-30T00:30:00", "2 months", "2025-03-30T01:30:00+03:00"),
        # The hour after it is another one, and at the same moment.
        ("2025-02-28T01:30:00", "30 days", "2025-03-30T01:30:00+03:00"),
        # 23:30 on 26 October 2024 comes twice: the first is meant.
        ("2024-09-26T23:30:00", "30 days", "2024-10-26T23:30:00+03:00"),
        ("2024-09-26T23:30:00", "1 month", "2024-10-26T23:30:00+03:00"),
        # Hours just pass: the same stretches of 24 hours end an hour later or earlier by the wall.
        ("2025-02-28T00:30:00", "720 hours", "2025-03-30T01:30:00+03:00"),
        ("2025-03-01T00:30:00", "720 hours", "2025-03-31T01:30:00+03:00"),
        ("2024-09-27T12:00:00", "720 hours", "2024-10-27T11:00:00+02:00"),
        ("2024-09-27T12:00:00", "30 days", "2024-10-27T12:00:00+02:00"),
    ],
)
def test_a_term_that_would_end_at_an_hour_skipped_or_had_twice(begins, lasts, ends):
    clause = term({"at": hour(begins)}, lasts)
    stay = mandate(agreement({"truce": clause}, zone="Asia/Beirut"))

    assert stay.status(hour(ends) - SECOND).phase == "in-force"
    over = stay.status(ends)
    assert (over.phase, over.last_day) == ("ended", hour(ends).date())


def test_two_hours_that_the_wall_shows_alike_are_told_apart_by_their_offsets():
    hours = ("2024-10-26T23:30:00+03:00", "2024-10-26T23:30:00+02:00")
    truces = [
        mandate(agreement({"truce": term({"at": hour(begins)})}, zone="Asia/Beirut"))
        for begins in hours
    ]

    assert [[truce.status(when).phase for when in hours] for truce in truces] == [
        ["in-force", "in-force"],
        ["not-started", "in-force"],
    ]
    assert [truce.status("2024-10-26").phase for truce in truces] == ["in-force"] * 2
