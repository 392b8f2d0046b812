"""A derivation: a text and the visible events under the doctrine, with their timeline.

All questions are asked of a derivation, and it knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from attrs import evolve

from mandate.doctrine.model import Doctrine
from mandate.engine.clock import BEGINNING, Clock, Refusal
from mandate.engine.firing import Occurrence, Stop
from mandate.engine.grammar import Fact
from mandate.engine.matchers import choose, matcher
from mandate.engine.state import State
from mandate.errors import ContradictionError
from mandate.record.record import Event, Record
from mandate.text.agreement import Agreement
from mandate.timeline.open_order import refuse_open_order
from mandate.timeline.question import Question
from mandate.timeline.span import Clauses, Span
from mandate.timeline.walk import Timeline

Made = TypeVar("Made")

#: Stops that are walked in search of a day that does not exist. After at most 1,200 renewals a term
#: has reached every month that it can reach, in leap years and others; a renewal has two or three
#: stops.
_MOST_TRIED = 3_600
#: Spans that are remembered; a full memory starts anew.
_MOST_SPANS = 1_024


class Derivation:
    """Runs the clock once over a text and its visible events, and keeps the timeline."""

    def __init__(
        self, agreement: Agreement, record: Record, doctrine: Doctrine, asked: str
    ) -> None:
        self.agreement = agreement
        self.record = record
        self.doctrine = doctrine
        #: The matcher as it was asked for, which may be "auto", and the one that runs.
        self.asked = asked
        self.matcher = choose(asked)
        self.zone = agreement.zone
        #: The moment by which the events were known, where the record is limited to such a moment.
        self.known: Question | None = None
        if record.as_known_on is not None:
            self.known = Question(self.zone, *record.as_known_on)
        come = [occurrence(e) for e in record.events if not doctrine.events[e.kind].inert]
        clock = Clock(
            doctrine.program,
            agreement.zone,
            matcher(doctrine.program, self.matcher),
            come,
            lambda error: _placed(error, agreement, record),
        )
        text = State.of(doctrine.program.facts, agreement.facts)
        # Some conventions refuse a day that does not exist. Then the walk looks ahead, so that the
        # error comes now, and not in the middle of a later question.
        refusing = any("refuse" in str(v) for _, fact in agreement.facts for v in fact.values())
        first = Stop(BEGINNING, text)
        self.timeline = Timeline(clock, first, _clause_of, _MOST_TRIED if refusing else None)
        #: The acts that were judged when they were done and work from a moment before that.
        self.back = frozenset[str]()
        if any(event.reaches_back for event in record.events):
            settled = _reaching_back(come, record.events, self.timeline)
            self.back = frozenset(o.id for o in settled if o.judged)
            clock = clock.with_events(settled)
            self.timeline = Timeline(clock, first, _clause_of, _MOST_TRIED if refusing else None)
        try:
            self.timeline.walk(clock.last_event)
            if refusing:
                self.timeline.look_ahead(4 * _MOST_TRIED)
        except ContradictionError:
            # Two events may contradict each other only because no order is given: then say that.
            refuse_open_order(self.timeline, record.place)
            raise
        refuse_open_order(self.timeline, record.place)
        self._spans: dict[int, Span] = {}
        self._clauses = Clauses()
        self._made: dict[Callable[[Derivation], object], Any] = {}

    def of(self, record: Record) -> Derivation:
        """Return the derivation of the same text and doctrine with another record."""
        return Derivation(self.agreement, record, self.doctrine, self.asked)

    def known_by(self, known: Question) -> Derivation:
        """Return the same derivation, with the moment by which its events are said to be known."""
        if known == self.known:
            return self
        twin = Derivation.__new__(Derivation)
        vars(twin).update(vars(self))  # both share the memories
        twin.known = known
        return twin

    def once(self, make: Callable[[Derivation], Made]) -> Made:
        """Return a value that depends on the derivation alone; it is worked out once and kept."""
        if make not in self._made:
            self._made.setdefault(make, make(self))
        made: Made = self._made[make]
        return made

    def span_at(self, question: Question) -> Span:
        """Return the span in which a question lies."""
        if question.kind == "day":
            stop = self.timeline.on_day(question.value)
        else:
            stop = self.timeline.at(self.zone.timed(question.value))
        # Not by way of span: this call is the most frequent, and a call less saves a tenth.
        return self._spans.get(stop.position) or self.span(stop)

    def span(self, stop: Stop) -> Span:
        """Return the span that begins with a stop."""
        span = self._spans.get(stop.position)
        if span is not None:
            return span
        end = self.timeline.end_of(stop)
        made = Span(self.agreement, self.record, self.doctrine, stop, end, self._clauses)
        if len(self._spans) >= _MOST_SPANS:
            self._spans = {}
        return self._spans.setdefault(stop.position, made)

    def __reduce__(self) -> tuple[Any, ...]:
        # A matcher and what it found stay here: elsewhere another one may run.
        parts = (self.agreement, self.record, self.doctrine, self.asked, self.known)
        return _derived, parts

    def __deepcopy__(self, memo: object) -> Derivation:
        return self  # nobody can change it


def _derived(  # what a pickle calls
    agreement: Agreement, record: Record, doctrine: Doctrine, asked: str, known: Question | None
) -> Derivation:
    made = Derivation(agreement, record, doctrine, asked)
    return made if known is None else made.known_by(known)


def visible(record: Record, at: Question, known: Question) -> Record:
    """Return the record as it was known at a moment. It claims to be complete to no later day.

    ``known`` is the moment that the record then names.
    """
    complete, day, limit = record.complete_to, at.date, at.limit
    if complete is not None and day is not None:
        complete = min(complete, day)
    events = tuple(e.not_received_before(limit) for e in record.events if e.known_at < limit)
    as_known_on = (known.kind, known.value)
    return evolve(record, events=events, complete_to=complete, as_known_on=as_known_on)


def occurrence(event: Event) -> Occurrence:
    """Return an event as the engine sees it, at the moment at which it comes.

    An act that reaches back stands here at the moment at which it is judged; see
    :func:`_reaching_back`.
    """
    fact = {"id": event.id, **event.fields}
    others = tuple({**fact, "by": name} for name in event.authors[1:])
    after, first = frozenset(event.after), event.comes_first
    return Occurrence(event.id, event.kind, event.comes, fact, after, others, first=first)


def _reaching_back(
    occurrences: Sequence[Occurrence], events: Iterable[Event], timeline: Timeline
) -> Sequence[Occurrence]:
    """Return the occurrences, with each act that reaches back and counts moved to where it works.

    Such an act is judged when it was done, in the course of things without it. The facts that its
    rules make there are then put at the earlier moment. Of several the one that was done first goes
    first; those whose rules made nothing are judged anew once another works before they were done.
    An act whose rules make nothing stays where it is, with the rule that says why. ``timeline`` is
    the one in which all of them stand where they are judged.
    """
    placed = {o.id: o for o in occurrences}
    branches = [timeline]
    left = sorted((e for e in events if e.reaches_back), key=lambda e: (e.judged, e.id))
    waiting = left
    while waiting:
        event, *waiting = waiting
        made = tuple(_made(branches[-1].before(event.judged + 1), event.id, branches[-1].clock))
        if not made:
            continue
        placed[event.id] = evolve(placed[event.id], position=event.works, judged=made)
        left = [other for other in left if other is not event]
        waiting = [other for other in left if other.judged >= event.works]
        clock = timeline.clock.with_events(placed.values())
        # An act may reach back further than the acts before it. Before they work, their branches
        # are no different, so an earlier branch will do.
        here = next(branch for branch in reversed(branches) if branch.reaches(event.works))
        branches.append(here.branch(clock, event.works))
    return tuple(placed.values())


def _made(stop: Stop, event: str, clock: Clock) -> Iterator[tuple[str, str, Fact]]:
    """Yield the facts that rules made of an act at a stop for later: kind, boundary and fact."""
    seen = _taken_back(stop, clock)
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


def _taken_back(stop: Stop, clock: Clock) -> set[tuple[object, ...]]:
    """Return the facts that the rules dropped at a stop before they took effect."""
    worked: set[tuple[object, ...]] = set()
    dropped: set[tuple[object, ...]] = set()
    for firing in stop.firings:
        name = firing.trigger.channel.partition("reached:")[2].partition(".")[0]
        if name:
            kind = clock.program.facts[name]
            worked.add((name, tuple(firing.trigger.fact[part] for part in kind.key)))
        drops = {effect.id for effect in firing.effects if effect.verb == "drop"}
        dropped |= drops - worked
    return dropped


def _placed(error: Refusal, agreement: Agreement, record: Record) -> Refusal:
    """Return the same error with the place in the files of the events or the clause behind it."""
    if isinstance(error, ContradictionError):
        events = "; ".join(f"{name!r}: {record.place(name)}" for name in error.events)
        told = ContradictionError(f"{error} ({events})" if events else str(error))
        told.events = error.events
        return told
    place = agreement.places.get(error.clause, agreement.id)
    refused = type(error)(f"{place}: {error}")
    refused.clause = error.clause
    return refused


def _clause_of(stop: Stop) -> str:
    return next((f.clause for f in reversed(stop.firings) if f.clause), "")
