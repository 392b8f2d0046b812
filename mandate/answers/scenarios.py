"""Scenarios: what must be true of an agreement, in a reviewer's words, and whether it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mandate.answers.status import Status
from mandate.plain_data import Row, fields

#: How a scenario file writes that a value must be absent.
NONE = "none"


@frozen
class Scenario:
    """One sentence, the question it asks, and the values that must come out."""

    says: str
    on: dt.date
    expect: Mapping[str, Any]
    as_known_on: dt.date | None = None
    add: tuple[Mapping[str, Any], ...] = ()
    without: tuple[str, ...] = ()
    line: int | None = None


@frozen
class Difference:
    """A value that is not what a scenario says."""

    path: str
    expected: object
    found: object

    def as_dict(self) -> Row:
        """Return the difference as plain values, with real dates."""
        return fields(self)

    def __str__(self) -> str:
        return f"{self.path}: expected {_said(self.expected)}, found {_said(self.found)}"


def differences(scenario: Scenario, status: Status) -> list[Difference]:
    """Return where a status differs from what the scenario expects."""
    values = status.as_dict()
    found: list[Difference] = []
    for path, expected in scenario.expect.items():
        value = look_up(values, path)
        wanted = None if expected == NONE else expected
        if value != wanted or isinstance(value, bool) is not isinstance(wanted, bool):
            found.append(Difference(path, wanted, value))
    return found


class Missing:
    """What a path leads to where there is nothing of that name."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __repr__(self) -> str:
        return f"nothing named {self.path!r}"


def look_up(values: Mapping[str, Any], path: str) -> object:
    """Return the value at a dotted path; ids of items, which hold a dot themselves, are found."""
    here: Any = values
    parts = path.split(".")
    while parts:
        if not isinstance(here, Mapping):
            return Missing(path)
        for length in range(len(parts), 0, -1):
            name = ".".join(parts[:length])
            if name in here:
                here, parts = here[name], parts[length:]
                break
        else:
            return Missing(path)
    return here


def _said(value: object) -> str:
    return "none" if value is None else str(value)
