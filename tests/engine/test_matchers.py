"""The two matchers agree: on drawn rules and states, step by step, and on hard cases by name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from mandate.counting.instants import Zone
from mandate.engine import durable
from mandate.engine.clock import Clock
from mandate.engine.firing import Occurrence
from mandate.engine.grammar import Fact, Pattern, Program, Ref
from mandate.engine.matching import Match, Matcher, Triggering
from mandate.engine.plain import PlainMatcher
from mandate.engine.state import State
from mandate.errors import EngineError
from tests.engine import programs as p
from tests.making.effort import tried

pytestmark = pytest.mark.skipif(bool(durable.problem()), reason="durable-rules is not here")

UTC = Zone("Etc/UTC")
START = p.START
FULL = max(200, tried(200))  # no share of it for a wheel: on each Python the C module is another


def both(program: Program, state: State, triggers: Sequence[Triggering]) -> Sequence[Match]:
    """Return what both matchers find."""
    plain = PlainMatcher(program).matches(state, triggers)
    assert list(durable.DurableMatcher(program).matches(state, triggers)) == list(plain)
    return plain


# -- drawn -------------------------------------------------------------------------------------


@settings(max_examples=FULL)
@given(st.data())
def test_drawn_rules_match_alike(data):
    program = data.draw(p.programs())
    matchers = PlainMatcher(program), durable.DurableMatcher(program)
    for _ in range(2):  # the second state meets a session that was used before
        state = data.draw(p.states())
        triggers = data.draw(p.triggerings(state))
        plain, other = (list(m.matches(state, triggers)) for m in matchers)
        event(f"{min(len(plain), 5)} matches")
        assert other == plain


def walked(
    matcher: Matcher, program: Program, state: State, events: Sequence[Occurrence]
) -> object:
    """Walk a few stops; return every state and every firing on the way, or the error."""
    clock = Clock(program, UTC, matcher, events)
    found: list[object] = []
    position = START
    try:
        while len(found) < 8 and (stop := clock.advance(position, state)):
            position, state = stop.position, stop.state
            found.append(stop)
    except EngineError as error:
        return [*found, str(error)]
    return found


@settings(max_examples=FULL)
@given(st.data())
def test_drawn_programs_run_alike(data):
    program, state = data.draw(p.programs()), data.draw(p.states())
    events = [data.draw(p.occurrences(i)) for i in range(data.draw(st.integers(0, 3)))]
    runs = [
        walked(matcher, program, state, events)
        for matcher in (PlainMatcher(program), durable.DurableMatcher(program))
    ]
    event(f"{min(len(runs[0]), 4)} stops")
    assert runs[1] == runs[0]


@given(p.programs(), p.states(), st.data())
def test_order_of_the_rules_does_not_matter(program, state, data):
    triggers = data.draw(p.triggerings(state))
    turned = p.program(program.rules[::-1])
    last = len(program.rules) - 1
    forth = durable.DurableMatcher(program).matches(state, triggers)
    back = durable.DurableMatcher(turned).matches(state, triggers)
    assert sorted(Match(last - m.rule, m.trigger, m.premises) for m in back) == list(forth)


# -- by name -----------------------------------------------------------------------------------

SAME = p.where("colour", "eq", Ref("t", "who"))


def test_one_fact_may_stand_for_two_patterns():
    """`dist` is 0: by itself durable-rules would ask for two different facts."""
    rule = p.rule("twice", [Pattern("lamp", "a", ()), Pattern("lamp", "b", ())])
    assert both(p.program([rule]), p.state(p.lamp()), [p.knock()]) == [
        Match(0, 0, (("a",), ("a",)))
    ]


def test_one_fact_may_be_looked_for_and_forbidden():
    rule = p.rule("never", [Pattern("lamp", "a", ())], [Pattern("lamp", "", ())])
    assert both(p.program([rule]), p.state(p.lamp()), [p.knock()]) == []


@pytest.mark.parametrize(
    ("lamps", "fires"),
    [
        ([], True),
        ([p.lamp(colour="a")], False),
        ([p.lamp(colour="b")], True),
        ([p.lamp("a", "b"), p.lamp("b", "a")], False),
        ([p.lamp("a", "b"), p.lamp("b", "")], True),
    ],
)
def test_absence_is_of_facts_that_join(lamps, fires):
    rule = p.rule("unless", unless=[Pattern("lamp", "", (SAME,))])
    assert bool(both(p.program([rule]), p.state(*lamps), [p.knock(who="a")])) is fires


@pytest.mark.parametrize("size", [0, 1, 2, 3])
@pytest.mark.parametrize("op", ["lt", "le", "gt", "ge", "ne", "eq"])
def test_absence_may_compare(op, size):
    """The last condition is a join and false as often as not: where the C code reads too far."""
    rule = p.rule(
        "unless", unless=[Pattern("lamp", "", (SAME, p.where("size", op, Ref("t", "day"))))]
    )
    both(p.program([rule]), p.state(p.lamp(size=size)), [p.knock(day=1), p.knock("f", 2)])


def test_each_trigger_is_answered_by_itself():
    """A hundred triggers in one session; absence is asked anew for each."""
    rule = p.rule(
        "each",
        [Pattern("lamp", "a", (SAME,))],
        [Pattern("lamp", "", (p.where("size", "eq", Ref("t", "day")),))],
    )
    state = p.state(*(p.lamp(f"l{i}", f"c{i % 7}", size=i) for i in range(20)))
    triggers = [p.knock(f"e{i}", i, f"c{i % 9}") for i in range(100)]
    found = both(p.program([rule]), state, triggers)
    assert {m.trigger for m in found} == {i for i in range(20, 100) if i % 9 < 7}


def test_two_equal_triggers_count_twice():
    rule = p.rule("plain", [Pattern("lamp", "a", ())])
    found = both(p.program([rule]), p.state(p.lamp()), [p.knock(), p.knock()])
    assert [m.trigger for m in found] == [0, 1]


@pytest.mark.parametrize("text", p.TEXTS, ids=lambda text: ascii(text[:9] + text[-9:]))
def test_a_text_equals_itself_alone(text):
    """Also one that looks like JSON, and one so long that the C code would cut its length to 0."""
    rules = [
        p.rule("join", [Pattern("lamp", "a", (SAME,))]),
        p.rule("differ", [Pattern("lamp", "a", (p.where("colour", "ne", Ref("t", "who")),))]),
        p.rule("constant", [Pattern("lamp", "a", (p.where("colour", "eq", text),))]),
        p.rule("other constant", [Pattern("lamp", "a", (p.where("colour", "ne", text),))]),
    ]
    state = p.state(*(p.lamp(f"l{i}", other) for i, other in enumerate(p.TEXTS)))
    found = both(p.program(rules), state, [p.knock(who=text)])
    mine = (f"l{p.TEXTS.index(text)}",)
    assert [m.premises for m in found if m.rule in {0, 2}] == [(mine,), (mine,)]
    assert len([m for m in found if m.rule in {1, 3}]) == 2 * (len(p.TEXTS) - 1)


@pytest.mark.parametrize(
    ("less", "more"),
    list(pairwise([-(2**63) + 1, -(2**53), -1, 0, 1, 2**52, 2**53, 2**53 + 1, 2**63 - 1])),
)
def test_numbers_of_facts_are_exact(less, more):
    rules = [
        p.rule(op, [Pattern("lamp", "a", (p.where("size", op, Ref("t", "day")),))])
        for op in ("lt", "eq", "gt")
    ]
    found = both(
        p.program(rules), p.state(p.lamp(size=less)), [p.knock(day=more), p.knock("f", less)]
    )
    assert [(m.rule, m.trigger) for m in found] == [(0, 0), (1, 1)]


def test_four_hundred_facts_join():
    rule = p.rule(
        "pairs",
        [
            Pattern("lamp", "a", (SAME,)),
            Pattern("lamp", "b", (p.where("size", "gt", Ref("a", "size")),)),
        ],
    )
    state = p.state(*(p.lamp(f"l{i}", "ab"[i % 2], size=i) for i in range(400)))
    assert len(both(p.program([rule]), state, [p.knock()])) == sum(range(1, 400, 2))


@pytest.mark.parametrize("who", ["a", "b", "c", ""])
@pytest.mark.parametrize("day", [0, 1, 2])
def test_rules_are_sorted_by_what_they_want_of_the_trigger(who, day):
    """Rules that want one value of a field stand in one rule set, with those that want none."""
    a, b, zero, one = (p.where("who", "eq", "a"), p.where("who", "eq", "b"),
                       p.where("day", "eq", 0), p.where("day", "eq", 1))  # fmt: skip
    wants = [(), (a,), (b,), (zero,), (one,), (a, zero), (b, one), (a, b)]
    rules = [p.rule(f"r{i}", tests=tests) for i, tests in enumerate(wants)]
    found = both(p.program(rules), p.state(), [p.knock(who=who, day=day), p.knock(who="a", day=1)])
    assert {m.rule for m in found if m.trigger == 1} == {0, 1, 4}


def test_facts_are_sent_only_where_a_trigger_could_be_joined_with_them(monkeypatch):
    """One pattern that wants nothing of the trigger, and all facts of its kind are sent."""
    sent: list[str] = []
    real = durable._Ruleset._assert  # noqa: SLF001  # what is sent is the point

    def watched(self: Any, sid: int, name: str, kind: str, fact: Fact) -> int:  # noqa: ANN401
        if name.startswith("f"):
            sent.append(str(fact["id"]))
        return real(self, sid, name, kind, fact)

    monkeypatch.setattr(durable._Ruleset, "_assert", watched)  # noqa: SLF001
    state = p.state(*(p.lamp(f"l{i}", "abc"[i % 3], size=i % 2) for i in range(6)))
    size = p.where("size", "eq", Ref("t", "day"))
    rules = [
        p.rule("colour", [Pattern("lamp", "a", (SAME,))]),
        p.rule("colour and size", unless=[Pattern("lamp", "", (SAME, size))]),
    ]
    both(p.program(rules), state, [p.knock(who="a"), p.knock(who="b", day=1)])
    assert sorted(sent) == ["l0", "l1", "l3", "l4"]
    sent.clear()
    both(p.program([*rules, p.rule("any", [Pattern("lamp", "a", ())])]), state, [p.knock()])
    assert len(sent) == 6


def test_facts_of_kinds_that_no_rule_reads_are_left_out():
    rule = p.rule("reads one", [Pattern("lamp", "a", ())])
    other = '"name"\\'
    state = p.state(p.lamp(), ("$trigger", {"id": "x", "sid": other, "kind": 1}))
    assert len(both(p.program([rule]), state, [p.knock()])) == 1


def test_a_trigger_that_no_rule_knows_is_no_match():
    program = p.program([p.rule("only", tests=[p.where("who", "eq", "b")])])
    stranger = Triggering("signal:ring", {"name": "a", "level": 1, "at": 0, "day": 0}, (0,))
    assert both(program, p.state(), [p.knock(who="a"), stranger]) == []


def test_no_trigger_is_no_match():
    assert both(p.program([p.rule("any")]), p.state(p.lamp()), []) == []
