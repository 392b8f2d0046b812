"""record.toml → :class:`~mandate.record.record.Record`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from attrs import Factory, frozen

from mandate.errors import ArgumentError
from mandate.loading.doctrine import Doctrine
from mandate.loading.event_reader import EventReader
from mandate.loading.fixed import structure
from mandate.loading.keys import is_word
from mandate.loading.problems import Problems, shown
from mandate.loading.tables import FORMAT, SourceTable, check_format, check_sources
from mandate.loading.toml import KeyPath, TomlFile
from mandate.plain_data import plain
from mandate.record.record import Event, Gap, Record
from mandate.text.agreement import Agreement, Source

__all__ = ["EventReader", "as_written", "record"]

_MOST_SAID = 12  # events that a message names


@frozen
class RecordTable:
    """record.toml."""

    format: int
    agreement: str
    complete_to: dt.date | None = None
    gaps: list[dict[str, object]] = Factory(list)
    events: list[dict[str, object]] = Factory(list)
    sources: dict[str, SourceTable] = Factory(dict)


@frozen
class GapTable:
    """One of the gaps."""

    from_: dt.date
    to: dt.date
    because: str


def record(
    file: TomlFile, agreement: Agreement, doctrine: Doctrine, problems: Problems
) -> Record | None:
    """Read the record. Problems are noted; None where it cannot be made."""
    before = len(problems.found)
    table = structure(file, problems, file.data, RecordTable)
    if table is None:
        return None
    check_format(file, problems, table.format)
    path: KeyPath = ("agreement",)
    wrong = table.agreement != agreement.id and "agreement" in file.data
    if wrong and is_word(agreement.id) and not problems.at(file, path):
        problems.add(
            file, path, f"{shown(table.agreement)} is another agreement", f'"{agreement.id}"'
        )
    check_sources(file, problems, table.sources)
    for name in table.sources:
        if name in agreement.sources:
            what = f"{shown(name)} is a source of the agreement already"
            problems.add(file, ("sources", name), what, "another id, or leave it out here")
    sources = {n: Source(n, s.title, s.url, s.language) for n, s in table.sources.items()}
    reader = EventReader(file, problems, agreement, doctrine, {**agreement.sources, **sources})
    events = reader.events(table.events)
    gaps = [_gap(file, problems, raw, ("gaps", n)) for n, raw in enumerate(table.gaps)]
    _note_overlaps(file, problems, gaps)
    if len(problems.found) != before:
        return None
    return Record(
        agreement.id,
        table.complete_to,
        tuple(g for g in gaps if g),
        (),
        sources,
        plain({name: value for name, value in file.data.items() if name != "events"}),
        places={str(e.get("id")): file.place(("events", n)) for n, e in enumerate(table.events)},
    ).with_events(tuple(events))


def as_written(record: Record) -> dict[str, Any]:
    """Return the table that record.toml would hold: the inverse of :func:`record`.

    Its events stand in the order of time, then of ids. An event that comes ``after`` one which this
    record does not have is written without that name.

    Raises:
        ArgumentError: it has events that are only supposed, or one that is of an event which it
            does not have.

    """
    _refuse_supposed(record)
    table = {"format": FORMAT, "agreement": record.agreement, **plain(record.written)}
    if record.complete_to is not None:
        table["complete-to"] = record.complete_to
    there = frozenset(e.id for e in record.events)
    events = [_table(event, there) for event in record.events]
    return {**table, "events": events} if events else table


def _refuse_supposed(record: Record) -> None:
    supposed = [e.id for e in record.events if e.hypothetical]
    if supposed:
        told = ", ".join([*supposed[:_MOST_SAID], *["…"] * (len(supposed) > _MOST_SAID)])
        msg = (
            f"a record holds what happened, and this is only supposed: {told}; take it out with "
            "`without`, and keep it under `add` in scenarios.toml"
        )
        raise ArgumentError(msg)


def _table(event: Event, there: Collection[str]) -> dict[str, Any]:
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


def _note_overlaps(file: TomlFile, problems: Problems, gaps: Sequence[Gap | None]) -> None:
    """Note a gap that begins within another: an answer would be assumed twice for those days."""
    there = [(gap.first, number, gap.last) for number, gap in enumerate(gaps) if gap]
    latest, longest = dt.date.min, -1
    for first, number, last in sorted(there):
        if longest >= 0 and first <= latest:
            what = f"{first} lies in gaps[{longest}] too"
            problems.add(file, ("gaps", number), what, "days that are in one gap only")
        if longest < 0 or last > latest:
            latest, longest = last, number


def _gap(file: TomlFile, problems: Problems, raw: object, path: KeyPath) -> Gap | None:
    if problems.at(file, path):
        return None
    before = len(problems.found)
    table = structure(file, problems, raw, GapTable, path)
    if table is None or len(problems.found) != before:
        return None
    if table.from_ > table.to:
        problems.add(file, path, f"from {table.from_} to {table.to}", "the earlier day first")
        return None
    return Gap(table.from_, table.to, table.because)
