"""Hypothesis strategies that draw a record for an agreement, near the days that matter in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from hypothesis import strategies as st

from tests.making.strategies_acts import authors, clash, works
from tests.oracle import days
from tests.oracle.clauses import listed
from tests.oracle.days import LAST, Day, Table, of
from tests.oracle.events import COME
from tests.oracle.landmarks import landmarks
from tests.oracle.walk import judged

Case: TypeAlias = tuple[Table, Table]
Marks: TypeAlias = dict[str, dict[str, list[Day]]]

INERT = {"statement", "context"}
NEAR = (-1, 0, 1)
# The days near which an act of some kind is most telling.
WHEN = {
    "notice": ("deadline", "deadline", "window"),
    "notice-withdrawal": ("deadline", "last"),
    "renewal": ("last",),
    "extension": ("last",),
    "performance": ("last",),
}


def _date(day: Day) -> date:
    shown = days.shown(min(max(day, 1), LAST))
    assert shown is not None
    return shown


def _day_near(draw: st.DrawFn, marks: Sequence[Day], start: Day) -> Day:
    """Draw a day at one of the marks, beside it, or some way off."""
    if not marks:
        return start + draw(st.integers(-40, 800))
    mark = draw(st.sampled_from(marks))
    if draw(st.integers(0, 3)):
        return mark + draw(st.sampled_from(NEAR))
    return mark + draw(st.integers(-400, 400))


def _tables(agreement: Table) -> dict[str, Table]:
    """List all that an event can be of: clauses, items with what they inherit, the instrument."""
    text = agreement["instrument"]
    found: dict[str, Table] = {} if "clause" in text else {"instrument": {"kind": "term", **text}}
    for name, clause in agreement["clauses"].items():
        found[name] = clause
        for item in clause.get("items", []):
            own = {key: value for key, value in clause.items() if key != "items"}
            own.pop("due", None)
            found[f"{name}.{item['id']}"] = {**own, **item}
    return found


# --- what an event can be, by the kind of its clause --------------------------------------------


def _weights(clause: Table, notices: Sequence[Table], new_words: bool) -> dict[str, int]:  # noqa: FBT001
    """Say how often an event of a clause should be of each kind, among all events drawn."""
    new = int(new_words)
    if clause["kind"] == "term":
        return {
            "consent": 1 + 2 * new,
            "termination": 1 + 2 * ("terminate-by" in clause),
            "statement": 1,
            "milestone": 2,
            "notice": (12 + 9 * clause.get("notice", {}).get("jointly", False))
            * ("notice" in clause),
            "notice-withdrawal": 10 * bool(notices),
            "renewal": 9 * ("decided-by" in clause.get("renewal", {})),
            "extension": 9 * ("extension" in clause) or 3 * new,
            "commencement": 20 * ("with" in clause.get("begins", {})),
            "withdrawal": 8 * ("withdrawal" in clause),
            "suspension": 8 * ("suspend-by" in clause) or new,
            "resumption": 6 * ("suspend-by" in clause) or new,
        }
    if clause["kind"] == "obligation":
        # Items without a day of their own fall due with the whole, which alone is moved.
        whole, own = "items" in clause, "due" in clause or "id" not in clause
        done = 3 * new if whole else 9
        return {"performance": done, "extension": 6 * own, "statement": 1, "milestone": 2}
    if clause["kind"] == "body":
        return {"opening": 3, "closing": 2}
    return {"incident": 3} if clause["kind"] == "duty" else {"report": 4}


def _choices(agreement: Table, record: Table, new_words: bool) -> list[tuple[str, str]]:  # noqa: FBT001
    """List what the next event can be, each pair of clause and kind as often as it weighs."""
    notices: dict[str, list[Table]] = {}
    for one in record["events"]:
        if one["kind"] == "notice":
            notices.setdefault(one["of"], []).append(one)
    return [
        (name, kind)
        for name, clause in sorted(_tables(agreement).items())
        for kind, weight in _weights(clause, notices.get(name, []), new_words).items()
        for _ in range(weight)
    ] + [(name, "presence") for name in agreement.get("subjects", {})]


def _who(draw: st.DrawFn, agreement: Table, able: Sequence[str]) -> str:
    """Draw one who may act, or now and then anyone."""
    if able and draw(st.integers(0, 5)) > 0:
        return draw(st.sampled_from(able))
    anyone: list[str] = sorted(agreement["parties"])
    return draw(st.sampled_from(anyone))


def _whoever(draw: st.DrawFn, agreement: Table, able: Sequence[str]) -> Table:
    """Draw who acts, or that the record names nobody."""
    return {"by": _who(draw, agreement, able)} if draw(st.integers(0, 3)) else {}


def _ahead(marks: Sequence[Day], day: Day) -> list[Day]:
    return [mark for mark in marks if mark >= day]


def _until(draw: st.DrawFn, on: Day, marks: dict[str, list[Day]]) -> date:
    """Draw a new end: near the one then running, near the limit, or anything later."""
    ends, limits = (_ahead(marks.get(what, []), on)[:1] for what in ("last", "limit"))
    near = [end + by for end in ends for by in (1, 9, 30, 0, -1, 365)]
    near += [limit + by for limit in limits for by in (-1, 0, 1, 0, -9)]
    if near and draw(st.integers(0, 5)) > 0:
        day = draw(st.sampled_from(near))
    else:
        day = on + draw(st.integers(1, 2000))
    return _date(max(day, on + 1))


def _notice(draw: st.DrawFn, event: Table, clause: Table, day: Day) -> None:
    if clause.get("notice", {}).get("counts") == "received":
        # The mark is the day on which it arrives: it was sent some days before.
        event["on"] = _date(day - draw(st.integers(0, 9)))
        event["received"] = _date(day)
    elif draw(st.integers(0, 3)) == 3:
        event["received"] = _date(day + draw(st.integers(0, 9)))


def _renewal(draw: st.DrawFn, event: Table, day: Day, marks: dict[str, list[Day]]) -> None:
    if draw(st.booleans()):
        event["until"] = _until(draw, day, marks)
    else:
        event["lasts"] = draw(st.sampled_from(["30 days", "1 month", "6 months", "1 year"]))
        event["counted-from"] = draw(st.sampled_from(["adoption", "end"]))


def _missing(record: Table, event: Table, clause: Table) -> list[str]:
    given = {
        who
        for one in record["events"]
        if one["kind"] == "notice" and one["of"] == event["of"]
        for who in listed(one["by"])
    }
    return [party for party in clause["notice"]["by"] if given and party not in given]


def _term_event(
    draw: st.DrawFn, case: Case, event: Table, clause: Table, marks: dict[str, list[Day]]
) -> None:
    """Fill in an event of a term: who acts, and what the act says."""
    agreement, record = case
    kind, day = event["kind"], days.of(event["on"])
    able = {
        "notice": clause.get("notice", {}).get("by"),
        "renewal": clause.get("renewal", {}).get("decided-by"),
        "extension": clause.get("extension", {}).get("by"),
        "termination": clause.get("terminate-by"),
        "withdrawal": clause.get("withdrawal", {}).get("by"),
        "suspension": clause.get("suspend-by"),
        "resumption": clause.get("suspend-by"),
    }
    if kind in able:
        event["by"] = _who(draw, agreement, listed(able[kind]))
    if kind == "notice" and clause.get("notice", {}).get("jointly") and draw(st.booleans()):
        # Those who have not yet joined, if some have.
        event["by"] = draw(st.sampled_from(_missing(record, event, clause) or [event["by"]]))
    if kind == "notice":
        _notice(draw, event, clause, day)
    elif kind == "renewal":
        _renewal(draw, event, day, marks)
    elif kind == "extension":
        event["until"] = _until(draw, day, marks)
    elif kind == "termination":
        event["contested"] = draw(st.booleans())
    elif kind == "statement":
        event["by"] = _who(draw, agreement, [])


def _wanted(kind: str, clause: Table, mine: dict[str, list[Day]], given: list[Day]) -> list[Day]:
    """List the days that suit an act; `given` are those of the notices that it has to do with."""
    wanted = [day for mark in WHEN.get(kind, ()) for day in mine.get(mark, [])]
    if given and kind == "notice" and clause["notice"].get("jointly"):
        # The deadline that the others were to meet.
        return _ahead(mine.get("deadline", []), max(given))[:1] or wanted
    if given and kind == "notice-withdrawal":
        return [day for mark in WHEN[kind] for day in _ahead(mine.get(mark, []), given[0])[:1]]
    return wanted


def _filled(
    draw: st.DrawFn, case: Case, event: Table, clause: Table, mine: dict[str, list[Day]]
) -> None:
    """Fill in an event: who acts, and what the act or the report says."""
    (agreement, _), kind, day = case, event["kind"], days.of(event["on"])
    if clause["kind"] == "term":
        _term_event(draw, case, event, clause, mine)
    elif kind == "performance":
        event.update(_whoever(draw, agreement, listed(clause.get("debtor"))))
    elif kind == "report":
        whats = [one["what"] for one in (*clause["quantities"], *clause.get("totals", []))]
        event.update(what=draw(st.sampled_from(whats)), by="charlie")
        event["value"] = draw(st.sampled_from([0, 89, 90, 91, 380, 470, 471, 1959, 1960, 1961]))
    elif kind == "extension":
        able = clause["extension"]["by"] if "extension" in clause else clause.get("creditor")
        event.update(_whoever(draw, agreement, listed(able)))
        event["until"] = _until(draw, day, mine)
    elif kind in {"incident", "statement"}:
        event["by"] = _who(draw, agreement, [])


def _presence(draw: st.DrawFn, agreement: Table, subject: str, number: int) -> Table:
    start = days.of(agreement["instrument"]["signed"])
    state = draw(st.sampled_from(agreement["subjects"][subject]["states"]))
    on = _date(_day_near(draw, [], start))
    event = {"id": f"event-{number}", "kind": "presence", "of": subject, "on": on}
    return {**event, "state": state, "source": "test"}


def _drawn_event(
    draw: st.DrawFn, case: Case, marks: Marks, number: int, *, new_words: bool
) -> Table:
    agreement, record = case
    tables = _tables(agreement)
    name, kind = draw(st.sampled_from(_choices(agreement, record, new_words)))
    if kind == "presence":
        seen = _presence(draw, agreement, name, number)
        if new_words:
            works(draw, agreement, seen, {})
        return seen
    clause, mine = tables[name], marks.get(name, {})
    notices = [one for one in record["events"] if one["kind"] == "notice" and one["of"] == name]
    if kind == "notice-withdrawal":
        notices = [draw(st.sampled_from(notices))]
    wanted = _wanted(kind, clause, mine, [judged(agreement, one) for one in notices])
    if not wanted or draw(st.integers(0, 3)) == 3:
        wanted = [day for some in mine.values() for day in some]
    start = days.of(agreement["instrument"]["signed"])
    day = min(max(_day_near(draw, wanted, start), 1), LAST)
    if kind == "renewal" and new_words and draw(st.integers(0, 2)) == 0:
        # After the end, so that what lay in the term stands again.
        day = min(day + draw(st.sampled_from([2, 12, 40])), LAST)
    event: Table = {"id": f"event-{number}", "kind": kind, "of": name, "on": _date(day)}
    _filled(draw, (agreement, record), event, clause, mine)
    if kind == "notice-withdrawal":
        event.update(of=notices[0]["id"], by=_who(draw, agreement, listed(notices[0]["by"])))
        event["on"] = max(event["on"], notices[0]["on"])
    if new_words:
        authors(draw, event, clause)
        works(draw, agreement, event, mine)
    if draw(st.integers(0, 5)) == 5:
        event["known"] = _date(days.of(event["on"]) + draw(st.integers(0, 60)))
    return {**event, "source": "test"}


# --- events of one day --------------------------------------------------------------------------


def _linked(agreement: Table) -> dict[str, str]:
    """Give for each clause a name that it shares with all that its fate may touch."""
    group = {name: name for name in _tables(agreement)}
    for name, clause in _tables(agreement).items():
        others = {
            clause.get("during"),
            clause.get("begins", {}).get("after"),
            clause.get("due", {}).get("after"),
            clause.get("if", {}).get("clause"),
            name.partition(".")[0],
        }
        for other in others - {None}:
            old, new = group[name], group[str(other)]
            group = {key: new if value == old else value for key, value in group.items()}
    return group


def _beside(agreement: Table, one: Table, other: Table) -> bool:
    """Say whether two events of one kind and day stand beside each other in whatever order."""
    if one["kind"] == "notice":
        # Of two parts of a joint notice by one party the later takes the place of the earlier.
        rule = _tables(agreement).get(one["of"], {}).get("notice", {})
        both = set(listed(one.get("by"))) & set(listed(other.get("by")))
        return not (one["of"] == other["of"] and rule.get("jointly") and both)
    if one["kind"] == "performance":
        # Two items of one obligation.
        parents = {event["of"].partition(".")[0] for event in (one, other)}
        return len(parents) == 1 and one["of"] != other["of"]
    return bool(one["kind"] == "incident")


def touch(agreement: Table, record: Table, one: Table, other: Table) -> bool:
    """Say whether the order of two events of one day may matter."""
    if {one["kind"], other["kind"]} & INERT:
        return False
    if one["kind"] == other["kind"] and _beside(agreement, one, other):
        return False
    if "presence" in {one["kind"], other["kind"]}:
        return bool(one["kind"] == other["kind"] and one["of"] == other["of"])
    whole = agreement["instrument"].get("clause", "instrument")
    if any(e["kind"] in {"consent", "withdrawal"} and e["of"] == whole for e in (one, other)):
        return True  # what ends the text as a whole ends the other clauses too
    notices = {event["id"]: event for event in record["events"]}
    group = _linked(agreement)

    def home(event: Table) -> str:
        return group[notices.get(event["of"], event)["of"]]

    return home(one) == home(other)


def _ordered(draw: st.DrawFn, agreement: Table, record: Table, event: Table) -> bool:
    """Give an event an `after` where its place in its day matters; say whether that worked."""
    by_id = {one["id"]: one for one in record["events"]}
    day = judged(agreement, event)
    same = [one for one in record["events"] if judged(agreement, one) == day]
    touched = {one["id"] for one in same if touch(agreement, record, one, event)}

    def line(one: Table) -> set[str]:
        earlier = one.get("after")
        return {one["id"]} | (line(by_id[earlier]) if earlier else set())

    if any(by_id[name]["on"] != event["on"] for name in touched):
        return False
    others = (one for one in record["events"] if touch(agreement, record, one, event))
    if any(clash(agreement, one, event) for one in others):
        return False
    # What comes on a day that it names has no place among the acts of the day of its record.
    elsewhere = {one["id"] for one in [*same, event] if "effect" in one and one["kind"] in COME}
    able = [
        one["id"]
        for one in same
        if touched <= line(one) and one["on"] == event["on"] and not elsewhere
    ]
    if touched and not able:
        return False
    if able and (touched or draw(st.integers(0, 1)) == 1):
        event["after"] = draw(st.sampled_from(able))
    return True


@st.composite
def records(draw: st.DrawFn, agreement: Table, *, most: int = 6, new_words: bool = False) -> Table:
    """Draw a record of up to `most` events, each placed near a day that matters so far."""
    record: Table = {
        "format": 1,
        "agreement": agreement["id"],
        "complete-to": agreement["instrument"]["signed"],
        "sources": {
            "test": {"title": "A report", "url": "https://example.org/report", "language": "en"}
        },
        "events": [],
    }
    for number in range(1, draw(st.sampled_from((*range(most + 1), *range(1, most + 1)))) + 1):
        marks = landmarks(agreement, record)
        event = _drawn_event(draw, (agreement, record), marks, number, new_words=new_words)
        if _ordered(draw, agreement, record, event):
            record["events"].append(event)
    stated = [
        one[key] for one in record["events"] for key in ("on", "received", "known") if key in one
    ]
    record["complete-to"] = max([record["complete-to"], *stated])
    return record


@st.composite
def cases_of(
    draw: st.DrawFn,
    agreements: st.SearchStrategy[Table],
    *,
    most: int = 6,
    new_words: bool = False,
) -> Case:
    """Draw an agreement and a record for it."""
    agreement = draw(agreements)
    return agreement, draw(records(agreement, most=most, new_words=new_words))


@st.composite
def telling_days(draw: st.DrawFn, agreement: Table, record: Table) -> date:
    """Draw a day on which an answer may change, one beside it, or one of the far ends."""
    found = [
        day
        for mine in landmarks(agreement, record).values()
        for some in mine.values()
        for day in some
    ]
    found += [judged(agreement, event) for event in record["events"]]
    found = found or [of(record["complete-to"])]  # a text that waits for a commencement, say
    far = st.sampled_from([date.min, date.max, date(9999, 1, 1), date(2500, 6, 30)])
    near = st.builds(lambda day, by: _date(day + by), st.sampled_from(found), st.sampled_from(NEAR))
    day: date = draw(st.one_of(*[near] * 8, st.dates(), far))
    return day
