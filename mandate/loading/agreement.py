"""agreement.toml → :class:`~mandate.text.agreement.Agreement`."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import Factory, frozen

from mandate.counting.conventions import Before, By, Period, convention
from mandate.counting.instants import Zone
from mandate.engine.grammar import Fact
from mandate.errors import MandateError
from mandate.loading.clauses import COMMON, ClauseInFile, facts, read_keys
from mandate.loading.doctrine import ClauseKind, Doctrine
from mandate.loading.fixed import structure
from mandate.loading.keys import ID, KeyReader, Names
from mandate.loading.problems import Problems, did_you_mean
from mandate.loading.toml import KeyPath, TomlFile
from mandate.text.agreement import (
    Agreement,
    Clause,
    Counting,
    Declared,
    Party,
    Source,
    Subject,
)

FORMAT = 1
INSTRUMENT = "instrument"
ROLES = ("party", "signatory", "guarantor", "depositary", "organ")


@frozen
class SourceTable:
    """A table under ``[sources]``."""

    title: str
    url: str = ""
    language: str = ""
    retrieved: dt.date | None = None


@frozen
class _PartyTable:
    name: str
    role: str = "party"


@frozen
class _SubjectTable:
    name: str
    states: list[str]


@frozen
class _AgreementTable:
    format: int
    id: str
    title: str
    headline: str
    parties: dict[str, _PartyTable]
    counting: dict[str, dict[str, object]]
    instrument: dict[str, object]
    clauses: dict[str, dict[str, object]]
    short: str = ""
    language: str = ""
    notes: list[str] = Factory(list)
    sources: dict[str, SourceTable] = Factory(dict)
    subjects: dict[str, _SubjectTable] = Factory(dict)


@frozen
class _ClauseTable:
    """What every clause says, whatever its kind."""

    kind: str
    title: str
    cite: str
    quote: str
    language: str
    source: object
    note: str = ""


def agreement(file: TomlFile, doctrine: Doctrine, problems: Problems) -> Agreement | None:
    """Read the text. Problems are noted; None where it cannot be made at all."""
    before = len(problems.found)
    table = structure(file, problems, file.data, _AgreementTable)
    if table is None:
        return None
    if table.format != FORMAT:
        problems.add(file, ("format",), f"format {table.format} is not known", str(FORMAT))
        return None
    _ids(file, problems, table)
    counting = _counting(file, problems, table.counting, ("counting",), table, None)
    if counting is None:
        return None
    reader = _Reader(file, problems, doctrine, table, counting)
    found = reader.agreement()
    return found if len(problems.found) == before else None


def _ids(file: TomlFile, problems: Problems, table: _AgreementTable) -> None:
    for section in ("parties", "sources", "subjects", "clauses"):
        for name in getattr(table, section):
            if not ID.match(name) or "." in name:
                problems.add(file, (section, name), f"{name!r} is not an id",
                             "lower-case words joined by hyphens")  # fmt: skip
    for name, party in table.parties.items():
        if party.role not in ROLES:
            problems.add(file, ("parties", name, "role"), f"no role {party.role!r}",
                         hint=did_you_mean(party.role, ROLES))  # fmt: skip
    if INSTRUMENT in table.clauses:
        problems.add(file, ("clauses", INSTRUMENT), "the text as a whole is not one of its clauses",
                     "[instrument]")  # fmt: skip


def sources_of(
    file: TomlFile, problems: Problems, given: object, path: KeyPath, known: Mapping[str, object]
) -> tuple[str, ...]:
    """Read a ``source`` key: one id or a list of them, each of a table under ``[sources]``."""
    ids = given if isinstance(given, list) else [given]
    for one in ids:
        if not isinstance(one, str) or one not in known:
            problems.add(file, path, f"no source {one!r}", hint=did_you_mean(one, known))
    return tuple(str(one) for one in ids)


_SUPPORT = frozenset({"because", "source", "preset", "key"})


def _counting(
    file: TomlFile,
    problems: Problems,
    raw: Mapping[str, Mapping[str, Any]],
    path: KeyPath,
    table: _AgreementTable,
    base: Counting | None,
) -> Counting | None:
    parts = ("zone", "period", "before", "by") if base is None else ("period", "before", "by")
    for name in raw:
        if name not in parts:
            problems.add(
                file, (*path, name), f"unknown key {name!r}", hint=did_you_mean(name, parts)
            )
    made: dict[str, Any] = {}
    declared: dict[str, Declared] = dict(base.declared) if base else {}
    for name in parts:
        here = (*path, name)
        given = raw.get(name)
        if given is None:
            if base is None:
                problems.add(file, path, f"no {name!r}: counting is declared, never assumed",
                             f'{name} = {{ ..., because = "...", source = "..." }}')  # fmt: skip
            continue
        if not isinstance(given, Mapping):
            problems.add(file, here, f"{given!r} is not usable here", "a table")
            continue
        because = given.get("because")
        if not isinstance(because, str) or not because.strip():
            problems.add(file, here, "no 'because'", "why it is counted so, and on what support")
        ids = sources_of(file, problems, given.get("source"), (*here, "source"), table.sources)
        declared[name] = Declared(str(because), ids)
        try:
            made[name] = _convention(name, given)
        except MandateError as error:
            problems.add(file, here, str(error))
    if base is not None:
        return Counting(base.zone, made.get("period", base.period), made.get("before", base.before),
                        made.get("by", base.by), declared)  # fmt: skip
    if set(made) != set(parts):
        return None
    return Counting(made["zone"], made["period"], made["before"], made["by"], declared)


def _convention(name: str, given: Mapping[str, Any]) -> Zone | Period | Before | By:
    if name == "zone":
        return Zone(given.get("key", ""))
    rest = {k.replace("-", "_"): v for k, v in given.items() if k not in _SUPPORT}
    return convention(name, given["preset"] if "preset" in given and not rest else rest)


class _Reader:
    """Reads the clauses of one agreement."""

    def __init__(
        self,
        file: TomlFile,
        problems: Problems,
        doctrine: Doctrine,
        table: _AgreementTable,
        counting: Counting,
    ) -> None:
        self.file, self.problems, self.doctrine = file, problems, doctrine
        self.table, self.counting = table, counting
        alias = table.instrument.get("clause")
        self.instrument = alias if isinstance(alias, str) and alias in table.clauses else INSTRUMENT
        if alias is not None and self.instrument != alias:
            problems.add(file, (INSTRUMENT, "clause"), f"no clause {alias!r}",
                         hint=did_you_mean(alias, table.clauses))  # fmt: skip

    def agreement(self) -> Agreement | None:
        raw = dict(self._clauses())
        names = Names(
            frozenset(self.table.parties),
            {name: clause.kind.name for name, clause in raw.items()},
            {name: s.states for name, s in self.table.subjects.items()},
        )
        reader = KeyReader(self.file, self.problems, self.counting.zone, names)
        clauses: dict[str, Clause] = {}
        made: list[tuple[str, Fact]] = []
        for name, clause in raw.items():
            values = read_keys(clause, reader)
            clauses[name] = self._clause(clause, values)
            made.extend(facts(clause, values, self.doctrine, reader, self.instrument))
        for name in [n for n, p in self.table.parties.items() if p.role == "party"]:
            made.append(("party", {"party": name, "clause": self.instrument}))
        self._parts(raw, made)
        self._headline(raw)
        self._circles(raw, made)
        signed = self.table.instrument.get("signed")
        if signed is not None and type(signed) is not dt.date:
            self.problems.add(self.file, (INSTRUMENT, "signed"), f"{signed!r}", "a date")
            signed = None
        table = self.table
        return Agreement(
            table.id,
            table.title,
            table.short or table.title,
            table.headline,
            self.instrument,
            {n: Party(n, p.name, p.role) for n, p in table.parties.items()},
            {n: Subject(n, s.name, tuple(s.states)) for n, s in table.subjects.items()},
            {n: Source(n, s.title, s.url, s.language) for n, s in table.sources.items()},
            self.counting,
            clauses,
            tuple(made),
            signed if isinstance(signed, dt.date) else None,
            tuple(table.notes),
            hashlib.sha256(self.file.text.encode()).hexdigest(),
        )

    def _clauses(self) -> Iterator[tuple[str, ClauseInFile]]:
        if self.instrument == INSTRUMENT:
            yield from self._one(
                INSTRUMENT, {"kind": "term", **self.table.instrument}, (INSTRUMENT,)
            )
        elif len(self.table.instrument.keys() - {"signed"}) > 1:
            self.problems.add(self.file, (INSTRUMENT,), "names a clause and has keys of its own",
                              f'clause = "{self.instrument}" and nothing else')  # fmt: skip
        for name, raw in self.table.clauses.items():
            yield from self._one(name, raw, ("clauses", name))

    def _one(
        self, name: str, raw: Mapping[str, Any], path: KeyPath
    ) -> Iterator[tuple[str, ClauseInFile]]:
        kind = self.doctrine.clauses.get(str(raw.get("kind")))
        if kind is None:
            self.problems.add(self.file, (*path, "kind"), f"no kind of clause {raw.get('kind')!r}",
                              hint=did_you_mean(raw.get("kind"), self.doctrine.clauses))  # fmt: skip
            return
        counting = self.counting
        override = raw.get("counting")
        if override is not None:
            if not isinstance(override, Mapping):
                self.problems.add(self.file, (*path, "counting"), f"{override!r}", "a table")
            else:
                counting = _counting(self.file, self.problems, override, (*path, "counting"),
                                     self.table, self.counting) or self.counting  # fmt: skip
        codes = {"period": counting.period.code, "before": counting.before.code,
                 "by": counting.by.value}  # fmt: skip
        yield name, ClauseInFile(name, kind, path, raw, "", codes)
        for number, item in enumerate(self._items(raw, kind, path)):
            inherited = {k: v for k, v in raw.items() if k not in {"items", "id"}}
            merged = {**inherited, **item, "title": item.get("title", item["id"])}
            yield (
                f"{name}.{item['id']}",
                ClauseInFile(
                    f"{name}.{item['id']}", kind, (*path, "items", number), merged, name, codes
                ),
            )

    def _items(
        self, raw: Mapping[str, Any], kind: ClauseKind, path: KeyPath
    ) -> list[Mapping[str, Any]]:
        items = raw.get("items", [])
        if items and not kind.items:
            self.problems.add(
                self.file, (*path, "items"), f"a clause of kind {kind.name!r} has no items"
            )
            return []
        good: list[Mapping[str, Any]] = []
        seen: set[str] = set()
        for number, item in enumerate(items if isinstance(items, list) else [items]):
            here = (*path, "items", number)
            name = item.get("id") if isinstance(item, Mapping) else None
            if not isinstance(name, str) or not ID.match(name) or name in seen:
                self.problems.add(
                    self.file, here, f"{name!r} is not an id of its own", 'id = "..."'
                )
            else:
                seen.add(name)
                good.append(item)
        return good

    def _clause(self, clause: ClauseInFile, values: Mapping[str, Any]) -> Clause:
        raw = {k: v for k, v in clause.raw.items() if k in COMMON and k != "counting"}
        for key in ("items", "id", "signed"):
            raw.pop(key, None)
        if clause.id == INSTRUMENT:
            raw = {"title": "The text as a whole", "cite": "", "quote": "", "language": "",
                   "source": [], **raw}  # fmt: skip
        table = structure(self.file, self.problems, raw, _ClauseTable, clause.path)
        if table is None:
            return Clause(clause.id, clause.kind.name, "", "", "", "", (), values)
        ids = sources_of(
            self.file, self.problems, table.source, (*clause.path, "source"), self.table.sources
        )
        for name in ("title", "cite", "quote", "language"):
            if not getattr(table, name).strip() and clause.id != INSTRUMENT:
                self.problems.add(self.file, (*clause.path, name), "is empty", "words of the text")
        return Clause(
            clause.id, clause.kind.name, table.title, table.cite, table.quote, table.language,
            ids, values, table.note, clause.whole,
        )  # fmt: skip

    def _parts(self, raw: Mapping[str, ClauseInFile], made: list[tuple[str, Fact]]) -> None:
        wholes = {c.whole for c in raw.values() if c.whole}
        made.extend(("has-parts", {"clause": name}) for name in sorted(wholes))
        made.extend(("part", {"clause": c.id, "whole": c.whole}) for c in raw.values() if c.whole)

    def _headline(self, raw: Mapping[str, ClauseInFile]) -> None:
        clause = raw.get(self.table.headline)
        if clause is None or clause.kind.name != "term":
            terms = [n for n, c in raw.items() if c.kind.name == "term"]
            self.problems.add(self.file, ("headline",), f"{self.table.headline!r} is not a term clause",
                              hint=did_you_mean(self.table.headline, terms))  # fmt: skip

    def _circles(self, raw: Mapping[str, ClauseInFile], made: list[tuple[str, Fact]]) -> None:
        after: dict[str, set[str]] = {}
        for _, fact in made:
            for name in ("after", "host"):
                target = fact.get(name)
                if isinstance(target, str) and target in raw:
                    after.setdefault(str(fact["clause"]), set()).add(target)
        for name in raw:
            path = _circle(name, after)
            if path:
                self.problems.add(self.file, raw[name].path,
                                  "clauses that wait for each other: " + " → ".join(path))  # fmt: skip
                return


def _circle(start: str, after: Mapping[str, set[str]]) -> list[str]:
    stack: list[tuple[str, list[str]]] = [(start, [start])]
    seen: set[str] = set()
    while stack:
        here, path = stack.pop()
        for other in sorted(after.get(here, ())):
            if other == start:
                return [*path, start]
            if other not in seen:
                seen.add(other)
                stack.append((other, [*path, other]))
    return []
