"""record.toml → :class:`~mandate.record.record.Record`."""

from __future__ import annotations

import datetime as dt
import hashlib

from attrs import Factory, frozen

from mandate.loading.doctrine import Doctrine
from mandate.loading.event_reader import EventReader
from mandate.loading.fixed import structure
from mandate.loading.keys import is_word
from mandate.loading.problems import Problems, shown
from mandate.loading.tables import SourceTable, check_format, check_sources
from mandate.loading.toml import KeyPath, TomlFile
from mandate.record.record import Gap, Record
from mandate.text.agreement import Agreement, Source

__all__ = ["EventReader", "record"]


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
    if len(problems.found) != before:
        return None
    return Record(
        agreement.id,
        table.complete_to,
        tuple(g for g in gaps if g),
        (),
        sources,
        hashlib.sha256(file.text.encode()).hexdigest(),
    ).with_events(tuple(events))


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
