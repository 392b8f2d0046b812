"""Each call of the durable matcher is a session, and every session that can be is deleted.

A session must be deleted whatever happens, but never one in which nothing was dispatched: the
library would free a pointer that was never set.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from mandate.engine import durable
from mandate.engine.grammar import Pattern, Ref
from mandate.engine.matching import Match
from mandate.errors import EngineError
from tests.engine import programs as p

pytestmark = pytest.mark.skipif(bool(durable.problem()), reason="durable-rules is not here")

RULES = p.program(
    [
        p.rule("joins", [Pattern("lamp", "a", (p.where("colour", "eq", Ref("t", "who")),))]),
        p.rule("lacks", unless=[Pattern("lamp", "", (p.where("size", "eq", Ref("t", "day")),))]),
        p.rule("again", sort=p.SORTS[1]),
    ]
)
STATE = p.state(p.lamp(), p.lamp("b"))
KNOCKS = [p.knock(), p.knock("f", 1)]
FOUND = [*(Match(0, t, ((name,),)) for t in (0, 1) for name in "ab"), Match(1, 1, ())]

CALLS = ("assert_fact", "start_action_for_state", "complete_and_start_action", "delete_state")


class Spy:
    """The C module, watched: it counts sessions, and can fail at one call."""

    def __init__(self) -> None:
        self._core: Any = durable._core()  # noqa: SLF001  # the module that is watched
        self.error = self._core.error
        self.delete_ruleset = self._core.delete_ruleset
        self.calls = 0
        self.fail_at = 0
        self.after = False
        self.fault: BaseException = KeyboardInterrupt()
        self.names: list[str] = []
        self.live: set[str] = set()
        self.begun: set[str] = set()
        self.offsets: dict[int, str] = {}
        self.unsafe: list[str] = []

    def create_ruleset(self, name: str, text: str) -> int:
        self.names.append(name)
        return int(self._core.create_ruleset(name, text))

    def _call(self, name: str, *args: Any) -> Any:  # noqa: ANN401  # as the C module
        self.calls += 1
        if self.calls == self.fail_at and not self.after:
            raise self.fault
        result = getattr(self._core, name)(*args)
        if name == "assert_fact":
            sid = str(json.loads(args[1])["sid"])
            self.live.add(sid)
            self.offsets[result[1]] = sid
        elif name == "start_action_for_state" and result:
            self.begun.add(self.offsets[args[1]])
        elif name == "delete_state":
            self.unsafe += [] if args[1] in self.begun else [args[1]]
            self.live.discard(args[1])
            self.begun.discard(args[1])
        if self.calls == self.fail_at:
            raise self.fault
        return result

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # as the C module
        if name in CALLS:
            return lambda *args: self._call(name, *args)
        raise AttributeError(name)


@pytest.fixture
def spy(monkeypatch):
    watched = Spy()
    monkeypatch.setattr(durable, "_core", lambda: watched)
    return watched


def test_no_session_is_left(spy):
    matcher = durable.DurableMatcher(RULES)
    for _ in range(50):
        assert matcher.matches(STATE, KNOCKS) == FOUND
    assert not spy.live
    assert not spy.unsafe


def test_more_calls_than_the_library_has_sessions():
    """It holds 1,024 of them; the next one would be the end of the process."""
    matcher = durable.DurableMatcher(RULES)
    for _ in range(3_000):
        assert matcher.matches(STATE, KNOCKS) == FOUND


def test_a_session_number_is_used_again(spy):
    """Their hashes are distinct only while they are small."""
    matcher = durable.DurableMatcher(RULES)
    for _ in range(20):
        matcher.matches(STATE, KNOCKS)
    assert set(spy.offsets.values()) == {"1"}


def test_a_program_takes_no_name(spy):
    """Two programs may be alive at once; nothing of either is known outside it."""
    one, other = (durable.DurableMatcher(RULES) for _ in range(2))
    assert one.matches(STATE, KNOCKS) == other.matches(STATE, KNOCKS) == FOUND
    assert set(spy.names) == {"rules"}


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
@pytest.mark.parametrize("fault", [KeyboardInterrupt(), MemoryError(), RuntimeError()], ids=repr)
def test_wherever_it_breaks_off_it_can_go_on(spy, after, fault):
    matcher = durable.DurableMatcher(RULES)
    matcher.matches(STATE, KNOCKS)
    spy.after, spy.fault = after, fault
    calls = spy.calls
    for at in range(1, calls + 1):
        spy.calls, spy.fail_at = 0, at
        with pytest.raises(type(fault)):
            matcher.matches(STATE, KNOCKS)
        spy.fail_at = 0
        assert matcher.matches(STATE, KNOCKS) == FOUND
    assert not spy.unsafe
    # What is left was never begun, or could not be deleted: it is never touched again.
    assert len(spy.live) <= 4


def test_an_error_of_the_library_is_ours(spy):
    matcher = durable.DurableMatcher(RULES)
    spy.fault = spy.error("Could not assert fact, error code: 303")
    spy.fail_at = 5
    with pytest.raises(EngineError, match=r"rules on event:knock.*303"):
        matcher.matches(STATE, KNOCKS)
    assert not spy.live


def test_a_real_error_of_the_library_leaves_no_session(spy, monkeypatch):
    """Without our limit of nodes, the C code gives its error 303 in the midst of a session."""
    monkeypatch.setattr("mandate.engine.safe_subset.MOST_NODES", 1000)
    joins = (p.where("size", "eq", Ref("t", "day")),)
    program = p.program([p.rule(f"r{i}", [Pattern("lamp", "a", joins)]) for i in range(70)])
    matcher = durable.DurableMatcher(program)
    for _ in range(1_100):
        with pytest.raises(EngineError, match="error code: 303"):
            matcher.matches(STATE, KNOCKS)
    assert not spy.live
    assert matcher.matches(p.state(), KNOCKS) == []


def test_a_refused_ruleset_is_an_error_of_ours(spy, monkeypatch):
    monkeypatch.setattr(spy, "create_ruleset", lambda *_: spy._call("assert_fact", 0, "{"))  # noqa: SLF001
    with pytest.raises(EngineError, match="refused the rules on event:knock"):
        durable.DurableMatcher(RULES)


@pytest.mark.parametrize("value", [1.5, None, 2**63, True], ids=repr)
def test_a_fact_of_the_wrong_sort_is_refused_and_the_session_deleted(spy, value):
    matcher = durable.DurableMatcher(RULES)
    wrong = ("lamp", {"id": "a", "colour": "a", "size": value, "ends": 0})
    with pytest.raises(EngineError, match="cannot hold the value"):
        matcher.matches(p.state(wrong), KNOCKS)
    assert not spy.live
    assert matcher.matches(STATE, KNOCKS) == FOUND


def test_a_fact_taken_for_another_is_an_error(spy, monkeypatch):
    """So it would be if two ids had the same hash; here two facts are given the same id."""
    matcher = durable.DurableMatcher(RULES)
    real = spy._call  # noqa: SLF001

    def same_id(name: str, *args: Any) -> Any:  # noqa: ANN401  # as the C module
        return real(name, *(a.replace('"f1"', '"f0"') if isinstance(a, str) else a for a in args))

    monkeypatch.setattr(spy, "_call", same_id)
    with pytest.raises(EngineError, match="for one that it holds already"):
        matcher.matches(STATE, KNOCKS)
    assert not spy.live


def test_a_clock_before_1971_is_an_error_and_no_crash(spy, monkeypatch):
    """The library leases sessions by the system clock; with a clock near 0 it never gives one."""
    matcher = durable.DurableMatcher(RULES)
    real = spy._call  # noqa: SLF001
    monkeypatch.setattr(
        spy, "_call", lambda name, *args: None if name.startswith("start") else real(name, *args)
    )
    with pytest.raises(EngineError, match="clock of this machine"):
        matcher.matches(STATE, KNOCKS)
    assert not spy.unsafe


def test_too_many_open_sessions_are_refused(monkeypatch):
    monkeypatch.setattr(durable, "MOST_SESSIONS", 0)
    with pytest.raises(EngineError, match="sessions of durable-rules are open"):
        durable.DurableMatcher(RULES).matches(STATE, KNOCKS)


def test_too_many_facts_are_refused(monkeypatch):
    monkeypatch.setattr(durable, "MOST_FACTS", 3)
    with pytest.raises(EngineError, match="rules on event:knock would read more than 3 facts"):
        durable.DurableMatcher(RULES).matches(STATE, KNOCKS)


def test_no_thread_is_started():
    before = threading.active_count(), tasks()
    matcher = durable.DurableMatcher(RULES)
    matcher.matches(STATE, KNOCKS)
    assert (threading.active_count(), tasks()) == before


def tasks() -> int:
    """Count the threads that the system sees, where it says so."""
    folder = Path("/proc/self/task")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def test_the_python_part_of_the_library_is_not_loaded():
    script = "import sys, mandate; mandate.status('2020-11-21'); print(*sys.modules)"
    run = subprocess.run(  # noqa: S603  # the interpreter that runs this test, on a constant
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "durable_rules_engine" in run.stdout.split()
    assert "durable" not in run.stdout.split()
