"""Clauses that wait for each other, and would wait for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from attrs import define, field

from mandate.engine.grammar import Fact
from mandate.files.problems import Problems
from mandate.files.toml import TomlFile
from mandate.loading.clauses import ClauseInFile

#: The states at the end of a clause's life; all others but performance come with its beginning.
_OVER = frozenset({"ended", "closed"})
_DONE = "performed"
_MOST_SAID = 12  # clauses of a circle that a message names

#: A clause stands for its beginning. So marked, it stands for its end or its performance; the marks
#: come after any letter of an id, so that a circle is told from a beginning on.
_END, _PERFORMANCE = "~", "}"

_Graph = dict[str, set[str]]


@define
class _Said:
    """The order of the clauses of a text, as the text gives it."""

    #: Clause → the clause within which it lies.
    hosts: _Graph = field(factory=dict)
    #: Point in the life of a clause → the points after which it comes.
    order: _Graph = field(factory=dict)
    #: A pair of such points → the key that says so.
    keys: dict[tuple[str, str], str] = field(factory=dict)
    #: Clause with a due day → the state from which the day is counted.
    counted: dict[str, str] = field(factory=dict)

    def read(self, clause: ClauseInFile, kind: str, fact: Fact) -> None:
        """Take in one fact of a clause."""
        for earlier, later in _order(clause.id, fact):
            self.order.setdefault(later, set()).add(earlier)
            self.keys[later, earlier] = _key(clause, kind)
        if "outer" in fact:
            self.hosts.setdefault(clause.id, set()).add(str(fact["outer"]))
        elif "after" in fact and "length" in fact:
            self.counted[clause.id] = _state(fact)


def note_circles(
    file: TomlFile,
    problems: Problems,
    clauses: Mapping[str, ClauseInFile],
    made: Sequence[tuple[str, Fact]],
) -> None:
    """Note a clause that waits for itself, lies within itself, or is due only once it is over.

    The facts give the order: ``after`` names a clause that must reach a state first, ``host`` a
    clause within which a clause lies. With a ``length`` only a due day is counted from that state,
    and the clause itself does not wait.
    """
    said = _Said()
    for kind, fact in made:
        if fact.get("clause") in clauses:
            said.read(clauses[str(fact["clause"])], kind, fact)
    path = circle(said.hosts)
    if path:
        _note(file, problems, clauses, path, "clauses within each other", ["during"])
        return  # a clause that lies within itself also ends after itself
    for name in clauses:
        for mark in (_END, _PERFORMANCE):
            said.order.setdefault(mark + name, set()).add(name)
    path = circle(said.order)
    if path:
        written = [said.keys[pair] for pair in pairwise(path) if pair in said.keys]
        _note(file, problems, clauses, path, "clauses that wait for each other", written)
        return
    for clause, state in said.counted.items():
        path = _way(said.order, state, {_END + clause, _PERFORMANCE + clause})
        if path:
            what = "its due day is counted from what comes only once it is over"
            _note(file, problems, clauses, [clause, *path], what, ["due"])


def _order(clause: str, fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield the pairs of points that a fact puts in order."""
    if "after" in fact and "length" not in fact:
        yield _state(fact), clause
    if "outer" in fact:
        host = str(fact["outer"])
        yield _END + clause, _END + host
        yield host, _END + clause  # a clause that ends before its host begins does not lie in it


def _state(fact: Fact) -> str:
    after, what = str(fact["after"]), fact.get("what")
    return _END + after if what in _OVER else _PERFORMANCE + after if what == _DONE else after


def _key(clause: ClauseInFile, fact: str) -> str:
    """Return the key of a clause that makes a fact, without the keys under it."""
    makes = (make for make in clause.kind.makes if make.fact == fact)
    return next(name.split(".")[0] for make in makes for name in (*make.needs, *make.lacks))


def _note(  # noqa: PLR0913  # the place, and the parts of the message
    file: TomlFile,
    problems: Problems,
    clauses: Mapping[str, ClauseInFile],
    path: Sequence[str],
    what: str,
    keys: Sequence[str],
) -> None:
    words: list[str] = []
    for name in path:
        bare = name.lstrip(_END + _PERFORMANCE)
        word = f"the end of {bare}" if name.startswith(_END) else bare
        if words[-1:] != [word]:
            words.append(word)
    if len(words) == 1:
        words *= 2
    shown = [*words[:_MOST_SAID], "…"] if len(words) > _MOST_SAID else words
    right = "another " + " or ".join(f"'{key}'" for key in sorted(set(keys)))
    among = len({name.lstrip(_END + _PERFORMANCE) for name in path}) > 1 and keys != ["due"]
    right += " in one of them" if among else ""
    problems.add(file, clauses[path[0]].path, f"{what}: {' → '.join(shown)}", right)


def _way(graph: Mapping[str, set[str]], start: str, goals: set[str]) -> Sequence[str]:
    """Return the shortest way to one of the goals, both ends included; empty if there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        if way[-1] in goals:
            return way
        fresh = sorted(graph.get(way[-1], set()) - seen)
        seen.update(fresh)
        ways.extend((*way, name) for name in fresh)
    return ()


def circle(graph: Mapping[str, set[str]]) -> Sequence[str]:
    """Return one circle, its first member again at its end; empty if there is none.

    The choice of the circle depends on the order of nothing.
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
