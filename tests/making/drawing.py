"""Agreements with a clause of every kind, and records with events of every kind, near telling days.

The events of a record lie on days of their own, so that their order never matters.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.making.building import (
    AWKWARD,
    PARTIES,
    Table,
    agreement,
    befores,
    clamped,
    event,
    leads,
    obligation,
    periods,
    term,
    zones,
)
from tests.making.strategies import NEW_WORDS
from tests.making.strategies_acts import ENDS, authors
from tests.making.strategies_words import worded

Draw = Callable[..., Any]
LENGTHS = ("10 days", "45 days", "1 month", "5 months", "1 year", "1 year 10 days")
LINKS = ("commenced", "ended")

_parties = st.lists(st.sampled_from(PARTIES), min_size=1, max_size=2, unique=True)
_lengths = st.sampled_from(LENGTHS)


def _notice(draw: Draw) -> Table:
    return {
        "by": draw(_parties),
        "jointly": draw(st.booleans()),
        "counts": draw(st.sampled_from(["sent", "received"])),
        "revocable": draw(st.sampled_from(["until-end", "until-deadline", "never"])),
    }


def _headline(draw: Draw, start: date) -> Table:
    shape = draw(st.sampled_from(["tacit", "tacit", "bounded", "decided", "evergreen", "until"]))
    clause = term(start, draw(_lengths))
    if shape == "until":
        del clause["lasts"]
        clause["lasts-until"] = clamped(start.toordinal() + draw(st.integers(20, 900)))
    if draw(st.booleans()):
        clause["begins"] = {"with": "commencement"}
        if shape == "until":
            clause["begins"] = {"on": start}
    if shape in {"tacit", "bounded"}:
        clause["renewal"] = {"tacit": draw(_lengths)}
        if shape == "bounded":
            clause["renewal"]["at-most"] = draw(st.integers(1, 2))
    if shape == "decided":
        clause["renewal"] = {"decided-by": ["council"]}
    notice = _notice(draw)
    if shape == "evergreen":
        return clause | {"notice": notice, "evergreen": {"notice": draw(_lengths)}}
    notice["before-end"] = draw(leads)
    notice["if-late"] = draw(st.sampled_from(["void", "next-term"]))
    return clause | {"notice": notice}


def _powers(draw: Draw, headline: Table) -> Table:
    """Return a headline with what else a text may provide for it."""
    powers: Table = {
        "extension": {
            "by": draw(_parties),
            "at-most": draw(_lengths),
            "times": draw(st.integers(1, 2)),
        },
        "terminate-by": draw(_parties),
        "suspend-by": draw(_parties),
        "drawdown": draw(_lengths),
        "withdrawal": {
            "by": list(PARTIES),
            "period": draw(leads),
            "works": draw(st.sampled_from(["same-day", "after-last-day"])),
            "least": 2,
        },
    }
    wanted = draw(st.sets(st.sampled_from(sorted(powers)), max_size=3))
    found = {name: powers[name] for name in sorted(wanted)}
    if "suspend-by" in found and "evergreen" not in headline:
        found["suspension-stops-clock"] = draw(st.booleans())
    return headline | found


def _bound(draw: Draw, clause: Table) -> Table:
    """Tie a clause to the life of the headline, or not."""
    if draw(st.booleans()):
        clause["begins"] = {"after": "stay", "what": draw(st.sampled_from(LINKS))}
    # What waits for the end of a clause cannot lie in it: see tests/loading/test_deadlocks.py.
    waits = {clause.get(key, {}).get("what") for key in ("begins", "if")}
    if "ended" not in waits and draw(st.booleans()):
        clause["during"] = "stay"
    return clause


def _handover(draw: Draw, start: date) -> Table:
    clause = obligation(creditor=draw(st.sampled_from(["bravo", ["bravo", "charlie"]])))
    for who in draw(st.sets(st.sampled_from(["debtor", "creditor"]), max_size=1)):
        del clause[who]
    match draw(st.sampled_from(["by", "from", "after", "none"])):
        case "by":
            clause["due"] = {"by": clamped(start.toordinal() + draw(st.integers(1, 90)))}
        case "from":
            clause["due"] = {"within": draw(_lengths), "from": start}
        case "after":
            clause["due"] = {"within": draw(_lengths), "after": "stay"}
    if draw(st.booleans()):
        clause["extension"] = {"by": draw(_parties), "at-most": "90 days", "times": 1}
    if draw(st.integers(0, 3)) == 3:
        clause["if"] = {"clause": "stay", "what": draw(st.sampled_from(LINKS))}
    if draw(st.booleans()):
        clause["items"] = [{"id": "alta"}, {"id": "besi"}]
    return _bound(draw, clause)


@st.composite
def texts(draw: Draw) -> tuple[Table, date]:
    """Draw an agreement and the day near which it begins."""
    start = draw(st.one_of(st.sampled_from(AWKWARD), st.dates(date(1995, 1, 1), date(2050, 1, 1))))
    clauses: Table = {"stay": _powers(draw, _headline(draw, start))}
    clauses["handover"] = _handover(draw, start)
    clauses["truce"] = _bound(draw, {"kind": "duty", "bound": list(PARTIES)})
    clauses["centre"] = _bound(draw, {"kind": "body"})
    clauses["strength"] = _bound(
        draw,
        {
            "kind": "ceiling",
            "bound": "charlie",
            "quantities": [
                {"what": "troops", "number": 50, "exact": draw(st.booleans())},
                {"what": "trucks", "number": 9},
            ],
            "totals": [{"what": "all", "of": ["troops", "trucks"]}],
        },
    )
    kept = draw(st.sets(st.sampled_from(sorted(set(clauses) - {"stay"}))))
    chosen = {name: clause for name, clause in clauses.items() if name == "stay" or name in kept}
    counting = {"zone": draw(zones), "period": draw(periods), "before": draw(befores)}
    counting["by"] = draw(st.sampled_from(["inclusive", "exclusive"]))
    begins = clamped(start.toordinal() - draw(st.integers(0, 5)))
    return agreement(chosen, instrument={"begins": {"on": begins}}, **counting), start


# --- events -------------------------------------------------------------------------------------

TERM = (
    *["notice"] * 8,
    *["extension", "suspension", "resumption", "withdrawal", "renewal"] * 2,
    *["termination", "consent", "statement", "milestone", "commencement"],
)
OF = {
    "obligation": ("performance", "performance", "extension", "milestone"),
    "duty": ("incident",),
    "ceiling": ("report",),
    "body": ("opening", "closing"),
}


def _fill(  # noqa: C901  # a line for each kind of event
    draw: Draw, one: Table, day: date, able: list[str]
) -> None:
    if one["kind"] not in {"milestone", "consent", "commencement", "presence"}:
        able = able or [*PARTIES, "council"]
        one["by"] = draw(st.sampled_from([*able * 3, *PARTIES, "council"]))
    match one["kind"]:
        case "opening" | "closing":
            del one["by"]
        case "performance" if draw(st.integers(0, 3)) == 3:
            del one["by"]
        case "notice":
            one["received"] = clamped(day.toordinal() + draw(st.sampled_from([0, 0, 1, 15])))
        case "extension":
            one["until"] = clamped(day.toordinal() + draw(st.integers(1, 400)))
            if draw(st.integers(0, 3)) == 3:
                del one["by"]
        case "renewal" if draw(st.booleans()):
            one["until"] = clamped(day.toordinal() + draw(st.integers(-5, 900)))
        case "renewal":
            one["lasts"] = draw(_lengths)
            one["counted-from"] = draw(st.sampled_from(["adoption", "end"]))
        case "termination":
            one["contested"] = draw(st.booleans())
        case "report":
            one["what"] = draw(st.sampled_from(["troops", "trucks", "all"]))
            one["value"] = draw(st.sampled_from([0, 9, 10, 49, 50, 51, 59, 60]))


def _event(draw: Draw, text: Table, day: date, name: str) -> Table:
    clauses = [*text["clauses"], *(f"handover.{i['id']}" for i in _items(text)), "force"]
    of = draw(st.sampled_from(["stay"] * 4 + clauses))
    if of == "force":
        return event(
            "presence", day, id=name, of=of, state=draw(st.sampled_from(["deployed", "withdrawn"]))
        )
    kind = text["clauses"][of.partition(".")[0]]["kind"]
    one = event(draw(st.sampled_from(TERM if kind == "term" else OF[kind])), day, id=name, of=of)
    _fill(draw, one, day, _able(text["clauses"][of.partition(".")[0]], one["kind"]))
    return one


def _able(clause: Table, kind: str) -> list[str]:
    """List who may do such a thing under a clause."""
    found = {
        "notice": clause.get("notice", {}).get("by"),
        "renewal": clause.get("renewal", {}).get("decided-by"),
        "extension": clause.get("extension", {}).get("by"),
        "termination": clause.get("terminate-by"),
        "suspension": clause.get("suspend-by"),
        "resumption": clause.get("suspend-by"),
        "withdrawal": list(PARTIES),
    }.get(kind)
    return list(found or [])


def _items(text: Table) -> list[Table]:
    items: list[Table] = text["clauses"].get("handover", {}).get("items", [])
    return items


@st.composite
def records(
    draw: Draw, text: Table, start: date, most: int = 8, *, every_date: bool = False
) -> list[Table]:
    """Draw events on different days from shortly before the start on, some at an hour.

    With `every_date` each of the four dates is drawn for every sort of event that has it, and the
    effect also before the day of the act, on it, and long after.
    """
    offsets = st.one_of(
        st.integers(0, 30),
        st.integers(-20, 60),
        st.integers(-20, 1500),
        st.builds(int.__add__, st.sampled_from([10, 45, 30, 150, 365]), st.integers(-12, 3)),
    )
    count = draw(st.integers(0, most))
    days = sorted(draw(st.sets(offsets, min_size=count, max_size=count)))
    events: list[Table] = []
    if "with" in text["clauses"]["stay"]["begins"] and draw(st.integers(0, 4)):
        events.append(event("commencement", start, of="stay", id="commenced"))
        days = [offset for offset in days if offset]
    for number, offset in enumerate(days):
        day = clamped(start.toordinal() + offset)
        one, hours = _event(draw, text, day, f"event-{number}"), True
        notices = [e for e in events if e["kind"] == "notice"]
        if notices and draw(st.integers(0, 2)) == 2:
            back = draw(st.sampled_from(notices))
            mine = back["by"] if isinstance(back["by"], str) else back["by"][0]
            by = draw(st.sampled_from([mine, mine, "charlie"]))
            one = event("notice-withdrawal", day, id=f"event-{number}", of=back["id"], by=by)
            hours = (day - _day(back)).days > 1  # see `_dates`
        if every_date:
            _every_date(draw, one, day, text["clauses"].get(one["of"].partition(".")[0], {}))
        else:
            _dates(draw, one, day, hours=hours)
        events.append(one)
    return events


def _day(one: Table) -> date:
    on: date = one["on"]
    return on.date() if isinstance(on, datetime) else on


def _dates(draw: Draw, one: Table, day: date, *, hours: bool) -> None:
    """Give an event an hour (where `hours`), a later effect, or a day on which it became known.

    Where clocks are behind, an hour of UTC can lie on the day before. What takes back a notice of
    that day would then come before the notice, which was given at the close of it.
    """
    match draw(st.integers(0, 9)):
        case 0 if hours and "received" not in one:
            hour = timedelta(hours=draw(st.integers(0, 23)))
            one["on"] = datetime(day.year, day.month, day.day, tzinfo=UTC) + hour
        case 1 if "received" not in one and one["kind"] != "notice-withdrawal":
            one["effect"] = clamped(day.toordinal() + draw(st.integers(1, 40)))
        case 2 | 3:
            one["known"] = clamped(day.toordinal() + draw(st.integers(0, 90)))


EFFECTS = (-400, -31, -10, -2, -1, 0, 0, 1, 1, 2, 10, 11, 31, 45, 365, 366, 800)


def _every_date(draw: Draw, one: Table, day: date, clause: Table) -> None:
    """Give an event, each as often as not, an effect, a receipt, a day on which it was known."""
    if NEW_WORDS:
        authors(draw, one, clause)
    # A notice can be taken back before the day that it names, which a record could not say before.
    none = {"notice-withdrawal"} if NEW_WORDS else {"notice-withdrawal", "notice"}
    if one["kind"] not in none and draw(st.booleans()):
        one["effect"] = clamped(day.toordinal() + draw(st.sampled_from(EFFECTS)))
    if NEW_WORDS and one["kind"] in ENDS and "effect" in one and draw(st.booleans()):
        one["until"] = clamped(one.pop("effect").toordinal() - 1)
    if one["kind"] == "notice" and draw(st.booleans()):
        one["received"] = clamped(day.toordinal() + draw(st.integers(0, 40)))
    if draw(st.booleans()):
        one["known"] = clamped(day.toordinal() + draw(st.integers(0, 90)))


@st.composite
def cases(
    draw: Draw, most: int = 8, *, every_date: bool = False
) -> tuple[Table, date, list[Table]]:
    """Draw an agreement, the day near which it begins, and its events."""
    text, start = draw(texts())
    if NEW_WORDS and every_date:
        worded(draw, text)
    return text, start, draw(records(text, start, most=most, every_date=every_date))
