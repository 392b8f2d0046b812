"""Whatever a file holds, a message about it is short, on one line, and moves no cursor."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import mandate
from mandate.doctrine.rules import MOST_RULES
from mandate.engine import durable
from mandate.errors import EngineError, FileError, MandateError
from mandate.files.problems import Problems
from mandate.files.toml import TomlFile
from mandate.library import AGREEMENT, RECORD, RULES, read_data
from mandate.loading.scenarios import Within, scenarios
from tests.making.breaking import LAKE, problems_of

SCENARIOS = "scenarios.toml"
FILES = (AGREEMENT, RECORD, RULES, SCENARIOS)
DATA = {name: tomllib.loads((LAKE / name).read_text(encoding="utf-8")) for name in FILES}
MOST_SAID = 600  # of the lake; few of its lists of names are long
LONG = "x" * 5_000
ODD = {"control": "\x1b[31m\x9b\u202e" + LONG, "long": LONG, "control alone": "a\x1b[31m"}
Path_ = tuple[str | int, ...]


def places(here: object, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the place of every value, tables and lists included."""
    if path:
        yield path
    if isinstance(here, (dict, list)):
        for key, value in here.items() if isinstance(here, dict) else enumerate(here):
            yield from places(value, (*path, key))


def changed(here: Any, path: Path_, odd: str, how: str) -> Any:  # noqa: ANN401  # from TOML
    """Return a copy with an odd text for the value at a place, or for its key, or beside it."""
    copy = dict(here) if isinstance(here, dict) else list(here)
    first: Any = path[0]
    if len(path) > 1:
        copy[first] = changed(copy[first], path[1:], odd, how)
    elif how == "value":
        copy[first] = odd
    elif how == "list":
        copy[first] = [odd, odd]
    elif isinstance(copy, dict):
        copy[odd] = copy.pop(first) if how == "key" else copy[first]
    return copy


def load(data: Mapping[str, Any]) -> None:
    agreement, record, doctrine = read_data(data[AGREEMENT], data[RECORD], data[RULES])
    problems = Problems()
    file = TomlFile(SCENARIOS, "", data[SCENARIOS])
    scenarios(file, agreement.id, problems, Within(agreement, record, doctrine))
    problems.raise_if_any()


@pytest.mark.parametrize("how", ["value", "key", "beside", "list"])
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", FILES)
def test_an_odd_text_anywhere(name: str, odd: str, how: str) -> None:
    bad = []
    for path in places(DATA[name]):
        try:
            load({**DATA, name: changed(DATA[name], path, ODD[odd], how)})
        except FileError as error:
            said = map(str, error.problems)
            bad += [one for one in said if len(one) > MOST_SAID or not one.isprintable()]
        except MandateError as error:
            bad += [str(error)]
    assert bad == []


def many_rules(lake: Path, before: str, count: int) -> None:
    row = '[r{}]\nsays = "S."\nauthority = "A."\non.event = "notice"\neffect = "none"\n'
    text = "".join(row.format(number) for number in range(count))
    (lake / RULES).write_text(f"{before}\n{text}", encoding="utf-8")


@pytest.mark.skipif(bool(durable.problem()), reason="durable-rules is not here")
def test_rules_that_one_channel_cannot_hold_are_told_in_short_with_their_lines(
    tmp_path: Path,
) -> None:
    lake = Path(shutil.copytree(LAKE, tmp_path / "lake"))
    many_rules(lake, (lake / RULES).read_text(encoding="utf-8"), 400)

    with pytest.raises(EngineError) as caught:
        mandate.load(lake, matcher="durable")

    said = str(caught.value)
    assert re.search(
        r"rule 'r\d+' \(lake/rules.toml:\d+\), event:notice has more than 250 ru", said
    )
    assert re.search(r"; and \d+ more of the kind$", said)
    assert len(said) < MOST_SAID


def test_more_rules_than_any_agreement_has(tmp_path: Path) -> None:
    lake = Path(shutil.copytree(LAKE, tmp_path / "lake"))
    many_rules(lake, "", MOST_RULES + 1)

    (problem,) = problems_of(lake)

    assert str(problem) == "lake/rules.toml: 501 rules; write at most 500"
