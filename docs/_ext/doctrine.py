"""Directives that print the doctrine: its rules, cases, kinds, axes, functions and conventions.

All of it comes from the files under ``rules/doctrine/`` as the library reads them, so that a page
cannot say what the rules do not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sphinx.application import Sphinx
from sphinx.util import logging

from mandate.counting.conventions import PRESETS
from mandate.doctrine.keys import KeySpec
from mandate.doctrine.model import ClauseKind, EventKind
from mandate.engine.functions import FUNCTIONS
from mandate.engine.grammar import Axis, Kind, Rule, Trigger
from mandate.library import doctrine, rules_folder

from .markdown import MarkdownDirective, code, codes, table

T = TypeVar("T")
_log = logging.getLogger(__name__)

#: A default by which the doctrine means "no limit"; its sentence says so.
_WITHOUT_LIMIT = 1_000_000_000

_WRITTEN = {
    "text": "a text",
    "word": "an id",
    "flag": "`true` or `false`",
    "count": "a whole number",
    "date": "a date",
    "moment": "a date or a date-time",
    "hour": "a date-time",
    "end": "a date, the last day, or a date-time",
    "length": "a duration",
    "lead": "a duration, also of nothing",
    "party": "a party",
    "clause": "a clause",
    "event": "an event",
    "subject": "a subject",
    "state": "a state of the subject",
    "tables": "a table",
}


class _FromDoctrine(MarkdownDirective):
    """A directive that is read again when a file of the doctrine changes."""

    def lines(self) -> Iterator[str]:
        """Yield the paragraphs."""
        raise NotImplementedError  # each directive has its own

    def markdown(self) -> str:
        """Join the paragraphs, and note on which files they rest."""
        for path in sorted((rules_folder() / "doctrine").glob("*.toml")):
            self.env.note_dependency(path)
        return "\n\n".join(self.lines())

    def needed(self, found: T | None, what: str) -> T:
        """Return what was looked up for the argument; stop the build where there is nothing."""
        if not found:
            message = f"there is no {what} {self.arguments[0]!r}"
            raise self.error(message)
        return found


class Rules(_FromDoctrine):
    """``{doctrine-rules} notice.toml``: every rule of a file, in its order."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield a table of the rules."""
        wanted = f"doctrine/{self.arguments[0]}"
        rules = [r for r in doctrine().program.rules if r.source.partition(":")[0] == wanted]
        head = ["Rule", "What it says", "Authority", "Set off by", "What it does"]
        yield table(head, map(_rule, self.needed(rules, "file of rules named")))


def _rule(rule: Rule) -> Sequence[str]:
    verbs = dict.fromkeys(_does(rule))
    does = ", ".join(verbs) or "no effect"
    return [code(rule.id), rule.says, rule.authority, _trigger(rule.trigger), does]


def _does(rule: Rule) -> Iterator[str]:
    for act in rule.then:
        kind = rule.aliases.get(act.target, act.target)
        yield f"{act.verb} {code(kind)}"


def _trigger(trigger: Trigger) -> str:
    name = code(f"{trigger.kind}.{trigger.boundary}" if trigger.boundary else trigger.kind)
    return {"event": "event", "reached": "reaching", "signal": "signal"}[trigger.role] + f" {name}"


class Cases(_FromDoctrine):
    """``{doctrine-cases} notice``: the cases of ``reference/cases/notice.toml``."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield a table of the cases. A rule that does not exist stops the build."""
        path = Path(self.env.srcdir) / f"reference/cases/{self.arguments[0]}.toml"
        self.env.note_dependency(path)
        says = {r.id: r.says for r in doctrine().program.rules}
        cases = tomllib.loads(path.read_text("utf-8"))["case"]
        for case in cases:
            if case.get("rule", "") not in {*says, ""}:
                where = (self.env.docname, self.lineno)
                _log.warning("%s: no rule is named %r", case["case"], case["rule"], location=where)
        head = ["Case", "Rule that decides it", "What the rule says"]
        yield table(head, [_case(case, says) for case in cases])


def _case(case: Mapping[str, Any], says: Mapping[str, str]) -> Sequence[str]:
    if "rule" not in case:
        return [case["case"], "none", "No rule is set off."]
    return [case["case"], code(case["rule"]), says.get(case["rule"], "")]


class Clauses(_FromDoctrine):
    """``{doctrine-clause} term``: what an author may write of a kind of clause."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield the sentence of the kind, its keys, and which of them go together."""
        kind = self.needed(doctrine().clauses.get(self.arguments[0]), "kind of clause")
        yield kind.says
        yield _keys(kind.keys)
        for spec in kind.keys.values():
            if spec.inner:
                yield f"Each table of {code(spec.name)} has these keys:"
                yield _keys(spec.inner)
        yield from _together(kind)


class Events(_FromDoctrine):
    """``{doctrine-events}``: every kind of event and its keys."""

    def lines(self) -> Iterator[str]:
        """Yield a section for each kind of event."""
        for kind in doctrine().events.values():
            yield f"### {code(kind.name)}"
            yield kind.says + _ASIDE[kind.inert, kind.track]
            if not kind.inert:
                yield _EFFECT[kind.effect]
            if kind.ends_with:
                yield f"{code(kind.ends_with)} may stand in place of `effect`; not both."
            yield _keys(kind.keys)
            yield from _together(kind)
            for _, needed, why in kind.checks:
                yield f"{code(needed)} is needed where this holds: {why}"
            for slip in kind.slips:
                where = f"it is a year off {code(slip.year_off)}" if slip.year_off else slip.says
                yield f"`mandate check` warns where {where}."


_ASIDE = {
    (False, "text"): "",
    (True, "text"): " It is inert: no rule reads it.",
    (False, "ground"): " It is about the ground: no rule of the text reads it.",
}


_EFFECT = {
    "judged": "It is judged on `on`; its rules say what works from a day of `effect`.",
    "named": "It works when its period has run, and not before the day that `effect` names.",
    "comes": "With a day of `effect` it comes on that day.",
    "ends": "With a day of `effect` it comes at the first instant of that day with what ends then.",
    "none": "A day of `effect` changes nothing: it counts on the day on which it was done.",
}


def _keys(specs: Mapping[str, KeySpec]) -> str:
    return table(["Key", "Holds", "Meaning"], map(_key, specs.values()))


def _key(spec: KeySpec) -> Sequence[str]:
    holds = (
        f"one of {codes(spec.choices)}"
        if spec.choices
        else _WRITTEN.get(spec.type, f"a {spec.type}")
    )
    if spec.kinds:
        holds += f" of kind {' or '.join(map(code, spec.kinds))}"
    if spec.roles:
        holds += f" of role {' or '.join(map(code, spec.roles))}"
    if spec.most:
        holds += f", no more than there are {spec.most}"
    if spec.many:
        holds += ", one or a list"
    if spec.required:
        holds += "; required"
    elif spec.default is not None and spec.default != _WITHOUT_LIMIT:
        default = str(bool(spec.default)).lower() if spec.type == "flag" else spec.default
        holds += f"; default {code(default)}"
    return [code(spec.name), holds, spec.says]


def _together(kind: ClauseKind | EventKind) -> Iterator[str]:
    rules = [f"- exactly one of {codes(group)}" for group in kind.exactly_one]
    rules += [f"- at most one of {codes(group)}" for group in kind.at_most_one]
    for name, needed in kind.requires.items():
        for options in needed:
            rules.append(f"- {code(name)} only with {' or '.join(map(code, options.split('|')))}")
    if isinstance(kind, ClauseKind):
        rules += [f"- {code(b)} not before {code(a)}" for a, b in kind.in_order if _dated(kind, a)]
        rules += [
            f"- {code(b)} not shorter than {code(a)}"
            for a, b in kind.in_order
            if not _dated(kind, a)
        ]
        rules += [
            f"- {code(spec.name)} only where the clause of {code(spec.state_of)} has that state"
            for spec in kind.keys.values()
            if spec.state_of
        ]
        rules += [
            f"- `mandate check` warns where {code(silence.several)} names several and "
            f"{code(silence.lacks)} is not written"
            for silence in kind.silences
        ]
    for among in kind.among:
        facts = " or ".join(code(pattern.kind) for pattern in among.patterns)
        how = "only if the clause has no" if among.none_of else "only if the clause has that"
        made = f", as {code(among.fact)}," if among.fact else ""
        rules.append(f"- a name in {code(among.key)}{made} {how} {facts}")
    if rules:
        yield "Which keys go together:"
        yield "\n".join(rules)


def _dated(kind: ClauseKind, key: str) -> bool:
    return kind.keys[key].type in {"date", "hour"}


class Axes(_FromDoctrine):
    """``{doctrine-axes} term``: what a status says of a kind of clause, a party or a subject."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield a table of the axes and their words."""
        found = self.needed(doctrine().axes.get(self.arguments[0]), "part of a status")
        rows: list[Sequence[str]] = []
        for axis in found.values():
            rows.append(_axis(axis, axis.name))
            rows += [
                _axis(column, f"{axis.name}.….{name}") for name, column in axis.columns.items()
            ]
        yield table(["Axis", "Values", "Meaning"], rows)


def _axis(axis: Axis, name: str) -> Sequence[str]:
    return [code(name), codes(axis.choices) or _AXIS.get(axis.type, f"a {axis.type}"), axis.says]


_AXIS = {
    "day": "a date or `None`",
    "instant": "a date-time or `None`",
    "count": "a whole number",
    "figure": "a whole number or `None`",
    "flag": "`True` or `False`",
    "text": "a text",
    "table": "a table, one row for each",
}


class Facts(_FromDoctrine):
    """``{doctrine-facts} state``: the kinds of fact (text, state) or of signal."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield a table of the kinds and their fields."""
        program = doctrine().program
        kinds = [*program.facts.values(), *program.signals.values()]
        found = [kind for kind in kinds if kind.role == self.arguments[0]]
        rows = [[code(k.name), _fields(k), k.says] for k in self.needed(found, "role")]
        yield table(["Kind", "Fields", "Meaning"], rows)


def _fields(kind: Kind) -> str:
    fields = kind.fields.values()
    return ", ".join(_field(f.name, f.type, key=f.name in kind.key) for f in fields)


def _field(name: str, holds: str, *, key: bool) -> str:
    return code(f"{name}: {holds}") + (" (key)" if key else "")


class Functions(_FromDoctrine):
    """``{doctrine-functions}``: the fixed table of functions that a value may call."""

    def lines(self) -> Iterator[str]:
        """Yield a table of signatures, and of how the result is told."""
        rows = [
            [
                code(f"{function.name}({', '.join(function.params)}) → {function.result}"),
                f"“{function.says}”" if function.says else "not told",
            ]
            for function in FUNCTIONS.values()
        ]
        yield table(["Function", "How reasons tell it"], rows)


class Presets(_FromDoctrine):
    """``{counting-presets} period``: the named conventions of a kind, with their sources."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield a list of presets."""
        presets = self.needed(PRESETS.get(self.arguments[0]), "kind of convention")
        yield "\n".join(
            f"- {code(name)} ({code(preset.value.code)}): {_linked(preset.citation)}"
            for name, preset in presets.items()
        )


def _linked(text: str) -> str:
    words = text.split(" ")
    return " ".join(_link(word) if word.startswith("http") else word for word in words)


def _link(word: str) -> str:
    address = word.rstrip(".,;")
    return f"<{address}>{word[len(address) :]}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("doctrine-rules", Rules)
    app.add_directive("doctrine-cases", Cases)
    app.add_directive("doctrine-clause", Clauses)
    app.add_directive("doctrine-events", Events)
    app.add_directive("doctrine-axes", Axes)
    app.add_directive("doctrine-facts", Facts)
    app.add_directive("doctrine-functions", Functions)
    app.add_directive("counting-presets", Presets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
