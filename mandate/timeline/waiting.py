"""Whether a rule waits until a fact that repeats reaches a certain number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mandate.engine.grammar import Key, Kind, Program, Ref, Rule, Scalar, Test
from mandate.engine.state import State


def waits_for_number(program: Program, kind: Kind, key: Key, state: State) -> bool:
    """Whether a rule waits for a certain number: then the future does not just repeat.

    A rule may also compare the counter by order. Such a comparison turns at most once, so the last
    cycle of the calendar shows it.
    """
    number = int((state.get(kind.name, key) or {})[kind.counter])
    own = dict(zip(kind.key, key, strict=True))
    for rule in program.rules:
        for name, tests, test in _equalities(rule):
            aliases = rule.aliases
            operand = test.operand
            on_counter = name == kind.name and test.field == kind.counter
            against = (
                isinstance(operand, Ref)
                and aliases.get(operand.alias) == kind.name
                and operand.field == kind.counter
            )
            if on_counter and isinstance(operand, int) and operand > number:
                return True
            if on_counter and isinstance(operand, Ref) and operand.field:
                other = aliases[operand.alias]
                from_signal = operand.alias == rule.trigger.alias and rule.trigger.role == "signal"
                named = {
                    t.operand.field: own[t.field]
                    for t in _joined(tests, operand.alias)
                    if isinstance(t.operand, Ref) and t.field in own
                }
                named |= _alike(tests, _tests_of(rule, operand.alias), own)
                if from_signal or _is_there(state, other, named):
                    return True
            if against and isinstance(operand, Ref):
                named = {
                    t.field: own[t.operand.field]
                    for t in _joined(tests, operand.alias)
                    if isinstance(t.operand, Ref) and t.operand.field in own
                }
                named |= _alike(_tests_of(rule, operand.alias), tests, own)
                if _is_there(state, name, named):
                    return True
    return False


def _joined(tests: Sequence[Test], alias: str) -> Iterator[Test]:
    """Yield the tests that hold a field equal to a field of another fact."""
    for test in tests:
        if test.op == "eq" and isinstance(test.operand, Ref) and test.operand.alias == alias:
            yield test


def _alike(
    mine: Sequence[Test], others: Sequence[Test], own: Mapping[str, Scalar]
) -> Mapping[str, Scalar]:
    """Return the fields of another fact that a rule compares with the same value as the key.

    Both may equal the clause of the trigger, say, while neither names the other.
    """
    meant = {
        t.operand: own[t.field]
        for t in mine
        if t.op == "eq" and isinstance(t.operand, Ref) and t.field in own
    }
    return {
        t.field: meant[t.operand]
        for t in others
        if t.op == "eq" and isinstance(t.operand, Ref) and t.operand in meant
    }


def _tests_of(rule: Rule, alias: str) -> Sequence[Test]:
    return next((p.tests for p in rule.when if p.alias == alias), ())


def _is_there(state: State, name: str, values: Mapping[str, Scalar]) -> bool:
    """Whether there is a fact of that kind with these values, which a rule could join."""
    return any(
        all(fact[field] == value for field, value in values.items())
        for fact in state.of_kind(name).values()
    )


def _equalities(rule: Rule) -> Iterator[tuple[str, Sequence[Test], Test]]:
    patterns = [(rule.trigger.kind, rule.trigger.tests)]
    patterns.extend((p.kind, p.tests) for p in (*rule.when, *rule.unless))
    for name, tests in patterns:
        for test in tests:
            if test.op in {"eq", "ne"}:
                yield name, tests, test
