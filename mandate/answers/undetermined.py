"""Events whose day or hour is not known: the values that would differ at another time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod

from attrs import evolve, frozen

from mandate.counting.instants import NEVER
from mandate.engine.clock import Clock
from mandate.engine.firing import Occurrence, Stop
from mandate.errors import ContradictionError, CountingError, RunawayError
from mandate.once import cached_property
from mandate.plain_data import Row
from mandate.record.record import Event
from mandate.timeline.derivation import Derivation, occurrence
from mandate.timeline.question import Question
from mandate.timeline.span import Clauses, Span
from mandate.timeline.walk import Timeline

#: Stops that may be tried or walked for all events of one record: some ten seconds of work.
_MOST_STOPS = 50_000
#: Combinations of days that are tried for one group of events that bear on one another. If there
#: are more, the rest go untried, and the answer says so.
_MOST_TOGETHER = 256


@frozen(eq=False)
class _Way:
    """The course of things if an event had come at another time."""

    timeline: Timeline
    #: The position from which it may differ from the answer, and that from which it no longer does.
    begins: int
    meets: int


class Alternatives:
    """The other times at which events may have come, and what each would change."""

    def __init__(self, derivation: Derivation) -> None:
        self._derivation = derivation
        #: Ways by the id of the event, or by the ids of several events joined by "+".
        self._ways: dict[str, tuple[_Way, ...]] = {}
        self._paths: dict[tuple[int, int, int], frozenset[str]] = {}
        self._spent = 0

    def differing(self, question: Question) -> tuple[str, ...]:
        """Return the paths of a status that another day or hour of an event would change.

        Raises:
            RunawayError: the record leaves so much open that it cannot be tried.

        """
        limit = question.limit
        paths: set[str] = set()
        for event in self._open:
            if self._earliest(event) < limit:
                for way in self._of(event):
                    if way.begins < limit <= way.meets:
                        paths |= self._differing(way, limit)
        for group in self._groups:
            if max(self._earliest(event) for event in group) < limit:
                for way in self._of_group(group):
                    if way.begins < limit <= way.meets:
                        paths |= self._differing(way, limit)
        return tuple(sorted(paths))

    def tried_in_part(self, question: Question) -> bool:
        """Whether more days are open together up to a question than could be tried."""
        limit = question.limit
        return any(
            max(self._earliest(event) for event in group) < limit
            and prod(len(days) + 1 for days in self._days_of(group).values()) > _MOST_TOGETHER
            for group in self._groups
        )

    @cached_property
    def _open(self) -> Sequence[Event]:
        """The events that may have come at another time than the one that counts."""
        base = self._derivation
        return [
            e for e in base.record.events
            if not base.doctrine.events[e.kind].inert
            and (e.on_from is not None or (not e.timed and e.effect is None))
        ]  # fmt: skip

    def _earliest(self, event: Event) -> int:
        """Return the first position that another time of an event could change."""
        if event.effect is not None:
            return event.acts
        return self._derivation.zone.begin((event.on_from or event.on).toordinal())

    # -- the other times ---------------------------------------------------------------------

    def _of(self, event: Event) -> tuple[_Way, ...]:
        ways = self._ways.get(event.id)
        if ways is None:
            ways = self._ways[event.id] = tuple(self._ways_of(event))
        return ways

    def _ways_of(self, event: Event) -> Iterator[_Way]:
        batches = self._derivation.timeline.clock.batches()
        for moved in self._elsewhere(event):
            there = [e for layer in batches.get(moved.acts, ()) for e in layer if e.id != event.id]
            for changed in _orders(moved, there):
                way = self._way(changed, event)
                if way is not None:
                    yield way

    def _way(self, changed: Sequence[Occurrence], *events: Event) -> _Way | None:
        """Return the course of things with changed events; None where they contradict others."""
        base = self._derivation.timeline
        begins = min(*(o.position for o in changed), *(event.acts for event in events))
        ids = {e.id for e in changed}
        kept = (o for b in base.clock.batches().values() for layer in b for o in layer)
        clock = Clock(
            base.clock.program,
            base.clock.zone,
            base.clock.matcher,
            (*(o for o in kept if o.id not in ids), *changed),
        )
        timeline = base.branch(clock, begins)
        try:
            # Once both are alike and no later event differs, they stay alike.
            for position in sorted({max(e.acts for e in events), base.clock.last_event}):
                timeline.walk(position)
                self._spend(len(timeline.walked_before(NEVER)))
                if self._same(base.before(position + 1), timeline.before(position + 1)):
                    return _Way(timeline, begins, position)
        except (ContradictionError, CountingError):
            return None
        return _Way(timeline, begins, NEVER)

    # -- days that are open together ---------------------------------------------------------------

    @cached_property
    def _groups(self) -> Sequence[Sequence[Event]]:
        """Groups of two or more events that are known only to a range and may affect each other."""
        ranged = [e for e in self._open if e.on_from is not None]
        if len(ranged) < 2:  # noqa: PLR2004  # two of them
            return ()
        touched = {e.id: self._touched(e) for e in ranged}
        ends = {e.id: max([e.acts, *(w.meets for w in self._of(e))]) for e in ranged}
        group = {e.id: {e.id} for e in ranged}
        ordered = sorted(ranged, key=lambda e: (self._earliest(e), e.id))
        for number, event in enumerate(ordered):
            for other in ordered[number + 1 :]:
                if self._earliest(other) > ends[event.id]:
                    continue
                if touched[event.id] & touched[other.id]:
                    whole = group[event.id] | group[other.id]
                    for name in whole:
                        group[name] = whole
        distinct = {frozenset(names) for names in group.values() if len(names) > 1}
        return [[e for e in ordered if e.id in names] for names in sorted(distinct, key=sorted)]

    def _touched(self, event: Event) -> frozenset[str]:
        """Return the clauses that an act under the clause of an event may affect."""
        clauses, pending = {event.of}, [event.of]
        while pending:
            fresh = self._bears_on.get(pending.pop(), frozenset()) - clauses
            clauses |= fresh
            pending.extend(fresh)
        return frozenset(clauses)

    @cached_property
    def _bears_on(self) -> Mapping[str, frozenset[str]]:
        """Clause → clauses that begin, count or end with it, and the clause whose item it is."""
        clauses = self._derivation.agreement.clauses
        bearing: dict[str, set[str]] = {}
        for _, fact in self._derivation.agreement.facts:
            clause = str(fact.get("clause", ""))
            for name, value in fact.items():
                if name != "clause" and isinstance(value, str) and value in clauses:
                    bearing.setdefault(value, set()).add(clause)
                    if name == "whole":
                        bearing.setdefault(clause, set()).add(value)
        return {name: frozenset(others) for name, others in bearing.items()}

    def _of_group(self, group: Sequence[Event]) -> tuple[_Way, ...]:
        key = "+".join(event.id for event in group)
        ways = self._ways.get(key)
        if ways is None:
            ways = self._ways[key] = tuple(self._ways_together(group))
        return ways

    def _ways_together(self, group: Sequence[Event]) -> Iterator[_Way]:
        """Yield the ways in which several events came on other days than the last of each."""
        options = [[None, *days] for days in self._days_of(group).values()]
        # If there are too many ways, the one in which each event comes earliest is still tried.
        earliest = tuple(days[min(1, len(days) - 1)] for days in options)
        for days in dict.fromkeys([earliest, *islice(product(*options), _MOST_TOGETHER)]):
            moved = [
                (event, _moved(event, day, self._derivation))
                for event, day in zip(group, days, strict=True)
                if day is not None
            ]
            if len(moved) > 1:
                way = self._way([occurrence(m) for _, m in moved], *(e for e, _ in moved))
                if way is not None:
                    yield way

    def _days_of(self, group: Sequence[Event]) -> Mapping[str, Sequence[dt.date]]:
        """Return the days to try for each event: its own, and those beside the days of others."""
        own = {e.id: set(self._options(e, e.on_from or e.on)) for e in group}
        all_days = set().union(*own.values(), *({e.on} for e in group))
        beside = all_days | {d - dt.timedelta(days=1) for d in all_days if d > dt.date.min}
        return {
            e.id: sorted({d for d in beside | own[e.id] if (e.on_from or e.on) <= d < e.on})
            for e in group
        }

    def _spend(self, stops: int) -> None:
        self._spent += stops
        if self._spent > _MOST_STOPS:
            told = sum(e.on_from is not None for e in self._open)
            msg = (
                f"{told} events of the record have no one day, and too much depends on which it "
                "was to try them all: give their days, or closer ranges"
            )
            raise RunawayError(msg)

    def _elsewhere(self, event: Event) -> Iterator[Event]:
        """Yield the event as it may have been: on another of its days, or earlier on its day."""
        base = self._derivation
        if event.on_from is not None:
            for day in self._options(event, event.on_from):
                yield _moved(event, day, base)
        elif self._an_hour_matters(event):
            first = base.zone.timed(base.zone.start_of_day(event.on.toordinal()))
            yield event.done_on(event.on, first)

    def _an_hour_matters(self, event: Event) -> bool:
        """Whether something begins or ends by the hour on the day of an event without one."""
        zone, timeline = self._derivation.zone, self._derivation.timeline
        day = event.on.toordinal()
        return any(
            stop.position > zone.begin(day) and not stop.events
            for stop in timeline.between(zone.begin(day), zone.close(day))
        )

    def _options(self, event: Event, first: dt.date) -> Iterator[dt.date]:
        """Yield the first day of an event, and the days beside each stop where order matters."""
        zone, timeline = self._derivation.zone, self._derivation.timeline
        start, end = zone.begin(first.toordinal()), zone.close(event.on.toordinal())
        early = occurrence(_moved(event, first, self._derivation))
        days = {first}
        before = timeline.before(start)
        for stop in timeline.between(start, end):
            self._spend(1)
            if self._matters(early, before, stop):
                day = dt.date.fromordinal(zone.day_of(stop.position))
                days.update({day, day - dt.timedelta(days=1)})
            before = stop
        yield from sorted(d for d in days if first <= d < event.on)

    def _matters(self, event: Occurrence, before: Stop, stop: Stop) -> bool:
        """Whether it makes a difference that an event comes before a stop or after it."""
        clock = self._derivation.timeline.clock
        here = stop.position
        if before.position >= here - 1:
            return True
        try:
            first = clock.at(here - 1, before.state, ((event,),))
            return (
                clock.at(here, first.state).state
                != clock.at(here + 1, stop.state, ((event,),)).state
            )
        except (ContradictionError, CountingError):
            return True

    # -- what they change --------------------------------------------------------------------

    def _differing(self, way: _Way, limit: int) -> frozenset[str]:
        mine = self._derivation.timeline.before(limit)
        theirs = way.timeline.before(limit)
        key = (id(way), mine.position, theirs.position)
        paths = self._paths.get(key)
        if paths is None:
            paths = self._paths[key] = frozenset(self._compared(mine, theirs))
        return paths

    def _compared(self, mine: Stop, theirs: Stop) -> Iterator[str]:
        base = self._derivation
        changed = {
            kind for kind in base.doctrine.program.facts
            if mine.state.of_kind(kind) != theirs.state.of_kind(kind)
        }  # fmt: skip
        sections = {name for name, kinds in base.doctrine.reads.items() if changed & kinds}
        answered = base.span(mine)
        supposed = Span(base.agreement, base.record, base.doctrine, theirs, NEVER, Clauses())
        for name, clause in base.agreement.clauses.items():
            if clause.kind in sections:
                told = (answered.clause(name).as_dict(), supposed.clause(name).as_dict())
                yield from _paths(f"clauses.{name}", *told)
        if "party" in sections:
            for name, party in answered.parties.items():
                told = (party.axes(), supposed.parties[name].axes())
                yield from _paths(f"parties.{name}", *told)
        if "subject" in sections:
            for name, ground in answered.on_the_ground.items():
                told = (ground.axes(), supposed.on_the_ground[name].axes())
                yield from _paths(f"on_the_ground.{name}", *told)

    def _same(self, first: Stop, second: Stop) -> bool:
        """Whether two stops agree in all facts that rules and axes read."""
        return all(first.state.of_kind(kind) == second.state.of_kind(kind) for kind in self._read)

    @cached_property
    def _read(self) -> frozenset[str]:
        doctrine = self._derivation.doctrine
        kinds = {kind for rule in doctrine.program.rules for kind in rule.reads}
        kinds |= {name for name, kind in doctrine.program.facts.items() if kind.boundaries}
        return frozenset(kinds.union(*doctrine.reads.values()))


def _orders(moved: Event, there: Sequence[Occurrence]) -> Iterator[Sequence[Occurrence]]:
    """Yield an event first and then last among the events of one instant, where both can be."""
    mine = occurrence(moved)
    ids = frozenset(e.id for e in there)
    if not ids or mine.after & ids or any(mine.id in e.after for e in there):
        yield (mine,)
    else:
        yield (evolve(mine, after=mine.after | ids),)
        yield (mine, *(evolve(e, after=e.after | {mine.id}) for e in there))


def _moved(event: Event, day: dt.date, base: Derivation) -> Event:
    return event.done_on(day, base.zone.close(day.toordinal()))


def _paths(path: str, mine: Row, theirs: Row) -> Iterator[str]:
    yield from (f"{path}.{name}" for name, value in mine.items() if theirs[name] != value)
