"""What a scenario may expect, and what is said where it cannot or does not hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import mandate
from mandate.loading.scenarios import MOST_SCENARIOS
from tests.making.breaking import LAKE, problems_of

#: What no status has is told with the other problems, before anything is run.
TOLD = {
    "path not known": ("fase = 'ended'", "nothing named 'fase'; did you mean 'phase'?"),
    "clause not known": ("'clauses.trcue.state' = 'standing'", "did you mean 'truce'?"),
    "key of a clause not known": ("'clauses.truce.stat' = 'x'", "did you mean 'state'?"),
    "word not known": ("'clauses.truce.state' = 'standign'", "did you mean 'standing'?"),
    "date in quotes": ("last_day = '2025-02-01'", "'2025-02-01' is never there: give a date"),
    "number in quotes": ("'term.number' = '1'", "'1' is never there: give a whole number"),
    "a word too many": (f"phase = '{'x' * 9_999}'", "xx…' is never there"),
    "a path too long": (f"'phase.{'x' * 9_999}' = 1", "nothing named 'phase.xx"),
    "what moves a cursor": (r'"a\u001b[31m" = 1', r"'a\x1b[31m' is no name"),
}


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LAKE, tmp_path / "lake"))


def scenario(expect: str) -> str:
    return f'[[scenario]]\nsays = "S."\non = 2021-01-01\nexpect = {{ {expect} }}\n'


@pytest.mark.parametrize("name", TOLD)
def test_what_no_status_has(lake: Path, name: str) -> None:
    expect, told = TOLD[name]
    (lake / "scenarios.toml").write_text(f'agreement = "lake"\n{scenario(expect)}', "utf-8")

    (problem,) = problems_of(lake)

    assert (problem.file, problem.line) == ("lake/scenarios.toml", 5)
    assert told in problem.found
    assert str(problem).isprintable()
    assert len(str(problem)) < 400


def test_a_scenario_that_does_not_hold_is_told_in_short(lake: Path) -> None:
    text = scenario("phase = 'ended'").replace('"S."', f'"S {"x" * 999}"')
    (lake / "scenarios.toml").write_text(f'agreement = "lake"\n{text}', "utf-8")

    (failure,) = mandate.check(lake).failures

    assert failure.startswith("lake/scenarios.toml:2: S xxx")
    assert failure.endswith("… — phase: expected ended, found in-force")
    assert len(failure) < 400


def test_more_scenarios_than_anybody_writes(lake: Path) -> None:
    text = scenario("in_force = true") * (MOST_SCENARIOS + 1)
    (lake / "scenarios.toml").write_text(f'agreement = "lake"\n{text}', "utf-8")

    (problem,) = problems_of(lake)

    assert str(problem) == "lake/scenarios.toml:2: scenario: 2001 scenarios; write at most 2000"
