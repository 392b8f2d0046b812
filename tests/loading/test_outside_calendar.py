"""An hour that no clock of the calendar shows is refused where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

import mandate
from mandate.errors import FileError
from mandate.library import read_data
from tests.loading.test_order_and_names import lake
from tests.making.breaking import Mistake, check, named

LATE, EARLY = "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+12:00"
SAYS = ("lies outside the years 1 to 9999 in Europe/Paris",)

MISTAKES = {
    "agreement.toml": (
        Mistake(
            "hour of a beginning",
            'bound = ["north", "south"]',
            f'bound = ["north", "south"]\nbegins.at = {LATE} # <-',
            "clauses.truce.begins.at",
            SAYS,
        ),
    ),
    "record.toml": (
        Mistake("event", "on = 2021-03-01\n", f"on = {EARLY} # <-\n", "events[1].on", SAYS),
        Mistake("receipt", "received = 2021-03-04", f"received = {LATE} # <-", "events[1].received", SAYS),
        Mistake("knowledge", "known = 2021-03-02", f"known = {LATE} # <-", "events[1].known", SAYS),
        Mistake("effect", "received = 2021-03-04", f"effect = {LATE} # <-", "events[1].effect", SAYS),
    ),
    "scenarios.toml": (
        Mistake("question", "on = 2025-02-02", f"on = {LATE} # <-", "scenario[1].on", SAYS),
        Mistake(
            "knowledge",
            "as-known-on = 2021-04-01",
            f"as-known-on = {EARLY} # <-",
            "scenario[1].as-known-on",
            SAYS,
        ),
        Mistake(
            "supposed event",
            "on = 2021-03-05T10:00:00",
            f"on = {LATE}",
            "scenario[1].add[0].on",
            SAYS,
            at="add = ",
        ),
    ),
}  # fmt: skip
CASES = [
    pytest.param(name, *p.values, id=f"{name}-{p.id}")
    for name, some in MISTAKES.items()
    for p in named(some)
]


@pytest.mark.parametrize(("name", "mistake"), CASES)
def test_mistake(tmp_path: Path, name: str, mistake: Mistake) -> None:
    check(tmp_path, name, mistake)


def test_of_an_event_that_is_supposed() -> None:
    stay = mandate.Mandate(*read_data(*lake()))

    with pytest.raises(FileError) as caught:
        stay.what_if({"kind": "statement", "on": LATE})

    assert [p.path for p in caught.value.problems] == ["event[0].on"]
    assert SAYS[0] in str(caught.value)
