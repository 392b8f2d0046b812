"""An obligation, read day by day."""

from __future__ import annotations

import attrs

from . import days
from .clauses import Axes, Clause, Event, listed
from .days import Day, Table


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
    timing: str | None = None
    others: dict[str, Table] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Read a due day that the text fixes by itself."""
        self.awake = "if" not in self.table
        due = self.table.get("due", {})
        if "by" in due:
            self._fix(self.counting.by(days.of(due["by"])))
        elif "from" in due:
            self.count_from(days.of(due["from"]))

    def _fix(self, day: Day) -> None:
        """Set the due day that the text gives; more time given beforehand counts if it is later."""
        self.first_due = day
        if self.due is None or day >= self.due:
            self.due, self.extended = day, 0

    def count_from(self, anchor: Day) -> None:
        """Count the time allowed from the day on which it starts to run."""
        self._fix(self.counting.period.last(anchor, self.length(self.table["due"]["within"])))

    def lapse(self, day: Day) -> None:
        """Lapse, unless it has been performed."""
        if self.done is None and not self.over:
            self.mark("lapsed", day)
            self.finish(day)

    def perform(self, day: Day) -> None:
        """Perform it: early, on time or late, by the due day in force then."""
        self.done = day
        # What is not yet owed, because its condition is not met, cannot be late, nor early.
        due = self._set() if self.awake else None
        if due is not None:
            self.timing = "on-time" if day == due else "late" if day > due else "early"
        self.late = self.timing == "late"
        self.mark("performed", day)

    def _set(self) -> Day | None:
        """Give the due day in force, None as long as what it is counted from is not reached."""
        return None if self.first_due is None else self.due

    def act(self, event: Event) -> None:
        """Take a performance or an extension."""
        debtors, by = listed(self.table.get("debtor")), event.get("by")
        if event.get("kind") == "performance" and debtors and by is not None and by not in debtors:
            # Done by one who does not owe it: written down, and nothing else.
            self.others[event.get("id")] = {"by": by, "on": days.shown(event.day)}
            return
        if self.done is not None or self.over:
            return
        if event.get("kind") == "performance" and not self.parts and self.begun is not None:
            self.perform(event.day)
        elif event.get("kind") == "extension" and "extension" in self.table:
            self._extend(event)
        elif event.get("kind") == "extension":
            self._wait(event)

    def limit(self) -> Day | None:
        """Give the last day to which the due day can be moved, None without limit."""
        rule = self.table.get("extension", {})
        if "at-most" not in rule or self.first_due is None:
            return None
        return self.counting.period.moved(self.first_due, self.length(rule["at-most"]))

    def _extend(self, event: Event) -> None:
        """Extend under the rule of the text."""
        until, rule = event.until(), self.table["extension"]
        if until is None or self.due is None or self._state(event.day) != "pending":
            return
        if not event.entitled(rule) or self.extended >= rule.get("times", 10**9):
            return
        limit = self.limit()
        if until > self.due and (limit is None or until <= limit):
            self.due = until
            self.extended += 1

    def _may_wait(self, by: str | None) -> bool:
        """Say whether that one may give more time where the text has no rule for it.

        Nobody named: the parties together. One who owes it: no. Else whoever it is owed to: all
        of those whom the text names; anyone else where it names nobody.
        """
        if by is None:
            return True
        creditors = listed(self.table.get("creditor"))
        return by not in listed(self.table.get("debtor")) and creditors in ([], [by])

    def _wait(self, event: Event) -> None:
        """Take more time that is given without a rule of the text: only to a later day.

        Where the text names no due day there is none to move. Where it is not set yet, what was
        given is kept until it is.
        """
        until = event.until()
        if until is None or "due" not in self.table or not self._may_wait(event.get("by")):
            return
        if self.due is None or until > self.due:
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
        due = self._set()
        return "overdue" if due is not None and day > due else "pending"

    def axes(self, day: Day) -> Axes:
        """Give state, due day in force, first due day, day and timing of performance, extensions.

        And what others did who do not owe it.
        """
        return {
            "state": self._state(day),
            "due": days.shown(self.due),
            "originally_due": days.shown(self.first_due),
            "performed_on": days.shown(self.done),
            "timing": self.timing,
            "extended": self.extended,
            "done_by_others": {name: dict(row) for name, row in self.others.items()},
        }
