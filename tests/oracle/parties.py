"""The parties to a text, read day by day: who is one, who leaves, who holds something suspended."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from . import days
from .clauses import Axes, Event
from .days import Day
from .terms import Term


@attrs.define
class Party:
    """A party: `last` is its last day as one, once it has said that it leaves."""

    name: str
    state: str = "not-yet"
    last: Day | None = None

    def join(self) -> bool:
        """Become a party with the text; say whether that is new."""
        joins = self.state == "not-yet"
        if joins:
            self.state = "party"
        return joins

    def dawn(self, day: Day, terms: Iterable[Term]) -> None:
        """Be gone once the last day is over; what then has too few parties ends."""
        if self.state != "party" or self.last is None or self.last >= day:
            return
        self.state = "withdrawn"
        for term in terms:
            term.leave(self.name, day)

    def announce(self, event: Event, term: Term) -> None:
        """Say that it leaves, under a clause that is in force and lets it."""
        rule = term.table.get("withdrawal")
        may = rule is not None and event.entitled(rule) and term.phase == "in-force"
        if not may or self.state != "party" or self.last is not None:
            return
        size, period = term.length(rule["period"]), term.counting.period
        if rule.get("works", "after-last-day") == "same-day":
            self.last = period.moved(event.day, size) - 1
        else:
            self.last = period.last(event.day, size)

    def next_stop(self) -> Day | None:
        """Give the day from which it is no longer a party."""
        return self.last + 1 if self.state == "party" and self.last is not None else None

    def axes(self, terms: Iterable[Term]) -> Axes:
        """Say what it is, whether a notice of its own runs, and whether it holds something."""
        held = [term for term in terms if term.phase == "in-force"]
        leaving = self.state == "party" and self.last is not None
        return {
            "state": self.state,
            "leaves_on": days.shown(self.last),
            "notice_running": leaving or any(term.noticed_by(self.name) for term in held),
            "suspended": any(self.name in term.suspended for term in held),
        }
