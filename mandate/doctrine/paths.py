"""The paths of a status, such as ``clauses.kalbajar.state``, and the values at each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from numbers import Integral
from typing import Any

from attrs import frozen

from mandate.doctrine.axes import Axes
from mandate.doctrine.model import Doctrine
from mandate.doctrine.vocabulary import OF_HEADLINE, OF_TERM, TERM
from mandate.engine.grammar import Axis
from mandate.errors import or_meant, shown
from mandate.once import cached_property
from mandate.plain_data import heads
from mandate.text.agreement import Agreement, Subject

#: The word by which a scenario, or the command line, says that there must be no value.
NONE = "none"


@frozen
class _Leaf:
    """A value at the end of a path: its type, and its words where they are a closed list."""

    type: str
    words: tuple[str, ...] = ()


@frozen
class _Rows:
    """A table whose rows come and go; each row has these columns."""

    columns: Mapping[str, _Leaf]


_Node = _Leaf | _Rows | Mapping[str, Any]

_WHEN, _TEXTS, _FLAG, _TEXT = _Leaf("day"), _Leaf("list"), _Leaf("flag"), _Leaf("text")
#: The values of a status that belong to no clause, party or subject.
_OF_ITSELF: Mapping[str, _Node] = {
    "agreement": _TEXT,
    "on": _WHEN,
    "in_force": _FLAG,
    "projection": _FLAG,
    "unverified": _FLAG,
    "beyond_calendar": _TEXTS,
    "undetermined": _TEXTS,
    "undated_that_day": _TEXTS,
    "retroactive": _TEXTS,
    "changes": _TEXTS,
}
#: Type → the Python types of its values, and the form in which to write one.
_VALUES: Mapping[str, tuple[type | tuple[type, ...], str]] = {
    "day": (dt.date, "a date, like 2025-11-10"),
    "instant": (dt.datetime, "a date-time, like 2025-11-10T18:00:00+03:00"),
    "count": (Integral, "a whole number"),
    "figure": (Integral, "a whole number"),
    "flag": (bool, "true or false"),
    "text": (str, "a text"),
    "choice": (str, "a text"),
    "list": ((list, tuple), "a list"),
    "table": (Mapping, "a table"),
}


@frozen(eq=False)
class AnswerPaths:
    """The paths of a status of one agreement."""

    agreement: Agreement
    doctrine: Doctrine
    #: Names of rows that are not in the text: the ids of the events of the record.
    events: frozenset[str]

    def refusal(self, path: object) -> str:
        """Return the reason why no status has such a path; empty if there is one."""
        node = self._node(path)
        return node if isinstance(node, str) else ""

    def misfit(self, path: str, value: object) -> str:
        """Return the reason why a path can never have a value; empty if it can.

        It is also empty for None, and for a path that no status has.
        """
        node = self._node(path)
        if value is None or isinstance(node, str):
            return ""
        leaf = node if isinstance(node, _Leaf) else _Leaf("table")
        kinds, right = _VALUES[leaf.type]
        other = isinstance(value, bool) is not (leaf.type == "flag")
        an_hour = isinstance(value, dt.datetime) and leaf is not _WHEN and leaf.type != "instant"
        if other or an_hour or not isinstance(value, kinds):
            return f"{shown(value)} is never there: give {right}"
        if leaf.words and value not in leaf.words:
            return or_meant(f"{shown(value)} is never there", value, leaf.words)
        return ""

    def _node(self, path: object) -> _Node | str:
        """Return the node at the end of a path, or the reason why there is none."""
        nothing = f"a status has nothing named {shown(path)}"
        if not isinstance(path, str) or not path:
            return nothing
        here: _Node = self._members
        parts, done = path.split("."), ""
        while parts:
            if isinstance(here, _Leaf):
                return f"{nothing}: {done} is {_VALUES[here.type][1]}"
            if isinstance(here, _Rows):
                return self._row(here, parts, nothing)
            name = next(filter(here.__contains__, heads(parts)), None)
            if name is None:
                meant = parts[0] if len(parts) == 1 or len(here) > 1 else ".".join(parts)
                return or_meant(nothing, meant, here)
            here, parts, done = (
                here[name],
                parts[name.count(".") + 1 :],
                f"{done}.{name}".strip("."),
            )
        return here

    def _row(self, table: _Rows, parts: list[str], nothing: str) -> _Node | str:
        known = self._rows
        name = next((head for head in heads(parts) if head in known), None)
        if name is None:
            return or_meant(nothing, parts[0], known)
        rest = ".".join(parts[name.count(".") + 1 :])
        if rest and rest not in table.columns:
            return or_meant(nothing, rest, table.columns)
        return table.columns[rest] if rest else table.columns

    @cached_property
    def _rows(self) -> frozenset[str]:
        """The names that a row can have: every name in the text, and the events."""
        named = {v for _, fact in self.agreement.facts for v in fact.values() if isinstance(v, str)}
        return self.events | named - {""}

    @cached_property
    def _members(self) -> Mapping[str, _Node]:
        agreement, axes = self.agreement, self.doctrine.axes
        clauses = {
            name: _clause(axes.get(clause.kind, {})) for name, clause in agreement.clauses.items()
        }
        headline = clauses[agreement.headline]
        parties = [name for name, party in agreement.parties.items() if party.role == "party"]
        return {
            **_OF_ITSELF,
            **{name: headline[name] for name in OF_HEADLINE},
            "instrument": clauses[agreement.instrument],
            "clauses": clauses,
            "parties": {
                name: {"id": _TEXT, "name": _TEXT, "role": _TEXT, **_nodes(axes["party"])}
                for name in parties
            },
            "on_the_ground": {
                name: {"id": _TEXT, "name": _TEXT, "events": _TEXTS, **_reported(subject, axes)}
                for name, subject in agreement.subjects.items()
            },
        }


def _clause(axes: Mapping[str, Axis]) -> Mapping[str, _Node]:
    nodes = _nodes(axes)
    if "number" in nodes:
        nodes[TERM] = {name: nodes[name] for name in OF_TERM}
        nodes = {name: node for name, node in nodes.items() if name not in {"number", "first_day"}}
    return {"kind": _TEXT, **nodes, "beyond_calendar": _TEXTS}


def _nodes(axes: Mapping[str, Axis]) -> dict[str, _Node]:
    return {
        name: _leaf(axis)
        if axis.each is None
        else _Rows({column: _leaf(inner) for column, inner in axis.columns.items()})
        for name, axis in axes.items()
    }


def _reported(subject: Subject, axes: Axes) -> dict[str, _Node]:
    """Return the nodes of a subject; a text axis has a state of the subject, or a fixed word."""
    nodes = _nodes(axes["subject"])
    for name, axis in axes["subject"].items():
        if axis.type == "text":
            fixed = [case.value for case in axis.cases if isinstance(case.value, str)]
            nodes[name] = _Leaf("text", (*subject.states, *fixed))
    return nodes


def _leaf(axis: Axis) -> _Leaf:
    return _Leaf(axis.type, axis.choices)
