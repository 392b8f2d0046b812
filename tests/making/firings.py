"""Which rules fired, on what they rested and what they changed: more than an answer tells."""

from __future__ import annotations

from mandate import Mandate
from mandate.answers.changes import event_of
from mandate.engine.firing import Firing, Stop

#: Where, which rule, by what, resting on what, with what effects.
Trace = frozenset[tuple[object, ...]]


def stops_before(mandate: Mandate, day: int) -> tuple[Stop, ...]:
    """Return the stops of a mandate before the end of a day, by its ordinal."""
    timeline = mandate._derivation.timeline  # noqa: SLF001  # which rules fired is not public
    return tuple(timeline.between(1, mandate.agreement.zone.after(day)))


def trace(mandate: Mandate, day: int) -> Trace:
    """Return all that fired by the end of a day, but for the order within a stop."""
    return frozenset(
        (stop.position, firing.rule.id, _frozen(firing.trigger.fact), *_came_of(firing))
        for stop in stops_before(mandate, day)
        for firing in stop.firings
    )


def _came_of(firing: Firing) -> tuple[object, ...]:
    effects = tuple((e.verb, e.id, _frozen(e.fields)) for e in firing.effects)
    return (frozenset(firing.premises), effects)


def _frozen(fields: object) -> frozenset[tuple[str, object]]:
    return frozenset(dict(fields).items())  # type: ignore[call-overload]


#: What goes before the act as a whole, which then may have no effect: that a notice arrives, and
#: that one is awaited no more.
_ON_THE_WAY = {"in-transit", "awaited"}


def vain_refusals(mandate: Mandate) -> dict[str, tuple[str, str]]:
    """Name each event of which one rule says that it has no effect while another gives it one."""
    timeline = mandate._derivation.timeline  # noqa: SLF001  # which rules fired is not public
    facts = timeline.clock.program.facts
    found = {}
    for stop in timeline.walked_before(timeline.clock.last_event + 1):
        fired = [(event_of(firing, stop), firing) for firing in stop.firings]
        refused = {event: firing.rule.id for event, firing in fired if not firing.rule.then}
        # A signal, or a fact that is not told, is only a step on the way.
        changed = {
            event: firing.rule.id
            for event, firing in fired
            if any(
                e.verb != "signal" and e.id[0] not in _ON_THE_WAY and not facts[e.id[0]].quiet
                for e in firing.effects
            )
        }
        both = refused.keys() & changed.keys() - {""}
        found |= {event: (refused[event], changed[event]) for event in both}
    return found
