"""The choice of the matcher: made once, by name, and never silently another."""

from __future__ import annotations

from functools import lru_cache

from mandate.engine import durable
from mandate.engine.grammar import Program
from mandate.engine.matching import Matcher
from mandate.engine.plain import PlainMatcher
from mandate.errors import ArgumentError, MissingDependencyError, shown

ENGINES = ("auto", "durable", "plain")


def choose(engine: str) -> str:
    """Return the name of the matcher that ``engine`` stands for on this machine.

    Raises:
        ArgumentError: ``engine`` is none of ``auto``, ``durable``, ``plain``.
        MissingDependencyError: ``durable`` was asked for and cannot be imported.

    """
    if not isinstance(engine, str) or engine not in ENGINES:  # type: ignore[redundant-expr]  # a caller's slip
        msg = f"engine: {shown(engine)} is not known; write one of {', '.join(map(repr, ENGINES))}"
        raise ArgumentError(msg)
    if engine == "auto":
        return "plain" if durable.problem() else "durable"
    if engine == "durable" and (why := durable.problem()):
        msg = (
            f"engine='durable' needs durable-rules, which cannot be imported here ({why}). "
            f"Install it with: {durable.INSTALL}"
        )
        raise MissingDependencyError(msg)
    return engine


@lru_cache(maxsize=32)
def matcher(program: Program, name: str) -> Matcher:
    """Return the matcher of that name for a program; made once for each."""
    if name == "durable":
        return durable.DurableMatcher(program)
    return PlainMatcher(program)
