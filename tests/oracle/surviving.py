"""What outlives the text as a whole."""

from __future__ import annotations

from .days import Table


def survivors(text: str, tables: dict[str, Table]) -> set[str]:
    """List the clauses that the end of the text leaves standing.

    Those of which it says so, those that begin, or fall due, after its end, and what follows them.
    """
    whole = {text, "instrument"}
    alive = set()
    for name, table in tables.items():
        waits = [table.get(key, {}) for key in ("begins", "due")]
        after = any(one.get("after") in whole and one.get("what") == "ended" for one in waits)
        if table.get("survives", False) or after:
            alive.add(name)
    again = True
    while again:
        more = {name for name, table in tables.items() if _followed(name, table) & alive} - alive
        alive |= more
        again = bool(more)
    return alive


def _followed(name: str, table: Table) -> set[str]:
    found = {
        table.get("begins", {}).get("after"),
        table.get("due", {}).get("after"),
        table.get("if", {}).get("clause"),
        table.get("during"),
        name.partition(".")[0] if "." in name else None,
    }
    return {one for one in found if one is not None}
