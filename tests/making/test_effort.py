"""What the tests draw: as much as the profile asks for, and the same wherever they run."""

from __future__ import annotations

import importlib.util
import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making.effort import of_part, some, tried


@pytest.mark.parametrize(
    ("asked", "of_forty", "of_three"),
    [(1, 5, 3), (10, 5, 3), (50, 20, 3), (100, 40, 3), (1000, 400, 30)],
)
def test_a_profile_asks_for_a_share_of_all_or_a_multiple(asked, of_forty, of_three, monkeypatch):
    monkeypatch.setattr("tests.making.effort.settings", lambda: settings(max_examples=asked))

    assert (tried(40), tried(3)) == (of_forty, of_three)


@pytest.mark.parametrize(("asked", "number"), [(10, 10), (100, 100), (1000, 100)])
def test_of_what_is_tried_case_by_case_there_is_a_share_and_no_multiple(asked, number, monkeypatch):
    monkeypatch.setattr("tests.making.effort.settings", lambda: settings(max_examples=asked))

    assert len(some(range(100))) == number


def drawn() -> list[int]:
    """Return what a test draws that draws a number."""
    found: list[int] = []

    @settings(max_examples=200, database=None, derandomize=True)
    @given(st.integers(0, 10**9))
    def look(number: int) -> None:
        found.append(number)

    look()
    return found


@pytest.mark.skipif(not settings().derandomize, reason="new examples are asked for")
def test_the_same_examples_are_drawn_whatever_is_loaded(tmp_path: Path, monkeypatch):
    before = drawn()
    file = tmp_path / "ours.py"
    file.write_text(f"NUMBERS = [{', '.join(str(7 * n) for n in range(100, 1_000))}]\n", "utf-8")
    spec = importlib.util.spec_from_file_location("ours", file)
    assert spec
    assert spec.loader
    ours = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(ours)
    monkeypatch.setitem(sys.modules, "ours", ours)

    assert drawn() == before
    assert len(before) == 200


def drawn_in(part: int) -> set[int]:
    """Return what one part of a test draws that draws a number."""
    found: set[int] = set()

    @of_part(part)
    @settings(max_examples=50, database=None)
    @given(st.integers(0, 10**18))
    def look(number: int) -> None:
        found.add(number)

    look()
    return found


@pytest.mark.skipif(not settings().derandomize, reason="new examples are asked for")
def test_each_part_draws_others_and_always_the_same():
    parts = [drawn_in(number) for number in range(8)]

    assert parts == [drawn_in(number) for number in range(8)]
    assert all(len(one & other) < 10 for one, other in combinations(parts, 2))
