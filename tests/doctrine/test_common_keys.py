"""What a kind takes from the groups that several kinds have in common, and what its keys make."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandate.doctrine.folder import load
from mandate.doctrine.model import PARTIES, ClauseKind
from mandate.engine.grammar import Ref
from mandate.library import doctrine
from tests.making.small_doctrine import FILES, small


@pytest.fixture
def thing(tmp_path: Path) -> ClauseKind:
    return load(small(tmp_path)).clauses["thing"]


def test_a_group_is_no_kind(tmp_path: Path) -> None:
    assert set(load(small(tmp_path)).clauses) == {"thing"}


def test_a_group_stands_where_the_kind_names_the_first_of_its_keys(thing: ClauseKind) -> None:
    assert list(thing.keys)[-4:] == ["all", "during", "again", "rows"]


def test_a_group_that_the_kind_names_nowhere_stands_at_the_end(tmp_path: Path) -> None:
    folder = small(tmp_path)
    line = 'during = { says = "As long as this lasts." }\n'
    text = FILES["clauses.toml"].replace(line, "")
    (folder / "clauses.toml").write_text(text, encoding="utf-8")

    kind = load(folder).clauses["thing"]

    assert list(kind.keys)[-3:] == ["rows", "during", "again"]
    assert kind.keys["during"].says == "While this lasts."


def test_the_sentence_of_a_kind_takes_the_place_of_that_of_the_group(thing: ClauseKind) -> None:
    assert (thing.keys["during"].type, thing.keys["during"].says) == (
        "clause",
        "As long as this lasts.",
    )


def test_what_a_group_says_of_its_keys_comes_with_them(thing: ClauseKind) -> None:
    assert thing.requires == {"length": ("begins.on|begins.with",), "again": ("during",)}


def test_a_key_that_is_left_out_is_spoken_of_no_more(thing: ClauseKind) -> None:
    assert "while" not in thing.keys
    assert thing.at_most_one == (("length", "note-of"),)


def test_a_list_makes_a_fact_of_each_of_its_values(thing: ClauseKind) -> None:
    made = {make.each: make for make in thing.makes if make.fact == "joins"}

    assert made["of"].fields["party"] == Ref("of")
    assert (made["of"].needs, made["of"].lacks, made["of"].organs) == (("of",), (), False)
    assert (made["by"].needs, made["by"].organs) == (("by",), True)
    assert (made[PARTIES].needs, made[PARTIES].lacks) == ((), ("all",))


def test_a_state_of_a_clause_is_one_that_some_clause_may_reach() -> None:
    kinds = doctrine().clauses.values()
    states = {word for kind in kinds for word in kind.reaches}
    waiting = [spec for kind in kinds for spec in kind.keys.values() if spec.state_of]

    assert waiting
    assert all(set(spec.choices) == states for spec in waiting)


def test_every_key_has_a_sentence() -> None:
    silent = [
        f"{kind.name}.{spec.name}"
        for kind in doctrine().clauses.values()
        for spec in kind.keys.values()
        if not spec.says
    ]
    assert silent == []
