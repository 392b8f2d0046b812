"""What the doctrine declares by `in-order` and `among`: dates in order, names that are there."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from mandate.errors import FileError, Problem
from mandate.library import read_data
from tests.making.breaking import LAKE

FILES = {name: (LAKE / f"{name}.toml").read_bytes().decode() for name in ("agreement", "record")}
DAYS = st.dates(date(2020, 2, 20), date(2020, 3, 10))
HOURS = st.builds(
    datetime.combine, DAYS, st.sampled_from([time(0), time(12), time(22, 59), time(23)])
).map(lambda hour: hour.replace(tzinfo=UTC))
NAMES = st.sampled_from(["men", "boats", "guns", "all", "both"])


def problems(agreement: dict[str, Any], record: dict[str, Any] | None = None) -> list[Problem]:
    try:
        read_data(agreement, record)
    except FileError as error:
        return list(error.problems)
    return []


def lake() -> tuple[dict[str, Any], dict[str, Any]]:
    return tomllib.loads(FILES["agreement"]), tomllib.loads(FILES["record"])


def day(moment: date) -> date:
    """The civil day at the lake, counted by another library than the loader's."""
    if isinstance(moment, datetime):
        return moment.astimezone(ZoneInfo("Europe/Paris")).date()
    return moment


@given(begins=DAYS | HOURS, ends=DAYS)
def test_a_duty_ends_on_the_day_it_begins_or_later(begins: date, ends: date) -> None:
    agreement, _ = lake()
    key = "at" if isinstance(begins, datetime) else "on"
    agreement["clauses"]["truce"] |= {"begins": {key: begins}, "ends": {"on": ends}}

    found = problems(agreement)

    event(f"{(ends - day(begins)).days:+d}" if abs((ends - day(begins)).days) < 2 else "far")
    assert [p.path for p in found] == ["clauses.truce.ends.on"] * (ends < day(begins))


@given(begins=DAYS | HOURS, due=DAYS | HOURS)
def test_an_item_is_not_due_before_its_clause_is_owed(begins: date, due: date) -> None:
    agreement, _ = lake()
    clause = agreement["clauses"]["return"]
    clause["begins"] = {"at" if isinstance(begins, datetime) else "on": begins}
    key = "at" if isinstance(due, datetime) else "by"
    clause["items"][0]["due"] = {key: due}

    found = problems(agreement)

    assert [p.path for p in found] == [f"clauses.return.items[0].due.{key}"] * (
        day(due) < day(begins)
    )


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_term_lasts_until_the_day_it_begins_or_later(days: int) -> None:
    agreement, _ = lake()
    term = agreement["clauses"]["stay"]
    begins = term["begins"]["on"]
    del term["lasts"], term["renewal"]
    term["lasts-until"] = begins + timedelta(days)

    assert [p.path for p in problems(agreement)] == ["clauses.stay.lasts-until"] * (days < 0)


@given(
    quantities=st.lists(NAMES, min_size=1, max_size=4, unique=True),
    parts=st.lists(NAMES, min_size=1, max_size=3, unique=True),
    reported=NAMES,
)
def test_what_is_summed_and_reported_is_a_quantity_of_the_clause(
    quantities: list[str], parts: list[str], reported: str
) -> None:
    agreement, record = lake()
    ceiling = agreement["clauses"]["strength"]
    ceiling["quantities"] = [{"what": name, "number": 7} for name in quantities]
    ceiling["totals"] = [{"what": "sum", "of": parts}]
    # The same names in another ceiling count for nothing.
    agreement["clauses"]["other"] = {
        **ceiling,
        "quantities": [
            {"what": name, "number": 7} for name in ("men", "boats", "guns", "all", "both")
        ],
    }
    report = next(e for e in record["events"] if e["kind"] == "report")
    report["what"] = reported
    expected = [f"no quantity {name!r}" for name in parts if name not in quantities]

    assert [p.found for p in problems(agreement)] == expected

    ceiling["totals"] = [{"what": "sum", "of": quantities}]
    unknown = reported not in quantities
    assert [p.found for p in problems(agreement, record)] == [f"no quantity {reported!r}"] * unknown

    report["what"] = "sum"
    assert problems(agreement, record) == []
