"""Events of the record as the engine sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from mandate.answers.walk import Timeline
from mandate.engine.clock import Clock
from mandate.engine.firing import Occurrence, Stop
from mandate.engine.grammar import Fact
from mandate.record.record import Event


def occurrence(event: Event) -> Occurrence:
    """Return an event as the engine sees it, at the moment at which it comes.

    An act that reaches back comes when it is judged here; see :func:`reaching_back`.
    """
    fact = {"id": event.id, **event.fields}
    others = tuple({**fact, "by": name} for name in event.authors[1:])
    after, first = frozenset(event.after), event.comes_first
    return Occurrence(event.id, event.kind, event.comes, fact, after, others, first=first)


def reaching_back(
    occurrences: Sequence[Occurrence], events: Iterable[Event], timeline: Timeline
) -> Sequence[Occurrence]:
    """Return the occurrences with each act that reaches back and counts where it works.

    Such an act is judged when it was done, in the course of things without it. What its rules then
    make of it takes effect from the earlier moment. One of which they make nothing stays where it
    is, with the rule that says why. ``timeline`` is that of all of them as they are judged.
    """
    found = {o.id: o for o in occurrences}
    for event in sorted((e for e in events if e.reaches_back), key=lambda e: (e.judged, e.id)):
        stop = timeline.before(event.judged + 1)
        made = tuple(_made(stop, event.id, timeline.clock))
        if not made:
            continue
        found[event.id] = evolve(found[event.id], position=event.works, judged=made)
        clock = timeline.clock.with_events(found.values())
        timeline = timeline.branch(clock, event.works)
    return tuple(found.values())


def _made(stop: Stop, event: str, clock: Clock) -> Iterator[tuple[str, str, Fact]]:
    """Yield what the rules made of an act at a stop that is to work: kind, boundary and fact."""
    seen: set[tuple[object, ...]] = set()
    for firing in stop.firings:
        trigger = stop.origin(firing).trigger
        if trigger.fact.get("id") != event or not trigger.channel.startswith("event:"):
            continue
        for effect in firing.effects:
            kind = clock.program.facts.get(effect.id[0])
            if effect.verb == "make" and kind is not None and kind.passing and kind.boundaries:
                fact: Mapping[str, int | str] = effect.fields
                if effect.id not in seen:
                    seen.add(effect.id)
                    yield kind.name, kind.boundaries[0], fact
