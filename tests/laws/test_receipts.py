"""Receipts: an answer comes out again, and whatever was tampered with is found."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import mandate as library
from mandate.answers.receipt import Receipt, sealed
from tests.making.building import MATCHERS, Table, any_day, clamped, mandate
from tests.making.drawing import Draw, cases
from tests.making.effort import tried

Case = tuple[Table, date, list[Table]]
Asked = tuple[library.Mandate, library.Status]
Plain = Any  # plain data
Place = tuple[Any, Any, str]


def leaves(value: Plain, path: str) -> Iterator[Place]:
    """Yield (what holds it, its name or number, its path) for every value that holds no other."""
    members = enumerate(value) if isinstance(value, list) else value.items()
    for name, one in members:
        here = f"{path}[{name}]" if isinstance(value, list) else f"{path}.{name}"
        if isinstance(one, (dict, list)) and one:
            yield from leaves(one, here)
        else:
            yield value, name, here


def otherwise(value: Plain) -> Plain:
    """Return another value than this, of the same type where there is one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, date):
        return value + timedelta(days=1 if value.year < 9999 else -1)
    if value is None:
        return date(2020, 1, 1)
    return ["x"]


def tampered(values: Table) -> Iterator[tuple[Table, str]]:
    """Yield the values with one of them changed, and where: once for each of them."""
    changed = deepcopy(values)
    for holds, name, path in list(leaves(changed, "")):
        before = holds[name]
        holds[name] = otherwise(before)
        yield changed, path.removeprefix(".")
        holds[name] = before


@st.composite
def asked(draw: Draw) -> Asked:
    """Draw a mandate and a status of it: on a day or at an instant, also as known on a day."""
    text, start, events = draw(cases())
    stay = mandate(text, *events, complete_to=draw(st.sampled_from([start, date(2090, 1, 1)])))
    near = clamped(start.toordinal() + draw(st.integers(-30, 1500)))
    on = draw(st.one_of(st.just(near), any_day, st.just(f"{near}T12:00:00+04:00")))
    known = draw(st.sampled_from([None, start, clamped(start.toordinal() + 100), f"{near}T12:00Z"]))
    return stay, stay.status(on, as_known_on=known)


@settings(max_examples=tried(60))
@given(asked(), st.data())
def test_an_answer_comes_out_again(case: Asked, data: st.DataObject) -> None:
    stay, status = case
    receipt = status.receipt()
    forms = [receipt, receipt.as_dict(), library.to_json(receipt)]
    answers = [status, status.as_dict(), library.to_json(status)]

    found = library.verify(
        data.draw(st.sampled_from(forms)), data.draw(st.sampled_from(answers)), against=stay
    )

    assert (found.ok, found.differences, found.versions) == (True, (), ())
    assert str(found) == "verified"


@settings(max_examples=tried(10))
@given(asked())
def test_tampering_with_any_value_of_the_answer_is_found_where_it_is(case: Asked) -> None:
    stay, status = case
    receipt = status.receipt()

    for changed, path in tampered(status.as_dict()):
        found = library.verify(receipt, changed, against=stay)

        assert not found.ok
        assert [one.path for one in found.differences] == [f"answer.{path}"]


@settings(max_examples=tried(20))
@given(asked())
def test_tampering_with_any_value_of_the_receipt_is_found(case: Asked) -> None:
    stay, status = case

    for changed, path in tampered(status.receipt().as_dict()):
        found = library.verify(changed, status, against=stay)

        assert not found.ok
        assert "seal" in {one.path for one in found.differences}
        if path.startswith("versions."):
            assert [one.path for one in found.versions] == [path.removeprefix("versions.")]


@settings(max_examples=tried(20))
@given(asked())
def test_a_new_seal_hides_nothing_that_can_be_worked_out(case: Asked) -> None:
    stay, status = case

    for changed, path in tampered(status.receipt().as_dict()):
        again = Receipt.from_dict(changed)
        found = library.verify(evolve(again, seal=sealed(again)), status, against=stay)
        told = {one.path for one in (*found.differences, *found.versions)}

        assert "seal" not in told
        if path == "on":
            assert "answer.on" in told
        elif path not in {"seal", "as_known_on"}:  # the same may have been known on another day
            assert path.removeprefix("versions.") in told
            assert found.ok is (path == "matcher" or path.startswith("versions."))


@settings(max_examples=tried(30))
@given(asked())
def test_a_name_more_or_less_is_found(case: Asked) -> None:
    stay, status = case
    less = {name: value for name, value in status.as_dict().items() if name != "notice"}
    found = library.verify(status.receipt(), less, against=stay)
    more = library.verify(status.receipt(), {**status.as_dict(), "x": None}, against=stay)

    assert [one.path for one in found.differences] == ["answer.notice"]
    assert [(one.path, one.expected) for one in more.differences] == [("answer.x", "(not there)")]


@settings(max_examples=tried(30))
@given(cases(), any_day, st.data())
def test_what_was_known_is_asked_in_either_way(case: Case, on: date, data: st.DataObject) -> None:
    text, start, events = case
    stay = mandate(text, *events)
    days = st.integers(-20, 1500).map(lambda n: clamped(start.toordinal() + n))
    one, other = data.draw(days), data.draw(days)
    status = stay.status(on, as_known_on=one)

    assert stay.as_known_on(one).status(on).receipt() == status.receipt()
    assert status.as_known_on == one
    assert library.verify(status.receipt(), status, against=stay.as_known_on(one)).ok
    # Of two such days the earlier counts.
    both = stay.as_known_on(one).as_known_on(other)
    assert both.status(on).receipt() == stay.status(on, as_known_on=min(one, other)).receipt()


@settings(max_examples=tried(30))
@given(cases(), st.data())
def test_another_record_is_named(case: Case, data: st.DataObject) -> None:
    text, start, events = case
    stay = mandate(text, *events)
    supposed = stay.what_if({"kind": "statement", "on": start})
    status = supposed.status(start)

    assert library.verify(status.receipt(), status, against=supposed).ok
    found = library.verify(status.receipt(), status, against=stay)
    assert "record" in {one.path for one in found.differences}
    known = stay.as_known_on(start).what_if(
        {"kind": "statement", "on": clamped(start.toordinal() + 9)}
    )
    status = known.status(data.draw(any_day))
    assert library.verify(status.receipt(), status, against=known).ok


@pytest.mark.skipif(len(MATCHERS) == 1, reason="durable-rules cannot be imported here")
@settings(max_examples=tried(10))
@given(cases())
def test_another_matcher_is_told_and_does_no_harm(case: Case) -> None:
    text, start, events = case
    plain, durable = (mandate(text, *events, matcher=matcher) for matcher in MATCHERS)
    status = durable.status(start)

    found = library.verify(status.receipt(), status, against=plain)

    assert found.ok
    assert next((one.path, one.expected, one.found) for one in found.versions) == (
        "matcher", "plain", "durable",
    )  # fmt: skip
    one, other = plain.status(start).receipt(), status.receipt()
    assert evolve(one, matcher=other.matcher, versions=other.versions, seal=other.seal) == other
