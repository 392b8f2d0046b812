"""The reader of the keys of clauses and events, by the declarations of the doctrine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from mandate.counting.durations import Duration
from mandate.counting.instants import Zone
from mandate.doctrine.keys import AN_ID, MOST_NUMBER, ROLES, KeySpec, is_id
from mandate.errors import ArgumentError, CountingError, close_to, did_you_mean, shown
from mandate.files.toml import KeyPath
from mandate.loading.tables import TableReader


@frozen
class Names:
    """The names that references in one agreement and its record may use."""

    parties: Mapping[str, str] = field(hash=False)  # id → role; "" where that is not known
    clauses: Mapping[str, str] = field(hash=False)  # id → kind; "" where that is not known
    subjects: Mapping[str, Sequence[str]] = field(hash=False)
    events: Mapping[str, str] = field(factory=dict, hash=False)  # id → kind


@frozen
class Written:
    """The keys of one table, by dotted name."""

    #: Converted values of the right keys; a list where a key may have many.
    values: Mapping[str, Any] = field(hash=False)
    #: The place of each key, right or wrong.
    places: Mapping[str, KeyPath] = field(hash=False)
    #: Keys that were misspelt, or whose table is none. That was noted, so they do not count as
    #: missing.
    meant: frozenset[str] = frozenset()


class _Noted:
    """The type of a value that was wrong, and was noted, before it came here."""


NOTED = _Noted()


@frozen
class KeyReader(TableReader):
    """Reads the declared keys of clauses and events, and checks the names in them."""

    zone: Zone
    names: Names

    def read(  # noqa: PLR0913  # the keys, their place, and the keys left out
        self,
        raw: Mapping[str, object],
        specs: Mapping[str, KeySpec],
        path: KeyPath,
        ignore: frozenset[str] = frozenset(),
        inherited: Mapping[str, KeyPath] | None = None,
        *,
        of_event: bool = False,
    ) -> Written:
        """Read the keys of a table. ``inherited`` are the keys of another table, with their places.

        Hours in an event are counted from an end or an act whose hour is known.
        """
        elsewhere = inherited or {}
        values: dict[str, object] = {}
        places: dict[str, KeyPath] = {}
        meant: set[str] = set()
        for name, item, here in self._flat(raw, specs, path, ignore, elsewhere, meant):
            places[name] = here
            if item is NOTED:
                continue
            spec = specs[name]
            value = self._many(item, spec, here) if spec.many else self.value(item, spec, here)
            if value is not None:
                values[name] = value
        for name, spec in specs.items():
            if spec.required and name not in places and name not in meant:
                self.add(path, f"no {name!r}", f"{name} = ...", spec.says)
        if not of_event:
            self._hours(values, specs, places)
        return Written(values, places, frozenset(meant))

    def _hours(
        self, values: dict[str, Any], specs: Mapping[str, KeySpec], places: Mapping[str, KeyPath]
    ) -> None:
        # Hours are elapsed time. They can only be counted from an hour, not from a day.
        if any(specs[name].type == "hour" for name in places):
            return
        for name, value in list(values.items()):
            if specs[name].type in {"length", "lead"} and Duration.parse(value).hours:
                del values[name]
                self.wrong(places[name], value, "days, or the hour from which hours are counted")

    def _flat(  # noqa: PLR0913  # what each key may be
        self,
        raw: Mapping[str, Any],
        specs: Mapping[str, KeySpec],
        path: KeyPath,
        ignore: frozenset[str],
        elsewhere: Mapping[str, KeyPath],
        meant: set[str],
    ) -> Iterator[tuple[str, object, KeyPath]]:
        """Yield each known key by dotted name, with its value and its place; note the others."""
        plain = {spec.path[0] for spec in specs.values() if len(spec.path) == 1}
        groups: dict[str, dict[str, str]] = {}
        for name, spec in specs.items():
            if len(spec.path) > 1:
                groups.setdefault(spec.path[0], {})[spec.path[1]] = name
        for key, item in raw.items():
            here = (*elsewhere.get(key, path), key)
            if key in ignore:
                continue
            if key in groups and isinstance(item, Mapping) and item:
                members = groups[key]
                self.unknown_keys(here, item, members)
                for inner, value in item.items():
                    if inner in members:
                        yield members[inner], value, (*here, inner)
                    else:
                        meant.add(members.get(close_to(inner, members), ""))
            elif key in groups:
                self.wrong(here, item, "a table with " + ", ".join(groups[key]))
                meant.update(groups[key].values())
            elif key in plain:
                yield key, item, here
            else:
                known = {*plain, *groups, *ignore}
                close = close_to(key, known)
                meant.update(groups.get(close, {"": close}).values())
                self.add(here, f"unknown key {shown(key)}", "", did_you_mean(key, known))

    def _many(self, raw: object, spec: KeySpec, path: KeyPath) -> list[object] | None:
        if not isinstance(raw, list):
            value = self.value(raw, spec, path)
            return None if value is None else [value]
        if not raw:
            self.wrong(path, raw, "at least one")
        read = [self.value(item, spec, (*path, n)) for n, item in enumerate(raw)]
        values = [value for value in read if value is not None]
        if spec.type != "tables" and len(set(values)) != len(values):
            twice = next(value for value in values if values.count(value) > 1)
            self.add(path, f"{shown(twice)} is there twice", "each once")
            values = list(dict.fromkeys(values))
        return values or None

    # -- one reader for each type ---------------------------------------------------------------

    def word(self, raw: object, spec: KeySpec, path: KeyPath) -> str | None:
        """One of the choices; an id where there are none."""
        if isinstance(raw, str) and (raw in spec.choices if spec.choices else is_id(raw)):
            return raw
        if spec.choices:
            right = "one of " + ", ".join(f'"{c}"' for c in spec.choices)
            hint = did_you_mean(raw, spec.choices)
            self.wrong(path, raw, right, hint if hint.startswith("did") else "")
        else:
            self.wrong(path, raw, AN_ID)
        return None

    def flag(self, raw: object, _spec: KeySpec, path: KeyPath) -> int | None:
        """True or false."""
        if isinstance(raw, bool):
            return int(raw)
        self.wrong(path, raw, "true or false")
        return None

    def count(self, raw: object, spec: KeySpec, path: KeyPath) -> int | None:
        """A whole number, not negative."""
        if type(raw) is int and 0 <= raw <= MOST_NUMBER:
            there = sum(self._is(role, "party") for role in self.names.parties.values())
            if spec.most and "parties" not in self.problems.unread and raw > there:
                what = f"{raw} is more than the {there} parties of the text"
                self.add(path, what, f"a number up to {there}")
                return None
            return raw
        self.wrong(path, raw, f"a whole number from 0 to {MOST_NUMBER:,}".replace(",", "_"))
        return None

    def date(self, raw: object, spec: KeySpec, path: KeyPath) -> int | None:
        """A TOML date."""
        day = self.day(raw, spec, path)
        return None if day is None else day.toordinal()

    def hour(self, raw: object, _spec: KeySpec, path: KeyPath) -> int | None:
        """A TOML date-time; a local one is in the agreement's zone. A boundary."""
        second = self._second(raw, path)
        return None if second is None else 3 * second + 1

    def moment(self, raw: object, spec: KeySpec, path: KeyPath) -> int | None:
        """A date, which stands for its close, or a date-time."""
        if isinstance(raw, dt.datetime):
            second = self._second(raw, path)
            return None if second is None else self.zone.timed(second)
        day = self.date(raw, spec, path)
        return None if day is None else self.zone.close(day)

    def end(self, raw: object, spec: KeySpec, path: KeyPath) -> dt.date | None:
        """A date, the last day, or a date-time at which something ends."""
        if isinstance(raw, dt.datetime):
            return None if self._second(raw, path) is None else raw
        return self.day(raw, spec, path)

    def _second(self, raw: object, path: KeyPath) -> int | None:
        if not isinstance(raw, dt.datetime):
            self.wrong(path, raw, "a date-time: 2024-11-27T04:00:00+02:00")
            return None
        try:
            return self.zone.calendar_second_of(raw)
        except (ArgumentError, CountingError) as error:
            self.add(path, str(error))
            return None

    def lead(self, raw: object, _spec: KeySpec, path: KeyPath) -> str | None:
        """A duration in words."""
        if not isinstance(raw, str):
            self.wrong(path, raw, 'a duration in words: "5 years", "6 months", "90 days"')
            return None
        try:
            return str(Duration.parse(raw[:_MOST_LETTERS]))
        except CountingError as error:
            self.add(path, str(error))
            return None

    def length(self, raw: object, spec: KeySpec, path: KeyPath) -> str | None:
        """A duration in words, longer than nothing."""
        words = self.lead(raw, spec, path)
        if words is not None and Duration.parse(words).is_zero:
            self.wrong(path, raw, "a duration longer than nothing")
            return None
        return words

    def party(self, raw: object, spec: KeySpec, path: KeyPath) -> str | None:
        """The id of a party, of the right role."""
        name = self._named(raw, self.names.parties, "party", path)
        role = self.names.parties.get(name or "", "")
        if name is None or not spec.roles or any(self._is(role, wanted) for wanted in spec.roles):
            return name
        fit = [n for n, r in self.names.parties.items() if any(self._is(r, o) for o in spec.roles)]
        what = f"{shown(name)} has the role {role!r}"
        right = "one of role " + " or ".join(f"'{wanted}'" for wanted in spec.roles)
        self.add(path, what, right, did_you_mean(name, fit))
        return None

    @staticmethod
    def _is(role: str, wanted: str) -> bool:
        return role == wanted or role not in ROLES  # an unknown role is noted at the party

    def clause(self, raw: object, spec: KeySpec, path: KeyPath) -> str | None:
        """The id of a clause, of the right kind."""
        return self._of_kind(raw, self.names.clauses, "clause", spec, path)

    def event(self, raw: object, spec: KeySpec, path: KeyPath) -> str | None:
        """The id of an event of the record, of the right kind."""
        return self._of_kind(raw, self.names.events, "event", spec, path)

    def _of_kind(
        self, raw: object, known: Mapping[str, str], what: str, spec: KeySpec, path: KeyPath
    ) -> str | None:
        kind = known.get(raw, "") if isinstance(raw, str) else ""
        if spec.kinds and kind and kind not in spec.kinds:
            self.add(
                path,
                f"{shown(raw)} is of kind {shown(kind)}",
                "one of kind " + " or ".join(spec.kinds),
            )
            return None
        if isinstance(raw, str) and raw in known:
            return raw
        fit = [n for n, k in known.items() if not spec.kinds or not k or k in spec.kinds]
        return self._named(raw, fit, what, path)

    def subject(self, raw: object, _spec: KeySpec, path: KeyPath) -> str | None:
        """The id of a subject of which the ground is reported."""
        return self._named(raw, self.names.subjects, "subject", path)

    def state(self, raw: object, spec: KeySpec, path: KeyPath) -> str | None:
        """A state of a subject; which one is checked where the subject is known."""
        return self.word(raw, spec, path)

    def _named(self, raw: object, known: Collection[str], what: str, path: KeyPath) -> str | None:
        if isinstance(raw, str) and raw in known:
            return raw
        hint = did_you_mean(raw, known)
        if not isinstance(raw, str):
            self.wrong(path, raw, f"the id of one {what}, in quotes", hint)
        elif _SECTIONS.get(what) not in self.problems.unread:
            self.add(path, f"no {what} {shown(raw)}", "", hint)
        return None

    def tables(self, raw: object, spec: KeySpec, path: KeyPath) -> dict[str, object] | None:
        """A table with keys of its own."""
        if not isinstance(raw, Mapping):
            self.wrong(path, raw, "a table with " + ", ".join(spec.inner))
            return None
        values = self.read(raw, spec.inner, path).values
        return {
            name: values.get(name, [] if inner.many else inner.absent)
            for name, inner in spec.inner.items()
        }


#: Type of key → the section of the agreement with the members that it names.
_SECTIONS = {"party": "parties", "clause": "clauses", "subject": "subjects"}
#: Longer than the longest duration in words.
_MOST_LETTERS = 80
