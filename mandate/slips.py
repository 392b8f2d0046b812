"""Slips: parts of an agreement and its record that are no fault and are likely a mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mandate.doctrine.model import Doctrine, Slip
from mandate.engine.grammar import Pattern
from mandate.engine.plain import NAMES, joins
from mandate.engine.state import State
from mandate.errors import shown
from mandate.mandate import Mandate
from mandate.record.record import Event

#: A date with a wrong year lies so many days off the right one, and an act is often done some days
#: before or after the day on which it is due.
_YEAR, _MOST_DAYS = 365, 7


def slips(mandate: Mandate, doctrine: Doctrine) -> Iterator[str]:
    """Yield a warning for each likely slip: its place, what was found, and what would be right."""
    yield from _silences(mandate, doctrine)
    record = mandate.record
    text = State.of(doctrine.program.facts, mandate.agreement.facts)
    numbers = {name: number for number, name in enumerate(record.places)}
    for event in sorted(record.events, key=lambda e: numbers[e.id]):
        for key, what in _of_event(mandate, doctrine, text, event):
            where = f"{record.place(event.id)}: events[{numbers[event.id]}].{key}"
            yield f"{where}: {event.id}: {what}"


def _silences(mandate: Mandate, doctrine: Doctrine) -> Iterator[str]:
    """Yield the silences of the text."""
    agreement = mandate.agreement
    for clause in agreement.clauses.values():
        kind = doctrine.clauses[clause.kind]
        for silence in () if clause.whole else kind.silences:
            several = clause.keys.get(silence.several, ())
            if len(several) > 1 and silence.lacks not in clause.keys:
                yield f"{agreement.places[clause.id]}: {clause.id}: {silence.says}"


def _of_event(
    mandate: Mandate, doctrine: Doctrine, text: State, event: Event
) -> Iterator[tuple[str, str]]:
    """Yield the key of each slip of an event, with what was found there and what would be right."""
    kind, complete = doctrine.events[event.kind], mandate.record.complete_to
    if event.effect is not None and kind.effect == "none":
        yield (
            "effect",
            f"'effect' changes nothing: a {kind.name} counts on the day of 'on'; leave it out",
        )
    first = _day(event.on_from or event.on)
    if complete is not None and first > complete:
        right = "an earlier day, or a later 'complete-to'"
        yield "on", f"{first} lies after 'complete-to', {complete}; write {right}"
    for slip in kind.slips:
        if slip.year_off:
            days = _a_year_off(mandate, event, slip.year_off)
            for day in days if event.on_from is None else ():
                yield "on", f"{first} is a year off {day}: {slip.says}; write {slip.right}"
        else:
            wrong = [name for name in _authors(event) if _holds(doctrine, text, slip, event, name)]
            if wrong:
                told = ", ".join(map(shown, wrong))
                yield "by", f"{told}: {slip.says}; write {slip.right}"


def _authors(event: Event) -> tuple[str, ...]:
    by = str(event.fields.get("by", ""))
    return event.authors or ((by,) if by else ())


def _holds(doctrine: Doctrine, text: State, slip: Slip, event: Event, by: str) -> bool:
    """Whether a slip is there, if an event is by this one."""
    names = {NAMES: {"of": event.of, "by": by}}
    facts = doctrine.program.facts

    def there(patterns: tuple[Pattern, ...]) -> bool:
        return any(True for _ in joins(facts, text, patterns, (), names))

    return there(slip.patterns) and not any(there((pattern,)) for pattern in slip.unless)


def _a_year_off(mandate: Mandate, event: Event, axis: str) -> list[dt.date]:
    """Return the days of an axis of which an event lies a year off, give or take a few days.

    They are those of the day of the event and of the end of the record: a clause of which an act is
    dated a year too early may not have begun on the day of the event.
    """
    on, ends = _day(event.on), [_day(e.on) for e in mandate.record.events]
    statuses = (mandate.status(day) for day in (on, max(ends)))
    days = {status.clauses[event.of][axis] for status in statuses} - {None}
    year = (_YEAR - _MOST_DAYS, _YEAR + _MOST_DAYS)
    return sorted(day for day in days if year[0] <= abs((on - day).days) <= year[1])


def _day(when: dt.date) -> dt.date:
    return when.date() if isinstance(when, dt.datetime) else when
