"""JSON Schema (draft-07) of a status as JSON, made from the axes that the doctrine declares."""

from __future__ import annotations

from collections.abc import Mapping

from mandate.doctrine.model import Doctrine
from mandate.doctrine.vocabulary import HEADLINE_KIND, OF_HEADLINE, OF_TERM, TERM
from mandate.engine.grammar import Axis
from mandate.schema.keys import Schema, ref

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_OFFSET = "[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
_NOTHING: Schema = {"type": "null"}
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_FLAG: Schema = {"type": "boolean"}
#: Type of an axis → schema of its value where there is one.
_TYPES: Mapping[str, Schema] = {
    "day": ref("date"),
    "count": {"type": "integer"},
    "figure": {"type": "integer"},
    "flag": _FLAG,
    "text": _TEXT,
    "choice": _TEXT,
    "instant": ref("date-time"),
}


def status_schema(doctrine: Doctrine) -> Schema:
    """Return the schema of the JSON that ``to_json`` makes of a status."""
    kinds = [name for name in doctrine.axes if name in doctrine.clauses]
    headline = doctrine.axes[HEADLINE_KIND]
    definitions = {
        "date": {"type": "string", "format": "date", "pattern": f"^{_DAY}$"},
        "date-time": {
            "type": "string",
            "pattern": f"^{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}{_OFFSET}$",
        },
        TERM: _object({name: _axis(headline[name]) for name in OF_TERM}),
        **{f"clause-{name}": _clause(name, doctrine.axes[name]) for name in kinds},
        "clause": {"oneOf": [ref(f"clause-{name}") for name in kinds]},
    }
    members = {
        "agreement": _TEXT,
        "on": {"anyOf": [ref("date"), ref("date-time"), _NOTHING]},
        "in_force": _FLAG,
        **{name: ref(TERM) if name == TERM else _axis(headline[name]) for name in OF_HEADLINE},
        "beyond_calendar": _TEXTS,
        "projection": _FLAG,
        "unverified": _FLAG,
        "undetermined": _TEXTS,
        "instrument": ref(f"clause-{HEADLINE_KIND}"),
        "clauses": _named(ref("clause")),
        "parties": _named(_member(doctrine.axes["party"], id=_TEXT, name=_TEXT, role=_TEXT)),
        "on_the_ground": _named(
            _member(doctrine.axes["subject"], id=_TEXT, name=_TEXT, events=_TEXTS)
        ),
        "changes": {"type": "array", "items": _change()},
        "undated_that_day": _TEXTS,
        "retroactive": _TEXTS,
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A status, as mandate.to_json writes it",
        "description": "All days are inclusive. A text that looks like a date begins with '.",
        **_object(members),
        "definitions": definitions,
    }


def _object(members: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(members),
        "required": list(members),
        "additionalProperties": False,
    }


def _named(member: Schema) -> Schema:
    return {"type": "object", "additionalProperties": member}


def _clause(kind: str, axes: Mapping[str, Axis]) -> Schema:
    told = {name: _axis(axis) for name, axis in axes.items()}
    if "number" in told:
        told = {n: s for n, s in told.items() if n not in OF_TERM}
        told |= {TERM: ref(TERM), "last_day": _axis(axes["last_day"])}
    return _object({"kind": {"const": kind}, **told, "beyond_calendar": _TEXTS})


def _member(axes: Mapping[str, Axis], **more: Schema) -> Schema:
    return _object({**more, **{name: _axis(axis) for name, axis in axes.items()}})


def _change() -> Schema:
    at = {"anyOf": [ref("date-time"), _NOTHING]}
    return _object({"clause": _TEXT, "rule": _TEXT, "says": _TEXT, "event": _TEXT, "at": at})


def _axis(axis: Axis) -> Schema:
    said = {"description": axis.says} if axis.says else {}
    if axis.each is not None:
        row = _object({name: _axis(column) for name, column in axis.columns.items()})
        return {**said, **_named(row)}
    value = {"enum": list(axis.choices)} if axis.choices else _TYPES[axis.type]
    if certain(axis):
        return {**said, **value} if "$ref" not in value else value
    return {**said, "anyOf": [value, _NOTHING]}


def certain(axis: Axis) -> bool:
    """Whether an axis always has a value.

    A count is 0 and a flag false where no case holds. Any other axis has a value for certain only
    if its last case always holds; a day may even then lie outside the calendar.
    """
    total = any(not case.when and not case.unless for case in axis.cases)
    return axis.type in {"count", "flag"} or (total and axis.type != "day")
