"""Change the doctrine in small ways, and see whether anything notices.

``python -m benchmarks.doctrine_mutants [FIRST LAST] [--step N] [--cases N]``. A mutant is a rule
without one of its patterns, one test of a pattern, one ``unless``, one act or its ``yields``; one
with a comparison turned round; or an axis without one of its cases. It is held against the cases of
the documentation, the scenarios of the bundled agreements, and drawn cases of the oracle. One that
nothing notices is told with its rule.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Any

from attrs import evolve, frozen

from benchmarks.drawing import drawn
from mandate import library
from mandate.checking import run
from mandate.engine.grammar import Call, Pattern, Program, Ref, Rule, Value
from mandate.errors import MandateError
from mandate.loading.doctrine import Doctrine
from mandate.loading.problems import Problems
from mandate.loading.scenarios import scenarios
from mandate.loading.toml import read
from mandate.mandate import Mandate, load
from tests.documented import CASES, data_of
from tests.firings import trace, vain_refusals
from tests.neighbours import renamed, together
from tests.oracle import days_to_ask, on_days
from tests.properties.test_neighbours import APART
from tests.snapshots.timelines import EVERY_CLAUSE, of_case
from tests.strategies import cases
from tests.test_agreement_of_readings import compare, said

#: Cases to draw for each that is taken.
_DRAWN_FOR_EACH = 12
SUFFIX = "-2"
_TURNED = {"eq": "ne", "ne": "eq", "lt": "le", "le": "lt", "gt": "ge", "ge": "gt"}


@frozen(eq=False)
class Mutant:
    """A doctrine with one change."""

    rule: str
    change: str
    doctrine: Doctrine


# -- making them ----------------------------------------------------------------------------------


def mutants(doctrine: Doctrine) -> Iterator[Mutant]:
    """Yield every mutant, in the order of the rules."""
    program = doctrine.program
    for index, rule in enumerate(program.rules):
        for change, mutated in _of_rule(rule):
            rules = (*program.rules[:index], mutated, *program.rules[index + 1 :])
            changed = Program(program.facts, program.events, program.signals, rules)
            yield Mutant(rule.id, change, evolve(doctrine, program=changed))
    for section, axes in doctrine.axes.items():
        for name, axis in axes.items():
            for number in range(len(axis.cases)):
                rest = (*axis.cases[:number], *axis.cases[number + 1 :])
                changed_axes = {**axes, name: evolve(axis, cases=rest)}
                whole = {**doctrine.axes, section: changed_axes}
                yield Mutant(
                    f"{section}.{name}", f"without case {number}", evolve(doctrine, axes=whole)
                )


def _of_rule(rule: Rule) -> Iterator[tuple[str, Rule]]:
    needed = set(_aliases(rule))
    for part in ("when", "unless"):
        patterns: Sequence[Pattern] = getattr(rule, part)
        for number, pattern in enumerate(patterns):
            if pattern.alias not in needed or not pattern.alias:
                rest = (*patterns[:number], *patterns[number + 1 :])
                yield f"{part} {number} dropped", evolve(rule, **{part: rest})
            for change, other in _of_pattern(pattern):
                swapped = (*patterns[:number], other, *patterns[number + 1 :])
                yield f"{part} {number}: {change}", evolve(rule, **{part: swapped})
    for change, trigger in _of_pattern(rule.trigger):
        yield f"on: {change}", evolve(rule, trigger=trigger)
    for number, act in enumerate(rule.then):
        rest_acts = (*rule.then[:number], *rule.then[number + 1 :])
        yield f"then {number} ({act.verb}) dropped", evolve(rule, then=rest_acts)
    if rule.yields:
        yield "yields dropped", evolve(rule, yields=frozenset())


def _of_pattern(pattern: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # a pattern or a trigger
    for number, test in enumerate(pattern.tests):
        before, after = pattern.tests[:number], pattern.tests[number + 1 :]
        yield f"{test.field} not tested", evolve(pattern, tests=(*before, *after))
        turned = evolve(test, op=_TURNED[test.op])
        yield f"{test.field} {turned.op}", evolve(pattern, tests=(*before, turned, *after))


def _aliases(rule: Rule) -> Iterator[str]:
    """Yield the aliases that something else in a rule refers to."""
    for pattern in (*rule.when, *rule.unless):
        yield from (t.operand.alias for t in pattern.tests if isinstance(t.operand, Ref))
    for _, value in rule.let:
        yield from _in_value(value)
    for act in rule.then:
        yield act.target
        for value in act.fields.values():
            yield from _in_value(value)


def _in_value(value: Value) -> Iterator[str]:
    if isinstance(value, Ref):
        yield value.alias
    elif isinstance(value, Call):
        for arg in value.args:
            yield from _in_value(arg)


# -- noticing them --------------------------------------------------------------------------------


class Checks:
    """What a changed doctrine is held against."""

    def __init__(self, count: int) -> None:
        # Texts and records are read once: no mutant changes what an author may write.
        self.cases = [
            (case, _read(*data_of(case)), _read(*renamed(*data_of(case), SUFFIX)))
            for _, case in (*CASES, ("", EVERY_CLAUSE))
        ]
        self.kept = [of_case(case, made) for case, made, _ in self.cases]
        self.pairs = [
            (one, other, _read(*together(data_of(one), renamed(*data_of(other), SUFFIX))))
            for one, other in _pairs([case for _, case in CASES])
        ]
        self.scenarios = []
        for name in library.names():
            file = read(library.rules_folder() / name / "scenarios.toml", name)
            tables = [table for table, _ in scenarios(file, name, Problems())]
            self.scenarios.append((load(name), tables))
        self.drawn = []
        # What is drawn is mostly small; where more happens, more can be noticed.
        pool = drawn(cases(events=10), _DRAWN_FOR_EACH * count, 20261122) if count else []
        pool.sort(key=lambda case: len({(e["kind"], e.get("of")) for e in case[1]["events"]}))
        for agreement, record in pool[-count:]:
            days = days_to_ask(agreement, record)
            self.drawn.append((_read(agreement, record), on_days(agreement, record, days)))

    def noticed_by(self, mutant: Mutant) -> str:
        """Return what notices a mutant; empty where nothing does."""
        for name, check in (
            ("the cases", self._cases),
            ("cases side by side", self._pairs),
            ("a scenario", self._scenarios),
            ("a refusal that is none", self._refusals),
            ("the oracle", self._oracle),
        ):
            try:
                if not check(mutant):
                    return name
            except (MandateError, AssertionError, KeyError, IndexError, TypeError):
                return name
        return ""

    def _cases(self, mutant: Mutant) -> bool:
        numbers = range(len(self.cases))
        for number in sorted(numbers, key=lambda n: self.cases[n][0].get("rule") != mutant.rule):
            case, made, _ = self.cases[number]
            if of_case(case, _under(mutant, made)) != self.kept[number]:
                return False
        return True

    def _pairs(self, mutant: Mutant) -> bool:
        alone = {
            id(case): (case, _under(mutant, one), _under(mutant, other))
            for case, one, other in self.cases
        }
        for one, other, both in sorted(
            self.pairs,
            key=lambda pair: mutant.rule not in {pair[0].get("rule"), pair[1].get("rule")},
        ):
            day = max(one["on"].toordinal(), other["on"].toordinal())
            apart = trace(alone[id(one)][1], day) | trace(alone[id(other)][2], day)
            if trace(_under(mutant, both), day) != apart:
                return False
        return True

    def _scenarios(self, mutant: Mutant) -> bool:
        made = [(_under(mutant, mandate), tables) for mandate, tables in self.scenarios]
        return not any(run(mandate, table) for mandate, tables in made for table in tables)

    def _refusals(self, mutant: Mutant) -> bool:
        return not any(vain_refusals(_under(mutant, made)) for made, _ in self.drawn)

    def _oracle(self, mutant: Mutant) -> bool:
        for made, expected in self.drawn:
            mandate = _under(mutant, made)
            for day, axes in expected.items():
                compare(axes, said(mandate.status(day)), day, "plain")
        return True


def _read(agreement: dict[str, Any], record: dict[str, Any]) -> Mandate:
    return Mandate(*library.read_data(agreement, record), "plain")


def _pairs(every: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    for apart in APART:
        for number, one in enumerate(every):
            yield one, every[(number + apart) % len(every)]


def _under(mutant: Mutant, mandate: Mandate) -> Mandate:
    return Mandate(mandate.agreement, mandate.record, mutant.doctrine, "plain")


def main(arguments: Sequence[str]) -> int:
    """Run the mutants; return 1 if one survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int, nargs="?", default=0)
    parser.add_argument("last", type=int, nargs="?", default=10**6)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--step", type=int, default=1, help="one of so many mutants")
    given = parser.parse_args(arguments)
    every = list(mutants(library.doctrine()))
    chosen = every[given.first : given.last : given.step]
    checks = Checks(given.cases)
    if by := checks.noticed_by(Mutant("", "", library.doctrine())):
        sys.exit(f"mutants: {by} does not hold of the doctrine as it stands, so would notice all")
    came: Counter[str] = Counter()
    start = monotonic()
    for mutant in chosen:
        noticed = checks.noticed_by(mutant)
        came[noticed or "nothing"] += 1
        if not noticed:
            print(f"survives: {mutant.rule}: {mutant.change}", flush=True)
    took = monotonic() - start
    print(f"{len(chosen)} of {len(every)} mutants in {took:.0f} s: {dict(came)}")
    return 1 if came["nothing"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
