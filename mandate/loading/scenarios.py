"""scenarios.toml → scenarios."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from attrs import Factory, evolve, field, frozen

from mandate.counting.instants import Zone
from mandate.errors import ArgumentError, CountingError
from mandate.loading.answer_paths import NONE, AnswerPaths
from mandate.loading.doctrine import Doctrine
from mandate.loading.fixed import structure
from mandate.loading.problems import Problems, did_you_mean, shown
from mandate.loading.supposed import Supposing
from mandate.loading.toml import KeyPath, TomlFile
from mandate.record.record import Event, Record
from mandate.text.agreement import Agreement

#: Each that adds something to the record works all of it out anew.
MOST_SCENARIOS = 2_000


@frozen
class ScenarioTable:
    """One ``[[scenario]]`` as written."""

    says: str
    on: object
    expect: dict[str, object]
    as_known_on: object = None
    add: list[dict[str, object]] = Factory(list)
    without: list[str] = Factory(list)


@frozen
class ScenarioFile:
    """scenarios.toml."""

    agreement: str
    scenario: list[dict[str, object]]


@frozen
class Within:
    """What the scenarios of a file speak of."""

    agreement: Agreement = field(repr=False)
    record: Record = field(repr=False)
    doctrine: Doctrine = field(repr=False)


def scenarios(
    file: TomlFile, agreement: str | None, problems: Problems, within: Within | None = None
) -> list[tuple[ScenarioTable, int | None]]:
    """Read every scenario of a file, with its line.

    ``agreement``: its id, or None where that is not known.
    ``within``: check also what is added and left out, and read local times in the agreement's zone.
    """
    table = structure(file, problems, file.data, ScenarioFile)
    if table is None:
        return []
    path: KeyPath = ("agreement",)
    other = agreement is not None and table.agreement != agreement
    if other and "agreement" in file.data and not problems.at(file, path):
        problems.add(file, path, f"{shown(table.agreement)} is another agreement", f'"{agreement}"')
    if len(table.scenario) > MOST_SCENARIOS:
        what = f"{len(table.scenario)} scenarios"
        problems.add(file, ("scenario",), what, f"at most {MOST_SCENARIOS}")
        return []
    found: list[tuple[ScenarioTable, int | None]] = []
    for number, raw in enumerate(table.scenario):
        here: KeyPath = ("scenario", number)
        one = (
            None if problems.at(file, here) else structure(file, problems, raw, ScenarioTable, here)
        )
        if one is not None:
            found.append((_checked(file, problems, raw, one, here, within), file.line(here)))
    return found


def _checked(  # noqa: PLR0913  # a scenario as written and as read
    file: TomlFile,
    problems: Problems,
    raw: Mapping[str, object],
    one: ScenarioTable,
    path: KeyPath,
    within: Within | None,
) -> ScenarioTable:
    zone = within.agreement.zone if within else None
    on, known = (
        None if value is None else _moment(file, problems, value, (*path, name), zone)
        for name, value in (("on", one.on), ("as-known-on", one.as_known_on))
    )
    if raw.get("expect") == {}:
        problems.add(file, (*path, "expect"), "nothing is expected", '{ "term.number" = 1 }')
    before = len(problems.found)
    if within:
        supposed = _check_events(file, problems, one, path, within)
        _check_expected(file, problems, one, path, within, supposed)
    if zone is None or len(problems.found) != before:
        return evolve(one, on=on, as_known_on=known)
    added = [{key: aware(value, zone) for key, value in event.items()} for event in one.add]
    return evolve(one, on=on, as_known_on=known, add=added)


def aware(value: object, zone: Zone) -> object:
    """Return a local time, which has been checked, with its offset; anything else as it is."""
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return zone.local(zone.timed(zone.second_of(value)))
    return value


def _moment(
    file: TomlFile, problems: Problems, value: object, path: KeyPath, zone: Zone | None
) -> object:
    if not isinstance(value, dt.date):
        problems.unusable(file, path, value, "a date or a date-time, without quotes")
    elif isinstance(value, dt.datetime) and zone:
        try:
            zone.calendar_second_of(value)
            return aware(value, zone)
        except (ArgumentError, CountingError) as error:
            problems.add(file, path, str(error))
    return value


def _check_events(
    file: TomlFile, problems: Problems, one: ScenarioTable, path: KeyPath, within: Within
) -> list[Event]:
    """Check what is left out and what is added; return the latter."""
    events = within.record.events
    known = {e.id for e in events}
    for number, name in enumerate(one.without):
        here = (*path, "without", number)
        if problems.at(file, here):
            continue
        if name not in known:
            problems.add(
                file, here, f"the record has no event {shown(name)}", "", did_you_mean(name, known)
            )
        elif name in one.without[:number]:
            problems.add(file, here, f"{shown(name)} is there twice", "each once")
    kept = [e for e in events if e.id not in one.without]
    supposing = Supposing(
        file, problems, within.agreement, within.doctrine, within.record, local=True
    )
    return supposing.events(one.add, (*path, "add"), kept)


def _check_expected(  # noqa: PLR0913  # a scenario, its place, and what it speaks of
    file: TomlFile,
    problems: Problems,
    one: ScenarioTable,
    path: KeyPath,
    within: Within,
    added: Sequence[Event],
) -> None:
    events = frozenset(event.id for event in (*within.record.events, *added))
    paths = AnswerPaths(within.agreement, within.doctrine, events)
    for name, value in one.expect.items():
        wrong = paths.refusal(name) or paths.misfit(name, None if value == NONE else value)
        if wrong:
            problems.add(file, (*path, "expect", name), wrong)
