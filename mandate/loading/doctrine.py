"""The doctrine: what clause kinds and events mean, read from ``rules/doctrine/``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import field, frozen

from mandate.engine.grammar import Axis, Field, Kind, Pattern, Program, Role, Rule, Type, Value
from mandate.loading import axes as axis_files
from mandate.loading import rules as rule_files
from mandate.loading.keys import KEY_TYPES, KeySpec, specs
from mandate.loading.problems import Problems, did_you_mean
from mandate.loading.toml import KeyPath, TomlFile, read
from mandate.loading.values import PATTERN_KEYS, Scope

#: Files of a doctrine that are not rules.
_FACTS, _CLAUSES, _EVENTS, _STATUS = "facts.toml", "clauses.toml", "events.toml", "status.toml"


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


@frozen(eq=False)
class Doctrine:
    """Everything under ``rules/doctrine/``, and what an agreement added to it."""

    program: Program
    clauses: Mapping[str, ClauseKind]
    events: Mapping[str, EventKind]
    axes: Mapping[str, Mapping[str, Axis]]
    digest: str
    files: tuple[str, ...]


@lru_cache(maxsize=8)
def load(folder: Path) -> Doctrine:
    """Read a doctrine folder.

    Raises:
        FileError: with every problem of every file.

    """
    problems = Problems()
    files = [read(path, f"doctrine/{path.name}") for path in sorted(folder.glob("*.toml"))]
    by_name = {file.name.removeprefix("doctrine/"): file for file in files}
    table = dict(rule_files.kinds(by_name[_FACTS], problems))
    events = _events(by_name[_EVENTS], problems, table[Role.TEXT])
    table[Role.EVENT] = {name: _event_facts(kind) for name, kind in events.items()}
    rules: list[Rule] = []
    for name, file in by_name.items():
        if name not in {_FACTS, _CLAUSES, _EVENTS, _STATUS}:
            rules.extend(rule for rule, _ in rule_files.rules(file, problems, table))
    facts = {**table[Role.TEXT], **table[Role.STATE]}
    clauses = _clauses(by_name[_CLAUSES], problems, table[Role.TEXT])
    axes = axis_files.axes(by_name[_STATUS], problems, facts)
    _check_names(by_name, problems, rules)
    problems.raise_if_any()
    program = Program(facts, table[Role.EVENT], table[Role.SIGNAL], tuple(rules))
    digest = hashlib.sha256("\0".join(f.name + "\0" + f.text for f in files).encode()).hexdigest()
    return Doctrine(program, clauses, events, axes, digest, tuple(f.name for f in files))


def extended(doctrine: Doctrine, file: TomlFile, problems: Problems) -> Doctrine:
    """Return the doctrine with an agreement's own rules, which may replace rules by id."""
    program = doctrine.program
    table = {
        Role.TEXT: {n: k for n, k in program.facts.items() if k.role is Role.TEXT},
        Role.STATE: {n: k for n, k in program.facts.items() if k.role is Role.STATE},
        Role.EVENT: program.events,
        Role.SIGNAL: program.signals,
    }
    rules = list(program.rules)
    ids = [r.id for r in rules]
    for number, (rule, replaced) in enumerate(rule_files.rules(file, problems, table)):
        if replaced and replaced not in ids:
            problems.add(file, ("rule", number, "replaces"), f"no rule is named {replaced!r}",
                         hint=did_you_mean(replaced, ids))  # fmt: skip
        elif replaced:
            rules = [rule if r.id == replaced else r for r in rules]
        elif rule.id in ids:
            problems.add(file, ("rule", number, "id"), f"{rule.id!r} is a rule of the doctrine",
                         f'another id, or replaces = "{rule.id}"')  # fmt: skip
        else:
            rules.append(rule)
    digest = hashlib.sha256((doctrine.digest + file.text).encode()).hexdigest()
    return Doctrine(
        Program(program.facts, program.events, program.signals, tuple(rules)),
        doctrine.clauses, doctrine.events, doctrine.axes, digest, (*doctrine.files, file.name),
    )  # fmt: skip


def _check_names(files: Mapping[str, TomlFile], problems: Problems, rules: Sequence[Rule]) -> None:
    ids = [r.id for r in rules]
    for rule in rules:
        file = files[rule.source.partition(":")[0].removeprefix("doctrine/")]
        if ids.count(rule.id) > 1:
            problems.add(file, (), f"two rules are named {rule.id!r}")
        for other in rule.yields:
            if other not in ids:
                problems.add(file, (), f"rule {rule.id!r} yields to {other!r}, which is no rule",
                             hint=did_you_mean(other, ids))  # fmt: skip


# -- clauses ----------------------------------------------------------------------------------

_CLAUSE_KEYS = frozenset(
    {"says", "keys", "makes", "exactly-one", "at-most-one", "requires", "items"}
)
_MAKE_KEYS = frozenset({"fact", "with", "needs", "lacks", "each", "inner"})
#: Names that every ``makes`` may use beside the keys of the clause.
_GIVEN = {"clause": Type.TEXT, "instrument": Type.TEXT, "whole": Type.TEXT, "each": Type.TEXT}
_COUNTING = {"period": Type.PERIOD, "before": Type.BEFORE, "by": Type.BY}


def _clauses(
    file: TomlFile, problems: Problems, facts: Mapping[str, Kind]
) -> Mapping[str, ClauseKind]:
    found: dict[str, ClauseKind] = {}
    for name, raw in file.data.items():
        for key in raw:
            if key not in _CLAUSE_KEYS:
                problems.add(
                    file, (name, key), f"unknown key {key!r}", hint=did_you_mean(key, _CLAUSE_KEYS)
                )
        keys = specs(file, problems, (name, "keys"), raw.get("keys", {}))
        makes = [
            _make(file, problems, (name, "makes", number), make, keys, facts)
            for number, make in enumerate(raw.get("makes", []))
        ]
        found[name] = ClauseKind(
            name,
            raw.get("says", ""),
            keys,
            tuple(m for m in makes if m),
            _groups(raw, "exactly-one"),
            _groups(raw, "at-most-one"),
            {k: tuple(v) for k, v in raw.get("requires", {}).items()},
            bool(raw.get("items", False)),
        )
    return found


def _groups(raw: Mapping[str, Any], name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in raw.get(name, []))


def _make(  # noqa: PLR0913  # where it stands and what it may name
    file: TomlFile,
    problems: Problems,
    path: KeyPath,
    raw: Mapping[str, Any],
    keys: Mapping[str, KeySpec],
    facts: Mapping[str, Kind],
) -> Make | None:
    for key in raw:
        if key not in _MAKE_KEYS:
            problems.add(
                file, (*path, key), f"unknown key {key!r}", hint=did_you_mean(key, _MAKE_KEYS)
            )
    kind = facts.get(raw.get("fact", ""))
    if kind is None:
        problems.add(file, path, f"no text fact is named {raw.get('fact')!r}",
                     hint=did_you_mean(raw.get("fact"), facts))  # fmt: skip
        return None
    for name in (*raw.get("needs", []), *raw.get("lacks", []), *filter(None, [raw.get("each")])):
        if name not in keys:
            problems.add(file, path, f"no key {name!r}", hint=did_you_mean(name, keys))
            return None
    scope = _scope(file, problems, keys, raw.get("each", ""), raw.get("inner", ""))
    fields: dict[str, Value] = {}
    for name, value in raw.get("with", {}).items():
        if name not in kind.fields:
            problems.add(file, (*path, "with", name), f"{kind.name!r} has no field {name!r}",
                         hint=did_you_mean(name, kind.fields))  # fmt: skip
            continue
        fields[name] = scope.value(value, (*path, "with", name), kind.fields[name].type)
    for name, declared in kind.fields.items():
        if name not in fields and declared.default is None:
            problems.add(file, path, f"{kind.name!r} is made without {name!r}", f"{name} = ...")
    return Make(
        kind.name,
        fields,
        tuple(raw.get("needs", ())),
        tuple(raw.get("lacks", ())),
        raw.get("each", ""),
        raw.get("inner", ""),
    )


def _scope(
    file: TomlFile, problems: Problems, keys: Mapping[str, KeySpec], each: str, inner: str
) -> Scope:
    scope = Scope(file, problems)
    groups: dict[str, dict[str, Field]] = {
        "counting": {n: Field(n, t) for n, t in _COUNTING.items()}
    }
    for spec in keys.values():
        type_ = KEY_TYPES[spec.type]
        if len(spec.path) == 1:
            scope.names[spec.path[0]] = type_
        else:
            group, name = spec.path
            groups.setdefault(group, {})[name] = Field(name, type_)
    scope.names.update(_GIVEN)
    if each and keys[each].inner:
        groups["each"] = {n: Field(n, KEY_TYPES[s.type]) for n, s in keys[each].inner.items()}
        if inner:
            scope.names["item"] = KEY_TYPES[keys[each].inner[inner].type]
    for group, members in groups.items():
        scope.aliases[group] = Kind(group, Role.TEXT, members)
    return scope


# -- events -----------------------------------------------------------------------------------

_EVENT_KEYS = frozenset(
    {"says", "keys", "inert", "track", "exactly-one", "at-most-one", "requires", "checks"}
)


def _events(
    file: TomlFile, problems: Problems, facts: Mapping[str, Kind]
) -> Mapping[str, EventKind]:
    found: dict[str, EventKind] = {}
    for name, raw in file.data.items():
        for key in raw:
            if key not in _EVENT_KEYS:
                problems.add(
                    file, (name, key), f"unknown key {key!r}", hint=did_you_mean(key, _EVENT_KEYS)
                )
        found[name] = EventKind(
            name,
            raw.get("says", ""),
            specs(file, problems, (name, "keys"), raw.get("keys", {})),
            bool(raw.get("inert", False)),
            raw.get("track", "text"),
            _groups(raw, "exactly-one"),
            _groups(raw, "at-most-one"),
            {k: tuple(v) for k, v in raw.get("requires", {}).items()},
            tuple(
                _check(file, problems, (name, "checks", number), check, facts)
                for number, check in enumerate(raw.get("checks", []))
            ),
        )
    return found


def _check(
    file: TomlFile,
    problems: Problems,
    path: KeyPath,
    raw: Mapping[str, Any],
    facts: Mapping[str, Kind],
) -> tuple[tuple[Pattern, ...], str, str]:
    scope = Scope(file, problems, {}, {"of": Type.TEXT, "by": Type.TEXT})
    patterns = [scope.pattern(p, path, facts, PATTERN_KEYS, bind=True) for p in raw["when"]]
    return tuple(p for p in patterns if p), raw["needs"], raw.get("says", "")


def _event_facts(kind: EventKind) -> Kind:
    fields = {
        "id": Field("id", Type.TEXT),
        "at": Field("at", Type.POSITION),
        "day": Field("day", Type.DAY),
    }
    for spec in kind.keys.values():
        fields[spec.name] = Field(spec.name, KEY_TYPES[spec.type], spec.absent)
    return Kind(kind.name, Role.EVENT, fields, ("id",), track=kind.track, inert=kind.inert)
