"""Paths of a status: each leads where ``as_dict`` has it, and what can never be so is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mandate
from mandate.doctrine.paths import AnswerPaths
from mandate.errors import ArgumentError, shown
from tests.making.building import agreement, event, term
from tests.making.building import mandate as made
from tests.making.effort import tried
from tests.making.strategies import cases
from tests.making.strategies_records import telling_days

NK = mandate.load("nagorno-karabakh-2020")
FULL = ("2020-11-10", "2026-01-01")


def paths_of(values: object, path: str = "") -> dict[str, Any]:
    """Return every path of plain data with what stands there, also of what is within."""
    found = {path: values} if path else {}
    if isinstance(values, dict):
        for name, value in values.items():
            found |= paths_of(value, f"{path}.{name}".strip("."))
    return found


@pytest.mark.parametrize("day", ["2020-11-09", "2020-11-21", "2026-01-01", "9999-12-31"])
def test_every_path_of_as_dict_is_one(day):
    status = NK.status(day)

    for path, value in paths_of(status.as_dict()).items():
        assert status.value(path) == value, path
        assert NK.when({path: value}, day, day).always, path


@settings(max_examples=tried(40))
@given(cases(events=5, far=False), st.data())
def test_every_path_of_a_drawn_status_is_one(case, data):
    text, record, doctrine = mandate.library.read_data(*case)
    drawn = mandate.Mandate(text, record, doctrine, "plain")
    paths = AnswerPaths(text, doctrine, frozenset(e.id for e in record.events))
    status = drawn.status(data.draw(telling_days(*case)))

    for path, value in paths_of(status.as_dict()).items():
        assert status.value(path) == value
        assert paths.misfit(path, value) == "", path


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("fase", "'fase'; did you mean 'phase'?"),
        ("phase.state", "'phase.state': phase is a text"),
        ("clauses.kalbajr.state", "'clauses.kalbajr.state'; did you mean 'kalbajar'?"),
        ("clauses.kalbajar.stat", "did you mean 'state'?"),
        ("clauses.kalbajar.phase", "nothing named 'clauses.kalbajar.phase'"),
        ("clauses.centre.phase", "known: beyond_calendar, kind, since, state"),
        ("clauses.contingent.figures.persons.state", "did you mean 'personnel'?"),
        ("clauses.contingent.figures.personnel.stat", "did you mean 'state'?"),
        ("clauses.kalbajar.due.year", "due is a date, like 2025-11-10"),
        ("parties.russia.state", "known: armenia, azerbaijan"),
        ("on_the_ground.contingnt.state", "did you mean 'contingent'?"),
        ("term.nummer", "did you mean 'number'?"),
        ("", "a status has nothing named ''"),
        (".", "a status has nothing named '.'"),
        (None, "a status has nothing named None"),
        (3, "a status has nothing named 3"),
    ],
)
def test_a_path_that_leads_nowhere(path, said):
    act = {"kind": "notice", "by": "armenia"}
    asked = [lambda: NK.status("2021-01-01").value(path), lambda: NK.when({path: "x"}, *FULL)]
    if path is not None:  # a chance without a path is that anything is otherwise
        asked.append(lambda: NK.last_chance(act, on="2026-01-01", path=path))
    for ask in asked:
        with pytest.raises(ArgumentError) as caught:
            ask()
        assert said in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("phase", "in force", "'in force' is never there; did you mean 'in-force'?"),
        ("phase", True, "true is never there: give a text"),
        ("in_force", "true", "'true' is never there: give true or false"),
        ("in_force", 1, "1 is never there: give true or false"),
        ("term.number", True, "true is never there: give a whole number"),
        ("term.number", "2", "'2' is never there: give a whole number"),
        ("term.number", 2.0, "2.0 is never there: give a whole number"),
        ("last_day", "2025-11-10", "'2025-11-10' is never there: give a date, like 2025-11-10"),
        ("last_day", datetime(2025, 11, 10, tzinfo=UTC), "give a date, like 2025-11-10"),
        ("clauses.kalbajar.state", "done", "known: "),
        ("on_the_ground.contingent.state", "withdrawed", "did you mean 'withdrawn'?"),
        ("clauses.kalbajar", "performed", "'performed' is never there: give a table"),
        ("changes", "none yet", "give a list"),
    ],
)
def test_a_value_that_can_never_be_there(path, value, said):
    with pytest.raises(ArgumentError) as caught:
        NK.when({path: value}, *FULL)

    assert str(caught.value).startswith(f"condition: {path}: ")
    assert said in str(caught.value)


def test_every_fault_of_a_condition_is_told_at_once():
    with pytest.raises(ArgumentError, match=r"'fase'.*; in_force: 'yes' is never there"):
        NK.when({"fase": "ended", "in_force": "yes", "term.number": 2}, *FULL)


def test_a_row_that_comes_later_is_no_fault():
    """A table has no row before there is something to tell: nothing stands at its path then."""
    claim = event("termination", date(2020, 6, 1), by="alfa")
    stay = made(agreement({"stay": term(date(2020, 1, 1), "1 year", notice="1 month")}), claim)
    rows = stay.status("2020-06-01").clauses["stay"].claimed_ends
    (name,) = rows
    path = f"clauses.stay.claimed_ends.{name}.by"

    assert stay.status("2020-05-31").value(path) is None
    held = stay.when({path: rows[name]["by"]}, "2020-01-01", "2020-12-31")
    assert held.first_day == date(2020, 6, 1)


def test_values_of_other_libraries():
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")

    assert NK.when({"term.number": numpy.int64(2)}, *FULL).ever
    for odd in (numpy.array([1, 2]), pandas.NA, pandas.NaT, numpy.bool_(1)):
        for path in ("term.number", "in_force", "last_day", "phase"):
            with pytest.raises(ArgumentError, match=f"{path}: .*never there"):
                NK.when({path: odd}, *FULL)


def test_what_is_shown_of_an_odd_value_is_short():
    with pytest.raises(ArgumentError) as caught:
        NK.when({"phase": "x" * 10**6}, *FULL)

    assert len(str(caught.value)) < 200
    assert shown("x" * 10**6) in str(caught.value)
