"""The days that matter in a case, for strategies that want to draw near them."""

from __future__ import annotations

from datetime import date

from .acting import Term
from .clauses import Clause
from .days import LAST, Day, Table, of, shown
from .instants import Instant, last_before
from .obligations import Obligation
from .standing import Duty
from .walk import live

FEW = 12  # stops that are looked at beyond the last event


def _last(end: Instant | None) -> Day | None:
    return None if end is None else last_before(end)


def _marks(clause: Clause) -> dict[str, Day | None]:
    if isinstance(clause, Term):
        last = clause.last_day()
        return {
            "first": clause.first,
            "last": last,
            "deadline": clause.deadline(last),
            "window": clause.window(last),
            "limit": _last(clause.limit()),
            "wound": _last(clause.wound),
        }
    if isinstance(clause, Obligation):
        return {
            "first": clause.begun,
            "last": _last(clause.due),
            "limit": _last(clause.limit()),
        }
    if isinstance(clause, Duty) and "ends" in clause.table:
        return {"first": clause.begun, "last": of(clause.table["ends"]["on"])}
    return {"first": clause.begun}


def looked(agreement: Table, record: Table) -> tuple[dict[str, dict[str, list[Day]]], Day | None]:
    """Give the landmarks, and the day up to which they are complete (None: for ever)."""
    found: dict[str, dict[str, set[Day]]] = {}
    world = live(agreement, record)
    last_event = max((event.at for event in world.events), default=world.now)
    beyond = 0
    while True:
        for name, clause in world.clauses.items():
            mine = found.setdefault(name, {})
            for what, day in _marks(clause).items():
                if day is not None:
                    mine.setdefault(what, set()).add(day)
        for act in world.pending:
            found.setdefault(act.clause, {}).setdefault("works", set()).add(act.at[0])
        for party in world.circle.parties.values():
            for clause_left, departure in party.departures.items():
                found.setdefault(clause_left, {}).setdefault("leaves", set()).add(departure.last)
        stop = world.next_stop()
        if stop is None or beyond == FEW:
            break
        world.live(stop)
        beyond += stop > last_event
    marks = {
        name: {what: sorted(some) for what, some in sorted(mine.items())}
        for name, mine in found.items()
    }
    return marks, None if stop is None else stop[0]


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
