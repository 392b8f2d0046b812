"""What durable-rules is sent is exactly the safe subset; none of its limits is passed unseen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from mandate.engine import durable, safe_subset
from mandate.engine.grammar import Field, Kind, Pattern, Program, Ref, Role, Rule, Scalar, Type
from mandate.engine.plain import PlainMatcher
from mandate.engine.safe_subset import fnv, literal
from mandate.errors import EngineError
from mandate.library import doctrine
from tests.engine import programs as p

HERE = not durable.problem()
ALIAS = re.compile(r"t|p\d+|n\d+\$not")
SIGNS = {"$neq", "$lt", "$lte", "$gt", "$gte"}
GUARD = {"$and": [{"$ex": {"kind": 1}}]}


class Recorder:
    """Stands in for the C module, and keeps what it is sent."""

    error = RuntimeError

    def __init__(self) -> None:
        self.texts: list[str] = []

    def create_ruleset(self, _: str, text: str) -> int:
        self.texts.append(text)
        return len(self.texts)

    def delete_ruleset(self, handle: int) -> None:
        """Do nothing: there is nothing to delete."""


def emitted(program: Program) -> Sequence[Mapping[str, Any]]:
    """Return every definition that is sent for a program."""
    recorder = Recorder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(durable, "_core", lambda: recorder)
        durable.DurableMatcher(program)
    assert all(text.isascii() and "\0" not in text for text in recorder.texts)
    return [json.loads(text) for text in recorder.texts]


def faults(definition: Mapping[str, Any]) -> list[str]:
    """Say where a definition leaves the safe subset."""
    rules = dict(definition)
    assert rules.pop("begin") == {"all": [{"m": {"$and": [{"kind": "$begin"}, GUARD]}}]}
    return [f"{name}: {fault}" for name, rule in rules.items() for fault in rule_faults(rule)]


def rule_faults(rule: Mapping[str, Any]) -> Iterator[str]:
    if set(rule) != {"all", "dist"} or rule["dist"] != 0:
        yield f"has the keys {sorted(rule)}"
    if len(rule["all"]) > 14:
        yield f"has {len(rule['all'])} patterns"
    bound: set[str] = set()
    for number, pattern in enumerate(rule["all"]):
        ((alias, sequence),) = pattern.items()
        kind = sequence["$and"][0]["kind"]
        if not ALIAS.fullmatch(alias) or alias in bound or (alias == "t") is not (number == 0):
            yield f"pattern {number} is named {alias}"
        if kind != "$trigger" if number == 0 else not kind.startswith("_"):
            yield f"pattern {number} is over {kind}"
        yield from (f"{alias}: {fault}" for fault in pattern_faults(sequence, bound))
        if not alias.endswith("$not"):
            bound.add(alias)


def pattern_faults(sequence: Mapping[str, Any], bound: set[str]) -> Iterator[str]:
    first, *conditions, last = sequence["$and"]
    if set(sequence) != {"$and"} or last != GUARD:
        yield "no guard at the end"
    if set(first) != {"kind"} or type(first["kind"]) is not str:
        yield f"begins with {first}"
    if len(conditions) > 20:
        yield f"{len(conditions)} conditions"
    values = []
    for condition in conditions:
        ((key, value),) = condition.items()
        if key in SIGNS:
            ((key, value),) = value.items()
        values.append(value)
        if not key.startswith("_"):
            yield f"a condition on {key}"
        if not (is_join(value, bound) or is_constant(value)):
            yield f"a comparison with {value!r}"
    joins = [isinstance(value, dict) for value in values]
    if joins != sorted(joins):
        yield "a condition after a join"


def is_join(value: object, bound: set[str]) -> bool:
    """Whether it names a field of a fact that an earlier pattern has bound."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((alias, field),) = value.items()
    return alias in bound and field.startswith("_")


def is_constant(value: object) -> bool:
    """Whether it is a text or a whole number that a double holds too: no null, float or list."""
    return type(value) is str or (type(value) is int and abs(value) < 2**53)


def test_the_doctrine_is_sent_as_the_safe_subset():
    definitions = emitted(doctrine().program)
    sent = {name for d in definitions for name in d}
    assert sent == {"begin", *(f"r{i}" for i in range(len(doctrine().program.rules)))}
    assert [fault for d in definitions for fault in faults(d)] == []


@given(p.programs())
def test_drawn_rules_are_sent_as_the_safe_subset(program):
    assert [fault for d in emitted(program) for fault in faults(d)] == []


@pytest.mark.parametrize(
    "broken",
    [
        {"all": [{"t": {"$and": [{"kind": "$trigger"}, {"_a": 1}]}}], "dist": 0},
        {"all": [{"t": {"$and": [{"kind": "$trigger"}, GUARD]}}]},
        {"all": [{"t": {"$and": [{"kind": "$trigger"}, {"id": 1}, GUARD]}}], "dist": 0},
        {"all": [{"t": {"$and": [{"kind": "$trigger"}, {"_a": None}, GUARD]}}], "dist": 0},
        {"all": [{"t": {"$and": [{"kind": "$trigger"}, {"_a": 1.0}, GUARD]}}], "dist": 0},
        {"all": [{"t": {"$and": [{"kind": "$trigger"}, {"_a": {"t": "_b"}}, GUARD]}}], "dist": 0},
        {"all": [{"t": {"$and": [{"kind": "$trigger"}, {"$or": [{"_a": 1}]}, GUARD]}}], "dist": 0},
    ],
)
def test_the_walker_sees_a_fault(broken):
    begin = {"all": [{"m": {"$and": [{"kind": "$begin"}, GUARD]}}]}
    assert faults({"begin": begin, "r0": broken})


def test_names_are_hashed_as_the_library_hashes_them():
    """The constants stand in its source, beside the words."""
    known = {
        "all": 321211332,
        "$and": 3746487396,
        "$div": 130502,
        "id": 926444256,
        "sid": 3593476751,
    }
    assert {word: fnv(word) for word in known} == known


def test_ids_and_sessions_never_share_a_hash():
    """Facts and sessions are told apart by hash alone; ids are f0, f1 …, t0 … and sid-1 …"""
    ids = ["begin", *(f"{c}{i}" for c in "ft" for i in range(durable.MOST_FACTS))]
    ids += [f"sid-{i}" for i in range(1, durable.MOST_SESSIONS + 1)]
    assert len({fnv(name) for name in ids}) == len(ids)
    sessions = [str(i) for i in range(1, durable.MOST_SESSIONS + 1)]
    assert len({fnv(name) for name in sessions}) == len(sessions)
    aliases = ["m", "t", *(f"{c}{i}" for c in "pn" for i in range(safe_subset.MOST_PATTERNS))]
    assert len({fnv(name) for name in aliases}) == len(aliases)


def test_what_is_sent_is_ascii_without_zeros():
    for text in p.TEXTS:
        sent = literal(text)
        assert sent.isascii()
        assert "\0" not in sent
        assert len(sent) < 2**16
    assert len({literal(text) for text in p.TEXTS}) == len(p.TEXTS)


def test_a_digest_stands_for_one_text():
    long = ["\ud800" * 2000, "\udfff" * 2000, "?" * 2000, "\ufffd" * 2000]
    sent = [literal(text) for text in long]
    assert len(set(sent)) == len(long)
    # A text that is itself written like a digest does not pass for the text that it is one of.
    assert not {literal(json.loads(digest)) for digest in sent} & set(sent)


@pytest.mark.parametrize("value", [1.5, None, True, 2**63, -(2**63), float("nan")], ids=repr)
def test_a_value_of_another_sort_is_refused(value):
    with pytest.raises(EngineError, match="neither a text nor an integer of 64 bits"):
        literal(value)


# -- limits: at the limit it runs and is right, one beyond it is refused by name -------------------

WIDE = {f"f{i:03}": Field(f"f{i:03}", Type.COUNT) for i in range(300)}


def wide(name: str, fields: int) -> Kind:
    return evolve(
        p.FACTS["lamp"],
        name=name,
        fields={**p.FACTS["lamp"].fields, **dict(list(WIDE.items())[: fields - 4])},
    )


def with_kinds(rules: Sequence[Rule], **more: Kind) -> Program:
    return Program({**p.FACTS, **more}, p.EVENTS, p.SIGNALS, tuple(rules))


def lamps(count: int, **test: Scalar) -> list[Pattern]:
    tests = tuple(p.where(field, "eq", value) for field, value in test.items())
    return [Pattern("lamp", f"a{i}", tests) for i in range(count)]


def patterns(n: int) -> Program:
    return p.program(
        [
            p.rule("good"),
            p.rule("long", lamps(n - 2), [Pattern("lamp", "", (p.where("size", "eq", 9),))]),
        ]
    )


def comparisons(n: int) -> Program:
    joins = tuple(p.where("size", "eq", Ref("t", "day")) for _ in range(n))
    return p.program([p.rule("good"), p.rule("long", [Pattern("lamp", "a", joins)])])


def different(n: int) -> Program:
    rules = [p.rule(f"rule {i}", lamps(1, size=i)) for i in range(n - 1)]
    return p.program(
        [*rules, p.rule("long", [Pattern("lamp", "", (p.where("size", "eq", Ref("t", "day")),))])]
    )


def joined_alike(n: int) -> Program:
    """Make patterns that are the same word for word: a join never shares a node."""
    join = (p.where("size", "ge", Ref("t", "day")),)
    rules = [p.rule(f"rule {i}", [Pattern("lamp", "a", join)]) for i in range(n - 1)]
    return p.program([*rules, p.rule("long", [], [Pattern("lamp", "", join)])])


def alike(n: int) -> Program:
    rules = [p.rule(f"rule {i}", lamps(10)) for i in range(n // 10)]
    return p.program(
        [*rules, p.rule("long", lamps(n % 10))]
        if n % 10
        else [*rules[:-1], evolve(rules[-1], id="long")]
    )


def many(n: int) -> Program:
    return p.program([p.rule(f"rule {i}") for i in range(n - 1)] + [p.rule("long")])


def kinds(n: int) -> Program:
    made = {f"kind-{i}": wide(f"kind-{i}", 4) for i in range(n)}
    names = list(made)
    rules = [
        p.rule(f"rule {i}", [Pattern(k, "", ()) for k in names[i : i + 13]])
        for i in range(0, n, 13)
    ]
    return with_kinds([*rules[:-1], evolve(rules[-1], id="long")], **made)


def fields(n: int) -> Program:
    rules = [p.rule("good"), p.rule("long", [Pattern("wide", "", (p.where("f010", "eq", 0),))])]
    return with_kinds(rules, wide=wide("wide", n))


def name_of(n: int) -> Program:
    kind = p.kind("named", Role.STATE, {"n" * n: Type.COUNT}, ["n" * n])
    return with_kinds(
        [p.rule("good"), p.rule("long", [Pattern("named", "", (p.where("n" * n, "ge", 0),))])],
        named=kind,
    )


def constant(n: int) -> Program:
    return p.program(
        [p.rule("good"), p.rule("long", [Pattern("lamp", "a", (p.where("size", "lt", n),))])]
    )


LIMITS = [
    (patterns, safe_subset.MOST_PATTERNS, "at most 14"),
    (comparisons, safe_subset.MOST_CONDITIONS, "at most 20"),
    (different, safe_subset.MOST_NODES, "more than 60 different patterns over 'lamp'"),
    (joined_alike, safe_subset.MOST_NODES, "more than 60 different patterns over 'lamp'"),
    (alike, safe_subset.MOST_SHARED, "more than 250 times the same pattern over 'lamp'"),
    (many, safe_subset.MOST_RULES, "more than 250 rules"),
    (kinds, safe_subset.MOST_KINDS - 1, "more than 500 kinds of fact"),
    (fields, safe_subset.MOST_FIELDS, "at most 250"),
    (name_of, safe_subset.MOST_NAME, "at most 200"),
    (constant, 2**53 - 1, "beyond ±2^53"),
]


@pytest.mark.skipif(not HERE, reason="durable-rules is not here")
@pytest.mark.parametrize(("make", "limit", "_"), LIMITS, ids=lambda v: getattr(v, "__name__", None))
def test_at_the_limit_it_runs_and_is_right(make, limit, _):
    program = make(limit)
    facts = [
        (name, {n: "a" if f.type is Type.TEXT else 0 for n, f in kind.fields.items()})
        for name, kind in program.facts.items()
    ]
    state = p.State.of(program.facts, facts)
    found = PlainMatcher(program).matches(state, [p.knock(), p.knock("f", 1)])
    assert found
    assert durable.DurableMatcher(program).matches(state, [p.knock(), p.knock("f", 1)]) == found


@pytest.mark.parametrize(
    ("make", "limit", "says"), LIMITS, ids=lambda v: getattr(v, "__name__", None)
)
def test_beyond_the_limit_the_rule_is_named(make, limit, says):
    with pytest.raises(EngineError, match=f"rule 'long'.*{re.escape(says)}") as caught:
        emitted(make(limit + 1))
    assert "'good'" not in str(caught.value)


@pytest.mark.parametrize(
    ("test", "says"),
    [
        (p.where("size", "eq", 2**53), "beyond"),
        (p.where("size", "eq", -(2**53)), "beyond"),
        (p.where("size", "eq", 1.0), "1.0 is of another type"),
        (p.where("size", "eq", operand=True), "True is of another type"),
        (p.where("size", "eq", "1"), "'1' is of another type"),
        (p.where("size", "eq", None), "None is of another type"),
        (p.where("size", "eq", Ref("t", "who")), r"\$t.who is of another type"),
        (p.where("size", "eq", Ref("a", "size")), r"bound before it is named \$a.size"),
        (p.where("size", "eq", Ref("t", "nothing")), r"bound before it is named \$t.nothing"),
        (p.where("size", "eq", Ref("nobody", "size")), r"bound before it is named \$nobody.size"),
        (p.where("size", "eq", Ref("nothing")), r"\$nothing is no constant"),
        (p.where("colour", "eq", Ref("never")), r"\$never is no constant of its type"),
        (p.where("colour", "lt", "a"), "'lt' is no comparison of texts"),
        (p.where("size", "in", 1), "'in' is no comparison of numbers"),
        (p.where("weight", "eq", 1), "no such field"),
    ],
    ids=str,
)
def test_a_comparison_that_the_library_would_get_wrong_is_refused(test, says):
    rule = p.rule("wrong", [Pattern("lamp", "a", (test,))])
    with pytest.raises(EngineError, match=f"rule 'wrong' compares lamp.*{says}"):
        emitted(p.program([rule]))


def test_a_join_in_the_first_pattern_is_refused():
    """The library would ignore it."""
    rule = p.rule("wrong", tests=[p.where("day", "eq", Ref("t", "day"))])
    with pytest.raises(EngineError, match=r"rule 'wrong' compares knock.day: .*\$t.day"):
        emitted(p.program([rule]))


def test_unknown_kinds_are_refused():
    with pytest.raises(EngineError, match="rule 'wrong' has a pattern over 'moon'"):
        emitted(p.program([p.rule("wrong", [Pattern("moon", "", ())])]))
    with pytest.raises(EngineError, match="rule 'wrong' is set off by event:moon"):
        emitted(p.program([p.rule("wrong", sort=("event", "moon", ""))]))


def test_fields_whose_names_share_a_hash_are_refused():
    """The library would take one for the other. These two were found by search."""
    one, other = "rtikeqs", "akycnqr"
    assert fnv("_" + one) == fnv("_" + other)
    kind = p.kind("twins", Role.STATE, {one: Type.COUNT, other: Type.COUNT}, [one])
    rule = p.rule("wrong", [Pattern("twins", "", ())])
    with pytest.raises(
        EngineError, match=f"'wrong' reads 'twins', whose field '{other}' has the hash of"
    ):
        emitted(with_kinds([rule], twins=kind))


def test_a_name_that_is_bound_twice_is_refused():
    rule = p.rule("wrong", [Pattern("lamp", "t", ())])
    with pytest.raises(EngineError, match="rule 'wrong' binds 't' twice"):
        emitted(p.program([rule]))


def test_every_problem_is_told_at_once():
    wrong = Pattern("lamp", "", (p.where("weight", "eq", 1), p.where("size", "eq", "1")))
    with pytest.raises(EngineError) as caught:
        emitted(p.program([p.rule("one", [wrong]), p.rule("two", lamps(14))]))
    assert str(caught.value).count(";") == 2
