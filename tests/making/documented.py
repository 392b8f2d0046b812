"""The cases that the documentation lists, each as the data of an agreement and of a record."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from mandate import Mandate
from mandate.library import read_data
from tests.making.neighbours import counts_parties

Table = dict[str, Any]
Case = Table

FOLDER = Path(__file__).parents[2] / "docs/reference/cases"
FILES = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))
}
CLAUSES = FILES.pop("clauses")["clauses"]
#: Each case with the topic under which it stands.
CASES: list[tuple[str, Case]] = [
    (topic, case) for topic, data in FILES.items() for case in data["case"]
]
NAMES = [f"{topic}: {case['case']}" for topic, case in CASES]

WHY = {"because": "made for the documentation", "source": "none"}
WORDS = {"title": "A clause", "cite": "art. 1", "quote": "...", "language": "en", "source": "none"}
NAME = re.compile(r"'([a-z-]+)'")

AGREEMENT = {
    "format": 1,
    "id": "cases",
    "title": "An agreement with one clause for each thing that a text may say",
    "headline": "any-one",
    "sources": {"none": {"title": "No source: it is no real agreement"}},
    "parties": {
        "alpha": {"name": "Alpha"},
        "bravo": {"name": "Bravo"},
        "council": {"name": "Council", "role": "organ"},
    },
    "subjects": {"force": {"name": "A force", "states": ["deployed", "withdrawn"]}},
    "counting": {
        "zone": {"key": "UTC", **WHY},
        "period": {"preset": "same-numbered", **WHY},
        "before": {"preset": "inclusive", **WHY},
        "by": {"preset": "inclusive", **WHY},
    },
    "instrument": {"begins": {"on": CLAUSES["any-one"]["begins"]["on"]}},
}


def concerned(case: Case) -> set[str]:
    """Name what a case is about: its events, their clauses, and what its expectations name."""
    events = case.get("events", [])
    paths = [path.split(".")[1] for path in case.get("expect", {})]
    return {
        *(f"e{number}" for number in range(1, len(events) + 1)),
        *(event["of"] for event in events),
        *paths,
    }


def clauses_of(case: Case) -> Table:
    """Return the clauses that a case is about, and those on which they rest in turn."""
    names, rests_on = {"any-one"}, {part.partition(".")[0] for part in concerned(case)}
    while new := rests_on & CLAUSES.keys() - names:
        names |= new
        rests_on = {word for name in new for word in NAME.findall(repr(CLAUSES[name]))}
    return {name: {**WORDS, **CLAUSES[name]} for name in sorted(names)}


def data_of(case: Case) -> tuple[Table, Table]:
    """Return a case as the data of an agreement and of a record."""
    events = [
        {"id": f"e{number}", "source": "none", **event}
        for number, event in enumerate(case.get("events", []), start=1)
    ]
    record = {"format": 1, "agreement": "cases", "events": events}
    besides = {name: {"name": name.capitalize()} for name in case.get("parties", [])}
    text = {
        **AGREEMENT,
        "parties": {**AGREEMENT["parties"], **besides},
        "instrument": {**AGREEMENT["instrument"], **case.get("instrument", {})},
        "clauses": clauses_of(case),
    }
    return text, record


def mandate_of(case: Case, matcher: str = "auto") -> Mandate:
    return Mandate(*read_data(*data_of(case)), matcher)


def crowds(*, of_the_same: bool = False) -> list[list[Case]]:
    """Return the cases that may stand side by side, so many at a time that a text can hold them.

    What is done to the instrument is done to all of them, and parties are counted together. Where
    the parties are to be the same, nobody may leave either: who has left has left all clauses.
    """
    apart = [case for _, case in CASES if not shares(case)]
    if of_the_same:
        apart = [case for case in apart if not _leaves(case)]
    return [apart[number::_CROWDS] for number in range(_CROWDS)]


#: So many crowds are there: each party counts in each term of a text, and both are limited.
_CROWDS = 75


def shares(case: Case) -> bool:
    """Whether a case says or does something of the instrument, or counts the parties."""
    text, record = data_of(case)
    of = {event.get("of") for event in record["events"]}
    return "instrument" in of | concerned(case) | case.keys() or counts_parties(text, record)


def _leaves(case: Case) -> bool:
    return any(event["kind"] == "withdrawal" for event in case.get("events", []))
