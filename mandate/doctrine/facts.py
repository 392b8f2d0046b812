"""``facts.toml``: the kinds of fact and of signal, with their fields."""

from __future__ import annotations

from collections.abc import Mapping

from mandate.doctrine.expressions import Values, scalar
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import Field, Kind, Role, Scalar, Type
from mandate.errors import did_you_mean, shown
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile

#: The field that names the clause which a fact or a signal is about.
CLAUSE = "clause"
#: Kinds of event are declared in a file of their own.
_ROLES = (Role.TEXT, Role.STATE, Role.SIGNAL)
_KIND = {"says": "text", "key": "texts", "cycle": "table", "track": "value", "fields": "table"} | {
    "inert": "flag",
    "quiet": "flag",
    "passing": "flag",
}
#: Fields that the clock gives to every event and every signal.
GIVEN = {
    Role.EVENT: {
        "id": Type.TEXT,
        "at": Type.POSITION,
        "day": Type.DAY,
        "works": Type.BOUNDARY,
        "named": Type.DAY,
    },
    Role.SIGNAL: {"at": Type.POSITION, "day": Type.DAY},
}

Kinds = Mapping[Role, Mapping[str, Kind]]


def kinds(file: TomlFile, problems: Problems) -> Kinds:
    """Read the declarations of fact kinds: ``[text.x]``, ``[state.x]``, ``[signal.x]``."""
    shapes = Shapes(file, problems)
    table: dict[Role, dict[str, Kind]] = {role: {} for role in Role}
    for section, path, members in shapes.members(file.data, ()):
        if section not in _ROLES:
            shapes.add(path, f"no such section {shown(section)}", "", did_you_mean(section, _ROLES))
            continue
        for name, here, raw in shapes.members(members, path):
            kind = _kind(shapes, Role(section), name, raw, here)
            table[kind.role][name] = kind
    return table


def _kind(shapes: Shapes, role: Role, name: str, raw: Mapping[str, object], path: KeyPath) -> Kind:
    form = shapes.form(raw, path, _KIND)
    fields = {n: Field(n, t) for n, t in GIVEN.get(role, {}).items()}
    for field_name, spec in form["fields"].items():
        declared = _field(shapes, (*path, "fields", field_name), field_name, spec)
        if declared:
            fields[field_name] = declared
    identity = form["key"]
    for part in identity:
        if part not in fields:
            shapes.add(
                (*path, "key"), f"{shown(part)} is not a field", "", did_you_mean(part, fields)
            )
    if role in {Role.TEXT, Role.STATE} and not identity:
        shapes.add(path, "no 'key'", 'key = ["clause"]')
    cycle = form["cycle"]
    shapes.problems.unknown_keys(shapes.file, (*path, "cycle"), cycle, ("boundary", "counter"))
    boundary, counter = (
        shapes.text(cycle.get(part), (*path, "cycle", part)) if cycle else ""
        for part in ("boundary", "counter")
    )
    for part, named, type_ in (
        ("boundary", boundary, Type.BOUNDARY),
        ("counter", counter, Type.COUNT),
    ):
        if named and (named not in fields or fields[named].type is not type_):
            shapes.add((*path, "cycle", part), f"{shown(named)} is not a field of type {type_}")
    return Kind(
        name,
        role,
        fields,
        identity,
        boundary,
        counter,
        track(shapes, raw, path),
        inert=form["inert"],
        quiet=form["quiet"],
        passing=form["passing"],
        says=form["says"],
        about=CLAUSE if CLAUSE in fields else "",
    )


def track(shapes: Shapes, raw: Mapping[str, object], path: KeyPath) -> str:
    """Read the track of a kind: the text, or the ground that the record reports on."""
    word = raw.get("track", "text")
    if word in ("text", "ground"):
        return str(word)
    shapes.wrong((*path, "track"), word, '"text" or "ground"')
    return "text"


def _field(shapes: Shapes, path: KeyPath, name: str, spec: object) -> Field | None:
    both = 2  # type and default
    pair = spec if isinstance(spec, list) and len(spec) == both else [spec, None]
    written, default = pair
    if not isinstance(written, str) or written not in tuple(Type):
        hint = did_you_mean(written, list(Type))
        shapes.wrong(path, written, "a type, or [type, default]", hint)
        return None
    type_ = Type(written)
    constant: Scalar | None = None
    if default is not None:
        constant = scalar(Values(shapes.file, shapes.problems).value(default, path, type_))
    return Field(name, type_, constant)
