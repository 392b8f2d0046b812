"""The timeline of each bundled agreement as plain data: every stop, and what changed there.

``python -m tests.snapshots`` writes the files anew; look at the diff before you keep it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import mandate
from mandate.answers.span import Span
from mandate.engine.firing import Stop

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


def timeline(name: str, engine: str = "auto") -> dict[str, Axes]:
    """Return the axes before the first stop, then at each stop, and at last, those that changed."""
    stay = mandate.load(name, engine=engine)
    derivation = stay._derivation  # noqa: SLF001  # stops are not public: an hour would be lost
    line, zone = derivation.timeline, stay.agreement.zone

    def span(stop: Stop) -> Axes:
        return axes(derivation.span(stop))

    here = span(line.on_day(1))
    found = {"0001-01-01": here}
    for stop in line.between(zone.begin(1), zone.after(UNTIL.toordinal())):
        local = zone.local(stop.position)
        # What has no hour is written with its day alone. It comes after all that has one.
        on = (
            local.isoformat(" ", "minutes")
            if local
            else str(date.fromordinal(zone.day_of(stop.position)))
        )
        now = span(stop)
        found[on] = found.get(on, {}) | changed(here, now)
        here = now
    found["9999-12-31"] = changed(here, span(line.on_day(date.max.toordinal())))
    return found


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.json"


def text_of(name: str) -> str:
    return json.dumps(timeline(name), indent=1, ensure_ascii=False) + "\n"
