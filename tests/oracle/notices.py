"""Notice to a term: who has given it, for which term it counts, whether it is complete."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import attrs

from .clauses import listed
from .days import Day, Length
from .events import Event
from .instants import Instant, last_before
from .runs import Run


@attrs.define
class Given:
    """A notice, or a part of one, that counts until it is taken back or spent.

    `term` is the first term to which it can be given, `names` the last day that it asks for.
    """

    event: str
    by: str
    day: Day
    term: int
    names: Day | None = None
    #: Whether it names a day after the term that was running when it was given.
    later: bool = False

    def same(self, other: Given) -> bool:
        """Say whether two parts say the same: both for one term, or both for a later one."""
        return self.later == other.later and (self.later or self.term == other.term)


@attrs.frozen
class Complete:
    """A notice of all whose notice it takes: the day on which it was, and what it names."""

    day: Day
    term: int
    names: Day | None


@attrs.define
class Noticed(Run):
    """A term to which notice can be given."""

    notices: list[Given] = attrs.field(factory=list)
    #: The day on which its clock was stopped, and how notice stood then.
    held: Day | None = None
    held_notice: str = ""

    # --- the days of notice -----------------------------------------------------------------

    def _lead(self, key: str) -> Length:
        size = self.length(self.table["notice"][key])
        assert isinstance(size, Length)
        return size

    def deadline(self, last: Day | None) -> Day | None:
        """Give the last day for a notice, counted back from a last day."""
        rule = self.table.get("notice")
        if rule is None or last is None or "evergreen" in self.table:
            return None
        if "before-end" not in rule:
            return last
        return self.counting.before.closes(last, self._lead("before-end"))

    def minimum(self) -> Day | None:
        """Give the last day of the minimum of a term that runs on until notice."""
        if "evergreen" not in self.table or "lasts" not in self.table or self.anchor is None:
            return None
        size = self.length(self.table["lasts"])
        assert isinstance(size, Length)
        if self.hour is not None:
            return last_before(
                self.clock.forward((self.anchor, self.hour), size, self.counting.period)
            )
        period = self.counting.period
        if self.after_end:
            return period.next_last(self.anchor, size)
        return period.last(self.anchor, size)

    def window(self, last: Day | None) -> Day | None:
        """Give the first day for a notice, None if there is no such limit."""
        rule = self.table.get("notice", {})
        if rule.get("after-minimum", False):
            minimum = self.minimum()
            # One that ends at an hour may be followed by a notice on that very day.
            return None if minimum is None else minimum if self.hour else minimum + 1
        if "not-before" not in rule or last is None or "evergreen" in self.table:
            return None
        return self.counting.before.opens(last, self._lead("not-before"))

    def notice_on(self, day: Day) -> str:
        """Say how notice stands on a day."""
        if "notice" not in self.table:
            return "not-foreseen"
        if self.phase != "in-force":
            return "not-open" if self.phase == "not-started" else "closed"
        if any(self.complete()):
            return "running"
        return self._open_on(day)

    def _open_on(self, day: Day) -> str:
        if self.held is not None:
            return self.held_notice
        last = self.last_day()
        deadline, window = self.deadline(last), self.window(last)
        if deadline is not None and (day > deadline or (window is not None and window > deadline)):
            return "closed"
        return "not-open" if window is not None and day < window else "open"

    # --- giving it, and taking it back ------------------------------------------------------

    def give(self, event: Event) -> None:
        """Take a notice on the day on which it is judged."""
        rule = self.table.get("notice")
        if rule is None or self.phase != "in-force":
            return
        names = None if event.works is None else last_before(event.works)
        for one in event.by:
            if one in listed(rule["by"]) and not self.left(one):
                self._give(Given(event.id, one, event.day, self.number, names))
        self.fix_end()

    def _give(self, given: Given) -> None:
        rule, last = self.table["notice"], self.last_day()
        if "evergreen" in self.table:
            if self._open_on(given.day) == "open" and self._counts(given):
                self.notices.append(given)
            return
        if last is None:
            return
        if given.names is not None and given.names > last:
            given.later = True
            self.notices.append(given)  # weighed when that term opens
            return
        how = self._open_on(given.day)
        if how == "not-open":
            return
        if how == "closed":
            if rule.get("if-late", "void") == "void" or not self.may_renew_tacitly():
                return
            given.term += 1
        self.notices.append(given)

    def take_back(self, event: Event) -> None:
        """Take a notice back: by the party that gave it, while that is still possible."""
        how = self.table.get("notice", {}).get("revocable", "until-end")
        if self.phase != "in-force" or how == "never":
            return
        for given in list(self.notices):
            mine = given.event == event.get("of") and given.by in event.by
            if not mine or self.left(given.by):
                continue
            ahead = given.term - self.number
            end = self.end if ahead <= 0 else self._end_of(self.number + ahead)
            deadline = self.deadline(None if end is None else last_before(end))
            if given.names is not None and end is not None and given.names > last_before(end):
                deadline = None  # it works at the end of a term that has not opened
            if how == "until-deadline" and deadline is not None and event.day > deadline:
                continue
            self.notices.remove(given)
        self.fix_end()

    # --- whether it is complete -------------------------------------------------------------

    def must_give(self) -> list[str]:
        """List those of whom all must give notice, less those who have left."""
        rule = self.table.get("notice", {})
        return [one for one in listed(rule.get("by")) if not self.left(one)]

    def complete(self) -> Iterator[Complete]:
        """List the notices that are complete, for whichever term they are."""
        if not self.table.get("notice", {}).get("jointly", False):
            alone = [Complete(one.day, one.term, one.names) for one in self.notices]
            yield from filter(self._counts, alone)
            return
        must = self.must_give()
        rule = listed(self.table["notice"]["by"])
        if not must or not self.notices:
            return
        gone = {
            one: self.circle.first_day_without(one, self.name)
            for one in rule
            if one not in must and not any(given.by == one for given in self.notices)
        }
        choices = [[given for given in self.notices if given.by == one] for one in must]
        for parts in product(*choices):
            if not all(one.same(parts[0]) for one in parts):
                continue
            named = [one.names for one in parts if one.names is not None]
            done = Complete(
                max([one.day for one in parts] + list(gone.values())),
                max(one.term for one in parts),
                max(named) if named else None,
            )
            counts = "evergreen" in self.table or self._counts(done)  # there each part counts alone
            by_leaving = max(gone.values(), default=0) > max(one.day for one in parts)
            if counts and (not by_leaving or self._in_time(done)):
                yield done

    def _in_time(self, done: Complete) -> bool:
        """Say whether what is complete since others have left was so by the last day of notice."""
        deadline = self.deadline(self.last_day())
        if deadline is None or self.held is not None or not self._for_now(done):
            return True
        return done.day <= deadline

    def _for_now(self, done: Complete) -> bool:
        last = self.last_day()
        named = done.names is None or last is None or done.names <= last
        return done.term <= self.number and named

    def works_now(self) -> bool:
        """Say whether a complete notice works at the end of the running term."""
        return any(self._for_now(done) for done in self.complete())

    def noticed_by(self, party: str) -> bool:
        """Say whether a notice by a party stands."""
        return any(given.by == party for given in self.notices)

    def opened_next(self) -> None:
        """Spend the notices of the term before, and weigh those for the one that has opened."""
        joint = self.table.get("notice", {}).get("jointly", False)
        last, deadline = self.last_day(), self.deadline(self.last_day())
        window = self.window(last)
        stands = any(
            done.names is not None and self.first is not None and done.names >= self.first
            for done in self.complete()
        )
        for given in list(self.notices):
            names = given.names
            if given.term < self.number:
                over = names is None or (self.first is not None and names < self.first)
                if not given.later or (over and not (joint and stands)):
                    self.notices.remove(given)
                    continue
            # One that was late for its own term has its term already.
            waits = given.term < self.number
            for_this = waits and names is not None and last is not None and names <= last
            if for_this and deadline is not None and given.day > deadline:
                self._too_late(given)
            elif for_this and window and given.day < window:
                self.notices.remove(given)  # before the window of the term for which it is
            elif for_this and joint and given.later and not stands:
                given.later, given.term = False, self.number  # with the parts that are given in it

    def _too_late(self, given: Given) -> None:
        late = self.table["notice"].get("if-late", "void")
        if late == "void" or not self.may_renew_tacitly():
            self.notices.remove(given)
        else:
            given.later, given.term = False, self.number + 1

    # --- terms that run on until notice -----------------------------------------------------

    def _ran(self, done: Complete | Given) -> Day:
        size = self.length(self.table["evergreen"]["notice"])
        assert isinstance(size, Length)
        period = self.counting.period
        if self.hour is not None:
            return period.moved(done.day, size)
        return period.last(done.day, size)

    def _too_early(self, done: Complete | Given) -> bool:
        rule = self.table["notice"].get("if-early", "period")
        return rule == "void" and done.names is not None and done.names < self._ran(done)

    def _works_on(self, done: Complete | Given) -> Day:
        found = max(self._ran(done), done.names or 0)
        return max(found, self.minimum() or 0)

    def _decided_end(self) -> Instant | None:
        return self.fixed[1] if self.fixed is not None and self.fixed[0] == self.number else None

    def _counts(self, done: Complete | Given) -> bool:
        """Say whether a notice to a term that runs on until notice can end it."""
        if "evergreen" not in self.table:
            return True
        end = self._decided_end()
        works = self.at_the_hour(self._works_on(done))
        return not self._too_early(done) and (end is None or works < end)

    def fix_end(self) -> None:
        """Fix the end of a term without end: notice has run, and the minimum is over."""
        if "evergreen" not in self.table or self.phase != "in-force":
            return
        found = [self.at_the_hour(self._works_on(done)) for done in self.complete()]
        decided = self._decided_end()
        ends = found + ([] if decided is None else [decided])
        self.end = min(ends) if ends else None
