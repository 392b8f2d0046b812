"""What the strategies for agreements draw from: days, lengths, conventions, beginnings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from tests.oracle.days import Table, words

PARTIES = ("alfa", "bravo", "charlie")
ORGAN = "council"
WHY = {"because": "drawn by a test", "source": "text"}

AWKWARD = (
    date(2020, 2, 29),
    date(2024, 2, 29),
    date(2000, 2, 29),
    date(2096, 2, 29),
    date(2020, 8, 31),
    date(2021, 1, 31),
    date(2023, 1, 30),
    date(2019, 3, 31),
    date(1999, 12, 31),
    date(2020, 1, 1),
    date(2021, 3, 1),
    date(2020, 11, 10),
)
SHORT = ("1 day", "2 days", "9 days", "1 week", "2 weeks", "30 days")
MONTHS = ("1 month", "2 months", "3 months", "6 months", "11 months", "18 months")
LONG = ("120 days", "1 year", "2 years", "5 years", "10 years")


def begin_days(*, far: bool = True) -> st.SearchStrategy[date]:
    """Draw a first day: awkward ones, any of 1990 to 2060, and (`far`) the calendar's ends."""
    usual = [st.sampled_from(AWKWARD), st.dates(date(1990, 1, 1), date(2060, 12, 31))]
    ends = [
        st.dates(date(9988, 1, 1), date(9999, 12, 31)),
        st.dates(date(1, 1, 1), date(2, 3, 31)),
    ]
    return st.integers(0, 11).flatmap(
        lambda which: ends[which - 10] if far and which >= 10 else st.one_of(usual)
    )


def lengths(*, kinds: Sequence[str] = SHORT + MONTHS + LONG) -> st.SearchStrategy[str]:
    """Draw a length in words."""
    return st.sampled_from(kinds)


@st.composite
def countings(draw: st.DrawFn, *, open_cases: bool = False) -> Table:
    """Draw the three conventions, none of which refuses."""
    rounding = draw(st.sampled_from(["down", "up"]))
    fields = [("not-counted", "same-numbered"), ("counted", "day-before")]
    if open_cases:
        fields += [("counted", "same-numbered"), ("not-counted", "day-before")]
    first, last = draw(st.sampled_from(fields))
    period = draw(
        st.sampled_from(
            [
                {"preset": "same-numbered"},
                {"preset": "day-before"},
                {"preset": "same-numbered-up"},
                {"first-day": first, "last-day": last, "rounding": rounding},
            ]
        )
    )
    usual = ["inclusive", "inclusive", "clear", "thirty-day-months", "inclusive-up"]
    before = draw(st.sampled_from([*usual, "forward", "from-next-term"]))
    by = draw(st.sampled_from(["inclusive", "inclusive", "exclusive"]))
    return {
        "period": {**period, **WHY},
        "before": {"preset": before, **WHY},
        "by": {"preset": by, **WHY},
    }


two = st.lists(st.sampled_from(PARTIES), min_size=2, max_size=2, unique=True)


def near(day: date, offset: int) -> date:
    """Move a day, but not off the calendar."""
    return date.fromordinal(min(max(day.toordinal() + offset, 1), date.max.toordinal()))


def described(kind: str, name: str) -> Table:
    return {
        "kind": kind,
        "title": f"What {name} says",
        "cite": "para. 1",
        "quote": "shall",
        "language": "en",
        "source": "text",
    }


def some(draw: st.DrawFn, *, most: int = 2) -> list[str]:
    return draw(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=most, unique=True))


def longer(lead: str, step: int) -> str:
    """Make a length that is longer by so many of its own units."""
    size = words(lead)
    return f"{size.months + step} months" if size.months else f"{size.days + step} days"


def begins_of(draw: st.DrawFn, base: date, hosts: Sequence[tuple[str, str]]) -> Table:
    """Draw a beginning: a day, a state that an earlier clause reaches, or a commencement."""
    how = draw(st.sampled_from(["on", "on", "on", "counted-from", "after", "with"]))
    day = near(base, draw(st.sampled_from([0, 0, 1, -1, 30, 366, -40])))
    if how == "after" and hosts:
        name, kind = draw(st.sampled_from(hosts))
        whats = {"term": ["commenced", "ended"], "obligation": ["performed"]}
        if kind in whats:
            return {"after": name, "what": draw(st.sampled_from(whats[kind]))}
    if how == "with":
        return {"with": "commencement"}
    if how == "counted-from":
        return {"on": day, "counted-from": near(day, draw(st.sampled_from([-1, 0, -9])))}
    return {"on": day}
