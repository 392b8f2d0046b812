"""``status.toml``: what a status says of each clause, as ordered cases over facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from mandate.engine.grammar import Axis, Case, Kind, Pattern, Type
from mandate.loading.problems import Problems, did_you_mean, shown
from mandate.loading.shapes import Shapes
from mandate.loading.toml import KeyPath, TomlFile
from mandate.loading.values import PATTERN_KEYS, Scope

_KEYS = frozenset({"says", "type", "values", "of", "deadline"})
_DEADLINE_KEYS = frozenset({"says", "who", "axis", "open", "hour"})
_TABLE_KEYS = frozenset({"says", "each", "row", "columns"})
_CASE_KEYS = frozenset({"when", "unless", "is"})
_TYPES = {
    "day": Type.DAY,
    "count": Type.COUNT,
    "figure": Type.COUNT,
    "flag": Type.COUNT,
    "text": Type.TEXT,
    "instant": Type.POSITION,
    "choice": Type.TEXT,
}

Axes = Mapping[str, Mapping[str, Axis]]


def axes(file: TomlFile, problems: Problems, facts: Mapping[str, Kind]) -> Axes:
    """Read every axis: section (a clause kind, ``party`` or ``subject``) → name → axis."""
    reader = _AxisReader(Shapes(file, problems), facts)
    names = {
        "clause": Type.TEXT,
        "party": Type.TEXT,
        "subject": Type.TEXT,
        "instrument": Type.TEXT,
        "now": Type.POSITION,
    }
    return {
        section: {
            name: reader.axis(name, raw, here, Scope(file, problems, {}, dict(names)))
            for name, here, raw in reader.shapes.members(members, path)
        }
        for section, path, members in reader.shapes.members(file.data, ())
    }


@frozen
class _AxisReader:
    shapes: Shapes
    facts: Mapping[str, Kind]

    def axis(self, name: str, raw: Mapping[str, Any], path: KeyPath, scope: Scope) -> Axis:
        shapes = self.shapes
        says = shapes.text(raw["says"], (*path, "says")) if "says" in raw else ""
        if "each" in raw:
            return self._table(name, says, raw, path, scope)
        shapes.known(raw, path, _KEYS)
        values = shapes.texts(raw.get("values", []), (*path, "values"))
        kind = raw.get("type", "choice" if values else "text")
        if not isinstance(kind, str) or kind not in _TYPES:
            hint = did_you_mean(kind, _TYPES)
            shapes.problems.unusable(shapes.file, (*path, "type"), kind, "the name of a type", hint)
            kind = "text"
        cases = [
            self._case(_inner(scope), here, case, kind, values)
            for here, case in shapes.tables(raw.get("of", []), (*path, "of"))
        ]
        axis = Axis(name, says, kind, values, tuple(cases))
        return (
            self._deadline(axis, raw["deadline"], (*path, "deadline"))
            if "deadline" in raw
            else axis
        )

    def _deadline(self, axis: Axis, raw: Any, path: KeyPath) -> Axis:  # noqa: ANN401  # from TOML
        """Read what is to be done by the day that an axis names, by whom, and while what holds."""
        shapes = self.shapes
        given = shapes.table(raw, path)
        shapes.known(given, path, _DEADLINE_KEYS)
        says, who, other, hour = (
            shapes.text(given[key], (*path, key)) if key in given else ""
            for key in ("says", "who", "axis", "hour")
        )
        while_open = (other, shapes.texts(given.get("open", []), (*path, "open")))
        if axis.type != "day":
            shapes.add(path, f"{axis.name!r} is not a day", 'type = "day"')
        return evolve(
            axis,
            deadline=says,
            deadline_who=who,
            deadline_hour=hour,
            deadline_while=while_open,
        )

    def _table(
        self, name: str, says: str, raw: Mapping[str, Any], path: KeyPath, scope: Scope
    ) -> Axis:
        shapes = self.shapes
        shapes.known(raw, path, _TABLE_KEYS)
        each = scope.pattern(raw["each"], (*path, "each"), self.facts, PATTERN_KEYS, bind=True)
        row = scope.value(raw.get("row"), (*path, "row"), None)
        columns = {
            column: self.axis(column, given, here, _inner(scope))
            for column, here, given in shapes.members(raw.get("columns", {}), (*path, "columns"))
        }
        for column, axis in columns.items():
            if axis.each is not None:
                shapes.add(
                    (*path, "columns", column), "a table within a table", "a column with cases"
                )
        return Axis(name, says, "table", (), (), each, row, columns)

    def _case(
        self,
        scope: Scope,
        path: KeyPath,
        raw: Mapping[str, Any],
        kind: str,
        values: tuple[str, ...],
    ) -> Case:
        self.shapes.known(raw, path, _CASE_KEYS)
        when = self._patterns(scope, raw, "when", path, bind=True)
        unless = self._patterns(scope, raw, "unless", path, bind=False)
        if "is" not in raw:
            scope.add(path, "no 'is'", "is = ...")
            return Case(when, unless, "")
        given = int(raw["is"]) if isinstance(raw["is"], bool) else raw["is"]
        value = scope.value(given, (*path, "is"), _TYPES[kind])
        if values and isinstance(value, str) and value not in values:
            scope.add(
                (*path, "is"),
                f"{shown(value)} is not one of the values",
                "",
                did_you_mean(value, values),
            )
        return Case(when, unless, value)

    def _patterns(
        self, scope: Scope, raw: Mapping[str, Any], name: str, path: KeyPath, *, bind: bool
    ) -> tuple[Pattern, ...]:
        given = self.shapes.items(raw.get(name, []), (*path, name))
        found = [
            scope.pattern(one, (*path, name, n), self.facts, PATTERN_KEYS, bind=bind)
            for n, one in enumerate(given)
        ]
        return tuple(p for p in found if p)


def _inner(scope: Scope) -> Scope:
    return Scope(scope.file, scope.problems, dict(scope.aliases), dict(scope.names))
