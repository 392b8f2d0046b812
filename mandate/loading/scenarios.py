"""scenarios.toml → scenarios."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import Factory, frozen

from mandate.loading.fixed import structure
from mandate.loading.problems import Problems
from mandate.loading.toml import TomlFile


@frozen
class ScenarioTable:
    """One ``[[scenario]]`` as written."""

    says: str
    on: object
    expect: dict[str, object]
    as_known_on: object = None
    add: list[dict[str, object]] = Factory(list)
    without: list[str] = Factory(list)


@frozen
class _File:
    agreement: str
    scenario: list[dict[str, object]]


def scenarios(
    file: TomlFile, agreement: str, problems: Problems
) -> list[tuple[ScenarioTable, int | None]]:
    """Read every scenario of a file, with its line."""
    table = structure(file, problems, file.data, _File)
    if table is None:
        return []
    if table.agreement != agreement:
        problems.add(
            file, ("agreement",), f"{table.agreement!r} is another agreement", f'"{agreement}"'
        )
    found: list[tuple[ScenarioTable, int | None]] = []
    for number, raw in enumerate(table.scenario):
        path = ("scenario", number)
        if isinstance(raw, Mapping):
            one = structure(file, problems, raw, ScenarioTable, path)
            if one is not None:
                for name in ("on", "as_known_on"):
                    value = getattr(one, name)
                    if not isinstance(value, dt.date) and (name == "on" or value is not None):
                        problems.add(file, (*path, name.replace("_", "-")), f"{value!r}",
                                     "a date or a date-time")  # fmt: skip
                found.append((one, file.line(path)))
    return found
