"""Events that are only supposed: mappings from a caller, or the ``add`` of a scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from mandate.counting.arguments import as_day_or_instant
from mandate.doctrine.model import Doctrine, EventKind
from mandate.errors import ArgumentError
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile
from mandate.loading.events import EventReader
from mandate.loading.keys import NOTED
from mandate.loading.tables import TableReader
from mandate.record.record import Event, Record
from mandate.text.agreement import Agreement

_DATES = frozenset({"date", "moment", "end", "hour"})
_COMMON_DATES = frozenset({"on", "effect", "known"})


def supposed(
    tables: Sequence[object],
    agreement: Agreement,
    doctrine: Doctrine,
    record: Record,
    path: KeyPath = ("what_if", "event"),
) -> list[Event]:
    """Read events that a caller supposes: mappings as in record.toml, dates also as ISO texts.

    An event needs neither id nor source; ``of`` defaults to the headline clause where an event of
    its kind can be about it. A date-time without a zone is refused. ``path`` names the function and
    its argument in messages.

    Raises:
        FileError: an event is malformed; the error holds every problem.

    """
    problems = Problems()
    function, *argument = path
    file = TomlFile(str(function), "", {})
    supposing = Supposing(TableReader(file, problems), agreement, doctrine, record)
    events = supposing.events(tables, tuple(argument), record.events)
    problems.raise_if_any()
    return events


@frozen
class Supposing:
    """Reads supposed events for one agreement and its record."""

    reader: TableReader
    agreement: Agreement
    doctrine: Doctrine
    record: Record
    #: Whether a date-time without a zone is in the zone of the agreement, as in the files.
    local: bool = False

    def events(
        self, tables: Sequence[object], path: KeyPath, others: Sequence[Event]
    ) -> list[Event]:
        """Read events that are supposed beside ``others``; problems are noted."""
        plain = [self._plain(raw, (*path, n)) for n, raw in enumerate(tables)]
        ids = {raw["id"] for raw in plain if raw and isinstance(raw.get("id"), str)}
        fresh = _fresh(ids.union(event.id for event in others))
        for raw in plain:
            if raw is not None and "id" not in raw:
                raw["id"] = next(fresh)
        sources = {**self.agreement.sources, **self.record.sources}
        reader = EventReader(self.reader, self.agreement, self.doctrine, sources, supposed=True)
        return reader.events(plain, others, path)

    def _plain(self, raw: object, path: KeyPath) -> dict[str, Any] | None:
        """Return an event as a file would hold it, defaults filled in; None if it is no table.

        A wrong date is noted, and ``NOTED`` stands in its place.
        """
        if raw is NOTED:
            return None
        if not isinstance(raw, Mapping):
            self.reader.wrong(path, raw, 'a mapping: {"kind": ..., "by": ..., "on": ...}')
            return None
        kind = self.doctrine.events.get(raw["kind"]) if isinstance(raw.get("kind"), str) else None
        dates = {name for name, spec in kind.keys.items() if spec.type in _DATES} if kind else set()
        plain: dict[str, Any] = {}
        for key, value in raw.items():
            if not isinstance(key, str):
                self.reader.wrong(path, key, "keys that are texts")
            elif key in dates | _COMMON_DATES:
                self._dated(plain, key, value, (*path, key))
            else:
                plain[key] = list(value) if isinstance(value, tuple) else value
        if "of" not in plain and kind and self._of_headline(kind):
            plain["of"] = self.agreement.headline
        return plain

    def _of_headline(self, kind: EventKind) -> bool:
        spec = kind.keys.get("of")
        clause = self.agreement.clauses[self.agreement.headline]
        if spec is None or spec.type != "clause":
            return False
        return not spec.kinds or clause.kind in spec.kinds

    def _dated(self, plain: dict[str, object], key: str, value: object, path: KeyPath) -> None:
        if isinstance(value, Mapping):
            plain[key] = {
                str(k): self._date(v, (*path, str(k))) if k in {"from", "to"} else v
                for k, v in value.items()
            }
        else:
            plain[key] = self._date(value, path)

    def _date(self, value: object, path: KeyPath) -> object:
        if self.local and isinstance(value, dt.datetime) and value.tzinfo is None:
            return value
        try:
            kind, number = as_day_or_instant(value, str(path[-1]))
        except ArgumentError as error:
            what, _, right = str(error).removeprefix(f"{path[-1]}: ").partition(": write ")
            self.reader.add(path, what, right)
            return NOTED
        if kind == "day":
            return dt.date.fromordinal(number)
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
        offset = moment.utcoffset() or dt.timedelta()
        fields = (moment.hour, moment.minute, moment.second, moment.microsecond)
        zone = dt.timezone(offset)
        return dt.datetime(moment.year, moment.month, moment.day, *fields, tzinfo=zone)


def _fresh(taken: set[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if f"what-if-{number}" not in taken:
            yield f"what-if-{number}"
