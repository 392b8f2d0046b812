"""An obligation, read instant by instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from . import days
from .clauses import LEFT, WHOLE, Axes, Clause, listed
from .days import Day, Length, Table
from .events import Act, Event
from .instants import CLOSE, Hours, Instant, ends_with, last_before
from .joint import Parts, Together, those_who_act


@attrs.define
class Obligation(Clause):
    """Something to be done, perhaps by a day, perhaps only under a condition."""

    parts: tuple[Obligation, ...] = ()
    whole: Obligation | None = None
    awake: bool = False
    due: Instant | None = None
    first_due: Instant | None = None
    #: Whether its day has passed, and nothing kept it from falling due.
    fallen: bool = False
    was_overdue: bool = False
    #: Whether it lapsed at the very instant at which its day had passed.
    at_once: bool = False
    extended: int = 0
    done: Day | None = None
    late: bool = False
    timing: str | None = None
    #: Whether the words leave open what to say of the timing.
    unsaid: bool = False
    #: Of several debtors: on which day each has performed, and who owes nothing any more.
    performed: dict[str, Day] = attrs.field(factory=dict)
    freed: set[str] = attrs.field(factory=set)
    others: dict[str, Table] = attrs.field(factory=dict)
    shared: Parts = attrs.field(factory=Parts)
    #: Who need not perform now, as it holds the clause suspended in which this lies; and whose
    #: performance was missing when it fell due.
    released: set[str] = attrs.field(factory=set)
    fell_due_for: set[str] = attrs.field(factory=set)

    def __attrs_post_init__(self) -> None:
        """Read a due day that the text fixes by itself."""
        self.awake = "if" not in self.table
        due = self.table.get("due", {})
        if "by" in due:
            self._fix(ends_with(self.counting.by(days.of(due["by"]))))
        elif "at" in due:
            self._fix(self.clock.starts(due["at"]))
        elif "from-hour" in due:
            start = self.clock.starts(due["from-hour"])
            self._fix(self.clock.forward(start, self.length(due["within"]), self.counting.period))
        elif "from" in due:
            self.count_from(days.of(due["from"]))

    @property
    def gone(self) -> bool:
        """Say whether what lies in it has ended with it."""
        return self.over or self.done is not None

    def _fix(self, end: Instant) -> None:
        """Set the due day that the text gives; more time given beforehand counts if it is later."""
        self.first_due = end
        if self.due is None or end >= self.due:
            self.due, self.extended = end, 0

    def count_from(self, anchor: Day, *, after: bool = False) -> None:
        """Count the time allowed from a day, or from the last day of what has ended."""
        size, period = self.length(self.table["due"]["within"]), self.counting.period
        if isinstance(size, Hours):
            self._fix(self.clock.forward((anchor, 0), size, period))
        else:
            last = period.next_last(anchor, size) if after else period.last(anchor, size)
            self._fix(ends_with(last))

    def sync(self) -> None:
        """Fall due with the whole, as an item that has no day of its own, until it is done.

        One that was done before the day was known has it once that is known.
        """
        open_ = self.done is None or self.due is None
        if self.whole is not None and "due" not in self.table and open_:
            self.due, self.first_due = self.whole.due, self.whole.first_due

    def _set(self) -> Instant | None:
        """Give the due day in force, None as long as what it is counted from is not reached."""
        return None if self.first_due is None else self.due

    # --- falling due ------------------------------------------------------------------------

    def debtors(self) -> list[str]:
        """List those who owe it still."""
        return [one for one in listed(self.table.get("debtor")) if one not in self.freed]

    def _each(self) -> bool:
        several = len(listed(self.table.get("debtor"))) > 1
        return several and self.table.get("debtors", "each") == "each"

    def missing(self) -> list[str]:
        """List those whose performance is missing."""
        return [one for one in self.debtors() if one not in self.performed]

    def fall_due(self, at: Instant, released: set[str]) -> None:
        """Fall due once its day has passed, unless the text releases those who owe it."""
        due, self.released = self._set(), released
        pending = self.begun is not None and self.awake and not self.gone
        if not pending or due is None or due > at:
            self.fallen = False
            return
        owing = self.missing() if self._each() else self.debtors()
        if not self.fallen:
            self.fell_due_for = set(owing) - released
        self.fallen = self.fallen or not owing or not set(owing) <= released

    def stops(self) -> list[Instant]:
        """Add the due day."""
        return [*Clause.stops(self), *([] if self.due is None else [self.due])]

    def lapse(self, at: Instant, why: str) -> None:
        """Lapse, unless it has been performed; with the text, or its debtors, unless overdue."""
        if self.done is not None or (why in {WHOLE, LEFT} and self.fallen):
            return
        Clause.lapse(self, at, why)

    def _lapse(self, at: Instant, why: str) -> None:  # noqa: ARG002
        self.was_overdue, self.at_once = self.fallen, self.due == at
        self.mark("lapsed", at)
        self.finish(at)

    def settle(self, at: Instant) -> bool:
        """Draw what follows from who has left: what is to come is owed by those that are left."""
        debtors = listed(self.table.get("debtor"))
        if not debtors or self.gone or self.fallen:
            return False
        new = {one for one in debtors if self.left(one)} - self.freed
        if not new:
            return False
        self.freed |= new
        if set(debtors) <= self.freed and not self.performed:
            self.lapse(at, LEFT)
        else:
            self._complete(at)
        return True

    # --- performance ------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Take a performance."""
        if event.kind != "performance":
            return
        owed, by = listed(self.table.get("debtor")), event.by
        if owed and by and not set(by) & set(owed):
            # Done by one who does not owe it: written down, and nothing else.
            who = event.get("by")
            self.others[event.id] = {"by": who, "on": days.shown(event.day)}
            return
        if self.gone or self.begun is None:
            return
        if not self._each() or not by:
            self.perform(event.at)
            return
        for one in by:
            if one in owed:
                self.performed.setdefault(one, event.day)
        self._complete(event.at)

    def _complete(self, at: Instant) -> None:
        """Be performed once each has performed, with the day of the last one."""
        if self.begun is not None and self.performed and not self.missing():
            self.perform(min(at, (max(self.performed.values()), CLOSE)))

    def perform(self, at: Instant) -> None:
        """Perform it: early, on time or late, by the due day in force then."""
        self.done, self.late = at[0], self.fallen
        # What is not yet owed, because its condition is not met, cannot be late, nor early.
        due = self._set() if self.awake else None
        if due is not None:
            last = last_before(due)
            self.timing = "early" if at[0] < last else "on-time"
            if self.fallen or at[0] > last:
                self.timing = "late" if self.fallen else None
                self.unsaid = not self.fallen  # its day has passed, and it has not fallen due
        self.mark("performed", at)
        for part in self.parts:
            part.with_whole(at)

    def with_whole(self, at: Instant) -> None:
        """Be performed with the whole."""
        assert self.whole is not None
        if self.done is None and not self.over:
            self.done, self.unsaid = at[0], True
            self.late = self.fallen if "due" in self.table else self.whole.late
            self.mark("performed", at)

    def gather(self, at: Instant) -> bool:
        """Perform the whole once every part is performed; say whether that happened."""
        if not self.parts or self.gone or self.begun is None:
            return False
        if any(part.done is None for part in self.parts):
            return False
        self.perform(at)
        return True

    # --- more time --------------------------------------------------------------------------

    def limit(self) -> Instant | None:
        """Give the last end to which the due day can be moved, None without limit."""
        rule = self.table.get("extension", {})
        base = self.due if rule.get("at-most-for") == "each" else self.first_due
        if "at-most" not in rule or base is None:
            return None
        size: Any = self.length(rule["at-most"])
        assert isinstance(size, Length)
        return ends_with(self.counting.period.moved(last_before(base), size))

    def judge(self, event: Event) -> Act | None:
        """Say whether more time is given by those who may, and in time."""
        until, rule = event.get("until"), self.table.get("extension", {})
        if event.kind != "extension" or until is None or self.gone:
            return None
        if "by" not in rule:
            return self._judge_without_rule(event)
        if self._state() != "pending" or self.due is None:
            return None
        jointly = rule.get("jointly", False)
        who = those_who_act(self, event, rule["by"])
        if not who:
            return None
        if jointly:
            done = self._with_others(event, who, listed(rule["by"]))
            return None if done is None else self._joint(done)
        return self._act(event) if self._within(event) else None

    def _judge_without_rule(self, event: Event) -> Act | None:
        due = "due" in self.table or (self.whole is not None and self.due is not None)
        if not due or not self._within(event):
            return None
        return self._act(event) if self._may_wait(event.by) else self._part_of_all(event)

    def completed(self, at: Instant) -> list[Act]:
        """List the acts that are complete since one is awaited no more."""
        dones = [self.shared.complete(self, key, at) for key in self.shared.acts()]
        acts = [None if done is None else self._joint(done) for done in dones]
        return [act for act in acts if act is not None]

    def _joint(self, done: Together) -> Act | None:
        """Give what is complete its effect; a rule of the text on extension has limits."""
        ruled = "extension" in self.table
        if ruled and (self._state() != "pending" or not self._within(done.table)):
            return None
        return self._agreed(done)

    def _with_others(self, event: Event, who: list[str], must: list[str]) -> Together | None:
        """Take the parts of some of those who must act together; say whether all have acted."""
        return self.shared.complete(self, self.shared.add(event, who, must), event.at)

    def _agreed(self, done: Together) -> Act:
        until = self._until(done.table)
        return Act("extension", self.name, done.event, done.order, done.at, done.by, until)

    def _part_of_all(self, event: Event) -> Act | None:
        """Take the part of one of several to whom it is owed, who give more time together."""
        owed = listed(self.table.get("creditor"))
        who = [one for one in event.by if one in owed and not self.left(one)]
        if len(owed) < 2 or not who:
            return None
        done = self._with_others(event, who, owed)
        return None if done is None else self._agreed(done)

    def _until(self, event: Event) -> Instant:
        """Read to when more time is given: a day keeps the hour at which it is due."""
        until, due = event.get("until"), self.due
        if due is None or due[1] == 0 or isinstance(until, datetime):
            return self.clock.ends(until)
        return days.of(until), due[1]

    def _within(self, event: Event) -> bool:
        limit = self.limit()
        return limit is None or self.clock.ends(event.get("until")) <= limit

    def _act(self, event: Event) -> Act:
        until = self._until(event)
        at = event.works or event.at
        return Act("extension", self.name, event.id, event.order, at, tuple(event.by), until)

    def _may_wait(self, by: list[str]) -> bool:
        """Say whether those may give more time where the text has no rule for it.

        Nobody named, or all those of whom the text speaks: the parties together. One who owes it:
        no. Else whoever it is owed to: all of those whom the text names; anyone else where it
        names nobody.
        """
        owed, owing = set(listed(self.table.get("creditor"))), set(listed(self.table.get("debtor")))
        if not by or (len(by) > 1 and owed | owing <= set(by)):
            return True
        others = set(by) - owing
        return bool(others) and owed <= others

    def work(self, act: Act) -> None:
        """Have more time: only to a later day, and not more often than the text allows.

        Where the text names no due day there is none to move. Where it is not set yet, what was
        given is kept until it is.
        """
        rule = self.table.get("extension", {})
        if act.kind != "extension" or self.gone or self.extended >= rule.get("times", 10**9):
            return
        if self.due is None or act.what > self.due:
            self.due = act.what
            self.extended += 1

    # --- the answer -------------------------------------------------------------------------

    def _over_meanwhile(self, at: Instant) -> bool:
        if self.begun is None:
            on = self.table.get("begins", {}).get("on")
            if on is not None and days.of(on) <= at[0]:
                self.begin((days.of(on), 0))
        return False

    def _state(self) -> str:
        if self.done is not None:
            return "performed-late" if self.late else "performed"
        if self.over:
            return "lapsed"
        if self.begun is None:
            return "not-started"
        if not self.awake:
            return "dormant"
        return "overdue" if self.fallen else "pending"

    def axes(self, at: Instant) -> Axes:  # noqa: ARG002
        """Give state, due day in force, first due day, day and timing of performance, extensions.

        And what others did who do not owe it, whose performance is missing, which items are.
        """
        state = self._state()
        answer: Axes = {
            "state": state,
            "due": days.shown(None if self.due is None else last_before(self.due)),
            "originally_due": days.shown(
                None if self.first_due is None else last_before(self.first_due)
            ),
            "performed_on": days.shown(self.done),
            "done_by_others": {name: dict(row) for name, row in self.others.items()},
        }
        if self.whole is None or "due" in self.table:
            answer["extended"] = self.extended
        if not self.at_once:
            answer["was_overdue"] = self.was_overdue
        if not self.unsaid:
            answer["timing"] = self.timing
        if self._each() and state in {"pending", "overdue"} and not self.parts:
            excused = self.released - (self.fell_due_for if self.fallen else set())
            answer["awaited"] = {one: {} for one in sorted(set(self.missing()) - excused)}
        if self.parts and state not in {"lapsed", "not-started"}:
            short = [part.name for part in self.parts if part.done is None and self.done is None]
            answer["missing"] = {name: {} for name in sorted(short)}
        by_whole = {} if self.whole is None else self.whole.table.get("due", {})
        due: Table = self.table.get("due", by_whole)
        if {"at", "from-hour"} & set(due) and self.due == self.first_due:
            answer["due_at"] = None if self.due is None else self.clock.shown(self.due)
        return answer
