"""The author's keys: the parts of a clause or an event, declared as data in the doctrine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import Factory, field, frozen

from mandate.counting.instants import NO_DAY
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import Scalar, Type
from mandate.errors import did_you_mean
from mandate.files.toml import KeyPath

#: Author's type → the type of the field that it becomes.
KEY_TYPES: Mapping[str, Type] = {
    "text": Type.TEXT,
    "word": Type.TEXT,  # one of ``choices``, or an id
    "flag": Type.COUNT,  # true or false, 1 or 0
    "count": Type.COUNT,
    "date": Type.DAY,
    "moment": Type.POSITION,  # a date (its close) or a date-time
    "end": Type.DAY,  # a date, the last day, or a date-time at which something ends
    "hour": Type.BOUNDARY,  # a date-time at which something begins
    "length": Type.DURATION,  # a duration longer than nothing
    "lead": Type.DURATION,  # a duration, also of nothing
    "party": Type.TEXT,
    "clause": Type.TEXT,
    "event": Type.TEXT,
    "subject": Type.TEXT,
    "state": Type.TEXT,  # one of the states that the subject ``of`` declares
    "tables": Type.TEXT,  # a list of tables with keys of their own
}
#: The value of a key that was not written.
ABSENT: Mapping[Type, Scalar] = {
    Type.TEXT: "",
    Type.COUNT: 0,
    Type.DAY: NO_DAY,
    Type.POSITION: 0,
    Type.BOUNDARY: 0,
    Type.DURATION: "",
}
_WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
#: An id: lower-case words joined by hyphens. The id of an item holds that of its clause, and a dot.
WORD = re.compile(_WORD)
ID = re.compile(rf"{_WORD}(?:\.{_WORD})?")
AN_ID = "lower-case words joined by hyphens"
MOST_ID = 100  # characters
MOST_NUMBER = 10**12
#: The roles that a party may have in a text.
ROLES = ("party", "signatory", "guarantor", "depositary", "organ")
#: The lists whose length may limit a count.
COUNTED = ("parties",)


def is_word(value: object) -> bool:
    """Whether a value is an id without a dot."""
    return isinstance(value, str) and len(value) <= MOST_ID and bool(WORD.fullmatch(value))


def is_id(value: object) -> bool:
    """Whether a value is an id; the id of an item has a dot."""
    return isinstance(value, str) and len(value) <= MOST_ID and bool(ID.fullmatch(value))


def _absent(spec: KeySpec) -> Scalar:
    if spec.default is not None:
        return spec.default
    return ABSENT[KEY_TYPES[spec.type]] if spec.type in KEY_TYPES else ""


@frozen
class KeySpec:
    """One key that an author may write."""

    path: tuple[str, ...]
    type: str
    says: str = ""
    required: bool = False
    many: bool = False  # one value or a list of them
    choices: tuple[str, ...] = ()
    default: Scalar | None = None
    kinds: tuple[str, ...] = ()  # for clauses and events: the kinds that may be named
    inner: Mapping[str, KeySpec] = field(factory=dict, hash=False)  # for tables and members
    roles: tuple[str, ...] = ()  # for parties: the roles of those who may be named
    most: str = ""  # for counts: the list whose length is the limit
    state_of: str = ""  # for words: the key of the clause whose state it is
    right: str = ""  # for required keys: a form to write, for messages
    #: The value that the engine sees where the key was not written.
    absent: Scalar = field(init=False, default=Factory(_absent, takes_self=True))

    @property
    def name(self) -> str:
        """The dotted path."""
        return ".".join(self.path)


_SPEC = {
    "type": "value",
    "says": "text",
    "required": "flag",
    "many": "flag",
    "choices": "texts",
    "default": "value",
    "kinds": "texts",
    "keys": "table",
    "roles": "texts",
    "most": "text",
    "state-of": "text",
}
_MOST_PARTS = 2  # of a key: its table and its name


def specs(
    shapes: Shapes, raw: object, path: KeyPath, besides: Sequence[str] = ()
) -> Mapping[str, KeySpec]:
    """Read a ``keys`` table of the doctrine: dotted path → specification.

    ``besides`` names what a key may hold that another reader reads.
    """
    parts_of_key = _SPEC | dict.fromkeys(besides, "value")
    read: dict[str, KeySpec] = {}
    for name, written in shapes.table(raw, path).items():
        here = (*path, name)
        table = {"type": written} if isinstance(written, str) else shapes.table(written, here)
        form = shapes.form(table, here, parts_of_key)
        parts, type_ = tuple(name.split(".")), form["type"]
        if len(parts) > _MOST_PARTS or not all(map(is_word, parts)):
            shapes.add(here, "not the name of a key", "word or word.word")
            continue
        if not isinstance(type_, str) or type_ not in KEY_TYPES:
            hint = did_you_mean(type_, KEY_TYPES)
            shapes.wrong((*here, "type"), type_, "the name of a type", hint)
            continue
        read[name] = KeySpec(
            parts,
            type_,
            form["says"],
            form["required"],
            form["many"],
            form["choices"],
            _default(shapes, form["default"], KEY_TYPES[type_], (*here, "default")),
            form["kinds"],
            specs(shapes, form["keys"], (*here, "keys")),
            form["roles"],
            form["most"],
            form["state-of"],
        )
        _known(shapes, form["roles"], ROLES, (*here, "roles"))
        _known(shapes, filter(None, [form["most"]]), COUNTED, (*here, "most"))
    return read


def check_groups(
    shapes: Shapes, form: Mapping[str, Any], path: KeyPath, keys: Mapping[str, KeySpec]
) -> None:
    """Check that what is said of keys that go together names keys that are there."""
    for name in ("exactly-one", "at-most-one", "in-order"):
        for number, group in enumerate(form.get(name, ())):
            shapes.all_known(group, keys, (*path, name, number))
    for name, needs in form["requires"].items():
        names = (name, *(option for need in needs for option in need.split("|")))
        shapes.all_known(names, keys, (*path, "requires", name))


def _known(shapes: Shapes, names: Iterable[str], known: Sequence[str], path: KeyPath) -> None:
    for name in names:
        if name not in known:
            shapes.wrong(path, name, "one that is known", did_you_mean(name, known))


def _default(shapes: Shapes, value: object, type_: Type, path: KeyPath) -> Scalar | None:
    if isinstance(value, int) and type_.numeric:
        return int(value)
    if value is None or (isinstance(value, str) and not type_.numeric):
        return value
    shapes.wrong(path, value, f"a {type_}")
    return None
