"""What comes before what in a drawn text: what waits for the end of its host never begins."""

from __future__ import annotations

from collections.abc import Mapping

from tests.oracle.days import Table

#: What a clause becomes when all that lies in it ends.
OVER = {"ended", "closed", "performed", "lapsed"}


def over_before(clauses: Mapping[str, Table], name: str) -> set[str]:
    """Return the clauses that end before one begins, or before its due day is counted."""
    clause = clauses.get(name, {})
    found: set[str] = set()
    for part in (clause, *clause.get("items", ())):
        for waits in (part.get(key, {}) for key in ("begins", "due", "if")):
            other = waits.get("after") or waits.get("clause")
            if other is not None:
                found |= over_before(clauses, other)
                found |= {other} if waits.get("what") in OVER else set()
    return found


def within(clauses: Mapping[str, Table], name: str) -> set[str]:
    """Return the clauses within which one lies."""
    host = clauses.get(name, {}).get("during")
    return set() if host is None else {host, *within(clauses, host)}


def never_both(clauses: Mapping[str, Table], name: str) -> bool:
    """Say whether a clause waits for the end of one in which it lies."""
    return bool(over_before(clauses, name) & within(clauses, name))
