"""Comparing what is only known within limits says no more, and no less, than every pair does."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.engine.foresight import Between, Guess, Open, compare
from mandate.engine.plain import OPERATORS

limits = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda two: Between(*sorted(two)))
guesses = st.integers(0, 6) | limits


def numbers(guess: int | Between) -> list[int]:
    return [guess] if isinstance(guess, int) else list(range(guess.low, guess.high + 1))


@given(st.sampled_from(sorted(OPERATORS)), guesses, guesses)
def test_a_comparison_is_settled_where_every_pair_agrees(
    op: str, one: int | Between, other: int | Between
) -> None:
    outcomes = {OPERATORS[op](*pair) for pair in product(numbers(one), numbers(other))}

    assert compare(op, one, other) is (outcomes.pop() if len(outcomes) == 1 else None)


@pytest.mark.parametrize("op", ["eq", "ne"])
@pytest.mark.parametrize("known", ["in-force", Open.TEXT])
def test_nothing_is_said_of_a_text_that_is_not_known(op: str, known: Guess) -> None:
    assert compare(op, known, Open.TEXT) is None
    assert compare(op, Open.TEXT, known) is None
