"""Scenarios: what must be true of an agreement, in a reviewer's words, and whether it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from mandate.answers.status import Status
from mandate.answers.vocabulary import WORDS
from mandate.errors import cut, shown
from mandate.loading.problems import did_you_mean, or_meant
from mandate.plain_data import Row, fields

#: How a scenario file writes that a value must be absent.
NONE = "none"
_MOST_SAID = 200  # characters of a value


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
        # In quotes where else a text would look like the number or the date that was found.
        quoted = isinstance(self.expected, str) and isinstance(self.found, (int, dt.date))
        expected = shown(self.expected) if quoted else _said(self.expected)
        return f"{cut(self.path)}: expected {expected}, found {_said(self.found)}"

    @property
    def hint(self) -> str:
        """What may have been meant: a known word, or a value without quotation marks."""
        if not isinstance(self.expected, str):
            return ""
        if isinstance(self.found, (int, dt.date)):
            return "write it without quotation marks"
        axis = self.path.rpartition(".")[2]
        names = [words for (_, name), words in WORDS.items() if name.rpartition(".")[2] == axis]
        known = {str(word) for words in names for word in words}
        judged = self.found is None or self.found in known
        return did_you_mean(self.expected, known) if judged and self.expected not in known else ""


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

    def __init__(self, path: str, name: str = "", known: Iterable[object] = ()) -> None:
        self.path, self.name, self.known = path, name, known

    def __repr__(self) -> str:
        return or_meant(f"nothing named {shown(self.path)}", self.name, map(str, self.known))


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
            return Missing(path, parts[0], here)
    return here


def _said(value: object) -> str:
    return "none" if value is None else cut(str(value), _MOST_SAID)
