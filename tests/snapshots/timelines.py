"""Timelines as plain data: every stop, and what changed there.

There is one for each bundled agreement, and one for all cases of the documentation together, in
which each stop also tells which rules fired.

``python -m tests.snapshots`` writes the files anew; look at the diff before you keep it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import mandate
from mandate.engine.firing import Stop
from mandate.mandate import Mandate
from mandate.timeline.span import Span
from tests.making.documented import CASES, CLAUSES, NAMES, Case, concerned, mandate_of

FOLDER = Path(__file__).parent
UNTIL = date(2060, 12, 31)
#: How it is written that a row of a table, such as a missing item, is there no more.
GONE = "(gone)"
#: Under what the rules stand that fired.
RULES = "(rules)"
#: Every clause of the cases, before the first of them begins.
BEFORE = "(before)"
EVERY_CLAUSE: Case = {"on": date.min, "expect": {f"clauses.{name}": "" for name in CLAUSES}}

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


def timeline(stay: Mandate, until: date, *, rules: bool = False) -> dict[str, Axes]:
    """Return the axes before the first stop and, at each stop until a day, those that changed.

    With `rules`, also the rules that fired there, in their order, with the clauses they are about.
    """
    derivation = stay._derivation  # noqa: SLF001  # stops are not public: an hour would be lost
    line, zone = derivation.timeline, stay.agreement.zone

    def span(stop: Stop) -> Axes:
        return axes(derivation.span(stop))

    here = span(line.on_day(1))
    found = {"0001-01-01": here}
    for stop in line.between(zone.begin(1), zone.after(until.toordinal())):
        local = zone.local(stop.position)
        # What has no hour is written with its day alone. It comes after all that has one.
        on = (
            local.isoformat(" ", "minutes")
            if local
            else str(date.fromordinal(zone.day_of(stop.position)))
        )
        now = span(stop)
        found[on] = found.get(on, {}) | changed(here, now)
        if rules:
            fired = [f"{firing.rule.id}: {firing.clause}" for firing in stop.firings]
            found[on][RULES] = [*found[on].get(RULES, []), *fired]
        here = now
    return found


def of_agreement(name: str, engine: str = "auto") -> dict[str, Axes]:
    """Return the timeline of a bundled agreement, with the last day of the calendar."""
    stay = mandate.load(name, engine=engine)
    far = axes(stay._derivation.span(stay._derivation.timeline.on_day(date.max.toordinal())))  # noqa: SLF001
    found = timeline(stay, UNTIL)
    here: Axes = {}
    for one in found.values():
        here = {path: value for path, value in (here | one).items() if value != GONE}
    return found | {str(date.max): changed(here, far)}


def of_cases(engine: str = "auto") -> dict[str, dict[str, Axes]]:
    """Return what each case of the documentation sets off up to its day, and what is so before."""
    return {BEFORE: of_case(EVERY_CLAUSE, mandate_of(EVERY_CLAUSE, engine))} | {
        name: of_case(case, mandate_of(case, engine))
        for name, (_, case) in zip(NAMES, CASES, strict=True)
    }


def of_case(case: Case, stay: Mandate) -> dict[str, Axes]:
    """Return what one of them sets off, in a mandate that was made of it.

    The instrument and the clause that every case has are left out of those that do not name them.
    """
    if case is EVERY_CLAUSE:
        return timeline(stay, case["on"])
    others = {"instrument", "any-one"} - concerned(case)
    _, *rest = timeline(stay, case["on"], rules=True).items()
    found = {}
    for on, whole in rest:
        told = {path: value for path, value in whole.items() if path.split(".")[0] not in others}
        told[RULES] = [rule for rule in told[RULES] if rule.split(": ")[1] not in others]
        if told != {RULES: []}:
            found[on] = told
    return found


def kept() -> dict[str, Any]:
    """Return all snapshots by name."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}


def made() -> dict[str, Any]:
    """Return all snapshots as they would be made now."""
    return {name: of_agreement(name) for name in mandate.names()} | {"cases": of_cases()}


def write(name: str, snapshot: Any) -> Path:  # noqa: ANN401  # plain data
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(snapshot, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path
