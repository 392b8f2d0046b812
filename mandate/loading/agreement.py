"""agreement.toml → :class:`~mandate.text.agreement.Agreement`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, fields

from mandate.engine.grammar import Fact, Key
from mandate.loading.circles import note_circles
from mandate.loading.clauses import (
    COMMON,
    ClauseInFile,
    check_days,
    check_names,
    facts,
    read_keys,
)
from mandate.loading.counting import CountingReader, sources_of
from mandate.loading.doctrine import ClauseKind, Doctrine
from mandate.loading.fixed import structure
from mandate.loading.key_reader import KeyReader
from mandate.loading.keys import AN_ID, Names, is_word
from mandate.loading.problems import Problems, did_you_mean, shown
from mandate.loading.tables import (
    DESCRIPTION,
    INSTRUMENT,
    MOST_FACTS,
    AgreementTable,
    ClauseTable,
    InstrumentTable,
    check_format,
    check_ids,
    check_language,
    check_sizes,
    check_sources,
)
from mandate.loading.toml import KeyPath, TomlFile
from mandate.plain_data import plain
from mandate.text.agreement import Agreement, Clause, Counting, Party, Source, Subject

#: What clauses and events refer to by name.
_SECTIONS = ("parties", "clauses", "subjects", "sources")
_WORDS = COMMON - {"counting"}


def agreement(file: TomlFile, doctrine: Doctrine, problems: Problems) -> Agreement | None:
    """Read the text. Problems are noted, and what is wrong is left out or blank.

    What comes back then is only good for checking the record against. None where there is nothing.
    """
    table = structure(file, problems, file.data, AgreementTable)
    if table is None:
        return None
    problems.unread.update(_unread_sections(file, problems))
    check_format(file, problems, table.format)
    check_sizes(file, problems, table)
    check_ids(file, problems, table)
    check_sources(file, problems, table.sources)
    counting = CountingReader(file, problems, table.sources).whole(table.counting)
    return _Reader(file, problems, doctrine, table, counting).agreement()


def _unread_sections(file: TomlFile, problems: Problems) -> Iterator[str]:
    """Yield the sections of which nobody knows what they name: what names it is not judged."""
    unknown = file.data.keys() - {a.name for a in fields(AgreementTable)}
    odd = unknown or not {"parties", "clauses"} <= file.data.keys()
    for name in _SECTIONS:
        if problems.at(file, (name,)) or (odd and name not in file.data):
            yield name


class _Reader:
    """Reads the clauses of one agreement."""

    def __init__(
        self,
        file: TomlFile,
        problems: Problems,
        doctrine: Doctrine,
        table: AgreementTable,
        counting: Counting,
    ) -> None:
        self.file, self.problems, self.doctrine = file, problems, doctrine
        self.table, self.counting = table, counting
        alias = table.instrument.get("clause")
        #: Whether the text as a whole has a table of its own that can be read.
        noted = INSTRUMENT not in file.data or problems.at(file, (INSTRUMENT,))
        self.whole = alias is None and not noted
        self.instrument = alias if isinstance(alias, str) and alias in table.clauses else INSTRUMENT
        unread = "clauses" in problems.unread and isinstance(alias, str)
        if alias is not None and self.instrument != alias and not unread:
            problems.add(
                file,
                (INSTRUMENT, "clause"),
                f"no clause {shown(alias)}",
                hint=did_you_mean(alias, table.clauses),
            )

    def agreement(self) -> Agreement:
        raw = dict(self._clauses())
        unread = list(self._unread(raw))
        names = Names(
            {name: party.role for name, party in self.table.parties.items()},
            {**dict.fromkeys(unread, ""), **{n: c.kind.name for n, c in raw.items()}},
            {name: s.states for name, s in self.table.subjects.items()},
        )
        reader = KeyReader(self.file, self.problems, self.counting.zone, names)
        clauses = {name: Clause(name, "", "", "", "", "", (), {}) for name in unread}
        whole, signed = self._as_instrument()
        made: list[tuple[str, Fact]] = []
        for name, clause in raw.items():
            values = read_keys(clause, reader, self.doctrine)
            if name == INSTRUMENT:
                clauses[name] = evolve(whole, keys=values)
            else:
                clauses[name] = self._clause(clause, values, clauses.get(clause.whole))
            of_clause = list(facts(clause, values, self.doctrine, reader, self.instrument))
            self._once(clause, of_clause)
            check_names(clause, of_clause, self.doctrine, reader)
            check_days(clause, of_clause, reader)
            made.extend(of_clause)
            if len(made) > MOST_FACTS:
                what = f"more than {MOST_FACTS} facts in one text"
                self.problems.add(self.file, clause.path, what, "fewer quantities and lists")
                self.problems.raise_if_any()
        made.extend(
            ("party", {"party": name, "clause": self.instrument})
            for name, party in self.table.parties.items()
            if party.role == "party"
        )
        parties = sum(party.role == "party" for party in self.table.parties.values())
        made.append(("whole", {"clause": self.instrument, "parties": parties}))
        made.extend(
            ("belongs", {"clause": name, "text": self.instrument})
            for name in raw
            if name != self.instrument
        )
        made.extend(_parts(raw))
        self._headline(names.clauses)
        note_circles(self.file, self.problems, raw, made)
        made.extend(_within(tuple(made)))
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
            signed,
            tuple(table.notes),
            {} if self.problems.found else plain(self.file.data),
        )

    def _unread(self, read: Collection[str]) -> Iterator[str]:
        """Yield every id that the file names and that could not be read.

        What refers to a broken clause is not noted as well.
        """
        if not self.whole and self.instrument == INSTRUMENT:
            yield INSTRUMENT
        for name, clause in self.table.clauses.items():
            items = clause.get("items")
            ids = (
                [i.get("id") for i in items if isinstance(i, Mapping)]
                if isinstance(items, list)
                else []
            )
            parts = [f"{name}.{one}" for one in ids if isinstance(one, str)]
            yield from (one for one in (name, *parts) if one not in read)

    def _clauses(self) -> Iterator[tuple[str, ClauseInFile]]:
        instrument = self.table.instrument
        if "clause" in instrument and instrument.keys() - {"signed", "clause"}:
            what = "names a clause and has keys of its own"
            named = "..." if self.instrument == INSTRUMENT else self.instrument
            right = f'clause = "{named}" and nothing else'
            self.problems.add(self.file, (INSTRUMENT,), what, right)
        if self.whole:
            if "kind" in instrument:
                path = (INSTRUMENT, "kind")
                self.problems.add(self.file, path, "the text as a whole is a term", "no kind")
            yield from self._one(INSTRUMENT, {**instrument, "kind": "term"}, (INSTRUMENT,))
        for name, raw in self.table.clauses.items():
            if name != INSTRUMENT:  # noted before
                yield from self._one(name, raw, ("clauses", name))

    def _one(
        self, name: str, raw: Mapping[str, Any], path: KeyPath
    ) -> Iterator[tuple[str, ClauseInFile]]:
        given = raw.get("kind")
        kind = self.doctrine.clauses.get(given) if isinstance(given, str) else None
        if kind is None:
            if not self.problems.at(self.file, path):
                what = "no 'kind'" if given is None else f"no kind of clause {shown(given)}"
                where = path if given is None else (*path, "kind")
                hint = did_you_mean(given, self.doctrine.clauses)
                self.problems.add(
                    self.file, where, what, 'kind = "..."' if given is None else "", hint
                )
            return
        counting = self.counting
        if "counting" in raw:
            reader = CountingReader(self.file, self.problems, self.table.sources)
            counting = reader.override(raw["counting"], (*path, "counting"), self.counting)
        codes = {
            "period": counting.period.code,
            "before": counting.before.code,
            "by": counting.by.value,
        }
        own = {k: v for k, v in raw.items() if name != INSTRUMENT or k not in {"signed", "clause"}}
        yield name, ClauseInFile(name, kind, path, own, "", {}, codes)
        taken = {k: v for k, v in raw.items() if k != "items"}
        for here, item in self._items(raw, kind, path):
            merged = {**taken, "title": item["id"], **item}
            inherited = dict.fromkeys(taken.keys() - item.keys(), path)
            whole = f"{name}.{item['id']}"
            yield whole, ClauseInFile(whole, kind, here, merged, name, inherited, codes)

    def _items(
        self, raw: Mapping[str, Any], kind: ClauseKind, path: KeyPath
    ) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
        items = raw.get("items", [])
        if not kind.items or "items" not in raw:
            return  # where the kind has none, it is an unknown key
        if not isinstance(items, list) or not items:
            self.problems.unusable(self.file, (*path, "items"), items, "a list of tables")
            return
        seen: set[str] = set()
        for number, item in enumerate(items):
            here: KeyPath = (*path, "items", number)
            if not isinstance(item, Mapping):
                self.problems.unusable(self.file, here, item, "a table")
                continue
            name = item.get("id")
            if name is None:
                self.problems.add(self.file, here, "no 'id'", 'id = "..."')
            elif not is_word(name):
                self.problems.add(self.file, (*here, "id"), f"{shown(name)} is not an id", AN_ID)
            elif name in seen:
                self.problems.add(
                    self.file, (*here, "id"), f"{shown(name)} is another item's id", "another id"
                )
            else:
                seen.add(name)
                if "kind" in item or "counting" in item:
                    wrong = "kind" if "kind" in item else "counting"
                    self.problems.add(
                        self.file, (*here, wrong), "an item takes this from its clause"
                    )
                yield here, item

    def _clause(
        self, clause: ClauseInFile, values: Mapping[str, Any], whole: Clause | None
    ) -> Clause:
        """Read the words of a clause; an item takes over from its clause what it does not give."""
        own = {k: v for k, v in clause.raw.items() if k in _WORDS and k not in clause.inherited}
        given = {**_words(whole, clause), **own} if whole else own
        table = structure(self.file, self.problems, given, ClauseTable, clause.path)
        if table is None:
            return Clause(clause.id, clause.kind.name, "", "", "", "", (), values)
        ids = whole.sources if whole else ()
        if "source" in own:
            ids = self._sources(own["source"], clause.path)
        if "language" in given:
            check_language(self.file, self.problems, (*clause.path, "language"), table.language)
        return Clause(
            clause.id,
            clause.kind.name,
            table.title,
            table.cite,
            table.quote,
            table.language,
            ids,
            values,
            table.note,
            clause.whole,
        )

    def _as_instrument(self) -> tuple[Clause, dt.date | None]:
        """Read the words of the text as a whole, all of which may be left out."""
        path: KeyPath = (INSTRUMENT,)
        own = {k: v for k, v in self.table.instrument.items() if k in {*DESCRIPTION, "signed"}}
        table = structure(self.file, self.problems, own, InstrumentTable, path) or InstrumentTable()
        ids = self._sources(own["source"], path) if "source" in own else ()
        check_language(self.file, self.problems, (*path, "language"), table.language)
        words = (table.title, table.cite, table.quote, table.language)
        return Clause(INSTRUMENT, "term", *words, ids, {}, table.note), table.signed

    def _sources(self, given: object, path: KeyPath) -> tuple[str, ...]:
        return sources_of(self.file, self.problems, given, (*path, "source"), self.table.sources)

    def _once(self, clause: ClauseInFile, made: Sequence[tuple[str, Fact]]) -> None:
        # Two facts with one key would be one, and which of them is chance.
        seen: dict[tuple[str, Key], Fact] = {}
        for kind, fact in made:
            key = self.doctrine.program.facts[kind].identity(fact)
            other = seen.setdefault((kind, key), fact)
            if other is not fact:
                name = shown(str(key[-1]))
                self.problems.add(
                    self.file, clause.path, f"{name} is there twice ({kind})", "each once"
                )

    def _headline(self, kinds: Mapping[str, str]) -> None:
        given, path = self.table.headline, ("headline",)
        unread = "clauses" in self.problems.unread
        if kinds.get(given) in {"term", ""} or self.problems.at(self.file, path) or unread:
            return
        if "headline" in self.file.data:
            terms = [n for n, kind in kinds.items() if kind == "term"]
            what = f"{shown(given)} is not a clause of kind 'term'"
            self.problems.add(self.file, path, what, "", did_you_mean(given, terms))


def _words(whole: Clause, item: ClauseInFile) -> dict[str, Any]:
    words = {
        "cite": whole.cite,
        "quote": whole.quote,
        "language": whole.language,
        "note": whole.note,
    }
    given = {name: text for name, text in words.items() if text}
    return {"kind": whole.kind, "title": item.raw["title"], "source": None, **given}


def _parts(raw: Mapping[str, ClauseInFile]) -> Iterator[tuple[str, Fact]]:
    for name in sorted({c.whole for c in raw.values() if c.whole}):
        yield "has-parts", {"clause": name}
    for clause in raw.values():
        if clause.whole:
            shares = int(clause.kind.shared not in clause.raw.keys() - clause.inherited.keys())
            yield "part", {"clause": clause.id, "whole": clause.whole, "shares": shares}


def _within(made: Sequence[tuple[str, Fact]]) -> Iterator[tuple[str, Fact]]:
    """Yield for each clause every other in which it lies, in any depth."""
    hosts = {str(fact["clause"]): str(fact["host"]) for _, fact in made if "host" in fact}
    for clause in hosts:
        host, seen = hosts.get(clause), {clause}
        while host is not None and host not in seen:
            yield "within", {"clause": clause, "host": host}
            seen.add(host)
            host = hosts.get(host)
