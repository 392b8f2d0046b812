"""The tables in the reference are those of the doctrine, and the command prints the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mandate.cli import main
from mandate.doctrine.keys import KEY_TYPES
from mandate.errors import ArgumentError
from mandate.library import doctrine
from mandate.reference.keys import WRITTEN
from mandate.reference.parts import PARTS, filled, part

ROOT = Path(__file__).parents[2]
SHOWN = re.compile(
    r"^<!-- mandate (reference .*?) -->\n\n(.*?)\n<!-- end of mandate reference -->$",
    re.MULTILINE | re.DOTALL,
)
PAGES = [
    page
    for page in sorted(ROOT.glob("docs/*/*.md"))
    if "<!-- mandate reference" in page.read_text("utf-8")
]
RULES = doctrine()
ALONE = {
    "kinds": RULES.clauses,
    "presets": ("period", "before", "by"),
    "axes": RULES.axes,
    "facts": ("text", "state", "signal"),
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_tables_of_a_page_are_those_of_the_doctrine(page):
    text = page.read_text("utf-8")

    assert filled(RULES, text) == text, "the doctrine or the code has changed: run make schemas"
    assert text.count("<!-- mandate reference ") == len(SHOWN.findall(text))


def test_each_part_stands_in_the_reference():
    shown = {words for page in PAGES for words, _ in SHOWN.findall(page.read_text("utf-8"))}
    parts = {f"reference {name}" for name in PARTS.keys() - ALONE.keys()}
    sections = {f"reference {name} {of}" for name, every in ALONE.items() for of in every}

    assert shown == parts | sections


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_command_prints_what_a_page_shows(page, capsys):
    for words, shown in SHOWN.findall(page.read_text("utf-8")):
        assert main(words.split()) == 0
        assert capsys.readouterr().out == shown


@pytest.mark.parametrize("name", ALONE)
def test_a_part_has_its_sections_under_their_names(name):
    whole = "\n".join(f"### `{of}`\n\n{part(RULES, name, of)}" for of in ALONE[name])

    assert part(RULES, name) == whole


def test_an_old_table_is_written_anew():
    marks = "<!-- mandate reference presets by -->\n{}<!-- end of mandate reference -->\n"
    page = f"Before.\n\n{marks}\nBetween.\n\n{marks}\nAfter.\n"

    new = page.format(f"\n{part(RULES, 'presets', 'by')}\n", f"\n{part(RULES, 'presets', 'by')}\n")
    assert filled(RULES, page.format("", "\nof before\n\n")) == new
    assert filled(RULES, new) == new


def test_every_kind_of_key_is_told_in_words():
    assert WRITTEN.keys() == KEY_TYPES.keys()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("kinds", "terms"), "NAME: kinds has nothing named 'terms'; did you mean 'term'?"),
        (("functions", "x"), "NAME: functions has nothing named 'x'"),
        (("functions", ""), "NAME: functions has nothing named ''"),
    ],
)
def test_a_name_that_is_not_there_is_refused(asked, said, capsys):
    assert main(["reference", *asked]) == 2
    assert capsys.readouterr().err == f"mandate: {said}\n"


def test_a_part_that_is_not_there_is_refused(capsys):
    with pytest.raises(ArgumentError, match="there is no part 'kind'; did you mean 'kinds'"):
        part(RULES, "kind")
    with pytest.raises(SystemExit):
        main(["reference", "kind"])

    assert "choose from" in capsys.readouterr().err
