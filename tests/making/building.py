"""Small agreements as the mappings that tomllib would give, and what is drawn to fill them."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from mandate import Mandate, Status
from mandate.counting.durations import Duration
from mandate.engine import durable
from mandate.engine.firing import Firing, Stop
from mandate.library import read_data

Table = dict[str, Any]

MATCHERS = ("plain",) if durable.problem() else ("plain", "durable")
WHY = {"because": "made for a test", "source": "text"}
WORDS = {
    "title": "A clause",
    "cite": "art. 1",
    "quote": "shall",
    "language": "en",
    "source": "text",
}
PARTIES = ("alfa", "bravo", "charlie")
DAY = timedelta(days=1)

AWKWARD = (
    date(2020, 2, 29),
    date(2000, 2, 29),
    date(2096, 2, 29),
    date(2020, 8, 31),
    date(2021, 1, 31),
    date(2023, 1, 30),
    date(2021, 3, 1),
    date(1999, 12, 31),
    date(2020, 11, 10),
)
# Where clocks skip or repeat midnight, where a day was left out, both sides of the date line.
ZONES = (
    "UTC",
    "Europe/Moscow",
    "Asia/Beirut",
    "America/New_York",
    "Africa/Cairo",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)


def agreement(clauses: Mapping[str, Table], **more: object) -> Table:
    """Make an agreement of these clauses; the first term clause is its headline.

    ``zone``, ``period``, ``before``, ``by`` name its conventions; other keys replace its own.
    """
    conventions = {
        "period": more.pop("period", "same-numbered"),
        "before": more.pop("before", "inclusive"),
        "by": more.pop("by", "inclusive"),
    }
    counting: Table = {"zone": {"key": more.pop("zone", "UTC"), **WHY}}
    counting |= {name: {"preset": preset, **WHY} for name, preset in conventions.items()}
    headline = next(name for name, clause in clauses.items() if clause["kind"] == "term")
    return {
        "format": 1,
        "id": "drawn",
        "title": "An agreement made for a test",
        "headline": headline,
        "sources": {"text": {"title": "The text"}},
        "parties": {
            **{name: {"name": name.capitalize()} for name in PARTIES},
            "council": {"name": "Council", "role": "organ"},
        },
        "subjects": {"force": {"name": "A force", "states": ["deployed", "withdrawn"]}},
        "counting": counting,
        "instrument": {"begins": {"on": date(1900, 1, 1)}},
        "clauses": {name: {**WORDS, **clause} for name, clause in clauses.items()},
        **more,
    }


def term(begins: date | Table, lasts: str | None = None, **keys: object) -> Table:
    """Make a term clause; ``tacit`` and ``notice`` (a lead, of alfa and bravo) are short forms."""
    clause: Table = {
        "kind": "term",
        "begins": {"on": begins} if isinstance(begins, date) else begins,
    }
    if lasts:
        clause["lasts"] = lasts
    if "tacit" in keys:
        clause["renewal"] = {"tacit": keys.pop("tacit")}
    if isinstance(lead := keys.get("notice"), str):
        keys["notice"] = {"by": ["alfa", "bravo"], "before-end": lead}
    return clause | keys


def length(**parts: int) -> str:
    """Return a length of ``months`` and ``days``, or of ``hours``, in words."""
    return str(Duration(**parts))


def obligation(**keys: object) -> Table:
    return {"kind": "obligation", "debtor": "alfa", "action": "hand over", **keys}


def event(kind: str, on: object, **keys: object) -> Table:
    """Make an event; without an ``id`` it is called by its kind."""
    return {"id": kind, "kind": kind, "on": on, "source": "text", **keys}


def mandate(text: Table, *events: Table, matcher: str = "plain", **record: object) -> Mandate:
    """Read an agreement with a record of these events; ``of`` is the headline where left out."""
    filled = [{"of": text["headline"], **one} for one in events]
    table = {"format": 1, "agreement": text["id"], "events": filled}
    table |= {name.replace("_", "-"): value for name, value in record.items()}
    return Mandate(*read_data(text, table), matcher)


# --- looking at answers -------------------------------------------------------------------------


def said(status: Status) -> Table:
    """Return what a status says is so: without the day asked about, and what only concerns it."""
    asked = {"on", "changes", "projection", "unverified", "undated_that_day", "retroactive"}
    return {name: value for name, value in status.as_dict().items() if name not in asked}


def rules_of(status: Status) -> list[str]:
    return [change.rule for change in status.changes]


def stops(mandate: Mandate, until: date = date.max) -> Iterator[Stop]:
    """Yield every stop up to the close of a day, walked step by step by the clock."""
    timeline = mandate._derivation.timeline  # noqa: SLF001  # no public call shows the stops
    limit = timeline.clock.zone.after(until.toordinal())
    here: Stop | None = timeline.before(-(2**51))
    while here is not None:
        here = timeline.clock.advance(here.position, here.state)
        if here is None or here.position >= limit:
            return
        yield here


def origin(firing: Firing, stop: Stop) -> str:
    """Return the event that set a firing off, through all its signals; or an empty text."""
    found = stop.origin(firing)
    return str(found.trigger.fact["id"]) if found.trigger.channel.startswith("event:") else ""


def clamped(day: int) -> date:
    """Return the date of an ordinal, or the nearest one that the calendar has."""
    return date.fromordinal(min(max(day, 1), date.max.toordinal()))


# --- a calendar of its own ----------------------------------------------------------------------


def plus_months(day: date, months: int, *, up: bool = False) -> date | None:
    """Move a day by months; a day that the month lacks becomes its last, or the next first."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    length = calendar.monthrange(year, month + 1)[1]
    if day.day <= length:
        return date(year, month + 1, day.day)
    last = date(year, month + 1, length)
    return last + DAY if up else last


# --- drawing ------------------------------------------------------------------------------------

zones = st.sampled_from(ZONES)
periods = st.sampled_from(["same-numbered", "day-before", "same-numbered-up"])
befores = st.sampled_from(["inclusive", "clear", "thirty-day-months", "inclusive-up"])
starts = st.one_of(st.sampled_from(AWKWARD), st.dates(date(1990, 1, 1), date(2060, 12, 31)))
# The first years of the calendar and the last that still hold a few terms.
far_starts = st.one_of(
    starts, st.dates(date(1, 1, 1), date(2, 12, 31)), st.dates(date(9900, 1, 1), date(9999, 12, 31))
)
leads = st.sampled_from(["1 day", "10 days", "1 month", "3 months", "6 months"])
any_day = st.one_of(
    st.dates(), st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from([date.min, date.max])
)


@st.composite
def renewing(draw: Callable[..., Any], far: bool = False) -> tuple[Table, date, int]:  # noqa: FBT001, FBT002  # by keyword
    """Draw a term of at least eight months with tacit renewal and notice: (text, start, months)."""
    start = draw(far_starts if far else starts)
    size = draw(st.integers(8, 70))
    stay = term(start, length(months=size), tacit=length(months=size), notice=draw(leads))
    counting = {"zone": draw(zones), "period": draw(periods), "before": draw(befores)}
    return agreement({"stay": stay}, **counting), start, size


def shuffled(items: Sequence[Table]) -> st.SearchStrategy[list[Table]]:
    return st.permutations(list(items))
