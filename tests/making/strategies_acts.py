"""Hypothesis strategies that say of an act who does it, with whom, and from when it works."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from hypothesis import strategies as st

from tests.making.strategies_basics import PARTIES
from tests.oracle import days
from tests.oracle.clauses import listed
from tests.oracle.days import LAST, Day, Table
from tests.oracle.events import ENDS, FACTS, judged, judged_at, works_at

__all__ = ["ENDS", "MEETS", "TOGETHER", "Marks", "authors", "clash", "works"]

Marks: TypeAlias = dict[str, list[Day]]

#: What can be done by all together, and then the record may name nobody.
TOGETHER = {"extension", "renewal", "suspension", "resumption"}
#: What meets at the end of a term; the words say which prevails.
MEETS = {"extension", "renewal", "consent", "termination"}

KEYS = {
    "extension": ("extension", "by"),
    "renewal": ("renewal", "decided-by"),
    "notice": ("notice", "by"),
}


def _date(day: Day) -> date:
    shown = days.shown(min(max(day, 1), LAST))
    assert shown is not None
    return shown


def _named(clause: Table, kind: str) -> list[str]:
    if kind in {"suspension", "resumption"}:
        return listed(clause.get("suspend-by"))
    key, by = KEYS[kind]
    return listed(clause.get(key, {}).get(by))


def authors(draw: st.DrawFn, event: Table, clause: Table) -> None:
    """Let several do it together in one event, or let the record name nobody."""
    kind = event["kind"]
    if kind == "performance":
        debtors = listed(clause.get("debtor"))
        if len(debtors) > 1 and draw(st.integers(0, 2)) == 0:
            event["by"] = debtors
        return
    if kind not in TOGETHER | {"notice"}:
        return
    named, how = _named(clause, kind), draw(st.integers(0, 7))
    if how == 0 and kind in TOGETHER:
        event.pop("by", None)
    elif how == 1 and kind in TOGETHER and not clause.get("suspend-jointly"):
        event["by"] = list(PARTIES)
    elif how in {2, 3} and len(named) > 1:
        event["by"] = named


def _days(on: Day, marks: Marks) -> list[Day]:
    """List the days from which an act of a day may say that it works."""
    found = [on, on - 1, on - 10, on - 400, on + 1, on + 10, on + 400]
    ahead = [last for last in marks.get("last", []) if last >= on][:2]
    behind = [last for last in marks.get("last", []) if last < on][-1:]
    # With the end of the term, from the day after it, and later; of the next term as well.
    found += [last + by for last in ahead for by in (0, 1, 1, 1, 2, 30)]
    found += [last + by for last in behind for by in (1, 1, 2)]
    found += [day + 1 for day in marks.get("leaves", []) if day >= on][:1]
    return found


def works(draw: st.DrawFn, agreement: Table, event: Table, marks: Marks) -> None:
    """Let an act work from another day than its own."""
    kind = event["kind"]
    often = 6 if kind in FACTS - {"statement", "context", "notice-withdrawal"} else 1
    if kind in {"statement", "context", "notice-withdrawal"} or draw(st.integers(0, often)):
        return
    on = judged(agreement, event)
    day = draw(st.sampled_from(_days(on, marks)))
    if _unsaid(agreement, event, back=day <= on):
        return
    if kind in ENDS and draw(st.integers(0, 2)) == 0:
        event["until"] = _date(day - 1)
    else:
        event["effect"] = _date(day)


def _part(agreement: Table, event: Table) -> Table:
    """Give the clause of which an event is."""
    whole: Table = agreement["instrument"]
    part: Table = agreement["clauses"].get(event["of"].partition(".")[0], whole)
    return part


def _unsaid(agreement: Table, event: Table, *, back: bool) -> bool:
    """Say whether the words leave open what an act does that works from another day."""
    kind, part = event["kind"], _part(agreement, event)
    renewal, notice = part.get("renewal", {}), part.get("notice", {})
    if kind == "extension":
        # Of a term, back to where it opened: of that term, or of the one before.
        return back and part.get("kind") != "obligation"
    if kind == "renewal":
        # The term has been renewed tacitly since: it may reach beyond the one, not the other.
        return back and "tacit" in renewal
    if kind == "notice":
        # Whether it outlives a term that a renewal takes the place of; and of which term it is a
        # part, where late notice works for the next.
        late = notice.get("jointly") and notice.get("if-late") == "next-term"
        return bool(renewal.get("works") == "replaces" or late)
    return False


def clash(agreement: Table, one: Table, other: Table) -> bool:
    """Say whether two acts work from the same day and the words do not say which prevails."""
    if one["kind"] == other["kind"] == "notice" and one["of"] == other["of"]:
        part = _part(agreement, one)
        by_one = set(listed(one.get("by"))) & set(listed(other.get("by")))
        # Of two notices of one party the words do not say which is its part.
        named = "effect" in one or "effect" in other or "evergreen" in part
        if named and part["notice"].get("jointly") and by_one:
            return True
    here, there = works_at(agreement, one), works_at(agreement, other)
    if here is None or here != there:
        return False
    both = {one["kind"], other["kind"]} <= MEETS and one["of"] == other["of"]
    # Of one day, `after` says which is the later. An act that reaches back to where another has
    # worked already is not spoken of.
    return not both or any(here < judged_at(agreement, act) for act in (one, other))
