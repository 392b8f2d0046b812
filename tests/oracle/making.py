"""The clauses of an agreement before the first day, made from its file."""

from __future__ import annotations

from . import days
from .acting import Term
from .clauses import Clause
from .days import Table
from .events import Act, clock_of, events_of
from .obligations import Obligation
from .parties import Circle, Party
from .standing import Body, Ceiling, Duty
from .surviving import survivors
from .world import World

_KINDS: dict[str, type[Clause]] = {
    "term": Term,
    "obligation": Obligation,
    "duty": Duty,
    "body": Body,
    "ceiling": Ceiling,
}


def made(agreement: Table, record: Table, settled: dict[str, Act | None]) -> World:
    """Give the clauses of an agreement before the first day."""
    tables = dict(agreement.get("clauses", {}))
    text = agreement["instrument"].get("clause")
    if text is None:
        text = "instrument"
        instrument = dict(agreement["instrument"])
        if "begins" not in instrument:
            instrument["begins"] = {"on": instrument["signed"]}
        tables = {"instrument": {"kind": "term", **instrument}, **tables}
    named = agreement.get("parties", {})
    roles = {name: party.get("role", "party") for name, party in named.items()}
    circle = Circle(
        text,
        {},
        {name: Party(name) for name, role in roles.items() if role == "party"},
        frozenset(name for name, role in roles.items() if role != "party"),
    )
    clauses: dict[str, Clause] = {}
    for name, table in tables.items():
        how = days.counting(agreement, table)
        rest = (how, clock_of(agreement), circle)
        parts = []
        for item in table.get("items", []):
            inherited = {key: value for key, value in table.items() if key not in {"items", "due"}}
            part = Obligation(f"{name}.{item['id']}", {**inherited, **item}, *rest)
            clauses[part.name] = part
            parts.append(part)
        if table["kind"] == "obligation":
            whole = Obligation(name, table, *rest, parts=tuple(parts))
            for part in parts:
                part.whole = whole
                part.sync()
            clauses[name] = whole
        else:
            clauses[name] = _KINDS[table["kind"]](name, table, *rest)
    for name, clause in clauses.items():
        host = clause.table.get("during")
        if host is not None:
            circle.hosts[name] = text if host == "instrument" else host
    ground = dict.fromkeys(agreement.get("subjects", {}), ("not-recorded", 0))
    alive = survivors(text, {name: clause.table for name, clause in clauses.items()})
    events = events_of(agreement, record)
    return World(clauses, events, circle, alive, dict(settled), ground)
