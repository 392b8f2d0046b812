"""The fixed tables of agreement.toml, and what is checked of them whatever the doctrine says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from attrs import Factory, frozen

from mandate.loading.keys import AN_ID, ROLES, is_word
from mandate.loading.problems import Problems, did_you_mean, shown
from mandate.loading.toml import KeyPath, TomlFile

FORMAT = 1
INSTRUMENT = "instrument"
#: Texts with more clauses (with their items), parties or subjects are refused. The longest peace
#: agreements have some hundred provisions, and the engine's work grows with the square of them.
MOST_CLAUSES = 500
#: Facts that one text may make.
MOST_FACTS = 10_000
#: The code of a language (BCP 47), and an address.
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
URL = re.compile(r"https?://\S+")


@frozen
class SourceTable:
    """A table under ``[sources]``."""

    title: str
    url: str = ""
    language: str = ""
    retrieved: dt.date | None = None


@frozen
class PartyTable:
    """A table under ``[parties]``."""

    name: str
    role: str = "party"


@frozen
class SubjectTable:
    """A table under ``[subjects]``."""

    name: str
    states: list[str]


@frozen
class AgreementTable:
    """agreement.toml."""

    format: int
    id: str
    title: str
    headline: str
    parties: dict[str, PartyTable]
    counting: dict[str, dict[str, object]]
    instrument: dict[str, object]
    clauses: dict[str, dict[str, object]]
    short: str = ""
    language: str = ""
    notes: list[str] = Factory(list)
    sources: dict[str, SourceTable] = Factory(dict)
    subjects: dict[str, SubjectTable] = Factory(dict)


@frozen
class ClauseTable:
    """What every clause says, whatever its kind."""

    kind: str
    title: str
    cite: str
    quote: str
    language: str
    source: object
    note: str = ""


@frozen
class InstrumentTable:
    """What the text as a whole says of itself: all of it may be left out."""

    title: str = "The text as a whole"
    cite: str = ""
    quote: str = ""
    language: str = ""
    source: object = ()
    note: str = ""
    signed: dt.date | None = None


DESCRIPTION = frozenset({"title", "cite", "quote", "language", "source", "note"})


def check_format(file: TomlFile, problems: Problems, given: int) -> None:
    """Check the number of the format, where it is a number at all."""
    if given != FORMAT and not problems.at(file, ("format",)) and "format" in file.data:
        problems.add(file, ("format",), f"format {shown(given)} is not known", str(FORMAT))


def check_sources(file: TomlFile, problems: Problems, sources: Mapping[str, SourceTable]) -> None:
    """Check ids, addresses and languages under ``[sources]``."""
    for name, source in sources.items():
        path = ("sources", name)
        if not is_word(name):
            problems.add(file, path, f"{shown(name)} is not an id", AN_ID)
        noted = problems.at(file, (*path, "url"))
        if source.url and not noted and not URL.fullmatch(source.url):
            problems.unusable(
                file, (*path, "url"), source.url, "an address that begins with https://"
            )
        check_language(file, problems, (*path, "language"), source.language)


def check_language(file: TomlFile, problems: Problems, path: KeyPath, given: str) -> None:
    """Check a code of a language, where one is given."""
    if given and not LANGUAGE.fullmatch(given) and not problems.at(file, path):
        problems.unusable(file, path, given, 'the code of a language, like "en"')


def check_ids(file: TomlFile, problems: Problems, table: AgreementTable) -> None:
    """Check ids, roles and states."""
    if not is_word(table.id) and not problems.at(file, ("id",)) and "id" in file.data:
        problems.add(file, ("id",), f"{shown(table.id)} is not an id", AN_ID)
    for section in ("parties", "subjects", "clauses"):
        for name in getattr(table, section):
            if not is_word(name):
                problems.add(file, (section, name), f"{shown(name)} is not an id", AN_ID)
    check_language(file, problems, ("language",), table.language)
    for name, party in table.parties.items():
        path: KeyPath = ("parties", name, "role")
        if party.role not in ROLES and not problems.at(file, path):
            hint = did_you_mean(party.role, ROLES)
            problems.add(file, path, f"no role {shown(party.role)}", "", hint)
    for name, subject in table.subjects.items():
        _states(file, problems, subject.states, ("subjects", name, "states"))
    if INSTRUMENT in table.clauses:
        what = "the text as a whole is not one of its clauses"
        problems.add(file, ("clauses", INSTRUMENT), what, "[instrument]")


def check_sizes(file: TomlFile, problems: Problems, table: AgreementTable) -> None:
    """Check how much there is.

    Raises:
        FileError: it is so much that it is of no use to go on.

    """
    items = [clause.get("items") for clause in table.clauses.values()]
    sizes = {
        "clauses": len(table.clauses) + sum(len(i) for i in items if isinstance(i, list)),
        "parties": len(table.parties),
        "subjects": len(table.subjects),
    }
    for section, size in sizes.items():
        if size > MOST_CLAUSES:
            problems.add(file, (section,), f"{size} {section}", f"at most {MOST_CLAUSES}")
            problems.raise_if_any()


def _states(file: TomlFile, problems: Problems, states: list[str], path: KeyPath) -> None:
    if not states and not problems.at(file, path) and not problems.at(file, path[:-1]):
        problems.unusable(file, path, states, "at least one state")
    for number, state in enumerate(states):
        here = (*path, number)
        if not is_word(state) and not problems.at(file, here):
            problems.add(file, here, f"{shown(state)} is not the id of a state", AN_ID)
        elif state in states[:number]:
            problems.add(file, here, f"{shown(state)} is there twice", "each once")
