"""JSON Schemas (draft-07) of the author's files, made from the doctrine and the fixed tables.

Editors check a file by them while it is written. They know keys, types and the keys that go
together. Only the loader knows if a name refers to something and if a date makes sense. A date is a
text to them, because JSON has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import fields

from mandate.counting.conventions import PRESETS, Before, BeforeMode, FirstDay, LastDay, Period
from mandate.counting.months import Rounding
from mandate.doctrine.keys import KeySpec
from mandate.doctrine.model import ClauseKind, Doctrine, EventKind
from mandate.doctrine.vocabulary import HEADLINE_KIND
from mandate.loading.tables import (
    AGREEMENT,
    CLAUSE,
    PARAPHRASE,
    QUOTE,
    RECORD,
    SAID,
    SCENARIO,
    SCENARIOS,
    WHOLE,
)
from mandate.schema.keys import (
    MOMENT,
    RANGE,
    WORDS,
    Schema,
    keys_of,
    many,
    named,
    ref,
    table_of,
    together,
)
from mandate.schema.status import status_schema

DRAFT = "http://json-schema.org/draft-07/schema#"


def schemas(doctrine: Doctrine) -> Mapping[str, Schema]:
    """Return file name → schema, for the three files, and for a status as JSON."""
    return {
        "agreement.schema.json": _agreement(doctrine),
        "record.schema.json": _record(doctrine),
        "scenarios.schema.json": _scenarios(doctrine),
        "status.schema.json": status_schema(doctrine),
    }


def as_text(schema: Schema) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


# -- the files --------------------------------------------------------------------------------


def _agreement(doctrine: Doctrine) -> Schema:
    clauses = {f"clause-{name}": _clause(kind) for name, kind in doctrine.clauses.items()}
    definitions = {
        **WORDS,
        **_counting(),
        "clause": _by_kind(clauses, doctrine.clauses),
        **clauses,
        "instrument": _instrument(doctrine.clauses[HEADLINE_KIND]),
    }
    members = {
        "headline": ref("id"),
        "counting": ref("counting"),
        "instrument": ref("instrument"),
        "clauses": named(ref("clause")),
    }
    title = "agreement.toml: the text of an agreement, as encoded"
    return _file(title, AGREEMENT, members, definitions)


def _record(doctrine: Doctrine) -> Schema:
    events = {f"event-{name}": _event(kind) for name, kind in doctrine.events.items()}
    definitions = {**WORDS, "event": _by_kind(events, doctrine.events), **events}
    members = {"agreement": ref("id"), "events": {"type": "array", "items": ref("event")}}
    title = "record.toml: what happened, and when it became known"
    return _file(title, RECORD, members, definitions)


def _scenarios(doctrine: Doctrine) -> Schema:
    supposed = {
        f"event-{name}": _event(kind, supposed=True) for name, kind in doctrine.events.items()
    }
    definitions = {**WORDS, "event": _by_kind(supposed, doctrine.events), **supposed}
    scenario = table_of(SCENARIO)
    scenario["properties"] |= {
        "on": MOMENT,
        "as-known-on": MOMENT,
        "add": {"type": "array", "items": ref("event")},
        "expect": {"type": "object", "minProperties": 1},
        "without": {"type": "array", "items": ref("id")},
    }
    members = {"agreement": ref("id"), "scenario": {"type": "array", "items": scenario}}
    title = "scenarios.toml: what must be true, in a reviewer's words"
    return _file(title, SCENARIOS, members, definitions)


def _file(title: str, keys: Mapping[str, KeySpec], members: Schema, definitions: Schema) -> Schema:
    """Return the schema of a file; ``members`` are the schemas of keys that hold tables."""
    table = table_of(keys)
    properties = {**table.pop("properties"), **members}
    return {
        "$schema": DRAFT,
        "title": title,
        **table,
        "properties": properties,
        "definitions": definitions,
    }


def _counting() -> Schema:
    support: Schema = {"because": ref("text"), "source": many(ref("id"), distinct=True)}

    def part(own: Schema, needed: Iterable[str]) -> Schema:
        return {
            "type": "object",
            "properties": {**own, **support},
            "required": [*needed, *support],
            "additionalProperties": False,
        }

    choices: Mapping[str, Any] = {
        "first-day": FirstDay,
        "last-day": LastDay,
        "mode": BeforeMode,
        "rounding": Rounding,
    }
    parts: Schema = {"zone": part({"key": ref("text")}, ["key"])}
    for name, cls in (("period", Period), ("before", Before), ("by", None)):
        preset = part({"preset": {"enum": list(PRESETS[name])}}, ["preset"])
        if cls is None:
            parts[name] = preset
            continue
        own = {
            _written(a.name): {"enum": [str(c) for c in choices[_written(a.name)]]}
            for a in fields(cls)
        }
        parts[name] = {"oneOf": [preset, part(own, own)]}
    refs = {name: ref(f"counting-{name}") for name in parts}
    table: Schema = {"type": "object", "properties": refs, "additionalProperties": False}
    override = {**table, "properties": {k: v for k, v in refs.items() if k != "zone"}}
    return {
        **{f"counting-{name}": schema for name, schema in parts.items()},
        "counting": {**table, "required": list(parts)},
        "counting-of-a-clause": {**override, "minProperties": 1},
    }


def _written(name: str) -> str:
    """Return the form of an attribute's name in a file: ``first-day``."""
    return name.replace("_", "-")


# -- clauses and events -----------------------------------------------------------------------


def _clause(kind: ClauseKind) -> Schema:
    words = table_of(CLAUSE)
    keys, needed = keys_of(kind.keys)
    own: Schema = {
        **words["properties"],
        "kind": {"const": kind.name},
        "counting": ref("counting-of-a-clause"),
        **keys,
    }
    if kind.items:
        item = {**own, "id": ref("id")}
        item.pop("counting")
        item.pop("kind")
        own["items"] = {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "description": "What an item does not say it takes over from its clause.",
                "properties": item,
                "required": ["id"],
                "additionalProperties": False,
            },
        }
    return {
        "type": "object",
        "description": kind.says,
        "properties": own,
        "required": [*words["required"], *needed],
        "additionalProperties": False,
        "oneOf": [{"required": [QUOTE]}, {"required": [PARAPHRASE]}],
        **together(kind),
    }


def _instrument(term: ClauseKind) -> Schema:
    words = table_of(WHOLE)
    keys, needed = keys_of(term.keys)
    whole: Schema = {
        "type": "object",
        "properties": {**words["properties"], "counting": ref("counting-of-a-clause"), **keys},
        "required": needed,
        "additionalProperties": False,
        **together(term),
    }
    alias: Schema = {
        "type": "object",
        "description": "One of the clauses is the text as a whole.",
        "properties": {"clause": ref("id"), "signed": ref("date")},
        "required": ["clause"],
        "additionalProperties": False,
    }
    return {"if": {"required": ["clause"]}, "then": alias, "else": whole}


def _event(kind: EventKind, *, supposed: bool = False) -> Schema:
    keys, needed = keys_of(kind.keys)
    common: Schema = {
        "id": ref("id"),
        "kind": {"const": kind.name},
        "on": {"anyOf": [ref("date"), ref("date-time"), RANGE]},
        "effect": MOMENT,
        "known": MOMENT,
        "after": many(ref("id"), distinct=True),
        "source": many(ref("id"), distinct=True),
        "note": ref("text"),
        **table_of(SAID)["properties"],
    }
    required = ["id", "kind", "on", "source", *needed]
    if supposed:
        required = [name for name in required if name not in {"id", "source", "of"}]
    return {
        "type": "object",
        "description": kind.says,
        "properties": {**common, **keys},
        "required": required,
        "additionalProperties": False,
        **together(kind),
    }


def _by_kind(definitions: Mapping[str, Schema], kinds: Iterable[str]) -> Schema:
    """Return a schema that chooses by the key ``kind``, so that a message is about that kind."""
    names = list(kinds)
    return {
        "type": "object",
        "properties": {"kind": {"enum": names}},
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": ref(definition),
            }
            for name, definition in zip(names, definitions, strict=True)
        ],
    }
