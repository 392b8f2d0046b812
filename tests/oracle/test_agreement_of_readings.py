"""The engine under both matchers, and the independent day-by-day oracle, agree on drawn cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hypothesis import given, settings

from mandate.answers.status import Status
from mandate.library import read_data
from mandate.mandate import Mandate
from tests.making.building import ENGINES
from tests.making.effort import tried
from tests.making.strategies import cases
from tests.making.strategies_records import Case
from tests.oracle import days_to_ask, on_days, others_on_days


def said(status: Status) -> dict[str, dict[str, Any]]:
    """Return a status in the oracle's words: clause → axis → value."""
    found: dict[str, dict[str, Any]] = {}
    for name, clause in status.clauses.items():
        axes = clause.as_dict()
        term = axes.pop("term", None)
        if term:
            axes.update({f"term.{k}": v for k, v in term.items()})
        for what, row in axes.pop("figures", {}).items():
            axes.update({f"figures.{what}.{k}": v for k, v in row.items()})
        if isinstance(axes.get("awaited"), dict):  # the oracle does not say of which act
            axes["awaited"] = {party: {} for party in axes["awaited"]}
        found[name] = {k: _said(v) for k, v in axes.items()}
    return found


def _said(value: object) -> object:
    """Return a value in the oracle's words: no enums, and hours as texts."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


@settings(max_examples=tried(40))
@given(cases())
def test_engine_and_oracle_agree(case: Case) -> None:
    """Every axis that both speak of has the same value on every telling day."""
    agreement, record = case
    days = days_to_ask(agreement, record)
    expected = on_days(agreement, record, days)
    others = others_on_days(agreement, record, days)
    for engine in ENGINES:
        mandate = Mandate(*read_data(agreement, record), engine)
        for day in days:
            status = mandate.status(day)
            compare(expected[day], said(status), day, engine)
            compare_others(others[day], status, engine)


def compare(
    expected: dict[str, dict[str, object]], found: dict[str, dict[str, Any]], day: date, engine: str
) -> None:
    """Compare what is so of the clauses: the library speaks of all of which the oracle does."""
    for clause, every in expected.items():
        where = f"{engine} {day} {clause}"
        # There are no rows before a ceiling has begun, or where it never does.
        rows = any(axis.startswith("figures.") for axis in found[clause])
        axes = {a: v for a, v in every.items() if rows or not a.startswith("figures.")}
        assert set(axes) <= set(found[clause]), where
        assert axes == {axis: found[clause][axis] for axis in axes}, where


def compare_others(expected: dict[str, dict[str, object]], status: Status, engine: str) -> None:
    """Compare what is so of the parties and on the ground."""
    told = {**status.parties, **status.on_the_ground}
    for name, axes in expected.items():
        where = f"{engine} {status.date} {name}"
        found = told[name].as_dict()
        assert set(axes) <= set(found), where
        assert axes == {axis: found[axis] for axis in axes}, where
