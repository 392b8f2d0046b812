"""What the documentation shows beside Python: commands are run, TOML is read.

Its examples in Python are run by `test_doctests`.
"""

from __future__ import annotations

import doctest
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from mandate.cli import main
from mandate.library import rules_folder

ROOT = Path(__file__).parents[2]
BLOCK = r"^```{language}\n(.*?)^```$"
OURS = ("mandate ", "echo $?")
REFERENCE = ROOT / "docs/reference"
PAGES = [
    path
    for path in sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
    if "_build" not in path.parts and "$ mandate " in path.read_text("utf-8")
]


def blocks_of(page, language):
    """Return the blocks of code that a page shows in a language."""
    pattern = BLOCK.replace("{language}", language)
    return re.findall(pattern, page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def toml_of(page):
    """Return the blocks of TOML that a page shows."""
    return blocks_of(page, "toml")


def commands(page):
    """Return each command of ours on a page, with the output that is shown under it."""
    found = []
    for block in blocks_of(page, "console"):
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


@pytest.mark.parametrize("page", sorted(REFERENCE.glob("*.md")), ids=lambda path: path.stem)
def test_the_toml_of_the_reference_can_be_read(page):
    for block in toml_of(page):
        tomllib.loads(block)


def test_the_rule_shown_in_the_reference_is_one_of_the_doctrine():
    shown = [block for block in toml_of(REFERENCE / "rule-files.md") if "authority = " in block]
    rules = (rules_folder() / "doctrine/notice.toml").read_text("utf-8")

    assert [block in rules for block in shown] == [True]
