"""Each sentence of each agreement's scenarios is a test, under each matcher."""

from __future__ import annotations

import pytest

from mandate.engine import durable
from mandate.library import folder_of, names
from mandate.loading.problems import Problems
from mandate.loading.scenarios import ScenarioTable, scenarios
from mandate.loading.toml import read
from mandate.mandate import Mandate, load, run

ENGINES = ("plain",) if durable.problem() else ("plain", "durable")
LOADED: dict[tuple[str, str], Mandate] = {}


def tables() -> list[object]:
    found: list[object] = []
    for name in names():
        problems = Problems()
        file = read(folder_of(name) / "scenarios.toml")
        found.extend(
            pytest.param(name, table, id=f"{name}: {table.says}")
            for table, _ in scenarios(file, name, problems)
        )
        problems.raise_if_any()
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "table"), tables())
def test_scenario(name: str, table: ScenarioTable, engine: str) -> None:
    mandate = LOADED.setdefault((name, engine), load(name, engine=engine))

    assert run(mandate, table) == []


def test_the_statement_has_thirty_scenarios_at_least() -> None:
    assert sum("nagorno-karabakh-2020" in str(one) for one in tables()) >= 30
