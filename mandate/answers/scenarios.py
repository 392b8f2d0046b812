"""Scenarios: what must be true of an agreement, in a reviewer's words, and whether it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mandate.answers.status import Status
from mandate.errors import cut
from mandate.loading.answer_paths import NONE
from mandate.plain_data import Row, fields

_MOST_SAID = 200  # characters of a path or a value


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
        expected, found = _said(self.expected), _said(self.found)
        return f"{cut(self.path, _MOST_SAID)}: expected {expected}, found {found}"


def differences(scenario: Scenario, status: Status) -> list[Difference]:
    """Return where a status differs from what the scenario expects."""
    found: list[Difference] = []
    for path, expected in scenario.expect.items():
        value = status.value(path)
        wanted = None if expected == NONE else expected
        if value != wanted or isinstance(value, bool) is not isinstance(wanted, bool):
            found.append(Difference(path, wanted, value))
    return found


def _said(value: object) -> str:
    return "none" if value is None else cut(str(value), _MOST_SAID)
