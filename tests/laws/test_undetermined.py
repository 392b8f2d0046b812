"""What the day of an event leaves open: found by the library, and by trying every day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from mandate import Mandate, Status
from mandate.errors import ContradictionError, CountingError, FileError, OrderError
from mandate.library import read_data
from tests.making.effort import tried
from tests.making.strategies import cases
from tests.making.strategies_records import Case, telling_days

DAY = timedelta(days=1)
Table = dict[str, Any]


def read(agreement: Table, record: Table) -> Mandate:
    return Mandate(*read_data(agreement, record), "plain")


def flat(status: Status) -> Table:
    """Return path → value of all that a day may leave open."""
    groups = {
        "clauses": {name: one.as_dict() for name, one in status.clauses.items()},
        "parties": {name: one.axes() for name, one in status.parties.items()},
        "on_the_ground": {name: one.axes() for name, one in status.on_the_ground.items()},
    }
    return {
        f"{group}.{member}.{name}": value
        for group, members in groups.items()
        for member, values in members.items()
        for name, value in values.items()
    }


@st.composite
def ranged(draw: st.DrawFn) -> tuple[Case, int, int]:
    """Draw a case, one of its events without an hour, and how many days earlier it may lie."""
    agreement, record = draw(cases(events=5, far=False))
    days = [
        number for number, event in enumerate(record["events"])
        if type(event["on"]) is date and not {"effect", "known", "received", "after"} & {*event}
    ]  # fmt: skip
    assume(days)
    return (agreement, record), draw(st.sampled_from(days)), draw(st.integers(1, 30))


@settings(max_examples=tried(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(ranged(), st.data())
def test_trying_every_day_finds_the_same(drawn, data):
    (agreement, record), number, back = drawn
    last = record["events"][number]["on"]
    assume((last - date.min).days > back)

    def on(when: object) -> Mandate:
        events = list(record["events"])
        events[number] = {**events[number], "on": when}
        return read(agreement, {**record, "events": events})

    try:
        open_ = on({"from": last - back * DAY, "to": last})
    except (FileError, ContradictionError, OrderError, CountingError):
        assume(False)  # noqa: FBT003  # hypothesis takes it so
    asked = data.draw(telling_days(agreement, record))
    mine = flat(open_.status(asked))
    found: dict[str, date] = {}
    tried = 0
    for ago in range(1, back + 1):
        day = last - ago * DAY
        try:
            theirs = flat(on(day).status(asked))
        except (FileError, ContradictionError, OrderError, CountingError):
            continue
        tried += 1
        found |= {path: day for path, value in theirs.items() if mine[path] != value}
    note(f"{agreement}\n{record}\nasked {asked}, {tried} days: {found}")
    assert set(found) <= set(open_.status(asked).undetermined)
    if tried == back:
        assert set(open_.status(asked).undetermined) == set(found)
