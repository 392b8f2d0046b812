"""What is given twice is refused, wherever it cannot be told which of the two is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

import mandate
from mandate.errors import ArgumentError
from mandate.library import rules_folder
from tests.making.breaking import Mistake, check, named

RECORD = (
    Mistake(
        "gaps that overlap",
        "gaps = [{ from = 2020-05-01, to = 2020-06-01,",
        'gaps = [\n{ from = 2020-06-01, to = 2020-07-01, because = "x" }, # <-\n'
        "{ from = 2020-05-01, to = 2020-06-01,",
        "gaps[0]",
        ("2020-06-01 lies in gaps[1] too", "days that are in one gap only"),
    ),
    Mistake(
        "gap within a gap",
        "gaps = [{ from = 2020-05-01, to = 2020-06-01,",
        'gaps = [\n{ from = 2020-04-01, to = 2020-07-01, because = "x" },\n'
        "{ from = 2020-05-01, to = 2020-06-01,",
        "gaps[1]",
        ("2020-05-01 lies in gaps[0] too",),
        at="{ from = 2020-05-01",
    ),
)

SCENARIOS = (
    Mistake(
        "an event left out twice",
        'without = ["taken-back"]',
        'without = ["taken-back",\n"taken-back"] # <-',
        "scenario[1].without[1]",
        ("'taken-back' is there twice", "each once"),
    ),
)


@pytest.mark.parametrize("mistake", named(RECORD))
def test_record(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, "record.toml", mistake)


@pytest.mark.parametrize("mistake", named(SCENARIOS))
def test_scenarios(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, "scenarios.toml", mistake)


def test_agreements_of_a_docket() -> None:
    one, other = "ukraine-russia-1997", "nagorno-karabakh-2020"
    for again in (one, rules_folder() / one):
        with pytest.raises(ArgumentError) as caught:
            mandate.docket("2020-11-15", "30 days", [one, other, again])

        assert str(caught.value) == f"agreements[2]: '{one}' is there twice: give each once"


@pytest.mark.parametrize("table", [{1: "a", "1": "b"}, {"x": [{None: 1, "None": 2}]}])
def test_names_in_json(table: dict[object, object]) -> None:
    with pytest.raises(ArgumentError, match="stands twice in one table: write each name once"):
        mandate.to_json(table)
