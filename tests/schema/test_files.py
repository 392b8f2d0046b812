"""The JSON Schemas are those of the doctrine, and agree with the loader as far as a schema can."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from mandate.errors import FileError
from mandate.library import doctrine, read_data, rules_folder
from mandate.schema.__main__ import FOLDER
from mandate.schema.files import as_text, schemas
from tests.making.breaking import LAKE, Mistake, broken, load
from tests.making.effort import tried
from tests.making.strategies import cases

NAMES = ("agreement", "record", "scenarios")
MADE = schemas(doctrine())
CHECKERS = {name: jsonschema.Draft7Validator(MADE[f"{name}.schema.json"]) for name in NAMES}
FOLDERS = [LAKE, *(path.parent for path in sorted(rules_folder().glob("*/agreement.toml")))]


def plain(data: Any) -> Any:  # noqa: ANN401 -- any value of TOML
    """Return parsed TOML as JSON has it: dates are texts."""
    if isinstance(data, Mapping):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data.isoformat() if isinstance(data, (date, datetime)) else data


def complaints(name: str, data: object) -> list[str]:
    return [error.message for error in CHECKERS[name].iter_errors(plain(data))]


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_those_of_the_doctrine(name: str) -> None:
    file = FOLDER / f"{name}.schema.json"

    assert file.read_text(encoding="utf-8") == as_text(MADE[file.name]), (
        "the doctrine has changed: run python -m mandate.schema"
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_schema(name: str) -> None:
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))

    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_what_the_loader_takes_the_schema_takes(folder: Path, name: str) -> None:
    text = (folder / f"{name}.toml").read_text(encoding="utf-8")

    assert complaints(name, tomllib.loads(text)) == []


@settings(max_examples=tried(60), suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_what_is_drawn_as_valid_both_take(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    read_data(*case)
    for name, data in zip(("agreement", "record"), case, strict=True):
        assert complaints(name, data) == []


#: (file, what is there, what is put in its place): the loader and the schema both refuse it.
BOTH = {
    "agreement": {
        "unknown key": ('language = "en"\nnotes', 'langauge = "en"\nnotes'),
        "unknown key of a party": ('role = "organ" }', 'rule = "organ" }'),
        "unknown key of a clause": ('bound = ["north", "south"]', 'bount = ["north"]'),
        "unknown key of a group": ('notice.before-end = "6 months"', 'notice.before = "6 months"'),
        "unknown key of an item": ('title = "The lower village"', 'titel = "The lower village"'),
        "unknown key of a quantity": ("exact = true", "exactly = true"),
        "unknown key of counting": (
            'by = { preset = "inclusive",',
            'by = { present = "inclusive",',
        ),
        "wrong type of a title": ('title = "Agreement on the Lake"', "title = 7"),
        "wrong type of a party": ('north = { name = "The North" }', 'north = "The North"'),
        "wrong type of a date": ("begins = { on = 2020-02-01 }", 'begins = { on = "soon" }'),
        "wrong type of a group": ("begins = { on = 2020-02-01 }", "begins = 2020-02-01"),
        "wrong type of a duration": ('lasts = "5 years"', "lasts = 5"),
        "words of a duration": ('lasts = "5 years"', 'lasts = "five years"'),
        "wrong type of a count": ("renewal.at-most = 2", 'renewal.at-most = "2"'),
        "negative count": ("renewal.at-most = 2", "renewal.at-most = -2"),
        "wrong type of a flag": ("exact = true", "exact = 1"),
        "wrong word": ('begins.what = "commenced"', 'begins.what = "done"'),
        "wrong role": ('role = "organ"', 'role = "friend"'),
        "wrong kind": ('kind = "duty"', 'kind = "dutty"'),
        "wrong preset": ('preset = "same-numbered"', 'preset = "same"'),
        "wrong id": ("[clauses.board]", "[clauses.Board]"),
        "wrong address": ('url = "https://example.org/paper"', 'url = "example.org"'),
        "empty text": ('quote = "shall not shoot"', 'quote = ""'),
        "empty list": ('members = ["north", "south"]', "members = []"),
        "party twice": ('members = ["north", "south"]', 'members = ["north", "north"]'),
        "no title": ('title = "Agreement on the Lake"\n', ""),
        "no headline": ('headline = "stay"\n', ""),
        "no kind": ('kind = "duty"\n', ""),
        "no quote": ('quote = "shall not shoot"\n', ""),
        "no number": ("number = 12\n", ""),
        "no because": ('because = "The lake lies there.", ', ""),
        "no beginning of the text": ("begins.on = 2020-01-02\n", ""),
        "two beginnings": (
            "begins = { on = 2020-02-01 }",
            'begins = { on = 2020-02-01, with = "commencement" }',
        ),
        "two ends": ('lasts = "5 years"', 'lasts = "5 years"\nlasts-until = 2025-02-01'),
        "key without another": ('notice.by = ["north", "south"]\n', ""),
        "items of a duty": ('bound = ["north", "south"]', 'items = [{ id = "a" }]'),
        "item without id": ('id = "lower"\n', ""),
    },
    "record": {
        "unknown key": ("complete-to = 2021-12-31", "complete = 2021-12-31"),
        "unknown key of an event": ('note = "As the', 'remark = "As the'),
        "key of another kind": ("value = 380", "value = 380\nuntil = 2020-05-01"),
        "wrong kind": ('kind = "presence"', 'kind = "absence"'),
        "wrong type of a value": ("value = 380", 'value = "380"'),
        "wrong type of a source": ('source = ["herald", "paper"]', "source = 7"),
        "wrong type of a date": ("on = 2020-04-01", "on = 20200401"),
        "range without end": (
            "on = { from = 2020-02-01, to = 2020-02-05 }",
            "on = { from = 2020-02-01 }",
        ),
        "no id": ('id = "counted"\n', ""),
        "no date": ("on = 2020-04-01\n", ""),
        "no party": ('of = "stay"\nby = "north"\n', 'of = "stay"\n'),
        "no value": ("value = 380\n", ""),
        "gap without because": (', because = "The archive is closed."', ""),
        "wrong format": ("format = 1", "format = 2"),
    },
    "scenarios": {
        "unknown key": ("as-known-on = 2021-04-01", "as-known = 2021-04-01"),
        "unknown key of an event": ('by = "south", on', 'buy = "south", on'),
        "wrong type of a date": ("on = 2021-01-01", 'on = "one day"'),
        "wrong type of what is left out": ('without = ["taken-back"]', 'without = "taken-back"'),
        "nothing expected": ("expect = { in_force = true }", "expect = {}"),
        "no sentence": ('says = "The force stays."\n', ""),
        "no date of an event": (", on = 2021-03-05T10:00:00 }", " }"),
        "no agreement": ('agreement = "lake"\n', ""),
    },
}
REFUSED = [
    pytest.param(name, Mistake(what, old, new, "", ()), id=f"{name}-{what.replace(' ', '-')}")
    for name, mistakes in BOTH.items()
    for what, (old, new) in mistakes.items()
]


@pytest.mark.parametrize(("name", "mistake"), REFUSED)
def test_what_the_loader_refuses_the_schema_refuses(
    tmp_path: Path, name: str, mistake: Mistake
) -> None:
    lake = broken(tmp_path, f"{name}.toml", mistake.old, mistake.new)

    with pytest.raises(FileError):
        load(lake)
    data = tomllib.loads((lake / f"{name}.toml").read_text(encoding="utf-8"))
    assert complaints(name, data)


def test_every_key_of_the_doctrine_is_in_the_schema() -> None:
    definitions = MADE["agreement.schema.json"]["definitions"]
    for kind in doctrine().clauses.values():
        properties = definitions[f"clause-{kind.name}"]["properties"]
        for spec in kind.keys.values():
            here = properties[spec.path[0]]
            assert len(spec.path) == 1 or spec.path[1] in here["properties"]
    events = MADE["record.schema.json"]["definitions"]
    for event in doctrine().events.values():
        assert set(event.keys) <= set(events[f"event-{event.name}"]["properties"])
