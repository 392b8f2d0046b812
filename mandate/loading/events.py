"""Events: recorded ones, and those that are only supposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mandate.counting.instants import Zone
from mandate.doctrine.keys import AN_ID, KeySpec, is_word
from mandate.doctrine.kinds import hour_of
from mandate.doctrine.model import Doctrine, EventKind
from mandate.engine.grammar import Scalar
from mandate.engine.plain import NAMES, joins
from mandate.engine.state import State
from mandate.errors import ArgumentError, CountingError, did_you_mean, shown
from mandate.files.problems import unfit_text
from mandate.files.toml import KeyPath
from mandate.loading.clauses import check_among, check_groups
from mandate.loading.counting import sources_of
from mandate.loading.deadlocks import circle
from mandate.loading.keys import NOTED, KeyReader, Names
from mandate.loading.tables import SAID, TableReader, one_of_words
from mandate.plain_data import plain
from mandate.record.record import Event
from mandate.text.agreement import Agreement, Source

#: Keys that every event has, whatever its kind.
COMMON = frozenset({"id", "kind", "on", "effect", "known", "after", "source", "note", *SAID})
#: More events than any record holds. The clock stops at each event and keeps the state there.
MOST_EVENTS = 5_000
_AFTER = KeySpec(("after",), "event", many=True)
_MOST_SAID = 12  # events of a circle that a message names


def names_of(agreement: Agreement, events: Mapping[str, str]) -> Names:
    """Return the names that an event may refer to."""
    return Names(
        {n: p.role for n, p in agreement.parties.items()},
        {n: c.kind for n, c in agreement.clauses.items()},
        {n: s.states for n, s in agreement.subjects.items()},
        events,
    )


class EventReader:
    """Reads events by the kinds that the doctrine declares."""

    def __init__(
        self,
        reader: TableReader,
        agreement: Agreement,
        doctrine: Doctrine,
        sources: Mapping[str, Source],
        *,
        supposed: bool = False,
    ) -> None:
        self.reader, self.problems = reader, reader.problems
        self.agreement, self.doctrine, self.sources = agreement, doctrine, sources
        self.zone: Zone = agreement.zone
        self.supposed = supposed
        self._text = State.of(doctrine.program.facts, agreement.facts)

    def events(
        self,
        raws: Sequence[Mapping[str, Any] | None],
        others: Sequence[Event] = (),
        section: KeyPath | str = "events",
    ) -> list[Event]:
        """Read a list of events that may refer to each other and to ``others``.

        None stands in the place of an item that is no table; another check notes that.
        """
        base: KeyPath = (section,) if isinstance(section, str) else section
        if len(raws) + len(others) > MOST_EVENTS:
            self.reader.add(base, f"more than {MOST_EVENTS} events")
            return []
        kinds = {e.id: e.kind for e in others}
        tables = [((*base, number), raw) for number, raw in enumerate(raws) if raw is not None]
        for place, raw in tables:
            name, path = raw.get("id"), (*place, "id")
            if name is None:
                self.reader.add(place, "no 'id'", 'id = "..."')
            elif not is_word(name):
                self.reader.add(path, f"{shown(name)} is not an id", AN_ID)
            elif name in kinds:
                self.reader.add(path, f"{shown(name)} is the id of another event", "another id")
            else:
                kinds[name] = str(raw.get("kind"))
        names = names_of(self.agreement, kinds)
        reader = KeyReader(self.reader.file, self.problems, self.zone, names)
        read = [(place, self._event(raw, place, reader)) for place, raw in tables]
        good = [event for _, event in read if event]
        self._order([*others, *good], {event.id: place for place, event in read if event})
        return good

    def _event(self, raw: Mapping[str, Any], path: KeyPath, reader: KeyReader) -> Event | None:
        before = len(self.problems.found)
        kind = self._kind(raw, path)
        if kind is None:
            return None
        table = raw
        if self.supposed and "received" in kind.keys and "received" not in raw:
            # A supposed event arrives at once, unless it says otherwise.
            on = raw.get("on")
            arrives = on.get("to") if isinstance(on, Mapping) else on
            if isinstance(arrives, dt.date):
                raw = {**raw, "received": self._usable(arrives)}
        written = reader.read(raw, kind.keys, path, COMMON, of_event=True)
        values = written.values
        check_groups(kind, written, path, reader)
        self._checks(kind, values, written.places, path)
        on_from, on = self._when(raw.get("on"), (*path, "on"), ranged=True)
        _, effect = self._when(raw["effect"], (*path, "effect")) if "effect" in raw else (None, on)
        _, known = self._when(raw["known"], (*path, "known")) if "known" in raw else (None, on)
        self._later(on_from or on, known, (*path, "known"), "known before it happened")
        received = raw.get("received")
        if "received" in values and isinstance(received, dt.date):
            self._later(
                on_from or on, received, (*path, "received"), "received before it was given"
            )
        if "known" in raw and on_from is not None and on is not None and known is not None:
            # An event known on a day had been done by then (so the last day of a range, too).
            on = min(on, dt.date.fromordinal(self._day(known)))
            on_from = on_from if on_from < on else None
        if kind.ends_with and kind.ends_with in values:
            effect = self._after_last(values[kind.ends_with])
            if "effect" in raw:
                what = f"'effect' and {kind.ends_with!r} are both written"
                self.reader.add((*path, "effect"), what, "one of them")
        after = self._after(raw, kind, values, path, reader)
        ids = self._sources(raw, path)
        note = self._note(raw, path)
        said = self.reader.fixed({k: v for k, v in raw.items() if k in SAID}, SAID, path) or {}
        one_of_words(self.reader, raw, path)
        noted = NOTED in raw.values()
        wrong = noted or len(self.problems.found) != before or not is_word(raw.get("id"))
        if wrong or on is None or effect is None or known is None:
            return None
        judged = self.position(on)
        named = kind.effect != "none" and ("effect" in raw or bool(kind.ends_with in values))
        begins = self._begin(effect) if named else judged
        works = judged if kind.effect == "named" else begins
        comes = kind.effect in {"comes", "ends"}
        by = values.get("by")
        authors = tuple(by) if isinstance(by, list) else ()
        fields: dict[str, Scalar] = {
            **{n: values.get(n, s.absent) for n, s in kind.keys.items()},
            **self._ends(kind, values),
            **({"by": authors[0]} if authors else {}),
            "at": works if comes else judged,
            "day": self.zone.day_of(works) if comes else on.toordinal(),
            "works": works,
            "named": self.zone.day_of(begins - 3) if named else 0,
        }
        return Event(
            str(raw["id"]),
            kind.name,
            on,
            fields,
            judged,
            works,
            self.position(known),
            not comes,
            on_from,
            self._local(effect) if "effect" in raw else None,
            self._local(received) if isinstance(received, dt.date) else None,
            None if known == on else known,
            after,
            ids,
            note,
            authors if len(authors) > 1 else (),
            self.supposed,
            plain(table),
            comes_first=named and kind.effect == "ends",
            **said,
        )

    def _after_last(self, last: dt.date) -> dt.date | None:
        """Return the day after a last day, or a last hour itself: the act works from then."""
        if isinstance(last, dt.datetime):
            return last
        return dt.date.fromordinal(last.toordinal() + 1) if last < dt.date.max else None

    def _ends(self, kind: EventKind, values: Mapping[str, Any]) -> dict[str, Scalar]:
        """Return each last day that an event names as an ordinal, with its hour if it has one."""
        ends: dict[str, Scalar] = {}
        for name, spec in kind.keys.items():
            if spec.type == "end" and name in values:
                at = self._begin(values[name]) if isinstance(values[name], dt.datetime) else 0
                ends[name] = self.zone.day_of(at - 3) if at else values[name].toordinal()
                ends[hour_of(spec)] = at
        return ends

    def _kind(self, raw: Mapping[str, Any], path: KeyPath) -> EventKind | None:
        name = raw.get("kind")
        kind = self.doctrine.events.get(name) if isinstance(name, str) else None
        if kind is None:
            hint = did_you_mean(name, self.doctrine.events)
            if name is None:
                self.reader.add(path, "no 'kind'", 'kind = "..."', hint)
            else:
                self.reader.add((*path, "kind"), f"no kind of event {shown(name)}", "", hint)
        return kind

    def _after(
        self,
        raw: Mapping[str, Any],
        kind: EventKind,
        values: Mapping[str, object],
        path: KeyPath,
        reader: KeyReader,
    ) -> tuple[str, ...]:
        """Return the events that come before this one: its ``after``, and the event it is about."""
        table = {"after": raw["after"]} if "after" in raw else {}
        ids = list(reader.read(table, {"after": _AFTER}, path).values.get("after", ()))
        of = kind.keys.get("of")
        if of is not None and of.type == "event" and "of" in values:
            ids.append(values["of"])
        return tuple(dict.fromkeys(ids))

    def _sources(self, raw: Mapping[str, object], path: KeyPath) -> tuple[str, ...]:
        if "source" not in raw and self.supposed:
            return ()
        here = (*path, "source")
        return sources_of(self.reader, raw.get("source"), here, self.sources)

    def _note(self, raw: Mapping[str, object], path: KeyPath) -> str:
        what, right = unfit_text(raw["note"]) if "note" in raw else ("", "")
        if what:
            self.reader.add((*path, "note"), what, right)
        return str(raw.get("note", ""))

    def _usable(self, when: dt.date) -> dt.date:
        """Return the day in place of an hour that is not usable; another check notes the hour."""
        if isinstance(when, dt.datetime):
            try:
                self.zone.calendar_second_of(when)
            except (ArgumentError, CountingError):
                return when.date()
        return when

    def position(self, when: dt.date) -> int:
        """Where an event of that date (its close) or date-time lies."""
        if isinstance(when, dt.datetime):
            return self.zone.timed(self.zone.second_of(when))
        return self.zone.close(when.toordinal())

    def _local(self, when: dt.date) -> dt.date:
        """Return a date-time in the zone of the agreement, in which its days are."""
        local = self.zone.local(self.position(when)) if isinstance(when, dt.datetime) else None
        return local or when

    def _begin(self, when: dt.date) -> int:
        if isinstance(when, dt.datetime):
            return 3 * self.zone.second_of(when) + 1
        return self.zone.begin(when.toordinal())

    def _when(
        self, value: object, path: KeyPath, *, ranged: bool = False
    ) -> tuple[dt.date | None, dt.date | None]:
        if value is NOTED:
            return None, None
        if ranged and isinstance(value, Mapping):
            return self._range(value, path)
        if isinstance(value, dt.datetime):
            try:
                self.zone.calendar_second_of(value)
            except (ArgumentError, CountingError) as error:
                self.reader.add(path, str(error))
                return None, None
            return None, self._local(value)
        if isinstance(value, dt.date):
            return None, value
        right = "a date (2020-11-10) or a date-time" + (
            ", or { from = date, to = date }" if ranged else ""
        )
        if value is None:
            self.reader.add(path[:-1], f"no {path[-1]!r}", f"{path[-1]} = {right}")
        else:
            self.reader.wrong(path, value, right)
        return None, None

    def _range(
        self, table: Mapping[str, object], path: KeyPath
    ) -> tuple[dt.date | None, dt.date | None]:
        self.reader.unknown_keys(path, table, ("from", "to"))
        days: list[dt.date] = []
        for name in ("from", "to"):
            day = table.get(name)
            if isinstance(day, dt.date) and not isinstance(day, dt.datetime):
                days.append(day)
            elif day is None:
                self.reader.add(path, f"no {name!r}", "{ from = date, to = date }")
            elif day is not NOTED:
                self.reader.wrong((*path, name), day, "a date, without quotes: 2020-11-10")
        if len(days) == 2 and days[0] >= days[1]:  # noqa: PLR2004  # both
            right = "the earlier day first" if days[0] > days[1] else f"on = {days[0]}"
            self.reader.add(path, f"from {days[0]} to {days[1]}", right)
        elif len(days) == 2:  # noqa: PLR2004  # both
            return days[0], days[1]
        return None, None

    def _later(self, on: dt.date | None, other: dt.date | None, path: KeyPath, what: str) -> None:
        """Note a date that lies before the act; days are compared where one has no hour."""
        if on is None or other is None or on == other:
            return
        if isinstance(on, dt.datetime) and isinstance(other, dt.datetime):
            wrong = self.position(other) < self.position(on)
        else:
            wrong = self._day(other) < self._day(on)
        if wrong:
            self.reader.add(path, f"{what}, on {shown(on)}", "that day or a later one")

    def _day(self, when: dt.date) -> int:
        return self.zone.day_of(self.position(when))

    def _checks(
        self, kind: EventKind, values: Mapping[str, Any], written: Iterable[str], path: KeyPath
    ) -> None:
        names: Mapping[str, Scalar] = {"of": values.get("of", ""), "by": values.get("by", "")}
        for patterns, needed, why in kind.checks:
            holding = joins(self.doctrine.program.facts, self._text, patterns, (), {NAMES: names})
            if needed not in written and any(True for _ in holding):
                self.reader.add(path, f"no {needed!r}", f"{needed} = ...", why)
        for among in kind.among:
            if among.key in values and values.get("of") in self.agreement.clauses:
                name = str(values[among.key])
                binding = {"clause": values["of"], "name": name}
                facts = self.doctrine.program.facts
                what, right, hint = check_among(facts, self._text, among, binding)
                if what:
                    self.reader.add((*path, among.key), what, right, hint)
        for name, spec in kind.keys.items():
            if spec.type == "state" and name in values and "of" in values:
                states = self.agreement.subjects[values["of"]].states
                if states and values[name] not in states:
                    what = f"{shown(values[name])} is no state of {shown(values['of'])}"
                    self.reader.add((*path, name), what, "", did_you_mean(values[name], states))

    def _order(self, events: Sequence[Event], paths: Mapping[str, KeyPath]) -> None:
        by_id = {e.id: e for e in events}
        for event in events:
            path = paths.get(event.id)
            for earlier in event.after:
                other = by_id.get(earlier)
                if path is not None and other and other.comes > event.comes:
                    key = "of" if event.of == earlier else "after"
                    what = f"{shown(earlier)} is later than {shown(event.id)}"
                    self.reader.add((*path, key), what, "an event that comes before it")
        ring = circle({e.id: {o for o in e.after if o in by_id} for e in events if e.after})
        if ring:
            path = next((paths[name] for name in ring if name in paths), ())
            told = [*ring[:_MOST_SAID], "…"] if len(ring) > _MOST_SAID else ring
            what = "events that come after each other: " + " → ".join(told)
            self.reader.add((*path, "after"), what, "one of them first")
