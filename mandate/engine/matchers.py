"""The choice of the matcher: made once, by name, and never silently another."""

from __future__ import annotations

from functools import lru_cache

from mandate.engine import durable
from mandate.engine.grammar import Program
from mandate.engine.matching import Matcher
from mandate.engine.plain import PlainMatcher
from mandate.errors import ArgumentError, MissingDependencyError, shown

MATCHERS = ("auto", "durable", "plain")


def choose(asked: str) -> str:
    """Return the name of the matcher that ``asked`` stands for on this machine.

    Raises:
        ArgumentError: ``asked`` is none of ``auto``, ``durable``, ``plain``.
        MissingDependencyError: ``durable`` was asked for and cannot be imported.

    """
    if not isinstance(asked, str) or asked not in MATCHERS:  # type: ignore[redundant-expr]  # a caller's slip
        msg = f"matcher: {shown(asked)} is not known; write one of {', '.join(map(repr, MATCHERS))}"
        raise ArgumentError(msg)
    if asked == "auto":
        return "plain" if durable.problem() else "durable"
    if asked == "durable" and (why := durable.problem()):
        msg = (
            f"matcher='durable' needs durable-rules, which cannot be imported here ({why}). "
            f"Install it with: {durable.INSTALL}"
        )
        raise MissingDependencyError(msg)
    return asked


@lru_cache(maxsize=32)
def matcher(program: Program, name: str) -> Matcher:
    """Return the matcher of that name for a program; made once for each."""
    if name == "durable":
        return durable.DurableMatcher(program)
    return PlainMatcher(program)
