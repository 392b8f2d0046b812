"""The files of a folder: what is there counts, what cannot be read is told, and all at once."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

import mandate
from mandate.errors import FileError, MandateError, Problem
from tests.making.breaking import LAKE, broken

Replace = Callable[[Path], None]


def fifo(file: Path) -> None:
    os.mkfifo(file)


def unix_socket(file: Path) -> None:
    # The path of a socket is short, that of a folder for tests is not.
    here = Path.cwd()
    os.chdir(file.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(file.name)
    finally:
        os.chdir(here)


def dangling(file: Path) -> None:
    file.symlink_to(file.parent / "gone.toml")


def loop(file: Path) -> None:
    file.symlink_to(file)


ODD: dict[str, tuple[Replace, str]] = {
    "folder": (Path.mkdir, "a folder, not a file"),
    "fifo": (fifo, "a device or a pipe, not a file"),
    "socket": (unix_socket, "a device or a pipe, not a file"),
    "dangling link": (dangling, "a link to a file that is not there"),
    "link to itself": (loop, "cannot be read: "),
}
FILES = ("agreement.toml", "record.toml", "rules.toml", "scenarios.toml")


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LAKE, tmp_path / "lake"))


def problems(call: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(FileError) as caught:
        call()
    return caught.value.problems


@pytest.mark.skipif(os.name != "posix", reason="kinds of files of Unix")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", FILES)
def test_what_is_there_and_is_no_file_is_not_absent(lake: Path, name: str, odd: str) -> None:
    make, found = ODD[odd]
    (lake / name).unlink()
    make(lake / name)

    for call in (mandate.check, mandate.load)[: 1 if name == "scenarios.toml" else 2]:
        (problem,) = problems(lambda call=call: call(lake))  # type: ignore[misc]
        assert (problem.file, problem.path, problem.line) == (f"lake/{name}", "", None)
        assert problem.found.startswith(found)


def test_only_the_agreement_must_be_there(lake: Path) -> None:
    for name in ("record.toml", "rules.toml", "scenarios.toml"):
        (lake / name).unlink()

    assert mandate.check(lake).scenarios == 0
    assert mandate.load(lake / "agreement.toml").record.events == ()


def test_a_folder_that_may_not_be_opened(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, **_: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "stat", refuse)
    monkeypatch.setattr(Path, "lstat", refuse)

    (problem,) = problems(lambda: mandate.load(lake))

    assert str(problem) == "lake: a folder that may not be opened: Permission denied"


@pytest.mark.parametrize(
    ("given", "shown"),
    [(".", "record.toml"), ("", "lake/record.toml"), ("agreement.toml", "record.toml")],
)
def test_a_file_is_named_with_its_folder_where_that_has_a_name(
    lake: Path, monkeypatch: pytest.MonkeyPatch, given: str, shown: str
) -> None:
    (lake / "record.toml").write_text("a\n", encoding="utf-8")
    monkeypatch.chdir(lake)

    (problem,) = problems(lambda: mandate.load(given or lake))

    assert problem.file == shown


def test_a_folder_whose_name_would_move_the_cursor(lake: Path) -> None:
    odd = lake.rename(lake.with_name("a\x1b[31mb\n"))
    (odd / "record.toml").write_text("a\n", encoding="utf-8")

    (problem,) = problems(lambda: mandate.load(odd))

    assert problem.file == r"a\x1b[31mb\n/record.toml"


# -- all at once ------------------------------------------------------------------------------


def test_the_syntax_of_every_file_at_once(lake: Path) -> None:
    for name in FILES:
        text = (lake / name).read_text(encoding="utf-8")
        (lake / name).write_text(f"{text}\n[odd\n", encoding="utf-8")

    found = problems(lambda: mandate.check(lake))

    assert [p.file for p in found] == [f"lake/{name}" for name in FILES]
    assert all("not TOML: a table header without" in p.found for p in found)
    assert [p.hint for p in found] == [
        "all else is checked after that",
        *["the rest of this file is checked after that"] * 3,
    ]
    assert problems(lambda: mandate.load(lake)) == found[:-1]


@pytest.mark.parametrize("name", ["record.toml", "rules.toml", "scenarios.toml"])
def test_one_file_that_is_no_toml_hides_nothing_of_the_agreement(tmp_path: Path, name: str) -> None:
    lake = broken(tmp_path, "agreement.toml", 'title = "Agreement on the Lake"', "title = 7")
    (lake / name).write_text("odd\n", encoding="utf-8")

    found = problems(lambda: mandate.check(lake))

    assert [(p.file, p.path) for p in found] == [
        ("lake/agreement.toml", "title"),
        (f"lake/{name}", "odd"),
    ]


def test_scenarios_are_read_while_another_file_is_wrong(tmp_path: Path) -> None:
    lake = broken(tmp_path, "agreement.toml", 'title = "Agreement on the Lake"', "title = 7")
    text = (lake / "scenarios.toml").read_text(encoding="utf-8")
    (lake / "scenarios.toml").write_text(text + "\n[[scenario]]\nsays = 3\n", encoding="utf-8")

    found = problems(lambda: mandate.check(lake))

    assert [p.file for p in found] == ["lake/agreement.toml", *["lake/scenarios.toml"] * 3]
    with pytest.raises(MandateError, match=r"^1 problem:"):
        mandate.load(lake)
