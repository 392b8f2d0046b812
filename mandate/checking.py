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
from mandate.slips import slips

SCENARIOS = "scenarios.toml"
_MOST_SAID = 300  # characters of the sentence of a scenario


def check(id_or_path: str | Path, *, matcher: str = "auto") -> CheckReport:
    """Read an agreement of your own, run its scenarios, and return a report.

    The matcher is chosen as in :func:`load`. A warning names a part of a file that is no fault but
    is likely a slip. An event without effect is none: a void notice belongs in a record.

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
    failed = failed_expectations = 0
    for table, line in tables:
        try:
            faults = [str(d) for d in run(mandate, table)]
            failed_expectations += len(faults)
        except MandateError as error:  # the events of the scenario contradict the record
            faults = [str(error)]
            failed_expectations += len(table.expect)
        failed += bool(faults)
        where = f"{files[SCENARIOS].name}:{line}: {cut(table.says, _MOST_SAID)}"
        failures.extend(f"{where} — {fault}" for fault in faults)
    return CheckReport(
        mandate.id,
        len(mandate.record.events),
        len(tables),
        failed,
        sum(len(table.expect) for table, _ in tables),
        failed_expectations,
        tuple(failures),
        tuple(_ineffective(mandate, doctrine)),
        tuple(slips(mandate, doctrine)),
    )


def _ineffective(mandate: Mandate, doctrine: Doctrine) -> Iterator[str]:
    """Yield the events that changed nothing, with the rule by which that is so."""
    record = mandate.record
    acts = [event.id for event in record.events if not doctrine.events[event.kind].inert]
    for outcome in mandate.outcomes(*acts) if acts else ():
        if not outcome.effect:
            yield f"{record.place(outcome.event)}: {outcome}"


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
