"""A term, read instant by instant: how it ends, goes on, and is renewed after its end."""

from __future__ import annotations

import attrs

from . import days
from .clauses import Axes, Clause
from .days import Day, Length
from .events import Event
from .holds import Held
from .instants import CLOSE, Hours, Instant, Size, ends_with, last_before
from .joint import Parts

#: Ends by an act, after which there is no day of notice any more.
BY_ACT = {"consent", "decision", "off-clause", "lapse"}


@attrs.frozen
class Decision:
    """A renewal that has been decided: to an end, or for a length from the end of the term."""

    order: tuple[Instant, int]
    what: Instant | Size


@attrs.define
class Lasting(Held):
    """A period of validity."""

    decision: Decision | None = None
    wound: Instant | None = None
    #: Those who were parties when it began, and how few may be left.
    company: set[str] | None = None
    too_few: bool = False
    #: Whether all the parties had agreed that it should end as it did by itself.
    consented: bool = False
    #: Parts of what several must do together.
    shared: Parts = attrs.field(factory=Parts)
    #: Whether the text as a whole has ended, so that nothing renews this term.
    shut: bool = False

    # --- ending and going on ----------------------------------------------------------------

    def end_by(self, at: Instant, reason: str) -> None:
        """End at an instant, for a reason."""
        self.ended_by, self.last = reason, last_before(at)
        self.holds, self.held, self.decision = {}, None, None
        self.notices, self.shared = [], Parts()
        if "drawdown" in self.table and reason != "lapse":
            self.phase = "winding-down"
            size = self.length(self.table["drawdown"])
            self.wound = ends_with(self.last)
            if isinstance(size, Hours) or (self.hour and at[1] != CLOSE):
                self.wound = self.clock.forward(at, size, self.counting.period)
            else:
                self.wound = ends_with(self.counting.period.next_last(self.last, size))
        else:
            self.finish(at)

    def finish(self, at: Instant) -> None:
        """End for good."""
        self.phase = "ended"
        Clause.finish(self, at)

    def _lapse(self, at: Instant, why: str) -> None:  # noqa: ARG002
        if self.phase == "winding-down":
            self.finish(at)
        elif self.phase == "not-started":
            self.phase, self.ended_by, self.over = "ended", "lapse", True
            self.first, self.end, self.last = None, None, None
        else:
            self.end_by(at, "lapse")

    def decided(self) -> Instant | None:
        """Give the end that a decision gives the next term, if that lies ahead."""
        if self.decision is None or self.end is None:
            return None
        what = self.decision.what
        if isinstance(what, Length | Hours):
            return self.after(self.end, what)
        return what if what > self.end else None

    def boundary(self, at: Instant) -> None:
        """End a term that has run out and that nothing continues."""
        if self.phase == "winding-down" and self.wound is not None:
            if self.wound <= at:
                self.finish(self.wound)
            return
        if not self._over_at(at):
            return
        if self.works_now():
            self.end_by(at, "notice")
        elif self.decided() is None and not self.may_renew_tacitly():
            self.end_by(at, "expiry")

    def _over_at(self, at: Instant) -> bool:
        return self.held is None and self.runs_out(at)

    def go_on(self, at: Instant, *, before: bool = False) -> None:
        """Open the next term where one ran out and did not end."""
        while self._over_at(at) and self.end is not None:
            if before and self.end == at:
                return
            self._hurry(at)
            self._next()

    def _next(self) -> None:
        assert self.end is not None
        first, decided = self.end[0], self.decided()
        if decided is None:
            self.tacit += 1
            self.open(first, self._end_of(self.number + 1))
        else:
            self.fixed = (self.number + 1, decided)
            self.open(first, decided)

    def open(self, first: Day, end: Instant | None) -> None:
        """Open the next term."""
        self.number += 1
        self.first, self.end, self.opened_end = first, end, end
        self.extensions, self.decision, self.shared = 0, None, Parts()
        self.opened_next()
        self.fix_end()

    def rolls(self) -> bool:
        """Say whether nothing known so far will ever keep this term from the next one."""
        limited = "at-most" in self.table.get("renewal", {})
        runs = self.phase == "in-force" and self.may_renew_tacitly()
        return runs and not (limited or self.notices or self.decision)

    def _hurry(self, at: Instant) -> None:
        """Leave out terms that are all over before a far day: as many as surely fit."""
        if not self.rolls() or self.end is None:
            return
        size = self.length(self.table["renewal"]["tacit"])
        if isinstance(size, Hours):
            return
        surely = (at[0] - self.end[0]) // (31 * size.months + size.days) - 2
        if surely > 0:
            end = self._end_of(self.number + surely)
            assert end is not None
            assert end < at
            self.number, self.end, self.tacit = self.number + surely, end, self.tacit + surely

    def stops(self) -> list[Instant]:
        """Add the end of the winding down, and leave out the end of a term whose clock stands."""
        found = Held.stops(self)
        if self.held is not None:
            found = Clause.stops(self)
        if self.phase == "winding-down" and self.wound is not None:
            found.append(self.wound)
        return found

    # --- after the end ----------------------------------------------------------------------

    def may_be_renewed(self) -> bool:
        """Say whether it has ended so that a decision can renew it."""
        over = self.phase in {"ended", "winding-down"} and self.begun is not None
        return over and not self.shut and self.ended_by not in {"lapse", "consent"}

    def renew_after(self, first: Day, end: Instant) -> None:
        """Stand again from a day on: a new term after the end."""
        self.phase, self.ended_by, self.over = "in-force", None, False
        self.last, self.wound, self.too_few, self.consented = None, None, False, False
        self.notices = []
        self.fixed = (self.number + 1, end)
        self.open(first, end)

    def _over_meanwhile(self, at: Instant) -> bool:
        if self.begun is None:
            starts = [one for one in Clause.stops(self) if one <= at]
            if not starts:
                return False
            self.begin(min(starts))
        self.go_on_or_end(at)
        return self.over

    def go_on_or_end(self, at: Instant) -> None:
        """Go through the ends that have passed while it did not run."""
        while self.phase in {"in-force", "winding-down"}:
            wound = self.phase == "winding-down"
            end = self.wound if wound else self.end
            if end is None or end > at or (self.held is not None and not wound):
                return
            self.boundary(end)
            self.go_on(end)

    # --- parties ----------------------------------------------------------------------------

    def gather_company(self) -> None:
        """Note who is a party when it begins."""
        if self.company is None and self.begun is not None:
            self.company = self.circle.together(self.name)

    def least(self) -> int:
        """Give how many parties it needs."""
        of_text = self.name == self.circle.text and len(self.company or ()) > 1
        return int(self.table.get("withdrawal", {}).get("least", 2 if of_text else 0))

    def without(self, who: str, at: Instant) -> None:
        """Go on without a party, or end where fewer are left than it needs."""
        self.release(who, at)
        if self.company is None or who not in self.company:
            return
        there = [one for one in self.company if not self.left(one)]
        if self.phase == "in-force" and len(there) < self.least():
            self.end_by(at, "notice")
            self.too_few = True
        self.fix_end()

    # --- the answer -------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Take a notice."""
        if event.kind == "notice":
            self.give(event)

    def awaited(self) -> dict[str, dict[str, object]]:
        """Say whose part of what all must do together is missing, once one has been given."""
        missing = self.shared.missing(self)
        if self.table.get("notice", {}).get("jointly", False):
            for part in self.notices:
                gave = {given.by for given in self.notices if given.same(part)}
                missing |= {one for one in self.must_give() if one not in gave}
        return {one: {} for one in sorted(missing)}

    def axes(self, at: Instant) -> Axes:
        """Give phase, ended_by, notice, the running (next, last) term, and its days."""
        last = None if self.held is not None else self.last_day()
        no_notice = self.ended_by in BY_ACT or self.too_few
        until = None if self.held is not None or self.phase != "in-force" else self.end
        answer: Axes = {
            "phase": self.phase,
            "ended_by": self.ended_by,
            "notice": self.notice_on(at[0]),
            "term.number": self.number,
            "term.first_day": days.shown(self.shown_first()),
            "extended": self.extensions,
            "suspended_by": self.suspended_by(),
            "too_few_parties": self.too_few,
            "awaited": self.awaited(),
        }
        if "at-most" in self.table.get("renewal", {}) and self.phase == "in-force":
            answer["tacit_renewals_left"] = self.table["renewal"]["at-most"] - self.tacit
        answer["term.last_day"] = answer["last_day"] = days.shown(last)
        answer["notice_deadline"] = None if no_notice else days.shown(self.deadline(last))
        shut = no_notice or self.held is not None or self.phase == "not-started"
        opens = None if shut else self.window(last)
        answer["notice_opens"] = days.shown(opens)
        if until is not None and (self.hour is not None or until[1]):
            answer["ends_at"] = self.clock.shown(until)
        return answer


__all__ = ["BY_ACT", "Decision", "Lasting"]
