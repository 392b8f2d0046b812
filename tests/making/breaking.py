"""A made-up agreement that is whole, and a way to break it in one place."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from mandate.errors import FileError, Problem
from mandate.files.problems import Problems
from mandate.files.toml import read
from mandate.library import read_folder
from mandate.loading.scenarios import Within, scenarios

LAKE = Path(__file__).parent / "lake"
#: Stands in the new text on the line on which the problem is to be found.
HERE = "# <-"


class Mistake(NamedTuple):
    """One mistake: what is put in the place of what, and what is said about it."""

    name: str
    old: str
    new: str
    #: The key path of the one problem.
    path: str
    #: What its sentence must hold: what was found, what would be right, what may be meant.
    says: tuple[str, ...]
    #: A text on the line on which it is told, where that line can hold no mark.
    at: str = ""


def broken(folder: Path, name: str, old: str, new: str) -> Path:
    """Copy the agreement into a folder, with one text of one file in place of another."""
    lake = folder / "lake"
    if not lake.exists():
        shutil.copytree(LAKE, lake)
    file = lake / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return lake


def load(folder: Path) -> None:
    """Read all four files as `mandate.check` does, without running anything."""
    agreement, record, doctrine = read_folder(folder)
    problems = Problems()
    file = read(folder / "scenarios.toml", "lake/scenarios.toml")
    scenarios(file, agreement.id, problems, Within(agreement, record, doctrine))
    problems.raise_if_any()


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the files of a folder."""
    with pytest.raises(FileError) as caught:
        load(folder)
    return caught.value.problems


def line_of(file: Path, words: str) -> int | None:
    """Return the number of the first line that holds the words, counted from 1."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return next((n for n, line in enumerate(lines, start=1) if words in line), None)


def check(folder: Path, name: str, mistake: Mistake) -> None:
    """Break a copy of the agreement, and see that the one problem is told in full."""
    lake = broken(folder, name, mistake.old, mistake.new)
    problems = problems_of(lake)

    assert len(problems) == 1, "\n".join(map(str, problems))
    (problem,) = problems
    assert problem.file == f"lake/{name}"
    assert problem.path == mistake.path
    assert problem.line == line_of(lake / name, mistake.at or HERE)
    for words in mistake.says:
        assert words in str(problem)
    assert "\n" not in str(problem)
    assert len(str(problem)) < 330, "a message is short"


def named(mistakes: Iterable[Mistake]) -> list[object]:
    """Return the mistakes as parameters with readable ids."""
    return [pytest.param(one, id=one.name.replace(" ", "-")) for one in mistakes]
