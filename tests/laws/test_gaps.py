"""Between two events that lie far apart the timeline leaps; the answers are those of walking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandate import Mandate
from mandate.answers.changes import by_event
from mandate.timeline import walk
from tests.making.building import Table, agreement, event, mandate, term
from tests.making.effort import tried

BEGIN = date(2020, 1, 31)
SHORT = st.sampled_from(["1 day", "3 days", "1 week", "1 month", "7 months", "1 year"])


@st.composite
def texts(draw: st.DrawFn) -> Table:
    """Draw one or two terms that renew themselves soon, with notice or a window of it."""
    clauses = {}
    for name in ("stay", "escort")[: draw(st.integers(1, 2))]:
        lasts = draw(SHORT)
        keys: dict[str, Any] = {"tacit": draw(st.sampled_from([lasts, "1 month"]))}
        if draw(st.booleans()):
            lead = draw(st.sampled_from(["0 days", "1 day", "10 days"]))
            counts = draw(st.sampled_from(["sent", "received"]))
            keys["notice"] = {"by": ["alfa", "bravo"], "before-end": lead, "counts": counts}
        start = BEGIN + timedelta(days=draw(st.integers(0, 40)))
        clauses[name] = term(start, lasts, **keys)
    return agreement(clauses, period=draw(st.sampled_from(["same-numbered", "day-before"])))


@st.composite
def records(draw: st.DrawFn) -> list[Mapping[str, Any]]:
    """Draw a few events, years apart, of which the last may end the stay."""
    days = sorted(draw(st.lists(st.integers(60, 700), min_size=1, max_size=3, unique=True)))
    found: list[Mapping[str, Any]] = []
    for number, day in enumerate(days):
        kind = draw(st.sampled_from(["notice", "suspension", "consent"]))
        on = BEGIN + timedelta(days=day)
        keys: dict[str, Any] = {} if kind == "consent" else {"by": "alfa"}
        if kind == "notice":
            keys["received"] = on + timedelta(days=draw(st.sampled_from([0, 1, 90])))
        found.append(event(kind, on, id=f"e{number}", **keys))
    return found


def told(made: Mandate, day: date) -> tuple[object, ...]:
    """Return all that is said of a day."""
    status = made.status(day)
    return status.as_dict(), str(status.explain()), made.status(f"{day}T12:00Z").as_dict()


def course(made: Mandate, start: date) -> list[tuple[date, date]]:
    """Return the stretches of the fifty days from a day on."""
    return [(s.first_day, s.last_day) for s in made.timeline(start, start + timedelta(days=50))]


@settings(max_examples=tried(12), deadline=None)
@given(texts(), records(), st.lists(st.integers(0, 800), min_size=3, max_size=6))
def test_what_is_leapt_over_is_as_if_walked(
    text: Table, events: list[Mapping[str, Any]], picks: list[int]
) -> None:
    days = [BEGIN + timedelta(days=pick) for pick in picks]
    days += [e["on"] + timedelta(days=more) for e in events for more in (-1, 0, 1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walk, "_MANY", 6)
        leaping = mandate(text, *events)
        found = [told(leaping, day) for day in days]
        backwards = [told(leaping, day) for day in reversed(days)]
        stretches = course(leaping, days[0])
        effects = by_event(leaping._derivation)  # noqa: SLF001  # rules, not answers
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walk, "_MANY", 10**9)
        walking = mandate(text, *events)

    assert [told(walking, day) for day in days] == found
    assert found == list(reversed(backwards))
    assert course(walking, days[0]) == stretches
    assert by_event(walking._derivation) == effects  # noqa: SLF001


def test_it_does_leap() -> None:
    """A far event over a term of one day: a few stops are walked, not three million."""
    text = agreement({"stay": term(BEGIN, "1 day", tacit="1 day", notice="0 days")})

    far = mandate(text, event("notice", date(9000, 1, 1), by="alfa"))

    assert len(far._derivation.timeline._walked.stops) < 100  # noqa: SLF001
    assert far.status("8999-12-31").term.first_day == date(8999, 12, 31)
    assert far.status("9000-01-02").phase == "ended"


def test_decades_of_a_term_of_one_day_with_many_events() -> None:
    text = agreement({"stay": term(BEGIN, "1 day", tacit="1 day", notice="0 days")})
    days = [BEGIN + timedelta(days=180 * number) for number in range(1, 60)]
    acts = [event("suspension", day, by="alfa", id=f"e{n}") for n, day in enumerate(days)]

    long = mandate(text, *acts)

    assert long.status(days[-1]).term.first_day == days[-1]
    assert long.status("2035-05-05").last_day == date(2035, 5, 5)
