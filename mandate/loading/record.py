"""record.toml → :class:`~mandate.record.record.Record`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from mandate.doctrine.keys import is_word
from mandate.doctrine.model import Doctrine
from mandate.errors import ArgumentError, shown
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile
from mandate.loading.counting import sources_in
from mandate.loading.events import EventReader
from mandate.loading.tables import FORMAT, RECORD, TableReader
from mandate.plain_data import plain
from mandate.record.record import Event, Gap, Record
from mandate.text.agreement import Agreement

__all__ = ["EventReader", "as_written", "record"]

_MOST_SAID = 12  # events that a message names


def record(
    file: TomlFile, agreement: Agreement, doctrine: Doctrine, problems: Problems
) -> Record | None:
    """Read the record; problems are noted, and None is returned where it cannot be made."""
    reader = TableReader(file, problems)
    table = reader.fixed(file.data, RECORD)
    if table is None:
        return None
    name, path = table.get("agreement"), ("agreement",)
    if name not in {None, agreement.id} and is_word(agreement.id):
        reader.add(path, f"{shown(name)} is another agreement", f'"{agreement.id}"')
    tables: Mapping[str, Any] = table.get("sources", {})
    for name in tables:
        if name in agreement.sources:
            what = f"{shown(name)} is a source of the agreement already"
            reader.add(("sources", name), what, "another id, or leave it out here")
    sources = sources_in(tables)
    known = {**agreement.sources, **sources}
    rows: Sequence[Mapping[str, Any] | None] = table.get("events", ())
    events = EventReader(reader, agreement, doctrine, known).events(rows)
    gaps = [_gap(reader, row, ("gaps", n)) for n, row in enumerate(table.get("gaps", ()))]
    _note_overlaps(reader, gaps)
    if problems.found:
        return None
    return Record(
        agreement.id,
        table.get("complete-to"),
        tuple(gap for gap in gaps if gap),
        (),
        sources,
        plain({name: value for name, value in file.data.items() if name != "events"}),
        places={row["id"]: file.place(("events", n)) for n, row in enumerate(rows) if row},
    ).with_events(tuple(events))


def as_written(record: Record) -> dict[str, Any]:
    """Return the table that record.toml would hold: the inverse of :func:`record`.

    Its events stand in the order of time, then of ids. An event that comes ``after`` an event which
    this record does not have is written without that name.

    Raises:
        ArgumentError: the record has events that are only supposed, or an event about another event
            which it does not have.

    """
    _refuse_supposed(record)
    table = {"format": FORMAT, "agreement": record.agreement, **plain(record.written)}
    if record.complete_to is not None:
        table["complete-to"] = record.complete_to
    there = frozenset(e.id for e in record.events)
    events = [_table(event, there) for event in record.events]
    return {**table, "events": events} if events else table


def _refuse_supposed(record: Record) -> None:
    supposed = [e.id for e in record.events if e.supposed]
    if supposed:
        told = ", ".join([*supposed[:_MOST_SAID], *["…"] * (len(supposed) > _MOST_SAID)])
        msg = (
            f"a record holds what happened, and this is only supposed: {told}; take it out with "
            "`without`, and keep it under `add` in scenarios.toml"
        )
        raise ArgumentError(msg)


def _table(event: Event, there: Collection[str]) -> dict[str, object]:
    table: dict[str, Any] = plain(event.written)
    gone = set(event.after).difference(there)
    if gone:
        after = table.pop("after", [])
        named = [after] if isinstance(after, str) else after
        if gone.difference(named):
            msg = f"event {event.id!r} is of {event.of!r}, which this record does not have"
            raise ArgumentError(msg)
        kept = [name for name in named if name in there]
        table |= {"after": kept} if kept else {}
    return table


def _note_overlaps(reader: TableReader, gaps: Sequence[Gap | None]) -> None:
    """Note a gap that begins within another: an assumption would stand twice for those days."""
    there = [(gap.first, number, gap.last) for number, gap in enumerate(gaps) if gap]
    latest, longest = dt.date.min, -1
    for first, number, last in sorted(there):
        if longest >= 0 and first <= latest:
            what = f"{first} lies in gaps[{longest}] too"
            reader.add(("gaps", number), what, "days that are in one gap only")
        if longest < 0 or last > latest:
            latest, longest = last, number


def _gap(reader: TableReader, row: Mapping[str, Any] | None, path: KeyPath) -> Gap | None:
    if row is None or row.keys() != {"from", "to", "because"}:
        return None
    gap = Gap(row["from"], row["to"], row["because"])
    if gap.first <= gap.last:
        return gap
    reader.add(path, f"from {gap.first} to {gap.last}", "the earlier day first")
    return None
