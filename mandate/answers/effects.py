"""Which events of a record had an effect, and which came to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mandate.engine.firing import Firing, Stop

if TYPE_CHECKING:
    from mandate.answers.derivation import Derivation


def by_event(derivation: Derivation) -> Mapping[str, frozenset[str]]:
    """Return for each event that had an effect the ids of the rules by which it had it."""
    limit = derivation.timeline.clock.last_event
    # An act may name a day long after the last event, and what is received later than it was sent
    # may arrive after it.
    for event in derivation.record.events:
        limit = max(limit, event.works)
        for name, spec in derivation.doctrine.events[event.kind].keys.items():
            if spec.type == "moment":
                limit = max(limit, int(event.fields[name]))
    found: dict[str, set[str]] = {}
    powers: dict[str, set[str]] = {}
    derivation.timeline.walk(limit)
    # What is leapt over comes round of itself: no event leads to it.
    for stop in derivation.timeline.walked_before(limit + 1):
        for firing in stop.firings:
            lasts = _lasts(firing, derivation)
            if lasts or firing.rule.power:
                for name in _events_of(firing, stop, derivation):
                    (found if lasts else powers).setdefault(name, set()).add(firing.rule.id)
    # The rule that gives a power may only judge an act that works by another rule, then or later.
    return {name: frozenset(rules | powers.get(name, set())) for name, rules in found.items()}


def _lasts(firing: Firing, derivation: Derivation) -> bool:
    kinds = derivation.doctrine.program.facts
    return any(e.verb != "signal" and not kinds[e.id[0]].passing for e in firing.effects)


def _events_of(firing: Firing, stop: Stop, derivation: Derivation) -> Iterator[str]:
    """Yield the event that led to a firing, also by what it had set on its way."""
    trigger = stop.origin(firing).trigger
    channel, fact = trigger.channel, trigger.fact
    if channel.startswith("event:"):
        yield str(fact["id"])
    elif channel.startswith("reached:"):
        kind = derivation.doctrine.program.facts[channel.removeprefix("reached:").split(".")[0]]
        if kind.passing and "event" in fact:
            yield str(fact["event"])
