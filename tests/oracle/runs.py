"""The days of a term: where each one ends, and the next one begins."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from . import days
from .clauses import OVER, Clause
from .days import Day, Length
from .instants import Hours, Instant, Size, ends_with, last_before

ENDLESS = 10**9


@attrs.define
class Run(Clause):
    """A period of validity: `number`, `first` and `end` are those of the running term.

    A later term is counted either from the anchor of the first, or, once an act or the text
    itself has fixed an end, from that end: `fixed` holds the number of that term and its end.
    """

    phase: str = "not-started"
    ended_by: str | None = None
    number: int = 1
    first: Day | None = None
    end: Instant | None = None
    anchor: Day | None = None
    #: Whether the anchor is the last day of what went before, and not counted.
    after_end: bool = False
    #: The second of the day at which a term that is counted from an hour begins and ends.
    hour: int | None = None
    fixed: tuple[int, Instant] | None = None
    opened_end: Instant | None = None
    extensions: int = 0
    tacit: int = 0
    #: The last day of what has ended.
    last: Day | None = None

    def __attrs_post_init__(self) -> None:
        """Foresee the first term as far as the text fixes it."""
        begins = self.table.get("begins", {})
        if "on" in begins:
            self._plan(days.of(begins["on"]), days.of(begins.get("counted-from", begins["on"])))
        elif "at" in begins:
            first, self.hour = self.clock.starts(begins["at"])
            self._plan(first, first)
        elif "lasts-until" in self.table:
            self.end = self._until()

    def _until(self) -> Instant:
        return ends_with(self.counting.by(days.of(self.table["lasts-until"])))

    def _plan(self, first: Day, anchor: Day) -> None:
        self.first, self.anchor = first, anchor
        if "lasts-until" in self.table:
            self.fixed = (1, self._until())
        self.end = self._end_of(1)

    def _sum(self, first: Size, later: Size | None, count: int) -> Size:
        """Add so many later lengths to a first one."""
        if not count or later is None:
            return first
        more = later.times(count)
        if isinstance(first, Hours) and isinstance(more, Hours):
            return Hours(first.count + more.count)
        assert isinstance(first, Length)
        assert isinstance(more, Length)
        return first.plus(more)

    def _end_of(self, number: int) -> Instant | None:
        """Give the end of a term by the text, None where it has none."""
        tacit = self.table.get("renewal", {}).get("tacit")
        later = self.length(tacit) if tacit else None
        if self.fixed is not None:
            base, end = self.fixed
            if number == base:
                return end
            assert later is not None
            return self.after(end, later.times(number - base))
        if "lasts" not in self.table or "evergreen" in self.table or self.anchor is None:
            return None
        return self._from_anchor(self._sum(self.length(self.table["lasts"]), later, number - 1))

    def _from_anchor(self, size: Size) -> Instant:
        assert self.anchor is not None
        period = self.counting.period
        if self.hour is not None:
            return self.clock.forward((self.anchor, self.hour), size, period)
        assert isinstance(size, Length)
        if self.after_end:
            return ends_with(period.next_last(self.anchor, size))
        return ends_with(period.last(self.anchor, size))

    def after(self, end: Instant, size: Size) -> Instant:
        """Give the end of a period that follows on an end."""
        if self.hour is not None:
            return self.clock.forward(end, size, self.counting.period)
        assert isinstance(size, Length)
        return ends_with(self.counting.period.next_last(last_before(end), size))

    def at_the_hour(self, last: Day) -> Instant:
        """Give the end of a term of which that is the last day: at its hour, if it has one."""
        return (last, self.hour) if self.hour else ends_with(last)

    def lasts_to(self, value: date) -> Instant:
        """Read a new end: a day keeps the hour of the term."""
        if isinstance(value, datetime):
            return self.clock.of(value)
        return self.at_the_hour(days.of(value))

    def from_day(self, day: Day, size: Size) -> Instant:
        """Give the end of a period that is counted from a day."""
        period = self.counting.period
        if self.hour is not None:
            return self.clock.forward((day, self.hour), size, period)
        assert isinstance(size, Length)
        return ends_with(period.last(day, size))

    def last_day(self) -> Day | None:
        """Give the last day of the running term, of that to come, or of what has ended."""
        if self.phase in {"winding-down", "ended"}:
            return self.last
        return None if self.end is None else last_before(self.end)

    def limit(self) -> Instant | None:
        """Give the last end to which the running term can be extended, None without limit."""
        rule = self.table.get("extension", {})
        base = self.end if rule.get("at-most-for") == "each" else self.opened_end
        if "at-most" not in rule or base is None:
            return None
        size: Any = self.length(rule["at-most"])
        if self.hour is not None:
            return self.clock.forward(base, size, self.counting.period)
        return ends_with(self.counting.period.moved(last_before(base), size))

    def may_begin(self, at: Instant) -> bool:
        """Say whether it can begin: not where it would end before."""
        fixed = "lasts-until" in self.table and self._until() <= at
        return Clause.may_begin(self, at) and not fixed

    def begin(self, at: Instant) -> None:
        """Begin the first term."""
        if self.first is None:
            what = self.table.get("begins", {}).get("what")
            self.after_end = what in OVER
            first = at[0]
            self._plan(first, first - 1 if self.after_end and not at[1] else first)
        self.phase = "in-force"
        self.opened_end = self.end
        Clause.begin(self, at)

    def may_renew_tacitly(self) -> bool:
        """Say whether the text renews the running term tacitly."""
        renewal = self.table.get("renewal", {})
        return "tacit" in renewal and self.tacit < renewal.get("at-most", ENDLESS)

    def runs_out(self, at: Instant) -> bool:
        """Say whether the running term has come to its end."""
        return self.phase == "in-force" and self.end is not None and self.end <= at

    def stops(self) -> list[Instant]:
        """Add the end of the running term."""
        found = Clause.stops(self)
        if self.phase == "in-force" and self.end is not None:
            found.append(self.end)
        return found

    def shown_first(self) -> Day | None:
        """Give the first day of the term, None of what never began."""
        return None if self.phase == "ended" and self.begun is None else self.first
