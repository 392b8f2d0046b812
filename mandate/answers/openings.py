"""Openings: the days on which an event of some sort could still change something.

They are derived from the rules. Every event that an author could record is matched, stretch by
stretch, against the facts as they stand. All particulars that the question does not fix are left
open. The events of the record stay as they are; the question adds one event at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from attrs import evolve, field, frozen

from mandate.counting.instants import BOUNDARY, MAX_DAY, to_date
from mandate.doctrine.model import EventKind
from mandate.engine.firing import Stop
from mandate.engine.foresight import (
    AnyState,
    Between,
    Foresight,
    Guess,
    Guessed,
    Moment,
    Open,
    Possible,
    compare,
    open_field,
)
from mandate.engine.grammar import TIMES, Fact, Role, Rule, Type
from mandate.errors import RunawayError
from mandate.once import cached_property
from mandate.timeline.derivation import Derivation

#: Moments up to which every pair is tried, for an act sent in one and received in another.
_MOST_PAIRED = 48
#: Stops to look at one by one. Beyond them every effect that an event might have is possible.
_MOST_STOPS = 2_000
#: The numbers of the moments at a stop: together with the events there, and after all of them.
_WITH, _AFTER = 1, 2


@frozen
class Sort:
    """A sort of event: its kind, its object ("" where it has none), and its author.

    ``by`` is "" where the event names nobody, and None where the question leaves the author open.
    """

    kind: str
    of: str = ""
    by: str | None = None


@frozen
class Opening:
    """Days, both included, on which an event of a sort could change something; by which rules."""

    sort: Sort
    first: int
    last: int
    rules: tuple[Rule, ...]
    #: The event at the start of the days, so far as its particulars are known.
    event: Guessed = field(eq=False, repr=False)


@frozen
class _View:
    """A key for all that an answer depends on, and the facts whose ids stand in the key.

    The facts are held, so that no later object takes over one of these ids.
    """

    key: tuple[object, ...]
    facts: tuple[Fact, ...] = field(eq=False, repr=False)


class Openings:
    """Finds the openings of one derivation."""

    def __init__(self, derivation: Derivation) -> None:
        self._derivation = derivation
        self._foresight = Foresight(derivation.doctrine.program)
        self._known: dict[tuple[object, ...], tuple[Possible, ...]] = {}
        self._ties: dict[str, frozenset[str]] = {}
        self._views: dict[tuple[str, Moment], _View] = {}

    # -- the sorts of event that there can be ----------------------------------------------------

    @cached_property
    def sorts(self) -> tuple[tuple[Sort, tuple[str, ...]], ...]:
        """Every kind of event with each of its objects, and the authors that it may name."""
        pairs: list[tuple[Sort, tuple[str, ...]]] = []
        parties = tuple(self._derivation.agreement.parties)
        for name, kind in self._derivation.doctrine.events.items():
            if kind.inert:
                continue
            by = kind.keys.get("by")
            who = ("",) if by is None else parties if by.required else (*parties, "")
            pairs.extend((Sort(name, of), who) for of in self._objects(kind))
        return tuple(pairs)

    def _objects(self, kind: EventKind) -> Sequence[str]:
        agreement, spec = self._derivation.agreement, kind.keys.get("of")
        if spec is None:
            return ("",)
        if spec.type == "subject":
            return tuple(agreement.subjects)
        if spec.type == "event":
            events = self._derivation.record.events
            return tuple(e.id for e in events if not spec.kinds or e.kind in spec.kinds)
        clauses = agreement.clauses.values()
        return tuple(c.id for c in clauses if not spec.kinds or c.kind in spec.kinds)

    # -- what they could do ----------------------------------------------------------------------

    def between(
        self, start: int, end: int, *, reach: int | None = None, powers: bool = False
    ) -> list[Opening]:
        """Return the openings from day ``start`` to day ``end``, both included, by sort and day.

        An act that is received later than sent may be received up to day ``reach``. ``powers``
        limits the question to acts for which a rule gives the power, without an hour and received
        as they are sent.
        """
        moments = list(self._moments(start, end if reach is None else reach))
        if powers and isinstance(moments[-1].state, AnyState):
            day = to_date(moments[-1].day.low)
            msg = (
                f"more than {_MOST_STOPS:,} changes up to {day}: who may do what is not worked out"
            )
            raise RunawayError(msg)
        if powers:
            # An act at a close at which events come is one of these events.
            shared = {m.at.low for m in moments if m.number == _WITH}
            alone = (m for m in moments if m.number or m.at.low not in shared)
            moments = [m for m in map(self._closes, alone) if m is not None]
        acts = self._foresight.acts
        return [
            opening
            for sort, who in self.sorts
            if not powers or sort.kind in acts
            for opening in self._of(sort, who, moments, (start, end), powers=powers)
        ]

    def _closes(self, moment: Moment) -> Moment | None:
        """Return the moment with its days cut to the closes that lie in it; None if it has none."""
        zone, at, day = self._derivation.zone, moment.at, moment.day
        first, last = day.low, day.high
        if zone.close(first) < at.low:
            first += 1
        if zone.close(last) > at.high:
            last -= 1
        return evolve(moment, day=Between(first, last)) if first <= last else None

    def of(self, sort: Sort, start: int, end: int, *, reach: int | None = None) -> list[Opening]:
        """Return the openings of one sort, with its own ``by``, between two days, both included."""
        moments = list(self._moments(start, end if reach is None else reach))
        return list(
            self._of(evolve(sort, by=None), (sort.by,), moments, (start, end), powers=False)
        )

    def any_between(self, start: int, end: int) -> bool:
        """Whether any event from day ``start`` to day ``end``, both included, could do anything."""
        seen: list[Moment] = []
        for moment in self._moments(start, end):
            seen.append(moment)
            if any(self._effect(sort, moment, moment) for sort, _ in self.sorts):
                return True
        received = [sort for sort, _ in self.sorts if self._received(sort)]
        return len(seen) <= _MOST_PAIRED and any(
            any(self._course(sort, seen, powers=False)) for sort in received
        )

    def _of(
        self,
        sort: Sort,
        who: Sequence[str | None],
        moments: Sequence[Moment],
        days: tuple[int, int],
        *,
        powers: bool,
    ) -> Iterator[Opening]:
        if not any(self._course(sort, moments, powers=powers)):
            return
        for by in who:
            exact, latest = evolve(sort, by=by), None
            course = self._course(exact, moments, powers=powers)
            for moment, could in zip(moments, course, strict=True):
                first, last = max(days[0], moment.day.low), min(days[1], moment.day.high)
                if not could or first > days[1]:
                    continue
                rules = tuple(sorted((p.rule for p in could), key=lambda r: r.id))
                here = Opening(exact, first, last, rules, could[0].event)
                if latest and self._continues(latest, here):
                    latest = evolve(latest, last=max(latest.last, last))
                    continue
                if latest:
                    yield latest
                latest = here
            if latest:
                yield latest

    def _continues(self, before: Opening, here: Opening) -> bool:
        """Whether one opening follows another without a day between, by the same rules."""
        keys = self._derivation.doctrine.events[here.sort.kind].keys
        bounds = [name for name, spec in keys.items() if spec.type in {"date", "end"}]
        return (
            here.first <= before.last + 1
            and here.rules == before.rules
            and all(here.event[name] == before.event[name] for name in bounds)
        )

    def _course(
        self, sort: Sort, moments: Sequence[Moment], *, powers: bool
    ) -> list[tuple[Possible, ...]]:
        """Return, for each moment, the effects that an event of that sort could have there."""
        course: list[tuple[Possible, ...]] = []
        if powers:
            whose, received = self._derivation.record.event(sort.of), self._received(sort)
            came = None if whose is None else whose.acts
            for moment in moments:
                # After the events of the same close only an act about one of them can come.
                if moment.number == _AFTER and moment.at.low != came:
                    course.append(())
                    continue
                then = moment.afterwards() if received else moment
                could = self._effect(sort, moment, then, at_once=True)
                course.append(tuple(p for p in could if p.rule.power))
            return course
        at_once = [self._effect(sort, moment, moment) for moment in moments]
        if not self._received(sort):
            return at_once
        after: dict[str, Possible] = {}
        for number in reversed(range(len(moments))):
            # Of many moments not every pair is tried: the day of sending seldom matters.
            if len(moments) <= _MOST_PAIRED:
                after = {}
                for then in moments[number + 1 :]:
                    could = self._effect(sort, moments[number], then)
                    after.update((p.rule.id, p) for p in could)
            after.update((p.rule.id, p) for p in at_once[number])
            course.append(tuple(after.values()))
        return course[::-1]

    def _received(self, sort: Sort) -> Sequence[str]:
        """Return the keys of an event that name a moment at or after that at which it comes."""
        keys = self._derivation.doctrine.events[sort.kind].keys
        return [name for name, spec in keys.items() if spec.type == "moment"]

    def _effect(
        self, sort: Sort, moment: Moment, then: Moment, *, at_once: bool = False
    ) -> tuple[Possible, ...]:
        """Return the effects of an event that comes at one moment and is received at another.

        ``at_once`` asks only about an event that names no other day on which it is to work.
        """
        clause = self._clauses_of_events.get(sort.of, sort.of)
        views = [self._view(clause, when) for when in (moment, moment.afterwards(), then)]
        key = (sort, at_once, moment.then is None, moment is then, *(v.key for v in views))
        effects = self._known.get(key)
        if effects is None:
            named = 0 if at_once else Between(0, MAX_DAY)
            event = self._event(sort, moment, then, named)
            could = self._foresight.effects(sort.kind, event, moment, then)
            told = tuple(p for p in could if p.rule.power or self._foresight.is_told(p.rule))
            effects = self._known[key] = told or could
        return effects

    # -- what an event can depend on -------------------------------------------------------------

    @cached_property
    def _clauses_of_events(self) -> Mapping[str, str]:
        return {event.id: event.of for event in self._derivation.record.events}

    def _view(self, clause: str, moment: Moment) -> _View:
        """Return all that the effects of an event of a clause can depend on.

        That is: the facts of the clause, of clauses that the text ties to it, and of no clause; and
        the side of their days and boundaries on which the moment lies. So a clause that goes
        through a thousand terms is not asked about anew for each of them when the event is of
        another clause.
        """
        view = self._views.get((clause, moment))
        if view is not None:
            return view
        if isinstance(moment.state, AnyState):
            return _View(("any state", moment.at), ())
        tied = self._tied(clause)
        facts: list[Fact] = []
        key: list[object] = []
        for kind, times in self._kinds:
            for fact in moment.state.of_kind(kind).values():
                if fact.get("clause", clause) in tied:
                    facts.append(fact)
                    sides = (
                        compare("lt", fact[name], moment.day if is_day else moment.at)
                        for name, is_day in times
                    )
                    key.append((kind, id(fact), *sides))
        view = self._views[clause, moment] = _View(tuple(key), tuple(facts))
        return view

    @cached_property
    def _kinds(self) -> Sequence[tuple[str, Sequence[tuple[str, bool]]]]:
        """Each kind of fact that changes: its days and positions, and whether each is a day."""
        return [
            (name, [(f.name, f.type is Type.DAY) for f in kind.fields.values() if f.type in TIMES])
            for name, kind in self._derivation.doctrine.program.facts.items()
            if kind.role is Role.STATE
        ]

    def _tied(self, clause: str) -> frozenset[str]:
        """Return a clause, the clauses that it names in the text, and those that name it."""
        if clause not in self._ties:
            named = {clause}
            for _, fact in self._derivation.agreement.facts:
                texts = {value for value in fact.values() if isinstance(value, str)}
                if clause in texts:
                    named |= texts
            self._ties[clause] = frozenset(named)
        return self._ties[clause]

    def _event(self, sort: Sort, moment: Moment, then: Moment, named: Guess) -> Guessed:
        fields = self._derivation.doctrine.program.events[sort.kind].fields
        event: dict[str, Guess] = {name: open_field(f.type) for name, f in fields.items()}
        event.update(dict.fromkeys(self._received(sort), then.at))
        if "of" in event:
            event["of"] = sort.of
        if "by" in event:
            event["by"] = Open.TEXT if sort.by is None else sort.by
        # No event of the record has an empty id.
        return {
            **event,
            "id": "",
            "at": moment.at,
            "day": moment.day,
            "works": moment.at,
            "named": named,
        }

    # -- the moments at which an event can come ----------------------------------------------------

    def _moments(self, start: int, end: int) -> Iterator[Moment]:
        """Yield stretches of positions on each of which no known fact changes."""
        zone, timeline = self._derivation.zone, self._derivation.timeline
        low, limit = zone.begin(start), zone.after(end)
        here = timeline.before(low)
        for number, following in enumerate(chain(timeline.between(low, limit), [None])):
            if number >= _MOST_STOPS:
                yield self._whatever(low, limit - 1)
                return
            stop = limit if following is None else following.position
            if low < stop:
                yield self._moment(low, stop - 1, here)
            if following is None:
                return
            if stop % 3 != BOUNDARY:  # events come at this very instant
                yield self._moment(stop, stop, here)
                yield self._moment(stop, stop, here, following, number=_WITH)
                yield self._moment(stop, stop, following, number=_AFTER)
            here, low = following, stop + 1

    def _whatever(self, low: int, high: int) -> Moment:
        """Return a stretch of which nothing but the text is taken as known."""
        derivation = self._derivation
        text = AnyState.of(derivation.doctrine.program.facts, derivation.agreement.facts)
        day_of = derivation.zone.day_of
        return Moment(Between(low, high), Between(day_of(low), day_of(high)), text)

    def _moment(
        self, low: int, high: int, now: Stop, then: Stop | None = None, number: int = 0
    ) -> Moment:
        day_of = self._derivation.zone.day_of
        days, afterwards = Between(day_of(low), day_of(high)), None if then is None else then.state
        return Moment(Between(low, high), days, now.state, afterwards, number)


__all__ = ["Opening", "Openings", "Sort"]
