"""Rule files, checked before any matcher sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from mandate.doctrine.expressions import TRIGGER
from mandate.doctrine.facts import GIVEN, Kinds
from mandate.doctrine.keys import is_word
from mandate.doctrine.patterns import Scope, named_in, unnamed
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import (
    CONSTANTS,
    Act,
    Kind,
    Pattern,
    Ref,
    Role,
    Rule,
    Trigger,
    Type,
    Value,
)
from mandate.errors import did_you_mean, shown
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile

_RULE = {"says": "text", "authority": "text", "on": "value", "when": "value"} | {
    "unless": "value",
    "let": "table",
    "then": "value",
    "effect": "value",
    "yields": "texts",
    "prevails": "flag",
    "power": "text",
    "replaces": "text",
}
_NEEDED = {
    "says": "one sentence that says what the rule does",
    "authority": "the article, the practice or the author on which the rule stands",
    "on": "...",
}
_TRIGGERS = frozenset({"event", "reached", "signal"})
#: The form of a rule, told where one stands in the notation before this one.
_OLD_RULE = "[the-id] on a line of its own, with says, authority, on, when, unless, let and then"
_VERBS = ("make", "put", "set", "add", "drop", "signal")
_MAKING, _ON_FACTS = frozenset({"make", "put", "signal"}), frozenset({"set", "add", "drop"})
#: Patterns of one rule that do not name their one fact by its key. A matcher's work grows with the
#: number of facts to the power of this; the doctrine has no rule with more than one such pattern.
MOST_LOOSE = 2


@frozen
class ReadRule:
    """A rule, its place in the file, and the id of the rule that it replaces, or ""."""

    rule: Rule
    path: KeyPath
    replaces: str
    #: Whether every other rule gives way to it where both would change the same thing.
    prevails: bool


#: Rules in one file. The whole doctrine has about as many, in a dozen files.
MOST_RULES = 500


def rules(file: TomlFile, problems: Problems, kinds: Kinds) -> Sequence[ReadRule]:
    """Read the rules of a file: each is a table under its id."""
    shapes = Shapes(file, problems)
    if isinstance(file.data.get("rule"), list):
        problems.add(file, ("rule",), "[[rule]], of a notation that is read no more", _OLD_RULE)
        return []
    if len(file.data) > MOST_RULES:
        problems.add(file, (), f"{len(file.data)} rules", f"at most {MOST_RULES}")
        return []
    read: list[ReadRule] = []
    for name, path, raw in shapes.members(file.data, ()):
        if isinstance(file.data[name], Mapping):
            rule = _RuleReader(file, problems, kinds, path).read(name, raw)
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

    def read(self, name: str, raw: Mapping[str, object]) -> ReadRule | None:
        scope, shapes, path = self.scope, self.shapes, self.path
        form = shapes.form(raw, path, _RULE)
        for key, right in _NEEDED.items():
            if key not in raw:
                scope.add(path, f"no {key!r}", f"{key} = {right}")
        if not is_word(name):
            shapes.wrong(path, name, "an id: lower-case words joined by hyphens")
        trigger = self._trigger(form["on"]) if "on" in raw else None
        if trigger is None:
            return None  # what the rest refers to is not known
        when, unless = (
            scope.patterns(form[word], (*path, word), self.facts, bind=word == "when")
            if word in raw
            else ()
            for word in ("when", "unless")
        )
        self._loose(when)
        let = tuple(self._let(bound, value) for bound, value in form["let"].items())
        acts = tuple(self._acts(raw))
        values = [v for act in acts for v in act.fields.values()] + [v for _, v in let]
        used = named_in((*when, *unless), values) | {a.target for a in acts if a.verb in _ON_FACTS}
        rule = Rule(
            name,
            form["says"],
            trigger,
            unnamed(when, used),
            unless,
            let,
            acts,
            frozenset(form["yields"]),
            form["power"],
            scope.file.place(path),
            form["authority"],
        )
        if len(scope.problems.found) == self.before:
            self._tracks(rule)
        whole = len(scope.problems.found) == self.before
        return ReadRule(rule, path, form["replaces"], form["prevails"]) if whole else None

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
            right = 'on.event = "kind", on.reached = "kind.field" or on.signal = "kind"'
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
        self.scope.aliases[TRIGGER] = kind
        self.scope.clause = Ref(TRIGGER, kind.about) if kind.about else None
        tests = self.scope.tests(raw, kind, path, _TRIGGERS)
        return Trigger(role, name, boundary, TRIGGER, tests)

    def _let(self, name: str, raw: object) -> tuple[str, Value]:
        path = (*self.path, "let", name)
        value, type_ = self.scope.type_of(raw, path)
        if not is_word(name):
            self.scope.add(path, f"{shown(name)} is not a name", "a word")
        of_trigger = self.scope.aliases[TRIGGER].fields
        if name in {*self.scope.aliases, *self.scope.names, *of_trigger, *CONSTANTS}:
            self.scope.add(path, f"{shown(name)} is bound already", "another name")
        self.scope.names[name] = type_ or Type.TEXT
        return name, value

    def _acts(self, raw: Mapping[str, object]) -> Iterator[Act]:
        """Yield the acts under ``then``; none where there is no effect."""
        path = (*self.path, "then")
        if "effect" in raw:
            if raw["effect"] != "none":
                self.shapes.wrong((*self.path, "effect"), raw["effect"], '"none"')
            if "then" in raw:
                self.scope.add(path, "both `then` and `effect`", 'one of them: effect = "none"')
            return
        if not isinstance(raw.get("then"), Mapping):
            right = 'then.set.term = { field = ... }, or effect = "none"'
            if "then" in raw:
                self.shapes.wrong(path, raw["then"], right)
            else:
                self.scope.add(self.path, "neither 'then' nor 'effect'", right)
            return
        for verb, here, targets in self.shapes.members(raw["then"], path):
            if verb not in _VERBS:
                right, hint = "one of " + ", ".join(_VERBS), did_you_mean(verb, _VERBS)
                self.scope.add(here, f"no verb is named {shown(verb)}", "" if hint else right, hint)
                continue
            for target, place, written in self._targets(targets, here):
                act = self._act(verb, target, written, place)
                if act:
                    yield act

    def _targets(
        self, targets: Mapping[str, object], path: KeyPath
    ) -> Iterator[tuple[str, KeyPath, Mapping[str, object]]]:
        """Yield each target of a verb with its fields; a list of tables is several acts on it."""
        for target, written in targets.items():
            here = (*path, target)
            if isinstance(written, list):
                for place, table in self.shapes.tables(written, here):
                    yield target, place, table
            elif isinstance(written, Mapping):
                yield target, here, written
            else:
                self.shapes.wrong(here, written, "{ field = ... }")

    def _act(
        self, verb: str, target: str, assigned: Mapping[str, object], path: KeyPath
    ) -> Act | None:
        kind = self._target(verb, target, path)
        if kind is None:
            return None
        fields: dict[str, Value] = {}
        if verb in _MAKING and kind.about and kind.about not in assigned and self.scope.clause:
            fields[kind.about] = self.scope.clause
        for name, value in assigned.items():
            fields[name] = self._given(verb, kind, name, value, (*path, name))
        if verb in _MAKING:
            by_clock = GIVEN.get(kind.role, {})
            for name, declared in kind.fields.items():
                if name not in fields and declared.default is None and name not in by_clock:
                    what = f"{kind.name!r} is made without {name!r}"
                    self.scope.add(path, what, f"{name} = ...")
        elif verb == "drop" and assigned:
            self.scope.add(path, "a fact is dropped whole", f"then.drop.{target} = {{}}")
        return Act(verb, self._alias(target) if verb in _ON_FACTS else target, fields)

    def _alias(self, target: str) -> str:
        """Return the name by which the rule knows a fact: what set it off goes by its kind."""
        return target if target in self.scope.aliases else TRIGGER

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
            known = {n: k for n, k in self.scope.aliases.items() if n != TRIGGER}
            known.setdefault(self.scope.aliases[TRIGGER].name, self.scope.aliases[TRIGGER])
            kind = known.get(target)
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
            named = self.scope.aliases if act.verb in _ON_FACTS else self.facts
            kind = named.get(act.target)
            if kind and reads_ground and kind.track != "ground":
                what = f"reads what is reported of the ground and changes {kind.name!r}"
                right = "a rule that reads only the text and its acts"
                self.scope.add(self.path, what, right)
