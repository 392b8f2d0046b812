"""Groups of keys that several kinds of clause have in common: ``[common.NAME]``."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from attrs import evolve, field, frozen

from mandate.doctrine.keys import KeySpec, check_groups, specs
from mandate.doctrine.makes import AT_KEY, Makes
from mandate.doctrine.model import Make
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import Kind
from mandate.errors import did_you_mean, shown
from mandate.files.toml import KeyPath

COMMON = "common"
_GROUP = {"keys": "table", "makes": "tables", "at-most-one": "groups", "requires": "lists"}
#: What a kind may say of a key that it takes from a group.
_OF_KIND = ("says", *AT_KEY)


@frozen
class Group:
    """Keys that go together, and the facts that they make."""

    keys: Mapping[str, KeySpec] = field(factory=dict, hash=False)
    makes: tuple[Make, ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    requires: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)

    def without(self, names: Iterable[str]) -> Group:
        """Return the group without some of its keys, and without what is made of these."""
        out = frozenset(names)
        at_most_one = [tuple(n for n in group if n not in out) for group in self.at_most_one]
        return Group(
            {name: spec for name, spec in self.keys.items() if name not in out},
            tuple(
                evolve(make, lacks=tuple(n for n in make.lacks if n not in out))
                for make in self.makes
                if out.isdisjoint((*make.needs, make.each))
            ),
            tuple(group for group in at_most_one if len(group) > 1),
            {
                name: tuple(filter(None, (_without(need, out) for need in needs)))
                for name, needs in self.requires.items()
                if name not in out
            },
        )


def _without(need: str, out: Container[str]) -> str:
    return "|".join(option for option in need.split("|") if option not in out)


def groups(shapes: Shapes, raw: object, facts: Mapping[str, Kind]) -> Mapping[str, Group]:
    """Read ``[common]``: each group by name."""
    members = shapes.members(raw, (COMMON,))
    return {name: _group(shapes, path, written, facts) for name, path, written in members}


def _group(
    shapes: Shapes, path: KeyPath, raw: Mapping[str, object], facts: Mapping[str, Kind]
) -> Group:
    form = shapes.form(raw, path, _GROUP)
    here = (*path, "keys")
    keys = specs(shapes, form["keys"], here, AT_KEY)
    check_groups(shapes, form, path, keys)
    reader = Makes(shapes, keys, facts)
    makes = [*reader.at_keys(form["keys"], here)]
    for place, one in form["makes"]:
        makes.extend(reader.listed(one, place))
    return Group(keys, tuple(makes), form["at-most-one"], form["requires"])


def taken(
    shapes: Shapes, raw: Mapping[str, object], path: KeyPath, known: Mapping[str, Group]
) -> list[Group]:
    """Return the groups that a kind takes, without the keys that it leaves out."""
    form = shapes.form(
        {name: raw[name] for name in ("takes", "leaves-out") if name in raw},
        path,
        {"takes": "texts", "leaves-out": "texts"},
    )
    found: list[Group] = []
    for number, name in enumerate(form["takes"]):
        here = (*path, "takes", number)
        if name not in known:
            hint = did_you_mean(name, known)
            shapes.add(here, f"no group is named {shown(name)}", f"[{COMMON}.NAME]", hint)
            continue
        twice = [key for key in known[name].keys if any(key in group.keys for group in found)]
        if twice:
            shapes.add(here, f"{twice[0]!r} is a key of a group before it too", "one of the two")
        found.append(known[name])
    keys = {key: None for group in found for key in group.keys}
    shapes.all_known(form["leaves-out"], keys, (*path, "leaves-out"))
    return [group.without(form["leaves-out"]) for group in found]


def all_keys(
    shapes: Shapes, raw: Mapping[str, object], path: KeyPath, of_groups: Iterable[Group]
) -> Mapping[str, KeySpec]:
    """Read the keys of a kind, with those of its groups.

    A group stands where the kind names the first of its keys, else after all the kind's own. What
    a kind says of such a key is said in place of what the group says, or makes more facts of it.
    """
    rest = list(of_groups)
    shared = {name: spec for group in rest for name, spec in group.keys.items()}
    own = specs(shapes, {n: v for n, v in raw.items() if n not in shared}, path, AT_KEY)
    said = {
        name: _said(shapes, spec, raw[name], (*path, name)) if name in raw else spec
        for name, spec in shared.items()
    }
    keys: dict[str, KeySpec] = {}
    for name in raw:
        for group in [group for group in rest if name in group.keys]:
            rest.remove(group)
            keys.update((key, said[key]) for key in group.keys)
        if name in own:
            keys[name] = own[name]
    keys.update((key, said[key]) for group in rest for key in group.keys)
    return keys


def _said(shapes: Shapes, spec: KeySpec, raw: object, path: KeyPath) -> KeySpec:
    table = shapes.table(raw, path)
    for name in table:
        if name not in _OF_KIND:
            what = f"{shown(name)} of a key that the kind takes from a group"
            right = f"one of {', '.join(_OF_KIND)}"
            shapes.add((*path, name), what, right, did_you_mean(name, _OF_KIND))
    says = shapes.text(table["says"], (*path, "says")) if "says" in table else spec.says
    return evolve(spec, says=says)
