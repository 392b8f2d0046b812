"""What a status assumes: what could have changed it is listed, and what is not changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, note, reject, settings
from hypothesis import strategies as st

from mandate.answers import openings
from mandate.answers.assumptions import Assumption
from mandate.answers.status import Status
from mandate.engine.foresight import Foresight
from mandate.errors import OrderError
from mandate.library import read_data
from mandate.mandate import Mandate
from tests.making.effort import tried
from tests.making.strategies import cases
from tests.making.strategies_records import Case, telling_days
from tests.oracle import days_to_ask

Table = dict[str, Any]
DAY = timedelta(days=1)


def axes(status: Status) -> Table:
    return {
        "clauses": {name: one.as_dict() for name, one in status.clauses.items()},
        "parties": status.parties,
        "on_the_ground": status.on_the_ground,
    }


def civil(given: date) -> date:
    return date(given.year, given.month, given.day)


def days_of(event: Table) -> tuple[date, date]:
    """Return the first and the last day on which an event may be done or may act."""
    on = event["on"]
    first, last = (on["from"], on["to"]) if isinstance(on, dict) else (on, on)
    last = max(civil(last), civil(event.get("effect", last)))
    return civil(first), last


def matches(assumption: Assumption, event: Table) -> bool:
    first, last = days_of(event)
    return (
        assumption.kind == event["kind"]
        and assumption.of == event.get("of", "")
        and (not assumption.by or event.get("by", "") in assumption.by)
        and (assumption.first_day or date.min) <= last
        and (first <= assumption.last_day or assumption.repeats)
    )


def listed(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


@st.composite
def one_more(draw: st.DrawFn) -> tuple[Table, Table, Table]:
    """Draw a text, a record, and one event more, after the day to which the record is complete."""
    case: Case = draw(cases())
    text, record = case
    events = record["events"]
    named = {one for e in events for one in (e.get("of"), *listed(e.get("after", [])))}
    last = [e for e in events if e["id"] not in named and e["kind"] not in {"statement", "context"}]
    assume(last)
    more = draw(st.sampled_from(last))
    first, _ = days_of(more)
    assume(first > date.min and civil(more.get("effect", first)) >= first)
    back = draw(st.integers(1, 900))
    complete = first - min(timedelta(back), first - date.min)
    assume(complete < first)
    rest = {**record, "events": [e for e in events if e is not more], "complete-to": complete}
    rest.pop("complete_to", None)
    rest.pop("gaps", None)
    return text, rest, more


@settings(max_examples=tried(15), suppress_health_check=[HealthCheck.filter_too_much])
@given(one_more())
def test_what_is_not_listed_changes_nothing(case: tuple[Table, Table, Table]) -> None:
    text, record, more = case
    with_it = {**record, "events": [*record["events"], more]}
    try:
        before = Mandate(*read_data(text, record), "plain")
        after = Mandate(*read_data(text, with_it), "plain")
    except OrderError:
        reject()
    days = [day for day in days_to_ask(text, with_it) if day > record["complete-to"]]
    otherwise = [d for d in days if axes(before.status(d)) != axes(after.status(d))]
    for day in otherwise[:3]:
        status = before.status(day)
        note(f"{day}: {more}\n" + "\n".join(map(str, status.assumptions)))
        assert any(matches(one, more) for one in status.assumptions)
        assert status.projection


@settings(max_examples=tried(15))
@given(cases(), st.data())
def test_looking_less_closely_finds_no_fewer_openings(case: Case, data: st.DataObject) -> None:
    """Where there are too many changes to look at each, all that could be is taken for possible."""
    derivation = Mandate(*read_data(*case), "plain")._derivation  # noqa: SLF001  # openings are in it
    end = data.draw(telling_days(*case)).toordinal()
    start = max(1, end - 400)
    exact = derivation.once(openings.Openings).between(start, end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openings, "_MOST_STOPS", 0)
        loose = openings.Openings(derivation).between(start, end)
    program = derivation.doctrine.program

    assert all((one.first, one.last) == (start, end) for one in loose)
    could = {(one.sort, rule.id) for one in loose for rule in one.rules}
    found = {(one.sort, rule) for one in exact for rule in one.rules}
    assert {one.sort for one in exact} <= {one.sort for one in loose}
    told = Foresight(program).is_told
    assert {(sort, rule.id) for sort, rule in found if told(rule)} <= could
