"""Each scenario of every bundled agreement is one test, named by its sentence, on both matchers."""

from __future__ import annotations

import pytest

import mandate
from mandate.checking import run
from mandate.engine import durable
from mandate.library import rules_folder
from mandate.loading.problems import Problems
from mandate.loading.scenarios import scenarios
from mandate.loading.toml import read

ENGINES = ("plain",) if durable.problem() else ("plain", "durable")
MANDATES = {(n, e): mandate.load(n, engine=e) for n in mandate.names() for e in ENGINES}


def tables():
    """Read the scenarios of every agreement: (its id, the scenario)."""
    found = []
    for name in mandate.names():
        problems = Problems()
        file = read(rules_folder() / name / "scenarios.toml", f"{name}/scenarios.toml")
        found += [(name, table) for table, _ in scenarios(file, name, problems)]
        problems.raise_if_any()
    return found


TABLES = tables()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("name", "table"), TABLES, ids=[f"{name}: {table.says}" for name, table in TABLES]
)
def test_scenario(name, table, engine):
    differences = run(MANDATES[name, engine], table)

    expected = {d.path: d.expected for d in differences}
    found = {d.path: d.found for d in differences}
    assert expected == found


def test_every_scenario_expects_something():
    assert [table.says for _, table in TABLES if not table.expect] == []


def test_no_sentence_stands_twice():
    sentences = [(name, table.says) for name, table in TABLES]

    assert sorted({one for one in sentences if sentences.count(one) > 1}) == []


def test_every_agreement_has_its_scenarios():
    counts = {name: sum(1 for n, _ in TABLES if n == name) for name in mandate.names()}

    assert min(counts.values()) >= 10
    assert counts["nagorno-karabakh-2020"] >= 30
