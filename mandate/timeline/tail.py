"""The tail: once the record is exhausted and the future repeats, leap instead of walking.

A future repeats under two conditions. Every boundary still to come belongs to one fact whose kind
declares a cycle: a counter, and the boundary at which the next cycle begins. And two successive
states are equal but for the counter and the times. The state of cycle *k* then comes from a state
whose counter is set two short, by two real cycles: the first puts right the times that are counted
from the counter, the second the times that are taken over from the cycle before.

A leap is certified before it is trusted. From one cycle earlier it must give a state that was
walked, and the last cycle of the calendar must still repeat. Where a leap is not certified, the
clock walks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Protocol, Self, TypeVar

from attrs import field, frozen

from mandate.counting.instants import MAX_DAY, NEVER
from mandate.engine.clock import Clock
from mandate.engine.firing import Stop
from mandate.engine.grammar import TIMES, Fact, Key, Kind
from mandate.engine.state import FactId, State
from mandate.timeline.waiting import waits_for_number

Kept = TypeVar("Kept")

#: Tries at finding a cycle by its position. Each try at least halves the cycles left to search.
_MOST_TRIES = 80
#: Stops within one cycle. The doctrine has three.
_MOST_IN_CYCLE = 16


class Tail(Protocol):
    """A future that repeats."""

    @property
    def begins(self) -> int:
        """The position after which the tail can answer."""
        ...

    @property
    def turned(self) -> int:
        """A position by which, after ``begins``, every cycle has come round once."""
        ...

    def before(self, position: int) -> Sequence[Stop]:
        """Return the last stop before ``position``, after stops of its cycle that lead to it."""
        ...


def tail_after(clock: Clock, stop: Stop) -> Tail | None:
    """Return the tail that begins after ``stop``, certified; None if the future does not repeat."""
    return _tail_of(clock, _cycling(clock, stop), stop, clock.zone.after(MAX_DAY))


def swift_after(clock: Clock, stop: Stop, within: int) -> tuple[Tail | None, int]:
    """Return the tail of the facts that come round within so many positions, and its end.

    The end is the first boundary of any other fact. The tail is right only before its end and
    before the next event. The clock has no events to come.
    """
    swift: list[tuple[Kind, Key]] = []
    until = clock.zone.after(MAX_DAY)
    for kind, key, fact, coming in _coming(clock, stop):
        if kind.repeats and int(fact[kind.repeats]) - stop.position <= within:
            swift.append((kind, key))
        else:
            until = min(until, *coming)
    return _tail_of(clock, sorted(swift, key=_place), stop, until), until


def _tail_of(
    clock: Clock, cycling: Sequence[tuple[Kind, Key]], stop: Stop, until: int
) -> Tail | None:
    if len(cycling) == 1:
        return Cycle.of(clock, *cycling[0], stop, until)
    return Cycles.of(clock, cycling, stop, until) if cycling else None


@frozen
class Cycle:
    """The future of one fact that repeats, from ``opening`` on."""

    _clock: Clock
    _kind: Kind
    _key: Key
    #: The stop that opens a cycle that was walked, and the state just before the next one opens.
    opening: Stop
    _closing: State
    #: What was worked out: the openings that follow the first ones walked, other cycles by their
    #: number, and the stops of a cycle by the position of its opening. Days that lie near each
    #: other ask for the same; of many one starts anew.
    _openings: dict[int, Stop | None] = field(factory=dict, init=False, eq=False, repr=False)
    _built: dict[int, Stop] = field(factory=dict, init=False, eq=False, repr=False)
    _stops: dict[int, Sequence[Stop]] = field(factory=dict, init=False, eq=False, repr=False)

    @classmethod
    def of(cls, clock: Clock, kind: Kind, key: Key, stop: Stop, until: int) -> Self | None:
        """Return the tail of one fact, certified up to ``until``; None if it does not repeat."""
        openings: list[Stop] = []
        before: list[State] = []
        here = stop
        while len(openings) < _CYCLES_WALKED:
            turned = _turn(clock, kind, key, here)
            if turned is None:
                return None
            last, here = turned
            openings.append(here)
            before.append(last)
        first, second, third = openings
        if not (_repeats(kind, key, first.state, second.state)
                and _repeats(kind, key, second.state, third.state)):  # fmt: skip
            return None
        if waits_for_number(clock.program, kind, key, second.state):
            return None
        tail = cls(clock, kind, key, third, before[2])
        return tail if tail._certified(third, before[1], until) else None

    @property
    def begins(self) -> int:
        """The position after which the cycle can answer."""
        return self.opening.position

    @property
    def turned(self) -> int:
        """The position at which the cycle that was walked ends."""
        return self.ends_after(self.begins)

    def ends_after(self, position: int) -> int:
        """Return the end of the first cycle that begins at ``position`` or later."""
        while True:
            trail = self.before(position + 1) or [self.opening]
            ends = int(self._fact(trail[0].state)[self._kind.repeats])
            if trail[0].position >= position or ends >= NEVER:
                return ends
            position = ends

    def before(self, position: int) -> Sequence[Stop]:
        """Return the stops of one cycle up to the last that lies before ``position``.

        The result is empty where the position lies before the cycles that a leap can reach.
        """
        opening = self._near(position) or self._cycle_at(position)
        if opening is None:
            return ()
        known = self._stops.get(opening.position, (opening,))
        index = bisect_left(known, position, key=lambda stop: stop.position)
        if index < len(known):
            return known[:index]
        stops = list(known)
        while True:
            here = stops[-1]
            after = self._clock.next_position(here.position, here.state)
            if after >= position or after >= NEVER:
                break
            stops.append(self._clock.at(after, here.state))
        if len(stops) > len(known):
            _keep(self._stops, opening.position, tuple(stops))
        return stops

    # -- finding and building a cycle -----------------------------------------------------------

    def _fact(self, state: State) -> Fact:
        fact = state.get(self._kind.name, self._key)
        if fact is None:
            msg = "a certified cycle has lost its fact"
            raise RuntimeError(msg)
        return fact

    def _number(self, state: State) -> int:
        return int(self._fact(state)[self._kind.counter])

    def _build(self, number: int) -> Stop | None:
        """Return the stop that opens cycle ``number``, by two real cycles; None if that fails."""
        opening = self._built.get(number)
        if opening is None:
            opening = _build(self._clock, self._kind, self._key, self._closing, number)
            if opening is not None:
                _keep(self._built, number, opening)
        return opening

    def _near(self, position: int) -> Stop | None:
        """Return the opening of the cycle that holds a position, if it is one of the first few."""
        here = self.opening
        for number in range(_CYCLES_WALKED + 1):
            if here.position < position <= int(self._fact(here.state)[self._kind.repeats]):
                return here
            if number not in self._openings:
                turned = _turn(self._clock, self._kind, self._key, here)
                self._openings[number] = None if turned is None else turned[1]
            following = self._openings[number]
            if following is None or following.position >= position:
                return None
            here = following
        return None

    def _cycle_at(self, position: int) -> Stop | None:
        base, base_at = self._number(self.opening.state), self.opening.position
        ends = int(self._fact(self.opening.state)[self._kind.repeats])
        number = base + max(3, (position - base_at) // max(1, ends - base_at))
        low, high = base + 2, None
        for _ in range(_MOST_TRIES):
            stop = self._build(number)
            if stop is None:
                return None
            ends = int(self._fact(stop.state)[self._kind.repeats])
            if stop.position < position <= ends:
                return stop
            if stop.position >= position:
                high = number
            else:
                low = number
            mean = max(1, (stop.position - base_at) // (number - base))
            number += (position - stop.position) // mean
            number = max(number, low + 1)
            if high is not None:
                number = min(number, high - 1)
                if number <= low:
                    return None
        return None

    def _certified(self, walked: Stop, closing: State, until: int) -> bool:
        number = self._number(walked.state)
        again = _build(self._clock, self._kind, self._key, closing, number)
        if again is None or again.state != walked.state or again.position != walked.position:
            return False
        last = self._cycle_at(until)
        return last is None or _repeats(self._kind, self._key, walked.state, last.state)


def _keep(known: dict[int, Kept], number: int, what: Kept) -> None:
    """Keep what was worked out among what is known."""
    if len(known) >= _MOST_KEPT:
        known.clear()
    known[number] = what


#: Cycles to remember of one that repeats.
_MOST_KEPT = 64
_CYCLES_WALKED = 3
#: Joint stops on which facts that repeat side by side must agree with walking.
_STOPS_COMPARED = 24
_MOST_SIDE_BY_SIDE = 8


@frozen
class Cycles:
    """Facts that repeat side by side. Each leaps alone; the result must agree with a joint walk."""

    _clock: Clock
    _cycles: Sequence[tuple[FactId, Cycle]]
    _base: State
    begins: int

    @classmethod
    def of(
        cls, clock: Clock, cycling: Sequence[tuple[Kind, Key]], stop: Stop, until: int
    ) -> Self | None:
        """Return the joint tail, certified by a walk; None if there is none.

        There is none if the facts are too many, if one of them does not repeat by itself, or if
        they depend on each other.
        """
        if len(cycling) > _MOST_SIDE_BY_SIDE:
            return None
        ids: list[FactId] = [(kind.name, key) for kind, key in cycling]
        cycles: list[tuple[FactId, Cycle]] = []
        for kind, key in cycling:
            mine = (kind.name, key)
            alone = stop.state.changed({other: None for other in ids if other != mine})
            cycle = Cycle.of(clock, kind, key, Stop(stop.position, alone), until)
            if cycle is None:
                return None
            cycles.append((mine, cycle))
        base = stop.state.changed(dict.fromkeys(ids))
        joint = cls(clock, cycles, base, max(c.begins for _, c in cycles))
        return joint if joint._certified(stop) else None

    @property
    def turned(self) -> int:
        """A position by which each fact has come round once."""
        return max(cycle.ends_after(self.begins) for _, cycle in self._cycles)

    def before(self, position: int) -> Sequence[Stop]:
        """Return the last stop before ``position``, after stops of each cycle that lead to it."""
        trails = [cycle.before(position) for _, cycle in self._cycles]
        if not all(trails):
            return ()
        latest = max(trail[-1].position for trail in trails)
        facts: dict[FactId, Fact | None] = {}
        for (identity, cycle), trail in zip(self._cycles, trails, strict=True):
            before = trail if trail[-1].position < latest else cycle.before(latest)
            if not before:
                return ()
            facts[identity] = before[-1].state.get(*identity)
        # The last stop is taken for real, all together.
        last = self._clock.at(latest, self._base.changed(facts))
        earlier = sorted(
            (s for trail in trails for s in trail if s.position < latest), key=lambda s: s.position
        )
        return [*earlier, last]

    def _certified(self, stop: Stop) -> bool:
        here: Stop | None = stop
        compared = out_of_reach = 0
        # A fact may come to an end that its own cycles do not show: a last renewal, say.
        while here is not None and compared < _STOPS_COMPARED and out_of_reach < _STOPS_COMPARED:
            following = self._clock.advance(here.position, here.state)
            if following is not None and following.position > self.begins:
                leapt = self.before(following.position + 1)
                if leapt and (
                    leapt[-1].state != following.state or leapt[-1].position != following.position
                ):
                    return False
                compared += bool(leapt)
                out_of_reach += not leapt
            here = following
        return compared == _STOPS_COMPARED


def _build(clock: Clock, kind: Kind, key: Key, closing: State, number: int) -> Stop | None:
    fact = closing.get(kind.name, key)
    if fact is None:
        return None
    short = {**fact, kind.counter: number - 2}
    state = closing.changed({(kind.name, key): short})
    here = clock.at(int(fact[kind.repeats]), state)
    for wanted in (number - 1, number):
        opened = here.state.get(kind.name, key)
        if opened is None or opened[kind.counter] != wanted:
            return None
        if wanted == number:
            return here
        turned = _turn(clock, kind, key, here)
        if turned is None:
            return None
        here = turned[1]
    return None


def _turn(clock: Clock, kind: Kind, key: Key, stop: Stop) -> tuple[State, Stop] | None:
    """Walk to the opening of the next cycle. Return the state just before it, and its stop."""
    for _ in range(_MOST_IN_CYCLE):
        fact = stop.state.get(kind.name, key)
        after = clock.next_position(stop.position, stop.state)
        if fact is None or after >= NEVER:
            return None
        following = clock.at(after, stop.state)
        opened = following.state.get(kind.name, key)
        if opened is None:
            return None
        if opened[kind.counter] != fact[kind.counter]:
            return stop.state, following
        stop = following
    return None


def _cycling(clock: Clock, stop: Stop) -> Sequence[tuple[Kind, Key]]:
    """Return the facts that repeat; none if any other fact or an event has a boundary to come."""
    if clock.last_event > stop.position:
        return ()
    facts: list[tuple[Kind, Key]] = []
    for kind, key, _, _ in _coming(clock, stop):
        if not kind.repeats:
            return ()
        facts.append((kind, key))
    return sorted(facts, key=_place)


def settled_after(clock: Clock, stop: Stop) -> int:
    """Return the position of the last boundary to come that is in no cycle; -NEVER if none is."""
    single = (coming for kind, _, _, coming in _coming(clock, stop) if not kind.repeats)
    return max((max(coming) for coming in single), default=-NEVER)


def _coming(clock: Clock, stop: Stop) -> Iterator[tuple[Kind, Key, Fact, Sequence[int]]]:
    """Yield each fact with boundaries to come, and these boundaries."""
    for name, kind in clock.program.facts.items():
        for key, fact in stop.state.of_kind(name).items():
            coming = [int(fact[b]) for b in kind.boundaries if stop.position < int(fact[b]) < NEVER]
            if coming:
                yield kind, key, fact, coming


def _place(pair: tuple[Kind, Key]) -> tuple[str, Key]:
    return pair[0].name, pair[1]


def _repeats(kind: Kind, key: Key, earlier: State, later: State) -> bool:
    """Whether two states are equal but for the counter and the times of one fact."""
    first, second = earlier.get(kind.name, key), later.get(kind.name, key)
    if first is None or second is None:
        return False
    for name, declared in kind.fields.items():
        ends_of_time = first[name] != second[name] and NEVER in {first[name], second[name]}
        if ends_of_time:
            return False
        if name != kind.counter and declared.type not in TIMES and first[name] != second[name]:
            return False
    return later.changed({(kind.name, key): first}) == earlier
