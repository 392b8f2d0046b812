"""``status.toml``: the axes of a status, as ordered cases over facts."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from mandate.doctrine.facts import CLAUSE
from mandate.doctrine.patterns import Scope, named_in, unnamed
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import Axis, Case, Kind, Pattern, Ref, Type
from mandate.errors import did_you_mean, shown
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile

_AXIS = {"says": "text", "type": "value", "values": "texts", "of": "tables", "deadline": "value"}
_DEADLINE = {"says": "text", "who": "text", "axis": "text", "open": "texts", "hour": "text"} | {
    "to-come": "texts"
}
_TABLE = {"says": "text", "each": "value", "row": "value", "columns": "table"}
_CASE = {"when": "table", "unless": "table", "is": "value"}
_TYPES = {
    "day": Type.DAY,
    "count": Type.COUNT,
    "figure": Type.COUNT,
    "flag": Type.COUNT,
    "text": Type.TEXT,
    "instant": Type.POSITION,
    "choice": Type.TEXT,
}

#: The sections that are no kind of clause, and the names of what is asked about in them.
PARTY, SUBJECT = "party", "subject"

Axes = Mapping[str, Mapping[str, Axis]]


def axes(file: TomlFile, problems: Problems, facts: Mapping[str, Kind]) -> Axes:
    """Read every axis: section (a clause kind, ``party`` or ``subject``) → name → axis."""
    reader = _AxisReader(Shapes(file, problems), facts)
    names = {
        CLAUSE: Type.TEXT,
        PARTY: Type.TEXT,
        SUBJECT: Type.TEXT,
        "instrument": Type.TEXT,
        "now": Type.POSITION,
    }

    def scope(section: str) -> Scope:
        # Any other section is a kind of clause: its patterns speak of the clause asked about.
        about = None if section in (PARTY, SUBJECT) else Ref(CLAUSE)
        return Scope(file, problems, {}, dict(names), about)

    return {
        section: {
            name: reader.axis(name, raw, here, scope(section))
            for name, here, raw in reader.shapes.members(members, path)
        }
        for section, path, members in reader.shapes.members(file.data, ())
    }


@frozen
class _AxisReader:
    shapes: Shapes
    facts: Mapping[str, Kind]

    def axis(self, name: str, raw: Mapping[str, object], path: KeyPath, scope: Scope) -> Axis:
        shapes = self.shapes
        if "each" in raw:
            return self._table(name, raw, path, scope)
        form = shapes.form(raw, path, _AXIS)
        values = form["values"]
        kind = raw.get("type", "choice" if values else "text")
        if not isinstance(kind, str) or kind not in _TYPES:
            hint = did_you_mean(kind, _TYPES)
            shapes.wrong((*path, "type"), kind, "the name of a type", hint)
            kind = "text"
        cases = [self._case(_inner(scope), here, case, kind, values) for here, case in form["of"]]
        axis = Axis(name, form["says"], kind, values, tuple(cases))
        return self._deadline(axis, raw, path) if "deadline" in raw else axis

    def _deadline(self, axis: Axis, raw: Mapping[str, object], path: KeyPath) -> Axis:
        """Read the deadline that an axis names: the act, its author, and when it is open."""
        shapes, path = self.shapes, (*path, "deadline")
        form = shapes.form(shapes.table(raw["deadline"], path), path, _DEADLINE)
        if axis.type != "day":
            shapes.add(path, f"{axis.name!r} is not a day", 'type = "day"')
        return evolve(
            axis,
            deadline=form["says"],
            deadline_who=form["who"],
            deadline_hour=form["hour"],
            deadline_while=(form["axis"], form["open"]),
            deadline_to_come=form["to-come"],
        )

    def _table(self, name: str, raw: Mapping[str, object], path: KeyPath, scope: Scope) -> Axis:
        shapes = self.shapes
        form = shapes.form(raw, path, _TABLE)
        each = self._each(scope, raw["each"], (*path, "each"))
        row = scope.value(form["row"], (*path, "row"), None)
        columns = {
            column: self.axis(column, table, here, _inner(scope))
            for column, here, table in shapes.members(form["columns"], (*path, "columns"))
        }
        for column, axis in columns.items():
            if axis.each is not None:
                shapes.add(
                    (*path, "columns", column), "a table within a table", "a column with cases"
                )
        return Axis(name, form["says"], "table", (), (), each, row, columns)

    def _each(self, scope: Scope, raw: object, path: KeyPath) -> Pattern | None:
        """Read the one pattern of which each fact is a row."""
        if not isinstance(raw, Mapping) or len(raw) != 1:
            scope.add(path, f"{shown(raw)} is not one pattern", "each.term = { ... }")
            return None
        ((name, written),) = raw.items()
        return scope.pattern(name, written, (*path, name), self.facts)

    def _case(
        self,
        scope: Scope,
        path: KeyPath,
        raw: Mapping[str, object],
        kind: str,
        values: tuple[str, ...],
    ) -> Case:
        form = self.shapes.form(raw, path, _CASE)
        when = scope.patterns(form["when"], (*path, "when"), self.facts, bind=True)
        unless = scope.patterns(form["unless"], (*path, "unless"), self.facts, bind=False)
        if "is" not in raw:
            scope.add(path, "no 'is'", "is = ...")
            return Case(when, unless, "")
        written = int(raw["is"]) if isinstance(raw["is"], bool) else raw["is"]
        value = scope.value(written, (*path, "is"), _TYPES[kind])
        if values and isinstance(value, str) and value not in values:
            scope.add(
                (*path, "is"),
                f"{shown(value)} is not one of the values",
                "",
                did_you_mean(value, values),
            )
        used = named_in((*when, *unless), [value])
        return Case(unnamed(when, used), unless, value)


def _inner(scope: Scope) -> Scope:
    return evolve(scope, aliases=dict(scope.aliases), names=dict(scope.names))
