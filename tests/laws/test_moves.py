"""Deadlines in a calendar: one event for each, which moves and closes with what becomes known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from mandate import Mandate
from mandate.errors import MandateError
from tests.making.building import Table, clamped, mandate
from tests.making.drawing import cases
from tests.making.effort import tried


class Shown(NamedTuple):
    """What a calendar shows of a deadline, and the number of its moves."""

    start: date | datetime
    status: str
    sequence: int


def shown(asked: Mandate, start: date, end: date) -> Mapping[str, Shown]:
    """Return the events of the calendar of a mandate, by their ids."""
    events = icalendar.Calendar.from_ical(asked.deadlines(start, end).to_ical()).walk("VEVENT")
    by_id = {
        str(e["uid"]): Shown(e.decoded("dtstart"), str(e["status"]), int(e["sequence"]))
        for e in events
    }
    assert len(by_id) == len(events), "each id stands once"
    return by_id


@settings(max_examples=tried(25))
@given(cases(), st.integers(0, 2_000), st.integers(0, 2_000))
def test_an_event_of_a_calendar_changes_only_with_a_higher_sequence(
    case: tuple[Table, date, list[Table]], first: int, more: int
) -> None:
    text, day, events = case
    start, end = day, clamped(day.toordinal() + 4_000)
    try:
        made = mandate(text, *events)
        days = (clamped(day.toordinal() + n) for n in (first, first + more))
        before, after = (shown(made.as_known_on(known), start, end) for known in days)
    except MandateError:  # what was known then had no one outcome
        return

    assert before.keys() <= after.keys()
    for name, old in before.items():
        new = after[name]
        assert new.sequence >= old.sequence
        if new.sequence == old.sequence:
            assert new == old
