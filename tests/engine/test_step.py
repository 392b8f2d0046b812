"""Changes of one step, by name: what `make` and `put` do to a fact that is there, or is not."""

from __future__ import annotations

import pytest

from mandate.counting.instants import Zone
from mandate.engine.grammar import Act, Fact, Rule
from mandate.engine.plain import PlainMatcher
from mandate.engine.state import State
from mandate.engine.step import Changes, collect
from mandate.errors import ContradictionError
from tests.engine import programs as p

UTC = Zone("Etc/UTC")
A, B = p.lamp(colour="a"), p.lamp(colour="b")
EMPTY = p.state()


def acting(name: str, verb: str, lamp: tuple[str, Fact]) -> Rule:
    """Return a rule that makes or puts this lamp when somebody knocks."""
    kind, fields = lamp
    return p.rule(name, then=[Act(verb, kind, fields)])


def step(state: State, *rules: Rule) -> Changes:
    """Take one step of these rules, on one knock."""
    program, knocks = p.program(rules), [p.knock()]
    found = PlainMatcher(program).matches(state, knocks)
    return collect(program, UTC, state, knocks, found, p.START, 0)


@pytest.mark.parametrize("verb", ["make", "put"])
def test_what_is_not_there_is_made(verb: str) -> None:
    changes = step(EMPTY, acting("one", verb, A))

    assert EMPTY.changed(changes.facts) == p.state(A)


@pytest.mark.parametrize("verb", ["make", "put"])
def test_what_is_there_and_the_same_stays(verb: str) -> None:
    changes = step(p.state(A), acting("one", verb, A))

    assert p.state(A).changed(changes.facts) == p.state(A)


def test_what_is_there_and_differs_is_put_anew() -> None:
    changes = step(p.state(A), acting("one", "put", B))

    assert p.state(A).changed(changes.facts) == p.state(B)


def test_what_is_there_and_differs_cannot_be_made() -> None:
    """`make` says that the fact is new: it is not, and what it was would be lost."""
    with pytest.raises(ContradictionError, match=r"about lamp \(a\): rule 'one' on event 'e'"):
        step(p.state(A), acting("one", "make", B))


def test_another_fact_is_no_reason_against_making_one() -> None:
    other = p.lamp("other", colour="a")

    changes = step(p.state(other), acting("one", "make", B))

    assert p.state(other).changed(changes.facts) == p.state(other, B)


@pytest.mark.parametrize("one", ["make", "put"])
@pytest.mark.parametrize("other", ["make", "put"])
def test_two_rules_that_make_one_fact_in_one_step_must_agree(one: str, other: str) -> None:
    changes = step(EMPTY, acting("one", one, A), acting("other", other, A))
    assert EMPTY.changed(changes.facts) == p.state(A)

    with pytest.raises(ContradictionError, match=r"field 'colour': rule 'one' .* rule 'other'"):
        step(EMPTY, acting("one", one, A), acting("other", other, B))
