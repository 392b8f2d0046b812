"""Timelines as plain data: every stop, and what changed there.

There is one for each bundled agreement. Of the cases of the documentation there is one list of the
rules that fired in each: what a case comes to stands in the case itself.

``python -m tests.snapshots`` writes the files anew; look at the diff before you keep it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import mandate
from mandate.counting.instants import Zone
from mandate.engine.firing import Stop
from mandate.mandate import Mandate
from mandate.timeline.span import Span
from tests.making.documented import CASES, NAMES, Case, concerned, mandate_of

FOLDER = Path(__file__).parent
UNTIL = date(2060, 12, 31)
#: How it is written that a row of a table, such as a missing item, is there no more.
GONE = "(gone)"
Axes = dict[str, Any]


def flat(values: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """Yield every value below a path, dates as ISO texts."""
    for name, value in values.items():
        here = f"{path}.{name}"
        if isinstance(value, Mapping):
            yield from flat(value, here)
        elif isinstance(value, date):
            yield here, value.isoformat()
        else:
            yield here, list(value) if isinstance(value, tuple) else value


def axes(span: Span) -> Axes:
    """Return all that is so in a span, by path."""
    found: Axes = {}
    for name, clause in span.clauses.items():
        told = clause.as_dict()
        del told["kind"], told["beyond_calendar"]
        found.update(flat(told, name))
        if clause.beyond_calendar:
            found[f"{name}.beyond_calendar"] = list(clause.beyond_calendar)
    for name, party in span.parties.items():
        for axis in ("state", "notice_running", "leaves_on", "suspended"):
            found.update(flat({axis: getattr(party, axis)}, f"parties.{name}"))
    for name, ground in span.on_the_ground.items():
        found.update(flat({"state": ground.state, "since": ground.since}, f"on_the_ground.{name}"))
    return found


def changed(before: Axes, after: Axes) -> Axes:
    there = {path: value for path, value in after.items() if before.get(path, GONE) != value}
    return there | {path: GONE for path in before if path not in after}


def said(stop: Stop, zone: Zone) -> str:
    """Say when a stop is. What has no hour has its day alone, and comes after all that has one."""
    local = zone.local(stop.position)
    return (
        local.isoformat(" ", "minutes")
        if local
        else str(date.fromordinal(zone.day_of(stop.position)))
    )


def timeline(stay: Mandate, until: date) -> dict[str, Axes]:
    """Return the axes before the first stop and, at each stop until a day, those that changed."""
    derivation = stay._derivation  # noqa: SLF001  # stops are not public: an hour would be lost
    line, zone = derivation.timeline, stay.agreement.zone

    def span(stop: Stop) -> Axes:
        return axes(derivation.span(stop))

    here = span(line.on_day(1))
    found = {"0001-01-01": here}
    for stop in line.between(zone.begin(1), zone.after(until.toordinal())):
        on = said(stop, zone)
        now = span(stop)
        found[on] = found.get(on, {}) | changed(here, now)
        here = now
    return found


def of_agreement(name: str, matcher: str = "auto") -> dict[str, Axes]:
    """Return the timeline of a bundled agreement, with the last day of the calendar."""
    stay = mandate.load(name, matcher=matcher)
    far = axes(stay._derivation.span(stay._derivation.timeline.on_day(date.max.toordinal())))  # noqa: SLF001
    found = timeline(stay, UNTIL)
    here: Axes = {}
    for one in found.values():
        here = {path: value for path, value in (here | one).items() if value != GONE}
    return found | {str(date.max): changed(here, far)}


def of_cases(matcher: str = "auto") -> dict[str, list[str]]:
    """Return the rules that each case of the documentation sets off up to its day."""
    return {
        name: of_case(case, mandate_of(case, matcher))
        for name, (_, case) in zip(NAMES, CASES, strict=True)
    }


def of_case(case: Case, stay: Mandate) -> list[str]:
    """Return the rules that one of them sets off, each once, in the order in which they first fire.

    What the instrument and the clause that every case has set off is left out where a case does not
    name them.
    """
    others = {"instrument", "any-one"} - concerned(case)
    zone = stay.agreement.zone
    line = stay._derivation.timeline  # noqa: SLF001  # which rules fired is not public
    stops = line.between(zone.begin(1), zone.after(case["on"].toordinal()))
    fired = (f for stop in stops for f in stop.firings if f.clause not in others)
    return list(dict.fromkeys(f.rule.id for f in fired))


def kept() -> dict[str, Any]:
    """Return all snapshots by name."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}


def made() -> dict[str, Any]:
    """Return all snapshots as they would be made now."""
    return {name: of_agreement(name) for name in mandate.agreements()} | {"cases": of_cases()}


def write(name: str, snapshot: Any) -> Path:  # noqa: ANN401  # plain data
    path = FOLDER / f"{name}.json"
    text = json.dumps(snapshot, indent=1, ensure_ascii=False)
    if name == "cases":  # a line for each, so that a diff shows the cases that a change reaches
        lines = (f" {_line(case)}: {_line(fired)}" for case, fired in snapshot.items())
        text = "{\n" + ",\n".join(lines) + "\n}"
    path.write_text(text + "\n", "utf-8")
    return path


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
