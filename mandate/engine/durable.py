"""The durable matcher: durable-rules, kept to the part of it that is safe.

The library is a C extension of 2020 with known memory faults. So it is sent only our own JSON, from
:mod:`mandate.engine.safe_subset`. Each call is a session of its own, with the facts that the rules
can read and the triggers last, and the session is deleted. Nothing is retracted, nothing is
asserted while it runs, and the library's ``Host``, its threads and its timers are not used. The
reasons, one by one, stand in ``docs/explanation/engine.md``.
"""

from __future__ import annotations

import json
import struct
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from itertools import count
from types import ModuleType

from mandate.engine.grammar import Fact, Key, Program, Ref, Rule, Scalar
from mandate.engine.matching import Match, Triggering, by_channel
from mandate.engine.safe_subset import (
    BEGIN,
    TRIGGER,
    literal,
    property_name,
    ruleset,
    sent_kind,
)
from mandate.engine.state import State
from mandate.errors import EngineError

#: From Python 3.13 on the released C source needs a name that has gone from CPython. A wheel that
#: pip has cached from a build without the flag would be taken again: hence no cache.
INSTALL = (
    "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject "
    "pip install --no-cache-dir 'peace-mandate[durable]'"
)

#: Sessions of one rule set that may be open at once; the C library holds 1,024 and then breaks.
MOST_SESSIONS = 1000
#: Facts of one session. From f264602 on two ids have the same hash, and one would be lost.
MOST_FACTS = 100_000


@lru_cache(maxsize=1)
def _core() -> ModuleType:  # a C module without stubs
    return import_module("durable_rules_engine")


@lru_cache(maxsize=1)
def problem() -> str:
    """Return the reason why durable-rules cannot be used here; empty where it can."""
    if struct.calcsize("l") < _BYTES:
        return "integers of the C compiler have 32 bits here, and constants of rules would be cut"
    try:
        _core()
    except ImportError as error:  # not installed, or built without the flag
        return str(error)
    return ""


_BYTES = 8
_DUPLICATE = 2
_BEGIN, _TRIGGER = literal(BEGIN), literal(TRIGGER)


class DurableMatcher:
    """Runs the joins and the negations of every rule in durable-rules."""

    name = "durable"

    def __init__(self, program: Program) -> None:
        self._channels = {
            channel: _Channel(channel, program, indices)
            for channel, indices in sorted(by_channel(program.rules).items())
        }

    def matches(self, state: State, triggers: Sequence[Triggering]) -> Sequence[Match]:
        """Return all matches against the state as it stands, sorted, each once.

        Raises:
            EngineError: durable-rules refuses a fact, or does not answer as it should.

        """
        grouped: dict[_Ruleset, list[tuple[int, Triggering]]] = {}
        for number, trigger in enumerate(triggers):
            channel = self._channels.get(trigger.channel)
            if channel and (rules := channel.rules_for(trigger.fact)):
                grouped.setdefault(rules, []).append((number, trigger))
        matches: list[Match] = []
        for rules, mine in grouped.items():
            matches.extend(rules.matches(state, mine))
        matches.sort()
        return matches


class _Channel:
    """The rules of one channel, by the constant that they want in one field of the trigger.

    A session costs time for each pattern of its rule set. So the rules for "ended" are kept apart
    from those for "commenced"; rules that ask for neither stand in both.
    """

    def __init__(self, channel: str, program: Program, indices: Sequence[int]) -> None:
        wanted = {i: _constants(program.rules[i]) for i in indices}
        counts = Counter(field for constants in wanted.values() for field in sorted(constants))
        self._field = max(counts, key=counts.__getitem__, default="")
        of_field = {i: constants.get(self._field) for i, constants in wanted.items()}
        values = {value for value in of_field.values() if value is not None}
        self._by_value = {
            value: _Ruleset(
                channel, program, [i for i, v in of_field.items() if v in {None, value}]
            )
            for value in sorted(values, key=str)
        }
        others = [i for i, value in of_field.items() if value is None]
        self._others = _Ruleset(channel, program, others) if others else None

    def rules_for(self, trigger: Fact) -> _Ruleset | None:
        """Return the rules that a trigger may set off, if any."""
        if not self._by_value:
            return self._others
        return self._by_value.get(trigger[self._field], self._others)


def _constants(rule: Rule) -> Mapping[str, Scalar]:
    """Return the constants that a rule wants in its trigger, by field."""
    tests = rule.trigger.tests
    return {t.field: t.operand for t in tests if t.op == "eq" and not isinstance(t.operand, Ref)}


def _links(rules: Iterable[Rule], kind: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """Return for each kind the fields that each pattern wants equal to a field of the trigger."""
    for rule in rules:
        for pattern in (*rule.when, *rule.unless):
            if pattern.kind == kind:
                yield tuple(
                    (test.field, test.operand.field)
                    for test in pattern.tests
                    if test.op == "eq"
                    and isinstance(test.operand, Ref)
                    and test.operand.alias == rule.trigger.alias
                )


class _Ruleset:
    """Some rules of one channel, compiled once; every call is a session of its own."""

    def __init__(self, channel: str, program: Program, indices: Sequence[int]) -> None:
        rules = {f"r{index}": program.rules[index] for index in indices}
        definition = ruleset(program, channel, rules)
        self._channel = channel
        self._reads = [
            (kind, literal(sent_kind(kind)), frozenset(_links(rules.values(), kind)))
            for kind in sorted({kind for rule in rules.values() for kind in rule.reads})
        ]
        core = self._core = _core()
        with _refusals(core, channel):
            self._handle = core.create_ruleset("rules", json.dumps(definition))
        weakref.finalize(self, core.delete_ruleset, self._handle)
        # Sessions are told apart by a 32-bit hash of their number. Those of small numbers differ,
        # also from those of the facts' ids; so a number is used again when its session is deleted.
        self._free: list[int] = []
        self._fresh = count(1)

    def matches(self, state: State, triggers: Sequence[tuple[int, Triggering]]) -> Sequence[Match]:
        """Return the matches of these triggers, in the order in which they are found."""
        facts = list(self._facts(state, [trigger.fact for _, trigger in triggers]))
        if len(facts) + triggers[-1][0] >= MOST_FACTS:
            msg = f"rules on {self._channel} would read more than {MOST_FACTS:,} facts in one step"
            raise EngineError(msg)
        messages: list[str] = []
        with _refusals(self._core, self._channel):
            sid, offset = self._begin()
            try:
                for number, (sent, _, fact) in enumerate(facts):
                    self._assert(sid, f"f{number}", sent, fact)
                # Triggers last: then absence is tested once, when every fact is there.
                for number, trigger in triggers:
                    self._assert(sid, f"t{number}", _TRIGGER, trigger.fact)
                messages.extend(self._drain(offset))
            finally:
                self._core.delete_state(self._handle, str(sid))
                self._free.append(sid)
        return [_read(message, facts) for message in messages]

    def _facts(self, state: State, triggers: Sequence[Fact]) -> Iterator[tuple[str, Key, Fact]]:
        """Yield every fact that the rules may read: kind as sent, key, fact.

        If every pattern over a kind wants a field to equal a field of the trigger, the facts that
        no trigger can join are left out: no pattern could match them, and no ``unless`` could miss
        them.
        """
        for kind, sent, links in self._reads:
            held = state.of_kind(kind).items()
            if () in links:
                yield from ((sent, key, fact) for key, fact in held)
                continue
            wanted = [
                ([mine for mine, _ in link], {tuple([t[its] for _, its in link]) for t in triggers})
                for link in links
            ]
            for key, fact in held:
                if any(tuple([fact[f] for f in fields]) in some for fields, some in wanted):
                    yield sent, key, fact

    def _begin(self) -> tuple[int, int]:
        """Open a session, and dispatch one action in it.

        A session in which nothing was ever dispatched must not be deleted: that would free a
        pointer that was never set. So where this fails, the session is left as it is.
        """
        try:
            sid = self._free.pop()
        except IndexError:
            sid = next(self._fresh)
        if sid > MOST_SESSIONS:
            msg = f"more than {MOST_SESSIONS} sessions of durable-rules are open at once"
            raise EngineError(msg)
        offset = self._assert(sid, "begin", _BEGIN, {})
        if len(list(self._drain(offset))) != 1:
            msg = "durable-rules did not begin a session; is the clock of this machine set to 1970?"
            raise EngineError(msg)
        return sid, offset

    def _assert(self, sid: int, name: str, kind: str, fact: Fact) -> int:
        body = "".join([f",{property_name(n)}{literal(v)}" for n, v in fact.items()])
        text = f'{{"id":"{name}","sid":{sid},"kind":{kind}{body}}}'
        code, offset = self._core.assert_fact(self._handle, text)
        if code == _DUPLICATE:
            msg = f"durable-rules took a fact of kind {kind} for one that it holds already"
            raise EngineError(msg)
        return int(offset)

    def _drain(self, offset: int) -> Iterator[str]:
        first = self._core.start_action_for_state(self._handle, offset)
        message = first[1] if first else None
        while message:
            yield message
            message = self._core.complete_and_start_action(self._handle, offset)


@contextmanager
def _refusals(core: ModuleType, channel: str) -> Iterator[None]:
    """Turn the errors of the C module into ours."""
    try:
        yield
    except core.error as error:
        msg = f"durable-rules refused the rules on {channel}, or a fact that they read: {error}"
        raise EngineError(msg) from error


def _read(message: str, facts: Sequence[tuple[str, Key, Mapping[str, object]]]) -> Match:
    ((name, bound),) = json.loads(message).items()
    trigger = int(bound.pop("t")["id"][1:])
    premises = sorted((int(alias[1:]), int(fact["id"][1:])) for alias, fact in bound.items())
    return Match(int(name[1:]), trigger, tuple(facts[number][1] for _, number in premises))
