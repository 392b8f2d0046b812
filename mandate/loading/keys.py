"""The author's keys: what a clause or an event may say, declared as data, read and checked here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from mandate.counting.durations import Duration
from mandate.counting.instants import NO_DAY, Zone
from mandate.engine.grammar import Scalar, Type
from mandate.errors import CountingError
from mandate.loading.problems import Problems, did_you_mean
from mandate.loading.toml import KeyPath, TomlFile

#: Author's type → the type of the field that it becomes.
KEY_TYPES: Mapping[str, Type] = {
    "text": Type.TEXT,
    "word": Type.TEXT,  # one of `choices`, or an id
    "flag": Type.COUNT,  # true or false, 1 or 0
    "count": Type.COUNT,
    "date": Type.DAY,
    "moment": Type.POSITION,  # a date (its close) or a date-time
    "hour": Type.BOUNDARY,  # a date-time at which something begins
    "length": Type.DURATION,  # a duration longer than nothing
    "lead": Type.DURATION,  # a duration, also of nothing
    "party": Type.TEXT,
    "clause": Type.TEXT,
    "event": Type.TEXT,
    "subject": Type.TEXT,
    "state": Type.TEXT,  # one of the states that the subject `of` declares
    "tables": Type.TEXT,  # a list of tables with keys of their own
}
#: What stands for a key that was not written.
ABSENT: Mapping[Type, Scalar] = {
    Type.TEXT: "",
    Type.COUNT: 0,
    Type.DAY: NO_DAY,
    Type.POSITION: 0,
    Type.BOUNDARY: 0,
    Type.DURATION: "",
}
ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$")
MOST_NUMBER = 10**12


@frozen
class KeySpec:
    """One key that an author may write."""

    path: tuple[str, ...]
    type: str
    says: str = ""
    required: bool = False
    many: bool = False  # one value or a list of them
    choices: tuple[str, ...] = ()
    default: Scalar | None = None
    kinds: tuple[str, ...] = ()  # for clauses and events: the kinds that may be named
    inner: Mapping[str, KeySpec] = field(factory=dict, hash=False)  # for tables

    @property
    def name(self) -> str:
        """The dotted path."""
        return ".".join(self.path)

    @property
    def absent(self) -> Scalar:
        """What the engine sees where the key was not written."""
        return self.default if self.default is not None else ABSENT[KEY_TYPES[self.type]]


@frozen
class Names:
    """What the references in one agreement and its record may name."""

    parties: frozenset[str]
    clauses: Mapping[str, str] = field(hash=False)  # id → kind
    subjects: Mapping[str, Sequence[str]] = field(hash=False)
    events: Mapping[str, str] = field(factory=dict, hash=False)  # id → kind


_SPEC_KEYS = frozenset({"type", "says", "required", "many", "choices", "default", "kinds", "keys"})


def specs(
    file: TomlFile, problems: Problems, path: KeyPath, raw: Mapping[str, Any]
) -> Mapping[str, KeySpec]:
    """Read a ``keys`` table of the doctrine: dotted path → specification."""
    found: dict[str, KeySpec] = {}
    for name, given in raw.items():
        here = (*path, name)
        table = {"type": given} if isinstance(given, str) else dict(given)
        for key in table:
            if key not in _SPEC_KEYS:
                problems.add(file, here, f"unknown key {key!r}", hint=did_you_mean(key, _SPEC_KEYS))
        if table.get("type") not in KEY_TYPES:
            problems.add(file, here, f"no type is named {table.get('type')!r}",
                         hint=did_you_mean(table.get("type"), KEY_TYPES))  # fmt: skip
            continue
        inner = specs(file, problems, here, table.get("keys", {}))
        found[name] = KeySpec(
            tuple(name.split(".")),
            table["type"],
            table.get("says", ""),
            bool(table.get("required", False)),
            bool(table.get("many", False)),
            tuple(table.get("choices", ())),
            table.get("default"),
            tuple(table.get("kinds", ())),
            inner,
        )
    return found


@frozen
class KeyReader:
    """Reads written keys by their specifications, for one file and what its names may refer to."""

    file: TomlFile
    problems: Problems
    zone: Zone
    names: Names

    def read(
        self,
        raw: Mapping[str, Any],
        specs: Mapping[str, KeySpec],
        path: KeyPath,
        ignore: frozenset[str] = frozenset(),
    ) -> dict[str, Any]:
        """Return dotted path → converted value (a list where many); only what was written."""
        flat = dict(self._flat(raw, specs, (), ignore))
        values: dict[str, Any] = {}
        for name, given in flat.items():
            here = (*path, *name.split("."))
            spec = specs.get(name)
            if spec is None:
                self._unknown(name, here, specs)
                continue
            values[name] = (
                self._many(given, spec, here) if spec.many else self._one(given, spec, here)
            )
        for name, spec in specs.items():
            if spec.required and name not in flat:
                self.problems.add(self.file, path, f"no {name!r}", f"{name} = ...", spec.says)
        return {name: value for name, value in values.items() if value is not None}

    def _flat(
        self,
        raw: Mapping[str, Any],
        specs: Mapping[str, KeySpec],
        prefix: tuple[str, ...],
        ignore: frozenset[str],
    ) -> Sequence[tuple[str, Any]]:
        groups = {
            spec.path[: len(prefix) + 1]
            for spec in specs.values()
            if len(spec.path) > len(prefix) + 1
        }
        found: list[tuple[str, Any]] = []
        for key, given in raw.items():
            if not prefix and key in ignore:
                continue
            here = (*prefix, key)
            if here in groups and isinstance(given, Mapping):
                found.extend(self._flat(given, specs, here, frozenset()))
            else:
                found.append((".".join(here), given))
        return found

    def _unknown(self, name: str, path: KeyPath, specs: Mapping[str, KeySpec]) -> None:
        group = [s for s in specs if s.startswith(name + ".")]
        right = "a table with " + ", ".join(s.split(".", 1)[1] for s in group) if group else ""
        self.problems.add(self.file, path, f"unknown key {name!r}", right,
                          "" if group else did_you_mean(name, specs))  # fmt: skip

    def _many(self, given: Any, spec: KeySpec, path: KeyPath) -> list[Any] | None:  # noqa: ANN401  # from TOML
        items = given if isinstance(given, list) else [given]
        if not items:
            self.problems.add(self.file, path, "an empty list", "at least one")
        read = [self._one(item, spec, path) for item in items]
        if spec.type != "tables" and len(set(map(str, items))) != len(items):
            self.problems.add(self.file, path, f"{given!r} names one twice")
        return [item for item in read if item is not None]

    def _one(self, given: Any, spec: KeySpec, path: KeyPath) -> Any:  # noqa: ANN401  # from TOML
        return _READERS[spec.type](self, given, spec, path)

    def _wrong(self, path: KeyPath, given: object, right: str, hint: str = "") -> None:
        self.problems.add(self.file, path, f"{_shown(given)} is not usable here", right, hint)

    # -- one reader for each type ---------------------------------------------------------------

    def text(self, given: Any, spec: KeySpec, path: KeyPath) -> str | None:  # noqa: ANN401, ARG002  # a reader
        """Any text that is not empty."""
        if isinstance(given, str) and given.strip():
            return given
        self._wrong(path, given, "a text")
        return None

    def word(self, given: Any, spec: KeySpec, path: KeyPath) -> str | None:  # noqa: ANN401  # a reader
        """One of the choices; an id where there are none."""
        if isinstance(given, str) and (given in spec.choices if spec.choices else ID.match(given)):
            return given
        right = "one of " + ", ".join(f'"{c}"' for c in spec.choices) if spec.choices else "an id"
        self._wrong(path, given, right, did_you_mean(given, spec.choices) if spec.choices else "")
        return None

    def flag(self, given: Any, spec: KeySpec, path: KeyPath) -> int | None:  # noqa: ANN401, ARG002  # a reader
        """True or false."""
        if isinstance(given, bool):
            return int(given)
        self._wrong(path, given, "true or false")
        return None

    def count(self, given: Any, spec: KeySpec, path: KeyPath) -> int | None:  # noqa: ANN401, ARG002  # a reader
        """A whole number, not negative."""
        if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST_NUMBER:
            return given
        self._wrong(path, given, "a whole number from 0")
        return None

    def date(self, given: Any, spec: KeySpec, path: KeyPath) -> int | None:  # noqa: ANN401, ARG002  # a reader
        """A TOML date."""
        if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
            return given.toordinal()
        self._wrong(path, given, "a date, without quotes: 2020-11-10")
        return None

    def hour(self, given: Any, spec: KeySpec, path: KeyPath) -> int | None:  # noqa: ANN401, ARG002  # a reader
        """A TOML date-time; a local one is in the agreement's zone. A boundary."""
        second = self._second(given, path)
        return None if second is None else 3 * second + 1

    def moment(self, given: Any, spec: KeySpec, path: KeyPath) -> int | None:  # noqa: ANN401  # a reader
        """A date, which stands for its close, or a date-time."""
        if isinstance(given, dt.datetime):
            second = self._second(given, path)
            return None if second is None else self.zone.timed(second)
        day = self.date(given, spec, path)
        return None if day is None else self.zone.close(day)

    def _second(self, given: Any, path: KeyPath) -> int | None:  # noqa: ANN401  # from TOML
        if not isinstance(given, dt.datetime):
            self._wrong(path, given, "a date-time: 2024-11-27T04:00:00+02:00")
            return None
        try:
            return self.zone.second_of(given)
        except CountingError as error:
            self.problems.add(self.file, path, str(error))
            return None

    def lead(self, given: Any, spec: KeySpec, path: KeyPath) -> str | None:  # noqa: ANN401, ARG002  # a reader
        """A duration in words."""
        if not isinstance(given, str):
            self._wrong(path, given, 'a duration in words: "5 years", "6 months", "90 days"')
            return None
        try:
            return str(Duration.parse(given))
        except CountingError as error:
            self.problems.add(self.file, path, str(error))
            return None

    def length(self, given: Any, spec: KeySpec, path: KeyPath) -> str | None:  # noqa: ANN401  # a reader
        """A duration in words, longer than nothing."""
        words = self.lead(given, spec, path)
        if words is not None and Duration.parse(words).is_zero:
            self._wrong(path, given, "a duration longer than nothing")
            return None
        return words

    def party(self, given: Any, spec: KeySpec, path: KeyPath) -> str | None:  # noqa: ANN401, ARG002  # a reader
        """The id of a party."""
        return self._named(given, self.names.parties, "party", path)

    def clause(self, given: Any, spec: KeySpec, path: KeyPath) -> str | None:  # noqa: ANN401  # a reader
        """The id of a clause, of the right kind."""
        return self._of_kind(given, self.names.clauses, "clause", spec, path)

    def event(self, given: Any, spec: KeySpec, path: KeyPath) -> str | None:  # noqa: ANN401  # a reader
        """The id of an event of the record, of the right kind."""
        return self._of_kind(given, self.names.events, "event", spec, path)

    def _of_kind(
        self,
        given: Any,
        known: Mapping[str, str],
        what: str,
        spec: KeySpec,
        path: KeyPath,  # from TOML
    ) -> str | None:
        found = self._named(given, known, what, path)
        if found and spec.kinds and known[found] not in spec.kinds:
            self.problems.add(self.file, path, f"{found!r} is of kind {known[found]!r}",
                              "one of kind " + " or ".join(spec.kinds))  # fmt: skip
            return None
        return found

    def subject(self, given: Any, spec: KeySpec, path: KeyPath) -> str | None:  # noqa: ANN401, ARG002  # a reader
        """The id of a subject of which the ground is reported."""
        return self._named(given, self.names.subjects, "subject", path)

    def state(self, given: Any, spec: KeySpec, path: KeyPath) -> str | None:  # noqa: ANN401  # a reader
        """A state of a subject; which one is checked where the subject is known."""
        return self.word(given, spec, path)

    def _named(
        self,
        given: Any,
        known: frozenset[str] | Mapping[str, Any],
        what: str,
        path: KeyPath,  # from TOML
    ) -> str | None:
        if isinstance(given, str) and given in known:
            return given
        self.problems.add(
            self.file, path, f"no {what} {_shown(given)}", hint=did_you_mean(given, known)
        )
        return None

    def tables(self, given: Any, spec: KeySpec, path: KeyPath) -> dict[str, Any] | None:  # noqa: ANN401  # a reader
        """A table with keys of its own."""
        if not isinstance(given, Mapping):
            self._wrong(path, given, "a table with " + ", ".join(spec.inner))
            return None
        read = self.read(given, spec.inner, path)
        return {name: read.get(name, inner.absent) for name, inner in spec.inner.items()}


_Reader = Callable[[KeyReader, Any, KeySpec, KeyPath], Any]
_READERS: Mapping[str, _Reader] = {name: getattr(KeyReader, name) for name in KEY_TYPES}


def _shown(given: object) -> str:
    if isinstance(given, (dt.date, dt.datetime)):
        return given.isoformat()
    text = repr(given)
    most = 60
    return text if len(text) <= most else text[: most - 1] + "…"
