"""What the doctrine says of kinds of clause and of event: what authors write, what it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from mandate.engine.grammar import Field, Kind, Pattern, Role, Type, Value
from mandate.loading.keys import KEY_TYPES, KeySpec, is_word, specs
from mandate.loading.problems import did_you_mean, shown
from mandate.loading.rules import track
from mandate.loading.shapes import Shapes
from mandate.loading.toml import KeyPath
from mandate.loading.values import PATTERN_KEYS, Scope


@frozen
class Make:
    """A fact that a clause makes, under conditions on the keys that its author wrote."""

    fact: str
    fields: Mapping[str, Value] = field(hash=False)
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    #: Make one for each value of this key; ``inner``: for each value of that key within it.
    each: str = ""
    inner: str = ""
    #: Only for those of them that have another role than "party".
    organs: bool = False


@frozen
class Among:
    """A name that must be one of those that the text gives to something, such as a quantity."""

    #: The key that holds the name; for a clause also the fact that it makes, and the field of it.
    key: str
    #: One of these facts of the text must be there. ``$name`` is the name, ``$clause`` its clause.
    patterns: tuple[Pattern, ...]
    says: str
    fact: str = ""
    field: str = ""
    #: Whether none of them may be there instead.
    none_of: bool = False


@frozen
class Silence:
    """What an author had better say: a key that names several, and another that is not written."""

    several: str
    lacks: str
    says: str


@frozen
class ClauseKind:
    """What an author may write of a kind of clause, and the facts that this makes."""

    name: str
    says: str
    keys: Mapping[str, KeySpec] = field(hash=False)
    makes: tuple[Make, ...]
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    requires: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)
    items: bool = False
    #: Pairs of keys: the second date may not lie before the first, nor be the shorter length.
    in_order: tuple[tuple[str, ...], ...] = ()
    among: tuple[Among, ...] = ()
    #: The states for which another clause may wait.
    reaches: tuple[str, ...] = ()
    #: The group of keys that an item shares with its whole where it writes none of them.
    shared: str = ""
    #: What is worth a warning where it is left unsaid.
    silences: tuple[Silence, ...] = ()
    #: Facts of which one day may not lie before another: the fact, the earlier and the later field.
    ordered: tuple[tuple[str, str, str], ...] = ()


@frozen
class EventKind:
    """What an author may write of a kind of event."""

    name: str
    says: str
    keys: Mapping[str, KeySpec] = field(hash=False)
    inert: bool = False
    track: str = "text"
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    requires: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)
    #: Keys that are needed where the text is so and so: patterns over its facts, the key, and why.
    checks: tuple[tuple[tuple[Pattern, ...], str, str], ...] = ()
    among: tuple[Among, ...] = ()
    #: What a day of effect does: "judged" (the act is judged when it is done, and its rules say
    #: what works from that day), "named" (it works when its period has run, and not before the day
    #: that it names), "comes" (it comes on that day), "ends" (so too, with what ends and
    #: begins at that instant and not after it), or "none" (a fact, which counts when it is
    #: done).
    effect: str = "judged"
    #: The key that names the last day of what the act ends, in place of ``effect``.
    ends_with: str = ""


# -- clauses ----------------------------------------------------------------------------------

_GROUPS = frozenset({"exactly-one", "at-most-one", "requires", "among"})
_CLAUSE_KEYS = _GROUPS | {"says", "keys", "makes", "items", "in-order", "reaches", "shared"}
_CLAUSE_KEYS |= {"silences", "ordered"}
_AMONG_KEYS = frozenset({"says", "key", "of", "none-of", "fact", "field"})
_DATES, _LENGTHS = frozenset({"date", "hour"}), frozenset({"length", "lead"})
_MAKE_KEYS = frozenset({"fact", "with", "needs", "lacks", "each", "inner", "only"})
#: In place of a key, ``each`` may go through all the parties to the text.
PARTIES = "parties"
#: Names that every ``makes`` may use beside the keys of the clause.
_GIVEN = {"clause": Type.TEXT, "instrument": Type.TEXT, "whole": Type.TEXT, "each": Type.TEXT} | {
    "rank": Type.COUNT
}
_COUNTING = {"period": Type.PERIOD, "before": Type.BEFORE, "by": Type.BY}


def clause_kinds(shapes: Shapes, facts: Mapping[str, Kind]) -> Iterator[tuple[str, ClauseKind]]:
    """Read ``clauses.toml``: each kind of clause by name."""
    for name, path, raw in shapes.members(shapes.file.data, ()):
        shapes.known(raw, path, _CLAUSE_KEYS)
        keys = specs(shapes, raw.get("keys", {}), (*path, "keys"))
        makes = [
            _make(shapes, here, make, keys, facts)
            for here, make in shapes.tables(raw.get("makes", []), (*path, "makes"))
        ]
        kind = ClauseKind(
            name,
            _says(shapes, raw, path),
            keys,
            tuple(m for m in makes if m),
            _groups(shapes, raw, "exactly-one", path, keys),
            _groups(shapes, raw, "at-most-one", path, keys),
            _requires(shapes, raw, path, keys),
            shapes.flag(raw.get("items", False), (*path, "items")),
            _in_order(shapes, raw, path, keys),
            tuple(_among(shapes, raw, path, keys, facts)),
            shapes.texts(raw.get("reaches", []), (*path, "reaches")),
            shapes.text(raw["shared"], (*path, "shared")) if "shared" in raw else "",
            tuple(_silences(shapes, raw, path, keys)),
            tuple(_ordered(shapes, raw, path, facts)),
        )
        for spec in keys.values():
            if spec.state_of:
                here = (*path, "keys", spec.name, "state-of")
                clauses = {n: s for n, s in keys.items() if s.type == "clause" and not s.many}
                _all_known(shapes, (spec.state_of,), clauses, here)
        yield _name(shapes, name, path), kind


def _name(shapes: Shapes, name: str, path: KeyPath) -> str:
    if not is_word(name):
        shapes.add(
            path, f"{shown(name)} is not the name of a kind", "lower-case words joined by hyphens"
        )
    return name


def _says(shapes: Shapes, raw: Mapping[str, Any], path: KeyPath) -> str:
    return shapes.text(raw["says"], (*path, "says")) if "says" in raw else ""


def _groups(
    shapes: Shapes, raw: Mapping[str, Any], name: str, path: KeyPath, keys: Mapping[str, KeySpec]
) -> tuple[tuple[str, ...], ...]:
    here = (*path, name)
    given = shapes.items(raw.get(name, []), here)
    groups = tuple(shapes.texts(group, (*here, n)) for n, group in enumerate(given))
    for number, group in enumerate(groups):
        _all_known(shapes, group, keys, (*here, number))
    return groups


def _in_order(
    shapes: Shapes, raw: Mapping[str, Any], path: KeyPath, keys: Mapping[str, KeySpec]
) -> tuple[tuple[str, ...], ...]:
    found = _groups(shapes, raw, "in-order", path, keys)
    for number, group in enumerate(found):
        types = [keys[name].type for name in group if name in keys]
        pair = len(types) == 2  # noqa: PLR2004  # a pair
        if not pair or not (_DATES.issuperset(types) or _LENGTHS.issuperset(types)):
            right = "two keys of type date or hour, or two of type length or lead"
            shapes.add((*path, "in-order", number), "not a pair of dates", right)
    return found


def _silences(
    shapes: Shapes, raw: Mapping[str, Any], path: KeyPath, keys: Mapping[str, KeySpec]
) -> Iterator[Silence]:
    names = ("several", "lacks", "says")
    for here, one in shapes.tables(raw.get("silences", []), (*path, "silences")):
        shapes.known(one, here, frozenset(names))
        several, lacks, says = (shapes.text(one.get(name), (*here, name)) for name in names)
        if several and lacks:
            _all_known(shapes, (several, lacks), keys, here)
        yield Silence(several, lacks, says)


def _ordered(
    shapes: Shapes, raw: Mapping[str, Any], path: KeyPath, facts: Mapping[str, Kind]
) -> Iterator[tuple[str, str, str]]:
    names = ("fact", "first", "last")
    for here, one in shapes.tables(raw.get("ordered", []), (*path, "ordered")):
        shapes.known(one, here, frozenset(names))
        fact, first, last = (shapes.text(one.get(name), (*here, name)) for name in names)
        if fact not in facts or not {first, last} <= facts[fact].fields.keys():
            shapes.add(here, f"no such fields of {shown(fact)}", "", did_you_mean(fact, facts))
        yield fact, first, last


def _among(
    shapes: Shapes,
    raw: Mapping[str, Any],
    path: KeyPath,
    keys: Mapping[str, KeySpec],
    facts: Mapping[str, Kind],
) -> Iterator[Among]:
    for here, one in shapes.tables(raw.get("among", []), (*path, "among")):
        shapes.known(one, here, _AMONG_KEYS)
        key, says = (shapes.text(one.get(name), (*here, name)) for name in ("key", "says"))
        fact, field_name = (
            shapes.text(one[name], (*here, name)) if name in one else ""
            for name in ("fact", "field")
        )
        if key:
            _all_known(shapes, (key,), keys, (*here, "key"))
        if fact and (fact not in facts or field_name not in facts[fact].fields):
            shapes.add(
                here,
                f"no field {shown(field_name)} of {shown(fact)}",
                "",
                did_you_mean(fact, facts),
            )
        scope = Scope(shapes.file, shapes.problems, {}, {"clause": Type.TEXT, "name": Type.TEXT})
        of = "none-of" if "none-of" in one and "of" not in one else "of"
        patterns = [
            scope.pattern(each, (*here, of, number), facts, PATTERN_KEYS, bind=False)
            for number, each in enumerate(shapes.items(one.get(of), (*here, of)))
        ]
        found = tuple(p for p in patterns if p)
        yield Among(key, found, says, fact, field_name, of == "none-of")


def _requires(
    shapes: Shapes, raw: Mapping[str, Any], path: KeyPath, keys: Mapping[str, KeySpec]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, given in shapes.table(raw.get("requires", {}), (*path, "requires")).items():
        here = (*path, "requires", name)
        found[name] = shapes.texts(given, here)
        _all_known(
            shapes, (name, *(o for need in found[name] for o in need.split("|"))), keys, here
        )
    return found


def _all_known(
    shapes: Shapes, names: tuple[str, ...], known: Mapping[str, object], path: KeyPath
) -> bool:
    unknown = [name for name in names if name not in known]
    for name in unknown:
        shapes.add(path, f"no key {shown(name)}", "", did_you_mean(name, known))
    return not unknown


def _make(
    shapes: Shapes,
    path: KeyPath,
    raw: Mapping[str, Any],
    keys: Mapping[str, KeySpec],
    facts: Mapping[str, Kind],
) -> Make | None:
    shapes.known(raw, path, _MAKE_KEYS)
    fact = raw.get("fact")
    kind = facts.get(fact) if isinstance(fact, str) else None
    if kind is None:
        shapes.add(
            path, f"no fact of the text is named {shown(fact)}", "", did_you_mean(fact, facts)
        )
        return None
    needs = shapes.texts(raw.get("needs", []), (*path, "needs"))
    lacks = shapes.texts(raw.get("lacks", []), (*path, "lacks"))
    each, inner = (shapes.text(raw[k], (*path, k)) if k in raw else "" for k in ("each", "inner"))
    listed = [each] if each and each != PARTIES else []
    if not _all_known(shapes, (*needs, *lacks, *listed), keys, path):
        return None
    only = shapes.text(raw["only"], (*path, "only")) if "only" in raw else ""
    if only and (only != "organs" or not listed or keys[each].type != "party"):
        shapes.add((*path, "only"), f"{shown(only)} is not of what `each` names", '"organs"')
    if inner and not _all_known(shapes, (inner,), keys[each].inner if each else {}, path):
        return None
    scope = _scope(shapes, keys, each, inner)
    fields: dict[str, Value] = {}
    written = shapes.table(raw.get("with", {}), (*path, "with"))
    for name, value in written.items():
        here = (*path, "with", name)
        if name not in kind.fields:
            shapes.add(
                here,
                f"{kind.name!r} has no field {shown(name)}",
                "",
                did_you_mean(name, kind.fields),
            )
            continue
        fields[name] = scope.value(value, here, kind.fields[name].type)
    for name, declared in kind.fields.items():
        if name not in written and declared.default is None:
            shapes.add(path, f"{kind.name!r} is made without {name!r}", f"{name} = ...")
    return Make(kind.name, fields, needs, lacks, each, inner, bool(only))


def _scope(shapes: Shapes, keys: Mapping[str, KeySpec], each: str, inner: str) -> Scope:
    scope = Scope(shapes.file, shapes.problems)
    groups: dict[str, dict[str, Field]] = {
        "counting": {n: Field(n, t) for n, t in _COUNTING.items()}
    }
    for spec in keys.values():
        if spec.many:
            continue  # a list is no value; `each` goes through it
        type_ = KEY_TYPES[spec.type]
        if len(spec.path) == 1:
            scope.names[spec.path[0]] = type_
        else:
            group, name = spec.path
            groups.setdefault(group, {})[name] = Field(name, type_)
    scope.names.update(_GIVEN)
    if each and each != PARTIES and keys[each].inner:
        groups["each"] = {
            n: Field(n, KEY_TYPES[s.type]) for n, s in keys[each].inner.items() if not s.many
        }
        if inner:
            scope.names["item"] = KEY_TYPES[keys[each].inner[inner].type]
    for group, members in groups.items():
        scope.aliases[group] = Kind(group, Role.TEXT, members)
    return scope


# -- events -----------------------------------------------------------------------------------

_EVENT_KEYS = _GROUPS | {"says", "keys", "inert", "track", "checks", "effect", "ends-with"}
_EFFECTS = ("judged", "named", "comes", "ends", "none")
_CHECK_KEYS = frozenset({"says", "when", "needs"})


def event_kinds(shapes: Shapes, facts: Mapping[str, Kind]) -> Iterator[tuple[str, EventKind]]:
    """Read ``events.toml``: each kind of event by name."""
    for name, path, raw in shapes.members(shapes.file.data, ()):
        shapes.known(raw, path, _EVENT_KEYS)
        keys = specs(shapes, raw.get("keys", {}), (*path, "keys"))
        checks = [
            _check(shapes, here, check, keys, facts)
            for here, check in shapes.tables(raw.get("checks", []), (*path, "checks"))
        ]
        kind = EventKind(
            name,
            _says(shapes, raw, path),
            keys,
            shapes.flag(raw.get("inert", False), (*path, "inert")),
            track(shapes, raw, path),
            _groups(shapes, raw, "exactly-one", path, keys),
            _groups(shapes, raw, "at-most-one", path, keys),
            _requires(shapes, raw, path, keys),
            tuple(checks),
            tuple(_among(shapes, raw, path, keys, facts)),
            _effect(shapes, raw, path),
            shapes.text(raw["ends-with"], (*path, "ends-with")) if "ends-with" in raw else "",
        )
        if kind.ends_with:
            _all_known(shapes, (kind.ends_with,), keys, (*path, "ends-with"))
        yield _name(shapes, name, path), kind


def _effect(shapes: Shapes, raw: Mapping[str, Any], path: KeyPath) -> str:
    given = raw.get("effect", "judged")
    if given in _EFFECTS:
        return str(given)
    right = "one of " + ", ".join(f'"{one}"' for one in _EFFECTS)
    shapes.problems.unusable(shapes.file, (*path, "effect"), given, right)
    return "judged"


def _check(
    shapes: Shapes,
    path: KeyPath,
    raw: Mapping[str, Any],
    keys: Mapping[str, KeySpec],
    facts: Mapping[str, Kind],
) -> tuple[tuple[Pattern, ...], str, str]:
    shapes.known(raw, path, _CHECK_KEYS)
    scope = Scope(shapes.file, shapes.problems, {}, {"of": Type.TEXT, "by": Type.TEXT})
    given = shapes.items(raw.get("when", []), (*path, "when"))
    patterns = [
        scope.pattern(one, (*path, "when", n), facts, PATTERN_KEYS, bind=True)
        for n, one in enumerate(given)
    ]
    needs = shapes.text(raw.get("needs"), (*path, "needs"))
    if needs:
        _all_known(shapes, (needs,), keys, (*path, "needs"))
    return tuple(p for p in patterns if p), needs, _says(shapes, raw, path)


def hour_of(spec: KeySpec) -> str:
    """Return the field that holds the hour of a key that names a last day or an hour."""
    return f"{spec.name}-hour"


def event_facts(kind: EventKind) -> Kind:
    """Return the kind of fact that an event of this kind is to the engine."""
    fields = {
        "id": Field("id", Type.TEXT),
        "at": Field("at", Type.POSITION),
        "day": Field("day", Type.DAY),
        "works": Field("works", Type.BOUNDARY),
        "named": Field("named", Type.DAY),
    }
    for spec in kind.keys.values():
        fields[spec.name] = Field(spec.name, KEY_TYPES[spec.type], spec.absent)
        if spec.type == "end":
            fields[hour_of(spec)] = Field(hour_of(spec), Type.POSITION, 0)
    return Kind(kind.name, Role.EVENT, fields, ("id",), track=kind.track, inert=kind.inert)
