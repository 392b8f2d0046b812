"""An agreement as encoded: its parties, clauses, conventions and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from mandate.counting.conventions import Before, By, Period
from mandate.counting.instants import Zone
from mandate.fixed import fixed
from mandate.once import cached_property
from mandate.plain_data import Row, digest, fields, plain
from mandate.views.answer import Answer


@frozen
class Source:
    """A publication in which a text or a fact can be read."""

    id: str
    title: str
    url: str = ""
    language: str = ""


@frozen
class Party:
    """A party, signatory, organ or depositary named in the text."""

    id: str
    name: str
    role: str = "party"


@frozen
class Subject:
    """A thing on the ground whose state the record reports."""

    id: str
    name: str
    states: tuple[str, ...]


@frozen
class Declared:
    """The reason for a convention, and the authority for it."""

    because: str
    sources: tuple[str, ...] = ()


@frozen
class Counting:
    """The conventions by which an agreement counts time. Each is declared, with its support."""

    zone: Zone
    period: Period
    before: Before
    by: By
    declared: Mapping[str, Declared] = field(factory=dict, hash=False, converter=fixed)


def words_of(quote: str, paraphrase: str) -> str:
    """Return the words of a text in quotation marks, or others, said to be a paraphrase."""
    if quote:
        return f"“{quote}”"
    return f"paraphrase: {paraphrase}" if paraphrase else ""


@frozen(repr=False)
class Clause(Answer):
    """One clause: its citation, its words, and the keys in which the author encoded its meaning."""

    id: str
    kind: str
    title: str
    cite: str
    quote: str
    language: str
    sources: tuple[str, ...]
    #: The keys of its kind as written, by dotted path, for views and for the schema.
    keys: Mapping[str, Any] = field(hash=False, converter=fixed)
    note: str = ""
    #: For an item: the clause of which it is a part.
    whole: str = ""
    #: What the text says in other words, where its own are not at hand.
    paraphrase: str = ""

    @property
    def words(self) -> str:
        """The words that carry the clause: in quotation marks, or said to be a paraphrase."""
        return words_of(self.quote, self.paraphrase)

    def as_dict(self) -> Row:
        """Return the words of the clause, and where they stand.

        The keys that encode them are in the plain data of the agreement.
        """
        return {name: value for name, value in fields(self).items() if name != "keys"}

    def __str__(self) -> str:
        words = f": {self.words}" if self.words else ""
        return f"{self.title} ({self.cite}){words}" if self.cite else f"{self.title}{words}"

    def __repr__(self) -> str:
        return f"<Clause {self.id}: {self.kind}{f', {self.cite}' if self.cite else ''}>"


@frozen(eq=False, repr=False)
class Agreement(Answer):
    """The text of one agreement."""

    id: str
    title: str
    short: str
    headline: str
    instrument: str
    parties: Mapping[str, Party] = field(converter=fixed)
    subjects: Mapping[str, Subject] = field(converter=fixed)
    sources: Mapping[str, Source] = field(converter=fixed)
    counting: Counting
    clauses: Mapping[str, Clause] = field(converter=fixed)
    #: The facts that the clauses make: (kind of fact, fact), in the order of the file.
    facts: tuple[tuple[str, Mapping[str, int | str]], ...] = field(converter=fixed)
    signed: dt.date | None = None
    notes: tuple[str, ...] = ()
    #: The file as the author wrote it, as plain data.
    written: Mapping[str, Any] = field(factory=dict, repr=False, converter=fixed)
    #: Clause id → file and line, for messages.
    places: Mapping[str, str] = field(factory=dict, repr=False, converter=fixed)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its content: comments and the layout of the file do not matter."""
        return digest(self.written)

    @property
    def zone(self) -> Zone:
        """The zone of its civil days."""
        return self.counting.zone

    def as_dict(self) -> Row:
        """Return the content of its file, in the order of the file, with real dates."""
        content: Row = plain(self.written)
        return content

    def to_rows(self) -> list[Row]:
        """Return the words of each clause as a flat row, which pandas and polars take."""
        return [row for clause in self.clauses.values() for row in clause.to_rows()]

    def __str__(self) -> str:
        clauses = [f"  {name}: {clause}" for name, clause in self.clauses.items()]
        return "\n".join([self.title, *clauses])

    def __repr__(self) -> str:
        counts = f"{len(self.clauses)} clauses, {len(self.parties)} parties and organs"
        return f"<Agreement {self.id}: {counts}>"
