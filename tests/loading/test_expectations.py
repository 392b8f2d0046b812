"""What a scenario expects and what there is are told apart, with what may have been meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import mandate
from mandate.loading.scenarios import MOST_SCENARIOS
from tests.loading.breaking import LAKE, problems_of

TOLD = {
    "path not known": (
        "fase = 'ended'",
        "fase: expected ended, found nothing named 'fase'; did you",
    ),
    "clause not known": (
        "'clauses.trcue.state' = 'standing'",
        "found nothing named 'clauses.trcue.state'; did you mean 'truce'?",
    ),
    "key of a clause not known": (
        "'clauses.truce.stat' = 'standing'",
        "found nothing named 'clauses.truce.stat'; did you mean 'state'?",
    ),
    "beyond a value": ("'phase.state' = 'x'", "found nothing named 'phase.state'"),
    "word not known": (
        "'clauses.truce.state' = 'standign'",
        "expected standign, found standing (did you mean 'standing'?)",
    ),
    "word not known, of none": ("ended_by = 'expirey'", "found none (did you mean 'expiry'?)"),
    "another word": ("phase = 'ended'", "phase: expected ended, found in-force"),
    "date in quotes": (
        "last_day = '2025-02-01'",
        "last_day: expected '2025-02-01', found 2025-02-01 (write it without quotation marks)",
    ),
    "number in quotes": ("'term.number' = '1'", "expected '1', found 1 (write it without quot"),
    "truth in quotes": ("in_force = 'true'", "expected 'true', found True (write it without"),
    "state of the ground": (
        "'on_the_ground.force.state' = 'gone'",
        "on_the_ground.force.state: expected gone, found deployed",
    ),
    "a word too many": (
        f"phase = '{'x' * 9_999}'",
        "xx…, found in-force (known: ended, in-force, not-started, winding-down)",
    ),
}


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LAKE, tmp_path / "lake"))


def scenario(expect: str) -> str:
    return f'[[scenario]]\nsays = "S."\non = 2021-01-01\nexpect = {{ {expect} }}\n'


@pytest.mark.parametrize("name", TOLD)
def test_a_scenario_that_does_not_hold(lake: Path, name: str) -> None:
    expect, told = TOLD[name]
    (lake / "scenarios.toml").write_text(f'agreement = "lake"\n{scenario(expect)}', "utf-8")

    (failure,) = mandate.check(lake).failures

    assert failure.startswith("lake/scenarios.toml:2: S. — ")
    assert told in failure
    assert failure.isprintable()
    assert len(failure) < 400
    if "(" not in told and "; did" not in told:
        assert "did you mean" not in failure
        assert "known:" not in failure


def test_a_path_that_moves_a_cursor_is_refused_once(lake: Path) -> None:
    text = scenario(r'"a\u001b[31m" = 1')
    (lake / "scenarios.toml").write_text(f'agreement = "lake"\n{text}', "utf-8")

    (problem,) = problems_of(lake)

    assert r"'a\x1b[31m' is no name" in problem.found
    assert str(problem).isprintable()


def test_more_scenarios_than_anybody_writes(lake: Path) -> None:
    text = scenario("in_force = true") * (MOST_SCENARIOS + 1)
    (lake / "scenarios.toml").write_text(f'agreement = "lake"\n{text}', "utf-8")

    (problem,) = problems_of(lake)

    assert str(problem) == "lake/scenarios.toml:2: scenario: 2001 scenarios; write at most 2000"
