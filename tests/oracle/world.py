"""All clauses of an agreement at one instant, and what they have to do with one another."""

from __future__ import annotations

from typing import Any

import attrs

from . import days
from .acting import MOVES, Term
from .clauses import HOST, OVER, WHOLE, Clause
from .days import Day, Table
from .events import ANNOUNCED, Act, Event
from .instants import CLOSE, Instant, close, dawn
from .leaving import announce, released
from .obligations import Obligation
from .parties import Circle

#: What has no clause of which it is judged.
PLAIN = {"milestone", "presence"}


class ReachesBack(Exception):  # noqa: N818 - no error: a find
    """That an act counts which works from before it was done."""

    def __init__(self, act: Act) -> None:
        """Keep the act."""
        super().__init__(act.event)
        self.act = act


@attrs.define
class World:
    """All clauses of an agreement at the instant `now`, with the record they live by."""

    clauses: dict[str, Clause]
    events: list[Event]
    circle: Circle
    survivors: set[str]
    #: What is settled of acts that reach back: what they do, or that they do nothing.
    settled: dict[str, Act | None]
    #: What was last reported of each subject, and on which day.
    ground: dict[str, tuple[str, Day]]
    #: Acts that have been done and do not work yet.
    pending: list[Act] = attrs.field(factory=list)
    now: Instant = (0, CLOSE)

    def __attrs_post_init__(self) -> None:
        """Await the acts that reach back, on the days from which they work."""
        self.pending = [act for act in self.settled.values() if act is not None]

    # --- finding one's way ------------------------------------------------------------------

    def terms(self) -> list[Term]:
        """List the clauses that run for a term."""
        return [clause for clause in self.clauses.values() if isinstance(clause, Term)]

    def named(self, name: Any) -> Clause | None:  # noqa: ANN401
        """Give the clause of a name; "instrument" is the text as a whole."""
        return self.clauses.get(self.circle.text if name == "instrument" else name or "")

    @property
    def text(self) -> Clause:
        """Give the clause that is the text as a whole."""
        return self.clauses[self.circle.text]

    # --- one instant ------------------------------------------------------------------------

    def day(self, day: Day) -> None:
        """Live one day: its first instant, the hours at which something is, and its close."""
        self.live(dawn(day))
        while (stop := self.next_stop()) is not None and stop < close(day):
            self.live(stop)
        self.live(close(day))

    def live(self, at: Instant) -> None:
        """Live one instant: first what begins and ends then, then what happens."""
        self.now = at
        for term in self.terms():
            term.go_on(at, before=True)  # over the days that were left out
        if at[1] != CLOSE:
            self._boundary(at)
        events = [event for event in self.events if event.at == at]
        for level in sorted({event.level for event in events}):
            for event in events:
                if event.level == level:
                    self._take(event)
            self._settle(at)

    def _boundary(self, at: Instant) -> None:
        works = sorted((act for act in self.pending if act.at == at), key=lambda act: act.order)
        self.pending = [act for act in self.pending if act.at != at]
        for act in works:
            if act.kind == "extension" and isinstance(self.clauses.get(act.clause), Obligation):
                self.clauses[act.clause].work(act)
        self._fall_due(at)
        for term in self.terms():
            self._meet(term, [act for act in works if act.clause == term.name])
        for clause in self.clauses.values():
            clause.boundary(at)
        self._leave(at)
        self._lapse(at)
        for term in self.terms():
            term.go_on(at)
        self._begin_on(at)
        self._settle(at)
        for act in works:
            if act.kind not in MOVES:
                self._work(act)
        self._settle(at)

    def _meet(self, term: Term, works: list[Act]) -> None:
        moves = [act for act in works if act.kind in MOVES]
        over = term.over
        term.meet(moves, self.now)
        self._after_act(term, over=over)

    def _work(self, act: Act) -> None:
        if act.kind == "presence":
            self.ground[act.clause] = (act.what, act.at[0])
            return
        clause = self.clauses[act.clause]
        over = clause.over
        if act.kind == "milestone":
            clause.mark("reached", act.at)
        else:
            clause.work(act)
        self._after_act(clause, over=over)

    def _after_act(self, clause: Clause, *, over: bool) -> None:
        if over and not clause.over:
            self._revive(clause)

    # --- events -----------------------------------------------------------------------------

    def _take(self, event: Event) -> None:
        if event.kind == "notice-withdrawal":
            for term in self.terms():
                term.take_back(event)
            return
        clause = self.named(event.get("of"))
        if event.id in self.settled:
            return
        act: Act | None = None
        if event.kind in PLAIN:
            name = event.get("of") if clause is None else clause.name
            at = event.works or event.at
            act = Act(event.kind, name, event.id, event.order, at, what=event.get("state"))
        elif clause is None:
            return
        elif event.kind == "withdrawal":
            if isinstance(clause, Term):
                announce(self.circle, clause, event)
        else:
            clause.take(event)
            act = clause.judge(event)
        shared = getattr(clause, "shared", None)
        if act is not None or shared is None or not shared.holds_part(event.id):
            self._judged(event, act)

    def _judged(self, event: Event, act: Act | None) -> None:
        if act is None:
            if event.works is not None and event.works < event.at and event.kind not in ANNOUNCED:
                self.settled[event.id] = None
        elif act.at < event.at:
            raise ReachesBack(act)
        elif act.at == event.at:
            self._work(act)
        else:
            self.pending.append(act)

    def _leave(self, at: Instant) -> None:
        """Let go those whose last day is over, and see what then has too few parties."""
        for name, party in sorted(self.circle.parties.items()):
            new = [one for _, one in party.leaving() if dawn(one.last + 1) <= at]
            for departure in new:
                departure.gone = True
            if new:
                for term in self.terms():
                    if self.circle.left(name, term.name):
                        term.without(name, at)
        for clause in list(self.clauses.values()):
            if isinstance(clause, Term | Obligation):
                for act in clause.completed(at):
                    self._judged_now(act, at)

    def _judged_now(self, act: Act, at: Instant) -> None:
        if act.at <= at:
            self._work(attrs.evolve(act, at=at))
        else:
            self.pending.append(act)

    # --- what follows -----------------------------------------------------------------------

    def _fall_due(self, at: Instant) -> None:
        for clause in self.clauses.values():
            if isinstance(clause, Obligation):
                clause.sync()
                clause.fall_due(at, released(self.circle, self.terms(), clause))

    def _lapse(self, at: Instant) -> bool:
        """End what lies in a clause that has ended, or in a text that has; say if anything did."""
        changed, again = False, True
        while again:
            again = False
            for clause in self.clauses.values():
                host = self.named(clause.table.get("during"))
                if host is not None and host.gone and not clause.over:
                    clause.lapse(at, HOST)
                    again = again or clause.over
            again = self._end_of_the_whole(at) or again
            changed = changed or again
        return changed

    def _end_of_the_whole(self, at: Instant) -> bool:
        text = self.text
        assert isinstance(text, Term)
        agreed = text.consented and text.phase in {"winding-down", "ended"}
        if not (text.ended_by == "consent" or agreed or text.too_few):
            return False
        changed = False
        for clause in self.clauses.values():
            if clause is text or clause.name in self.survivors:
                continue
            if isinstance(clause, Term):
                clause.shut = True
            if not clause.over:
                clause.lapse(at, WHOLE)
                changed = changed or clause.over
        return changed

    def _revive(self, host: Clause) -> None:
        """Let stand again what lies in a term that is renewed after its end."""
        for clause in list(self.clauses.values()):
            inside = self.named(clause.table.get("during")) is host
            if inside and clause.stand_again(self.now):
                self._revive(clause)

    def _begin_on(self, at: Instant) -> None:
        for clause in self.clauses.values():
            begins = clause.table.get("begins", {})
            starts = [dawn(days.of(begins["on"]))] if "on" in begins else []
            starts += [clause.clock.starts(begins["at"])] if "at" in begins else []
            starts += [clause.awaits] if clause.awaits is not None else []
            late = clause.again and any(start < at for start in starts)
            if (at in starts or late) and clause.may_begin(at):
                clause.begin(min(starts) if late else at)

    def _settle(self, at: Instant) -> None:
        """Draw what follows at this instant from what has happened, until nothing more does."""
        again = True
        while again:
            again = self._lapse(at)
            self._begin_on(at)
            for clause in self.clauses.values():
                again = self._follow(clause, at) or again
            self._fall_due(at)
            for clause in self.clauses.values():
                again = clause.settle(at) or again
            if self.text.begun is not None:
                for party in self.circle.parties.values():
                    again, party.joined = again or not party.joined, True
        for term in self.terms():
            term.gather_company()

    def _follow(self, clause: Clause, at: Instant) -> bool:
        begun = clause.begun
        begins = clause.table.get("begins") or {"after": "instrument"}
        if clause.begun is None and clause.awaits is None and "after" in begins:
            self._begin_after(clause, begins, at)
        changed = clause.begun != begun
        if not isinstance(clause, Obligation):
            return changed
        condition, due = clause.table.get("if"), clause.table.get("due", {})
        if condition and not clause.awake:
            other = self.named(condition["clause"])
            clause.awake = other is not None and condition["what"] in other.reached
            changed = changed or clause.awake
        if "within" in due and "after" in due and clause.first_due is None:
            other, what = self.named(due["after"]), due.get("what", "commenced")
            if other is not None and what in other.reached:
                clause.count_from(other.counted_from(what), after=what in OVER)
                changed = True
        return clause.gather(at) or changed

    def _begin_after(self, clause: Clause, begins: Table, at: Instant) -> None:
        """Begin after another: where that has ended, with the day after its last."""
        other, what = self.named(begins["after"]), begins.get("what", "commenced")
        if other is None or what not in other.reached or not clause.may_begin(at):
            return
        reached = other.reached[what]
        if what in OVER and reached[1] == CLOSE:
            clause.awaits = max(dawn(reached[0] + 1), dawn(0))
            if clause.awaits > at:
                return
            reached = clause.awaits
        clause.begin(reached if clause.again and reached < at else at)
        if clause.again and isinstance(clause, Term):
            clause.go_on_or_end(at)

    # --- stops ------------------------------------------------------------------------------

    def next_stop(self, *, every: bool = True) -> Instant | None:
        """Give the next instant at which anything can change, None if nothing ever will.

        Without `every` the ends of terms that are sure to be followed by the next are left out.
        """
        stops = [event.at for event in self.events] + [act.at for act in self.pending]
        for party in self.circle.parties.values():
            stops += [dawn(one.last + 1) for _, one in party.leaving()]
        for clause in self.clauses.values():
            if every or not (isinstance(clause, Term) and clause.rolls()):
                stops += clause.stops()
            else:
                stops += Clause.stops(clause)
        return min((stop for stop in stops if stop > self.now), default=None)

    def skip_to(self, day: Day) -> None:
        """Live up to the close of a day, leaving out the days on which nothing can change."""
        self.skip_to_instant(close(day))

    def skip_to_instant(self, at: Instant) -> None:
        """Live up to an instant, what happens then included."""
        while (stop := self.next_stop(every=False)) is not None and stop <= at:
            self.live(stop)
        if self.now < at:
            self.live(at)

    def to_the_last_event(self) -> None:
        """Live up to the last event, so that all are judged."""
        last = max((event.at for event in self.events), default=self.now)
        while self.now < last and (stop := self.next_stop(every=False)) is not None:
            self.live(stop)


__all__ = ["ReachesBack", "World"]
