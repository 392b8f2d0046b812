"""An agreement or a clause declares how notice is counted, by a preset or in full."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mandate
from mandate.checking import run
from mandate.counting.conventions import PRESETS, Before, BeforeMode
from mandate.files.problems import Problems
from mandate.files.toml import read
from mandate.loading.scenarios import scenarios
from tests.making.breaking import broken, problems_of
from tests.making.building import MATCHERS

CASES = Path(__file__).parents[1] / "cases"
FOLDERS = ("notice-that-runs-forward", "notice-before-the-next-term")

SUPPORT = 'because = "As practised.", source = "paper"'
OF_THE_TEXT = f'before = {{ preset = "inclusive", {SUPPORT} }}'
OF_A_CLAUSE = 'notice.before-end = "6 months"'


@pytest.mark.parametrize("matcher", MATCHERS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_scenarios_of_an_invented_agreement_hold(folder: str, matcher: str) -> None:
    problems = Problems()
    of = mandate.load(CASES / folder, matcher=matcher)
    tables = scenarios(read(CASES / folder / "scenarios.toml", folder), of.id, problems)
    problems.raise_if_any()

    assert len(tables) > 10
    assert {table.says: [str(d) for d in run(of, table)] for table, _ in tables} == {
        table.says: [] for table, _ in tables
    }


DECLARED = [
    *(
        (f'preset = "{name}"', preset.value)
        for name, preset in PRESETS["before"].items()
        if name in {"forward", "from-next-term"}
    ),
    *(
        (f'mode = "{mode}", rounding = "{rounding}"', Before(mode, rounding))
        for mode in (BeforeMode.FORWARD, BeforeMode.FROM_NEXT_TERM)
        for rounding in ("down", "up")
    ),
]


@pytest.mark.parametrize(("written", "meant"), DECLARED, ids=[written for written, _ in DECLARED])
def test_both_ways_are_declared_as_any_other(tmp_path: Path, written: str, meant: Before) -> None:
    declared = f"before = {{ {written}, {SUPPORT} }}"
    whole = mandate.load(broken(tmp_path / "whole", "agreement.toml", OF_THE_TEXT, declared))
    own = f"{OF_A_CLAUSE}\ncounting.{declared}"
    clause = mandate.load(broken(tmp_path / "clause", "agreement.toml", OF_A_CLAUSE, own))

    assert whole.agreement.counting.before == meant
    assert clause.agreement.counting.before == PRESETS["before"]["inclusive"].value
    last = whole.status("2021-01-01").clauses["stay"].last_day
    assert last is not None
    for one in (whole, clause):
        deadline = one.status("2021-01-01").clauses["stay"].notice_deadline
        assert deadline is not None
        half_a_year = mandate.counting.durations.Duration(months=6)
        assert deadline.toordinal() == meant.closes(last.toordinal(), half_a_year)


@pytest.mark.parametrize(
    "preset", ["forwards", "thirty-day-months-and-years-of-twelve-such-months"]
)
def test_a_preset_that_there_is_not_is_told_with_all_that_there_are(
    tmp_path: Path, preset: str
) -> None:
    wrong = f'before = {{ preset = "{preset}", {SUPPORT} }}'
    for folder, old, new in (
        ("whole", OF_THE_TEXT, wrong),
        ("clause", OF_A_CLAUSE, f"{OF_A_CLAUSE}\ncounting.{wrong}"),
    ):
        (problem,) = problems_of(broken(tmp_path / folder, "agreement.toml", old, new))
        assert problem.path.endswith("counting.before.preset")
        named = re.findall("'([a-z-]+)'", str(problem).partition("write one of ")[2])
        assert named == list(PRESETS["before"])
