"""Tables whose keys the doctrine does not declare, and the reader of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from mandate.doctrine.keys import AN_ID, ROLES, KeySpec, is_word
from mandate.errors import did_you_mean, shown
from mandate.files.problems import Problems, odd_character, unfit_text
from mandate.files.toml import KeyPath, TomlFile

#: The one format of the files.
FORMAT = 1
#: The code of a language (BCP 47), and an address.
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
URL = re.compile(r"https?://\S+")
#: The table of the text as a whole.
INSTRUMENT = "instrument"
#: Texts with more clauses (with their items), parties or subjects are refused. The longest peace
#: agreements have some hundred provisions, and the engine's work grows with the square of them.
MOST_CLAUSES = 500
#: Facts that one text may make.
MOST_FACTS = 10_000
#: Scenarios of one file: each that adds an event derives the whole record anew.
MOST_SCENARIOS = 2_000

Keys = Mapping[str, KeySpec]


def _keys(*specs: KeySpec) -> Keys:
    return {spec.name: spec for spec in specs}


def _key(
    name: str, type_: str, right: str = "", inner: Keys | None = None, choices: tuple[str, ...] = ()
) -> KeySpec:
    """Make one key; it is required if ``right``, the form to write for messages, is given."""
    return KeySpec(
        (name,), type_, required=bool(right), choices=choices, inner=inner or {}, right=right
    )


def _text(name: str) -> KeySpec:
    return _key(name, "text", f'{name} = "..."')


_TITLE = _text("title")
_FORMAT = _key("format", "format", "format = 1")
_SOURCES = _key(
    "sources",
    "members",
    inner=_keys(
        _TITLE, _key("url", "address"), _key("language", "language"), _key("retrieved", "day")
    ),
)
_PARTY = _keys(_text("name"), _key("role", "role", choices=ROLES))
_SUBJECT = _keys(_text("name"), _key("states", "states", "states = ..."))

#: The keys of agreement.toml.
AGREEMENT = _keys(
    _FORMAT,
    _key("id", "id", 'id = "..."'),
    _TITLE,
    _text("headline"),
    _key("parties", "members", "a table [parties]", _PARTY),
    _key("counting", "table", "a table [counting]"),
    _key(INSTRUMENT, "table", "a table [instrument]"),
    _key("clauses", "members", "a table [clauses]"),
    _key("short", "text"),
    _key("language", "language"),
    _key("notes", "texts"),
    _SOURCES,
    _key("subjects", "members", inner=_SUBJECT),
)
#: The words that carry a clause or an act: those of the text itself, or others in their place.
QUOTE, PARAPHRASE = "quote", "paraphrase"
#: The words of an act, all optional.
SAID = _keys(
    _key("cite", "text"),
    _key(QUOTE, "text"),
    _key(PARAPHRASE, "text"),
    _key("language", "language"),
)
#: The words of an item, which takes from its clause any words that it leaves out.
WORDS = _keys(
    _key("title", "text"),
    _key("cite", "text"),
    _key(QUOTE, "text"),
    _key(PARAPHRASE, "text"),
    _key("language", "language"),
    _key("source", "sources"),
    _key("note", "text"),
)
#: The words of a clause, whatever its kind.
CLAUSE = _keys(
    _text("kind"),
    _TITLE,
    _text("cite"),
    _key(QUOTE, "text"),
    _key(PARAPHRASE, "text"),
    _key("language", "language", 'language = "..."'),
    _key("source", "sources", "source = ..."),
    _key("note", "text"),
)
#: The words of the text as a whole, all optional, and the day of its signature.
WHOLE = {**WORDS, **_keys(_key("signed", "day"))}

_GAP = _keys(
    _key("from", "day", "from = 2020-11-10"), _key("to", "day", "to = 2020-11-10"), _text("because")
)
#: The keys of record.toml.
RECORD = _keys(
    _FORMAT,
    _text("agreement"),
    _key("complete-to", "day"),
    _key("gaps", "rows", inner=_GAP),
    _key("events", "rows"),
    _SOURCES,
)

#: The keys of scenarios.toml.
SCENARIOS = _keys(_text("agreement"), _key("scenario", "rows", "a list of tables [[scenario]]"))
#: A scenario.
SCENARIO = _keys(
    _text("says"),
    _key("on", "later", "on = ..."),
    _key("expect", "table", "a table [expect]"),
    _key("as-known-on", "later"),
    _key("add", "rows"),
    _key("without", "texts"),
)


@frozen
class TableReader:
    """Reads values by their specifications. A wrong value is noted, and absent from the result.

    Each type of key has a method of its name.
    """

    file: TomlFile
    problems: Problems

    def fixed(
        self, raw: object, specs: Mapping[str, KeySpec], path: KeyPath = ()
    ) -> dict[str, Any] | None:
        """Read a table with these keys and no others; None where it is no table."""
        if not isinstance(raw, Mapping):
            self.wrong(path, raw, "a table")
            return None
        values: dict[str, Any] = {}
        for name, spec in specs.items():
            if name in raw:
                value = self.value(raw[name], spec, (*path, name))
                if value is not None:
                    values[name] = value
            elif spec.required:
                self.add(path, f"no {name!r}", spec.right)
        self.unknown_keys(path, sorted(raw), specs)
        return values

    def value(self, raw: object, spec: KeySpec, path: KeyPath) -> Any:  # noqa: ANN401  # by its type
        """Read one value by its type; None where it is wrong."""
        return getattr(self, spec.type)(raw, spec, path)

    def add(self, path: KeyPath, what: str, right: str = "", hint: str = "") -> None:
        """Note a problem in this file."""
        self.problems.add(self.file, path, what, right, hint)

    def wrong(self, path: KeyPath, raw: object, right: str, hint: str = "") -> None:
        """Note a value that is not usable where it stands."""
        self.problems.unusable(self.file, path, raw, right, hint)

    def unknown_keys(self, path: KeyPath, raw: Iterable[str], known: Iterable[str]) -> None:
        """Note every key of a table that is not known."""
        self.problems.unknown_keys(self.file, path, raw, known)

    # -- texts and numbers ----------------------------------------------------------------------

    def text(self, raw: object, _spec: KeySpec, path: KeyPath) -> str | None:
        """Any text that is not empty."""
        what, right = unfit_text(raw)
        if not what:
            return str(raw)
        self.add(path, what, right)
        return None

    def id(self, raw: object, spec: KeySpec, path: KeyPath) -> str | None:
        """An id without a dot."""
        text = self.text(raw, spec, path)
        if text is None or is_word(text):
            return text
        self.add(path, f"{shown(text)} is not an id", AN_ID)
        return None

    def language(self, raw: object, spec: KeySpec, path: KeyPath) -> str | None:
        """The code of a language."""
        text = self.text(raw, spec, path)
        if text is None or LANGUAGE.fullmatch(text):
            return text
        self.wrong(path, text, 'the code of a language, like "en"')
        return None

    def address(self, raw: object, spec: KeySpec, path: KeyPath) -> str | None:
        """An address of the web."""
        text = self.text(raw, spec, path)
        if text is None or URL.fullmatch(text):
            return text
        self.wrong(path, text, "an address that begins with https://")
        return None

    def role(self, raw: object, spec: KeySpec, path: KeyPath) -> str:
        """The role of a party; an empty text where it is not known."""
        text = self.text(raw, spec, path)
        if text in ROLES:
            return str(text)
        if text is not None:
            self.add(path, f"no role {shown(text)}", "", did_you_mean(text, ROLES))
        return ""

    def format(self, raw: object, _spec: KeySpec, path: KeyPath) -> int | None:
        """The number of the format."""
        if type(raw) is not int:
            self.wrong(path, raw, "a whole number")
        elif raw != FORMAT:
            self.add(path, f"format {shown(raw)} is not known", str(FORMAT))
        else:
            return raw
        return None

    def day(self, raw: object, _spec: KeySpec, path: KeyPath) -> dt.date | None:
        """A date without an hour."""
        if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
            return dt.date.fromordinal(raw.toordinal())
        self.wrong(path, raw, "a date, without quotes: 2020-11-10")
        return None

    def later(self, raw: object, _spec: KeySpec, _path: KeyPath) -> object:
        """Any value, for another reader to check."""
        return raw

    sources = later

    # -- lists and tables -----------------------------------------------------------------------

    def _list(self, raw: object, path: KeyPath) -> list[object] | None:
        if isinstance(raw, list):
            return raw
        self.wrong(path, raw, "a list")
        return None

    def texts(self, raw: object, spec: KeySpec, path: KeyPath) -> list[str] | None:
        """A list of texts."""
        items = self._list(raw, path)
        if items is None:
            return None
        read = [self.text(item, spec, (*path, number)) for number, item in enumerate(items)]
        return [text for text in read if text is not None]

    def states(self, raw: object, spec: KeySpec, path: KeyPath) -> list[str] | None:
        """A list of ids, each of them once."""
        items = self._list(raw, path)
        if items == []:
            self.wrong(path, raw, "at least one state")
        read: list[str] = []
        for number, item in enumerate(items or []):
            here = (*path, number)
            state = self.text(item, spec, here)
            if state is None:
                continue
            if not is_word(state):
                self.add(here, f"{shown(state)} is not the id of a state", AN_ID)
            elif state in read:
                self.add(here, f"{shown(state)} is there twice", "each once")
            read.append(state)
        return read

    def table(self, raw: object, spec: KeySpec, path: KeyPath) -> Mapping[str, object] | None:
        """A table; its values stay as written where they are read later."""
        if spec.inner:
            return self.fixed(raw, spec.inner, path)
        if isinstance(raw, Mapping):
            return self._names(raw, path)
        self.wrong(path, raw, "a table")
        return None

    def _names(self, raw: Mapping[str, object], path: KeyPath) -> Mapping[str, object]:
        """Return a table without the keys that are no texts, which are noted."""
        texts = set(map(type, raw)) <= {str} and all(map(str.strip, raw))
        if texts and not odd_character("".join(raw)):
            return raw
        odd = [name for name in raw if unfit_text(name)[0]]
        for name in odd:
            self.add((*path, name), f"{shown(name)} is no name", AN_ID)
        return {name: item for name, item in raw.items() if name not in odd}

    def rows(
        self, raw: object, spec: KeySpec, path: KeyPath
    ) -> list[Mapping[str, object] | None] | None:
        """A list of tables, with None in the place of an item that is none."""
        items = self._list(raw, path)
        if items is None:
            return None
        return [self.table(item, spec, (*path, number)) for number, item in enumerate(items)]

    def members(
        self, raw: object, spec: KeySpec, path: KeyPath
    ) -> dict[str, Mapping[str, object]] | None:
        """A table of tables, each under an id; an empty one in the place of a wrong one."""
        if not isinstance(raw, Mapping):
            self.wrong(path, raw, "a table")
            return None
        read: dict[str, Mapping[str, object]] = {}
        for name, item in self._names(raw, path).items():
            here = (*path, name)
            if not is_word(name):
                self.add(here, f"{shown(name)} is not an id", AN_ID)
            read[name] = self.table(item, spec, here) or {}
        return read


def one_of_words(reader: TableReader, raw: Mapping[str, object], path: KeyPath) -> None:
    """Note a quote that stands beside a paraphrase: a reader must know which is shown."""
    if QUOTE in raw and PARAPHRASE in raw:
        reader.add((*path, PARAPHRASE), f"{PARAPHRASE!r} beside {QUOTE!r}", "one of them")
