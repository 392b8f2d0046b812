"""Two courses side by side, deadlines and what was known: what holds of every record.

That supposing nothing changes nothing, that leaving out undoes supposing, and that an act changes
nothing before its effect stands in `test_happenings`.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from hypothesis import assume, event, given, note, reject, settings
from hypothesis import strategies as st

import mandate as library
from mandate import Mandate
from mandate.errors import MandateError
from mandate.plain_data import plain
from tests.laws.test_happenings import answers, at_an_hour_near, first_known, near
from tests.making.building import DAY, Table, clamped, mandate, said
from tests.making.drawing import cases
from tests.making.effort import tried

Case = tuple[Table, date, list[Table]]

YEAR = timedelta(days=400)


#: What is said of a party or a subject that does not tell how it stands.
_ALWAYS_THE_SAME = {"id", "name", "role", "events"}


def values(stay: Mandate, day: date) -> dict[tuple[str, str, str], object]:
    """Return what can change of clauses, parties and subjects, at the close of a day."""
    status = stay.status(day)
    found = {}
    for name, clause in status.clauses.items():
        found |= {("clauses", name, axis): plain(clause[axis]) for axis in clause}
    for part in ("parties", "on_the_ground"):
        for name, one in getattr(status, part).items():
            told = one.as_dict().items()
            found |= {(part, name, k): v for k, v in told if k not in _ALWAYS_THE_SAME}
    return found


def around(start: date) -> tuple[date, date]:
    return clamped((start - 30 * DAY).toordinal()), clamped((start + YEAR).toordinal())


# --- two courses side by side -------------------------------------------------------------------


@settings(max_examples=tried(15))
@given(cases(), st.randoms(use_true_random=False))
def test_a_mandate_does_not_differ_from_its_equal(case: Case, chance: random.Random) -> None:
    text, start, events = case
    shuffled = list(events)
    chance.shuffle(shuffled)
    stay = mandate(text, *events)
    supposed = [{name: value for name, value in one.items() if name != "source"} for one in events]

    for equal in (mandate(text, *shuffled), stay.what_if(), mandate(text).what_if(*supposed)):
        found = library.compare(stay, equal, *around(start))
        assert (found.same, found.because_of) == (True, ())


@settings(max_examples=tried(15))
@given(cases(most=5), st.data())
def test_two_courses_differ_where_their_days_do(case: Case, data: st.DataObject) -> None:
    text, start, events = case
    assume(events)
    stay = mandate(text, *events)
    other = data.draw(st.sampled_from(variations(stay, events)))
    first, last = around(start)
    found = library.compare(stay, other, first, last)
    event(f"{len(found.divergences)} divergences")

    told: dict[date, set[tuple[str, ...]]] = {}
    for one in found.divergences:
        for number in range((one.last_day - one.first_day).days + 1):
            row = (one.part, one.of, one.axis, str(one.one), str(one.other))
            told.setdefault(one.first_day + number * DAY, set()).add(row)
    for day in days(first, last):
        mine, theirs = values(stay, day), values(other, day)
        differ = {
            (*path, str(value), str(theirs[path]))
            for path, value in mine.items()
            if value != theirs[path]
        }
        assert told.get(day, set()) == differ


@settings(max_examples=tried(15))
@given(cases(most=5))
def test_the_events_of_a_difference_are_enough_and_none_is_too_many(case: Case) -> None:
    """Those events lead from one to the other; all but one of them do not."""
    text, start, events = case
    assume(events)
    bare, full = mandate(text), mandate(text, *events)
    span = around(start)
    found = library.compare(bare, full, *span)
    note(str(found))
    event(f"{len(found.because_of)} of {len(events)}")
    named = [one for one in events if one["id"] in found.because_of]

    assert [one["id"] for one in named] == sorted(found.because_of)
    assert library.compare(mandate(text, *named), full, *span).same
    for left_out in named:
        try:
            fewer = mandate(text, *(one for one in named if one is not left_out))
        except MandateError:  # what refers to it cannot stand without it
            continue
        assert not library.compare(fewer, full, *span).same


def variations(stay: Mandate, events: list[Table]) -> list[Mandate]:
    """Return the mandate without each event to which none refers, and without any."""
    named = {one["of"] for one in events}
    alone = [stay.without(one["id"]) for one in events if one["id"] not in named]
    return [*alone, stay.text_alone()]


def days(first: date, last: date) -> list[date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


# --- acts that reach back -----------------------------------------------------------------------


@settings(max_examples=tried(15))
@given(cases(most=5), st.data())
def test_an_act_that_reaches_back_changes_nothing_before_its_effect(
    case: Case, data: st.DataObject
) -> None:
    text, start, events = case
    named = {one["of"] for one in events}
    able = [one for one in events if one["id"] not in named and "received" not in one]
    assume(able)
    act = data.draw(st.sampled_from(able))
    done = act["on"].date() if isinstance(act["on"], datetime) else act["on"]
    effect = clamped(done.toordinal() - data.draw(st.integers(1, 200)))
    rest = [one for one in events if one is not act]
    try:
        with_it = mandate(text, *rest, {**act, "effect": effect})
    except MandateError:  # it would contradict what is recorded of that day
        reject()
    without_it = mandate(text, *rest)

    for day in [*near(events, start), clamped((effect - DAY).toordinal())]:
        if day < effect:
            assert said(with_it.status(day)) == said(without_it.status(day))


# --- deadlines ----------------------------------------------------------------------------------


@settings(max_examples=tried(10))
@given(cases(most=5))
def test_deadlines_are_what_the_status_of_each_day_says(case: Case) -> None:
    """A day is a deadline if at its own close an axis names that very day; and no other day is."""
    text, start, events = case
    stay = mandate(text, *events)
    first, last = around(start)
    axes = {"due", "notice_deadline", "last_day"}

    day_by_day = {
        (day, name, axis)
        for day in days(first, last)
        for name, clause in stay.status(day).clauses.items()
        for axis in axes & set(clause)
        if clause[axis] == day
    }
    found = stay.deadlines(first, last)
    event(f"{len(found)} deadlines")

    assert {(one.day, one.clause, one.axis) for one in found} == day_by_day
    assert [one.day for one in found] == sorted(one.day for one in found)
    for one in found:
        clause = stay.status(one.day).clauses[one.clause]
        assert one.state in {str(clause[axis]) for axis in ("state", "phase", "notice")
                             if axis in clause}  # fmt: skip


# --- what was known when ------------------------------------------------------------------------


@settings(max_examples=tried(10))
@given(cases(most=5), st.data())
def test_what_became_known_later_is_in_no_answer_as_known_then(
    case: Case, data: st.DataObject
) -> None:
    """Not in what was assumed, nor in the powers, the deadlines or what was to change next."""
    text, start, events = case
    when = data.draw(st.sampled_from(near(events, start)))
    assume(not at_an_hour_near(events, when))
    late = [one for one in events if first_known(one) > when]
    event(f"{len(late)} known later")
    known = [one for one in events if one not in late]
    # What is known of one that is not cannot be written down without it.
    assume(not any(one["of"] in {e["id"] for e in late} for one in known))
    day = data.draw(st.sampled_from(near(events, start)[:-1]))
    first, last = around(start)

    everything = mandate(text, *events, complete_to=date(2200, 1, 1)).as_known_on(when)
    then = mandate(text, *known, complete_to=when)

    assert answers(everything, [day]) == answers(then, [day])
    assert everything.status(day).assumptions == then.status(day).assumptions
    assert everything.powers(day) == then.powers(day)
    assert everything.deadlines(first, last) == then.deadlines(first, last)
    one, other = everything.next_change(day), then.next_change(day)
    assert (one and one.as_dict()) == (other and other.as_dict())


@settings(max_examples=tried(15))
@given(cases(most=5))
def test_what_a_variation_takes_the_effect_from_is_told_and_nothing_else(case: Case) -> None:
    """A variation of itself takes none; what is left out is not named; what is named is there."""
    text, _, events = case
    assume(events)
    stay = mandate(text, *events)

    assert (stay.ineffective, stay.what_if().ineffective) == ((), ())
    for varied in variations(stay, events):
        there = {one.id for one in varied.record.events}
        assert set(varied.ineffective) <= there
        left_out = [one for one in events if one["id"] not in there]
        again = varied.what_if(
            *({name: v for name, v in one.items() if name != "source"} for one in left_out)
        )
        assert again.ineffective == ()
