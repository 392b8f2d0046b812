"""What an event may change, and what it may not; and that none goes without a reason."""

from __future__ import annotations

import itertools
from datetime import date, datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mandate import Mandate
from mandate.library import doctrine
from tests.making.building import (
    DAY,
    PARTIES,
    Table,
    agreement,
    any_day,
    befores,
    clamped,
    event,
    leads,
    mandate,
    obligation,
    origin,
    periods,
    rules_of,
    said,
    shuffled,
    starts,
    stops,
    term,
    zones,
)
from tests.making.drawing import cases
from tests.making.effort import tried

Case = tuple[Table, date, list[Table]]

LATE = date(2200, 1, 1)
YEARS = 5 * 366
INERT = {name for name, kind in doctrine().events.items() if kind.inert}


def days_of(events: list[Table]) -> list[date]:
    """Return the days on which events are done or received, have effect or become known."""
    names = ("on", "effect", "received", "known", "until")
    found = [one[name] for one in events for name in names if name in one]
    return [day.date() if isinstance(day, datetime) else day for day in found]


def near(events: list[Table], start: date) -> list[date]:
    marks = {start, *days_of(events)}
    around = {clamped(mark.toordinal() + by) for mark in marks for by in (-1, 0, 40)}
    return sorted({*around, LATE})


def answers(stay: Mandate, days: list[date], **known: object) -> list[Table]:
    return [stay.status(day, **known).as_dict() for day in days]


@settings(max_examples=tried(40))
@given(cases(), st.data())
def test_the_order_of_the_file_is_irrelevant(case: Case, data: st.DataObject) -> None:
    text, start, events = case
    days = near(events, start)

    one = mandate(text, *events)
    other = mandate(text, *data.draw(shuffled(events)))

    assert answers(one, days) == answers(other, days)


@settings(max_examples=tried(40))
@given(cases())
def test_everything_that_happened_has_a_reason(case: Case) -> None:
    text, start, events = case
    told = {
        (name, firing.rule.id)
        for stop in stops(mandate(text, *events), clamped(start.toordinal() + YEARS))
        for firing in stop.firings
        if (name := origin(firing, stop))
    }

    acts = [one["id"] for one in events if one["kind"] not in INERT]
    assert [name for name in acts if name not in {event for event, _ in told}] == []


@settings(max_examples=tried(40))
@given(cases())
def test_every_act_is_told_on_its_day(case: Case) -> None:
    text, _, events = case
    stay = mandate(text, *events)

    for one in events:
        # A milestone only signals: see test_a_milestone_is_told_on_its_day.
        if one["kind"] in {*INERT, "milestone"} or isinstance(one["on"], datetime):
            continue
        day = one.get("effect", one["on"])
        assert one["id"] in {change.event for change in stay.status(day).changes}


@settings(max_examples=tried(30))
@given(cases())
def test_an_act_changes_nothing_before_it(case: Case) -> None:
    text, start, events = case
    assume(events)
    latest = max(events, key=lambda one: str(one.get("effect", one["on"])))
    assume(not any(one["of"] == latest["id"] for one in events))
    first = latest.get("effect", latest["on"])
    first = first.date() - DAY if isinstance(first, datetime) else first
    rest = [one for one in events if one is not latest]
    days = [day for day in near(rest, start) if day < first]

    with_it, without_it = mandate(text, *events), mandate(text, *rest)

    assert [said(with_it.status(day)) for day in days] == [
        said(without_it.status(day)) for day in days
    ]


@settings(max_examples=tried(40))
@given(cases(most=5))
def test_without_undoes_what_if(case: Case) -> None:
    text, start, events = case
    days = near(events, start)
    stay = mandate(text)
    supposed = [{name: value for name, value in one.items() if name != "source"} for one in events]

    there = stay.what_if(*supposed)
    back = there.without(*(one["id"] for one in supposed))

    assert answers(there, days) == answers(mandate(text, *events), days)
    assert answers(back, days) == answers(stay, days)
    assert answers(there.text_alone(), days) == answers(stay, days)


@settings(max_examples=tried(20))
@given(cases())
def test_supposing_nothing_changes_nothing(case: Case) -> None:
    text, start, events = case
    stay = mandate(text, *events, complete_to=start)
    days = near(events, start)

    assert answers(stay.what_if(), days) == answers(stay, days)
    assert answers(stay.without(), days) == answers(stay, days)


@settings(max_examples=tried(30))
@given(cases(), st.data())
def test_what_became_known_later_changes_nothing_as_known_then(
    case: Case, data: st.DataObject
) -> None:
    text, start, events = case
    when = data.draw(st.sampled_from(near(events, start)))
    # In which zone an event at an hour of that day is known by its close: keep clear of it.
    hours = [one["on"].date() for one in events if isinstance(one["on"], datetime)]
    assume(all(abs(day - when) > DAY for day in hours))
    late = [one for one in events if first_known(one) > when]
    known = [one for one in events if one not in late]
    # What is known of one that is not cannot be written down without it.
    assume(not any(one["of"] in {e["id"] for e in late} for one in known))
    days = near(events, start)

    everything = mandate(text, *events, complete_to=LATE)
    then = mandate(text, *known, complete_to=when)

    assert answers(everything, days, as_known_on=when) == answers(then, days)


def first_known(one: Table) -> date:
    known: date = one.get("known", one["on"])
    return known.date() if isinstance(known, datetime) else known


def at_an_hour_near(events: list[Table], when: date) -> bool:
    """Whether it hangs on the zone if an event at some hour was known by the close of a day."""
    hours = [one["on"] for one in events if "known" not in one and isinstance(one["on"], datetime)]
    return any(when in {hour.date(), hour.date() - DAY} for hour in hours)


@settings(max_examples=tried(40))
@given(starts, st.integers(0, 80), st.integers(1, 60), periods, befores, zones, leads)
def test_an_extension_within_its_limit_moves_only_its_own_deadline(  # noqa: PLR0913  # all drawn
    start: date, gone: int, more: int, period: str, before: str, zone: str, lead: str
) -> None:
    limit = {"by": ["alfa"], "at-most": "60 days", "times": 1}
    clauses = {
        "stay": term(start, "8 months", tacit="8 months", notice=lead),
        "escort": term(
            start, "100 days", extension=limit, notice={"by": ["alfa"], "before-end": "9 days"}
        ),
        "handover": obligation(due={"within": "100 days", "from": start}, extension=limit),
        "exchange": obligation(due={"within": "100 days", "from": start}),
        "return": obligation(due={"within": "100 days", "from": start}),
    }
    text = agreement(clauses, period=period, before=before, zone=zone)
    plain = mandate(text).status(start)
    ends = {"escort": ("last_day", "notice_deadline"), "handover": ("due",), "exchange": ("due",)}

    for name, moved in ends.items():
        old = plain.clauses[name][moved[0]]
        by = {"exchange": "bravo"}.get(name, "alfa")  # whose debtor cannot give himself time
        act = event("extension", start + gone * DAY, of=name, by=by, until=old + more * DAY)
        stay = mandate(text, act)
        found = stay.status(start + gone * DAY)
        assert len(rules_of(found)) >= 1
        for day in (start + gone * DAY, old):
            new, was = stay.status(day), mandate(text).status(day)
            assert new.clauses[name][moved[0]] == old + more * DAY
            others = set(clauses) - {name}
            assert {n: new.clauses[n] for n in others} == {n: was.clauses[n] for n in others}
        mine = found.clauses[name].as_dict()
        before_it = plain.clauses[name].as_dict()
        touched = {axis for axis in mine if mine[axis] != before_it[axis]}
        assert touched <= {*moved, "extended", "term", "notice"}
        assert found.clauses[name].extended == 1


@settings(max_examples=tried(40))
@given(cases())
def test_no_extension_makes_a_due_day_earlier(case: Case) -> None:
    text, _, events = case
    stay = mandate(text, *events)

    for one in events:
        clause = one["of"]
        if one["kind"] == "extension" and text["clauses"].get(clause, {}).get("due"):
            day = one.get("effect", one["on"])
            day = day.date() if isinstance(day, datetime) else day
            before = stay.status(day - DAY).clauses[clause].due
            after = stay.status(day).clauses[clause].due
            assert None in {before, after} or before <= after


@settings(max_examples=tried(60))
@given(starts, st.integers(-40, 60), st.integers(-40, 60), st.sampled_from([*PARTIES, None]))
def test_who_may_give_more_time_where_the_text_has_no_rule_for_it(
    start: date, gone: int, more: int, by: str | None
) -> None:
    due = start + 50 * DAY
    clauses = {"stay": term(start), "handover": obligation(due={"by": due}, creditor="bravo")}
    text = agreement(clauses, instrument={"begins": {"on": start}})
    named = {} if by is None else {"by": by}
    act = event("extension", start + gone * DAY, of="handover", until=due + more * DAY, **named)

    found = mandate(text, act).status(start + 200 * DAY).clauses["handover"]

    moved = by in {"bravo", None} and more > 0
    assert found.due == (due + more * DAY if moved else due)
    assert found.extended == moved


@settings(max_examples=tried(60))
@given(
    starts,
    st.integers(0, 60),
    st.sampled_from([*PARTIES, "council", None]),
    st.sampled_from(["each", "any"]),
    st.integers(0, 60),
    st.sampled_from(["in turn", "at once"]),
)
def test_who_performs_an_obligation_and_when(  # noqa: PLR0913  # all drawn
    start: date, gone: int, by: str | None, debtors: str, before: int, acting: str
) -> None:
    """Of two debtors each must perform, at once or in turn, unless the text says one suffices."""
    due = start + 30 * DAY
    handover = obligation(due={"by": due}, debtor=["alfa", "charlie"], debtors=debtors)
    text = agreement(
        {"stay": term(start), "handover": handover}, instrument={"begins": {"on": start}}
    )
    day = start + gone * DAY
    named: Table = {} if by is None else {"by": by}
    acts = []
    if debtors == "each" and by in {"alfa", "charlie"}:
        other = "alfa" if by == "charlie" else "charlie"
        alone = mandate(text, event("performance", day, of="handover", by=by)).status(day)
        assert alone.clauses["handover"].performed_on is None
        assert alone.clauses["handover"].awaited == {other: {}}
        if acting == "at once":
            named = {"by": [by, other]}
        else:
            first = max(start, day - before * DAY)
            acts = [event("performance", first, of="handover", by=other, id="first")]

    found = mandate(text, *acts, event("performance", day, of="handover", **named)).status(day)

    clause = found.clauses["handover"]
    if by in {"alfa", "charlie", None}:
        assert clause.awaited == {}
        timing = "early" if day < due else "on-time" if day == due else "late"
        assert (clause.performed_on, clause.timing, clause.done_by_others) == (day, timing, {})
        assert ("(early)" in str(found)) is (day < due)
    else:
        assert (clause.performed_on, clause.timing) == (None, None)
        assert clause.done_by_others == {"performance": {"by": by, "on": day}}
        assert f"done by others: {by}" in str(found)


@settings(max_examples=tried(30))
@given(starts, st.integers(1, 400), st.sampled_from(PARTIES), periods)
def test_an_extension_beyond_its_limit_moves_nothing(
    start: date, more: int, by: str, period: str
) -> None:
    limit = {"by": ["alfa", "bravo"], "at-most": "30 days", "times": 1}
    clauses = {
        "stay": term(start, "100 days", extension=limit),
        "handover": obligation(due={"within": "100 days", "from": start}, extension=limit),
    }
    text = agreement(clauses, period=period)
    plain = mandate(text).status(start)
    allowed = by != "charlie" and more <= 30

    for name, axis in (("stay", "last_day"), ("handover", "due")):
        old = plain.clauses[name][axis]
        act = event("extension", start, of=name, by=by, until=old + more * DAY)
        status = mandate(text, act).status(start)
        assert status.clauses[name][axis] == (old + more * DAY if allowed else old)
        assert any(change.event == "extension" for change in status.changes)


@settings(max_examples=tried(15))
@given(cases(), st.lists(any_day, min_size=1, max_size=4))
def test_what_is_on_the_ground_never_reaches_the_text(case: Case, days: list[date]) -> None:
    text, start, events = case
    there = [one for one in events if one["kind"] != "presence"]
    ground = [
        event(
            "presence",
            clamped(start.toordinal() + number * 30),
            id=f"seen-{number}",
            of="force",
            state=state,
        )
        for number, state in enumerate(
            itertools.islice(itertools.cycle(("deployed", "withdrawn")), 3)
        )
    ]

    for day in {*days, *near(ground, start)}:
        seen = said(mandate(text, *there, *ground).status(day))
        unseen = said(mandate(text, *there).status(day))
        assert seen | {"on_the_ground": None} == unseen | {"on_the_ground": None}
