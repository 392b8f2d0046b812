"""record.toml → :class:`~mandate.record.record.Record`; also single events, for what-if."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import Factory, frozen

from mandate.counting.instants import Zone
from mandate.engine.grammar import Scalar
from mandate.engine.plain import NAMES, joins
from mandate.engine.state import State
from mandate.errors import CountingError
from mandate.loading.agreement import FORMAT, SourceTable, sources_of
from mandate.loading.clauses import check_groups
from mandate.loading.doctrine import Doctrine, EventKind
from mandate.loading.fixed import structure
from mandate.loading.keys import ID, KeyReader, KeySpec, Names
from mandate.loading.problems import Problems, did_you_mean
from mandate.loading.toml import KeyPath, TomlFile
from mandate.record.record import Event, Gap, Record
from mandate.text.agreement import Agreement, Source

_COMMON = frozenset({"id", "kind", "on", "effect", "known", "after", "source", "note"})


@frozen
class _RecordTable:
    format: int
    agreement: str
    complete_to: dt.date | None = None
    gaps: list[dict[str, object]] = Factory(list)
    events: list[dict[str, object]] = Factory(list)
    sources: dict[str, SourceTable] = Factory(dict)


def names_of(agreement: Agreement, events: Mapping[str, str]) -> Names:
    """Return what an event may refer to."""
    return Names(
        frozenset(agreement.parties),
        {n: c.kind for n, c in agreement.clauses.items()},
        {n: s.states for n, s in agreement.subjects.items()},
        events,
    )


def record(
    file: TomlFile, agreement: Agreement, doctrine: Doctrine, problems: Problems
) -> Record | None:
    """Read the record. Problems are noted; None where it cannot be made."""
    before = len(problems.found)
    table = structure(file, problems, file.data, _RecordTable)
    if table is None:
        return None
    if table.format != FORMAT:
        problems.add(file, ("format",), f"format {table.format} is not known", str(FORMAT))
    if table.agreement != agreement.id:
        problems.add(file, ("agreement",), f"{table.agreement!r} is another agreement",
                     f'"{agreement.id}"')  # fmt: skip
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


def _gap(file: TomlFile, problems: Problems, raw: Mapping[str, Any], path: KeyPath) -> Gap | None:
    first, last, because = raw.get("from"), raw.get("to"), raw.get("because")
    days = [d for d in (first, last) if type(d) is dt.date]
    if raw.keys() - {"from", "to", "because"} or len(days) != 2 or not isinstance(because, str):  # noqa: PLR2004  # first and last
        problems.add(file, path, f"{dict(raw)!r}", '{ from = date, to = date, because = "..." }')
        return None
    if days[0] > days[1]:
        problems.add(file, path, f"from {days[0]} to {days[1]}", "the earlier day first")
        return None
    return Gap(days[0], days[1], because)


class EventReader:
    """Reads events by the kinds that the doctrine declares."""

    def __init__(
        self,
        file: TomlFile,
        problems: Problems,
        agreement: Agreement,
        doctrine: Doctrine,
        sources: Mapping[str, Source],
        *,
        hypothetical: bool = False,
    ) -> None:
        self.file, self.problems = file, problems
        self.agreement, self.doctrine, self.sources = agreement, doctrine, sources
        self.zone: Zone = agreement.zone
        self.hypothetical = hypothetical
        self._text = State.of(doctrine.program.facts, agreement.facts)

    def events(
        self,
        raws: Sequence[Mapping[str, Any]],
        others: Sequence[Event] = (),
        section: str = "events",
    ) -> list[Event]:
        """Read a list of events that may refer to each other and to ``others``."""
        kinds = {e.id: e.kind for e in others}
        for number, raw in enumerate(raws):
            name = raw.get("id")
            if not isinstance(name, str) or not ID.match(name):
                self._add(
                    (section, number, "id"),
                    f"{name!r} is not an id",
                    "lower-case words joined by hyphens",
                )
            elif name in kinds:
                self._add((section, number, "id"), f"{name!r} is the id of another event")
            else:
                kinds[name] = str(raw.get("kind"))
        reader = KeyReader(self.file, self.problems, self.zone, names_of(self.agreement, kinds))
        read = [self._event(raw, (section, n), reader) for n, raw in enumerate(raws)]
        good = [e for e in read if e]
        self._order([*others, *good], {e.id: (section, n) for n, e in enumerate(read) if e})
        return good

    def _add(self, path: KeyPath, what: str, right: str = "", hint: str = "") -> None:
        self.problems.add(self.file, path, what, right, hint)

    def _event(self, raw: Mapping[str, Any], path: KeyPath, reader: KeyReader) -> Event | None:
        before = len(self.problems.found)
        kind = self.doctrine.events.get(str(raw.get("kind")))
        if kind is None:
            self._add((*path, "kind"), f"no kind of event {raw.get('kind')!r}",
                      hint=did_you_mean(raw.get("kind"), self.doctrine.events))  # fmt: skip
            return None
        if self.hypothetical and "received" in kind.keys:
            # What is only supposed is supposed to arrive at once, unless it says otherwise.
            raw = {"received": raw.get("on"), **raw}
        values = reader.read(raw, kind.keys, path, _COMMON)
        check_groups(kind, values, path, reader)
        self._checks(kind, values, path)
        on_from, on = self._when(raw.get("on"), (*path, "on"), ranged=True)
        if on is None:
            return None
        _, effect = self._when(raw.get("effect", on), (*path, "effect"))
        _, known = self._when(raw.get("known", on), (*path, "known"))
        after = self._after(raw.get("after", []), (*path, "after"), reader)
        ids = () if "source" not in raw and self.hypothetical else sources_of(
            self.file, self.problems, raw.get("source"), (*path, "source"), self.sources)  # fmt: skip
        note = raw.get("note", "")
        if not isinstance(note, str):
            self._add((*path, "note"), f"{note!r}", "a text")
        if len(self.problems.found) != before or effect is None or known is None:
            return None
        judged = self.position(on)
        acts = judged if effect == on else self._begin(effect)
        fields: dict[str, Scalar] = {n: values.get(n, s.absent) for n, s in kind.keys.items()}
        return Event(
            str(raw["id"]), kind.name, on, fields, judged, acts, self.position(known),
            on_from,
            None if effect == on else effect,
            _plain(raw.get("received")),
            None if known == on else known,
            after, ids, note, self.hypothetical,
        )  # fmt: skip

    def position(self, when: dt.date) -> int:
        """Where an event of that date (its close) or date-time lies."""
        if isinstance(when, dt.datetime):
            return self.zone.timed(self.zone.second_of(when))
        return self.zone.close(when.toordinal())

    def _begin(self, when: dt.date) -> int:
        if isinstance(when, dt.datetime):
            return 3 * self.zone.second_of(when) + 1
        return self.zone.begin(when.toordinal())

    def _when(
        self,
        given: Any,
        path: KeyPath,
        *,
        ranged: bool = False,  # from TOML
    ) -> tuple[dt.date | None, dt.date | None]:
        if ranged and isinstance(given, Mapping):
            first, last = given.get("from"), given.get("to")
            if (
                given.keys() != {"from", "to"}
                or type(first) is not dt.date
                or type(last) is not dt.date
            ):
                self._add(path, f"{dict(given)!r}", "{ from = date, to = date }")
            elif first >= last:
                self._add(path, f"from {first} to {last}", "the earlier day first")
            else:
                return first, last
            return None, None
        if isinstance(given, dt.datetime):
            try:
                self.zone.second_of(given)
            except CountingError as error:
                self._add(path, str(error))
                return None, None
            except ValueError as error:
                self._add(path, str(error))
                return None, None
            return None, given
        if isinstance(given, dt.date):
            return None, given
        right = "a date (2020-11-10) or a date-time" + (
            ", or { from = date, to = date }" if ranged else ""
        )
        self._add(path, "no date" if given is None else f"{given!r} is not usable here", right)
        return None, None

    def _after(self, given: Any, path: KeyPath, reader: KeyReader) -> tuple[str, ...]:  # noqa: ANN401  # from TOML
        items = given if isinstance(given, list) else [given]
        spec = KeySpec(("after",), "event")
        return tuple(e for e in (reader.event(i, spec, path) for i in items) if e)

    def _checks(self, kind: EventKind, values: Mapping[str, Any], path: KeyPath) -> None:
        names: Mapping[str, Scalar] = {"of": values.get("of", ""), "by": values.get("by", "")}
        for patterns, needed, why in kind.checks:
            applies = any(
                True
                for _ in joins(
                    self.doctrine.program.facts, self._text, patterns, (), {NAMES: names}
                )
            )
            if applies and needed not in values:
                self._add(path, f"no {needed!r}", f"{needed} = ...", why)
        for name, spec in kind.keys.items():
            if spec.type == "state" and name in values and "of" in values:
                states = self.agreement.subjects[values["of"]].states
                if values[name] not in states:
                    self._add((*path, name), f"{values[name]!r} is no state of {values['of']!r}",
                              hint=did_you_mean(values[name], states))  # fmt: skip

    def _order(self, events: Sequence[Event], paths: Mapping[str, KeyPath]) -> None:
        by_id = {e.id: e for e in events}
        for event in events:
            path = paths.get(event.id)
            for earlier in event.after:
                other = by_id.get(earlier)
                if path and other and other.acts > event.acts:
                    self._add((*path, "after"), f"{earlier!r} is later than {event.id!r}")
        for event in events:
            seen: set[str] = set()
            todo = list(event.after)
            while todo:
                name = todo.pop()
                if name == event.id and event.id in paths:
                    self._add((*paths[event.id], "after"), f"{event.id!r} comes after itself")
                    return
                if name not in seen and name in by_id:
                    seen.add(name)
                    todo.extend(by_id[name].after)


def _plain(given: object) -> dt.date | None:
    return given if isinstance(given, dt.date) else None
