"""Hypothesis strategies that draw agreements in the grammar of the files, as tomllib reads them.

All that is drawn is valid: a strict loader takes it. `open_cases` adds what the grammar names
without saying on every point what it means: drawdown, and periods whose two fields disagree.
Records for these agreements, and cases of both, come from `tests.strategies_records`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from tests.oracle.days import Table, words
from tests.orders import over_before, within
from tests.strategies_records import Case, cases_of, records, telling_days

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

PARTIES = ("alfa", "bravo", "charlie")
ORGAN = "council"
WHY = {"because": "drawn by a test", "source": "text"}

AWKWARD = (
    date(2020, 2, 29),
    date(2024, 2, 29),
    date(2000, 2, 29),
    date(2096, 2, 29),
    date(2020, 8, 31),
    date(2021, 1, 31),
    date(2023, 1, 30),
    date(2019, 3, 31),
    date(1999, 12, 31),
    date(2020, 1, 1),
    date(2021, 3, 1),
    date(2020, 11, 10),
)
SHORT = ("1 day", "2 days", "9 days", "1 week", "2 weeks", "30 days")
MONTHS = ("1 month", "2 months", "3 months", "6 months", "11 months", "18 months")
LONG = ("120 days", "1 year", "2 years", "5 years", "10 years")


def begin_days(*, far: bool = True) -> st.SearchStrategy[date]:
    """Draw a first day: awkward ones, any of 1990 to 2060, and (`far`) the calendar's ends."""
    usual = [st.sampled_from(AWKWARD), st.dates(date(1990, 1, 1), date(2060, 12, 31))]
    ends = [
        st.dates(date(9988, 1, 1), date(9999, 12, 31)),
        st.dates(date(1, 1, 1), date(2, 3, 31)),
    ]
    return st.integers(0, 11).flatmap(
        lambda which: ends[which - 10] if far and which >= 10 else st.one_of(usual)
    )


def lengths(*, kinds: Sequence[str] = SHORT + MONTHS + LONG) -> st.SearchStrategy[str]:
    """Draw a length in words."""
    return st.sampled_from(kinds)


@st.composite
def countings(draw: st.DrawFn, *, open_cases: bool = False) -> Table:
    """Draw the three conventions, none of which refuses."""
    rounding = draw(st.sampled_from(["down", "up"]))
    fields = [("not-counted", "same-numbered"), ("counted", "day-before")]
    if open_cases:
        fields += [("counted", "same-numbered"), ("not-counted", "day-before")]
    first, last = draw(st.sampled_from(fields))
    period = draw(
        st.sampled_from(
            [
                {"preset": "same-numbered"},
                {"preset": "day-before"},
                {"preset": "same-numbered-up"},
                {"first-day": first, "last-day": last, "rounding": rounding},
            ]
        )
    )
    usual = ["inclusive", "inclusive", "clear", "thirty-day-months", "inclusive-up"]
    before = draw(st.sampled_from([*usual, "forward", "from-next-term"]))
    by = draw(st.sampled_from(["inclusive", "inclusive", "exclusive"]))
    return {
        "period": {**period, **WHY},
        "before": {"preset": before, **WHY},
        "by": {"preset": by, **WHY},
    }


_two = st.lists(st.sampled_from(PARTIES), min_size=2, max_size=2, unique=True)


def _near(day: date, offset: int) -> date:
    """Move a day, but not off the calendar."""
    return date.fromordinal(min(max(day.toordinal() + offset, 1), date.max.toordinal()))


def _described(kind: str, name: str) -> Table:
    return {
        "kind": kind,
        "title": f"What {name} says",
        "cite": "para. 1",
        "quote": "shall",
        "language": "en",
        "source": "text",
    }


def _some(draw: st.DrawFn, *, most: int = 2) -> list[str]:
    return draw(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=most, unique=True))


def _longer(lead: str, step: int) -> str:
    """Make a length that is longer by so many of its own units."""
    size = words(lead)
    return f"{size.months + step} months" if size.months else f"{size.days + step} days"


def _begins(draw: st.DrawFn, base: date, hosts: Sequence[tuple[str, str]]) -> Table:
    """Draw a beginning: a day, a state that an earlier clause reaches, or a commencement."""
    how = draw(st.sampled_from(["on", "on", "on", "counted-from", "after", "with"]))
    day = _near(base, draw(st.sampled_from([0, 0, 1, -1, 30, 366, -40])))
    if how == "after" and hosts:
        name, kind = draw(st.sampled_from(hosts))
        whats = {"term": ["commenced", "ended"], "obligation": ["performed"]}
        if kind in whats:
            return {"after": name, "what": draw(st.sampled_from(whats[kind]))}
    if how == "with":
        return {"with": "commencement"}
    if how == "counted-from":
        return {"on": day, "counted-from": _near(day, draw(st.sampled_from([-1, 0, -9])))}
    return {"on": day}


def _notice(draw: st.DrawFn, *, evergreen: bool, next_term: bool) -> Table:
    notice: Table = {"by": _some(draw)}
    if len(notice["by"]) > 1 and draw(st.booleans()):
        notice["jointly"] = True
    if draw(st.booleans()):
        notice["counts"] = draw(st.sampled_from(["sent", "received"]))
    if evergreen:
        return notice
    lead = draw(st.sampled_from(["1 day", "10 days", "2 weeks", "1 month", "3 months", "6 months"]))
    notice["before-end"] = lead
    if draw(st.integers(0, 3)) == 3:
        notice["not-before"] = _longer(lead, draw(st.sampled_from([2, 3, 6])))
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
        clause["lasts-until"] = _near(begins, draw(st.integers(1, 300)) + exclusive)
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
            "by": _some(draw),
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
    clause = _described("term", name)
    clause["begins"] = begins or _begins(draw, day, hosts)
    _duration(draw, clause, exclusive)
    ends = "lasts" in clause or "lasts-until" in clause
    if "evergreen" in clause or (ends and draw(st.integers(0, 4))):
        decided = "decided-by" in clause.get("renewal", {})
        clause["notice"] = _notice(draw, evergreen="evergreen" in clause, next_term=not decided)
    if draw(st.integers(0, 4)) == 4:
        clause["terminate-by"] = _some(draw)
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
        return {"by": _near(base, draw(st.integers(2, 60)))}
    within = draw(lengths(kinds=SHORT + MONTHS))
    if how == "from":
        return {"within": within, "from": _near(base, draw(st.integers(-3, 30)))}
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
    clause = _described("obligation", name)
    clause["action"] = "hand over"
    for who, often in (("debtor", 5), ("creditor", 3)):
        if draw(st.integers(0, 5)) < often:
            clause[who] = draw(st.one_of(st.sampled_from(PARTIES), st.builds(list, _two)))
    if draw(st.booleans()):
        begins = _begins(draw, day, hosts)
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
            "by": _some(draw),
            "at-most": draw(lengths(kinds=SHORT + MONTHS[:3])),
            "times": draw(st.integers(1, 2)),
        }
    _during(draw, clause, hosts)
    if draw(st.integers(0, 3)) == 3:
        items: list[Table] = [{"id": "alta"}, {"id": "besi"}]
        for item in items:
            own = _due(draw, day, hosts) if draw(st.booleans()) else None
            if own is not None:
                item["due"] = own
        clause["items"] = items
    return clause


def _others(
    draw: st.DrawFn, kind: str, name: str, base: date, hosts: Sequence[tuple[str, str]]
) -> Table:
    """Draw a duty, a body or a ceiling."""
    clause = _described(kind, name)
    if draw(st.booleans()):
        begins = _begins(draw, base, hosts)
        clause["begins"] = {"on": base} if {"with", "counted-from"} & set(begins) else begins
    _during(draw, clause, hosts)
    if kind == "duty":
        clause["bound"] = list(PARTIES[:2])
        on = clause.get("begins", {}).get("on")
        if on is not None and draw(st.booleans()):
            clause["ends"] = {"on": _near(on, draw(st.integers(0, 90)))}
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
    signed = _near(base, draw(st.sampled_from([0, 0, -1, -30])))
    instrument: Table = {"signed": signed, "begins": {"on": _near(signed, draw(st.integers(0, 2)))}}
    if draw(st.integers(0, 3)) == 3:
        whole = draw(
            term_clauses(name="the text", exclusive=exclusive, begins=instrument["begins"])
        )
        keys = set(whole) - set(_described("term", "")) - {"begins"}
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
        if over_before(clauses, name) & within(clauses, name):
            del clauses[name]["during"]
        if draw(st.integers(0, 4)) == 4:
            own = draw(countings(open_cases=open_cases))
            if own["by"] == counting["by"]:
                clauses[name]["counting"] = own
        hosts.append((name, kind))
    zone = {"key": "Europe/Moscow", **WHY}
    roles = {**dict.fromkeys(PARTIES, "party"), ORGAN: "organ"}
    return {
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


def _source(url: str) -> Table:
    return {"title": "A source", "url": url, "language": "en"}


def cases(
    *, most: int = 5, events: int = 6, far: bool = True, open_cases: bool = False
) -> st.SearchStrategy[Case]:
    """Draw an agreement with a record of up to `events` events: `(agreement, record)`."""
    return cases_of(agreements(most=most, far=far, open_cases=open_cases), most=events)
