"""Each scenario of every bundled agreement is one test, named by its sentence, on both matchers."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

import mandate
from mandate.checking import run
from mandate.files.problems import Problems
from mandate.files.toml import read
from mandate.library import rules_folder
from mandate.loading.scenarios import ScenarioTable, scenarios
from tests.making.building import MATCHERS

MANDATES = {(n, e): mandate.load(n, matcher=e) for n in mandate.agreements() for e in MATCHERS}


def tables():
    """Read the scenarios of every agreement: (its id, the scenario)."""
    found = []
    for name in mandate.agreements():
        problems = Problems()
        file = read(rules_folder() / name / "scenarios.toml", f"{name}/scenarios.toml")
        found += [(name, table) for table, _ in scenarios(file, name, problems)]
        problems.raise_if_any()
    return found


TABLES = tables()


@pytest.mark.parametrize("matcher", MATCHERS)
@pytest.mark.parametrize(
    ("name", "table"), TABLES, ids=[f"{name}: {table.says}" for name, table in TABLES]
)
def test_scenario(name, table, matcher):
    differences = run(MANDATES[name, matcher], table)

    # In words: compared as values, true would pass for 1.
    assert [str(one) for one in differences] == []


def others(table):
    """Return what else could be asked: on the first and the last day, and of the bare record."""
    ends = [evolve(table, on=day) for day in (date.min, date.max)]
    return [*ends, evolve(table, add=[], without=[])]


def test_no_scenario_holds_whatever_is_asked():
    """The loader refuses an empty `expect`; what always holds says as little."""
    always = [
        (name, table.says)
        for name, table in TABLES
        if not any(run(MANDATES[name, "plain"], other) for other in others(table))
    ]

    assert always == []


def test_true_does_not_pass_for_one_nor_one_for_true():
    expect = {"term.number": True, "in_force": 1}
    table = ScenarioTable("Taken for each other.", date(2020, 11, 10), expect)

    found = run(MANDATES["nagorno-karabakh-2020", "plain"], table)

    assert [str(one) for one in found] == [
        "term.number: expected True, found 1",
        "in_force: expected 1, found True",
    ]


def test_no_sentence_stands_twice():
    sentences = [(name, table.says) for name, table in TABLES]

    assert sorted({one for one in sentences if sentences.count(one) > 1}) == []


def test_every_agreement_has_its_scenarios():
    counts = {name: sum(1 for n, _ in TABLES if n == name) for name in mandate.agreements()}

    assert min(counts.values()) >= 10
    assert counts["nagorno-karabakh-2020"] >= 30
