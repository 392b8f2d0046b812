"""JSON Schemas of the author's keys, made from their declarations in the doctrine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from mandate.doctrine.keys import ID, MOST_ID, MOST_NUMBER, WORD, KeySpec
from mandate.doctrine.model import ClauseKind, EventKind
from mandate.loading.tables import FORMAT, LANGUAGE, URL

Schema = dict[str, Any]

_UNIT = "(?:0|[1-9][0-9]*) (?:year|month|week|day|hour)s?"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

#: The definitions that fixed tables and keys of the doctrine refer to.
WORDS: Mapping[str, Schema] = {
    "text": {"type": "string", "pattern": "\\S"},
    "id": {"type": "string", "pattern": f"^{WORD.pattern}$", "maxLength": MOST_ID},
    "reference": {"type": "string", "pattern": f"^{ID.pattern}$", "maxLength": MOST_ID},
    "language": {"type": "string", "pattern": f"^{LANGUAGE.pattern}$"},
    "url": {"type": "string", "pattern": f"^{URL.pattern}$"},
    "date": {"type": "string", "format": "date", "pattern": f"^{_DAY}$"},
    "date-time": {"type": "string", "pattern": f"^{_DAY}[T ][0-9]{{2}}:[0-9]{{2}}"},
    "duration": {"type": "string", "pattern": f"^{_UNIT}(?: (?:and )?{_UNIT})*$"},
    "number": {"type": "integer", "minimum": 0, "maximum": MOST_NUMBER},
}


def ref(name: str) -> Schema:
    """Return a reference to one of the definitions."""
    return {"$ref": f"#/definitions/{name}"}


MOMENT: Schema = {"anyOf": [ref("date"), ref("date-time")]}
RANGE: Schema = {
    "type": "object",
    "properties": {"from": ref("date"), "to": ref("date")},
    "required": ["from", "to"],
    "additionalProperties": False,
}


def many(item: Schema, *, distinct: bool) -> Schema:
    """Return the schema of one value or a list of them."""
    return {
        "anyOf": [item, {"type": "array", "items": item, "minItems": 1, "uniqueItems": distinct}]
    }


#: Author's type → schema.
_TYPES: Mapping[str, Schema] = {
    "text": ref("text"),
    "word": ref("reference"),
    "flag": {"type": "boolean"},
    "count": ref("number"),
    "date": ref("date"),
    "moment": MOMENT,
    "end": MOMENT,
    "hour": ref("date-time"),
    "length": ref("duration"),
    "lead": ref("duration"),
    "party": ref("id"),
    "clause": ref("reference"),
    "event": ref("id"),
    "subject": ref("id"),
    "state": ref("id"),
    "format": {"const": FORMAT},
    "id": ref("id"),
    "language": ref("language"),
    "address": ref("url"),
    "day": ref("date"),
    "texts": {"type": "array", "items": ref("text")},
    "states": {"type": "array", "items": ref("text")},
    "sources": many(ref("id"), distinct=True),
}


def table_of(specs: Mapping[str, KeySpec]) -> Schema:
    """Return the schema of a table with these keys and no others."""
    properties, needed = keys_of(specs)
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def named(schema: Schema) -> Schema:
    """Return the schema of a table of tables, each under an id."""
    return {"type": "object", "propertyNames": ref("id"), "additionalProperties": schema}


def keys_of(specs: Mapping[str, KeySpec]) -> tuple[Schema, list[str]]:
    """Return the properties that keys make, dotted keys in tables, and the required ones."""
    properties: Schema = {}
    for spec in specs.values():
        if len(spec.path) == 1:
            properties[spec.name] = _key(spec)
            continue
        group = properties.setdefault(
            spec.path[0],
            {"type": "object", "properties": {}, "additionalProperties": False, "minProperties": 1},
        )
        group["properties"][spec.path[1]] = _key(spec)
        if spec.required:
            group.setdefault("required", []).append(spec.path[1])
    needed = [spec.path[0] for spec in specs.values() if spec.required]
    return properties, list(dict.fromkeys(needed))


def _key(spec: KeySpec) -> Schema:
    if spec.type == "members":
        return named(table_of(spec.inner))
    if spec.type == "rows":
        return {"type": "array", "items": table_of(spec.inner)}
    if spec.type == "tables":
        item = table_of(spec.inner)
    elif spec.choices:
        item = {"enum": list(spec.choices)}
    else:
        item = _TYPES.get(spec.type, {})
    schema = many(item, distinct=spec.type != "tables") if spec.many else item
    return {"description": spec.says, "allOf": [schema]} if spec.says else schema


def together(kind: ClauseKind | EventKind) -> Schema:
    """Return the schema of the keys that go together and of those that exclude each other."""
    rules = list(_together(kind))
    return {"allOf": rules} if rules else {}


def _together(kind: ClauseKind | EventKind) -> Iterator[Schema]:
    for group in kind.exactly_one:
        yield {"oneOf": [_has(name) for name in group]}
    for group in kind.at_most_one:
        for first, second in combinations(group, 2):
            yield {"not": {"allOf": [_has(first), _has(second)]}}
    for name, needed in kind.requires.items():
        for need in needed:
            options = [_has(option) for option in need.split("|")]
            yield {"if": _has(name), "then": {"anyOf": options}}


def _has(name: str) -> Schema:
    first, _, inner = name.partition(".")
    if not inner:
        return {"required": [first]}
    return {"required": [first], "properties": {first: {"type": "object", "required": [inner]}}}
