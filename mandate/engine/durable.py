"""The durable matcher: durable-rules, kept to the part of it that is safe.

The library is a C extension of 2020 with known memory faults. What is sent to it is therefore our
own JSON, from rules that the loader has checked; each call has a fresh session with the facts that
the rules can read, the triggers last, and the session is deleted. Nothing is retracted, nothing is
asserted while it runs, and its ``Host``, its threads and its timers are not used. The reasons, one
by one, stand in ``docs/explanation/engine.md``.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from itertools import count
from typing import Any

from mandate.engine.grammar import CONSTANTS, Key, Pattern, Program, Ref, Rule, Scalar, Test
from mandate.engine.matching import Match, Triggering, by_channel
from mandate.engine.state import State
from mandate.errors import EngineError

#: From Python 3.13 on the released C source needs a name that has gone from CPython. A wheel that
#: pip has cached from a build without the flag would be taken again: hence no cache.
INSTALL = (
    "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject "
    "pip install --no-cache-dir 'peace-mandate[durable]'"
)


@lru_cache(maxsize=1)
def _core() -> Any:  # noqa: ANN401  # a C module without stubs
    return import_module("durable_rules_engine")


@lru_cache(maxsize=1)
def problem() -> str:
    """Say why durable-rules cannot be imported here; empty where it can."""
    try:
        _core()
    except ImportError as error:  # not installed, or built without the flag
        return str(error)
    return ""


#: Put last in every pattern: without it a false last condition reads past the C buffer.
_GUARD = {"$and": [{"$ex": {"kind": 1}}]}
_OPERATORS = {"ne": "$neq", "lt": "$lt", "le": "$lte", "gt": "$gt", "ge": "$gte"}
#: The C code reads integers of 64 bits, but compares some as doubles.
_LARGEST = 2**53

MOST_PATTERNS = 14  # the C limit is 16 positive patterns
MOST_CONDITIONS = 20  # the C limit is 31 entries of one pattern
MOST_RULES = 250  # 256 rules that share their last node kill the process
MOST_NODES = 60  # one fact may stand in 64 nodes
MOST_DISTINCT = 500  # 512 different conditions at one level hang create_ruleset


class DurableMatcher:
    """Runs the joins and the negations of every rule in durable-rules."""

    name = "durable"

    def __init__(self, program: Program) -> None:
        self._program = program
        self._channels = {
            channel: _Ruleset(channel, program, indices)
            for channel, indices in sorted(by_channel(program.rules).items())
        }

    def matches(self, state: State, triggers: Sequence[Triggering]) -> Sequence[Match]:
        """Return all matches against the state as it stands, sorted, each once."""
        grouped: dict[str, list[tuple[int, Triggering]]] = {}
        for number, trigger in enumerate(triggers):
            if trigger.channel in self._channels:
                grouped.setdefault(trigger.channel, []).append((number, trigger))
        found: list[Match] = []
        for channel, mine in grouped.items():
            found.extend(self._channels[channel].matches(state, mine))
        found.sort()
        return found


class _Ruleset:
    """The rules of one channel, compiled once; every call is a session of its own."""

    def __init__(self, channel: str, program: Program, indices: Sequence[int]) -> None:
        rules = [(index, program.rules[index]) for index in indices]
        check_limits(channel, [rule for _, rule in rules])
        self._kinds = sorted({kind for _, rule in rules for kind in rule.reads})
        definition: dict[str, Any] = {"begin": {"all": [{"m": _conditions("$begin", ())}]}}
        for index, rule in rules:
            definition[f"r{index}"] = _rule(rule)
        core = self._core = _core()
        self._handle = core.create_ruleset(channel, json.dumps(definition))
        weakref.finalize(self, core.delete_ruleset, self._handle)
        # Sessions are told apart by a 32-bit hash of their name: small integers do not collide.
        self._sessions = count(1)

    def matches(
        self, state: State, triggers: Sequence[tuple[int, Triggering]]
    ) -> Iterator[Match]:
        handle, sid = self._handle, next(self._sessions)
        keys: dict[str, Key] = {}
        numbers: dict[str, int] = {}
        serial = count(1)
        messages: list[str] = []
        # Deleting a session in which nothing was ever dispatched frees an uninitialised pointer.
        offset = self._assert(sid, next(serial), "$begin", {})
        try:
            list(self._drain(offset))
            for kind in self._kinds:
                for key, fact in state.of_kind(kind).items():
                    number = next(serial)
                    keys[f"f{number}"] = key
                    self._assert(sid, number, kind, fact)
            # Triggers last: then absence is tested once, when all that it could match is there.
            for index, trigger in triggers:
                number = next(serial)
                numbers[f"f{number}"] = index
                offset = self._assert(sid, number, "$trigger", trigger.fact)
            messages.extend(self._drain(offset))
        finally:
            self._core.delete_state(handle, str(sid))
        return _read(messages, keys, numbers)

    def _assert(self, sid: int, number: int, kind: str, fact: Mapping[str, Scalar]) -> int:
        body: dict[str, Scalar] = {f"_{name}": value for name, value in fact.items()}
        text = json.dumps({"id": f"f{number}", "sid": sid, "kind": kind, **body})
        code, offset = self._core.assert_fact(self._handle, text)
        if code == _DUPLICATE:
            msg = f"durable-rules took a fact of kind {kind!r} for one that it holds already"
            raise EngineError(msg)
        return int(offset)

    def _drain(self, offset: int) -> Iterator[str]:
        first = self._core.start_action_for_state(self._handle, offset)
        message = first[1] if first else None
        while message:
            yield message
            message = self._core.complete_and_start_action(self._handle, offset)


_DUPLICATE = 2


def _read(
    messages: Sequence[str], keys: Mapping[str, Key], numbers: Mapping[str, int]
) -> Iterator[Match]:
    for message in messages:
        ((name, bound),) = json.loads(message).items()
        trigger = numbers[bound["t"]["id"]]
        premises = sorted(
            (int(alias[1:]), keys[fact["id"]]) for alias, fact in bound.items() if alias != "t"
        )
        yield Match(int(name[1:]), trigger, tuple(key for _, key in premises))


def _rule(rule: Rule) -> dict[str, Any]:
    names = {rule.trigger.alias: "t"}
    patterns: list[dict[str, Any]] = [{"t": _conditions("$trigger", rule.trigger.tests)}]
    for number, pattern in enumerate(rule.when):
        patterns.append({f"p{number}": _pattern(pattern, names)})
        if pattern.alias:
            names[pattern.alias] = f"p{number}"
    for number, pattern in enumerate(rule.unless):
        patterns.append({f"n{number}$not": _pattern(pattern, names)})
    return {"all": patterns, "dist": 0}


def _pattern(pattern: Pattern, names: Mapping[str, str]) -> dict[str, Any]:
    return _conditions(pattern.kind, pattern.tests, names)


def _conditions(
    kind: str, tests: Sequence[Test], names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    # Conditions on one fact come before joins, as the C code expects; the guard comes last.
    alone = [_condition(t, {}) for t in tests if not _joins(t)]
    joined = [_condition(t, names or {}) for t in tests if _joins(t)]
    return {"$and": [{"kind": kind}, *alone, *joined, _GUARD]}


def _joins(test: Test) -> bool:
    return isinstance(test.operand, Ref) and bool(test.operand.field)


def _condition(test: Test, names: Mapping[str, str]) -> dict[str, Any]:
    given = test.operand
    right: Any
    if not isinstance(given, Ref):
        right = given
    elif given.field:
        right = {names[given.alias]: f"_{given.field}"}
    else:
        right = CONSTANTS[given.alias][0]
    comparison = {f"_{test.field}": right}
    return comparison if test.op == "eq" else {_OPERATORS[test.op]: comparison}


def check_limits(channel: str, rules: Sequence[Rule]) -> None:
    """Refuse rules that durable-rules cannot take, naming each.

    Raises:
        EngineError: a limit is passed.

    """
    problems: list[str] = []
    nodes: dict[str, int] = {}
    distinct: dict[str, set[str]] = {}
    for rule in rules:
        patterns = [("$trigger", rule.trigger.tests)]
        patterns.extend((p.kind, p.tests) for p in (*rule.when, *rule.unless))
        if len(patterns) > MOST_PATTERNS:
            problems.append(f"rule {rule.id!r} has {len(patterns)} patterns; at most {MOST_PATTERNS}")
        for kind, tests in patterns:
            nodes[kind] = nodes.get(kind, 0) + 1
            distinct.setdefault(kind, set()).update(
                json.dumps(_condition(t, {})) for t in tests if not _joins(t)
            )
            if len(tests) > MOST_CONDITIONS:
                problems.append(
                    f"rule {rule.id!r} has {len(tests)} conditions on {kind}; at most {MOST_CONDITIONS}"
                )
            problems.extend(
                f"rule {rule.id!r} compares {kind}.{t.field} with {t.operand}: beyond ±2^53"
                for t in tests
                if isinstance(t.operand, int) and abs(t.operand) >= _LARGEST
            )
    if len(rules) > MOST_RULES:
        problems.append(f"{len(rules)} rules on {channel}; at most {MOST_RULES}")
    problems.extend(
        f"{kind} stands in {n} patterns of rules on {channel}; at most {MOST_NODES}"
        for kind, n in sorted(nodes.items())
        if n > MOST_NODES
    )
    problems.extend(
        f"{kind} has {len(c)} different conditions in rules on {channel}; at most {MOST_DISTINCT}"
        for kind, c in sorted(distinct.items())
        if len(c) > MOST_DISTINCT
    )
    if problems:
        raise EngineError("; ".join(problems))
