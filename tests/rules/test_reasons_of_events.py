"""No event ends without a reason: each sets off a rule, and its day tells what came of it.

What a rule says has no effect has none by another rule.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import assume, given, settings

from mandate.answers.changes import event_of
from mandate.errors import OrderError
from mandate.library import doctrine, read_data
from mandate.mandate import Mandate
from mandate.record.record import Event
from tests.making.building import agreement, event, mandate, term
from tests.making.effort import tried
from tests.making.firings import vain_refusals
from tests.making.strategies import cases
from tests.making.strategies_records import Case

INERT = {name for name, kind in doctrine().events.items() if kind.inert}


def read(case: Case) -> Mandate:
    try:
        return Mandate(*read_data(*case), "plain")
    except OrderError:
        assume(False)  # noqa: FBT003  # so Hypothesis has it
        raise


def told_on(event: Event) -> list[date | datetime]:
    """Return when an event may be told: where it is judged or, if it only comes, where it comes.

    What was to come on an earlier day and came to nothing is told when it was done.
    """
    comes = doctrine().events[event.kind].effect == "comes"
    return [event.on, event.effect] if comes and event.effect is not None else [event.on]


@settings(max_examples=tried(40))
@given(cases(open_cases=True))
def test_every_event_sets_off_a_rule_and_is_told(case: Case) -> None:
    stay = read(case)
    timeline = stay._derivation.timeline  # noqa: SLF001  # which rules fired is not public
    acts = {event.id for event in stay.record.events if event.kind not in INERT}

    stops = timeline.walked_before(timeline.clock.last_event + 1)
    fired = {event_of(firing, stop) for stop in stops for firing in stop.firings}
    told = {
        change.event
        for event in stay.record.events
        if event.id in acts
        for when in told_on(event)
        for change in stay.status(when).changes
    }

    assert sorted(acts - fired) == []
    assert sorted(acts - told) == []


@settings(max_examples=tried(60))
@given(cases(events=10, open_cases=True))
def test_what_is_said_to_have_no_effect_has_none(case: Case) -> None:
    assert vain_refusals(read(case)) == {}


@pytest.mark.parametrize("kind", ["extension", "renewal"])
def test_nobody_is_awaited_for_what_can_be_done_no_more(kind: str) -> None:
    """What all the parties ended by consent nobody prolongs, nor a part of it."""
    ended = event("consent", date(2020, 3, 1))
    part = event(kind, date(2020, 4, 1), by="alfa", until=date(2021, 6, 1))

    status = mandate(agreement({"stay": term(date(2020, 1, 1), "1 year")}), ended, part).status(
        "2020-04-01"
    )

    assert status.clauses["stay"].awaited == {}
    assert [change.event for change in status.changes] == [kind]
