"""Leaving a clause, and what the one who leaves, or holds a clause suspended, is released from."""

from __future__ import annotations

from collections.abc import Iterable

from .acting import Term
from .clauses import Clause, listed
from .days import Day, Length
from .events import Event
from .holds import UNDER_THE_TEXT
from .instants import last_before
from .parties import Circle, Departure


def announce(circle: Circle, term: Term, event: Event) -> None:
    """Say that parties leave a clause that is in force and lets them."""
    rule = term.table.get("withdrawal")
    if rule is None or term.phase != "in-force":
        return
    for who in event.by:
        party = circle.parties.get(who)
        may = who in listed(rule["by"]) and not term.left(who)
        if party is None or not may or term.name in party.departures:
            continue
        last = _period(term, event.day)
        named = None if event.works is None else last_before(event.works)
        if named is not None and named < last and rule.get("if-early", "period") == "void":
            continue
        party.departures[term.name] = Departure(max(last, named or 0))


def _period(term: Term, day: Day) -> Day:
    """Give the last day of a period of withdrawal that runs from a day."""
    rule, period = term.table["withdrawal"], term.counting.period
    size = term.length(rule["period"])
    assert isinstance(size, Length)
    if rule.get("works", "after-last-day") == "same-day":
        return period.moved(day, size) - 1
    return period.last(day, size)


def released(circle: Circle, terms: Iterable[Term], clause: Clause) -> set[str]:
    """List those who hold a clause in which another lies, or the text, suspended under the text."""
    hosts = set(circle.within(clause.name))
    return {
        who
        for term in terms
        if term.name in hosts and term.phase == "in-force"
        for who, hold in term.holds.items()
        if hold.basis in UNDER_THE_TEXT
    }


def held_by(terms: Iterable[Term], who: str) -> bool:
    """Say whether a party holds anything suspended."""
    return any(who in term.holds for term in terms)
