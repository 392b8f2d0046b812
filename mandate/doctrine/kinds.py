"""Kinds of clause and of event: the keys that authors write, and the facts that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from mandate.doctrine.common import COMMON, Group, all_keys, groups, taken
from mandate.doctrine.facts import CLAUSE, track
from mandate.doctrine.keys import KEY_TYPES, KeySpec, check_groups, is_word, specs
from mandate.doctrine.makes import Makes
from mandate.doctrine.model import Among, ClauseKind, EventKind, Silence, Slip
from mandate.doctrine.patterns import Scope, named_in, unnamed
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import Axis, Field, Kind, Pattern, Ref, Role, Type
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
    "takes": "value",
    "leaves-out": "value",
}
_AMONG = {"says": "value", "key": "value", "of": "table", "none-of": "table"} | {
    "fact": "text",
    "field": "text",
}
_DATES, _LENGTHS = frozenset({"date", "hour"}), frozenset({"length", "lead"})


def clause_kinds(shapes: Shapes, facts: Mapping[str, Kind]) -> Iterator[tuple[str, ClauseKind]]:
    """Read ``clauses.toml``: each kind of clause by name."""
    common = groups(shapes, shapes.file.data.get(COMMON, {}), facts)
    read = [
        (_name(shapes, name, path), _clause_kind(shapes, name, path, raw, common, facts))
        for name, path, raw in shapes.members(shapes.file.data, ())
        if name != COMMON
    ]
    states = tuple(dict.fromkeys(word for _, kind in read for word in kind.reaches))
    for name, kind in read:
        yield name, evolve(kind, keys={n: _waiting(s, states) for n, s in kind.keys.items()})


def _waiting(spec: KeySpec, states: tuple[str, ...]) -> KeySpec:
    """Return a key; one for the state of a clause with every state that a clause may reach."""
    return evolve(spec, choices=states) if spec.state_of and not spec.choices else spec


def _clause_kind(  # noqa: PLR0913  # a kind, its place, and what it rests on
    shapes: Shapes,
    name: str,
    path: KeyPath,
    raw: Mapping[str, object],
    common: Mapping[str, Group],
    facts: Mapping[str, Kind],
) -> ClauseKind:
    form = shapes.form(raw, path, _CLAUSE)
    of_groups = taken(shapes, raw, path, common)
    here = (*path, "keys")
    keys = all_keys(shapes, form["keys"], here, of_groups)
    check_groups(shapes, form, path, keys)
    _check_order(shapes, form["in-order"], (*path, "in-order"), keys)
    reader = Makes(shapes, keys, facts)
    makes = [make for place, one in form["makes"] for make in reader.listed(one, place)]
    makes.extend(reader.at_keys(form["keys"], here))
    requires: dict[str, tuple[str, ...]] = {}
    for needed in (*(group.requires for group in of_groups), form["requires"]):
        for key, needs in needed.items():
            requires[key] = (*requires.get(key, ()), *needs)
    for spec in keys.values():
        if spec.state_of:
            clauses = {n: s for n, s in keys.items() if s.type == "clause" and not s.many}
            shapes.all_known((spec.state_of,), clauses, (*here, spec.name, "state-of"))
    return ClauseKind(
        name,
        form["says"],
        keys,
        (*makes, *(make for group in of_groups for make in group.makes)),
        form["exactly-one"],
        (*form["at-most-one"], *(one for group in of_groups for one in group.at_most_one)),
        requires,
        form["items"],
        form["in-order"],
        tuple(_among(shapes, at, among, keys, facts) for at, among in form["among"]),
        form["reaches"],
        form["shared"],
        tuple(_silence(shapes, at, silence, keys) for at, silence in form["silences"]),
        tuple(_ordered(shapes, at, days, facts) for at, days in form["ordered"]),
    )


def _name(shapes: Shapes, name: str, path: KeyPath) -> str:
    if not is_word(name):
        shapes.add(
            path, f"{shown(name)} is not the name of a kind", "lower-case words joined by hyphens"
        )
    return name


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
        shapes.all_known((several, lacks), keys, path)
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
        shapes.all_known((key,), keys, (*path, "key"))
    if fact and (fact not in facts or of_fact not in facts[fact].fields):
        what = f"no field {shown(of_fact)} of {shown(fact)}"
        shapes.add(path, what, "", did_you_mean(fact, facts))
    names = {CLAUSE: Type.TEXT, "name": Type.TEXT}
    scope = Scope(shapes.file, shapes.problems, {}, names, Ref(CLAUSE))
    of = "none-of" if "none-of" in raw and "of" not in raw else "of"
    patterns = scope.patterns(form[of], (*path, of), facts, bind=False)
    return Among(key, patterns, says, fact, of_fact, of == "none-of")


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
        check_groups(shapes, form, path, keys)
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
            shapes.all_known((kind.ends_with,), keys, (*path, "ends-with"))
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
        shapes.all_known((needs,), keys, (*path, "needs"))
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
