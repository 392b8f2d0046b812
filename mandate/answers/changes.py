"""What changed on a day and why; acts that reach back, and those that came to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import evolve

from mandate.answers.parts import Change
from mandate.engine.firing import Firing, Stop
from mandate.engine.grammar import Kind
from mandate.record.record import Event

if TYPE_CHECKING:
    from mandate.answers.derivation import Asked, Derivation


def changes(derivation: Derivation, asked: Asked) -> tuple[Change, ...]:
    """Return what changed on the day of a question, up to the moment asked about.

    An act that was to reach back and changed nothing is told when it was done.
    """
    start, limit = derivation.zone.begin(derivation.civil_day(asked)), derivation.limit(asked)
    vain = {event.id: event for event in _reaching_back(derivation, had_effect=False)}
    found = [
        change
        for stop in derivation.timeline.between(start, limit)
        for change in _told(derivation, stop)
        if change.event not in vain
    ]
    for event in vain.values():
        if start <= event.judged < limit:
            when = derivation.zone.local(event.judged)
            found.extend(
                evolve(change, position=event.judged, at=when)
                for change in _told(derivation, derivation.timeline.before(event.acts + 1))
                if change.event == event.id
            )
    return tuple(dict.fromkeys(sorted(found, key=lambda change: change.position)))


def retroactive(derivation: Derivation, asked: Asked) -> tuple[str, ...]:
    """Return the events done later that changed something up to the moment asked about."""
    limit = derivation.limit(asked)
    back = [e for e in _acting_before(derivation) if e.acts < limit <= e.judged]
    if not back:
        return ()
    had = {event.id for event in _reaching_back(derivation, had_effect=True)}
    return tuple(event.id for event in back if event.id in had)


def _acting_before(derivation: Derivation) -> list[Event]:
    """Return the events that act before they were done, but those that came to nothing."""
    return [
        e
        for e in derivation.record.events
        if e.acts < e.judged and (e.id in derivation.back or not e.comes_judged)
    ]


def _reaching_back(derivation: Derivation, *, had_effect: bool) -> Iterator[Event]:
    """Yield the events that act before they were done, those that changed something or the rest."""
    back = _acting_before(derivation)
    changed = derivation.effective if back else frozenset()
    yield from (event for event in back if (event.id in changed) is had_effect)


def _told(derivation: Derivation, stop: Stop) -> Iterator[Change]:
    facts = derivation.doctrine.program.facts
    told = [f for f in stop.firings if _worth_telling(f, facts)]
    events = {event_of(f, stop) for f in told}
    for firing in stop.firings:
        # An event of which nothing else is told is told by the rule that took it.
        if firing in told or _event_taken(firing) not in {"", *events}:
            yield _change(derivation, firing, stop)


def _change(derivation: Derivation, firing: Firing, stop: Stop) -> Change:
    facts = derivation.doctrine.program.facts
    ground = any(facts[e.id[0]].track == "ground" for e in firing.effects if e.id[0] in facts)
    known = firing.clause in derivation.agreement.clauses and not ground
    clause = firing.clause if known else ""
    event, local = event_of(firing, stop), derivation.zone.local(firing.position)
    return Change(firing.position, clause, firing.rule.id, firing.rule.says, event, local)


def _worth_telling(firing: Firing, facts: Mapping[str, Kind]) -> bool:
    # Signals and what the engine keeps for itself are steps on the way. A rule without effect is
    # told: it says why nothing changed.
    told = [e for e in firing.effects if e.verb != "signal" and not facts[e.id[0]].quiet]
    return bool(told) or not firing.effects


def event_of(firing: Firing, stop: Stop) -> str:
    """Return the event that set a firing off, through all its signals; or an empty text."""
    return _event_taken(stop.origin(firing))


def _event_taken(firing: Firing) -> str:
    """Return the event by which a firing was set off, also where it worked later or arrived."""
    trigger = firing.trigger
    if trigger.channel.startswith("event:"):
        return str(trigger.fact["id"])
    return str(trigger.fact.get("event", "")) if trigger.channel.startswith("reached:") else ""
