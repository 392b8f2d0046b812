"""agreement.toml → :class:`~mandate.text.agreement.Agreement`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from mandate.doctrine.keys import AN_ID, KeySpec, is_word
from mandate.doctrine.model import ClauseKind, Doctrine
from mandate.doctrine.vocabulary import HEADLINE_KIND
from mandate.engine.grammar import Fact, Key
from mandate.errors import did_you_mean, shown
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile
from mandate.loading.clauses import ClauseInFile, check_days, check_names, facts, read_keys
from mandate.loading.counting import CountingReader, sources_in, sources_of
from mandate.loading.deadlocks import note_circles
from mandate.loading.keys import KeyReader, Names
from mandate.loading.tables import (
    AGREEMENT,
    CLAUSE,
    INSTRUMENT,
    MOST_CLAUSES,
    MOST_FACTS,
    PARAPHRASE,
    QUOTE,
    WHOLE,
    WORDS,
    TableReader,
    one_of_words,
)
from mandate.plain_data import plain
from mandate.text.agreement import Agreement, Clause, Party, Subject

#: The sections whose members clauses and events name.
_SECTIONS = ("parties", "clauses", "subjects", "sources")


def agreement(file: TomlFile, doctrine: Doctrine, problems: Problems) -> Agreement | None:
    """Read the text; problems are noted, and wrong values left out.

    A text with problems is only good for checking the record against it. None where the file holds
    no table.
    """
    reader = TableReader(file, problems)
    table = reader.fixed(file.data, AGREEMENT)
    return None if table is None else _Reader(reader, doctrine, table).agreement()


class _Reader:
    """Reads the clauses of one agreement."""

    def __init__(self, reader: TableReader, doctrine: Doctrine, table: Mapping[str, Any]) -> None:
        self.reader, self.doctrine, self.table = reader, doctrine, table
        self.file, self.problems = reader.file, reader.problems
        self.parties, self.subjects, self.sources, self.clauses = (
            table.get(name, {}) for name in ("parties", "subjects", "sources", "clauses")
        )
        self.problems.unread.update(self._unread_sections())
        self._check_sizes()
        self.counting = CountingReader(reader, self.sources).whole(table.get("counting"))
        self.whole_table: Mapping[str, Any] = table.get(INSTRUMENT, {})
        alias = self.whole_table.get("clause")
        #: Whether the text as a whole has a table of its own that can be read.
        self.whole = alias is None and INSTRUMENT in table
        self.instrument = alias if isinstance(alias, str) and alias in self.clauses else INSTRUMENT
        unread = "clauses" in self.problems.unread and isinstance(alias, str)
        if alias is not None and self.instrument != alias and not unread:
            hint = did_you_mean(alias, self.clauses)
            self.reader.add((INSTRUMENT, "clause"), f"no clause {shown(alias)}", "", hint)

    def _unread_sections(self) -> Iterator[str]:
        """Yield the sections that could not be read: references to their members are not judged."""
        there = self.file.data.keys()
        odd = there - AGREEMENT.keys() or not {"parties", "clauses"} <= there
        for name in _SECTIONS:
            if name not in self.table and (odd or name in there):
                yield name

    def _check_sizes(self) -> None:
        """Check the number of clauses, parties and subjects.

        Raises:
            FileError: there are so many that it is of no use to go on.

        """
        items = [clause.get("items") for clause in self.clauses.values()]
        sizes = {
            "clauses": len(self.clauses) + sum(len(i) for i in items if isinstance(i, list)),
            "parties": len(self.parties),
            "subjects": len(self.subjects),
        }
        for section, size in sizes.items():
            if size > MOST_CLAUSES:
                self.reader.add((section,), f"{size} {section}", f"at most {MOST_CLAUSES}")
                self.problems.raise_if_any()

    def agreement(self) -> Agreement:
        raw = dict(self._clauses())
        unread = list(self._unread(raw))
        parties = {
            name: Party(name, party.get("name", ""), party.get("role", "party"))
            for name, party in self.parties.items()
        }
        subjects = {
            name: Subject(name, subject.get("name", ""), tuple(subject.get("states", ())))
            for name, subject in self.subjects.items()
        }
        names = Names(
            {name: party.role for name, party in parties.items()},
            {**dict.fromkeys(unread, ""), **{n: c.kind.name for n, c in raw.items()}},
            {name: subject.states for name, subject in subjects.items()},
        )
        reader = KeyReader(self.file, self.problems, self.counting.zone, names)
        clauses = {name: _wordless(name, "") for name in unread}
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
                self.reader.add(clause.path, what, "fewer quantities and lists")
                self.problems.raise_if_any()
        made.extend(
            ("party", {"party": name, "clause": self.instrument})
            for name, party in parties.items()
            if party.role == "party"
        )
        count = sum(party.role == "party" for party in parties.values())
        made.append(("whole", {"clause": self.instrument, "parties": count}))
        made.extend(
            ("belongs", {"clause": name, "text": self.instrument})
            for name in raw
            if name != self.instrument
        )
        made.extend(_parts(raw))
        self._headline(names.clauses)
        note_circles(self.file, self.problems, raw, made)
        made.extend(_within(tuple(made)))
        table, title = self.table, self.table.get("title", "")
        return Agreement(
            table.get("id", ""),
            title,
            table.get("short", title),
            table.get("headline", ""),
            self.instrument,
            parties,
            subjects,
            sources_in(self.sources),
            self.counting,
            clauses,
            tuple(made),
            signed,
            tuple(table.get("notes", ())),
            {} if self.problems.found else plain(self.file.data),
        )

    def _unread(self, read: Collection[str]) -> Iterator[str]:
        """Yield every id that the file names and that could not be read.

        A reference to a broken clause is not a second problem.
        """
        if not self.whole and self.instrument == INSTRUMENT:
            yield INSTRUMENT
        for name, clause in self.clauses.items():
            items = clause.get("items")
            ids = (
                [i.get("id") for i in items if isinstance(i, Mapping)]
                if isinstance(items, list)
                else []
            )
            parts = [f"{name}.{item}" for item in ids if isinstance(item, str)]
            yield from (item for item in (name, *parts) if item not in read)

    def _clauses(self) -> Iterator[tuple[str, ClauseInFile]]:
        instrument = self.whole_table
        if "clause" in instrument and instrument.keys() - {"signed", "clause"}:
            what = "names a clause and has keys of its own"
            named = "..." if self.instrument == INSTRUMENT else self.instrument
            right = f'clause = "{named}" and nothing else'
            self.reader.add((INSTRUMENT,), what, right)
        if self.whole:
            if "kind" in instrument:
                path = (INSTRUMENT, "kind")
                self.reader.add(path, "the text as a whole is a term", "no kind")
            yield from self._one(INSTRUMENT, {**instrument, "kind": HEADLINE_KIND}, (INSTRUMENT,))
        for name, raw in self.clauses.items():
            if name == INSTRUMENT:
                what = "the text as a whole is not one of its clauses"
                self.reader.add(("clauses", INSTRUMENT), what, "[instrument]")
            elif isinstance(self.file.data["clauses"][name], Mapping):
                yield from self._one(name, raw, ("clauses", name))

    def _one(
        self, name: str, raw: Mapping[str, Any], path: KeyPath
    ) -> Iterator[tuple[str, ClauseInFile]]:
        kind_name = raw.get("kind")
        kind = self.doctrine.clauses.get(kind_name) if isinstance(kind_name, str) else None
        if kind is None:
            hint = did_you_mean(kind_name, self.doctrine.clauses)
            if kind_name is None:
                self.reader.add(path, "no 'kind'", 'kind = "..."', hint)
            else:
                self.reader.add((*path, "kind"), f"no kind of clause {shown(kind_name)}", "", hint)
            return
        counting = self.counting
        if "counting" in raw:
            reader = CountingReader(self.reader, self.sources)
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
    ) -> Iterator[tuple[KeyPath, Mapping[str, object]]]:
        items = raw.get("items", [])
        if not kind.items or "items" not in raw:
            return  # a kind without items notes the key as unknown
        if not isinstance(items, list) or not items:
            self.reader.wrong((*path, "items"), items, "a list of tables")
            return
        seen: set[str] = set()
        for number, item in enumerate(items):
            here: KeyPath = (*path, "items", number)
            if not isinstance(item, Mapping):
                self.reader.wrong(here, item, "a table")
                continue
            name = item.get("id")
            if name is None:
                self.reader.add(here, "no 'id'", 'id = "..."')
            elif not is_word(name):
                self.reader.add((*here, "id"), f"{shown(name)} is not an id", AN_ID)
            elif name in seen:
                self.reader.add((*here, "id"), f"{shown(name)} is another item's id", "another id")
            else:
                seen.add(name)
                if "kind" in item or "counting" in item:
                    wrong = "kind" if "kind" in item else "counting"
                    self.reader.add((*here, wrong), "an item takes this from its clause")
                yield here, item

    def _clause(
        self, clause: ClauseInFile, values: Mapping[str, object], whole: Clause | None
    ) -> Clause:
        """Read the words of a clause; an item takes the words that it lacks from its clause."""
        own = {k: v for k, v in clause.raw.items() if k not in clause.inherited}
        words = self._words(own, WORDS if whole else CLAUSE, clause.path)
        said = own.keys() & {QUOTE, PARAPHRASE}
        if whole is None and not said:
            self.reader.add(
                clause.path, f"no {QUOTE!r}", f'{QUOTE} = "...", or {PARAPHRASE} = "..."'
            )
        elif whole is not None and said:
            whole = evolve(whole, quote="", paraphrase="")
        if whole is None:
            return evolve(_wordless(clause.id, clause.kind.name), keys=values, **words)
        words = {"title": clause.raw["title"], **words}
        return evolve(whole, id=clause.id, keys=values, whole=whole.id, **words)

    def _as_instrument(self) -> tuple[Clause, dt.date | None]:
        """Read the words of the text as a whole, all of them optional."""
        words = self._words(self.whole_table, WHOLE, (INSTRUMENT,))
        signed = words.pop("signed", None)
        words = {"title": "The text as a whole", **words}
        return evolve(_wordless(INSTRUMENT, HEADLINE_KIND), **words), signed

    def _words(
        self, raw: Mapping[str, object], keys: Mapping[str, KeySpec], path: KeyPath
    ) -> dict[str, Any]:
        """Read the words of a clause: the right ones, by the names of their attributes."""
        own = {key: value for key, value in raw.items() if key in keys}
        words = self.reader.fixed(own, keys, path) or {}
        if "source" in words:
            words["sources"] = self._sources(words.pop("source"), path)
        one_of_words(self.reader, raw, path)
        return words

    def _sources(self, written: object, path: KeyPath) -> tuple[str, ...]:
        return sources_of(self.reader, written, (*path, "source"), self.sources)

    def _once(self, clause: ClauseInFile, made: Sequence[tuple[str, Fact]]) -> None:
        # Two facts with one key would become one fact, and chance would choose between them.
        seen: dict[tuple[str, Key], Fact] = {}
        for kind, fact in made:
            key = self.doctrine.program.facts[kind].identity(fact)
            other = seen.setdefault((kind, key), fact)
            if other is not fact:
                name = shown(str(key[-1]))
                self.reader.add(clause.path, f"{name} is there twice ({kind})", "each once")

    def _headline(self, kinds: Mapping[str, str]) -> None:
        headline = self.table.get("headline", "")
        unread = not headline or "clauses" in self.problems.unread
        if not unread and kinds.get(headline) not in {HEADLINE_KIND, ""}:
            terms = [name for name, kind in kinds.items() if kind == HEADLINE_KIND]
            what = f"{shown(headline)} is not a clause of kind {HEADLINE_KIND!r}"
            self.reader.add(("headline",), what, "", did_you_mean(headline, terms))


def _wordless(name: str, kind: str) -> Clause:
    return Clause(name, kind, "", "", "", "", (), {})


def _parts(raw: Mapping[str, ClauseInFile]) -> Iterator[tuple[str, Fact]]:
    for name in sorted({c.whole for c in raw.values() if c.whole}):
        yield "has-parts", {"clause": name}
    for clause in raw.values():
        if clause.whole:
            shares = int(clause.kind.shared not in clause.raw.keys() - clause.inherited.keys())
            yield "part", {"clause": clause.id, "whole": clause.whole, "shares": shares}


def _within(made: Sequence[tuple[str, Fact]]) -> Iterator[tuple[str, Fact]]:
    """Yield for each clause every other clause in which it lies, at any depth."""
    hosts = {str(fact["clause"]): str(fact["outer"]) for _, fact in made if "outer" in fact}
    for clause in hosts:
        host, seen = hosts.get(clause), {clause}
        while host is not None and host not in seen:
            yield "within", {"clause": clause, "outer": host}
            seen.add(host)
            host = hosts.get(host)
