"""The clock: from one stop to the next, until nothing more can change.

A stop is an instant at which an event comes or a boundary of a fact is reached. All its triggers
are matched against the state before it; all changes are applied at once. Signals, and boundaries
that have become due, form the next step of the same instant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count

from mandate.counting.instants import MAX_DAY, MIN_DAY, NEVER, Zone, to_date
from mandate.engine.firing import Firing, Occurrence, Stop
from mandate.engine.grammar import Fact, Key, Program
from mandate.engine.matching import Matcher, Triggering
from mandate.engine.state import FactId, State
from mandate.engine.step import Changes, collect
from mandate.errors import ContradictionError, CountingError, MandateError, RunawayError

#: Steps within one instant, counted anew after each layer of its events. One more step is allowed
#: for each fact, because one clause may begin with another. The same number limits steps on end in
#: which nothing changes. The doctrine needs about ten steps, and for a clause that begins with
#: another no more than it has facts.
MOST_STEPS = 64
#: The errors that a stop may end in.
Refusal = ContradictionError | CountingError | RunawayError
#: The position where the first span begins: before any instant of the calendar.
BEGINNING = -NEVER


class Clock:
    """Walks through time under one program, one zone, one matcher and one set of events."""

    def __init__(
        self,
        program: Program,
        zone: Zone,
        matcher: Matcher,
        events: Iterable[Occurrence],
        placed: Callable[[Refusal], MandateError] | None = None,
    ) -> None:
        """Make a clock. ``placed`` adds to an error the place of its cause in the files."""
        self.program = program
        self.zone = zone
        self.matcher = matcher
        self._placed = placed
        batches: dict[int, list[Occurrence]] = {}
        for event in events:
            batches.setdefault(event.position, []).append(event)
        self._batches = {p: _layers(batch) for p, batch in batches.items()}
        self._positions = sorted(self._batches)
        self._stops = [
            (name, kind.boundaries) for name, kind in sorted(program.facts.items())
            if kind.boundaries
        ]  # fmt: skip

    @property
    def last_event(self) -> int:
        """The position of the last event, or the beginning of time."""
        return self._positions[-1] if self._positions else BEGINNING

    def next_position(self, position: int, state: State) -> int:
        """Return the position of the next stop after ``position``, or NEVER."""
        upcoming = NEVER
        for kind, names in self._stops:
            for fact in state.of_kind(kind).values():
                for name in names:
                    value = fact[name]
                    if isinstance(value, int) and position < value < upcoming and value:
                        upcoming = value
        return min(self.next_event(position), upcoming)

    def next_event(self, position: int) -> int:
        """Return the position of the next event after ``position``, or NEVER."""
        index = bisect_right(self._positions, position)
        return self._positions[index] if index < len(self._positions) else NEVER

    def with_events(self, events: Iterable[Occurrence]) -> Clock:
        """Return the clock that runs as this one does, with these events."""
        return Clock(self.program, self.zone, self.matcher, events, self._placed)

    def without_events(self) -> Clock:
        """Return the clock that runs as this one does where no event comes."""
        return Clock(self.program, self.zone, self.matcher, (), self._placed)

    def advance(self, position: int, state: State) -> Stop | None:
        """Return the next stop after ``position``, or None where nothing more can change."""
        upcoming = self.next_position(position, state)
        return None if upcoming >= NEVER else self.at(upcoming, state)

    def batches(self) -> Mapping[int, Sequence[Sequence[Occurrence]]]:
        """The events by position, in the layers that their ``after`` gives."""
        return self._batches

    def at(
        self, position: int, state: State, layers: Sequence[Sequence[Occurrence]] | None = None
    ) -> Stop:
        """Take the stop at ``position``: all its events and boundaries, until nothing more follows.

        ``layers`` stands in for the events of the record, to try them in another order.
        """
        try:
            return self._at(position, state, layers)
        except (ContradictionError, CountingError, RunawayError) as error:
            raise self.refusal(error) from None

    def refusal(self, error: Refusal) -> MandateError:
        """Return the error as it is raised: with the place of its cause, where that is known."""
        return self._placed(error) if self._placed else error

    def _at(
        self, position: int, state: State, layers: Sequence[Sequence[Occurrence]] | None
    ) -> Stop:
        layers = self._batches.get(position, ()) if layers is None else layers
        # An act that was judged before works together with the boundaries of the instant, and so
        # does an act that puts an end to something. All other events come after the boundaries.
        judged = [e for layer in layers for e in layer if e.judged]
        state = state.changed(self._made(judged))
        pending = [
            *self._reached(state, position, {e.id for e in judged}),
            *(t for e in judged for t in self._worked(e)),
            *(t for layer in layers for e in layer if _first(e) for t in _comes(e)),
        ]
        firings: list[Firing] = []
        steps = count()
        coming = [[e for e in layer if not (e.judged or _first(e))] for layer in layers]
        first_of_all: list[list[Occurrence]] = [[]] if pending else []
        for layer in [*first_of_all, *coming]:
            pending = [*pending, *(t for e in layer for t in _comes(e))]
            first, idle = state, 0  # a loop gains no steps by the facts that it makes
            for taken in count():
                if not pending:
                    break
                if idle >= MOST_STEPS or (taken >= MOST_STEPS and taken >= MOST_STEPS + first.size):
                    raise _runaway(firings[-8:], self.zone, position, taken)
                step = next(steps)
                matches = self.matcher.matches(state, pending)
                changes = collect(self.program, self.zone, state, pending, matches, position, step)
                before, state = state, state.changed(changes.facts)
                idle = 0 if before.differs(changes.facts) else idle + 1
                pending = [
                    *self._signals(changes, len(firings), position),
                    *self._due(before, changes.facts, position),
                ]
                firings.extend(changes.firings)
        events = tuple(e.id for layer in layers for e in layer)
        return Stop(position, state, tuple(firings), events)

    def _made(self, judged: Sequence[Occurrence]) -> Mapping[FactId, Fact]:
        facts = self.program.facts
        return {
            (kind, facts[kind].identity(fact)): fact
            for event in judged
            for kind, _, fact in event.judged
        }

    def _worked(self, event: Occurrence) -> Iterator[Triggering]:
        for kind, boundary, fact in event.judged:
            key = self.program.facts[kind].identity(fact)
            yield Triggering(f"reached:{kind}.{boundary}", fact, key)

    def _reached(
        self, state: State, position: int, besides: Collection[str] = ()
    ) -> list[Triggering]:
        """Return the boundaries at a position, but those of what was made of some events."""
        reached = [
            Triggering(f"reached:{kind}.{name}", fact, key)
            for kind, names in self._stops
            for key, fact in state.of_kind(kind).items()
            for name in names
            if fact[name] == position and fact.get("event") not in besides
        ]
        return sorted(reached, key=_place)

    def _due(
        self, before: State, facts: Mapping[FactId, Fact | None], position: int
    ) -> list[Triggering]:
        due: list[Triggering] = []
        for (kind, key), fact in facts.items():
            if fact is None:
                continue
            old = before.get(kind, key)
            for name in self.program.facts[kind].boundaries:
                value = fact[name]
                is_new = old is None or old[name] != value
                if is_new and isinstance(value, int) and 0 < value <= position:
                    due.append(Triggering(f"reached:{kind}.{name}", fact, key))
        return sorted(due, key=_place)

    def _signals(self, changes: Changes, base: int, position: int) -> list[Triggering]:
        day = self.zone.day_of(position)
        return [
            Triggering(
                f"signal:{kind}", {**fields, "at": position, "day": day}, (number,), base + cause
            )
            for number, (kind, fields, cause) in enumerate(changes.signals)
        ]


def _first(event: Occurrence) -> bool:
    """Whether an event comes with the boundaries of its instant: not where it follows another."""
    return event.first and not event.after


def _place(trigger: Triggering) -> tuple[str, Key]:
    # The order in which facts came to be must not show.
    return trigger.channel, trigger.key


def _comes(event: Occurrence) -> Iterator[Triggering]:
    yield Triggering(f"event:{event.kind}", event.fact, (event.id,))
    for number, fact in enumerate(event.others):
        yield Triggering(f"event:{event.kind}", fact, (event.id, number))


def _layers(batch: Sequence[Occurrence]) -> Sequence[Sequence[Occurrence]]:
    # Events of one instant, in the order that ``after`` gives them; the loader has refused cycles.
    here = {e.id for e in batch}
    left = sorted(batch, key=lambda e: e.id)
    done: set[str] = set()
    layers: list[list[Occurrence]] = []
    while left:
        layer = [e for e in left if (e.after & here) <= done]
        if not layer:
            msg = "events that each come after the other: " + ", ".join(e.id for e in left)
            raise RunawayError(msg)
        layers.append(layer)
        done.update(e.id for e in layer)
        left = [e for e in left if e.id not in done]
    return layers


def _runaway(firings: Sequence[Firing], zone: Zone, position: int, steps: int) -> RunawayError:
    rules = ", ".join(sorted({f.rule.id for f in firings}))
    clauses = sorted({f.clause for f in firings if f.clause})
    error = RunawayError(
        f"more than {steps} steps at one instant ({instant(zone, position)}), "
        f"clauses {', '.join(clauses)}; the rules that go on: {rules}"
    )
    error.clause = clauses[0] if clauses else ""
    return error


def instant(zone: Zone, position: int) -> str:
    """Return a position in words: an hour, the close of a day, or on which side of the calendar."""
    local = zone.local(position)
    if local is not None:
        return local.isoformat()
    day = zone.day_of(position)
    date = to_date(day)
    if date is not None:
        return f"the close of {date}"
    return f"before {to_date(MIN_DAY)}" if day < MIN_DAY else f"after {to_date(MAX_DAY)}"
