"""Checking: an agreement of one's own is read, and its scenarios are run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

from attrs import frozen

from mandate.answers.scenarios import Difference, Scenario, differences
from mandate.errors import MandateError, cut
from mandate.library import files_of, folder_of, read_files, settled
from mandate.loading.problems import Problems
from mandate.loading.scenarios import ScenarioTable, Within, aware, scenarios
from mandate.mandate import Mandate
from mandate.plain_data import Row, fields

SCENARIOS = "scenarios.toml"
_MOST_SAID = 300  # characters of the sentence of a scenario


def check(path: str | Path) -> CheckReport:
    """Read an agreement of your own, run its scenarios, and return what was found.

    Raises:
        ArgumentError: there is no such folder.
        FileError: a file is wrong; the error holds every problem.
        EngineError: the record has no one outcome, as in :func:`load`. A scenario of which this
            is so is a scenario that does not hold.

    """
    folder = folder_of(path, "path")
    problems = Problems()
    files = files_of(folder, problems, SCENARIOS)
    read = read_files(files, problems)
    tables: list[tuple[ScenarioTable, int | None]] = []
    if SCENARIOS in files:
        of = read[0].id if read else None
        tables = scenarios(files[SCENARIOS], of, problems, Within(*read) if read else None)
    mandate = Mandate(*settled(read, problems))
    failures: list[str] = []
    for table, line in tables:
        try:
            found = [str(d) for d in run(mandate, table)]
        except MandateError as error:  # what the scenario adds cannot be told with the rest
            found = [str(error)]
        where = f"{files[SCENARIOS].name}:{line}: {cut(table.says, _MOST_SAID)}"
        failures.extend(f"{where} — {one}" for one in found)
    return CheckReport(mandate.id, len(mandate.record.events), len(tables), tuple(failures))


@frozen
class CheckReport:
    """What :func:`check` found: counts, and each scenario that does not hold."""

    agreement: str
    events: int
    scenarios: int
    failures: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every scenario holds."""
        return not self.failures

    def as_dict(self) -> Row:
        """Return the report as plain values."""
        return fields(self, "ok")

    def __str__(self) -> str:
        counts = f"{self.events} events, {self.scenarios} scenarios"
        head = f"{self.agreement}: {counts}, {len(self.failures)} do not hold"
        return "\n".join([head, *self.failures])


def run(mandate: Mandate, table: ScenarioTable) -> list[Difference]:
    """Run one scenario and return where the answer differs."""
    varied = mandate.without(*table.without) if table.without else mandate
    if table.add:
        varied = varied.what_if(*table.add)
    zone = mandate.agreement.zone
    on, known = (cast("dt.date", aware(one, zone)) for one in (table.on, table.as_known_on))
    found = varied.status(on, as_known_on=known)
    return differences(Scenario(table.says, on, table.expect), found)
