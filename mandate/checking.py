"""Checking: a user's own agreement is read, and its scenarios are run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from attrs import frozen

from mandate.answers.reports import CheckReport, Difference
from mandate.answers.status import Status
from mandate.doctrine.model import Doctrine
from mandate.doctrine.paths import NONE
from mandate.engine.matchers import choose
from mandate.errors import MandateError, cut
from mandate.files.problems import Problems
from mandate.library import files_of, folder_of, read_files, settled
from mandate.loading.scenarios import ScenarioTable, Within, aware, scenarios
from mandate.mandate import Mandate

SCENARIOS = "scenarios.toml"
_MOST_SAID = 300  # characters of the sentence of a scenario


def check(id_or_path: str | Path, *, matcher: str = "auto") -> CheckReport:
    """Read an agreement of your own, run its scenarios, and return a report.

    The matcher is chosen as in :func:`load`. A warning names a part of a file that is no fault but
    may be a slip.

    Raises:
        ArgumentError: there is no such folder, or no such matcher.
        MissingDependencyError: the matcher asked for cannot be imported.
        FileError: a file is wrong; the error holds every problem.
        EngineError: the record has no one outcome, as in :func:`load`. A scenario with no one
            outcome raises nothing: it is one that does not hold.

    """
    folder, chosen = folder_of(id_or_path), choose(matcher)
    problems = Problems()
    files = files_of(folder, problems, SCENARIOS)
    read = read_files(files, problems)
    tables: list[tuple[ScenarioTable, int | None]] = []
    if SCENARIOS in files:
        of = read[0].id if read else None
        tables = scenarios(files[SCENARIOS], of, problems, Within(*read) if read else None)
    agreement, record, doctrine = settled(read, problems)
    mandate = Mandate(agreement, record, doctrine, chosen)
    failures: list[str] = []
    for table, line in tables:
        try:
            faults = [str(d) for d in run(mandate, table)]
        except MandateError as error:  # the events of the scenario contradict the record
            faults = [str(error)]
        where = f"{files[SCENARIOS].name}:{line}: {cut(table.says, _MOST_SAID)}"
        failures.extend(f"{where} — {fault}" for fault in faults)
    told = tuple(_warnings(mandate, doctrine))
    return CheckReport(mandate.id, len(mandate.record.events), len(tables), tuple(failures), told)


def _warnings(mandate: Mandate, doctrine: Doctrine) -> Iterator[str]:
    """Yield the silences of the text that may be a slip, and the ``effect`` keys without effect."""
    agreement, record = mandate.agreement, mandate.record
    for clause in agreement.clauses.values():
        kind = doctrine.clauses[clause.kind]
        for silence in () if clause.whole else kind.silences:
            several = clause.keys.get(silence.several, ())
            if len(several) > 1 and silence.lacks not in clause.keys:
                yield f"{agreement.places[clause.id]}: {clause.id}: {silence.says}"
    for event in record.events:
        if event.effect is not None and doctrine.events[event.kind].effect == "none":
            what = (
                f"'effect' changes nothing: a {event.kind} counts on the day on which it was done"
            )
            yield f"{record.place(event.id)}: {event.id}: {what}"


def run(mandate: Mandate, table: ScenarioTable) -> list[Difference]:
    """Run one scenario and return the values that differ from it."""
    varied = mandate.without(*table.without) if table.without else mandate
    if table.add:
        varied = varied.what_if(*table.add)
    zone = mandate.agreement.zone
    on, known = (cast("dt.date", aware(when, zone)) for when in (table.on, table.as_known_on))
    status = varied.status(on, as_known_on=known)
    return differences(Scenario(table.says, on, table.expect), status)


@frozen
class Scenario:
    """One sentence, the question it asks, and the values that must come out."""

    says: str
    on: dt.date
    expect: Mapping[str, object]
    as_known_on: dt.date | None = None
    add: tuple[Mapping[str, object], ...] = ()
    without: tuple[str, ...] = ()
    line: int | None = None


def differences(scenario: Scenario, status: Status) -> list[Difference]:
    """Return the values of a status that differ from those a scenario expects."""
    differing: list[Difference] = []
    for path, expected in scenario.expect.items():
        value = status.value(path)
        wanted = None if expected == NONE else expected
        if value != wanted or isinstance(value, bool) is not isinstance(wanted, bool):
            differing.append(Difference(path, wanted, value))
    return differing
