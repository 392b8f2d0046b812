"""The golden timeline of each agreement: a changed rule shows as changed dates.

`python -m tests.test_snapshots` writes the files anew, from the root of a checkout.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import mandate
from mandate.cli import as_json

FOLDER = Path(__file__).parent / "snapshots"
UNTIL = dt.date(2060, 12, 31)
BEGINS = {"nagorno-karabakh-2020": dt.date(2020, 11, 1), "ukraine-russia-1997": dt.date(1997, 1, 1)}


def taken(name: str) -> dict[str, dict[str, Any]]:
    """Return first day of each stretch → the axes of clauses that are otherwise than before."""
    found: dict[str, dict[str, Any]] = {}
    before: dict[str, Any] = {}
    agreement = mandate.load(name)
    course = agreement.timeline(BEGINS[name], UNTIL)
    statuses = [(s.first_day, s.status) for s in course]
    for day, status in [*statuses, (dt.date.max, agreement.status(dt.date.max))]:
        axes = {
            f"{clause}.{axis}": value
            for clause, one in status.clauses.items()
            for axis, value in one.as_dict().items()
        }
        axes.update({f"{s} on the ground": g.state for s, g in status.on_the_ground.items()})
        found[str(day)] = {p: v for p, v in sorted(axes.items()) if before.get(p, ...) != v}
        before = axes
    plain: dict[str, dict[str, Any]] = json.loads(as_json(found))
    return plain


@pytest.mark.parametrize("name", sorted(BEGINS))
def test_the_timeline_is_the_one_on_file(name: str) -> None:
    on_file = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))

    assert on_file == taken(name)


def test_every_agreement_has_a_timeline_on_file() -> None:
    assert mandate.names() == tuple(sorted(BEGINS))


def write() -> None:
    """Write every timeline anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in BEGINS:
        (FOLDER / f"{name}.json").write_text(as_json(taken(name)) + "\n", "utf-8")


if __name__ == "__main__":
    write()
