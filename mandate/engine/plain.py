"""The plain matcher: nested loops in Python. The fallback, and the reference for the other one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne

from mandate.engine.grammar import (
    CONSTANTS,
    Fact,
    Key,
    Kind,
    Pattern,
    Program,
    Ref,
    Scalar,
    Test,
)
from mandate.engine.matching import Match, Triggering, by_channel
from mandate.engine.state import State

OPERATORS: Mapping[str, Callable[[Scalar, Scalar], bool]] = {
    "eq": eq, "ne": ne, "lt": lt, "le": le, "gt": gt, "ge": ge,
}  # fmt: skip

#: Under this alias a binding holds plain names, where patterns are asked outside a rule.
NAMES = "$"
#: Alias → fact bound so far.
Binding = Mapping[str, Fact]


def operand(test: Test, bound: Binding) -> Scalar:
    """Return the value that a test compares with."""
    wanted = test.operand
    if not isinstance(wanted, Ref):
        return wanted
    if not wanted.field:
        return (
            CONSTANTS[wanted.alias][0] if wanted.alias in CONSTANTS else bound[NAMES][wanted.alias]
        )
    return bound[wanted.alias][wanted.field]


def holds(tests: Sequence[Test], fact: Fact, bound: Binding) -> bool:
    """Whether a fact passes every test."""
    # A loop, not all(): this is what the matcher does most, and a generator would cost as much.
    for test in tests:
        given = test.operand
        if isinstance(given, Ref):
            given = operand(test, bound)
        if not OPERATORS[test.op](fact[test.field], given):
            return False
    return True


def candidates(
    kinds: Mapping[str, Kind], state: State, pattern: Pattern, bound: Binding
) -> Iterator[tuple[Key, Fact]]:
    """Yield every fact that satisfies a pattern under a binding, by key where the key is given."""
    held = state.of_kind(pattern.kind)
    if not held:
        return
    equal, names = pattern.equal, kinds[pattern.kind].key
    if equal.keys() >= set(names):
        key = tuple([operand(equal[name], bound) for name in names])
        fact = held.get(key)
        if fact is not None and holds(pattern.tests, fact, bound):
            yield key, fact
        return
    for key, fact in held.items():
        if holds(pattern.tests, fact, bound):
            yield key, fact


def joins(
    kinds: Mapping[str, Kind],
    state: State,
    when: Sequence[Pattern],
    unless: Sequence[Pattern],
    bound: Binding,
) -> Iterator[tuple[tuple[Key, ...], Binding]]:
    """Yield every way in which the positive patterns hold and no ``unless`` pattern does."""
    if not when:
        for pattern in unless:
            for _ in candidates(kinds, state, pattern, bound):
                return
        yield (), bound
        return
    pattern, rest = when[0], when[1:]
    for key, fact in candidates(kinds, state, pattern, bound):
        deeper = {**bound, pattern.alias: fact} if pattern.alias else bound
        for keys, final in joins(kinds, state, rest, unless, deeper):
            yield (key, *keys), final


class PlainMatcher:
    """Tries every rule of a trigger's channel against the state."""

    name = "plain"

    def __init__(self, program: Program) -> None:
        self._program = program
        self._channels = by_channel(program.rules)

    def matches(self, state: State, triggers: Sequence[Triggering]) -> Sequence[Match]:
        """Return all matches against the state as it stands, sorted, each once."""
        matches: list[Match] = []
        rules, kinds = self._program.rules, self._program.facts
        for number, trigger in enumerate(triggers):
            for index in self._channels.get(trigger.channel, ()):
                rule = rules[index]
                if not holds(rule.trigger.tests, trigger.fact, {}):
                    continue
                bound = {rule.trigger.alias: trigger.fact}
                matches.extend(
                    Match(index, number, keys)
                    for keys, _ in joins(kinds, state, rule.when, rule.unless, bound)
                )
        matches.sort()
        return matches
