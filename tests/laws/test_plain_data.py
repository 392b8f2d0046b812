"""Plain data: what answers hold, that JSON gives it back, and that rows are flat."""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from itertools import chain
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mandate as library
from mandate.plain_data import digest
from tests.making.building import MATCHERS, Table, any_day, clamped, mandate, shuffled
from tests.making.drawing import cases
from tests.making.effort import tried

PLAIN = {str, int, bool, type(None), date, datetime, list, dict}
FLAT = PLAIN - {list, dict}

Plain = Any  # plain data, or what should be and is not

# --- any plain data -----------------------------------------------------------------------------

_offsets = st.integers(-86_399, 86_399).map(lambda s: timezone(timedelta(seconds=s)))
_moments = st.datetimes(timezones=_offsets).map(lambda moment: moment.replace(fold=0))
_like_dates = st.one_of(st.dates(), _moments).map(lambda moment: moment.isoformat())
_texts = st.one_of(
    st.text(),
    _like_dates,
    _like_dates.map(lambda text: f"'{text}"),
    _like_dates.map(lambda text: f"''{text}"),
    st.sampled_from(
        ["2020-13-45", "'2020-02-30", "2020-11-10T24:00:00", "Ağdam", "Лачин", "2020-W05-1"]
    ),
)
_values = st.one_of(st.none(), st.booleans(), st.integers(), _texts, st.dates(), _moments)
any_plain = st.recursive(
    _values, lambda inner: st.lists(inner) | st.dictionaries(_texts, inner), max_leaves=20
)


@given(any_plain)
def test_json_gives_back_what_was_written(value: Plain) -> None:
    again = library.from_json(library.to_json(value))

    assert repr(again) == repr(value)  # the types, the offsets and the order of names as well
    assert library.to_json(again) == library.to_json(value)


@given(any_plain)
def test_json_is_what_any_reader_takes(value: Plain) -> None:
    json.loads(library.to_json(value), parse_constant=pytest.fail)


@given(any_plain, any_plain)
def test_a_hash_is_that_of_the_content(one: Plain, other: Plain) -> None:
    # repr tells 1 from True, and an offset from another; names stand in order here.
    same = repr(_sorted(one)) == repr(_sorted(other))

    assert (digest(one) == digest(other)) is same


def _sorted(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1.5]",
        "[NaN]",
        '{"a": 1, "a": 2}',
        "[" * 100_000,
        "1" * 5000,
        b"\xff\xff",
        7,
        None,
    ],
)
def test_what_is_not_of_ours_is_refused(text: Plain) -> None:
    with pytest.raises(library.errors.ArgumentError, match=r"^text: "):
        library.from_json(text)


@pytest.mark.parametrize("value", [object(), {"status": object()}, [{1, 2}], 1.5])
def test_what_is_no_plain_data_is_no_json(value: Plain) -> None:
    with pytest.raises(library.errors.ArgumentError, match="is no answer and no plain data"):
        library.to_json(value)


# --- answers ------------------------------------------------------------------------------------


def of_status(status: library.Status) -> Iterator[Any]:
    """Yield a status and all that it is made of."""
    yield from (status, status.term, status.receipt(), *status.changes)
    for part in (status.clauses, status.parties, status.on_the_ground):
        yield from part.values()
    explanation = status.explain()
    yield explanation
    yield from explanation.reasons


def all_answers(stay: library.Mandate, day: date) -> Iterator[Any]:
    """Yield an answer of every type near a day."""
    last = clamped(day.toordinal() + 400)
    yield from of_status(stay.status(day))
    yield from of_status(stay.status(day, as_known_on=clamped(day.toordinal() - 10)))
    yield from of_status(stay.status(datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)))
    course, due = stay.timeline(day, last), stay.deadlines(day, last)
    yield from (*course, *due, *stay.overdue(day))
    yield from stay.status(last).assumptions
    # Of a thousand changes the powers are not worked out.
    with suppress(library.errors.RunawayError):
        yield from stay.powers(day)
    yield stay.when(lambda status: bool(status.changes), day, last)
    comparison = library.compare(stay, stay.text_alone(), day, last)
    yield from (comparison, *comparison.divergences)
    yield library.Docket(day, last, due)
    yield from (stay.record, *stay.record.events, stay.agreement, *stay.agreement.clauses.values())
    status = stay.status(day)
    yield library.answers.LastChance(
        day, None, {"phase": (status.phase, None), "clauses.stay": ([day], 1)}
    )
    verified = library.verify(status.receipt(), {"on": day}, against=stay)
    yield from (verified, *verified.differences)
    yield library.answers.CheckReport(stay.id, 0, 1, 1, 1, 1, (f"2020-01-01: {day}",))


def types(value: Plain) -> Iterator[type]:
    yield type(value)
    if isinstance(value, dict):
        assert all(type(name) is str for name in value)
        yield from chain.from_iterable(types(one) for one in value.values())
    elif isinstance(value, list):
        yield from chain.from_iterable(types(one) for one in value)


Case = tuple[Table, date, list[Table]]


@settings(max_examples=tried(8))
@given(cases(), any_day)
def test_answers_are_plain_and_json_gives_them_back(case: Case, far: date) -> None:
    text, start, events = case
    stay = mandate(text, *events, complete_to=start)

    for day in (start, far):
        for answer in all_answers(stay, day):
            found = answer.as_dict()

            assert set(types(found)) <= PLAIN, answer
            assert repr(library.from_json(library.to_json(answer))) == repr(found)


@settings(max_examples=tried(15))
@given(cases())
def test_answers_with_texts_like_dates_are_given_back(case: Case) -> None:
    text, start, events = case
    text["title"] = text["short"] = "2020-11-10"
    text["parties"]["alfa"]["name"] = "'0001-01-01"
    text["clauses"]["stay"]["title"] = "Останься, Ağdam"
    stay = mandate(text, *({**one, "note": "9999-12-31"} for one in events))

    for answer in (*of_status(stay.status(start)), stay.record, stay.agreement):
        assert repr(library.from_json(library.to_json(answer))) == repr(answer.as_dict())


@settings(max_examples=tried(15))
@given(cases())
def test_a_list_of_answers_is_a_list_in_json(case: Case) -> None:
    text, start, events = case
    course = mandate(text, *events).timeline(start, clamped(start.toordinal() + 100))

    assert library.from_json(library.to_json(course)) == [one.as_dict() for one in course]


# --- rows ---------------------------------------------------------------------------------------


def tables(stay: library.Mandate, day: date) -> Iterator[list[Mapping[str, Any]]]:
    last = clamped(day.toordinal() + 400)
    noon = datetime(2020, 5, 1, 12, tzinfo=timezone(timedelta(hours=4)))
    course = stay.timeline(day, last)
    yield from (course.to_rows(), stay.deadlines(day, last).to_rows(), stay.overdue(day).to_rows())
    yield stay.statuses([day, noon, last]).to_rows()
    yield stay.when(lambda status: bool(status.changes), day, last).to_rows()
    yield library.compare(stay, stay.text_alone(), day, last).to_rows()
    yield stay.record.to_rows()
    yield library.Docket(day, last, stay.deadlines(day, last)).to_rows()


@settings(max_examples=tried(15))
@given(cases())
def test_rows_are_flat_and_both_libraries_take_them(case: Case) -> None:
    text, start, events = case

    for rows in tables(mandate(text, *events), start):
        columns = list(rows[0]) if rows else []

        assert all(list(row) == columns for row in rows)
        assert {type(cell) for row in rows for cell in row.values()} <= FLAT
        assert list(pd.DataFrame(rows).columns) == columns
        assert pd.DataFrame(rows).shape[0] == len(rows)
        taken = pl.DataFrame(rows, infer_schema_length=None)
        assert taken.columns == columns
        for column in columns:  # no cell is lost, and a date stays one
            assert taken[column].to_list() == [row[column] for row in rows]


def test_a_table_is_a_sequence_that_equals_a_list() -> None:
    nk = library.load("nagorno-karabakh-2020")
    found = nk.deadlines("2020-11-01", "2025-12-31")

    assert found == list(found)
    assert list(found) == found
    assert not found != list(found)  # noqa: SIM202  # both operators are its own
    assert found != found[1:]
    assert found[1:].to_rows() == found.to_rows()[1:]
    assert isinstance(found[0], library.Deadline)
    assert {found: 1}[nk.deadlines("2020-11-01", "2025-12-31")] == 1
    assert repr(found[:0]) == "<Deadlines: 0>"
    with pytest.raises(TypeError):
        found[0] = found[1]  # type: ignore[index]


# --- the content of a record --------------------------------------------------------------------


@settings(max_examples=tried(25))
@given(cases(), st.data())
def test_the_order_of_a_record_does_not_show(case: Case, data: st.DataObject) -> None:
    text, _, events = case
    one, other = mandate(text, *events), mandate(text, *data.draw(shuffled(events)))

    assert one.record.digest == other.record.digest
    assert library.to_json(one.record) == library.to_json(other.record)


@settings(max_examples=tried(25))
@given(cases(), st.data())
def test_every_event_shows_in_the_hash_of_a_record(case: Case, data: st.DataObject) -> None:
    text, start, events = case
    whole = mandate(text, *events)
    noted = [{**one, "note": "otherwise"} if n == 0 else one for n, one in enumerate(events)]
    hashes = {whole.record.digest, whole.what_if({"kind": "statement", "on": start}).record.digest}

    assert len(hashes) == 2
    if events:
        gone = data.draw(st.sampled_from(whole.record.events)).id
        kept = [e for e in whole.record.events if e.id != gone]
        assert whole.record.digest != whole.record.with_events(tuple(kept)).digest
        assert whole.record.digest != mandate(text, *noted).record.digest


SCRIPT = """
import mandate
for name in mandate.agreements():
    stay = mandate.load(name, matcher="plain")
    for answer in (stay.status("2020-11-21"), stay.status("2020-11-21").receipt(), stay.record,
                   stay.agreement, stay.timeline("2020-11-01", "2020-12-31"),
                   stay.deadlines("2020-01-01", "2030-01-01"), mandate.docket("2020-11-15"),
                   mandate.compare(stay, stay.text_alone(), "2018-01-01", "2025-12-31")):
        print(mandate.to_json(answer))
    print(stay.timeline("2020-11-01", "2020-12-31").to_rows())
"""


def printed(seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603  # a constant
    return done.stdout


def test_the_seed_of_hashes_changes_no_byte_of_json() -> None:
    one, other = printed("0"), printed("4711")

    assert one == other
    assert one.count(b'"seal"') == len(library.agreements())


@pytest.mark.parametrize("matcher", MATCHERS)
def test_the_matcher_stands_in_the_receipt_alone(matcher: str) -> None:
    status = library.load("nagorno-karabakh-2020", matcher=matcher).status("2020-11-21")

    assert matcher not in library.to_json(status)
    assert matcher not in repr(status)
    assert status.receipt().matcher == matcher


def test_a_text_that_only_looks_like_a_date_stays_one():
    for text in ("2020-13-45", "2020-02-30", "2020-01-01T00:00:00+99:00"):
        assert library.from_json(f'"{text}"') == text


def test_what_is_pickled_comes_back():
    status = library.status("2026-01-01")
    for part in (status.headline, status.clauses["kalbajar"], status.parties["armenia"]):
        assert pickle.loads(pickle.dumps(part)) == part  # noqa: S301  # our own
