"""Rule files: kinds of fact and rules, checked so that a matcher cannot be surprised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mandate.engine.grammar import (
    Act,
    Field,
    Kind,
    Role,
    Rule,
    Scalar,
    Trigger,
    Type,
    Value,
)
from mandate.loading.problems import Problems, did_you_mean
from mandate.loading.toml import KeyPath, TomlFile
from mandate.loading.values import PATTERN_KEYS, Scope, scalar

_ROLES = tuple(Role)
_KIND_KEYS = frozenset({"says", "key", "cycle", "track", "inert", "quiet", "fields"})
_RULE_KEYS = frozenset({"id", "says", "on", "when", "unless", "let", "then", "yields", "replaces"})
_TRIGGER_KEYS = frozenset({"event", "reached", "signal", "as"})
_VERBS = ("make", "put", "set", "add", "drop", "signal")
#: Fields that the clock gives to every event and every signal.
_GIVEN = {
    Role.EVENT: {"id": Type.TEXT, "at": Type.POSITION, "day": Type.DAY},
    Role.SIGNAL: {"at": Type.POSITION, "day": Type.DAY},
}

Kinds = Mapping[Role, Mapping[str, Kind]]


def kinds(file: TomlFile, problems: Problems) -> Kinds:
    """Read the declarations of fact kinds: ``[text.x]``, ``[state.x]``, ``[event.x]``, ``[signal.x]``."""
    table: dict[Role, dict[str, Kind]] = {role: {} for role in Role}
    for section, members in file.data.items():
        if section not in _ROLES or not isinstance(members, Mapping):
            problems.add(
                file, (section,), f"no such section {section!r}", hint=did_you_mean(section, _ROLES)
            )
            continue
        for name, raw in members.items():
            kind = _kind(file, problems, Role(section), name, raw)
            if kind:
                table[kind.role][name] = kind
    return table


def _kind(file: TomlFile, problems: Problems, role: Role, name: str, raw: Any) -> Kind | None:  # noqa: ANN401  # from TOML
    path: KeyPath = (role.value, name)
    if not isinstance(raw, Mapping):
        problems.add(file, path, f"{raw!r} is not a table")
        return None
    for key in raw:
        if key not in _KIND_KEYS:
            problems.add(
                file, (*path, key), f"unknown key {key!r}", hint=did_you_mean(key, _KIND_KEYS)
            )
    fields = {n: Field(n, t) for n, t in _GIVEN.get(role, {}).items()}
    for field_name, spec in raw.get("fields", {}).items():
        found = _field(file, problems, (*path, "fields", field_name), field_name, spec)
        if found:
            fields[field_name] = found
    identity = tuple(raw.get("key", ()))
    for part in identity:
        if part not in fields:
            problems.add(
                file, (*path, "key"), f"{part!r} is not a field", hint=did_you_mean(part, fields)
            )
    if role in {Role.TEXT, Role.STATE} and not identity:
        problems.add(file, path, "no key", 'key = ["clause"]')
    cycle = raw.get("cycle", {})
    if cycle and (cycle.get("boundary") not in fields or cycle.get("counter") not in fields):
        problems.add(file, (*path, "cycle"), f"{cycle!r}", "two fields: boundary and counter")
    return Kind(
        name,
        role,
        fields,
        identity,
        cycle.get("boundary", ""),
        cycle.get("counter", ""),
        raw.get("track", "text"),
        inert=bool(raw.get("inert", False)),
        quiet=bool(raw.get("quiet", False)),
        says=raw.get("says", ""),
    )


def _field(
    file: TomlFile,
    problems: Problems,
    path: KeyPath,
    name: str,
    spec: Any,  # noqa: ANN401  # from TOML
) -> Field | None:
    written, default = (
        (spec[0], spec[1]) if isinstance(spec, list) and len(spec) == 2 else (spec, None)
    )  # type and default
    try:
        type_ = Type(written)
    except ValueError:
        problems.add(
            file, path, f"no type is named {written!r}", hint=did_you_mean(written, list(Type))
        )
        return None
    constant: Scalar | None = None
    if default is not None:
        scope = Scope(file, problems)
        constant = scalar(scope.value(default, path, type_))
    return Field(name, type_, constant)


def rules(file: TomlFile, problems: Problems, kinds: Kinds) -> Sequence[tuple[Rule, str]]:
    """Read ``[[rule]]`` tables. Return each rule with the id of the rule it replaces, or ""."""
    found: list[tuple[Rule, str]] = []
    for section in file.data:
        if section != "rule":
            problems.add(file, (section,), f"no such section {section!r}", "[[rule]]")
    raw_rules = file.data.get("rule", [])
    if not isinstance(raw_rules, list):
        problems.add(file, ("rule",), "not a list of rules", "[[rule]]")
        return found
    for number, raw in enumerate(raw_rules):
        rule = _RuleReader(file, problems, kinds, ("rule", number)).read(raw)
        if rule:
            found.append((rule, raw.get("replaces", "")))
    return found


class _RuleReader:
    """Reads one rule in its own scope."""

    def __init__(self, file: TomlFile, problems: Problems, kinds: Kinds, path: KeyPath) -> None:
        self.scope = Scope(file, problems)
        self.kinds = kinds
        self.facts = {**kinds[Role.TEXT], **kinds[Role.STATE]}
        self.path = path
        self.before = len(problems.found)

    def read(self, raw: Any) -> Rule | None:  # noqa: ANN401  # from TOML
        scope, path = self.scope, self.path
        if not isinstance(raw, Mapping):
            scope.add(path, "not a table")
            return None
        for key in raw:
            if key not in _RULE_KEYS:
                scope.add((*path, key), f"unknown key {key!r}", hint=did_you_mean(key, _RULE_KEYS))
        for key in ("id", "says", "on", "then"):
            if key not in raw:
                scope.add(path, f"no {key!r}", f"{key} = ...")
        if not {"id", "says", "on", "then"} <= raw.keys():
            return None
        trigger = self._trigger(raw["on"])
        if trigger is None:
            return None
        when = [
            scope.pattern(p, (*path, "when", i), self.facts, PATTERN_KEYS, bind=True)
            for i, p in enumerate(raw.get("when", []))
        ]
        unless = [
            scope.pattern(p, (*path, "unless", i), self.facts, PATTERN_KEYS, bind=False)
            for i, p in enumerate(raw.get("unless", []))
        ]
        let = [self._let(name, value) for name, value in raw.get("let", {}).items()]
        then = [self._act(act, (*path, "then", i)) for i, act in enumerate(raw["then"])]
        line = scope.file.line((*path, "id"))
        rule = Rule(
            str(raw["id"]),
            str(raw["says"]),
            trigger,
            tuple(p for p in when if p),
            tuple(p for p in unless if p),
            tuple(let),
            tuple(a for a in then if a),
            frozenset(raw.get("yields", ())),
            f"{scope.file.name}:{line}",
        )
        self._tracks(rule)
        return rule if len(scope.problems.found) == self.before else None

    def _trigger(self, raw: Any) -> Trigger | None:  # noqa: ANN401  # from TOML
        path = (*self.path, "on")
        if not isinstance(raw, Mapping) or len(raw.keys() & {"event", "reached", "signal"}) != 1:
            self.scope.add(path, f"{raw!r} is not a trigger",
                           '{ event = "kind" }, { reached = "kind.field" } or { signal = "kind" }')  # fmt: skip
            return None
        (role,) = raw.keys() & {"event", "reached", "signal"}
        name, _, boundary = str(raw[role]).partition(".")
        table = {
            "event": self.kinds[Role.EVENT],
            "reached": self.facts,
            "signal": self.kinds[Role.SIGNAL],
        }[role]
        kind = table.get(name)
        if kind is None:
            self.scope.add(path, f"no {role} is named {name!r}", hint=did_you_mean(name, table))
            return None
        if role == "reached" and boundary not in kind.boundaries:
            self.scope.add(path, f"{name!r} has no boundary {boundary!r}",
                           hint=did_you_mean(boundary, kind.boundaries))  # fmt: skip
            return None
        tests = self.scope.tests(raw, kind, path, _TRIGGER_KEYS)
        alias = raw.get("as", "")
        if not alias:
            self.scope.add(path, "the trigger has no name", 'as = "e"')
            return None
        self.scope.aliases[alias] = kind
        return Trigger(role, name, boundary, alias, tests)

    def _let(self, name: str, raw: Any) -> tuple[str, Value]:  # noqa: ANN401  # from TOML
        path = (*self.path, "let", name)
        value, found = self.scope.type_of(raw, path)
        if name in self.scope.aliases or name in self.scope.names:
            self.scope.add(path, f"{name!r} is bound already", "another name")
        self.scope.names[name] = found or Type.TEXT
        return name, value

    def _act(self, raw: Any, path: KeyPath) -> Act | None:  # noqa: ANN401  # from TOML
        verbs = [v for v in _VERBS if isinstance(raw, Mapping) and v in raw]
        if len(verbs) != 1:
            self.scope.add(path, f"{raw!r} has not one verb", "one of " + ", ".join(_VERBS))
            return None
        verb, target = verbs[0], str(raw[verbs[0]])
        given = {k: v for k, v in raw.items() if k != verb}
        kind = self._target(verb, target, path)
        if kind is None:
            return None
        fields: dict[str, Value] = {}
        for name, value in given.items():
            declared = kind.fields.get(name)
            if declared is None:
                self.scope.add(path, f"{kind.name!r} has no field {name!r}",
                               hint=did_you_mean(name, kind.fields))  # fmt: skip
                continue
            fields[name] = self.scope.value(value, path, declared.type)
            if verb in {"set", "add"} and name in kind.key:
                self.scope.add(path, f"{name!r} names the fact and cannot be changed")
            if verb == "add" and declared.type is not Type.COUNT:
                self.scope.add(path, f"{name!r} is a {declared.type}", "a count to add to")
        if verb in {"make", "put", "signal"}:
            given_by_clock = _GIVEN.get(kind.role, {})
            for name, declared in kind.fields.items():
                if name not in fields and declared.default is None and name not in given_by_clock:
                    self.scope.add(path, f"{kind.name!r} is made without {name!r}", f"{name} = ...")
        elif verb == "drop" and given:
            self.scope.add(path, "a fact is dropped whole", f'{{ drop = "{target}" }}')
        return Act(verb, target, fields)

    def _target(self, verb: str, target: str, path: KeyPath) -> Kind | None:
        if verb == "signal":
            kind = self.kinds[Role.SIGNAL].get(target)
            known: Mapping[str, Kind] = self.kinds[Role.SIGNAL]
        elif verb in {"make", "put"}:
            kind, known = self.kinds[Role.STATE].get(target), self.kinds[Role.STATE]
        else:
            kind, known = self.scope.aliases.get(target), self.scope.aliases
            if kind and kind.role is not Role.STATE:
                self.scope.add(path, f"{target!r} is not a fact that rules may change")
                return None
        if kind is None:
            self.scope.add(
                path, f"{verb}: nothing is named {target!r}", hint=did_you_mean(target, known)
            )
        return kind

    def _tracks(self, rule: Rule) -> None:
        # Law and fact never blend: what reads the ground may conclude only about the ground.
        kinds = [self.facts[k] for k in rule.reads] + [self.scope.aliases[rule.trigger.alias]]
        reads_ground = any(k.track == "ground" for k in kinds)
        for act in rule.then:
            kind = self.facts.get(act.target) or self.scope.aliases.get(act.target)
            if kind and reads_ground and kind.track != "ground":
                self.scope.add(self.path, f"reads what is reported of the ground and changes {kind.name!r}",
                               "a rule that reads only the text and its acts")  # fmt: skip
