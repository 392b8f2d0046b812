"""A term, read day by day."""

from __future__ import annotations

import attrs

from . import days
from .clauses import Axes, Clause, Event, listed
from .days import Day, Length

ENDLESS = 10**9


@attrs.define
class Notice:
    """A notice that was timely for some term, until it is taken back."""

    event: str
    by: str
    day: Day
    term: int


@attrs.define
class Term(Clause):
    """A period of validity: `number`, `first` and `last` are those of the running term.

    A later term is counted either from the anchor of the first, or, once an act or the text
    itself has fixed an end, from that end: `fixed` holds the number of that term and its end.
    """

    phase: str = "not-started"
    ended_by: str | None = None
    number: int = 1
    first: Day | None = None
    last: Day | None = None
    anchor: Day | None = None
    fixed: tuple[int, Day] | None = None
    opened_last: Day | None = None
    extensions: int = 0
    notices: list[Notice] = attrs.field(factory=list)
    decision: tuple[str, Day | Length] | None = None
    wound_down: Day | None = None
    #: The day with which it ended: the last of the term, or that of the act that ended it before.
    ended_with: Day | None = None
    #: Who holds it suspended, with whether the text lets him.
    suspended: dict[str, bool] = attrs.field(factory=dict)
    #: The day on which its clock was stopped, and how notice stood then.
    held: Day | None = None
    held_notice: str = ""
    #: Those who may leave and were parties when it began, less those who have left since.
    company: set[str] | None = None
    #: The last day as it was before parties left.
    scheduled: Day | None = None

    # --- the days of a term -----------------------------------------------------------------

    def __attrs_post_init__(self) -> None:
        """Foresee the first term as far as the text fixes it."""
        begins = self.table.get("begins", {})
        if "on" in begins:
            self._plan(days.of(begins["on"]), days.of(begins.get("counted-from", begins["on"])))
        elif "lasts-until" in self.table:
            self.last = self._until()

    def _until(self) -> Day:
        return self.counting.by(days.of(self.table["lasts-until"]))

    def _plan(self, first: Day, anchor: Day) -> None:
        self.first, self.anchor = first, anchor
        if "lasts-until" in self.table:
            self.fixed = (1, self._until())
        self.last = self._last_of(1)

    def _last_of(self, number: int) -> Day | None:
        """Give the last day of a term by the text, None without end."""
        renewal = self.table.get("renewal", {})
        period = self.counting.period
        if self.fixed is not None:
            base, end = self.fixed
            if number == base:
                return end
            return period.next_last(end, self.length(renewal["tacit"]).times(number - base))
        if "lasts" not in self.table or "evergreen" in self.table or self.anchor is None:
            return None
        size = self.length(self.table["lasts"])
        if number > 1:
            size = size.plus(self.length(renewal["tacit"]).times(number - 1))
        return period.last(self.anchor, size)

    def begin(self, day: Day) -> None:
        """Begin the first term."""
        if self.first is None:
            self._plan(day, day)
        self.phase = "in-force"
        self.opened_last = self.last
        Clause.begin(self, day)

    def _open(self, first: Day, last: Day | None) -> None:
        self.number += 1
        self.first, self.last, self.opened_last = first, last, last
        self.extensions, self.decision = 0, None

    # --- ending and going on ----------------------------------------------------------------

    def _end(self, day: Day, reason: str, last: Day | None = None) -> None:
        """End: at the first instant of `day` after the last day, or else by an act on `day`."""
        self.ended_by, self.ended_with = reason, day if last is None else last
        self.suspended, self.held = {}, None
        if "drawdown" in self.table and reason != "lapse":
            self.phase = "winding-down"
            size, period = self.length(self.table["drawdown"]), self.counting.period
            self.wound_down = (
                period.last(day, size) if last is None else period.next_last(last, size)
            )
        else:
            self.finish(day)

    def finish(self, day: Day) -> None:
        """End for good."""
        self.phase = "ended"
        Clause.finish(self, day)

    def lapse(self, day: Day) -> None:
        """End with the clause it lies in."""
        if self.phase == "winding-down":
            self.finish(day)
        elif self.phase != "ended":
            self._end(day, "lapse")

    def _run_out(self, day: Day) -> bool:
        runs = self.phase == "in-force" and self.held is None
        return runs and self.last is not None and self.last < day

    def _may_renew_tacitly(self) -> bool:
        renewal = self.table.get("renewal", {})
        return "tacit" in renewal and self.number - 1 < renewal.get("at-most", ENDLESS)

    def _decided(self) -> Day | None:
        """Give the last day that a decision gives the next term, if that lies ahead."""
        if self.decision is None or self.last is None:
            return None
        how, what = self.decision
        if isinstance(what, Length):
            period = self.counting.period
            return period.next_last(self.last, what) if how == "end" else None
        return what if what > self.last else None

    def dawn(self, day: Day) -> None:
        """End a term that has run out and that nothing continues."""
        if self.phase == "winding-down" and self.wound_down is not None:
            if self.wound_down < day:
                self.finish(day)
            return
        if not self._run_out(day) or self.last is None:
            return
        if self._effective(self.number) is not None:
            self._end(day, "notice", self.last)
        elif self._decided() is None and not self._may_renew_tacitly():
            self._end(day, "expiry", self.last)

    def go_on(self, day: Day) -> None:
        """Open the next term where one ran out and did not end."""
        while self._run_out(day) and self.last is not None:
            self._hurry(day)
            first, decided = self.last + 1, self._decided()
            if decided is None:
                self._open(first, self._last_of(self.number + 1))
            else:
                self.fixed = (self.number + 1, decided)
                self._open(first, decided)

    def rolls(self) -> bool:
        """Say whether nothing known so far will ever keep this term from the next one."""
        limited = "at-most" in self.table.get("renewal", {})
        standing = any(given.term >= self.number for given in self.notices)
        return self._may_renew_tacitly() and not (limited or standing or self.decision)

    def _hurry(self, day: Day) -> None:
        """Leave out terms that are all over before a far day: as many as surely fit."""
        if not self.rolls() or self.last is None:
            return
        size = self.length(self.table["renewal"]["tacit"])
        surely = (day - self.last) // (31 * size.months + size.days) - 2
        if surely > 0:
            last = self._last_of(self.number + surely)
            assert last is not None and last < day  # noqa: PT018
            self.number, self.last = self.number + surely, last

    def next_stop(self) -> Day | None:
        """Give the day after the last day, or after the winding down."""
        if self.phase == "winding-down":
            return None if self.wound_down is None else self.wound_down + 1
        if self.phase != "in-force" or self.last is None or self.held is not None:
            return None
        return self.last + 1

    # --- parties ----------------------------------------------------------------------------

    def leave(self, party: str, day: Day) -> None:
        """Go on without a party, or end where fewer are left than it needs."""
        rule = self.table.get("withdrawal")
        if self.company is None or rule is None or party not in self.company:
            return
        self.company.discard(party)
        if self.phase == "in-force" and len(self.company) < rule.get("least", 0):
            self.scheduled, self.last = self.last, day - 1
            self._end(day, "notice", self.last)

    def noticed_by(self, party: str) -> bool:
        """Say whether a notice by a party stands."""
        return any(given.by == party and given.term >= self.number for given in self.notices)

    def _suspend(self, event: Event) -> None:
        party, may = event.get("by"), event.entitled(self.table.get("suspend-by"))
        if party not in self.suspended:
            self.suspended[party] = may
        stops = self.table.get("suspension-stops-clock", False) and self.held is None
        if stops and may and self.last is not None:
            self.held_notice, self.held = self._notice(event.day), event.day

    def _resume(self, event: Event) -> None:
        if self.suspended.pop(event.get("by"), None) is None:
            return
        if self.held is not None and not any(self.suspended.values()):
            assert self.last is not None
            self.last += event.day - self.held
            self.fixed, self.held = (self.number, self.last), None

    # --- acts -------------------------------------------------------------------------------

    def act(self, event: Event) -> None:
        """Take an act under, or against, this term."""
        kind = event.get("kind")
        if kind == "renewal":
            self._decide(event)
        acts = {
            "notice": self._give,
            "extension": self._extend,
            "suspension": self._suspend,
            "resumption": self._resume,
            "consent": self._agree_to_end,
            "termination": self._terminate,
        }
        if self.phase == "in-force" and kind in acts:
            acts[kind](event)

    def _agree_to_end(self, event: Event) -> None:
        self._end(event.day, "consent")

    def _terminate(self, event: Event) -> None:
        if event.entitled(self.table.get("terminate-by")):
            self._end(event.day, "decision")
        elif event.get("contested") is False:
            self._end(event.day, "off-clause")

    def _decide(self, event: Event) -> None:
        if not event.entitled(self.table.get("renewal", {}).get("decided-by")):
            return
        period, until = self.counting.period, event.until()
        running = self.phase == "in-force"
        what: Day | Length
        if until is not None:
            how, what = "until", until
        elif event.get("counted-from") == "end":
            if self.held is not None:
                return
            how, what = "end", self.length(event.get("lasts"))
        else:
            how, what = "until", period.last(event.day, self.length(event.get("lasts")))
        if running:
            if self.last is not None and (isinstance(what, Length) or what > self.last):
                self.decision = (how, what)
            return
        if self.phase != "ended" or self.ended_by == "lapse" or self.ended_with is None:
            return
        last = period.next_last(self.ended_with, what) if isinstance(what, Length) else what
        if last >= event.day:
            self.phase, self.ended_by, self.over = "in-force", None, False
            self.scheduled = None
            self.fixed = (self.number + 1, last)
            self._open(event.day, last)

    def limit(self) -> Day | None:
        """Give the last day to which the running term can be extended, None without limit."""
        rule = self.table.get("extension", {})
        if "at-most" not in rule or self.opened_last is None:
            return None
        return self.counting.period.moved(self.opened_last, self.length(rule["at-most"]))

    def _extend(self, event: Event) -> None:
        rule, until = self.table.get("extension"), event.until()
        if rule is None or until is None or not event.entitled(rule) or self.held is not None:
            return
        if self.last is None or until <= self.last:
            return
        limit = self.limit()
        if self.extensions >= rule.get("times", ENDLESS) or (limit is not None and until > limit):
            return
        self.extensions += 1
        self.last = until
        self.fixed = (self.number, until)

    # --- notice -----------------------------------------------------------------------------

    def deadline(self, last: Day | None) -> Day | None:
        """Give the last day for a notice, counted back from a last day."""
        rule = self.table.get("notice")
        if rule is None or last is None or "evergreen" in self.table:
            return None
        if "before-end" not in rule:
            return last
        return self.counting.before.closes(last, self.length(rule["before-end"]))

    def window(self) -> Day | None:
        """Give the first day for a notice, None if there is no such limit."""
        rule = self.table.get("notice", {})
        if "not-before" not in rule or self.last is None:
            return None
        return self.counting.before.opens(self.last, self.length(rule["not-before"]))

    def _give(self, event: Event) -> None:
        rule = self.table.get("notice")
        if rule is None or not event.entitled(rule):
            return
        deadline, window, target = self.deadline(self.last), self.window(), self.number
        if "evergreen" not in self.table:
            if deadline is None:
                return
            if self.held is not None:
                late, early = self.held_notice == "closed", self.held_notice == "not-open"
            else:
                late, early = event.day > deadline, window is not None and event.day < window
            if late:
                if rule.get("if-late", "void") == "void" or not self._may_renew_tacitly():
                    return
                target += 1
            elif early:
                return
        self.notices.append(Notice(event.get("id"), event.get("by"), event.day, target))
        self._close_evergreen()

    def take_back(self, event: Event) -> None:
        """Take a notice back: by the party that gave it, while that is still possible."""
        rule = self.table.get("notice", {})
        how = rule.get("revocable", "until-end")
        if self.phase != "in-force" or how == "never":
            return
        for given in self.notices:
            if given.event != event.get("of") or listed(event.get("by")) != [given.by]:
                continue
            if given.term < self.number:
                continue
            last = self.last if given.term == self.number else self._last_of(given.term)
            deadline = self.deadline(last)
            if how == "until-deadline" and deadline is not None and event.day > deadline:
                continue
            self.notices.remove(given)
            self._close_evergreen()
            return

    def _effective(self, number: int) -> Day | None:
        """Give the day from which notice for that term is complete, None if it is not."""
        rule = self.table.get("notice")
        if rule is None:
            return None
        earliest: dict[str, Day] = {}
        for given in self.notices:
            if given.term == number:
                earliest[given.by] = min(given.day, earliest.get(given.by, given.day))
        if not earliest:
            return None
        if not rule.get("jointly", False):
            return min(earliest.values())
        complete = set(earliest) == set(listed(rule["by"]))
        return max(earliest.values()) if complete else None

    def _close_evergreen(self) -> None:
        """Fix the end of a term without end: notice has run, and the minimum is over."""
        if "evergreen" not in self.table:
            return
        given, period = self._effective(self.number), self.counting.period
        if given is None:
            self.last = None
            return
        self.last = period.last(given, self.length(self.table["evergreen"]["notice"]))
        if "lasts" in self.table and self.anchor is not None:
            minimum = period.last(self.anchor, self.length(self.table["lasts"]))
            self.last = max(self.last, minimum)

    def _notice(self, day: Day) -> str:
        if "notice" not in self.table:
            return "not-foreseen"
        if self.phase != "in-force":
            return "not-open" if self.phase == "not-started" else "closed"
        if self._effective(self.number) is not None:
            return "running"
        if self.held is not None:
            return self.held_notice
        deadline, window = self.deadline(self.last), self.window()
        if deadline is not None and day > deadline:
            return "closed"
        return "not-open" if window is not None and day < window else "open"

    # --- the answer -------------------------------------------------------------------------

    def axes(self, day: Day) -> Axes:
        """Give phase, ended_by, notice, the running (next, last) term, and the deadline."""
        last = self.last if self.held is None else None
        return {
            "phase": self.phase,
            "ended_by": self.ended_by,
            "notice": self._notice(day),
            "term.number": self.number,
            "term.first_day": days.shown(self.first),
            "term.last_day": days.shown(last),
            "last_day": days.shown(last),
            "notice_deadline": days.shown(self.deadline(self.scheduled or last)),
        }
