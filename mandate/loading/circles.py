"""Clauses that wait for each other, and would wait for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from mandate.engine.grammar import Fact
from mandate.loading.clauses import ClauseInFile
from mandate.loading.problems import Problems
from mandate.loading.toml import TomlFile

#: From the beginning on a clause has these, whatever it waits for.
_AT_ONCE = frozenset({"commenced", "pending"})
_MOST_SAID = 12  # clauses of a circle that a message names


def note_circles(
    file: TomlFile,
    problems: Problems,
    clauses: Mapping[str, ClauseInFile],
    made: Sequence[tuple[str, Fact]],
) -> None:
    """Note a circle of beginnings, each after the next, and one of clauses within each other.

    The facts say who waits for whom: ``after`` names a clause that must reach a state first,
    ``host`` one within which a clause lies. A due day that is counted from the mere beginning of
    another clause makes nobody wait.
    """
    waits: dict[str, set[str]] = {}
    hosts: dict[str, set[str]] = {}
    for _, fact in made:
        clause = str(fact.get("clause", ""))
        if "after" in fact and not ("length" in fact and fact.get("what") in _AT_ONCE):
            waits.setdefault(clause, set()).add(str(fact["after"]))
        if "host" in fact:
            hosts.setdefault(clause, set()).add(str(fact["host"]))
    for graph, what in (
        (waits, "clauses that wait for each other"),
        (hosts, "clauses within each other"),
    ):
        path = circle(graph)
        if path:
            shown = [*path[:_MOST_SAID], "…"] if len(path) > _MOST_SAID else path
            told = f"{what}: {' → '.join(shown)}"
            problems.add(
                file,
                clauses[path[0]].path,
                told,
                "a beginning for one of them" if graph is waits else "",
            )


def circle(graph: Mapping[str, set[str]]) -> Sequence[str]:
    """Return one circle, its first member again at its end; nothing where there is none.

    The one that is found does not depend on the order of anything.
    """
    ordered = {name: sorted(graph[name]) for name in sorted(graph)}
    try:
        TopologicalSorter(ordered).prepare()
    except CycleError as error:
        # graphlib lists each member before the one that waits for it.
        return _turned(list(reversed(error.args[1])))
    return ()


def _turned(path: list[str]) -> list[str]:
    """Begin a circle with its first member by name."""
    members = path[:-1]
    start = members.index(min(members))
    return [*members[start:], *members[: start + 1]]
