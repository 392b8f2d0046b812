"""The author's keys: what a clause or an event may say, declared as data in the doctrine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import Factory, field, frozen

from mandate.counting.instants import NO_DAY
from mandate.engine.grammar import Scalar, Type
from mandate.loading.problems import did_you_mean
from mandate.loading.shapes import Shapes
from mandate.loading.toml import KeyPath

#: Author's type → the type of the field that it becomes.
KEY_TYPES: Mapping[str, Type] = {
    "text": Type.TEXT,
    "word": Type.TEXT,  # one of `choices`, or an id
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
    "state": Type.TEXT,  # one of the states that the subject `of` declares
    "tables": Type.TEXT,  # a list of tables with keys of their own
}
#: What stands for a key that was not written.
ABSENT: Mapping[Type, Scalar] = {
    Type.TEXT: "",
    Type.COUNT: 0,
    Type.DAY: NO_DAY,
    Type.POSITION: 0,
    Type.BOUNDARY: 0,
    Type.DURATION: "",
}
_WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
#: An id: lower-case words joined by hyphens. That of an item holds the id of its clause, and a dot.
WORD = re.compile(_WORD)
ID = re.compile(rf"{_WORD}(?:\.{_WORD})?")
AN_ID = "lower-case words joined by hyphens"
MOST_ID = 100  # characters
MOST_NUMBER = 10**12
#: What a party may be to a text.
ROLES = ("party", "signatory", "guarantor", "depositary", "organ")
#: What there may be no more of than there are of these.
COUNTED = ("parties",)


def is_word(given: object) -> bool:
    """Whether a value is an id without a dot."""
    return isinstance(given, str) and len(given) <= MOST_ID and bool(WORD.fullmatch(given))


def is_id(given: object) -> bool:
    """Whether a value is an id, that of an item included."""
    return isinstance(given, str) and len(given) <= MOST_ID and bool(ID.fullmatch(given))


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
    most: str = ""  # for counts: no more than there are of these
    state_of: str = ""  # for words: the key that names the clause of which it is a state
    right: str = ""  # for keys that are required: what to write where there is none
    #: What the engine sees where the key was not written.
    absent: Scalar = field(init=False, default=Factory(_absent, takes_self=True))

    @property
    def name(self) -> str:
        """The dotted path."""
        return ".".join(self.path)


_SPEC_KEYS = frozenset(
    {"type", "says", "required", "many", "choices", "default", "kinds", "keys"}
    | {"roles", "most", "state-of"}
)
_MOST_PARTS = 2  # of a key: its table and its name


def specs(shapes: Shapes, raw: Any, path: KeyPath) -> Mapping[str, KeySpec]:  # noqa: ANN401  # from TOML
    """Read a ``keys`` table of the doctrine: dotted path → specification."""
    found: dict[str, KeySpec] = {}
    for name, given in shapes.table(raw, path).items():
        here = (*path, name)
        table = {"type": given} if isinstance(given, str) else shapes.table(given, here)
        shapes.known(table, here, _SPEC_KEYS)
        parts = tuple(name.split("."))
        if len(parts) > _MOST_PARTS or not all(map(is_word, parts)):
            shapes.add(here, "not the name of a key", "word or word.word")
            continue
        type_ = table.get("type")
        if not isinstance(type_, str) or type_ not in KEY_TYPES:
            hint = did_you_mean(type_, KEY_TYPES)
            shapes.problems.unusable(
                shapes.file, (*here, "type"), type_, "the name of a type", hint
            )
            continue
        found[name] = KeySpec(
            parts,
            type_,
            shapes.text(table["says"], (*here, "says")) if "says" in table else "",
            shapes.flag(table.get("required", False), (*here, "required")),
            shapes.flag(table.get("many", False), (*here, "many")),
            shapes.texts(table.get("choices", []), (*here, "choices")),
            _default(shapes, table, KEY_TYPES[type_], (*here, "default")),
            shapes.texts(table.get("kinds", []), (*here, "kinds")),
            specs(shapes, table.get("keys", {}), (*here, "keys")),
            shapes.texts(table.get("roles", []), (*here, "roles")),
            shapes.text(table["most"], (*here, "most")) if "most" in table else "",
            shapes.text(table["state-of"], (*here, "state-of")) if "state-of" in table else "",
        )
        _known(shapes, found[name].roles, ROLES, (*here, "roles"))
        _known(shapes, filter(None, [found[name].most]), COUNTED, (*here, "most"))
    return found


def _known(shapes: Shapes, given: Iterable[str], known: Sequence[str], path: KeyPath) -> None:
    for one in given:
        if one not in known:
            shapes.problems.unusable(
                shapes.file, path, one, "one that is known", did_you_mean(one, known)
            )


def _default(shapes: Shapes, table: Mapping[str, Any], type_: Type, path: KeyPath) -> Scalar | None:
    given = table.get("default")
    if given is None:
        return None
    if isinstance(given, (str, int)) and isinstance(given, int) is type_.numeric:
        return int(given) if isinstance(given, int) else given
    shapes.problems.unusable(shapes.file, path, given, f"a {type_}")
    return None
