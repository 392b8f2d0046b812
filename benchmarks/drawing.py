"""Drawing for the scripts of this folder: cases from the strategies of the tests, by a seed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")

#: What every drawn agreement has alike, and says nothing about a disagreement.
_ALIKE = frozenset(
    {"format", "id", "title", "short", "language", "sources", "cite", "quote", "source", "because"}
)


def drawn(strategy: SearchStrategy[T], count: int, number: int) -> list[T]:
    """Return ``count`` values of a strategy, the same ones for the same seed ``number``."""
    found: list[T] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def take(value: T) -> None:
        found.append(value)

    take()
    return found[:count]


def shapes(agreement: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[str]:
    """Say of what a case is made: kinds of clause with what they use, kinds of event, counting."""
    for clause in (
        {"kind": "instrument", **agreement["instrument"]},
        *agreement["clauses"].values(),
    ):
        kind = clause["kind"]
        yield f"clause  {kind}"
        for path in _paths(clause):
            if path[0] == "counting":
                yield f"key     {kind}: counting of its own"
            elif path[0] not in {*_ALIKE, "kind", "signed"}:
                yield f"key     {kind}: {'.'.join(path)}"
    for name in ("period", "before", "by"):
        yield f"counting {name}: {agreement['counting'][name].get('preset', 'fields')}"
    for event in record["events"]:
        yield f"event   {event['kind']}"
        for key in ("received", "known", "after"):
            if key in event:
                yield f"event   with {key}"


def _paths(table: Mapping[str, Any], prefix: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _paths(value, (*prefix, key))
        else:
            yield (*prefix, key)


def table(counts: Counter[str]) -> str:
    """Return counts as lines, in alphabetical order."""
    wide = max(map(len, counts), default=0)
    return "\n".join(f"  {name:<{wide}}  {counts[name]:>9,}" for name in sorted(counts))


def as_toml(agreement: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    """Return what tells a case, about as it would stand in its two files."""
    lines = [f"counting.{k} = {_value(v)}" for k, v in agreement["counting"].items()]
    lines += [f"instrument = {_value(agreement['instrument'])}"]
    lines += [f"clauses.{name} = {_value(c)}" for name, c in agreement["clauses"].items()]
    lines += [f"event = {_value(event)}" for event in record["events"]]
    return "\n".join(f"    {line}" for line in lines)


def _value(value: Any) -> str:  # noqa: ANN401  # from TOML
    if isinstance(value, Mapping):
        parts = [f"{k} = {_value(v)}" for k, v in value.items() if k not in _ALIKE or k == "id"]
        return "{ " + ", ".join(parts) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    return f'"{value}"' if isinstance(value, str) else str(value)
