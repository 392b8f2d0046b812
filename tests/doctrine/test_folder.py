"""Every kind of mistake in the doctrine: told like those of authors, all at once, never a traceback."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from mandate.doctrine.folder import load
from mandate.errors import FileError
from mandate.library import rules_folder
from tests.making.breaking import Mistake
from tests.making.effort import some
from tests.making.small_doctrine import FILES, check, each, problems_of, small

DOCTRINE = rules_folder() / "doctrine"

FACTS = (
    Mistake(
        "no such section",
        "[signal.said]",
        "[signals.said] # <-",
        "signals",
        ("no such section 'signals'", "did you mean 'signal'?"),
    ),
    Mistake(
        "events among the facts",
        "[signal.said]",
        "[event.said]\n[signal.said]",
        "event",
        ("no such section 'event'",),
        at="[event.said]",
    ),
    Mistake(
        "section a text",
        "[text.exists]",
        "signals = 3 # <-\n[text.exists]",
        "signals",
        ("3 is not usable here", "a table"),
    ),
    Mistake(
        "unknown key of a kind",
        'says = "Its life."',
        'say = "Its life." # <-',
        "state.life.say",
        ("unknown key 'say'", "did you mean 'says'?"),
    ),
    Mistake(
        "no key",
        'says = "Its life."\nkey = ["clause"]',
        'says = "Its life."',
        "state.life",
        ("no 'key'",),
        at="[state.life]",
    ),
    Mistake(
        "key a text",
        'says = "Its life."\nkey = ["clause"]',
        'key = "clause" # <-',
        "state.life.key",
        ("'clause' is not usable here", "a list"),
    ),
    Mistake(
        "key that is no field",
        'says = "Its life."\nkey = ["clause"]',
        'key = ["claus"] # <-',
        "state.life.key",
        ("'claus' is not a field", "did you mean 'clause'?"),
    ),
    Mistake(
        "type not known",
        'clause = "text", length',
        'clause = "txt", length',
        "text.exists.fields.clause",
        ("'txt' is not usable here", "did you mean 'text'?"),
        at='clause = "txt"',
    ),
    Mistake(
        "type a number",
        'clause = "text", length',
        "clause = 3, length",
        "text.exists.fields.clause",
        ("3 is not usable here",),
        at="clause = 3",
    ),
    Mistake(
        "default of another type",
        '["count", 1]',
        '["count", "one"]',
        "state.life.fields.number",
        ("'one' is a text", "a count"),
        at='["count", "one"]',
    ),
    Mistake(
        "cycle of no fields",
        'cycle = { boundary = "ends", counter = "number" }',
        'cycle = { boundary = "end", counter = "number" } # <-',
        "state.life.cycle.boundary",
        ("'end' is not a field of type boundary",),
    ),
    Mistake(
        "cycle in part",
        'cycle = { boundary = "ends", counter = "number" }',
        'cycle = { boundary = "ends" } # <-',
        "state.life.cycle.counter",
        ("None is not usable here",),
    ),
    Mistake(
        "track not known",
        'says = "Its life."',
        'track = "grund" # <-',
        "state.life.track",
        ("'grund' is not usable here", '"ground"'),
    ),
    Mistake(
        "inert a text",
        'says = "Its life."',
        'inert = "no" # <-',
        "state.life.inert",
        ("'no' is not usable here", "true or false"),
    ),
)

RULES = (
    Mistake(
        "rule that replaces another",
        'says = "A second word is no news."',
        'says = "S."\nreplaces = "word-is-heard" # <-',
        "word-again.replaces",
        ("replaces none of its own rules",),
    ),
    Mistake(
        "yields to nothing",
        'says = "A second word is no news."',
        'says = "S."\nyields = ["x"] # <-',
        "word-again.yields",
        ("no rule is named 'x'",),
    ),
    Mistake(
        "prevails over a list",
        'says = "A second word is no news."',
        'says = "S."\nprevails = ["word-is-heard"] # <-',
        "word-again.prevails",
        ("a list is not usable here", "true or false"),
    ),
)

CASES = each({"facts.toml": FACTS, "rules.toml": RULES})


def test_the_small_doctrine_is_whole(tmp_path: Path) -> None:
    doctrine = load(small(tmp_path))

    assert set(doctrine.clauses) == {"thing"}
    assert set(doctrine.events) == {"word", "silence"}
    assert [rule.id for rule in doctrine.program.rules] == ["word-is-heard", "word-again"]
    assert [rule.source for rule in doctrine.program.rules] == [
        "doctrine/rules.toml:1",
        "doctrine/rules.toml:9",
    ]


def test_two_rules_of_one_id(tmp_path: Path) -> None:
    again = "[word-again]\nsays = 'S.'\nauthority = 'A.'\non.event = 'word'\neffect = 'none'\n"
    (small(tmp_path) / "tales.toml").write_text(again, encoding="utf-8")

    (problem,) = problems_of(tmp_path)

    assert (problem.file, problem.path, problem.line) == ("doctrine/tales.toml", "word-again", 1)
    assert problem.found == "two rules are named 'word-again'"


def test_what_prevails_is_what_all_others_yield_to(tmp_path: Path) -> None:
    file = small(tmp_path) / "rules.toml"
    prevailing = FILES["rules.toml"].replace("effect =", "prevails = true\neffect =")
    file.write_text(prevailing, encoding="utf-8")
    doctrine = load(tmp_path)

    assert [sorted(rule.yields) for rule in doctrine.program.rules] == [["word-again"], []]
    assert doctrine.prevailing == {"word-again"}


@pytest.mark.parametrize(("name", "mistake"), CASES)
def test_mistake(tmp_path: Path, name: str, mistake: Mistake) -> None:
    check(tmp_path, name, mistake)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing(tmp_path: Path, name: str) -> None:
    (small(tmp_path) / name).unlink()

    problems = problems_of(tmp_path)

    if name == "rules.toml":
        assert [p.found[:13] for p in problems] == ["no rule reads"]
    else:
        assert [str(p) for p in problems] == [f"doctrine/{name}: no such file"]


def test_every_file_that_is_not_toml_is_told(tmp_path: Path) -> None:
    for name in FILES:
        (small(tmp_path) if name == "facts.toml" else tmp_path).joinpath(name).write_text("a = ")

    assert [p.file for p in problems_of(tmp_path)] == [f"doctrine/{name}" for name in sorted(FILES)]


@pytest.mark.parametrize("file", some(sorted(DOCTRINE.glob("*.toml"))), ids=lambda path: path.name)
def test_an_odd_value_in_place_of_each_of_the_bundled_doctrine(tmp_path: Path, file: Path) -> None:
    """Every first-level value of every table in turn becomes a number, a text, a list: told, in words."""
    shutil.copytree(DOCTRINE, tmp_path / "d")
    lines = file.read_text(encoding="utf-8").split("\n")
    spots = [n for n, line in enumerate(lines) if " = " in line and not line.startswith(("#", " "))]
    for number, spot in enumerate(spots[:: max(1, len(spots) // 5)]):
        odd = ("7", '"odd"', "[]", "{}", "[[1]]", "2020-01-01", "nan")[number % 7]
        changed = [*lines]
        changed[spot] = f"{lines[spot].partition(' = ')[0]} = {odd}"
        text = "\n".join(changed)
        try:
            tomllib.loads(text)
        except ValueError:
            continue
        folder = tmp_path / f"d{number}"
        shutil.copytree(tmp_path / "d", folder)
        (folder / file.name).write_text(text, encoding="utf-8")
        try:
            load(folder)
        except FileError as error:
            assert all(p.found and p.file for p in error.problems)  # noqa: PT017 -- it may also load
