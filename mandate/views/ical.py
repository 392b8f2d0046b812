"""Deadlines as an iCalendar file (RFC 5545): events with stable ids and no recurrence rule.

A deadline is an event of its whole day; a deadline with an hour within its day is an event at that
hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from mandate.views.optional import library


class Dated(Protocol):
    """A day, and what is to be done by then."""

    @property
    def uid(self) -> str:
        """The id in a calendar, which does not hold the day."""

    @property
    def day(self) -> dt.date:
        """The day."""

    @property
    def at(self) -> dt.datetime | None:
        """The hour, where there is one."""

    @property
    def agreement(self) -> str:
        """The id of the agreement."""

    @property
    def clause(self) -> str:
        """The id of the clause."""

    @property
    def says(self) -> str:
        """The act, in words."""


class Standing(StrEnum):
    """Whether a deadline stands, in the words of RFC 5545 (STATUS)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@frozen
class Entry:
    """A deadline in a calendar: how often it was moved, and whether it stands."""

    deadline: Dated
    moved: int
    standing: Standing


def ical(entries: Iterable[Entry], stamp: dt.date) -> bytes:
    """Return deadlines as an iCalendar file.

    Args:
        entries: the deadlines; the text of each is its description.
        stamp: a day for DTSTAMP: nothing reads the clock, so that the same
            deadlines give the same bytes.

    Raises:
        MissingDependencyError: the icalendar library is not installed.

    """
    icalendar = library("icalendar", "icalendar", "ical", "iCalendar files")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//mandate//deadlines//EN")
    calendar.add("version", "2.0")
    moment = dt.datetime.combine(stamp, dt.time(), dt.UTC)
    for entry in entries:
        deadline = entry.deadline
        event = icalendar.Event()
        event.add("uid", deadline.uid)
        event.add("sequence", entry.moved)
        event.add("status", str(entry.standing))
        event.add("dtstamp", moment)
        hour = _in_utc(deadline.at) if deadline.at and deadline.at.date() == deadline.day else None
        if hour is not None:
            # In UTC, which needs no table of zones; every client shows it in its reader's own. An
            # event at an hour that has no end ends as it begins.
            event.add("dtstart", hour)
        else:
            event.add("dtstart", deadline.day)
            # The end of an all-day event is the day after it; without one it has one day as well.
            if deadline.day < dt.date.max:
                event.add("dtend", deadline.day + dt.timedelta(days=1))
        event.add("summary", f"{deadline.says}: {deadline.clause} ({deadline.agreement})")
        event.add("description", str(deadline))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _in_utc(hour: dt.datetime) -> dt.datetime | None:
    """Return an hour in UTC; None where it lies outside the calendar there."""
    try:
        return hour.astimezone(dt.UTC)
    except OverflowError:
        return None
