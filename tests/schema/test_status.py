"""The JSON Schema of a status is that of the doctrine, and every status is as it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

import mandate as library
from mandate.library import doctrine
from mandate.schema.__main__ import FOLDER
from mandate.schema.files import as_text
from mandate.schema.status import status_schema
from tests.making.building import Table, any_day, mandate
from tests.making.drawing import cases
from tests.making.effort import tried

SCHEMA = status_schema(doctrine())
CHECKER = jsonschema.Draft7Validator(SCHEMA)
STATUS = json.loads(library.to_json(library.status("2020-11-21")))


def complaints(status: library.Status) -> list[str]:
    return [e.message for e in CHECKER.iter_errors(json.loads(library.to_json(status)))]


def test_the_file_is_that_of_the_doctrine() -> None:
    kept = (FOLDER / "status.schema.json").read_text("utf-8")

    assert kept == as_text(SCHEMA), "the doctrine has changed: run make schemas"
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@settings(max_examples=tried(40))
@given(cases(), any_day)
def test_every_status_is_as_the_schema_says(
    case: tuple[Table, date, list[Table]], far: date
) -> None:
    text, start, events = case
    stay = mandate(text, *events)

    for on in (start, far, f"{start}T12:00:00+05:30"):
        assert complaints(stay.status(on)) == []


def test_the_names_stand_in_the_order_of_the_schema() -> None:
    assert list(STATUS) == list(SCHEMA["properties"])
    for clause in STATUS["clauses"].values():
        told = SCHEMA["definitions"][f"clause-{clause['kind']}"]
        assert list(clause) == list(told["properties"])


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401  # JSON
    for name, one in value.items():
        yield (*path, name)
        if isinstance(one, dict):
            yield from places(one, (*path, name))


@pytest.mark.parametrize("wrong", [1.5, "no word of ours"])
def test_another_value_or_name_is_not_as_it_says(wrong: object) -> None:
    free = {"agreement", "clause", "id", "name", "role", "rule", "says", "event", "state", "kind"}
    for path in places(STATUS):
        changed = deepcopy(STATUS)
        holds = changed
        for name in path[:-1]:
            holds = holds[name]
        holds[path[-1]] = wrong
        if wrong == 1.5 or path[-1] not in free:
            assert not CHECKER.is_valid(changed), path
    assert not CHECKER.is_valid({**STATUS, "more": 1})
