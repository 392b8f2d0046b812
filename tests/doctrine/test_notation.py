"""The bundled rules are written as a lawyer reads them: in short, and with their authority."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from mandate.library import doctrine, rules_folder

#: What an authority may be: an instrument or a practice that can be looked up, the text itself,
#: the engine's own housekeeping, or, plainly, none.
SOURCES = ("VCLT", "ILC", "DCFR", "ECHR", "State responsibility")
SORTS = (
    "by construction",
    "no authority known: good sense, because ",
    "the clause",
    "the text",
    "an organ or a party has the powers that the text gives it",
)
RULES = {rule.id: rule for rule in doctrine().program.rules}
#: The name of the trigger's own clause, by what set the rule off.
OWN = {"event": "$of", "reached": "$clause", "signal": "$clause"}


def written() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((rules_folder() / "doctrine").glob("*.toml")):
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in RULES:
                yield name, table


def acts(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for targets in table.get("then", {}).values():
        for several in targets.values():
            yield from several if isinstance(several, list) else [several]


def patterns(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for word in ("when", "unless"):
        for several in table.get(word, {}).values():
            yield from several if isinstance(several, list) else [several]


def test_every_rule_names_its_authority():
    told = {rule.id: rule.authority for rule in RULES.values()}

    assert {
        name: authority
        for name, authority in told.items()
        if not authority.startswith(SORTS) and not any(source in authority for source in SOURCES)
    } == {}


def test_no_rule_repeats_the_clause_of_its_trigger():
    assert {name for name, _ in written()} == set(RULES)
    assert [
        name
        for name, table in written()
        for one in (*patterns(table), *acts(table))
        if one.get("clause") == OWN[RULES[name].trigger.role]
    ] == []


def test_a_rule_takes_eight_lines_on_average():
    """The authority is not counted: a lawyer reads what is left at a glance."""
    lines = [
        line
        for path in (rules_folder() / "doctrine").glob("*.toml")
        if RULES.keys() >= set(tomllib.loads(path.read_text(encoding="utf-8")))
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("authority = ")
    ]

    assert len(lines) <= 8 * len(RULES)
