"""An obligation, read day by day."""

from __future__ import annotations

import attrs

from . import days
from .clauses import Axes, Clause, Event
from .days import Day


@attrs.define
class Obligation(Clause):
    """Something to be done, perhaps by a day, perhaps only under a condition."""

    parts: tuple[Obligation, ...] = ()
    awake: bool = False
    due: Day | None = None
    first_due: Day | None = None
    extended: int = 0
    done: Day | None = None
    late: bool = False

    def __attrs_post_init__(self) -> None:
        """Read a due day that the text fixes by itself."""
        self.awake = "if" not in self.table
        due = self.table.get("due", {})
        if "by" in due:
            self._fix(self.counting.by(days.of(due["by"])))
        elif "from" in due:
            self.count_from(days.of(due["from"]))

    def _fix(self, day: Day) -> None:
        self.first_due = day
        if not self.extended:
            self.due = day

    def count_from(self, anchor: Day) -> None:
        """Count the time allowed from the day on which it starts to run."""
        self._fix(self.counting.period.last(anchor, self.length(self.table["due"]["within"])))

    def lapse(self, day: Day) -> None:
        """Lapse, unless it has been performed."""
        if self.done is None and not self.over:
            self.mark("lapsed", day)
            self.finish(day)

    def perform(self, day: Day) -> None:
        """Perform it: late if after the due day in force then."""
        self.done = day
        # What is not yet owed, because its condition is not met, cannot be late.
        self.late = self.awake and self.due is not None and day > self.due
        self.mark("performed", day)

    def act(self, event: Event) -> None:
        """Take a performance or an extension."""
        if self.done is not None or self.over:
            return
        if event.get("kind") == "performance" and not self.parts and self.begun is not None:
            self.perform(event.day)
        elif event.get("kind") == "extension":
            self._extend(event)

    def limit(self) -> Day | None:
        """Give the last day to which the due day can be moved, None without limit."""
        rule = self.table.get("extension", {})
        if "at-most" not in rule or self.first_due is None:
            return None
        return self.counting.period.moved(self.first_due, self.length(rule["at-most"]))

    def _extend(self, event: Event) -> None:
        until, rule = event.until(), self.table.get("extension")
        if until is None:
            return
        if rule is not None:
            if self.due is None or self._state(event.day) != "pending":
                return
            if not event.entitled(rule) or self.extended >= rule.get("times", 10**9):
                return
            limit = self.limit()
            if until <= self.due or (limit is not None and until > limit):
                return
        self.due = until
        self.extended += 1

    def gather(self, day: Day) -> bool:
        """Perform the whole once every part is performed; say whether that happened."""
        if not self.parts or self.done is not None or self.over or self.begun is None:
            return False
        if any(part.done is None for part in self.parts):
            return False
        self.perform(day)
        return True

    def _state(self, day: Day) -> str:
        if self.done is not None:
            return "performed-late" if self.late else "performed"
        if self.over:
            return "lapsed"
        if self.begun is None:
            return "not-started"
        if not self.awake:
            return "dormant"
        return "overdue" if self.due is not None and day > self.due else "pending"

    def axes(self, day: Day) -> Axes:
        """Give state, due day in force, first due day, day of performance, extensions."""
        return {
            "state": self._state(day),
            "due": days.shown(self.due),
            "originally_due": days.shown(self.first_due),
            "performed_on": days.shown(self.done),
            "extended": self.extended,
        }
