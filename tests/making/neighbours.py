"""Two agreements that know nothing of each other, put into one text with one record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any

Table = dict[str, Any]

#: Keys whose values name a party, and all whose values name that, a clause or an event.
_PARTIES = {"by", "against", "debtor", "creditor", "bound"}
_POWERS = {"decided-by", "terminate-by", "suspend-by"}
_NAMING = _PARTIES | _POWERS | {"id", "of", "clause", "after", "during"}
_SHARED = "instrument"
#: By how much the others of a crowd are over: leap days stay where they are.
YEARS = 28


def renamed(
    agreement: Table, record: Table, suffix: str, *, parties: bool = True
) -> tuple[Table, Table]:
    """Return both with a suffix to the name of every clause, party, subject and event.

    Without ``parties`` these keep their names: the same act under two clauses.
    """
    named = ("clauses", "parties", "subjects") if parties else ("clauses", "subjects")
    tables = {key: agreement[key] for key in named if key in agreement}
    events = record.get("events", [])
    names = {name for table in tables.values() for name in table} | {e["id"] for e in events}
    new = {name: name + suffix for name in names - {_SHARED}}
    text = dict(agreement)
    for key, table in tables.items():
        text[key] = {new.get(name, name): _with(new, one) for name, one in table.items()}
    if "headline" in text:
        text["headline"] = new.get(text["headline"], text["headline"])
    text[_SHARED] = _with(new, text[_SHARED])
    return text, {**record, "events": _with(new, events)}


def counts_parties(agreement: Table, record: Table) -> bool:
    """Whether all parties count, who are those of both texts side by side.

    They do in a clause that a party may leave, and where the text does not say who is to act.
    """
    clauses = {_SHARED: agreement[_SHARED], **agreement["clauses"]}
    if any("withdrawal" in clause for clause in clauses.values()):
        return True
    return any(_of_all(event, agreement) for event in record.get("events", []))


def _of_all(event: Table, agreement: Table) -> bool:
    """Whether an event is of a kind of act that only all the parties can do under this text."""
    clauses = {_SHARED: agreement[_SHARED], **agreement["clauses"]}
    clause = clauses.get(event.get("of", agreement.get("headline", "")))
    if event["kind"] not in _SILENT or clause is None or clause.get("kind", "term") != "term":
        return False
    return not set(_SILENT[event["kind"]]) & _keys(clause)


def apart(agreement: Table, record: Table) -> tuple[Table, Table]:
    """Return both without what counts the parties, and without acts on the text as a whole."""
    clauses = {
        name: {key: value for key, value in clause.items() if key != "withdrawal"}
        for name, clause in agreement["clauses"].items()
    }
    text = {**agreement, "clauses": clauses}
    events = [
        event
        for event in record["events"]
        if event["kind"] != "withdrawal"
        and event.get("of") != _SHARED
        and not _of_all(event, agreement)
    ]
    # Nor what names an event that is gone.
    while len(kept := [e for e in events if _stands(e, events, record["events"])]) < len(events):
        events = kept
    return text, {**record, "events": events}


def _stands(event: Table, kept: Sequence[Table], every: Sequence[Table]) -> bool:
    gone = {one["id"] for one in every} - {one["id"] for one in kept}
    return gone.isdisjoint({event.get("of"), event.get("after")})


#: What an act needs a clause to say, for all the parties not to be those who must act together.
_SILENT = {
    "extension": ["extension.by"],
    "renewal": ["renewal.decided-by"],
    "suspension": ["suspend-by"],
    "resumption": ["suspend-by"],
}


def _keys(clause: Table) -> set[str]:
    inner = {
        f"{name}.{key}"
        for name, value in clause.items()
        if isinstance(value, dict)
        for key in value
    }
    return inner | clause.keys()


def together(one: tuple[Table, Table], other: tuple[Table, Table]) -> tuple[Table, Table]:
    """Return one text with the clauses, the parties and the events of both; the rest is of one."""
    (text, record), (more, beside) = one, other
    both = {**text, **{key: {**text.get(key, {}), **more.get(key, {})} for key in _JOINED}}
    events = [*record.get("events", []), *beside.get("events", [])]
    return both, {**record, "events": events}


def earlier(value: Any, years: int) -> Any:  # noqa: ANN401  # any data
    """Return data with every day in it so many years earlier; a multiple of 28 keeps leap days."""
    if isinstance(value, date):
        return value.replace(year=value.year - years)
    if isinstance(value, dict):
        return {name: earlier(one, years) for name, one in value.items()}
    return [earlier(one, years) for one in value] if isinstance(value, list) else value


def crowd(
    many: Sequence[tuple[Table, Table]], suffix: str, years: int = 0, *, parties: bool = True
) -> tuple[Table, Table]:
    """Return one text with all these, told apart by a suffix and a number, so many years earlier.

    The instrument, which they share, stays where it was. See :func:`renamed` for ``parties``.
    """
    every = []
    for number, (text, record) in enumerate(many):
        moved = {**text, "clauses": earlier(text["clauses"], years)}
        events = {**record, "events": earlier(record["events"], years)}
        every.append(renamed(moved, events, f"{suffix}{number}", parties=parties))
    return reduce(together, every)


_JOINED = ("clauses", "parties", "subjects", "sources")


def _with(new: dict[str, str], value: Any, key: str = "") -> Any:  # noqa: ANN401  # data of a file
    if isinstance(value, dict):
        return {name: _with(new, one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_with(new, one, key) for one in value]
    if isinstance(value, str) and key in _NAMING:
        name, dot, rest = value.partition(".")
        return new.get(name, name) + dot + rest
    return value
