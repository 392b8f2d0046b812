"""Acts that work from another day than that on which they were done: which day an end has."""

from __future__ import annotations

from datetime import date

import pytest

from tests.making.building import DAY, agreement, event, mandate, rules_of, term

START = date(2020, 1, 1)
LAST = date(2020, 2, 15)  # 45 days on, the first day not counted
TEXT = agreement({"stay": term(START, "45 days", notice="10 days", **{"terminate-by": ["alfa"]})})
NOTICE = event("notice", date(2020, 1, 20), by="alfa")
ENDS = [
    pytest.param("consent", {}, id="consent"),
    pytest.param("termination", {"by": "alfa"}, id="termination"),
    pytest.param("termination", {"by": "bravo", "contested": False}, id="termination off clause"),
]


@pytest.mark.parametrize("noticed", [False, True])
@pytest.mark.parametrize(("kind", "keys"), ENDS)
@pytest.mark.parametrize("done", [LAST - 3 * DAY, LAST + 3 * DAY])
def test_what_is_to_end_a_term_after_its_last_day_comes_too_late(kind, keys, done, noticed):
    """At midnight it was over: by time, or by the notice."""
    act = event(kind, done, id="act", effect=LAST + DAY, **keys)

    stay = mandate(TEXT, *[NOTICE] * noticed, act)

    over = stay.status(LAST + DAY)
    assert (over.ended_by, over.last_day) == ("notice" if noticed else "expiry", LAST)
    assert ("end-by-notice" if noticed else "end-by-time") in rules_of(over)


@pytest.mark.parametrize(("kind", "keys"), ENDS)
@pytest.mark.parametrize("days", [-10, 10])
def test_the_last_day_of_what_ends_with_another_effect_is_when_it_ends(kind, keys, days):
    """Not the day of the act: on days after it the term ran, or on days before it it did not."""
    done = date(2020, 1, 25)
    effect = done + days * DAY

    stay = mandate(TEXT, event(kind, done, id="act", effect=effect, **keys))

    ran = [day for n in range(60) if stay.status(day := START + n * DAY).in_force]
    assert ran[-1] == effect - DAY
    assert ran[-1] <= stay.status(effect).last_day <= effect


@pytest.mark.parametrize("first", [date(2020, 1, 20), date(2020, 2, 1)])
def test_an_act_may_reach_back_further_than_those_done_before_it(first):
    """Each takes effect where it works, whichever was done first."""
    text = agreement({"stay": term(START, "45 days"), "watch": term(START, "60 days")})
    later = date(2020, 2, 10)

    ended = mandate(
        text,
        event("consent", first, id="watch-ends", of="watch", effect=first - 2 * DAY),
        event("consent", later, id="stay-ends", of="stay", effect=START + 5 * DAY),
    )

    clauses = ended.status(date(2020, 3, 1)).clauses
    assert clauses["stay"].last_day == START + 4 * DAY
    assert clauses["watch"].last_day == first - 3 * DAY
