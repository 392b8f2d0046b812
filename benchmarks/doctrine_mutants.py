"""Change the doctrine in small ways, and see whether anything notices.

``python -m benchmarks.doctrine_mutants [FIRST LAST] [--step N] [--cases N]``. A mutant is a rule
without one of its patterns, one test of a pattern, one ``unless``, one act or its ``yields``; one
with a comparison turned round; one that prevails no more; or an axis without one of its cases. It
is held against the cases of the documentation, the scenarios of the bundled agreements, and drawn
cases of the oracle. One that nothing notices is told with its rule.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from time import monotonic
from typing import Any, Self

from attrs import evolve, frozen

from benchmarks.drawing import drawn
from mandate import library
from mandate.checking import run
from mandate.doctrine.model import Doctrine
from mandate.engine.grammar import Pattern, Program, Ref, Rule, refs
from mandate.errors import MandateError, OrderError
from mandate.files.problems import Problems
from mandate.files.toml import read
from mandate.loading.scenarios import scenarios
from mandate.mandate import Mandate, load
from tests.making.documented import CASES, CLAUSES, Case, crowds, data_of, shares
from tests.making.firings import stops_before, trace, vain_refusals
from tests.making.neighbours import YEARS, crowd, renamed, together
from tests.making.strategies import cases
from tests.oracle import days_to_ask, on_days, others_on_days
from tests.oracle.test_agreement_of_readings import compare, compare_others, said
from tests.snapshots.timelines import timeline

#: Every clause of the cases, before the first of them begins.
EVERY_CLAUSE: Case = {"on": date.min, "expect": {f"clauses.{name}": "" for name in CLAUSES}}
#: With about how many pairs, and how many drawn cases, a mutant is held.
_MOST = 40
SUFFIX = "-2"
_TURNED = {"eq": "ne", "ne": "eq", "lt": "le", "le": "lt", "gt": "ge", "ge": "gt"}


@frozen(eq=False)
class Mutant:
    """A doctrine with one change."""

    rule: str
    change: str
    doctrine: Doctrine
    #: What sets the rule off; empty for a case of an axis.
    channel: str = ""


# -- making them ----------------------------------------------------------------------------------


def mutants(doctrine: Doctrine) -> Iterator[Mutant]:
    """Yield every mutant, in the order of the rules."""
    program = doctrine.program
    for index, rule in enumerate(program.rules):
        for change, mutated in _of_rule(rule, doctrine.prevailing):
            rules = (*program.rules[:index], mutated, *program.rules[index + 1 :])
            yield Mutant(rule.id, change, _with(doctrine, rules), rule.trigger.channel)
        if rule.id in doctrine.prevailing:
            rules = tuple(evolve(r, yields=r.yields - {rule.id}) for r in program.rules)
            yield Mutant(rule.id, "prevails no more", _with(doctrine, rules), rule.trigger.channel)
    for section, axes in doctrine.axes.items():
        for name, axis in axes.items():
            for number in range(len(axis.cases)):
                rest = (*axis.cases[:number], *axis.cases[number + 1 :])
                changed_axes = {**axes, name: evolve(axis, cases=rest)}
                changed = evolve(doctrine, axes={**doctrine.axes, section: changed_axes})
                yield Mutant(f"{section}.{name}", f"without case {number}", changed)


def _with(doctrine: Doctrine, rules: tuple[Rule, ...]) -> Doctrine:
    program = doctrine.program
    changed = Program(program.facts, program.events, program.signals, rules)
    return evolve(doctrine, program=changed)


def _of_rule(rule: Rule, prevailing: frozenset[str]) -> Iterator[tuple[str, Rule]]:
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
    if rule.yields - prevailing:
        yield "yields dropped", evolve(rule, yields=rule.yields & prevailing)


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
        yield from (ref.alias for ref in refs(value))
    for act in rule.then:
        yield act.target
        for value in act.fields.values():
            yield from (ref.alias for ref in refs(value))


# -- noticing them --------------------------------------------------------------------------------


@frozen(eq=False)
class Held:
    """A mandate that mutants are held against, and what set off rules in it."""

    made: Mandate
    #: What must come of it, as the check wants it.
    expected: Any
    #: Events and signals that came, and rules that fired.
    channels: frozenset[str] = frozenset()
    fired: frozenset[str] = frozenset()

    @classmethod
    def until(cls, made: Mandate, day: int, expected: Any) -> Self:  # noqa: ANN401
        """Take note of what sets off rules in a mandate until a day."""
        firings = [firing for stop in stops_before(made, day) for firing in stop.firings]
        channels = {f"event:{event.kind}" for event in made.record.events}
        for firing in firings:
            channels |= {f"signal:{e.id[0]}" for e in firing.effects if e.verb == "signal"}
        return cls(made, expected, frozenset(channels), frozenset(f.rule.id for f in firings))

    def under(self, mutant: Mutant) -> Mandate:
        """Return the same text and record under a changed doctrine."""
        return Mandate(self.made.agreement, self.made.record, mutant.doctrine, "plain")


class Checks:
    """What a changed doctrine is held against."""

    def __init__(self, count: int) -> None:
        # Texts and records are read once: no mutant changes what an author may write.
        every = [case for _, case in CASES]
        self.cases = [
            Held.until(
                made := _read(*data_of(case)),
                _day(case),
                (case, trace(made, _day(case)), timeline(made, case["on"])),
            )
            for case in (*every, EVERY_CLAUSE)
        ]
        self.pairs = list(_pairs(every))
        self.crowds = list(_crowds())
        self.scenarios = []
        for name in library.agreements():
            file = read(library.rules_folder() / name / "scenarios.toml", name)
            tables = [table for table, _ in scenarios(file, name, Problems())]
            self.scenarios.append(Held(load(name), tables))
        self.drawn = []
        for agreement, record in drawn(cases(events=10), count, 20261122):
            try:
                made = _read(agreement, record)
            except OrderError:
                continue  # it leaves an order open that matters
            # Some years on: a far day would be thousands of terms away.
            last = max(_days((agreement, record))) + 2000
            days = [day for day in days_to_ask(agreement, record) if day.toordinal() <= last]
            others = others_on_days(agreement, record, days)
            clauses = on_days(agreement, record, days)
            expected = {day: (clauses[day], others[day]) for day in days}
            self.drawn.append(Held.until(made, last, expected))

    def noticed_by(self, mutant: Mutant) -> str:
        """Return what notices a mutant; empty where nothing does."""
        for name, check, held in (
            ("the cases", self._case, self.cases),
            ("cases side by side", self._pair, self.pairs),
            ("cases in a crowd", self._crowd, self.crowds),
            ("a scenario", self._scenario, self.scenarios),
            ("the oracle", self._oracle, self.drawn),
        ):
            try:
                if not all(check(mutant, one) for one in self._chosen(mutant, held)):
                    return name
            except (MandateError, AssertionError, KeyError, IndexError, TypeError):
                return name
        return ""

    def _chosen(self, mutant: Mutant, held: Sequence[Held]) -> list[Held]:
        """Return those in which a mutant can make a difference, first those in which it fires."""
        channel = mutant.channel
        # What is reached sets off rules without a trace; so does what a case of an axis reads.
        open_to_all = not channel.startswith(("event:", "signal:"))
        chosen = [one for one in held if open_to_all or not one.channels or channel in one.channels]
        if held is self.cases:
            return sorted(chosen, key=lambda one: mutant.rule not in one.fired)
        # As many in which it fires as others, in which it might fire now.
        fires = [one for one in chosen if mutant.rule in one.fired][: _MOST // 2]
        others = [one for one in chosen if mutant.rule not in one.fired]
        return [*fires, *others[:: 1 + len(others) // (_MOST - len(fires))]]

    @staticmethod
    def _case(mutant: Mutant, one: Held) -> bool:
        case, fired, told = one.expected
        changed = one.under(mutant)
        # What fires is quicker to compare than what is told; an axis changes only the latter.
        if mutant.channel and trace(changed, _day(case)) == fired:
            return True
        return bool(timeline(changed, case["on"]) == told)

    @staticmethod
    def _pair(mutant: Mutant, one: Held) -> bool:
        day, parts = one.expected
        apart = [trace(part.under(mutant), day) for part in parts]
        return trace(one.under(mutant), day) == apart[0] | apart[1]

    @staticmethod
    def _crowd(mutant: Mutant, one: Held) -> bool:
        # No case alone fires otherwise, or this was not asked: nor may they here.
        day, fired = one.expected
        return trace(one.under(mutant), day) == fired

    @staticmethod
    def _scenario(mutant: Mutant, one: Held) -> bool:
        return not any(run(one.under(mutant), table) for table in one.expected)

    @staticmethod
    def _oracle(mutant: Mutant, one: Held) -> bool:
        mandate = one.under(mutant)
        for day, (clauses, others) in one.expected.items():
            status = mandate.status(day)
            compare(clauses, said(status), day, "plain")
            compare_others(others, status, "plain")
        return not vain_refusals(mandate)


def _read(agreement: dict[str, Any], record: dict[str, Any]) -> Mandate:
    return Mandate(*library.read_data(agreement, record), "plain")


def _days(value: object) -> Iterator[int]:
    """Yield every day that a text or a record names."""
    if isinstance(value, date):
        yield value.toordinal()
    elif isinstance(value, Mapping):
        yield from _days(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _days(one)


def _day(case: Case) -> int:
    return int(case["on"].toordinal())


def _pairs(every: Sequence[Case]) -> Iterator[Held]:
    """Yield each case beside itself, and beside the next."""
    every = [case for case in every if not shares(case)]
    alone = {id(case): Held(_read(*data_of(case)), None) for case in every}
    others = {
        id(case): (data := renamed(*data_of(case), SUFFIX), Held(_read(*data), None))
        for case in every
    }
    for number, one in enumerate(every):
        for other in (one, every[(number + 1) % len(every)]):
            data, beside = others[id(other)]
            day = max(_day(one), _day(other))
            parts = (day, (alone[id(one)], beside))
            yield Held.until(_read(*together(data_of(one), data)), day, parts)


def _crowds() -> Iterator[Held]:
    """Yield many cases in one text with others that are long over: other parties, then the same."""
    for others in (True, False):
        groups = crowds(of_the_same=not others)
        for number, group in enumerate(groups):
            before, here = (
                [data_of(case) for case in some] for some in (groups[number - 1], group)
            )
            over = crowd(before, "-b", YEARS, parties=others)
            made = _read(*together(crowd(here, "-a", parties=others), over))
            day = max(map(_day, group))
            yield Held.until(made, day, (day, trace(made, day)))


def main(arguments: Sequence[str]) -> int:
    """Run the mutants; return 1 if one survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int, nargs="?", default=0)
    parser.add_argument("last", type=int, nargs="?", default=10**6)
    parser.add_argument("--cases", type=int, default=1500)
    parser.add_argument("--step", type=int, default=1, help="one of so many mutants")
    given = parser.parse_args(arguments)
    every = list(mutants(library.doctrine()))
    chosen = every[given.first : given.last : given.step]
    checks = Checks(given.cases)
    if by := checks.noticed_by(Mutant("", "", library.doctrine())):
        sys.exit(f"mutants: {by} does not hold of the doctrine as it stands, so would notice all")
    came: Counter[str] = Counter()
    start = monotonic()
    for number, mutant in enumerate(chosen, start=1):
        noticed = checks.noticed_by(mutant)
        came[noticed or "nothing"] += 1
        if not noticed:
            print(f"survives: {mutant.rule}: {mutant.change}", flush=True)
        if number % 100 == 0:
            print(f"... {number} in {monotonic() - start:.0f} s: {dict(came)}", flush=True)
    took = monotonic() - start
    print(f"{len(chosen)} of {len(every)} mutants in {took:.0f} s: {dict(came)}")
    return 1 if came["nothing"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
