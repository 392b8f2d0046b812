"""The part of durable-rules that is safe: the JSON sent to it, and its limits.

The C library checks little of its input. Input that it does not check can end the process, hang it,
or give a wrong answer without a word. So only flat conjunctions are written here, each closed by a
guard. A rule that could pass a limit of the C code is refused when it is compiled, by an error that
names it. ``docs/explanation/engine.md`` lists the faults.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from mandate.engine.grammar import CONSTANTS, Kind, Pattern, Program, Ref, Rule, Scalar, Test
from mandate.errors import EngineError

Condition = dict[str, Any]

#: Kinds of our own. A kind of the rules is sent with ``_`` before its name, and so are fields.
BEGIN, TRIGGER = "$begin", "$trigger"

#: Put last in every pattern: without it a false last condition reads past the C buffer.
GUARD: Condition = {"$and": [{"$ex": {"kind": 1}}]}
#: The same fact may stand for two patterns, as it may in the plain matcher.
NOT_DISTINCT = 0

_OPERATORS = {"ne": "$neq", "lt": "$lt", "le": "$lte", "gt": "$gt", "ge": "$gte"}
_ORDERS = frozenset({"lt", "le", "gt", "ge"})

MOST_PATTERNS = 14  # the C limit is 16 facts in one match
MOST_CONDITIONS = 20  # the C limit is 31 entries of one pattern
MOST_RULES = 250  # of one rule set; the C limit is 4,096
MOST_NODES = 60  # one fact may wait at 64 nodes
MOST_SHARED = 250  # 256 patterns that share their last node kill the process
MOST_KINDS = 500  # 512 different conditions at one level hang the compiler of the library
MOST_FIELDS = 250  # the C limit is 254 properties of a fact, three of which are ours
_MOST_TOLD = 5  # problems that a message names
MOST_NAME = 200  # characters of a field name; a name of 20 MB kills the process

_LARGEST_CONSTANT = 2**53  # beyond it, and on Windows from 2**31 on, constants are not exact
_LARGEST = 2**63  # the C code cuts larger integers without a word
_LONGEST = 1000  # characters; texts of 65,536 bytes compare as if they were empty


# -- values ------------------------------------------------------------------------------------


@lru_cache(maxsize=8192, typed=True)
def literal(value: Scalar) -> str:
    """Return a value of a fact or of a condition as JSON, in ASCII.

    Texts are only ever compared for equality. A long one is therefore sent as its digest.

    Raises:
        EngineError: the value is neither a text nor an integer of 64 bits.

    """
    if isinstance(value, str):
        return json.dumps(_short(value))
    if type(value) is int and -_LARGEST < value < _LARGEST:
        return str(value)
    msg = f"durable-rules cannot hold the value {value!r}: neither a text nor an integer of 64 bits"
    raise EngineError(msg)


def _short(text: str) -> str:
    if len(text) <= _LONGEST and not text.startswith("\0"):
        return text
    return "\0" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=2048)
def property_name(name: str) -> str:
    """Return a field as a JSON key and its colon; ``_`` keeps it apart from id, sid and kind."""
    return json.dumps("_" + name) + ":"


def sent_kind(name: str) -> str:
    """Return the name under which facts of a kind are sent."""
    return _short("_" + name)


# -- rules -------------------------------------------------------------------------------------


def ruleset(program: Program, channel: str, rules: Mapping[str, Rule]) -> Mapping[str, Any]:
    """Return the definition of the rules of one channel, by the names they are given.

    Raises:
        EngineError: the rules cannot be sent safely; the message names the first of them.

    """
    problems = [p for rule in rules.values() for p in _rule_problems(program, rule)]
    if not problems:
        patterns = {name: _patterns(rule) for name, rule in rules.items()}
        problems = list(_network_problems(channel, rules, patterns))
    if problems:
        more = len(problems) - _MOST_TOLD
        told = [*problems[:_MOST_TOLD], *([f"and {more} more of the kind"] if more > 0 else [])]
        raise EngineError("; ".join(told))
    definition: dict[str, Any] = {"begin": {"all": [{"m": conditions(BEGIN, (), {})}]}}
    for name, written in patterns.items():
        definition[name] = {"all": written, "dist": NOT_DISTINCT}
    return definition


def _patterns(rule: Rule) -> list[dict[str, Any]]:
    names = {rule.trigger.alias: "t"}
    patterns: list[dict[str, object]] = [{"t": conditions(TRIGGER, rule.trigger.tests, {})}]
    for number, pattern in enumerate(rule.when):
        kind = sent_kind(pattern.kind)
        patterns.append({f"p{number}": conditions(kind, pattern.tests, names)})
        if pattern.alias:
            names[pattern.alias] = f"p{number}"
    for number, pattern in enumerate(rule.unless):
        kind = sent_kind(pattern.kind)
        patterns.append({f"n{number}$not": conditions(kind, pattern.tests, names)})
    return patterns


def conditions(kind: str, tests: Sequence[Test], names: Mapping[str, str]) -> Condition:
    """Return a pattern: the kind, the conditions on one fact, the joins, and the guard."""
    alone = [_condition(t, names) for t in tests if not _joins(t)]
    joined = [_condition(t, names) for t in tests if _joins(t)]
    return {"$and": [{"kind": kind}, *alone, *joined, GUARD]}


def _joins(test: Test) -> bool:
    return isinstance(test.operand, Ref) and bool(test.operand.field)


def _condition(test: Test, names: Mapping[str, str]) -> Condition:
    operand = test.operand
    right: object
    if not isinstance(operand, Ref):
        right = _short(operand) if isinstance(operand, str) else operand
    elif operand.field:
        right = {names[operand.alias]: f"_{operand.field}"}
    else:
        right = CONSTANTS[operand.alias][0]
    comparison = {f"_{test.field}": right}
    return comparison if test.op == "eq" else {_OPERATORS[test.op]: comparison}


# -- what is refused ---------------------------------------------------------------------------


def _rule_problems(program: Program, rule: Rule) -> Iterator[str]:
    """Yield every fault of one rule taken by itself."""
    name = _named(rule)
    count = 1 + len(rule.when) + len(rule.unless)
    if count > MOST_PATTERNS:
        yield f"{name} has {count} patterns, at most {MOST_PATTERNS}"
    table = {"event": program.events, "reached": program.facts, "signal": program.signals}
    kind = table.get(rule.trigger.role, {}).get(rule.trigger.kind)
    if kind is None:
        yield f"{name} is set off by {rule.trigger.channel}, of which no kind is known"
        return
    bound: dict[str, Kind] = {}
    yield from _pattern_problems(name, kind, rule.trigger.tests, bound)
    bound[rule.trigger.alias] = kind
    for pattern in (*rule.when, *rule.unless):
        yield from _fact_problems(program, name, pattern, bound)


def _fact_problems(
    program: Program, name: str, pattern: Pattern, bound: dict[str, Kind]
) -> Iterator[str]:
    kind = program.facts.get(pattern.kind)
    if kind is None:
        yield f"{name} has a pattern over {pattern.kind!r}, which is no kind of fact"
        return
    yield from _pattern_problems(name, kind, pattern.tests, bound)
    if pattern.alias in bound:
        yield f"{name} binds {pattern.alias!r} twice"
    elif pattern.alias:
        bound[pattern.alias] = kind


def _pattern_problems(
    name: str, kind: Kind, tests: Sequence[Test], bound: Mapping[str, Kind]
) -> Iterator[str]:
    if len(tests) > MOST_CONDITIONS:
        yield f"{name} has {len(tests)} conditions on {kind.name!r}, at most {MOST_CONDITIONS}"
    yield from (f"{name} reads {problem}" for problem in _kind_problems(kind))
    for test in tests:
        problem = _test_problem(kind, test, bound)
        if problem:
            yield f"{name} compares {kind.name}.{test.field}: {problem}"


def _kind_problems(kind: Kind) -> Iterator[str]:
    if len(kind.fields) > MOST_FIELDS:
        yield f"{kind.name!r}, which has {len(kind.fields)} fields, at most {MOST_FIELDS}"
    hashes: dict[int, str] = dict(_RESERVED)
    for field in kind.fields:
        if len(field) > MOST_NAME:
            yield f"{kind.name!r} with a field name of {len(field)} characters, at most {MOST_NAME}"
        key = property_name(field)[1:-2]
        other = hashes.setdefault(fnv(key), key)
        if other != key:
            yield f"{kind.name!r}, whose field {field!r} has the hash of {other!r}"


def _test_problem(kind: Kind, test: Test, bound: Mapping[str, Kind]) -> str:
    if test.field not in kind.fields:
        return "there is no such field"
    numeric = kind.fields[test.field].type.numeric
    if test.op not in {"eq", *_OPERATORS} or (test.op in _ORDERS and not numeric):
        return f"{test.op!r} is no comparison of " + ("numbers" if numeric else "texts")
    if isinstance(test.operand, Ref):
        return _reference_problem(test.operand, bound, numeric=numeric)
    if type(test.operand) is not (int if numeric else str):
        return f"{test.operand!r} is of another type"
    if isinstance(test.operand, int) and abs(test.operand) >= _LARGEST_CONSTANT:
        return f"{test.operand} lies beyond ±2^53"
    return ""


def _reference_problem(ref: Ref, bound: Mapping[str, Kind], *, numeric: bool) -> str:
    if not ref.field:
        return "" if ref.alias in CONSTANTS and numeric else f"{ref} is no constant of its type"
    held = bound.get(ref.alias)
    if held is None or ref.field not in held.fields:
        return f"nothing that is bound before it is named {ref}"
    same = held.fields[ref.field].type.numeric is numeric
    return "" if same else f"{ref} is of another type"


def _network_problems(
    channel: str, rules: Mapping[str, Rule], patterns: Mapping[str, list[dict[str, Any]]]
) -> Iterator[str]:
    """Yield the faults of the rules of a channel together, in the network that the C code makes.

    Patterns that begin alike share nodes, and equal patterns share their last node. A join never
    shares a node. Each rule that goes beyond a limit is named.
    """
    ends: dict[str, dict[str, int]] = {}
    for count, (name, written) in enumerate(patterns.items(), start=1):
        over: set[str] = set()
        for number, pattern in enumerate(written):
            (steps,) = (sequence["$and"] for sequence in pattern.values())
            joined = any(isinstance(value, dict) for s in steps[1:-1] for value in _operands(s))
            end = json.dumps(steps) + (f" {name} {number}" if joined else "")
            sent = steps[0]["kind"]
            kind = channel if sent == TRIGGER else sent[1:]
            nodes = ends.setdefault(sent, {})
            nodes[end] = nodes.get(end, 0) + 1
            if len(nodes) > MOST_NODES:
                over.add(f"more than {MOST_NODES} different patterns over {kind!r}")
            if nodes[end] > MOST_SHARED:
                over.add(f"more than {MOST_SHARED} times the same pattern over {kind!r}")
        if len(ends) > MOST_KINDS:
            over.add(f"more than {MOST_KINDS} kinds of fact")
        if count > MOST_RULES:
            over.add(f"more than {MOST_RULES} rules")
        yield from (f"with {_named(rules[name])}, {channel} has {what}" for what in sorted(over))


def _named(rule: Rule) -> str:
    return f"rule {rule.id!r}" + (f" ({rule.source})" if rule.source else "")


def _operands(condition: Condition) -> Iterator[Any]:
    for key, value in condition.items():
        yield from value.values() if key in _SIGNS else (value,)


_SIGNS = frozenset(_OPERATORS.values())


# -- names are known to the C code by their hash alone -------------------------------------------


def fnv(text: str) -> int:
    """Return the 32-bit FNV-1a hash of a text in ASCII, as the C code computes it."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = (value ^ byte) * 16777619 % 2**32
    return value


_WORDS = (
    "id", "sid", "kind", "$s", "$m", "$i", "$forward", "all", "any", "pri", "count", "cap", "dist",
    "$lt", "$lte", "$gt", "$gte", "$eq", "$neq", "$mt", "$imt", "$iall", "$iany", "$ex", "$nex",
    "$or", "$and", "name", "$add", "$sub", "$mul", "$div", "$l", "$r",
)  # fmt: skip
_RESERVED = {fnv(word): word for word in _WORDS}
