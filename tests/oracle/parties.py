"""Which parties have left under a rule of withdrawal, and which have suspended."""

from __future__ import annotations

from datetime import date

from . import days
from .clauses import Axes, Event, listed
from .days import Day, Table


def _gone_from(agreement: Table, clause: Table, given: Day) -> Day:
    """Give the first day on which a party that gave notice on `given` is no longer one."""
    rule, period = clause["withdrawal"], days.counting(agreement, clause).period
    size = days.words(rule["period"])
    if rule.get("works", "same-day") == "same-day":
        return period.moved(given, size)
    return period.last(given, size) + 1


def parties(
    agreement: Table,
    events: list[Event],
    running: set[tuple[str, Day]],
    started: set[str],
    on: date,
) -> dict[str, Axes]:
    """Read the withdrawals and suspensions that were recorded up to a day.

    `running` holds clause and day where the clause was in force on the day of an event, and
    `started` the clauses that have begun by `on`.
    """
    answer: dict[str, Axes] = {}
    for name, clause in {"instrument": agreement["instrument"], **agreement["clauses"]}.items():
        rule = clause.get("withdrawal", {})
        for party in {*listed(rule.get("by")), *listed(clause.get("suspend-by"))}:
            state = "party" if name in started else "not-yet"
            answer[party] = {"state": state, "notice_running": False, "suspended": False}
        for event in sorted(events, key=lambda one: (one.day, one.level)):
            if event.get("of") != name or (name, event.day) not in running:
                continue
            kind, acting = event.get("kind"), listed(event.get("by"))
            if kind == "withdrawal" and event.entitled(rule):
                gone = days.of(on) >= _gone_from(agreement, clause, event.day)
                for party in acting:
                    if answer[party]["state"] != "withdrawn":
                        answer[party]["notice_running"] = not gone
                        answer[party]["state"] = "withdrawn" if gone else "party"
            elif kind in {"suspension", "resumption"} and event.entitled(clause.get("suspend-by")):
                for party in acting:
                    answer[party]["suspended"] = kind == "suspension"
    return answer
