"""``rules/doctrine/`` → :class:`~mandate.doctrine.model.Doctrine`, and an agreement's own rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path

from attrs import evolve

from mandate.doctrine import axes as axis_files
from mandate.doctrine import facts as fact_files
from mandate.doctrine import rules as rule_files
from mandate.doctrine.kinds import check_slips, clause_kinds, event_facts, event_kinds
from mandate.doctrine.model import Doctrine
from mandate.doctrine.rules import ReadRule
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import Program, Role, Rule
from mandate.errors import did_you_mean, shown
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile
from mandate.plain_data import digest, plain

#: Files of a doctrine that are not rules.
_FACTS, _CLAUSES, _EVENTS, _STATUS = "facts.toml", "clauses.toml", "events.toml", "status.toml"
_FIXED = frozenset({_FACTS, _CLAUSES, _EVENTS, _STATUS})


@lru_cache(maxsize=8)
def load(folder: Path) -> Doctrine:
    """Read a doctrine folder.

    Raises:
        FileError: a file is wrong; the error holds every problem of every file.

    """
    problems = Problems()
    there = sorted(_FIXED | {path.name for path in folder.glob("*.toml")})
    read = {name: problems.reading(folder / name, f"doctrine/{name}") for name in there}
    problems.raise_if_any()
    files = {name: file for name, file in read.items() if file is not None}
    table = dict(fact_files.kinds(files[_FACTS], problems))
    events = dict(event_kinds(Shapes(files[_EVENTS], problems), table[Role.TEXT]))
    table[Role.EVENT] = {name: event_facts(kind) for name, kind in events.items()}
    facts = {**table[Role.TEXT], **table[Role.STATE]}
    clauses = dict(clause_kinds(Shapes(files[_CLAUSES], problems), table[Role.TEXT]))
    axes = axis_files.axes(files[_STATUS], problems, facts)
    check_slips(Shapes(files[_EVENTS], problems), events, axes)
    of_rules = [files[name] for name in sorted(files.keys() - _FIXED)]
    rules, prevailing = _rules(of_rules, problems, table)
    if not problems.found:  # else a rule with a fault may be the only reader of an event
        for name in rule_files.unread_events(table[Role.EVENT], rules.values()):
            _unread(files[_EVENTS], problems, (name,), name)
    problems.raise_if_any()
    program = Program(facts, table[Role.EVENT], table[Role.SIGNAL], tuple(rules.values()))
    content = digest({name: file.data for name, file in files.items()})
    names = tuple(f.name for f in files.values())
    return Doctrine(program, clauses, events, axes, content, names, prevailing=prevailing)


def _rules(
    files: Sequence[TomlFile], problems: Problems, table: fact_files.Kinds
) -> tuple[Mapping[str, Rule], frozenset[str]]:
    """Return id → rule, and the ids of those that prevail."""
    rules: dict[str, Rule] = {}
    read = [(file, entry) for file in files for entry in rule_files.rules(file, problems, table)]
    for file, entry in read:
        if entry.rule.id in rules:
            what = f"two rules are named {shown(entry.rule.id)}"
            problems.add(file, entry.path, what, "another id")
        if entry.replaces:
            what = "the doctrine replaces none of its own rules"
            problems.add(file, (*entry.path, "replaces"), what)
        rules.setdefault(entry.rule.id, entry.rule)
    for file, entry in read:
        _check_yields(file, problems, entry, rules)
    prevailing = frozenset(entry.rule.id for _, entry in read if entry.prevails)
    return _yielding(rules, prevailing), prevailing


def _yielding(rules: Mapping[str, Rule], prevailing: AbstractSet[str]) -> Mapping[str, Rule]:
    """Return rules of which all but those that prevail themselves give way to what prevails."""
    return {
        name: rule if name in prevailing else evolve(rule, yields=rule.yields | prevailing)
        for name, rule in rules.items()
    }


def extended(doctrine: Doctrine, file: TomlFile, problems: Problems) -> Doctrine:
    """Return the doctrine with an agreement's own rules, which may replace rules by id."""
    program = doctrine.program
    table = {
        Role.TEXT: {n: k for n, k in program.facts.items() if k.role is Role.TEXT},
        Role.STATE: {n: k for n, k in program.facts.items() if k.role is Role.STATE},
        Role.EVENT: program.events,
        Role.SIGNAL: program.signals,
    }
    before = len(problems.found)
    own = rule_files.rules(file, problems, table)
    rules = {r.id: r for r in program.rules}
    replaced = _replaced(own, rules, file, problems)
    kept = {name: rule for name, rule in rules.items() if name not in replaced}
    for entry in own:
        if entry.rule.id in kept:
            what = f"{shown(entry.rule.id)} is the id of another rule"
            right = f'another id, or replaces = "{entry.rule.id}"'
            problems.add(file, entry.path, what, right)
        kept[entry.rule.id] = entry.rule
    for entry in own:
        _check_yields(file, problems, entry, {**rules, **kept})
    if len(problems.found) == before:
        for name in rule_files.unread_events(program.events, kept.values()):
            for gone, entry in replaced.items():
                trigger = rules[gone].trigger
                if (trigger.role, trigger.kind) == ("event", name):
                    _unread(file, problems, (*entry.path, "replaces"), name)
    # A rule that replaces another takes its place in the order, so that answers tell the same.
    ordered = [replaced[r.id].rule if r.id in replaced else r for r in program.rules]
    added = [entry.rule for entry in own if entry.replaces not in replaced]
    prevailing = doctrine.prevailing | {entry.rule.id for entry in own if entry.prevails}
    placed = _yielding({rule.id: rule for rule in (*ordered, *added)}, prevailing)
    content = "" if problems.found else digest([doctrine.digest, file.data])
    return Doctrine(
        Program(program.facts, program.events, program.signals, tuple(placed.values())),
        doctrine.clauses,
        doctrine.events,
        doctrine.axes,
        content,
        (*doctrine.files, file.name),
        {} if problems.found else plain(file.data),
        frozenset(_signalled(entry.rule for entry in own)),
        prevailing,
    )


def _signalled(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        for act in rule.then:
            if act.verb == "signal":
                yield from (value for value in act.fields.values() if isinstance(value, str))


def _replaced(
    own: Sequence[ReadRule], rules: Mapping[str, Rule], file: TomlFile, problems: Problems
) -> Mapping[str, ReadRule]:
    """Return id of a rule → the rule of the agreement that replaces it."""
    replaced: dict[str, ReadRule] = {}
    for entry in own:
        path = (*entry.path, "replaces")
        if entry.replaces and entry.replaces not in rules:
            hint = did_you_mean(entry.replaces, rules)
            problems.add(file, path, f"no rule is named {shown(entry.replaces)}", "", hint)
        elif entry.replaces in replaced:
            problems.add(file, path, f"{shown(entry.replaces)} is replaced twice", "each once")
        elif entry.replaces:
            replaced[entry.replaces] = entry
    return replaced


def _unread(file: TomlFile, problems: Problems, path: KeyPath, name: str) -> None:
    what = f"no rule reads events of kind {name!r}, and they are not declared inert"
    right = f'a rule with on.event = "{name}"; effect = "none" where it has none'
    problems.add(file, path, what, right)


def _check_yields(
    file: TomlFile, problems: Problems, entry: ReadRule, rules: Mapping[str, Rule]
) -> None:
    for other in sorted(entry.rule.yields - rules.keys()):
        hint = did_you_mean(other, rules)
        problems.add(file, (*entry.path, "yields"), f"no rule is named {shown(other)}", "", hint)
