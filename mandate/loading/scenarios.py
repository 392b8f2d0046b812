"""scenarios.toml → scenarios."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from attrs import field, frozen

from mandate.counting.instants import Zone
from mandate.doctrine.model import Doctrine
from mandate.doctrine.paths import NONE, AnswerPaths
from mandate.errors import ArgumentError, CountingError, did_you_mean, shown
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile
from mandate.loading.keys import NOTED
from mandate.loading.supposed import Supposing
from mandate.loading.tables import MOST_SCENARIOS, SCENARIO, SCENARIOS, TableReader
from mandate.record.record import Event, Record
from mandate.text.agreement import Agreement


@frozen
class ScenarioTable:
    """One ``[[scenario]]`` as written."""

    says: str
    on: object
    expect: Mapping[str, object]
    as_known_on: object = None
    add: Sequence[Mapping[str, object]] = ()
    without: Sequence[str] = ()


@frozen
class Within:
    """The agreement, the record and the doctrine of the scenarios of a file."""

    agreement: Agreement = field(repr=False)
    record: Record = field(repr=False)
    doctrine: Doctrine = field(repr=False)


def scenarios(
    file: TomlFile, agreement: str | None, problems: Problems, within: Within | None = None
) -> list[tuple[ScenarioTable, int | None]]:
    """Read every scenario of a file, with its line.

    ``agreement`` is its id, or None where that is not known. With ``within`` the events added and
    left out are checked too, and local times are read in the agreement's zone.
    """
    reader = TableReader(file, problems)
    table = reader.fixed(file.data, SCENARIOS) or {}
    of, rows = table.get("agreement"), table.get("scenario", ())
    if agreement is not None and of not in {None, agreement}:
        what = f"{shown(of)} is another agreement"
        problems.add(file, ("agreement",), what, f'"{agreement}"')
    if len(rows) > MOST_SCENARIOS:
        problems.add(file, ("scenario",), f"{len(rows)} scenarios", f"at most {MOST_SCENARIOS}")
        return []
    tables: list[tuple[ScenarioTable, int | None]] = []
    for number, row in enumerate(rows):
        path: KeyPath = ("scenario", number)
        if row is not None:
            tables.append((_scenario(reader, row, path, within), file.line(path)))
    return tables


def _scenario(
    reader: TableReader, row: Mapping[str, object], path: KeyPath, within: Within | None
) -> ScenarioTable:
    """Read one scenario; wrong values in it are left out."""
    values = reader.fixed(row, SCENARIO, path) or {}
    zone = within.agreement.zone if within else None
    on, known = (
        _moment(reader, values[name], (*path, name), zone) if name in values else None
        for name in ("on", "as-known-on")
    )
    expect, added = values.get("expect", {}), values.get("add", ())
    if row.get("expect") == {}:
        reader.add((*path, "expect"), "nothing is expected", '{ "term.number" = 1 }')
    without: Sequence[str] = values.get("without", ())
    if within:
        kept = _kept(reader, row.get("without"), without, (*path, "without"), within)
        supposing = Supposing(reader, within.agreement, within.doctrine, within.record, local=True)
        rows = [NOTED if event is None else event for event in added]
        supposed = supposing.events(rows, (*path, "add"), kept)
        _check_expected(reader, expect, (*path, "expect"), within, supposed)
    if zone and not reader.problems.found:
        added = [{key: aware(value, zone) for key, value in event.items()} for event in added]
    return ScenarioTable(values.get("says", ""), on, expect, known, added, without)


def aware(value: object, zone: Zone) -> object:
    """Return a checked local time with its offset; any other value as it is."""
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return zone.local(zone.timed(zone.second_of(value)))
    return value


def _moment(reader: TableReader, value: object, path: KeyPath, zone: Zone | None) -> object:
    if not isinstance(value, dt.date):
        reader.wrong(path, value, "a date or a date-time, without quotes")
    elif isinstance(value, dt.datetime) and zone:
        try:
            zone.calendar_second_of(value)
            return aware(value, zone)
        except (ArgumentError, CountingError) as error:
            reader.add(path, str(error))
    return value


def _kept(
    reader: TableReader, written: object, without: Sequence[str], path: KeyPath, within: Within
) -> list[Event]:
    """Check the ids of the events left out; return the events that stay."""
    events = within.record.events
    known = {event.id for event in events}
    names = written if isinstance(written, list) else []
    for number, name in enumerate(names):
        if name not in without:
            continue  # noted before
        if name not in known:
            hint = did_you_mean(name, known)
            reader.add((*path, number), f"the record has no event {shown(name)}", "", hint)
        elif name in names[:number]:
            reader.add((*path, number), f"{shown(name)} is there twice", "each once")
    return [event for event in events if event.id not in without]


def _check_expected(
    reader: TableReader,
    expect: Mapping[str, object],
    path: KeyPath,
    within: Within,
    added: Sequence[Event],
) -> None:
    events = frozenset(event.id for event in (*within.record.events, *added))
    paths = AnswerPaths(within.agreement, within.doctrine, events)
    for name, value in expect.items():
        wrong = paths.refusal(name) or paths.misfit(name, None if value == NONE else value)
        if wrong:
            reader.add((*path, name), wrong)
