"""The engine under both matchers, and the independent day-by-day oracle, agree on drawn cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from mandate.answers.status import Status
from mandate.library import read_data
from mandate.mandate import Mandate
from mandate.timeline.statuses import ClauseStatus
from tests.making.building import MATCHERS
from tests.making.effort import of_part, tried
from tests.making.strategies import cases
from tests.making.strategies_records import Case
from tests.oracle import days_to_ask, on_days, others_on_days

Axes = dict[str, Any]
#: Clauses by their identity, held so that none takes the place of another, and what is said.
Told = dict[int, tuple[ClauseStatus, Axes]]

#: The examples stand in parts, so that several processes share the work of one test.
PARTS = range(8)
IN_EACH = 50


def said(status: Status, told: Told | None = None) -> dict[str, Axes]:
    """Return a status in the oracle's words: clause → axis → value.

    ``told`` keeps what was said of a clause: the same stands in the statuses of many days.
    """
    told = {} if told is None else told
    for clause in status.clauses.values():
        if id(clause) not in told:
            told[id(clause)] = (clause, _said_of(clause))
    return {name: told[id(clause)][1] for name, clause in status.clauses.items()}


def _said_of(clause: ClauseStatus) -> Axes:
    axes = clause.as_dict()
    term = axes.pop("term", None)
    if term:
        axes.update({f"term.{k}": v for k, v in term.items()})
    for what, row in axes.pop("figures", {}).items():
        axes.update({f"figures.{what}.{k}": v for k, v in row.items()})
    if isinstance(axes.get("awaited"), dict):  # the oracle does not say of which act
        axes["awaited"] = {party: {} for party in axes["awaited"]}
    return {k: _said(v) for k, v in axes.items()}


def _said(value: object) -> object:
    """Return a value in the oracle's words: no enums, and hours as texts."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def typed(axes: Axes) -> dict[str, tuple[type, object]]:
    """Return values with their types: compared without, true would pass for 1."""
    return {axis: (type(value), value) for axis, value in axes.items()}


@pytest.mark.hypothesis  # the test that draws stands within
@pytest.mark.parametrize("part", PARTS)
def test_engine_and_oracle_agree(part: int) -> None:
    """Every axis that both speak of has the same value on every telling day."""

    @of_part(part)
    @settings(max_examples=tried(IN_EACH))
    @given(cases())
    def agree(case: Case) -> None:
        agreement, record = case
        days = days_to_ask(agreement, record)
        expected = on_days(agreement, record, days)
        others = others_on_days(agreement, record, days)
        read = read_data(agreement, record)
        for matcher in MATCHERS:
            mandate = Mandate(*read, matcher)
            told: Told = {}
            for day in days:
                status = mandate.status(day)
                compare(expected[day], said(status, told), day, matcher)
                compare_others(others[day], status, matcher)

    agree()


def compare(expected: dict[str, Axes], found: dict[str, Axes], day: date, matcher: str) -> None:
    """Compare what is so of the clauses: the library speaks of all of which the oracle does."""
    for clause, every in expected.items():
        where = f"{matcher} {day} {clause}"
        # There are no rows before a ceiling has begun, or where it never does.
        rows = any(axis.startswith("figures.") for axis in found[clause])
        axes = {a: v for a, v in every.items() if rows or not a.startswith("figures.")}
        assert set(axes) <= set(found[clause]), where
        assert typed(axes) == typed({axis: found[clause][axis] for axis in axes}), where


def compare_others(expected: dict[str, Axes], status: Status, matcher: str) -> None:
    """Compare what is so of the parties and on the ground."""
    told = {**status.parties, **status.on_the_ground}
    for name, axes in expected.items():
        where = f"{matcher} {status.date} {name}"
        found = {axis: _said(value) for axis, value in told[name].as_dict().items()}
        assert set(axes) <= set(found), where
        assert typed(axes) == typed({axis: found[axis] for axis in axes}), where
