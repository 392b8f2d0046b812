"""Hypothesis strategies that draw agreements in the grammar of the files, as tomllib reads them.

All that is drawn is valid: a strict loader takes it. `open_cases` adds what the grammar names
without saying on every point what it means: drawdown, and periods whose two fields disagree.
Records for these agreements, and cases of both, come from `tests.making.strategies_records`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from tests.making.orders import never_both
from tests.making.strategies_basics import (
    MONTHS,
    ORGAN,
    PARTIES,
    SHORT,
    WHY,
    begin_days,
    begins_of,
    countings,
    described,
    lengths,
    longer,
    near,
    some,
    two,
)
from tests.making.strategies_records import Case, cases_of, records, telling_days
from tests.making.strategies_words import worded
from tests.oracle.clauses import listed
from tests.oracle.days import Table, words

__all__ = [
    "agreements",
    "begin_days",
    "cases",
    "countings",
    "lengths",
    "obligation_clauses",
    "records",
    "telling_days",
    "term_clauses",
]

#: Whether keys are drawn that came with the words on what acts do, and acts that rest on them.
NEW_WORDS = True


def _notice(draw: st.DrawFn, *, evergreen: bool, next_term: bool) -> Table:
    notice: Table = {"by": some(draw)}
    if len(notice["by"]) > 1 and draw(st.booleans()):
        notice["jointly"] = True
    if draw(st.booleans()):
        notice["counts"] = draw(st.sampled_from(["sent", "received"]))
    if evergreen:
        return notice
    lead = draw(st.sampled_from(["1 day", "10 days", "2 weeks", "1 month", "3 months", "6 months"]))
    notice["before-end"] = lead
    if draw(st.integers(0, 3)) == 3:
        notice["not-before"] = longer(lead, draw(st.sampled_from([2, 3, 6])))
    if next_term and "jointly" not in notice and draw(st.booleans()):
        notice["if-late"] = draw(st.sampled_from(["void", "next-term"]))
    if draw(st.booleans()):
        notice["revocable"] = draw(st.sampled_from(["until-end", "until-deadline", "never"]))
    return notice


def _duration(draw: st.DrawFn, clause: Table, exclusive: bool) -> None:  # noqa: FBT001
    """Give a term an end, and what may follow it."""
    shape = draw(st.sampled_from(["lasts"] * 5 + ["until", "evergreen", "endless"]))
    size = draw(lengths())
    begins = clause["begins"].get("on")
    if shape == "until" and begins is not None and begins < date(9999, 1, 1):
        clause["lasts-until"] = near(begins, draw(st.integers(1, 300)) + exclusive)
    elif shape == "endless":
        return
    else:
        clause["lasts"] = size
        if words(size).months == 0 and words(size).days < 14:
            clause["begins"].pop("counted-from", None)  # or it would be over before it begins
    if shape == "evergreen":
        clause["evergreen"] = {"notice": draw(lengths(kinds=SHORT + MONTHS))}
        return
    renewal: Table = {}
    if draw(st.integers(0, 3)):
        # One unit throughout, or a sum of months and days, which is counted months first.
        renewal["tacit"] = draw(st.one_of(st.just(size), lengths()))
        if draw(st.integers(0, 2)) == 2:
            renewal["at-most"] = draw(st.integers(1, 3))
    may = draw(st.sampled_from(["nothing", "nothing", "decide", "extend"]))
    if may == "decide":
        renewal["decided-by"] = draw(st.sampled_from([[ORGAN], [ORGAN, "alfa"]]))
    if may == "extend":
        clause["extension"] = {
            "by": some(draw),
            "at-most": draw(lengths(kinds=SHORT + MONTHS)),
            "times": draw(st.integers(1, 2)),
        }
    if renewal:
        clause["renewal"] = renewal


@st.composite
def term_clauses(  # noqa: PLR0913 - all by keyword, all with a default
    draw: st.DrawFn,
    *,
    name: str = "mandate",
    base: date | None = None,
    hosts: Sequence[tuple[str, str]] = (),
    exclusive: bool = False,
    open_cases: bool = False,
    begins: Table | None = None,
) -> Table:
    """Draw a term clause. `hosts` are (id, kind) of earlier clauses it may depend on."""
    day = draw(begin_days()) if base is None else base
    clause = described("term", name)
    clause["begins"] = begins or begins_of(draw, day, hosts)
    _duration(draw, clause, exclusive)
    ends = "lasts" in clause or "lasts-until" in clause
    if "evergreen" in clause or (ends and draw(st.integers(0, 4))):
        decided = "decided-by" in clause.get("renewal", {})
        clause["notice"] = _notice(draw, evergreen="evergreen" in clause, next_term=not decided)
    if draw(st.integers(0, 4)) == 4:
        clause["terminate-by"] = some(draw)
    _leaving(draw, clause)
    if open_cases and draw(st.integers(0, 2)) == 2:
        clause["drawdown"] = draw(lengths(kinds=SHORT + MONTHS))
    _during(draw, clause, hosts)
    return clause


def _leaving(draw: st.DrawFn, clause: Table) -> None:
    """Let parties leave a term, or suspend it."""
    if draw(st.integers(0, 5)) == 5:
        able = draw(st.sampled_from([PARTIES, PARTIES[:2], PARTIES[1:], PARTIES[:1]]))
        period = draw(lengths(kinds=SHORT + MONTHS[:4]))
        clause["withdrawal"] = {"by": list(able), "period": period}
        if draw(st.booleans()):
            clause["withdrawal"]["works"] = draw(st.sampled_from(["same-day", "after-last-day"]))
        if draw(st.booleans()):
            clause["withdrawal"]["least"] = draw(st.integers(1, len(able)))
    if draw(st.integers(0, 5)) == 5:
        clause["suspend-by"] = list(draw(st.sampled_from([PARTIES[:2], PARTIES[:1], PARTIES])))
        # A clock can be stopped only where it runs to an end that the text gives.
        ends = not {"lasts", "lasts-until"}.isdisjoint(clause) and "evergreen" not in clause
        if ends and draw(st.integers(0, 2)):
            clause["suspension-stops-clock"] = True


def _during(draw: st.DrawFn, clause: Table, hosts: Sequence[tuple[str, str]]) -> None:
    terms = [name for name, kind in hosts if kind == "term"]
    if terms and draw(st.integers(0, 2)) == 2:
        clause["during"] = draw(st.sampled_from(terms))


def _due(draw: st.DrawFn, base: date, hosts: Sequence[tuple[str, str]]) -> Table | None:
    how = draw(st.sampled_from(["by", "by", "from", "after", "after", "none"]))
    if how == "none":
        return None
    if how == "by":
        return {"by": near(base, draw(st.integers(2, 60)))}
    within = draw(lengths(kinds=SHORT + MONTHS))
    if how == "from":
        return {"within": within, "from": near(base, draw(st.integers(-3, 30)))}
    able = [("instrument", "term"), *(one for one in hosts if one[1] in {"term", "obligation"})]
    name, kind = draw(st.sampled_from(able))
    due: Table = {"within": within, "after": name}
    if kind == "obligation":
        due["what"] = draw(st.sampled_from(["performed", "performed", "reached"]))
    elif draw(st.booleans()):
        due["what"] = draw(st.sampled_from(["commenced", "ended", "reached"]))
    return due


@st.composite
def obligation_clauses(
    draw: st.DrawFn,
    *,
    name: str = "handover",
    base: date | None = None,
    hosts: Sequence[tuple[str, str]] = (),
) -> Table:
    """Draw an obligation, sometimes with items, a condition, a rule of extension."""
    day = draw(begin_days()) if base is None else base
    clause = described("obligation", name)
    clause["action"] = "hand over"
    for who, often in (("debtor", 5), ("creditor", 3)):
        if draw(st.integers(0, 5)) < often:
            clause[who] = draw(st.one_of(st.sampled_from(PARTIES), st.builds(list, two)))
    _owed_to_others(clause)
    if draw(st.booleans()):
        begins = begins_of(draw, day, hosts)
        begins.pop("counted-from", None)
        clause["begins"] = begins if "with" not in begins else {"on": day}
        day = max(day, clause["begins"].get("on", day))  # or it would be due before it is owed
    due = _due(draw, day, hosts)
    if due is not None:
        clause["due"] = due
    performable = [one for one in hosts if one[1] in {"obligation", "term"}]
    if performable and draw(st.integers(0, 3)) == 3:
        other, kind = draw(st.sampled_from(performable))
        whats = ["performed"] if kind == "obligation" else ["commenced", "ended", "reached"]
        clause["if"] = {"clause": other, "what": draw(st.sampled_from(whats))}
    if due is not None and draw(st.integers(0, 2)) == 2:
        clause["extension"] = {
            "by": some(draw),
            "at-most": draw(lengths(kinds=SHORT + MONTHS[:3])),
            "times": draw(st.integers(1, 2)),
        }
    _during(draw, clause, hosts)
    if draw(st.integers(0, 3)) == 3:
        items: list[Table] = [{"id": "alta"}, {"id": "besi"}]
        for item in items:
            own = _due(draw, day, hosts) if draw(st.booleans()) else None
            # What lies in a clause is over with it: nothing of it is counted from there.
            if own is not None and not ("during" in clause and own.get("what") == "ended"):
                item["due"] = own
        clause["items"] = items
    return clause


def _others(
    draw: st.DrawFn, kind: str, name: str, base: date, hosts: Sequence[tuple[str, str]]
) -> Table:
    """Draw a duty, a body or a ceiling."""
    clause = described(kind, name)
    if draw(st.booleans()):
        begins = begins_of(draw, base, hosts)
        clause["begins"] = {"on": base} if {"with", "counted-from"} & set(begins) else begins
    _during(draw, clause, hosts)
    if kind == "duty":
        clause["bound"] = list(PARTIES[:2])
        on = clause.get("begins", {}).get("on")
        if on is not None and draw(st.booleans()):
            clause["ends"] = {"on": near(on, draw(st.integers(0, 90)))}
    if kind == "ceiling":
        clause["bound"] = "charlie"
        clause["quantities"] = [
            {"what": "personnel", "number": 1960, "exact": draw(st.booleans())},
            {"what": "carriers", "number": 90},
            {"what": "vehicles", "number": 380},
        ]
        if draw(st.booleans()):
            clause["totals"] = [{"what": "equipment", "of": ["carriers", "vehicles"]}]
    return clause


NAMES = {
    "term": ("mandate", "transit", "escort"),
    "obligation": ("handover", "exchange", "route-plan"),
    "duty": ("ceasefire", "safe-passage"),
    "body": ("centre", "commission"),
    "ceiling": ("contingent", "garrison"),
}


@st.composite
def agreements(
    draw: st.DrawFn, *, most: int = 5, far: bool = True, open_cases: bool = False
) -> Table:
    """Draw an agreement of up to `most` clauses, the first of them its headline term."""
    base = draw(begin_days(far=far))
    counting = draw(countings(open_cases=open_cases))
    exclusive = counting["by"]["preset"] == "exclusive"
    signed = near(base, draw(st.sampled_from([0, 0, -1, -30])))
    instrument: Table = {"signed": signed, "begins": {"on": near(signed, draw(st.integers(0, 2)))}}
    if draw(st.integers(0, 3)) == 3:
        whole = draw(
            term_clauses(name="the text", exclusive=exclusive, begins=instrument["begins"])
        )
        keys = set(whole) - set(described("term", "")) - {"begins"}
        instrument.update({key: whole[key] for key in sorted(keys)})
    clauses: dict[str, Table] = {}
    hosts: list[tuple[str, str]] = []
    for position in range(draw(st.integers(1, most))):
        kind = "term" if position == 0 else draw(st.sampled_from(["term", "obligation", *NAMES]))
        free = [name for name in NAMES[kind] if name not in clauses]
        if not free:
            continue
        name = free[0]
        if kind == "term":
            clauses[name] = draw(
                term_clauses(
                    name=name, base=base, hosts=hosts, exclusive=exclusive, open_cases=open_cases
                )
            )
        elif kind == "obligation":
            clauses[name] = draw(obligation_clauses(name=name, base=base, hosts=hosts))
        else:
            clauses[name] = _others(draw, kind, name, base, hosts)
        if never_both(clauses, name):
            del clauses[name]["during"]
        if draw(st.integers(0, 4)) == 4:
            own = draw(countings(open_cases=open_cases))
            if own["by"] == counting["by"]:
                clauses[name]["counting"] = own
        hosts.append((name, kind))
    zone = {"key": "Europe/Moscow", **WHY}
    roles = {**dict.fromkeys(PARTIES, "party"), ORGAN: "organ"}
    agreement = {
        "format": 1,
        "id": "drawn",
        "title": "An agreement drawn by a test",
        "short": "Drawn",
        "headline": "mandate",
        "language": "en",
        "sources": {"text": _source("https://example.org/text")},
        "parties": {name: {"name": name.title(), "role": role} for name, role in roles.items()},
        "subjects": {"force": {"name": "A force", "states": ["deployed", "withdrawn"]}},
        "counting": {"zone": zone, **counting},
        "instrument": instrument,
        "clauses": clauses,
    }
    if NEW_WORDS:
        worded(draw, agreement)
        _apart(clauses)
    return agreement


def _owed_to_others(clause: Table) -> None:
    """Leave out a creditor that owes it too: what one owes to oneself is not owed."""
    if set(listed(clause.get("creditor"))) <= set(listed(clause.get("debtor"))):
        clause.pop("creditor", None)


def _apart(clauses: Table) -> None:
    """Take clauses out of those for whose end they wait."""
    for name, clause in clauses.items():
        if never_both(clauses, name):
            del clause["during"]
            clause.pop("after-renewal", None)


def _source(url: str) -> Table:
    return {"title": "A source", "url": url, "language": "en"}


def cases(
    *, most: int = 5, events: int = 6, far: bool = True, open_cases: bool = False
) -> st.SearchStrategy[Case]:
    """Draw an agreement with a record of up to `events` events: `(agreement, record)`."""
    drawn = agreements(most=most, far=far, open_cases=open_cases)
    return cases_of(drawn, most=events, new_words=NEW_WORDS)
