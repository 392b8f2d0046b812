"""The names that a user meets: few, in groups, and those of before are told."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import mandate
from mandate import answers, errors, words
from mandate.renamed import OF_MANDATE, OF_PACKAGE
from mandate.views.answer import Answer

NK = mandate.load("nagorno-karabakh-2020")


def test_the_top_has_few_names_and_each_is_there() -> None:
    assert len(mandate.__all__) == len(set(mandate.__all__)) <= 36
    assert set(mandate.__all__) <= set(dir(mandate))


def test_the_names_stand_in_groups() -> None:
    text = Path(mandate.__file__).read_text("utf-8")
    start = text.index("__all__ = [")
    lines = text[start : text.index("]\n", start)].splitlines()

    assert sum(line.startswith("    # ") for line in lines) > 4


def test_no_name_is_listed_that_type_checkers_do_not_see() -> None:
    tree = ast.parse(Path(mandate.__file__).read_text("utf-8"))
    at_the_top = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]

    assert at_the_top == []  # __getattr__ stands under `if not TYPE_CHECKING`


def test_the_modules_beside_it_hold_what_they_say() -> None:
    assert all(hasattr(module, name) for module in (answers, words) for name in module.__all__)
    assert all(issubclass(getattr(answers, name), (Answer, tuple)) for name in answers.__all__)


@pytest.mark.parametrize(("old", "new"), OF_PACKAGE.items())
def test_a_name_of_before_is_told(old: str, new: str) -> None:
    with pytest.raises(AttributeError) as told:
        getattr(mandate, old)

    assert str(told.value) == f"module 'mandate' has no attribute {old!r}; it is {new} now"
    module, _, name = new.rpartition(".")
    there = {"mandate": mandate, "mandate.answers": answers, "mandate.errors": errors}
    assert hasattr(there.get(module, words), name)


@pytest.mark.parametrize(("old", "new"), OF_MANDATE.items())
def test_a_name_of_before_is_told_of_a_mandate(old: str, new: str) -> None:
    with pytest.raises(AttributeError) as told:
        getattr(NK, old)

    assert str(told.value) == f"a mandate has no attribute {old!r}; it is {new} now"
    assert hasattr(NK, new)


def test_a_misspelt_name_is_an_attribute_error() -> None:
    for thing, what in ((mandate, "module 'mandate'"), (NK, "a mandate")):
        with pytest.raises(AttributeError) as told:
            thing.statsu  # noqa: B018
        assert str(told.value) == f"{what} has no attribute 'statsu'"
    assert not hasattr(mandate, "__path")


def test_every_name_of_before_is_in_the_changelog() -> None:
    text = (Path(__file__).parents[1] / "CHANGELOG.md").read_text("utf-8")

    told = set(re.findall(r"`(?:mandate\.|Mandate\.)?(\w+)(?:\(\))?`", text))
    assert {*OF_PACKAGE, *OF_MANDATE} - told == set()
