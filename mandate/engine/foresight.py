"""What an event could still do: rules matched against a state, with some fields left open.

A test that turns on an open field neither holds nor fails: it may hold. So nothing that an event of
that sort could do is missed, and at times something is listed that no such event would do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property

from attrs import field, frozen

from mandate.counting.instants import NEVER
from mandate.engine.functions import FUNCTIONS
from mandate.engine.grammar import (
    CONSTANTS,
    Act,
    Kind,
    Pattern,
    Program,
    Ref,
    Role,
    Rule,
    Scalar,
    Test,
    Type,
    Value,
)
from mandate.engine.matching import by_channel
from mandate.engine.plain import OPERATORS
from mandate.engine.state import State

#: Rounds of signals within one instant. The doctrine needs about ten.
_MOST_ROUNDS = 64
#: Verbs that name the kind of fact; the others name one by its alias.
_MAKING = frozenset({"make", "put"})


class Open(Enum):
    """A text that is not known."""

    TEXT = "any text"


@frozen
class Between:
    """A number that is not known, from ``low`` to ``high``, both included."""

    low: int
    high: int


ANY_NUMBER = Between(-(NEVER**2), NEVER**2)
Guess = Scalar | Between | Open
#: A fact of which some fields are open.
Guessed = Mapping[str, Guess]


def open_field(type_: Type) -> Guess:
    """Return what stands for a field of that type of which nothing is known."""
    return ANY_NUMBER if type_.numeric else Open.TEXT


class AnyState(State):
    """The facts of the text, and of the others any that there can be."""

    __slots__ = ()


@frozen
class Possible:
    """A rule that may hold, and the event so far as its particulars are then known."""

    rule: Rule
    event: Guessed = field(eq=False)


@frozen
class Moment:
    """A stretch of positions, both included, in which nothing else happens; what is true in it."""

    at: Between
    day: Between
    state: State = field(eq=False)
    #: What is true after the first step, where others come at the same instant.
    then: State | None = field(default=None, eq=False)
    #: Tells moments of one instant apart.
    number: int = 0

    def afterwards(self) -> Moment:
        """Return what the signals of the first step see."""
        if self.then is None:
            return self
        return Moment(self.at, self.day, self.then, None, self.number + 1)


@frozen
class _Pending:
    """A trigger that an event may lead to."""

    channel: str
    trigger: Guessed = field(eq=False)
    moment: Moment
    #: The event, so far as its particulars are known by then.
    event: Guessed = field(eq=False)
    #: Field of the trigger → that of the event which it holds.
    links: Mapping[str, str] = field(eq=False)
    #: The rule on the way that says what power is used.
    power: Rule | None = field(eq=False)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others."""
        return (self.channel, self.moment, *sorted(self.trigger.items(), key=lambda i: i[0]))

    def known(self, narrowed: Guessed) -> Guessed:
        """Return the event with what a match says of the particulars that the trigger holds."""
        more = {
            there: narrowed[here]
            for here, there in self.links.items()
            if here in narrowed and narrowed[here] != self.trigger[here]
        }
        return {**self.event, **more} if more else self.event

    def onwards(self, rule: Rule, act: Act) -> Mapping[str, str]:
        """Return which fields of what an act sends or makes hold particulars of the event."""
        return {
            name: self.links[value.field]
            for name, value in act.fields.items()
            if isinstance(value, Ref)
            and value.alias == rule.trigger.alias
            and value.field in self.links
        }


class Foresight:
    """Asks what events could do under one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._channels = by_channel(program.rules)
        self._outlasting = {rule.id for rule in program.rules if self._outlasts(rule)}

    def effects(
        self, kind: str, event: Guessed, here: Moment, later: Moment
    ) -> tuple[Possible, ...]:
        """Return the rules by which such an event could change something that lasts.

        ``here`` is where the event comes, ``later`` where what it sets on its way arrives.
        """
        found: dict[str, Possible] = {}
        passing: dict[str, list[Guessed]] = {}
        asked: set[tuple[object, ...]] = set()
        links = {name: name for name in event}
        pending = [_Pending(f"event:{kind}", event, here, event, links, None)]
        for _ in range(_MOST_ROUNDS):
            upcoming: list[_Pending] = []
            for one in pending:
                if one.key in asked:
                    continue
                asked.add(one.key)
                for index in self._channels.get(one.channel, ()):
                    rule = self._program.rules[index]
                    if not _may_start(rule, one.trigger):
                        continue
                    for bound in self._matches(rule, one.trigger, one.moment.state, passing):
                        known = one.known(bound[rule.trigger.alias])
                        power = rule if rule.power else one.power
                        if rule.id in self._outlasting:
                            found.setdefault(rule.id, Possible(rule, known))
                            if power is not None:
                                found.setdefault(power.id, Possible(power, known))
                        sent = [
                            *self._signals(rule, bound, one.moment.afterwards()),
                            *self._made(rule, bound, later, passing),
                        ]
                        upcoming.extend(
                            _Pending(channel, said, moment, known, one.onwards(rule, act), power)
                            for channel, said, moment, act in sent
                        )
            pending = upcoming
        return tuple(found[name] for name in sorted(found))

    @cached_property
    def acts(self) -> frozenset[str]:
        """The kinds of event that may lead to a rule that gives a power."""
        return frozenset(name for name in self._program.events if self._leads(f"event:{name}"))

    def _leads(self, channel: str) -> bool:
        """Whether a trigger may lead to a rule that gives a power, by what it says or sends."""
        seen, pending = {channel}, [channel]
        while pending:
            for index in self._channels.get(pending.pop(), ()):
                rule = self._program.rules[index]
                if rule.power:
                    return True
                reached = [f"signal:{a.target}" for a in rule.then if a.verb == "signal"]
                for kind, _ in self._on_its_way(rule):
                    reached.extend(f"reached:{kind.name}.{b}" for b in kind.boundaries)
                pending.extend(name for name in reached if name not in seen)
                seen.update(reached)
        return False

    def is_told(self, rule: Rule) -> bool:
        """Whether a change by a rule is told among the changes of a day."""
        facts = self._program.facts
        return any(name in facts and not facts[name].quiet for name in _targets(rule))

    # -- matching ----------------------------------------------------------------------------

    def _matches(
        self, rule: Rule, trigger: Guessed, state: State, passing: Mapping[str, Sequence[Guessed]]
    ) -> Iterator[Mapping[str, Guessed]]:
        bound = {rule.trigger.alias: trigger}
        return self._joins(rule.when, rule.unless, bound, state, passing)

    def _joins(
        self,
        when: Sequence[Pattern],
        unless: Sequence[Pattern],
        bound: Mapping[str, Guessed],
        state: State,
        passing: Mapping[str, Sequence[Guessed]],
    ) -> Iterator[Mapping[str, Guessed]]:
        if not when:
            for pattern in unless:
                for _, certain in self._candidates(pattern, bound, state, _NOTHING):
                    if certain:
                        return
            yield bound
            return
        pattern, rest = when[0], when[1:]
        for fact, _ in self._candidates(pattern, bound, state, passing):
            narrowed = _narrowed(pattern.tests, fact, bound)
            if narrowed is not None:
                deeper = {**narrowed, pattern.alias: fact} if pattern.alias else narrowed
                yield from self._joins(rest, unless, deeper, state, passing)

    def _candidates(
        self,
        pattern: Pattern,
        bound: Mapping[str, Guessed],
        state: State,
        passing: Mapping[str, Sequence[Guessed]],
    ) -> Iterator[tuple[Guessed, bool]]:
        """Yield the facts that may fit a pattern, and whether they do for certain."""
        kind = self._program.facts[pattern.kind]
        if isinstance(state, AnyState) and kind.role is Role.STATE:
            any_fact = {name: open_field(f.type) for name, f in kind.fields.items()}
            yield {**any_fact, **self._wanted(pattern, bound)}, False
            return
        held = state.of_kind(pattern.kind)
        if held:
            key = self._key(kind, pattern, bound)
            if key is None:
                facts: Iterable[Guessed] = held.values()
            else:
                facts = (held[key],) if key in held else ()
            for fact in facts:
                passes = _passes(pattern.tests, fact, bound)
                if passes is not False:
                    yield fact, passes is True
        for guessed in passing.get(pattern.kind, ()):
            if _passes(pattern.tests, guessed, bound) is not False:
                yield guessed, False

    def _wanted(self, pattern: Pattern, bound: Mapping[str, Guessed]) -> Guessed:
        """Return what a pattern says of the fact that it means."""
        return {name: _operand(test, bound) for name, test in pattern.equal.items()}

    def _key(
        self, kind: Kind, pattern: Pattern, bound: Mapping[str, Guessed]
    ) -> tuple[Scalar, ...] | None:
        """Return the key of the one fact that a pattern can mean, where it is known."""
        equal, known = pattern.equal, list[Scalar]()
        for name in kind.key:
            part = _operand(equal[name], bound) if name in equal else Open.TEXT
            if not isinstance(part, (int, str)):
                return None
            known.append(part)
        return tuple(known)

    # -- what a match leads to ------------------------------------------------------------------

    def _outlasts(self, rule: Rule) -> bool:
        """Whether a rule changes a fact that is still there when the instant is over."""
        facts = self._program.facts
        return any(name in facts and not facts[name].passing for name in _targets(rule))

    def _signals(
        self, rule: Rule, bound: Mapping[str, Guessed], moment: Moment
    ) -> Iterator[tuple[str, Guessed, Moment, Act]]:
        for act in rule.then:
            if act.verb == "signal":
                fields = self._fields(self._program.signals[act.target], rule, act.fields, bound)
                said = {**fields, "at": moment.at, "day": moment.day}
                yield f"signal:{act.target}", said, moment, act

    def _made(
        self,
        rule: Rule,
        bound: Mapping[str, Guessed],
        later: Moment,
        passing: dict[str, list[Guessed]],
    ) -> Iterator[tuple[str, Guessed, Moment, Act]]:
        """Keep what is soon gone again; yield what of it is reached."""
        for kind, act in self._on_its_way(rule):
            made = self._fields(kind, rule, act.fields, bound)
            passing.setdefault(kind.name, []).append(made)
            for boundary in kind.boundaries:
                yield f"reached:{kind.name}.{boundary}", made, later, act

    def _on_its_way(self, rule: Rule) -> Iterator[tuple[Kind, Act]]:
        """Yield the acts of a rule that make what is soon gone again."""
        for act in rule.then:
            if act.verb in _MAKING and self._program.facts[act.target].passing:
                yield self._program.facts[act.target], act

    def _fields(
        self, kind: Kind, rule: Rule, given: Mapping[str, Value], bound: Mapping[str, Guessed]
    ) -> Guessed:
        lets = dict(rule.let)
        found: dict[str, Guess] = {}
        for name, declared in kind.fields.items():
            if name in given:
                found[name] = _value(given[name], declared.type, lets, bound)
            elif declared.default is not None:
                found[name] = declared.default
            else:
                found[name] = open_field(declared.type)
        return found


_NOTHING: Mapping[str, Sequence[Guessed]] = {}


def _may_start(rule: Rule, trigger: Guessed) -> bool:
    """Whether a trigger may set a rule off, before any other fact is looked at."""
    tests = rule.trigger.tests
    return not tests or _passes(tests, trigger, {rule.trigger.alias: trigger}) is not False


def _targets(rule: Rule) -> Iterator[str]:
    """Yield the kinds of fact that a rule changes."""
    aliases = rule.aliases
    for act in rule.then:
        if act.verb != "signal":
            yield act.target if act.verb in _MAKING else aliases.get(act.target, "")


def _value(
    value: Value, type_: Type, lets: Mapping[str, Value], bound: Mapping[str, Guessed]
) -> Guess:
    """Return what a value comes to; whatever has to be counted is open."""
    if isinstance(value, (int, str)):
        return value
    if isinstance(value, Ref):
        if value.field:
            return bound[value.alias][value.field]
        if value.alias in CONSTANTS:
            return CONSTANTS[value.alias][0]
        return _value(lets[value.alias], type_, lets, bound)
    return open_field(FUNCTIONS[value.function].result)


# -- three-valued comparison --------------------------------------------------------------------


def _operand(test: Test, bound: Mapping[str, Guessed]) -> Guess:
    given = test.operand
    if not isinstance(given, Ref):
        return given
    return bound[given.alias][given.field] if given.field else CONSTANTS[given.alias][0]


def _passes(tests: Sequence[Test], fact: Guessed, bound: Mapping[str, Guessed]) -> bool | None:
    """Whether a fact passes every test; None where it may."""
    result: bool | None = True
    for test in tests:
        given = test.operand
        other = _operand(test, bound) if isinstance(given, Ref) else given
        passes = compare(test.op, fact[test.field], other)
        if passes is False:
            return False
        if passes is None:
            result = None
    return result


def compare(op: str, one: Guess, other: Guess) -> bool | None:
    """Compare two values; None where that depends on what is not known."""
    if isinstance(one, (int, str)) and isinstance(other, (int, str)):
        return OPERATORS[op](one, other)
    if isinstance(one, (Open, str)) or isinstance(other, (Open, str)):
        return None
    a, b = _interval(one), _interval(other)
    if op in {"eq", "ne"}:
        if a.high < b.low or b.high < a.low:
            return op == "ne"
        return op == "eq" if a.low == a.high == b.low == b.high else None
    # An ordering is settled where it is the same for both pairs that lie furthest apart.
    first, last = OPERATORS[op](a.low, b.high), OPERATORS[op](a.high, b.low)
    return first if first is last else None


def _narrowed(
    tests: Sequence[Test], fact: Guessed, bound: Mapping[str, Guessed]
) -> Mapping[str, Guessed] | None:
    """Return a binding with what the tests say of numbers that were open; None if nothing fits."""
    for test in tests:
        given, value = test.operand, fact[test.field]
        if not isinstance(given, Ref) or not given.field or not isinstance(value, int):
            continue
        open_ = bound[given.alias][given.field]
        if not isinstance(open_, Between):
            continue
        low = {"lt": value + 1, "le": value, "eq": value}.get(test.op, open_.low)
        high = {"gt": value - 1, "ge": value, "eq": value}.get(test.op, open_.high)
        fits = Between(max(low, open_.low), min(high, open_.high))
        if fits.low > fits.high:
            return None
        if fits != open_:
            bound = {**bound, given.alias: {**bound[given.alias], given.field: fits}}
    return bound


def _interval(value: int | Between) -> Between:
    return value if isinstance(value, Between) else Between(value, value)
