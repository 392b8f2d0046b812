"""The events of a record as the oracle takes them: when they are judged, from when they work."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from . import days
from .days import Day, Table
from .instants import Clock, Instant, close, ends_with

#: What is a fact and no act: it counts on the day on which it was done, whatever day it names.
FACTS = {"performance", "incident", "report", "statement", "context", "notice-withdrawal"}
#: Of these the day that they name is the earliest on which they work.
ANNOUNCED = {"notice", "withdrawal"}
#: These come on the day that they name: an organ is opened, a point is reached, and what is so on
#: the ground is so, from that day.
COME = {"commencement", "opening", "closing", "milestone", "presence"}
#: Acts that may say until when the clause lasts, in place of the day from which they work.
ENDS = {"consent", "termination"}


def listed(value: Any) -> list[str]:  # noqa: ANN401
    """Read "one or a list of them" as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


@attrs.frozen
class Event:
    """An event of the record: `at` it is judged, `works` is from when it says that it works."""

    at: Instant
    level: int
    table: Table
    works: Instant | None = None

    def get(self, key: str) -> Any:  # noqa: ANN401
        """Give a field, None where the record has none."""
        return self.table.get(key)

    @property
    def id(self) -> str:
        """Give the name of the event."""
        return str(self.table["id"])

    @property
    def kind(self) -> str:
        """Give the kind of the event."""
        return str(self.table["kind"])

    @property
    def day(self) -> Day:
        """Give the day on which it is judged."""
        return self.at[0]

    @property
    def order(self) -> tuple[Instant, int]:
        """Say which of two acts is the later."""
        return self.at, self.level

    @property
    def by(self) -> list[str]:
        """Give those who act; none where the record names nobody."""
        return listed(self.table.get("by"))


@attrs.frozen
class Act:
    """An act that counts: what it does, and the instant from which it does it."""

    kind: str
    clause: str
    event: str
    order: tuple[Instant, int]
    at: Instant
    by: tuple[str, ...] = ()
    what: Any = None
    number: int = 0


def _moment(agreement: Table, event: Table) -> date:
    """Give the date or date-time on which an event is judged."""
    clauses = {"instrument": agreement["instrument"], **agreement.get("clauses", {})}
    notice = clauses.get(event.get("of", ""), {}).get("notice", {})
    on: Any = event["on"]
    if isinstance(on, dict):
        # What became known on a day had been done by then.
        known = event.get("known", on["to"])
        on = max(min(on["to"], known), on["from"])
    if event["kind"] == "notice" and notice.get("counts") == "received":
        on = event.get("received", on)
    return on  # type: ignore[no-any-return]


def judged(agreement: Table, event: Table) -> Day:
    """Give the day on which an event is judged: a notice that counts when received, then."""
    return judged_at(agreement, event)[0]


def clock_of(agreement: Table) -> Clock:
    """Give the clock of the zone that an agreement declares."""
    return Clock.of_zone(agreement["counting"]["zone"]["key"])


def judged_at(agreement: Table, event: Table) -> Instant:
    """Give the instant at which an event is judged: the close of its day, or its hour."""
    moment = _moment(agreement, event)
    if isinstance(moment, datetime):
        return clock_of(agreement).of(moment)
    return close(days.of(moment))


def works_at(agreement: Table, event: Table) -> Instant | None:
    """Give the instant from which an event says that it works, None where it does not say."""
    clock = clock_of(agreement)
    if event["kind"] in FACTS:
        return None
    if event["kind"] in ENDS and "until" in event:
        until = event["until"]
        return clock.of(until) if isinstance(until, datetime) else ends_with(days.of(until))
    return clock.starts(event["effect"]) if "effect" in event else None


def _comes_at(agreement: Table, event: Table) -> Instant:
    """Give the instant at which an event comes: most when they are judged, some on a later day."""
    named = works_at(agreement, event) if event["kind"] in COME else None
    return named or judged_at(agreement, event)


def events_of(agreement: Table, record: Table) -> list[Event]:
    """List the events at the instants at which they are judged.

    The level is 0, or one more than that of the event that it comes `after` at its instant.
    """
    tables = {table["id"]: table for table in record.get("events", [])}
    at = {name: _comes_at(agreement, table) for name, table in tables.items()}

    def level(table: Table) -> int:
        # An event that names another comes after it.
        named = [*listed(table.get("after")), *listed(table.get("of"))]
        before = [tables[name] for name in named if name in tables]
        same = [level(one) + 1 for one in before if at[one["id"]] == at[table["id"]]]
        return max(same, default=0)

    return [
        Event(at[table["id"]], level(table), arrived, works_at(agreement, table))
        for table in tables.values()
        if (arrived := _arrived(table, tables, at)) is not None
    ]


def _arrived(table: Table, tables: dict[str, Table], at: dict[str, Instant]) -> Table | None:
    """Give an event without those who took it back before it arrived, or as it arrived.

    None where all who gave a notice did so.
    """
    if table["kind"] != "notice" or isinstance(table["on"], dict | datetime):
        return table
    sent, arrives = days.of(table["on"]), at[table["id"]][0]
    back = {
        one
        for other in tables.values()
        if other["kind"] == "notice-withdrawal" and other.get("of") == table["id"]
        if sent <= at[other["id"]][0] <= arrives and sent < arrives
        for one in listed(other.get("by"))
    }
    left = [one for one in listed(table.get("by")) if one not in back]
    return {**table, "by": left} if left else None


def known_by(agreement: Table, record: Table, day: date) -> Table:
    """Give the record as it was known at the close of a day.

    What became known later is not there, nor is a notice that counts when received and had not
    been received: it is under way.
    """
    limit = days.of(day)

    def there(event: Table) -> bool:
        on: Any = event["on"]
        known = event.get("known", on["to"] if isinstance(on, dict) else on)
        known = known.date() if isinstance(known, datetime) else known
        return days.of(known) <= limit and judged(agreement, event) <= limit

    return {**record, "events": [one for one in record.get("events", []) if there(one)]}
