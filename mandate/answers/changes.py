"""The changes of a day, and the events behind them: those with an effect, and those in vain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from attrs import evolve, field, frozen

from mandate.engine.firing import Firing, Stop
from mandate.engine.grammar import Kind
from mandate.plain_data import Row, fields
from mandate.record.record import Event
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.views.answer import Answer


@frozen
class Change(Answer):
    """A change during a day, and the rule that made it."""

    position: int = field(repr=False)
    clause: str
    rule: str
    says: str
    #: The event that set it off, or an empty text where time did.
    event: str
    #: The hour, where it is known.
    at: dt.datetime | None = None

    def as_dict(self) -> Row:
        """Return the change as plain values; the hour is a zone-aware date-time, or None."""
        return {name: value for name, value in fields(self).items() if name != "position"}

    def __str__(self) -> str:
        about = f"{self.clause}: " if self.clause else ""
        by = f" [{self.event}]" if self.event else ""
        return f"{about}{self.says}{by}"


def changes(derivation: Derivation, question: Question) -> tuple[Change, ...]:
    """Return the changes on the day of a question, up to the moment asked about.

    An act that was to reach back and changed nothing is told on the day when it was done.
    """
    start, limit = derivation.zone.begin(question.day), question.limit
    vain = {event.id: event for event in _reaching_back(derivation, had_effect=False)}
    day_changes = [
        change
        for stop in derivation.timeline.between(start, limit)
        for change in _told(derivation, stop)
        if change.event not in vain
    ]
    for event in vain.values():
        if start <= event.judged < limit:
            when = derivation.zone.local(event.judged)
            day_changes.extend(
                evolve(change, position=event.judged, at=when)
                for change in _told(derivation, derivation.timeline.before(event.acts + 1))
                if change.event == event.id
            )
    return tuple(dict.fromkeys(sorted(day_changes, key=lambda change: change.position)))


def undated(derivation: Derivation, question: Question) -> tuple[str, ...]:
    """Return the events of the day of an instant whose hour is not known."""
    if question.kind == "day":
        return ()
    day = question.date
    return tuple(e.id for e in derivation.record.events if not e.timed and e.on == day)


def retroactive(derivation: Derivation, question: Question) -> tuple[str, ...]:
    """Return the events done later that changed something up to the moment asked about."""
    limit = question.limit
    back = [e for e in _acting_before(derivation) if e.acts < limit <= e.judged]
    if not back:
        return ()
    had = {event.id for event in _reaching_back(derivation, had_effect=True)}
    return tuple(event.id for event in back if event.id in had)


def _acting_before(derivation: Derivation) -> list[Event]:
    """Return the events that take effect before they were done."""
    return [
        e
        for e in derivation.record.events
        if e.acts < e.judged and (e.id in derivation.back or not e.comes_judged)
    ]


def _reaching_back(derivation: Derivation, *, had_effect: bool) -> Iterator[Event]:
    """Yield the events that act before they were done: those with an effect, or those without."""
    back = _acting_before(derivation)
    changed = derivation.once(by_event) if back else {}
    yield from (event for event in back if (event.id in changed) is had_effect)


def by_event(derivation: Derivation) -> Mapping[str, frozenset[str]]:
    """Return for each event that had an effect the ids of the rules that gave it."""
    effects: dict[str, set[str]] = {}
    powers: dict[str, set[str]] = {}
    for stop in derivation.once(stops_of_events):
        for firing in stop.firings:
            lasts = _lasts(firing, derivation)
            if lasts or firing.rule.power:
                for name in _events_of(firing, stop, derivation):
                    (effects if lasts else powers).setdefault(name, set()).add(firing.rule.id)
    # The rule that gives a power may only judge an act that works by another rule, then or later.
    return {name: frozenset(rules | powers.get(name, set())) for name, rules in effects.items()}


def changes_by_event(derivation: Derivation) -> Mapping[str, tuple[Change, ...]]:
    """Return for each event what it changed, or the rules by which it changed nothing."""
    told: dict[str, list[Change]] = {}
    for stop in derivation.once(stops_of_events):
        for change in _told(derivation, stop):
            if change.event:
                told.setdefault(change.event, []).append(change)
    return {name: tuple(dict.fromkeys(of_event)) for name, of_event in told.items()}


def stops_of_events(derivation: Derivation) -> tuple[Stop, ...]:
    """Return the stops up to the last at which an event can have an effect of its own."""
    limit = derivation.timeline.clock.last_event
    # An act may name a day long after the last event, and an act received later than it was sent
    # may arrive after that event.
    for event in derivation.record.events:
        limit = max(limit, event.works)
        for name, spec in derivation.doctrine.events[event.kind].keys.items():
            if spec.type == "moment":
                limit = max(limit, int(event.fields[name]))
    derivation.timeline.walk(limit)
    # The stops that were leapt over repeat without an event: none leads to them.
    return tuple(derivation.timeline.walked_before(limit + 1))


def _lasts(firing: Firing, derivation: Derivation) -> bool:
    kinds = derivation.doctrine.program.facts
    return any(e.verb != "signal" and not kinds[e.id[0]].passing for e in firing.effects)


def _events_of(firing: Firing, stop: Stop, derivation: Derivation) -> Iterator[str]:
    """Yield the event that led to a firing, directly or by a fact that it left on its way."""
    trigger = stop.origin(firing).trigger
    channel, fact = trigger.channel, trigger.fact
    if channel.startswith("event:"):
        yield str(fact["id"])
    elif channel.startswith("reached:"):
        kind = derivation.doctrine.program.facts[channel.removeprefix("reached:").split(".")[0]]
        if kind.passing and "event" in fact:
            yield str(fact["event"])


def _told(derivation: Derivation, stop: Stop) -> Iterator[Change]:
    facts = derivation.doctrine.program.facts
    told = [f for f in stop.firings if _worth_telling(f, facts)]
    events = {event_of(f, stop) for f in told}
    for firing in stop.firings:
        # If no change by an event is told, the rule that took the event is told in its place.
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
    # Signals and facts that the engine keeps for itself are steps on the way, not changes. A rule
    # without effect is told: it says why nothing changed.
    told = [e for e in firing.effects if e.verb != "signal" and not facts[e.id[0]].quiet]
    return bool(told) or not firing.effects


def event_of(firing: Firing, stop: Stop) -> str:
    """Return the event that set a firing off, through all its signals; or an empty text."""
    return _event_taken(stop.origin(firing))


def _event_taken(firing: Firing) -> str:
    """Return the event that set a firing off, also where it arrived or took effect later."""
    trigger = firing.trigger
    if trigger.channel.startswith("event:"):
        return str(trigger.fact["id"])
    return str(trigger.fact.get("event", "")) if trigger.channel.startswith("reached:") else ""
