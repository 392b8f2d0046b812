"""Hypothesis strategies that add to a drawn agreement the keys that say what acts do.

They came with the words on the dates of an act, on acting together, on leaving, on what is over.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from hypothesis import strategies as st

from tests.making.orders import never_both
from tests.making.strategies_basics import ORGAN, PARTIES, SHORT, lengths
from tests.oracle.days import Table


def _often(draw: st.DrawFn, one_of: int) -> bool:
    return draw(st.integers(1, one_of)) == 1


def worded(draw: st.DrawFn, agreement: Table) -> None:
    """Add keys to the clauses of an agreement, and to its text."""
    clauses: Table = agreement["clauses"]
    text: Table = agreement["instrument"]
    if _often(draw, 3):
        text["withdrawal"] = {"by": list(PARTIES), "period": draw(lengths(kinds=SHORT))}
        if draw(st.booleans()):
            text["withdrawal"]["least"] = draw(st.integers(1, 3))
    if _often(draw, 4):
        text["suspend-by"] = draw(st.sampled_from([["alfa"], ["alfa", "bravo"]]))
    for name in list(clauses):
        clause = clauses[name]
        if clause["kind"] == "term":
            _at_an_hour(draw, clauses, name)
            _term(draw, clause)
        if clause["kind"] == "obligation":
            _obligation(draw, clause)
        _inside(draw, clauses, name)
        if "during" in clause and _often(draw, 4):
            clause["after-renewal"] = draw(st.sampled_from(["again", "not-again"]))
        elif "during" not in clause and _often(draw, 5):
            clause["survives"] = True
    _term(draw, text)
    if _often(draw, 4):
        _the_text_is_a_clause(agreement)


def _the_text_is_a_clause(agreement: Table) -> None:
    """Let the headline be the text as a whole."""
    headline = agreement["headline"]
    signed = {key: day for key, day in agreement["instrument"].items() if key == "signed"}
    agreement["instrument"] = {"clause": headline, **signed}
    agreement["clauses"][headline].pop("survives", None)
    for clause in agreement["clauses"].values():
        for part in (clause, *clause.get("items", [])):
            for key in ("begins", "due"):
                if part.get(key, {}).get("after") == "instrument":
                    part[key]["after"] = headline


# --- a term -------------------------------------------------------------------------------------


def _term(draw: st.DrawFn, clause: Table) -> None:
    notice, renewal = clause.get("notice"), clause.get("renewal", {})
    if "evergreen" in clause:
        _evergreen(draw, clause)
    elif notice and "tacit" in renewal and notice.get("jointly") and draw(st.booleans()):
        notice["if-late"] = draw(st.sampled_from(["void", "next-term"]))
    if "withdrawal" in clause and _often(draw, 3):
        clause["withdrawal"]["if-early"] = draw(st.sampled_from(["period", "void"]))
    _extension(draw, clause)
    _renewal(draw, clause)
    if len(clause.get("suspend-by", [])) > 1 and draw(st.booleans()):
        clause["suspend-jointly"] = True


def _evergreen(draw: st.DrawFn, clause: Table) -> None:
    if draw(st.booleans()):
        clause["notice"]["if-early"] = draw(st.sampled_from(["period", "void"]))
    if "lasts" in clause and _often(draw, 3):
        clause["notice"]["after-minimum"] = True
    if draw(st.booleans()):
        clause["renewal"] = {"decided-by": [ORGAN]}


def _extension(draw: st.DrawFn, clause: Table) -> None:
    """Let several extend together; also where the text named nobody for it before."""
    rule = clause.get("extension")
    if rule is None:
        return
    if len(rule["by"]) > 1 and draw(st.booleans()):
        rule["jointly"] = True
    if "at-most" in rule and _often(draw, 3):
        rule["at-most-for"] = draw(st.sampled_from(["all", "each"]))
    if _often(draw, 4):
        rule["by"] = [ORGAN]
        rule.pop("jointly", None)


def _renewal(draw: st.DrawFn, clause: Table) -> None:
    rule = clause.get("renewal", {})
    if "decided-by" not in rule:
        return
    if _often(draw, 3):
        rule["decided-by"] = list(PARTIES[:2])
        if draw(st.booleans()):
            rule["jointly"] = True
    if _often(draw, 4) and "evergreen" not in clause:
        rule["works"] = draw(st.sampled_from(["follows", "replaces"]))


HOURS = (time(6), time(12), time(18), time(0))


def _at_an_hour(draw: st.DrawFn, clauses: Table, name: str) -> None:
    """Let a term begin at an hour, unless another clause is counted from it."""
    clause, day = clauses[name], clauses[name]["begins"].get("on")
    fits = "lasts" in clause and "counted-from" not in clause["begins"]
    if day is None or not fits or _counted_from(clauses, name) or not _often(draw, 4):
        return
    clause["begins"] = {"at": datetime.combine(day, draw(st.sampled_from(HOURS)))}
    if not {"renewal", "notice", "extension"} & set(clause) and draw(st.booleans()):
        clause["lasts"] = draw(st.sampled_from(["36 hours", "72 hours"]))


def _counted_from(clauses: Table, name: str) -> bool:
    parts: list[Any] = [
        part for clause in clauses.values() for part in (clause, *clause.get("items", []))
    ]
    return any(
        part.get(key, {}).get("after", part.get(key, {}).get("clause")) == name
        for part in parts
        for key in ("begins", "due", "if")
    )


# --- the other kinds ----------------------------------------------------------------------------


def _obligation(draw: st.DrawFn, clause: Table) -> None:
    debtors = clause.get("debtor", [])
    if isinstance(debtors, list) and len(debtors) > 1:
        # Said, as the loader asks where it is silent.
        clause["debtors"] = draw(st.sampled_from(["each", "each", "any"]))
    rule = clause.get("extension")
    if rule is not None:
        _extension(draw, clause)
    for part in (clause, *clause.get("items", [])):
        by = part.get("due", {}).get("by")
        if by is not None and by > date(1900, 1, 1) and by.year < 9000 and _often(draw, 5):
            hour = draw(st.sampled_from([time(0), time(12)]))
            part["due"] = {"at": datetime.combine(by, hour)}


def _inside(draw: st.DrawFn, clauses: Table, name: str) -> None:
    """Let a clause lie in an earlier one, of whichever kind."""
    earlier = list(clauses)[: list(clauses).index(name)]
    if not earlier or not _often(draw, 3):
        return
    before = clauses[name].pop("during", None)
    clauses[name]["during"] = draw(st.sampled_from(earlier))
    if never_both(clauses, name):
        del clauses[name]["during"]
        if before is not None:
            clauses[name]["during"] = before


__all__ = ["worded"]
