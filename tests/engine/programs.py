"""Small programs for the tests of the matchers: kinds of fact, and rules and states drawn for them.

The texts and the names are odd on purpose: quotes, zero bytes, texts that look like JSON, texts of
which one is the beginning of another, and texts longer than 65,535 bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from hypothesis import strategies as st

from mandate.counting.instants import NEVER
from mandate.engine.firing import Occurrence
from mandate.engine.grammar import (
    Act,
    Fact,
    Field,
    Kind,
    Pattern,
    Program,
    Ref,
    Role,
    Rule,
    Scalar,
    Test,
    Trigger,
    Type,
)
from mandate.engine.matching import Triggering
from mandate.engine.state import State

T, N, B = Type.TEXT, Type.COUNT, Type.BOUNDARY
START = 3 * 86_400 * 737_000  # some day of 2018


def kind(name: str, role: Role, fields: Mapping[str, Type], key: Sequence[str] = ()) -> Kind:
    return Kind(name, role, {n: Field(n, t) for n, t in fields.items()}, tuple(key))


FACTS = {
    k.name: k
    for k in (
        kind("lamp", Role.STATE, {"id": T, "colour": T, "size": N, "ends": B}, ["id"]),
        kind("$trigger", Role.STATE, {"id": T, "sid": T, "kind": N}, ["id", "sid"]),
        kind('odd "name"\\', Role.TEXT, {"a.b": T, "$m": N, "é 'x'": N}, ["a.b"]),
    )
}
EVENTS = {"knock": kind("knock", Role.EVENT, {"id": T, "day": N, "who": T}, ["id"])}
SIGNALS = {"ring": kind("ring", Role.SIGNAL, {"name": T, "level": N, "at": N, "day": N})}
SORTS = (("event", "knock", ""), ("signal", "ring", ""), ("reached", "lamp", "ends"))

TEXTS = (
    "", "a", "b", "a ", "a b", '"', "\\", '\\"', '{"id":"f0"}', '"},{"kind":"$begin', "a\0", "\0",
    "é", "\U0001f54a", "\ud800", "true", "1", "null", "x" * 65_536, "x" * 65_535 + "y", "y" * 900,
)  # fmt: skip
FEW_TEXTS = ("a", "b", "")
NUMBERS = (0, 1, 2, -1, NEVER, 2**53 - 1)
STOPS = (START + 3, START + 6, START + 9, NEVER)


def where(field: str, op: str, operand: Scalar | Ref) -> Test:
    return Test(field, op, operand)


def program(rules: Sequence[Rule]) -> Program:
    return Program(FACTS, EVENTS, SIGNALS, tuple(rules))


def rule(  # noqa: PLR0913  # a rule has that many parts
    name: str,
    when: Sequence[Pattern] = (),
    unless: Sequence[Pattern] = (),
    then: Sequence[Act] = (),
    tests: Sequence[Test] = (),
    sort: tuple[str, str, str] = SORTS[0],
) -> Rule:
    role, of, boundary = sort
    trigger = Trigger(role, of, boundary, "t", tuple(tests))
    return Rule(name, "A rule of a test.", trigger, tuple(when), tuple(unless), (), tuple(then))


def lamp(name: str = "a", colour: str = "a", size: int = 0, ends: int = NEVER) -> tuple[str, Fact]:
    return "lamp", {"id": name, "colour": colour, "size": size, "ends": ends}


def state(*facts: tuple[str, Fact]) -> State:
    return State.of(FACTS, facts)


def knock(name: str = "e", day: int = 0, who: str = "a") -> Triggering:
    return Triggering("event:knock", {"id": name, "day": day, "who": who}, (name,))


# -- drawn -------------------------------------------------------------------------------------


def values(type_: Type, *, many: bool) -> st.SearchStrategy[Scalar]:
    if type_ is B:
        return st.sampled_from(STOPS)
    if type_.numeric:
        return st.sampled_from(NUMBERS if many else NUMBERS[:3])
    return st.sampled_from(TEXTS if many else FEW_TEXTS)


def facts(of: Kind) -> st.SearchStrategy[Fact]:
    few, many = (
        st.fixed_dictionaries({n: values(f.type, many=m) for n, f in of.fields.items()})
        for m in (False, True)
    )
    return st.one_of(few, few, many)


def states(most: int = 9) -> st.SearchStrategy[State]:
    one = st.sampled_from(sorted(FACTS)).flatmap(
        lambda name: facts(FACTS[name]).map(lambda fact: (name, fact))
    )
    return st.lists(one, max_size=most).map(lambda some: state(*some))


def _sources(bound: Mapping[str, Kind], type_: Type) -> list[Ref]:
    found = [
        Ref(alias, name)
        for alias, of in sorted(bound.items())
        for name, field in of.fields.items()
        if field.type.numeric is type_.numeric
    ]
    return [*found, Ref("never"), Ref("always")] if type_.numeric else found


@st.composite
def comparisons(draw: st.DrawFn, of: Kind, bound: Mapping[str, Kind]) -> tuple[Test, ...]:
    found = []
    most = 2 if bound else 1
    for name in draw(st.lists(st.sampled_from(sorted(of.fields)), max_size=most)):
        type_ = of.fields[name].type
        sources = _sources(bound, type_)
        joins = bool(sources) and draw(st.booleans())
        operand = draw(
            st.sampled_from(sources) if joins else values(type_, many=not draw(st.integers(0, 3)))
        )
        ops = ("eq", "eq", "ne", "lt", "le", "gt", "ge") if type_.numeric else ("eq", "eq", "ne")
        found.append(Test(name, draw(st.sampled_from(ops)), operand))
    return tuple(found)


@st.composite
def patterns(draw: st.DrawFn, bound: Mapping[str, Kind], alias: str) -> Pattern:
    of = FACTS[draw(st.sampled_from(sorted(FACTS)))]
    return Pattern(of.name, alias, draw(comparisons(of, bound)))


@st.composite
def acts(draw: st.DrawFn, bound: Mapping[str, Kind]) -> Act:
    state_aliases = sorted(a for a, of in bound.items() if of.role is Role.STATE)
    verbs = ["put", "make", "signal"] + ["set", "add", "drop"] * bool(state_aliases)
    verb = draw(st.sampled_from(verbs))
    if verb in {"put", "make", "signal"}:
        of = SIGNALS["ring"] if verb == "signal" else FACTS["lamp"]
        target, given = of.name, [n for n in of.fields if n not in {"at", "day"}]
    else:
        target = draw(st.sampled_from(state_aliases))
        of = bound[target]
        free = [n for n in of.fields if n not in of.key]
        if verb == "add":
            free = [n for n in free if of.fields[n].type is N]
        given = [] if verb == "drop" else draw(st.lists(st.sampled_from(free), unique=True))
    fields: dict[str, Any] = {}
    for name in given:
        type_ = of.fields[name].type
        same = [r for r in _sources(bound, type_) if r.field and type_ is not B]
        few = values(type_, many=False)
        fields[name] = draw(st.sampled_from(same) if same and draw(st.booleans()) else few)
    return Act(verb, target, fields)


@st.composite
def rules(draw: st.DrawFn, name: str) -> Rule:
    sort = draw(st.sampled_from(SORTS))
    triggers = {"event": EVENTS, "signal": SIGNALS, "reached": FACTS}[sort[0]]
    of = triggers[sort[1]]
    bound: dict[str, Kind] = {}
    own = draw(comparisons(of, bound))
    bound["t"] = of
    when = []
    for number in range(draw(st.integers(0, 3))):
        alias = draw(st.sampled_from([f"a{number}", ""]))
        pattern = draw(patterns(bound, alias))
        when.append(pattern)
        if alias:
            bound[alias] = FACTS[pattern.kind]
    unless = [draw(patterns(bound, "")) for _ in range(draw(st.integers(0, 2)))]
    then = [draw(acts(bound)) for _ in range(draw(st.integers(0, 2)))]
    return rule(name, when, unless, then, own, sort)


@st.composite
def programs(draw: st.DrawFn, most: int = 6) -> Program:
    return program([draw(rules(f"rule-{i}")) for i in range(draw(st.integers(1, most)))])


@st.composite
def triggerings(draw: st.DrawFn, of: State) -> Sequence[Triggering]:
    serial = count()
    found = []
    for role, name, boundary in draw(st.lists(st.sampled_from(SORTS), min_size=1, max_size=4)):
        channel = f"{role}:{name}" + (f".{boundary}" if boundary else "")
        if role == "reached":
            held = of.of_kind(name)
            found.extend(Triggering(channel, fact, key) for key, fact in held.items())
        else:
            table = EVENTS if role == "event" else SIGNALS
            found.append(Triggering(channel, draw(facts(table[name])), (next(serial),)))
    return found


@st.composite
def occurrences(draw: st.DrawFn, number: int) -> Occurrence:
    fact = {**draw(facts(EVENTS["knock"])), "id": f"event-{number}"}
    return Occurrence(fact["id"], "knock", draw(st.sampled_from(STOPS[:3])), fact)
