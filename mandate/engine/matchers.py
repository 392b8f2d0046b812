"""Which matcher runs: chosen once, by name, and never silently another."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from mandate.engine.grammar import Program
from mandate.engine.matching import Matcher
from mandate.engine.plain import PlainMatcher
from mandate.errors import ArgumentError, MissingDependencyError

ENGINES = ("auto", "durable", "plain")


@lru_cache(maxsize=1)
def durable_problem() -> str:
    """Say why durable-rules cannot be imported here; empty where it can."""
    try:
        import_module("durable_rules_engine")
    except ImportError as error:  # not installed, or its symbols are missing (Python 3.13)
        return str(error)
    return ""


def choose(engine: str) -> str:
    """Return the name of the matcher that ``engine`` stands for on this machine.

    Raises:
        ArgumentError: ``engine`` is none of ``auto``, ``durable``, ``plain``.
        MissingDependencyError: ``durable`` was asked for and cannot be imported.

    """
    if engine not in ENGINES:
        msg = f"engine: {engine!r} is not known; write one of {', '.join(map(repr, ENGINES))}"
        raise ArgumentError(msg)
    if engine == "auto":
        return "plain" if durable_problem() else "durable"
    if engine == "durable" and (why := durable_problem()):
        msg = (
            f"engine='durable' needs durable-rules, which cannot be imported here ({why}). "
            "Install it with: pip install 'peace-mandate[durable]'"
        )
        raise MissingDependencyError(msg)
    return engine


@lru_cache(maxsize=32)
def matcher(program: Program, name: str) -> Matcher:
    """Return the matcher of that name for a program; made once for each."""
    if name == "durable":
        from mandate.engine.durable import DurableMatcher  # noqa: PLC0415  # a C extension: only on use

        return DurableMatcher(program)
    return PlainMatcher(program)
