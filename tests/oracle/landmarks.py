"""The days that matter in a case, for strategies that want to draw near them."""

from __future__ import annotations

from datetime import date

from .clauses import Clause, Duty
from .days import LAST, Day, Table, of, shown
from .obligations import Obligation
from .terms import Term
from .walk import live

FEW = 12  # stops that are looked at beyond the last event


def _marks(clause: Clause) -> dict[str, Day | None]:
    if isinstance(clause, Term):
        return {
            "first": clause.first,
            "last": clause.last,
            "deadline": clause.deadline(clause.last),
            "window": clause.window(),
            "limit": clause.limit(),
            "wound": clause.wound_down,
        }
    if isinstance(clause, Obligation):
        return {"first": clause.begun, "last": clause.due, "limit": clause.limit()}
    if isinstance(clause, Duty) and "ends" in clause.table:
        return {"first": clause.begun, "last": of(clause.table["ends"]["on"])}
    return {"first": clause.begun}


def looked(agreement: Table, record: Table) -> tuple[dict[str, dict[str, list[Day]]], Day | None]:
    """Give the landmarks, and the day up to which they are complete (None: for ever)."""
    found: dict[str, dict[str, set[Day]]] = {}
    world = live(agreement, record)
    last_event = max((event.day for event in world.events), default=0)
    beyond = 0
    while True:
        for name, clause in world.clauses.items():
            mine = found.setdefault(name, {})
            for what, day in _marks(clause).items():
                if day is not None:
                    mine.setdefault(what, set()).add(day)
        for party in world.parties.values():
            if party.last is not None:
                found.setdefault("instrument", {}).setdefault("leaves", set()).add(party.last)
        stop = world.next_stop()
        if stop is None or beyond == FEW:
            break
        world.day(stop)
        beyond += stop > last_event
    marks = {
        name: {what: sorted(some) for what, some in sorted(mine.items())}
        for name, mine in found.items()
    }
    return marks, stop


def landmarks(agreement: Table, record: Table) -> dict[str, dict[str, list[Day]]]:
    """Give for each clause its days by what they are: first, last, deadline, window, limit.

    Those of all terms are given while there are events, and of a few terms beyond the last one.
    """
    return looked(agreement, record)[0]


def days_to_ask(agreement: Table, record: Table) -> list[date]:
    """List the days on which an answer may differ from the day before, and those beside them."""
    found = {1, LAST} | {event.day for event in live(agreement, record).events}
    for mine in landmarks(agreement, record).values():
        found.update(day for some in mine.values() for day in some)
    beside = sorted({day + by for day in found for by in (-1, 0, 1)})
    return [day for day in map(shown, beside) if day is not None]
