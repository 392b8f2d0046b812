"""Kinds of clause and of event: the keys that authors write, and the facts that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mandate.doctrine.facts import CLAUSE, track
from mandate.doctrine.keys import KEY_TYPES, KeySpec, is_word, specs
from mandate.doctrine.model import PARTIES, Among, ClauseKind, EventKind, Make, Silence, Slip
from mandate.doctrine.patterns import Scope, named_in, unnamed
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import Axis, Field, Kind, Pattern, Ref, Role, Type, Value
from mandate.errors import did_you_mean, shown
from mandate.files.toml import KeyPath

# -- clauses ----------------------------------------------------------------------------------

_GROUPS = {
    "says": "text",
    "keys": "table",
    "exactly-one": "groups",
    "at-most-one": "groups",
    "requires": "lists",
    "among": "tables",
}
_CLAUSE = _GROUPS | {
    "makes": "tables",
    "items": "flag",
    "in-order": "groups",
    "reaches": "texts",
    "shared": "text",
    "silences": "tables",
    "ordered": "tables",
}
_AMONG = {"says": "value", "key": "value", "of": "table", "none-of": "table"} | {
    "fact": "text",
    "field": "text",
}
_MAKE = {"fact": "value", "with": "table", "needs": "texts", "lacks": "texts"} | {
    "each": "text",
    "inner": "text",
    "only": "text",
}
_DATES, _LENGTHS = frozenset({"date", "hour"}), frozenset({"length", "lead"})
#: Names that every ``makes`` may use beside the keys of the clause.
_GIVEN = {"clause": Type.TEXT, "instrument": Type.TEXT, "whole": Type.TEXT, "each": Type.TEXT} | {
    "rank": Type.COUNT
}
_COUNTING = {"period": Type.PERIOD, "before": Type.BEFORE, "by": Type.BY}


def clause_kinds(shapes: Shapes, facts: Mapping[str, Kind]) -> Iterator[tuple[str, ClauseKind]]:
    """Read ``clauses.toml``: each kind of clause by name."""
    for name, path, raw in shapes.members(shapes.file.data, ()):
        form = shapes.form(raw, path, _CLAUSE)
        keys = specs(shapes, form["keys"], (*path, "keys"))
        _check_groups(shapes, form, path, keys)
        _check_order(shapes, form["in-order"], (*path, "in-order"), keys)
        makes = [_make(shapes, here, make, keys, facts) for here, make in form["makes"]]
        kind = ClauseKind(
            name,
            form["says"],
            keys,
            tuple(m for m in makes if m),
            form["exactly-one"],
            form["at-most-one"],
            form["requires"],
            form["items"],
            form["in-order"],
            tuple(_among(shapes, here, among, keys, facts) for here, among in form["among"]),
            form["reaches"],
            form["shared"],
            tuple(_silence(shapes, here, silence, keys) for here, silence in form["silences"]),
            tuple(_ordered(shapes, here, days, facts) for here, days in form["ordered"]),
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


def _check_groups(
    shapes: Shapes, form: Mapping[str, Any], path: KeyPath, keys: Mapping[str, KeySpec]
) -> None:
    for name in ("exactly-one", "at-most-one", "in-order"):
        for number, group in enumerate(form.get(name, ())):
            _all_known(shapes, group, keys, (*path, name, number))
    for name, needs in form["requires"].items():
        names = (name, *(option for need in needs for option in need.split("|")))
        _all_known(shapes, names, keys, (*path, "requires", name))


def _check_order(
    shapes: Shapes, groups: Sequence[Sequence[str]], path: KeyPath, keys: Mapping[str, KeySpec]
) -> None:
    for number, group in enumerate(groups):
        types = [keys[name].type for name in group if name in keys]
        pair = len(types) == 2  # noqa: PLR2004  # a pair
        if not pair or not (_DATES.issuperset(types) or _LENGTHS.issuperset(types)):
            right = "two keys of type date or hour, or two of type length or lead"
            shapes.add((*path, number), "not a pair of dates", right)


def _texts(
    shapes: Shapes, path: KeyPath, raw: Mapping[str, object], names: Sequence[str]
) -> list[str]:
    """Read texts under these names, all of which must be there."""
    shapes.problems.unknown_keys(shapes.file, path, raw, names)
    return [shapes.text(raw.get(name), (*path, name)) for name in names]


def _silence(
    shapes: Shapes, path: KeyPath, raw: Mapping[str, object], keys: Mapping[str, KeySpec]
) -> Silence:
    several, lacks, says = _texts(shapes, path, raw, ("several", "lacks", "says"))
    if several and lacks:
        _all_known(shapes, (several, lacks), keys, path)
    return Silence(several, lacks, says)


def _ordered(
    shapes: Shapes, path: KeyPath, raw: Mapping[str, object], facts: Mapping[str, Kind]
) -> tuple[str, str, str]:
    fact, first, last = _texts(shapes, path, raw, ("fact", "first", "last"))
    if fact not in facts or not {first, last} <= facts[fact].fields.keys():
        shapes.add(path, f"no such fields of {shown(fact)}", "", did_you_mean(fact, facts))
    return fact, first, last


def _among(
    shapes: Shapes,
    path: KeyPath,
    raw: Mapping[str, object],
    keys: Mapping[str, KeySpec],
    facts: Mapping[str, Kind],
) -> Among:
    form = shapes.form(raw, path, _AMONG)
    key, says = (shapes.text(form[name], (*path, name)) for name in ("key", "says"))
    fact, of_fact = form["fact"], form["field"]
    if key:
        _all_known(shapes, (key,), keys, (*path, "key"))
    if fact and (fact not in facts or of_fact not in facts[fact].fields):
        what = f"no field {shown(of_fact)} of {shown(fact)}"
        shapes.add(path, what, "", did_you_mean(fact, facts))
    names = {CLAUSE: Type.TEXT, "name": Type.TEXT}
    scope = Scope(shapes.file, shapes.problems, {}, names, Ref(CLAUSE))
    of = "none-of" if "none-of" in raw and "of" not in raw else "of"
    patterns = scope.patterns(form[of], (*path, of), facts, bind=False)
    return Among(key, patterns, says, fact, of_fact, of == "none-of")


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
    raw: Mapping[str, object],
    keys: Mapping[str, KeySpec],
    facts: Mapping[str, Kind],
) -> Make | None:
    form = shapes.form(raw, path, _MAKE)
    fact = form["fact"]
    kind = facts.get(fact) if isinstance(fact, str) else None
    if kind is None:
        what = f"no fact of the text is named {shown(fact)}"
        shapes.add(path, what, "", did_you_mean(fact, facts))
        return None
    needs, lacks, each, inner = (form[name] for name in ("needs", "lacks", "each", "inner"))
    listed = [each] if each and each != PARTIES else []
    if not _all_known(shapes, (*needs, *lacks, *listed), keys, path):
        return None
    only = form["only"]
    if only and (only != "organs" or not listed or keys[each].type != "party"):
        shapes.add((*path, "only"), f"{shown(only)} is not of what `each` names", '"organs"')
    if inner and not _all_known(shapes, (inner,), keys[each].inner if each else {}, path):
        return None
    scope = _scope(shapes, keys, each, inner)
    fields: dict[str, Value] = {kind.about: Ref(CLAUSE)} if kind.about else {}
    for name, value in form["with"].items():
        here = (*path, "with", name)
        if name in kind.fields:
            fields[name] = scope.value(value, here, kind.fields[name].type)
        else:
            what = f"{kind.name!r} has no field {shown(name)}"
            shapes.add(here, what, "", did_you_mean(name, kind.fields))
    for name, declared in kind.fields.items():
        if name not in fields and declared.default is None:
            shapes.add(path, f"{kind.name!r} is made without {name!r}", f"{name} = ...")
    return Make(kind.name, fields, needs, lacks, each, inner, bool(only))


def _scope(shapes: Shapes, keys: Mapping[str, KeySpec], each: str, inner: str) -> Scope:
    scope = Scope(shapes.file, shapes.problems)
    groups: dict[str, dict[str, Field]] = {
        "counting": {n: Field(n, t) for n, t in _COUNTING.items()}
    }
    for spec in keys.values():
        if spec.many:
            continue  # a list is no value: only ``each`` can go through it
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

_EVENT = _GROUPS | {
    "inert": "flag",
    "track": "value",
    "checks": "tables",
    "effect": "value",
    "ends-with": "text",
    "slips": "tables",
}
#: The key that names what an event is about.
_OF = "of"
_EFFECTS = ("judged", "named", "comes", "ends", "none")
_CHECK = {"says": "text", "when": "table", "needs": "value"}
_SLIP = {"says": "value", "right": "value", "when": "table", "unless": "table", "year-off": "text"}


def event_kinds(shapes: Shapes, facts: Mapping[str, Kind]) -> Iterator[tuple[str, EventKind]]:
    """Read ``events.toml``: each kind of event by name."""
    for name, path, raw in shapes.members(shapes.file.data, ()):
        form = shapes.form(raw, path, _EVENT)
        keys = specs(shapes, form["keys"], (*path, "keys"))
        _check_groups(shapes, form, path, keys)
        kind = EventKind(
            name,
            form["says"],
            keys,
            form["inert"],
            track(shapes, raw, path),
            form["exactly-one"],
            form["at-most-one"],
            form["requires"],
            tuple(_check(shapes, here, check, keys, facts) for here, check in form["checks"]),
            tuple(_among(shapes, here, among, keys, facts) for here, among in form["among"]),
            _effect(shapes, raw, path),
            form["ends-with"],
            tuple(_slip(shapes, here, slip, facts) for here, slip in form["slips"]),
        )
        if kind.ends_with:
            _all_known(shapes, (kind.ends_with,), keys, (*path, "ends-with"))
        yield _name(shapes, name, path), kind


def _effect(shapes: Shapes, raw: Mapping[str, object], path: KeyPath) -> str:
    word = raw.get("effect", "judged")
    if word in _EFFECTS:
        return str(word)
    right = "one of " + ", ".join(f'"{option}"' for option in _EFFECTS)
    shapes.wrong((*path, "effect"), word, right)
    return "judged"


def _check(
    shapes: Shapes,
    path: KeyPath,
    raw: Mapping[str, object],
    keys: Mapping[str, KeySpec],
    facts: Mapping[str, Kind],
) -> tuple[tuple[Pattern, ...], str, str]:
    form = shapes.form(raw, path, _CHECK)
    names = {_OF: Type.TEXT, "by": Type.TEXT}
    scope = Scope(shapes.file, shapes.problems, {}, names, Ref(_OF))
    patterns = scope.patterns(form["when"], (*path, "when"), facts, bind=True)
    needs = shapes.text(form["needs"], (*path, "needs"))
    if needs:
        _all_known(shapes, (needs,), keys, (*path, "needs"))
    return unnamed(patterns, named_in(patterns, ())), needs, form["says"]


def _slip(
    shapes: Shapes, path: KeyPath, raw: Mapping[str, object], facts: Mapping[str, Kind]
) -> Slip:
    form = shapes.form(raw, path, _SLIP)
    says, right = (shapes.text(form[name], (*path, name)) for name in ("says", "right"))
    if bool(form["when"]) is bool(form["year-off"]):
        shapes.add(path, "it says not when it is a slip", "either `when` or `year-off`")
    scope = Scope(shapes.file, shapes.problems, {}, {_OF: Type.TEXT, "by": Type.TEXT}, Ref(_OF))
    patterns, unless = (
        scope.patterns(form[name], (*path, name), facts, bind=False) for name in ("when", "unless")
    )
    return Slip(says, right, patterns, unless, form["year-off"])


def check_slips(
    shapes: Shapes, events: Mapping[str, EventKind], axes: Mapping[str, Mapping[str, Axis]]
) -> None:
    """Note each slip that names an axis which a clause that such an event is of has not."""
    for kind in events.values():
        of = kind.keys[_OF].kinds if _OF in kind.keys else ()
        for number, slip in enumerate(kind.slips):
            of_kinds = [axis for name in of for axis in axes.get(name, {}).values()]
            named = [axis.name for axis in of_kinds if axis.type == "day"]
            if slip.year_off and slip.year_off not in named:
                path = (kind.name, "slips", number, "year-off")
                what = f"no axis {shown(slip.year_off)} with a day"
                shapes.add(path, what, "", did_you_mean(slip.year_off, named))


def hour_of(spec: KeySpec) -> str:
    """Return the name of the field with the hour of a key that names a last day or an hour."""
    return f"{spec.name}-hour"


def event_facts(kind: EventKind) -> Kind:
    """Return the kind of fact by which the engine knows events of this kind."""
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
    about = _OF if _OF in kind.keys and kind.keys[_OF].type == CLAUSE else ""
    return Kind(
        kind.name, Role.EVENT, fields, ("id",), track=kind.track, inert=kind.inert, about=about
    )
