"""Every command that the documentation shows is run, and prints what is shown there."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from mandate.cli import main

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OURS = ("mandate ", "echo $?")
PAGES = [
    path
    for path in sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
    if "_build" not in path.parts and "$ mandate " in path.read_text("utf-8")
]


def commands(page):
    """Return each command of ours on a page, with the output that is shown under it."""
    found = []
    for block in BLOCK.findall(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            if command.startswith(OURS) and "path/to" not in command:
                found.append((command, shown))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_print_what_is_shown(page, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    code = 0

    for command, shown in commands(page):
        if command == "echo $?":
            printed = f"{code}\n"
        else:
            code = main(shlex.split(command)[1:])
            captured = capsys.readouterr()
            printed = captured.out + captured.err

        same = doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)

        assert same or not shown, f"$ {command}\n{printed}"


def test_commands_are_found():
    assert [path.name for path in PAGES] != []
    assert [command for page in PAGES for command in commands(page)] != []
