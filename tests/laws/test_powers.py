"""Powers and last chances: what is said of an act is what comes of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, note, reject, settings
from hypothesis import strategies as st

import mandate
from mandate.answers import last_chance
from mandate.answers.changes import by_event
from mandate.answers.powers import Power
from mandate.errors import EngineError, FileError, RunawayError
from mandate.library import read_data
from mandate.mandate import Mandate
from tests.making.building import agreement, term
from tests.making.building import event as event_of
from tests.making.building import mandate as made
from tests.making.effort import tried
from tests.making.strategies import cases
from tests.making.strategies_records import Case, telling_days

Table = dict[str, Any]
DAY = timedelta(days=1)
NK = mandate.load("nagorno-karabakh-2020")


def act(power: Power, on: date) -> Table:
    """Return the act that exercises a power on a day."""
    given: Table = {"kind": power.act, "of": power.of, "on": on, "id": "exercised"}
    if power.by:
        given["by"] = power.by
    if power.act in {"renewal", "extension"}:
        first, last = power.limits.get("until", (None, None))
        given["until"] = first or last or min(on, date.max - 4000 * DAY) + 4000 * DAY
    if power.act == "notice":
        given["received"] = on
    return given


def fired(base: Mandate, power: Power, on: date) -> frozenset[str] | None:
    """Return the rules by which an act has an effect; None where it cannot be on that day."""
    try:
        derivation = base.what_if(act(power, on))._derivation  # noqa: SLF001  # rules, not answers
        return by_event(derivation).get("exercised", frozenset())
    except (FileError, EngineError):
        return None


def powers_of(base: Mandate, day: date) -> list[Power]:
    """Return the powers, where they are worked out: not over a thousand changes."""
    try:
        return list(base.powers(day))
    except RunawayError:
        reject()


@settings(max_examples=tried(6), suppress_health_check=[HealthCheck.filter_too_much])
@given(cases(), st.data())
def test_a_power_works_on_its_last_day_and_not_on_the_next(case: Case, data: st.DataObject) -> None:
    text, record = case
    base = Mandate(*read_data(text, record), "plain")
    day = data.draw(telling_days(text, record))
    powers = powers_of(base, day)
    assume(powers)
    power = data.draw(st.sampled_from(list(powers)))
    note(str(power))
    event(power.power)
    last = power.last_day or max(day, power.first_day or day)
    # An act that names a day can only name one of the calendar.
    assume(last < date(9980, 1, 1) or power.act not in {"renewal", "extension"})
    on_last = fired(base, power, last)

    assert on_last is None or on_last & set(power.rules)
    if power.last_day and power.last_day < date.max:
        next_day = fired(base, power, power.last_day + DAY)
        assert next_day is None or not next_day & set(power.rules)
    if power.first_day and power.first_day > date.min:
        before = fired(base, power, power.first_day - DAY)
        assert before is None or not before & set(power.rules)


def test_the_powers_of_the_statement() -> None:
    """Each party alone may give notice; all of them together may end the text at any time."""
    found = {(p.power, p.of, p.by): (p.first_day, p.last_day) for p in NK.powers("2025-01-01")}

    window = (date(2020, 11, 10), date(2025, 5, 10))
    ever = (date(2020, 11, 10), None)
    assert found == {
        ("terminate", "mandate", "armenia"): window,
        ("terminate", "mandate", "azerbaijan"): window,
        ("terminate", "instrument", ""): ever,
        ("terminate", "mandate", ""): ever,
    }


def test_far_off_the_powers_are_those_of_that_term() -> None:
    found = {(p.act, p.by): (p.first_day, p.last_day) for p in NK.powers("7001-01-01")}

    assert found["notice", "armenia"] == (date(7000, 11, 11), date(7005, 5, 10))
    assert found["consent", ""] == (date(2020, 11, 10), None)


def test_between_two_windows_the_next_one_is_told() -> None:
    """After the last day of notice of one term, notice is for the next, from its first day."""
    found = {(p.act, p.by): (p.first_day, p.last_day) for p in NK.powers("2025-05-11")}

    assert found["notice", "azerbaijan"] == (date(2025, 11, 11), date(2030, 5, 10))


def test_a_notice_can_be_taken_back_on_the_day_on_which_it_was_given() -> None:
    text = agreement({"stay": term(date(2020, 1, 31), "1 year", tacit="1 year", notice="1 month")})
    base = made(text, event_of("notice", date(2020, 5, 27), by="alfa"))

    found = {p.power: p.first_day for p in base.powers("2020-05-28") if p.of == "notice"}

    assert found == {"revoke": date(2020, 5, 27)}


def test_what_arrives_at_the_close_of_a_day_arrives_after_what_was_agreed_on_it() -> None:
    """Consent of 4 March ends the clause at that close; notice received at it comes too late."""
    evergreen = {"notice": {"by": ["alfa", "bravo"], "counts": "received"}}
    stay = term(date(2000, 3, 30), "10 years", evergreen={"notice": "1 week"}, **evergreen)
    base = made(agreement({"stay": stay}), event_of("consent", date(2001, 3, 4)))

    found = {(p.act, p.of): p.last_day for p in base.powers("2000-03-31")}

    assert found["notice", "stay"] == date(2001, 3, 3)
    assert found["consent", "stay"] == date(2001, 3, 4)


# --- the last chance ----------------------------------------------------------------------------

TERMS = {"stay": term(date(2020, 1, 31), "45 days", tacit="45 days", notice="10 days")}


def test_far_off_a_last_chance_is_looked_for_from_the_day_back() -> None:
    base = made(agreement(TERMS))
    notice = {"kind": "notice", "of": "stay", "by": "alfa"}

    assert base.last_chance(notice, on="9999-01-01").day == date(9998, 12, 27)
    assert base.last_chance({**notice, "by": "charlie"}, on="9999-01-01").day is None
    received = {**notice, "received": date(2020, 5, 1)}
    assert base.last_chance(received, on="9999-01-01").day == date(2020, 5, 1)


def test_an_act_that_changes_something_else_is_not_tried_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = agreement({**TERMS, "other": term(date(2020, 1, 31), "1 year")})
    notice = {"kind": "notice", "of": "stay", "by": "alfa"}

    monkeypatch.setattr(last_chance, "_MOST_TRIED", 20)
    with pytest.raises(RunawayError, match="20 stretches"):
        made(text).last_chance(notice, on="9999-01-01", path="clauses.other.phase")


def test_notice_could_end_the_mandate_until_its_last_day() -> None:
    found = NK.last_chance({"kind": "notice", "by": "armenia"}, on="2026-01-01", path="phase")

    assert found.day == date(2025, 5, 10)
    assert found.differences == {"phase": ("in-force", "ended")}


def test_an_act_that_nobody_may_do_has_no_chance() -> None:
    found = NK.last_chance({"kind": "notice", "by": "russia"}, on="2026-01-01")

    assert found.day is None
    assert "on no day" in str(found)


def test_what_is_asked_of_a_last_chance_is_checked() -> None:
    with pytest.raises(mandate.errors.ArgumentError, match="fase"):
        NK.last_chance({"kind": "notice", "by": "armenia"}, on="2026-01-01", path="fase")
    with pytest.raises(mandate.errors.FileError, match="notise"):
        NK.last_chance({"kind": "notise"}, on="2026-01-01")


@settings(max_examples=tried(5), suppress_health_check=[HealthCheck.filter_too_much])
@given(cases(events=4, far=False), st.data())
def test_the_last_chance_is_the_last(case: Case, data: st.DataObject) -> None:
    """Day by day back from the day asked about, no later day makes a difference."""
    text, record = case
    base = Mandate(*read_data(text, record), "plain")
    day = data.draw(telling_days(text, record))
    assume(date(1900, 1, 1) < day < date(2100, 1, 1))
    powers = powers_of(base, max(date.min, day - 40 * DAY))
    assume(powers)
    power = data.draw(st.sampled_from(list(powers)))
    assume((power.first_day or date.min) <= day)
    given = act(power, day)
    del given["on"]
    found = base.last_chance(given, on=day)
    note(f"{given} {found}")
    naive = None
    for back in range(40):
        if differs(base, {**given, "on": day - back * DAY}, day):
            naive = day - back * DAY
            break

    assert found.day == naive or (naive is None and (found.day or day) < day - 39 * DAY)


def differs(base: Mandate, given: Table, day: date) -> bool:
    try:
        varied = base.what_if(given)
    except (FileError, EngineError):
        return False
    one, other = base.status(day).as_dict(), varied.status(day).as_dict()
    return any(one[name] != other[name] for name in ("clauses", "parties", "on_the_ground"))


# --- what no longer has an effect ----------------------------------------------------------------


def test_what_an_earlier_end_takes_the_effect_from() -> None:
    ended = NK.what_if({"kind": "consent", "of": "mandate", "on": "2020-11-12"})

    assert NK.ineffective == ()
    assert ended.ineffective == (
        "report-equipment-november-13",
        "report-personnel-november-13",
        "deployment-completed",
        "report-equipment-november-20",
        "report-personnel-november-20",
    )
    again = ended.without("what-if-1")
    assert again.ineffective == ()


@given(st.integers(1, 800), st.integers(0, 800), st.integers(-1, 801))
def test_the_last_day_of_a_stretch_is_found_by_halving(first, length, holds):
    """What holds up to a day and no longer is found wherever in the stretch it ends."""
    last, until = first + length, first + holds

    found = last_chance.last_in(first, last, lambda day: day <= until)

    assert found == (min(last, until) if until >= first else None)


def test_powers_and_assumptions_are_flat_rows():
    powers = NK.powers("2021-01-01")
    assumed = NK.status("2026-01-01").assumptions

    for table in (powers, assumed):
        assert len(table.to_rows()) == len(table) > 0
        assert all(
            not isinstance(cell, (list, dict)) for row in table.to_rows() for cell in row.values()
        )
    assert "Power" in repr(powers) or "kind" in repr(powers)
