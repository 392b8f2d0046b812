"""``status.toml``: what a status says of each clause, as ordered cases over facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mandate.engine.grammar import Axis, Case, Kind, Type
from mandate.loading.problems import Problems, did_you_mean
from mandate.loading.toml import KeyPath, TomlFile
from mandate.loading.values import PATTERN_KEYS, Scope

_KEYS = frozenset({"says", "type", "values", "of", "each", "row", "columns", "deadline"})
_CASE_KEYS = frozenset({"when", "unless", "is"})
_TYPES = {"day": Type.DAY, "count": Type.COUNT, "figure": Type.COUNT, "flag": Type.COUNT, "text": Type.TEXT,
          "instant": Type.POSITION, "choice": Type.TEXT}  # fmt: skip

Axes = Mapping[str, Mapping[str, Axis]]


def axes(file: TomlFile, problems: Problems, facts: Mapping[str, Kind]) -> Axes:
    """Read every axis: section (a clause kind, ``party`` or ``subject``) → name → axis."""
    return {
        section: {
            name: _axis(file, problems, (section, name), name, raw, _scope(file, problems), facts)
            for name, raw in members.items()
        }
        for section, members in file.data.items()
    }


def _scope(file: TomlFile, problems: Problems) -> Scope:
    names = {"clause": Type.TEXT, "party": Type.TEXT, "subject": Type.TEXT,
             "instrument": Type.TEXT, "now": Type.POSITION}  # fmt: skip
    return Scope(file, problems, {}, names)


def _axis(  # noqa: PLR0913  # where it stands and what it may name
    file: TomlFile,
    problems: Problems,
    path: KeyPath,
    name: str,
    raw: Mapping[str, Any],
    scope: Scope,
    facts: Mapping[str, Kind],
) -> Axis:
    for key in raw:
        if key not in _KEYS:
            problems.add(file, (*path, key), f"unknown key {key!r}", hint=did_you_mean(key, _KEYS))
    if "each" in raw:
        each = scope.pattern(raw["each"], (*path, "each"), facts, PATTERN_KEYS, bind=True)
        row = scope.value(raw.get("row", ""), (*path, "row"), None)
        columns = {
            column: _axis(file, problems, (*path, "columns", column), column, given,
                          Scope(file, problems, dict(scope.aliases), dict(scope.names)), facts)
            for column, given in raw.get("columns", {}).items()
        }  # fmt: skip
        return Axis(name, raw.get("says", ""), "table", (), (), each, row, columns)
    values = tuple(raw.get("values", ()))
    kind = raw.get("type", "choice" if values else "text")
    if kind not in _TYPES:
        problems.add(file, path, f"no type is named {kind!r}", hint=did_you_mean(kind, _TYPES))
        return Axis(name, "", "text", (), ())
    cases = [
        _case(Scope(file, problems, dict(scope.aliases), dict(scope.names)), (*path, "of", number),
              case, facts, kind, values)
        for number, case in enumerate(raw.get("of", []))
    ]  # fmt: skip
    due = raw.get("deadline", {})
    return Axis(
        name,
        raw.get("says", ""),
        kind,
        values,
        tuple(cases),
        deadline=due.get("says", ""),
        deadline_who=due.get("who", ""),
        deadline_while=(due.get("axis", ""), tuple(due.get("open", ()))),
    )


def _case(  # noqa: PLR0913  # where it stands and what it may say
    scope: Scope,
    path: KeyPath,
    raw: Mapping[str, Any],
    facts: Mapping[str, Kind],
    kind: str,
    values: tuple[str, ...],
) -> Case:
    for key in raw:
        if key not in _CASE_KEYS:
            scope.add((*path, key), f"unknown key {key!r}", hint=did_you_mean(key, _CASE_KEYS))
    when = [scope.pattern(p, path, facts, PATTERN_KEYS, bind=True) for p in raw.get("when", [])]
    unless = [
        scope.pattern(p, path, facts, PATTERN_KEYS, bind=False) for p in raw.get("unless", [])
    ]
    given = raw.get("is", "")
    if isinstance(given, bool):
        given = int(given)
    value = scope.value(given, path, _TYPES[kind])
    if values and isinstance(value, str) and value not in values:
        scope.add(path, f"{value!r} is not one of the values", hint=did_you_mean(value, values))
    return Case(tuple(p for p in when if p), tuple(p for p in unless if p), value)
