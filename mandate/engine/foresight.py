"""The possible effects of an event: rules matched against a state, with some fields left open.

A test that turns on an open field neither holds nor fails: it may hold. So no possible effect is
missed, and at times an effect is listed that no event of that sort would have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

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
from mandate.once import cached_property

#: Rounds of signals within one instant. The doctrine needs about ten.
_MOST_ROUNDS = 64
#: Verbs that name a kind of fact; the other verbs name a fact by its alias.
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
    """Return the open value of a field of that type: nothing is known of it."""
    return ANY_NUMBER if type_.numeric else Open.TEXT


class AnyState(State):
    """A state that knows only the facts of the text: any other fact may be there."""

    __slots__ = ()


@frozen
class Possible:
    """A rule that may hold, and the event so far as its particulars are then known."""

    rule: Rule
    event: Guessed = field(eq=False)


@frozen
class Moment:
    """A stretch of positions, both included, in which nothing else happens, with its state."""

    at: Between
    day: Between
    state: State = field(eq=False)
    #: The state after the first step, where other events come at the same instant.
    then: State | None = field(default=None, eq=False)
    #: A number that tells moments of one instant apart.
    number: int = 0

    def afterwards(self) -> Moment:
        """Return the moment as the signals of the first step see it."""
        if self.then is None:
            return self
        return Moment(self.at, self.day, self.then, None, self.number + 1)


@frozen
class _Pending:
    """A trigger that an event may lead to."""

    channel: str
    trigger: Guessed = field(eq=False)
    moment: Moment
    #: The event, so far as its particulars are known at that point.
    event: Guessed = field(eq=False)
    #: Field of the trigger → the field of the event whose value it holds.
    links: Mapping[str, str] = field(eq=False)
    #: The rule on the way that names the power used.
    power: Rule | None = field(eq=False)

    @property
    def key(self) -> tuple[object, ...]:
        """The values that tell a pending trigger from others."""
        return (self.channel, self.moment, *sorted(self.trigger.items(), key=lambda i: i[0]))

    def known(self, narrowed: Guessed) -> Guessed:
        """Return the event, narrowed by the match of a trigger that holds particulars of it."""
        more = {
            there: narrowed[here]
            for here, there in self.links.items()
            if here in narrowed and narrowed[here] != self.trigger[here]
        }
        return {**self.event, **more} if more else self.event

    def onwards(self, rule: Rule, act: Act) -> Mapping[str, str]:
        """Return the fields of a sent or made fact that hold particulars of the event."""
        return {
            name: self.links[value.field]
            for name, value in act.fields.items()
            if isinstance(value, Ref)
            and value.alias == rule.trigger.alias
            and value.field in self.links
        }


class Foresight:
    """Works out the possible effects of events under one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._channels = by_channel(program.rules)
        self._outlasting = {rule.id for rule in program.rules if self._outlasts(rule)}

    def effects(
        self, kind: str, event: Guessed, here: Moment, later: Moment
    ) -> tuple[Possible, ...]:
        """Return the rules by which such an event could change something that lasts.

        ``here`` is the moment at which the event comes, ``later`` the moment at which the facts
        that it sets on their way arrive.
        """
        possible: dict[str, Possible] = {}
        passing: dict[str, list[Guessed]] = {}
        asked: set[tuple[object, ...]] = set()
        links = {name: name for name in event}
        pending = [_Pending(f"event:{kind}", event, here, event, links, None)]
        for _ in range(_MOST_ROUNDS):
            upcoming: list[_Pending] = []
            for cause in pending:
                if cause.key in asked:
                    continue
                asked.add(cause.key)
                for index in self._channels.get(cause.channel, ()):
                    rule = self._program.rules[index]
                    if not _may_start(rule, cause.trigger):
                        continue
                    for bound in self._matches(rule, cause.trigger, cause.moment.state, passing):
                        known = cause.known(bound[rule.trigger.alias])
                        power = rule if rule.power else cause.power
                        if rule.id in self._outlasting:
                            possible.setdefault(rule.id, Possible(rule, known))
                            if power is not None:
                                possible.setdefault(power.id, Possible(power, known))
                        sent = [
                            *self._signals(rule, bound, cause.moment.afterwards()),
                            *self._made(rule, bound, later, passing),
                        ]
                        upcoming.extend(
                            _Pending(channel, said, moment, known, cause.onwards(rule, act), power)
                            for channel, said, moment, act in sent
                        )
            pending = upcoming
        return tuple(possible[name] for name in sorted(possible))

    @cached_property
    def acts(self) -> frozenset[str]:
        """The kinds of event that may lead to a rule that gives a power."""
        return frozenset(name for name in self._program.events if self._leads(f"event:{name}"))

    def _leads(self, channel: str) -> bool:
        """Whether a trigger may lead to a rule with a power, directly or by its signals."""
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
        """Whether the changes of a day tell a change by this rule."""
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
        """Yield the facts that may fit a pattern, and whether each does so for certain."""
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
        """Return the values that a pattern wants in the fields of its fact."""
        return {name: _operand(test, bound) for name, test in pattern.equal.items()}

    def _key(
        self, kind: Kind, pattern: Pattern, bound: Mapping[str, Guessed]
    ) -> tuple[Scalar, ...] | None:
        """Return the key of the only fact that a pattern can mean; None if there may be several."""
        equal, known = pattern.equal, list[Scalar]()
        for name in kind.key:
            part = _operand(equal[name], bound) if name in equal else Open.TEXT
            if not isinstance(part, (int, str)):
                return None
            known.append(part)
        return tuple(known)

    # -- what a match leads to ------------------------------------------------------------------

    def _outlasts(self, rule: Rule) -> bool:
        """Whether a rule changes a fact that outlasts the instant."""
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
        """Keep the passing facts that a rule makes; yield a trigger for each boundary."""
        for kind, act in self._on_its_way(rule):
            made = self._fields(kind, rule, act.fields, bound)
            passing.setdefault(kind.name, []).append(made)
            for boundary in kind.boundaries:
                yield f"reached:{kind.name}.{boundary}", made, later, act

    def _on_its_way(self, rule: Rule) -> Iterator[tuple[Kind, Act]]:
        """Yield the acts of a rule that make passing facts."""
        for act in rule.then:
            if act.verb in _MAKING and self._program.facts[act.target].passing:
                yield self._program.facts[act.target], act

    def _fields(
        self, kind: Kind, rule: Rule, values: Mapping[str, Value], bound: Mapping[str, Guessed]
    ) -> Guessed:
        lets = dict(rule.let)
        guesses: dict[str, Guess] = {}
        for name, declared in kind.fields.items():
            if name in values:
                guesses[name] = _value(values[name], declared.type, lets, bound)
            elif declared.default is not None:
                guesses[name] = declared.default
            else:
                guesses[name] = open_field(declared.type)
        return guesses


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
    """Return the result of a value; the result of any arithmetic is open."""
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
    operand = test.operand
    if not isinstance(operand, Ref):
        return operand
    return bound[operand.alias][operand.field] if operand.field else CONSTANTS[operand.alias][0]


def _passes(tests: Sequence[Test], fact: Guessed, bound: Mapping[str, Guessed]) -> bool | None:
    """Whether a fact passes every test; None where open fields leave that open."""
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


def compare(op: str, left: Guess, right: Guess) -> bool | None:
    """Compare two values; None if the result depends on an open value."""
    if isinstance(left, (int, str)) and isinstance(right, (int, str)):
        return OPERATORS[op](left, right)
    if isinstance(left, (Open, str)) or isinstance(right, (Open, str)):
        return None
    a, b = _interval(left), _interval(right)
    if op in {"eq", "ne"}:
        if a.high < b.low or b.high < a.low:
            return op == "ne"
        return op == "eq" if a.low == a.high == b.low == b.high else None
    # An ordering is certain if it is the same for both pairs of values that lie furthest apart.
    first, last = OPERATORS[op](a.low, b.high), OPERATORS[op](a.high, b.low)
    return first if first is last else None


def _narrowed(
    tests: Sequence[Test], fact: Guessed, bound: Mapping[str, Guessed]
) -> Mapping[str, Guessed] | None:
    """Return a binding whose open numbers are narrowed by the tests; None if no number fits."""
    for test in tests:
        operand, value = test.operand, fact[test.field]
        if not isinstance(operand, Ref) or not operand.field or not isinstance(value, int):
            continue
        open_ = bound[operand.alias][operand.field]
        if not isinstance(open_, Between):
            continue
        low = {"lt": value + 1, "le": value, "eq": value}.get(test.op, open_.low)
        high = {"gt": value - 1, "ge": value, "eq": value}.get(test.op, open_.high)
        fits = Between(max(low, open_.low), min(high, open_.high))
        if fits.low > fits.high:
            return None
        if fits != open_:
            bound = {**bound, operand.alias: {**bound[operand.alias], operand.field: fits}}
    return bound


def _interval(value: int | Between) -> Between:
    return value if isinstance(value, Between) else Between(value, value)
