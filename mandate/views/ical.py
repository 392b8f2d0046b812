"""Deadlines as an iCalendar file (RFC 5545): all-day events with stable ids, no recurrence rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from mandate.answers.deadlines import Deadline
from mandate.errors import MissingDependencyError


def ical(deadlines: Iterable[Deadline], stamp: dt.date) -> bytes:
    """Return deadlines as an iCalendar file.

    Args:
        deadlines: as :meth:`mandate.Mandate.deadlines` gives them.
        stamp: the day of the record, for DTSTAMP: nothing reads the clock, so that the same
            deadlines give the same bytes.

    Raises:
        MissingDependencyError: the icalendar library is not installed.

    """
    library = _library()
    calendar = library.Calendar()
    calendar.add("prodid", "-//mandate//deadlines//EN")
    calendar.add("version", "2.0")
    moment = dt.datetime.combine(stamp, dt.time(), dt.UTC)
    for deadline in deadlines:
        event = library.Event()
        event.add(
            "uid", f"{deadline.agreement}.{deadline.clause}.{deadline.axis}.{deadline.day}@mandate"
        )
        event.add("dtstamp", moment)
        event.add("dtstart", deadline.day)
        # The end of an all-day event is the day after it.
        event.add("dtend", deadline.day + dt.timedelta(days=1))
        event.add("summary", f"{deadline.says}: {deadline.clause} ({deadline.agreement})")
        event.add("description", str(deadline))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _library() -> Any:  # noqa: ANN401  # an optional library
    try:
        return import_module("icalendar")
    except ImportError:
        msg = "iCalendar files need the icalendar library: pip install 'peace-mandate[ical]'"
        raise MissingDependencyError(msg) from None
