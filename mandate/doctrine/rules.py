"""Rule files: kinds of fact and rules, checked before any matcher sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from mandate.doctrine.expressions import Scope, scalar
from mandate.doctrine.keys import is_word
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import (
    Act,
    Field,
    Kind,
    Pattern,
    Role,
    Rule,
    Scalar,
    Trigger,
    Type,
    Value,
)
from mandate.errors import did_you_mean, shown
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile

#: Kinds of event are declared in a file of their own.
_ROLES = (Role.TEXT, Role.STATE, Role.SIGNAL)
_KIND = {"says": "text", "key": "texts", "cycle": "table", "track": "value", "fields": "table"} | {
    "inert": "flag",
    "quiet": "flag",
    "passing": "flag",
}
_RULE = {"id": "value", "says": "value", "on": "value", "then": "value"} | {
    "when": "items",
    "unless": "items",
    "let": "table",
    "yields": "texts",
    "power": "text",
    "replaces": "text",
}
_NEEDED = ("id", "says", "on", "then")
_TRIGGERS = frozenset({"event", "reached", "signal"})
_TRIGGER_KEYS = _TRIGGERS | {"as"}
_VERBS = ("make", "put", "set", "add", "drop", "signal")
#: Patterns of one rule that do not name their one fact by its key. A matcher's work grows with the
#: number of facts to the power of this; the doctrine has no rule with more than one such pattern.
MOST_LOOSE = 2
#: Fields that the clock gives to every event and every signal.
_GIVEN = {
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


@frozen
class ReadRule:
    """A rule, its place in the file, and the id of the rule that it replaces, or ""."""

    rule: Rule
    path: KeyPath
    replaces: str


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
    fields = {n: Field(n, t) for n, t in _GIVEN.get(role, {}).items()}
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
        constant = scalar(Scope(shapes.file, shapes.problems).value(default, path, type_))
    return Field(name, type_, constant)


#: Rules in one file. The whole doctrine has half as many.
MOST_RULES = 500


def rules(file: TomlFile, problems: Problems, kinds: Kinds) -> Sequence[ReadRule]:
    """Read ``[[rule]]`` tables."""
    shapes = Shapes(file, problems)
    problems.unknown_keys(file, (), file.data, ("rule",))
    read: list[ReadRule] = []
    tables = file.data.get("rule", [])
    if isinstance(tables, list) and len(tables) > MOST_RULES:
        problems.add(file, ("rule",), f"{len(tables)} rules", f"at most {MOST_RULES}")
        return []
    for path, raw in shapes.tables(tables, ("rule",)):
        rule = _RuleReader(file, problems, kinds, path).read(raw)
        if rule:
            read.append(rule)
    return read


def unread_events(events: Mapping[str, Kind], rules: Iterable[Rule]) -> Sequence[str]:
    """Return the kinds of event that no rule reads and that are not declared inert."""
    read = {r.trigger.kind for r in rules if r.trigger.role == "event"}
    return sorted(name for name, kind in events.items() if not kind.inert and name not in read)


class _RuleReader:
    """Reads one rule in its own scope."""

    def __init__(self, file: TomlFile, problems: Problems, kinds: Kinds, path: KeyPath) -> None:
        self.scope = Scope(file, problems)
        self.shapes = Shapes(file, problems)
        self.kinds = kinds
        self.facts = {**kinds[Role.TEXT], **kinds[Role.STATE]}
        self.path = path
        self.before = len(problems.found)

    def read(self, raw: Mapping[str, object]) -> ReadRule | None:
        scope, shapes, path = self.scope, self.shapes, self.path
        form = shapes.form(raw, path, _RULE)
        for key in _NEEDED:
            if key not in raw:
                scope.add(path, f"no {key!r}", f"{key} = ...")
        if not raw.keys() >= {*_NEEDED}:
            return None
        name = form["id"]
        if not is_word(name):
            shapes.wrong((*path, "id"), name, "an id: lower-case words joined by hyphens")
        says = shapes.text(form["says"], (*path, "says"))
        trigger = self._trigger(form["on"])
        if trigger is None:
            return None
        when = scope.patterns(form["when"], (*path, "when"), self.facts, bind=True)
        unless = scope.patterns(form["unless"], (*path, "unless"), self.facts, bind=False)
        self._loose(when)
        let = [self._let(bound, value) for bound, value in form["let"].items()]
        acts = [self._act(act, here) for here, act in shapes.tables(form["then"], (*path, "then"))]
        rule = Rule(
            str(name),
            says,
            trigger,
            when,
            unless,
            tuple(let),
            tuple(act for act in acts if act),
            frozenset(form["yields"]),
            form["power"],
            scope.file.place((*path, "id")),
        )
        if len(scope.problems.found) == self.before:
            self._tracks(rule)
        whole = len(scope.problems.found) == self.before
        return ReadRule(rule, path, form["replaces"]) if whole else None

    def _loose(self, when: Sequence[Pattern]) -> None:
        loose = [
            p.kind
            for p in when
            if not {t.field for t in p.tests if t.op == "eq"} >= {*self.facts[p.kind].key}
        ]
        if len(loose) > MOST_LOOSE:
            what = f"{len(loose)} patterns that any number of facts may satisfy: {', '.join(loose)}"
            self.scope.add(
                (*self.path, "when"), what, f"at most {MOST_LOOSE}, the others with their whole key"
            )

    def _trigger(self, raw: object) -> Trigger | None:
        path = (*self.path, "on")
        written = sorted(raw.keys() & _TRIGGERS) if isinstance(raw, Mapping) else []
        if not isinstance(raw, Mapping) or len(written) != 1:
            right = '{ event = "kind" }, { reached = "kind.field" } or { signal = "kind" }'
            self.scope.add(path, f"{shown(raw)} is not a trigger", right)
            return None
        (role,) = written
        name, dot, boundary = self.shapes.text(raw[role], (*path, role)).partition(".")
        table = {
            "event": self.kinds[Role.EVENT],
            "reached": self.facts,
            "signal": self.kinds[Role.SIGNAL],
        }[role]
        kind = table.get(name)
        if kind is None:
            if name:
                self.scope.add(
                    (*path, role),
                    f"no {role} is named {shown(name)}",
                    "",
                    did_you_mean(name, table),
                )
            return None
        if role == "reached" and boundary not in kind.boundaries:
            self.scope.add(
                (*path, role),
                f"{name!r} has no boundary {shown(boundary)}",
                "",
                did_you_mean(boundary, kind.boundaries),
            )
            return None
        if role != "reached" and dot:
            self.scope.add((*path, role), f"{shown(raw[role])} is not a kind", f'"{name}"')
        tests = self.scope.tests(raw, kind, path, _TRIGGER_KEYS)
        if "as" not in raw:
            self.scope.add(path, "the trigger has no name", 'as = "e"')
            return None
        alias = self.scope.alias(raw, path)
        self.scope.aliases[alias] = kind
        return Trigger(role, name, boundary, alias, tests)

    def _let(self, name: str, raw: object) -> tuple[str, Value]:
        path = (*self.path, "let", name)
        value, type_ = self.scope.type_of(raw, path)
        if not is_word(name):
            self.scope.add(path, f"{shown(name)} is not a name", "a word")
        if name in self.scope.aliases or name in self.scope.names:
            self.scope.add(path, f"{shown(name)} is bound already", "another name")
        self.scope.names[name] = type_ or Type.TEXT
        return name, value

    def _act(self, raw: Mapping[str, object], path: KeyPath) -> Act | None:
        verbs = [v for v in _VERBS if v in raw]
        if len(verbs) != 1:
            self.scope.add(
                path, "not one verb" if verbs else "no verb", "one of " + ", ".join(_VERBS)
            )
            return None
        verb = verbs[0]
        target = self.shapes.text(raw[verb], (*path, verb))
        assigned = {k: v for k, v in raw.items() if k != verb}
        kind = self._target(verb, target, (*path, verb)) if target else None
        if kind is None:
            return None
        fields = {
            name: self._given(verb, kind, name, value, (*path, name))
            for name, value in assigned.items()
        }
        if verb in {"make", "put", "signal"}:
            by_clock = _GIVEN.get(kind.role, {})
            for name, declared in kind.fields.items():
                if name not in assigned and declared.default is None and name not in by_clock:
                    what = f"{kind.name!r} is made without {name!r}"
                    self.scope.add(path, what, f"{name} = ...")
        elif verb == "drop" and assigned:
            self.scope.add(path, "a fact is dropped whole", f'{{ drop = "{target}" }}')
        return Act(verb, target, fields)

    def _given(self, verb: str, kind: Kind, name: str, value: object, path: KeyPath) -> Value:
        """Read the value that an act gives to a field."""
        declared = kind.fields.get(name)
        if declared is None:
            hint = did_you_mean(name, kind.fields)
            self.scope.add(path, f"{kind.name!r} has no field {shown(name)}", "", hint)
            return ""
        if verb in {"set", "add"} and name in kind.key:
            self.scope.add(path, f"{name!r} names the fact and cannot be changed")
        if verb == "add" and declared.type is not Type.COUNT:
            self.scope.add(path, f"{name!r} is a {declared.type}", "a count to add to")
        return self.scope.value(value, path, declared.type)

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
                path, f"nothing is named {shown(target)}", "", did_you_mean(target, known)
            )
        return kind

    def _tracks(self, rule: Rule) -> None:
        # Law and fact never blend: a rule that reads the ground may conclude only about the ground.
        kinds = [self.facts[k] for k in rule.reads] + [self.scope.aliases[rule.trigger.alias]]
        reads_ground = any(k.track == "ground" for k in kinds)
        for act in rule.then:
            kind = self.facts.get(act.target) or self.scope.aliases.get(act.target)
            if kind and reads_ground and kind.track != "ground":
                what = f"reads what is reported of the ground and changes {kind.name!r}"
                right = "a rule that reads only the text and its acts"
                self.scope.add(self.path, what, right)
