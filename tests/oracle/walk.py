"""The walk through the days, and what the clauses have to do with one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from . import days
from .clauses import Axes, Body, Ceiling, Clause, Duty, Event, listed
from .days import Day, Table
from .obligations import Obligation
from .parties import Party
from .terms import Term

_KINDS: dict[str, type[Clause]] = {
    "term": Term,
    "obligation": Obligation,
    "duty": Duty,
    "body": Body,
    "ceiling": Ceiling,
}


def _clauses(agreement: Table) -> dict[str, Clause]:
    made: dict[str, Clause] = {}
    instrument = dict(agreement["instrument"])
    instrument.setdefault("begins", {"on": instrument["signed"]})
    tables = {"instrument": {"kind": "term", **instrument}, **agreement.get("clauses", {})}
    for name, table in tables.items():
        how = days.counting(agreement, table)
        parts = []
        for item in table.get("items", []):
            inherited = {key: value for key, value in table.items() if key != "items"}
            part = Obligation(f"{name}.{item['id']}", {**inherited, **item}, how)
            made[part.name] = part
            parts.append(part)
        if table["kind"] == "obligation":
            made[name] = Obligation(name, table, how, parts=tuple(parts))
        else:
            made[name] = _KINDS[table["kind"]](name, table, how)
    return made


def judged(agreement: Table, event: Table) -> Day:
    """Give the day on which an event is judged: a notice that counts when received, then."""
    clauses = {"instrument": agreement["instrument"], **agreement.get("clauses", {})}
    notice = clauses.get(event.get("of", ""), {}).get("notice", {})
    on = event["on"]
    if event["kind"] == "notice" and notice.get("counts") == "received":
        on = event.get("received", on)
    return days.of(on["to"] if isinstance(on, dict) else on)


def _events(agreement: Table, record: Table) -> list[Event]:
    """List the events on the days on which they are judged.

    The level is 0, or one more than that of the event that it comes `after` on its day.
    """
    tables = {table["id"]: table for table in record.get("events", [])}

    def level(table: Table) -> int:
        day = judged(agreement, table)
        # An event that names another comes after it.
        named = [*listed(table.get("after")), *listed(table.get("of"))]
        before = [tables[name] for name in named if name in tables]
        same = [level(other) + 1 for other in before if judged(agreement, other) == day]
        return max(same, default=0)

    return [
        Event(judged(agreement, table), level(table), table)
        for table in tables.values()
        if not _overtaken(agreement, table, tables)
    ]


def _overtaken(agreement: Table, table: Table, tables: dict[str, Table]) -> bool:
    """Say whether a notice was taken back by its giver before it arrived, or as it arrived."""
    sent, arrives = days.of(table["on"]), judged(agreement, table)
    return table["kind"] == "notice" and any(
        other["kind"] == "notice-withdrawal"
        and other.get("of") == table["id"]
        and other.get("by") == table.get("by")
        and sent <= days.of(other["on"]) <= arrives
        and sent < arrives
        for other in tables.values()
    )


@attrs.define
class World:
    """All clauses of an agreement at the close of `today`, with the record they live by."""

    clauses: dict[str, Clause]
    events: list[Event]
    parties: dict[str, Party]
    #: What was last reported of each subject, and on which day.
    ground: dict[str, tuple[str, Day]]
    today: Day = 0

    def terms(self) -> list[Term]:
        """List the clauses that run for a term."""
        return [clause for clause in self.clauses.values() if isinstance(clause, Term)]

    def day(self, day: Day) -> None:
        """Live one day: its first instant, then what happened on it."""
        self.today = day
        for clause in self.clauses.values():
            if isinstance(clause, Term):
                clause.go_on(day - 1)  # over the days that were left out
        for clause in self.clauses.values():
            clause.dawn(day)
        for party in self.parties.values():
            party.dawn(day, self.terms())
        self._lapse(day)
        for clause in self.clauses.values():
            if isinstance(clause, Term):
                clause.go_on(day)
        self._begin_on(day)
        self._settle(day)
        today = [event for event in self.events if event.day == day]
        for level in sorted({event.level for event in today}):
            for event in today:
                if event.level == level:
                    self._act(event)
            self._settle(day)

    def _act(self, event: Event) -> None:
        if event.get("kind") == "notice-withdrawal":
            for clause in self.clauses.values():
                if isinstance(clause, Term):
                    clause.take_back(event)
            return
        if event.get("kind") == "presence":
            self.ground[event.get("of")] = (event.get("state"), event.day)
        named = self.clauses.get(event.get("of") or "")
        if named is not None:
            self._act_on(named, event)

    def _act_on(self, named: Clause, event: Event) -> None:
        kind = event.get("kind")
        if kind == "milestone":
            named.mark("reached", event.day)
        elif kind == "withdrawal":
            if isinstance(named, Term) and event.get("by") in self.parties:
                self.parties[event.get("by")].announce(event, named)
        elif kind != "commencement":
            named.act(event)
        elif named.begun is None and not named.over and named.table.get("begins", {}).get("with"):
            named.begin(event.day)

    def _lapse(self, day: Day) -> bool:
        """End what lies in a clause that has ended; say whether anything did."""
        changed, again = False, True
        while again:
            again = False
            for clause in self.clauses.values():
                host = self.clauses.get(clause.table.get("during", ""))
                if host is not None and host.over and not clause.over:
                    clause.lapse(day)
                    again = again or clause.over
            changed = changed or again
        return changed

    def _begin_on(self, day: Day) -> None:
        for clause in self.clauses.values():
            on = clause.table.get("begins", {}).get("on")
            if on is not None and days.of(on) == day and clause.begun is None and not clause.over:
                clause.begin(day)

    def _reached(self, name: str, what: str) -> Day | None:
        return self.clauses[name].reached.get(what)

    def _settle(self, day: Day) -> None:
        """Draw what follows at this instant from what has happened, until nothing more does."""
        again = True
        while again:
            again = self._lapse(day)
            for clause in self.clauses.values():
                again = self._follow(clause, day) or again
            if self.clauses["instrument"].begun is not None:
                for party in self.parties.values():
                    again = party.join() or again
        for term in self.terms():
            if term.company is None and term.begun is not None and "withdrawal" in term.table:
                there = {name for name, one in self.parties.items() if one.state != "withdrawn"}
                term.company = there

    def _follow(self, clause: Clause, day: Day) -> bool:
        changed = False
        begins = clause.table.get("begins") or {"after": "instrument"}
        waits = clause.begun is None and not clause.over and "after" in begins
        if waits and self._reached(begins["after"], begins.get("what", "commenced")) is not None:
            clause.begin(day)
            changed = True
        if not isinstance(clause, Obligation):
            return changed
        condition, due = clause.table.get("if"), clause.table.get("due", {})
        if condition and not clause.awake:
            clause.awake = self._reached(condition["clause"], condition["what"]) is not None
            changed = changed or clause.awake
        if "within" in due and "from" not in due and clause.first_due is None:
            anchor = self._reached(due["after"], due.get("what", "commenced"))
            if anchor is not None:
                clause.count_from(anchor)
                changed = True
        return clause.gather(day) or changed

    def next_stop(self, *, every: bool = True) -> Day | None:
        """Give the next day on which anything can change, None if nothing ever will.

        Without `every` the ends of terms that are sure to be followed by the next are left out.
        """
        stops = [event.day for event in self.events]
        leaving = [party.next_stop() for party in self.parties.values()]
        stops += [day for day in leaving if day is not None]
        for clause in self.clauses.values():
            on = clause.table.get("begins", {}).get("on")
            stops += [days.of(on)] if on is not None else []
            if every or not (isinstance(clause, Term) and clause.rolls()):
                own = clause.next_stop()
                stops += [own] if own is not None else []
        return min((stop for stop in stops if stop > self.today), default=None)

    def skip_to(self, day: Day) -> None:
        """Live up to the close of a day, leaving out the days on which nothing can change."""
        while (stop := self.next_stop(every=False)) is not None and stop <= day:
            self.day(stop)
        if self.today < day:
            self.day(day)

    def axes(self) -> dict[str, Axes]:
        """Say what every clause is at the close of today."""
        return {name: clause.axes(self.today) for name, clause in self.clauses.items()}


def live(agreement: Table, record: Table) -> World:
    """Give the clauses of an agreement before the first day, with the record to live by."""
    parties = {
        name: Party(name)
        for name, party in agreement.get("parties", {}).items()
        if party.get("role", "party") == "party"
    }
    ground = dict.fromkeys(agreement.get("subjects", {}), ("not-recorded", 0))
    return World(_clauses(agreement), _events(agreement, record), parties, ground)


def _walk(world: World, first: Day, last: Day) -> Iterator[Day]:
    world.skip_to(first - 1)
    for day in range(first, last + 1):
        world.day(day)
        yield day


def oracle(agreement: Table, record: Table, first: date, last: date) -> dict[date, dict[str, Axes]]:
    """Say what every clause is at the close of each day from first to last, both included.

    The two files are given as tomllib reads them. The days before `first` are walked too, but
    only those on which something can change; from `first` on every single day is.
    """
    world = live(agreement, record)
    answer: dict[date, dict[str, Axes]] = {}
    for day in _walk(world, days.of(first), days.of(last)):
        shown = days.shown(day)
        if shown is not None:
            answer[shown] = world.axes()
    return answer


def on_day(agreement: Table, record: Table, day: date) -> dict[str, Axes]:
    """Say what every clause is at the close of one day, which may be far off."""
    world = live(agreement, record)
    world.skip_to(days.of(day))
    return world.axes()


def on_days(agreement: Table, record: Table, asked: Iterable[date]) -> dict[date, dict[str, Axes]]:
    """Say what every clause is at the close of each of some days, in one walk."""
    world = live(agreement, record)
    answer: dict[date, dict[str, Axes]] = {}
    for day in sorted(set(asked)):
        world.skip_to(days.of(day))
        answer[day] = world.axes()
    return answer


def others_on_day(agreement: Table, record: Table, day: date) -> dict[str, Axes]:
    """Say what every party and every subject on the ground is at the close of one day."""
    return others_on_days(agreement, record, [day])[day]


def others_on_days(
    agreement: Table, record: Table, asked: Iterable[date]
) -> dict[date, dict[str, Axes]]:
    """Say what every party and subject is at the close of each of some days, in one walk."""
    world = live(agreement, record)
    answer: dict[date, dict[str, Axes]] = {}
    for day in sorted(set(asked)):
        world.skip_to(days.of(day))
        terms = world.terms()
        answer[day] = {name: party.axes(terms) for name, party in world.parties.items()}
        for name, (state, since) in world.ground.items():
            answer[day][name] = {"state": state, "since": days.shown(since) if since else None}
    return answer
