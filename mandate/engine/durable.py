"""The durable matcher: durable-rules, kept to the part of it that is safe.

The library is a C extension of 2020 with known memory faults. What is sent to it is therefore our
own JSON, from :mod:`mandate.engine.safe_subset`. Each call is a session of its own, with the facts
that the rules can read and the triggers last, and the session is deleted. Nothing is retracted,
nothing is asserted while it runs, and the library's ``Host``, its threads and its timers are not
used. The reasons, one by one, stand in ``docs/explanation/engine.md``.
"""

from __future__ import annotations

import json
import struct
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from itertools import count
from typing import Any

from mandate.engine.grammar import Fact, Key, Program
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
def _core() -> Any:  # noqa: ANN401  # a C module without stubs
    return import_module("durable_rules_engine")


@lru_cache(maxsize=1)
def problem() -> str:
    """Say why durable-rules cannot be used here; empty where it can."""
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
            channel: _Ruleset(channel, program, indices)
            for channel, indices in sorted(by_channel(program.rules).items())
        }

    def matches(self, state: State, triggers: Sequence[Triggering]) -> Sequence[Match]:
        """Return all matches against the state as it stands, sorted, each once.

        Raises:
            EngineError: durable-rules refuses a fact, or does not answer as it should.

        """
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
        rules = {f"r{index}": program.rules[index] for index in indices}
        definition = ruleset(program, channel, rules)
        self._channel = channel
        reads = sorted({kind for rule in rules.values() for kind in rule.reads})
        self._kinds = [(kind, literal(sent_kind(kind))) for kind in reads]
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
        facts: list[tuple[str, Key, Fact]] = [
            (sent, key, fact)
            for kind, sent in self._kinds
            for key, fact in state.of_kind(kind).items()
        ]
        if len(facts) + triggers[-1][0] >= MOST_FACTS:
            msg = f"rules on {self._channel} would read more than {MOST_FACTS:,} facts in one step"
            raise EngineError(msg)
        messages: list[str] = []
        with _refusals(self._core, self._channel):
            sid, offset = self._begin()
            try:
                for number, (sent, _, fact) in enumerate(facts):
                    self._assert(sid, f"f{number}", sent, fact)
                # Triggers last: then absence is tested once, when all that it could match is there.
                for number, trigger in triggers:
                    self._assert(sid, f"t{number}", _TRIGGER, trigger.fact)
                messages.extend(self._drain(offset))
            finally:
                self._core.delete_state(self._handle, str(sid))
                self._free.append(sid)
        return [_read(message, facts) for message in messages]

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
def _refusals(core: Any, channel: str) -> Iterator[None]:  # noqa: ANN401  # a C module without stubs
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
