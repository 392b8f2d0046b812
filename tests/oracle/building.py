"""Short ways to write an agreement, a record and what should be true of them, for tests."""

from __future__ import annotations

from datetime import date

from .days import Table
from .walk import on_day

WHY = {"because": "as practised", "source": "test"}
SAME = {"preset": "same-numbered", **WHY}
DAY_BEFORE = {"preset": "day-before", **WHY}
PARTIES = ("alfa", "bravo", "charlie")


def agreement(clauses: Table, begins: str, **counting: Table) -> Table:
    """Make an agreement that began on a day; counts inclusively to the same number by default."""
    day = date.fromisoformat(begins)
    return {
        "format": 1,
        "id": "test",
        "counting": {
            "zone": {"key": "UTC", **WHY},
            "period": SAME,
            "before": {"preset": "inclusive", **WHY},
            "by": {"preset": "inclusive", **WHY},
            **counting,
        },
        "parties": {
            **{name: {"name": name.title()} for name in PARTIES},
            "council": {"name": "Council", "role": "organ"},
        },
        "instrument": {"signed": day, "begins": {"on": day}},
        "clauses": clauses,
    }


def happened(on: str, kind: str, of: str, **fields: object) -> Table:
    """Make an event; dates in words become dates."""
    dated = {
        key.replace("_", "-"): date.fromisoformat(str(value))
        if key in {"until", "received", "effect", "known"}
        else value
        for key, value in fields.items()
    }
    return {"kind": kind, "of": of, "on": date.fromisoformat(on), **dated}


def record(*events: Table) -> Table:
    """Make a record; events get the ids e1, e2, ... in the order given."""
    return {
        "format": 1,
        "agreement": "test",
        "complete-to": date(2025, 11, 8),
        "events": [{"id": f"e{n}", **event} for n, event in enumerate(events, start=1)],
    }


def wrong(text: Table, events: Table, cases: str) -> list[str]:
    """List the lines "day clause axis = value" of which the oracle says something else."""
    found = []
    for line in filter(None, map(str.strip, cases.splitlines())):
        day, clause, axis, _, wanted = line.split(maxsplit=4)
        value = on_day(text, events, date.fromisoformat(day))[clause][axis]
        said = "none" if value is None else str(value)
        if said != wanted:
            found.append(f"{line}, not {said}")
    return found
