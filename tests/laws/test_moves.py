"""Deadlines in a calendar: one event for each, which moves and closes with what becomes known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

import icalendar
from hypothesis import event as seen
from hypothesis import given, reject, settings

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


def as_day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def day_by_day(asked: Mandate, start: date, end: date) -> Iterator[Mapping[str, Shown]]:
    """Yield the calendar after each day on which an event became known."""
    for day in sorted({as_day(event.known or event.on) for event in asked.record.events}):
        try:
            yield shown(asked.as_known_on(day), start, end)
        except MandateError:  # what was known then had no one outcome
            continue


@settings(max_examples=tried(40))
@given(cases())
def test_an_event_of_a_calendar_changes_only_with_a_higher_sequence(
    case: tuple[Table, date, list[Table]],
) -> None:
    text, day, events = case
    try:
        made = mandate(text, *events)
    except MandateError:
        reject()
    for before, after in pairwise(day_by_day(made, day, clamped(day.toordinal() + 1_500))):
        assert before.keys() <= after.keys()
        for name, old in before.items():
            new = after[name]
            assert new.sequence >= old.sequence
            if new.sequence == old.sequence:
                assert new == old
            else:
                seen("an event of the calendar changes")
