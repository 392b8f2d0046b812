"""Every value that an author wrote can be named by a path, read and replaced; nothing else can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

import mandate as library
from mandate import ArgumentError, FileError, Mandate
from mandate.library import read_data
from mandate.loading.paths import value_at, with_value
from mandate.loading.record import as_written
from mandate.loading.toml import KeyPath, said
from tests.effort import tried
from tests.strategies import cases
from tests.strategies_records import Case

DATA: dict[str, Any] = {
    "title": "A text",
    "notes": ["first", "second"],
    "clauses": {"stay": {"lasts": "5 years", "notice": {"by": ["alfa"], "before-end": "1 month"}}},
    "events": [{"id": "given", "on": 1}, {"id": "0", "on": 2}, {"id": "7", "on": 3}],
}


def places(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Yield every table, list and value, with its path."""
    if path:
        yield path, value
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from places(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from places(one, (*path, number))


def beside(data: object, path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    """Yield what neither holds a place nor lies in it."""
    for other, value in places(data):
        shared = min(len(other), len(path))
        if other[:shared] != path[:shared]:
            yield other, value


@settings(max_examples=tried(25))
@given(cases())
def test_every_value_is_found_and_can_be_replaced_by_the_path_of_its_error_message(
    case: Case,
) -> None:
    for data in case:
        before = deepcopy(data)
        for path, value in places(data):
            name = said(path)
            assert value_at(data, name) is value
            changed = with_value(data, name, "new")
            assert value_at(changed, name) == "new"
            assert with_value(changed, name, value) == data
            apart = dict(beside(data, path))
            assert apart == dict(beside(changed, path))
        assert data == before


@pytest.mark.parametrize("name", library.names())
def test_all_that_a_bundled_agreement_says_is_addressable(name):
    stay = library.load(name)

    for data in (stay.agreement.written, as_written(stay.record)):
        found = list(places(data))
        assert len(found) > 100
        for path, value in found:
            assert value_at(data, said(path)) is value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "A text"),
        ("notes[1]", "second"),
        ("clauses.stay.notice.by[0]", "alfa"),
        ("clauses.stay.notice", {"by": ["alfa"], "before-end": "1 month"}),
        ("events[given].on", 1),
        ("events[1].on", 2),
        ("events[0].on", 1),  # a number counts, whatever the ids are
        ("events[7].on", 3),
    ],
)
def test_value_at(path, value):
    assert value_at(DATA, path) == value


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "'' is no path: write for example"),
        (None, "None is no path"),
        ("clauses..stay", "is no path"),
        (".title", "is no path"),
        ("[0]", "is no path"),
        ("notes[-1", "is no path"),
        ("titel", "no 'titel'; did you mean 'title'?"),
        ("clauses.stey.lasts", "no 'stey' in 'clauses'; did you mean 'stay'?"),
        ("clauses.stay.notice.befor-end", "in 'clauses.stay.notice'; did you mean 'before-end'?"),
        ("title.words", "'title' is no table, so 'words' is nothing in it"),
        ("notes.first", "'notes' is no table"),
        ("clauses[0]", "'clauses' is no list, so '[0]' is nothing in it"),
        ("notes[2]", "no '[2]' in 'notes', which has 2"),
        ("events[3]", "no '[3]' in 'events', which has 3"),
        ("events[01]", "no '[01]' in 'events'"),
        ("events[gven].on", "no '[gven]' in 'events', which has 3; did you mean 'given'?"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(path, words):
    for ask in (
        lambda: value_at(DATA, path),
        lambda: with_value(DATA, path, None),
    ):
        with pytest.raises(ArgumentError) as caught:
            ask()
        assert str(caught.value).startswith("path: ")
        assert words in str(caught.value)


def test_only_the_last_name_of_a_path_may_be_new():
    found = with_value(DATA, "clauses.stay.drawdown", "1 month")

    assert found["clauses"]["stay"]["drawdown"] == "1 month"
    assert "drawdown" not in DATA["clauses"]["stay"]
    for path in ("clauses.stey.drawdown", "clauses.stay.renewal.tacit", "notes[2]"):
        with pytest.raises(ArgumentError, match="path: no "):
            with_value(DATA, path, "1 month")


def test_none_leaves_out_what_is_there():
    assert with_value(DATA, "clauses.stay.notice", None)["clauses"] == {
        "stay": {"lasts": "5 years"}
    }
    assert with_value(DATA, "notes[0]", None)["notes"] == ["second"]
    assert [e["id"] for e in with_value(DATA, "events[given]", None)["events"]] == ["0", "7"]


def test_what_is_patched_is_read_as_if_it_had_been_written_so():
    stay = library.load("nagorno-karabakh-2020", engine="plain")
    text, record = stay.agreement.written, as_written(stay.record)
    patched = with_value(text, "clauses.mandate.lasts", "4 years")
    patched = with_value(patched, "clauses.mandate.renewal", None)
    moved = with_value(record, "events[kalbajar-extended].until", value_at(record, "complete-to"))

    status = Mandate(*read_data(patched, moved), "plain").status("2020-12-01")

    assert str(status.last_day) == "2024-11-10"
    assert status.clauses["kalbajar"].due == stay.record.complete_to
    assert str(stay.status("2020-12-01").last_day) == "2025-11-10"


def test_what_makes_no_sense_is_refused_when_it_is_read():
    text = library.load("nagorno-karabakh-2020").agreement.written
    patched = with_value(text, "clauses.mandate.last", "4 years")

    with pytest.raises(FileError, match=r"clauses\.mandate\.last: unknown key"):
        read_data(patched)
