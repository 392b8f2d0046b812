"""Reading the tables that have the same keys in every file, whatever the doctrine says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mandate.loading.keys import AN_ID, ROLES, KeySpec, is_word
from mandate.loading.problems import Problems, did_you_mean, odd_character, shown, unfit_text
from mandate.loading.toml import KeyPath, TomlFile

#: The one format of the files.
FORMAT = 1
#: The code of a language (BCP 47), and an address.
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
URL = re.compile(r"https?://\S+")


@frozen
class TableReader:
    """Reads values by their specifications. A wrong one is noted, and is absent from what is read.

    Each type of key has a method of its name.
    """

    file: TomlFile
    problems: Problems

    def fixed(
        self, given: object, specs: Mapping[str, KeySpec], path: KeyPath = ()
    ) -> dict[str, Any] | None:
        """Read a table with these keys and no others; None where it is no table."""
        if not isinstance(given, Mapping):
            self.wrong(path, given, "a table")
            return None
        values: dict[str, Any] = {}
        for name, spec in specs.items():
            if name in given:
                value = self.one(given[name], spec, (*path, name))
                if value is not None:
                    values[name] = value
            elif spec.required:
                self.add(path, f"no {name!r}", spec.right)
        self.problems.unknown_keys(self.file, path, sorted(given), specs)
        return values

    def one(self, given: object, spec: KeySpec, path: KeyPath) -> Any:  # noqa: ANN401  # by its type
        """Read one value by its type; None where it is wrong."""
        return getattr(self, spec.type)(given, spec, path)

    def add(self, path: KeyPath, what: str, right: str = "", hint: str = "") -> None:
        """Note a problem in this file."""
        self.problems.add(self.file, path, what, right, hint)

    def wrong(self, path: KeyPath, given: object, right: str, hint: str = "") -> None:
        """Note a value that is not usable where it stands."""
        self.problems.unusable(self.file, path, given, right, hint)

    # -- texts and numbers ----------------------------------------------------------------------

    def text(self, given: object, _spec: KeySpec, path: KeyPath) -> str | None:
        """Any text that is not empty."""
        found, right = unfit_text(given)
        if not found:
            return str(given)
        self.add(path, found, right)
        return None

    def id(self, given: object, spec: KeySpec, path: KeyPath) -> str | None:
        """An id without a dot."""
        text = self.text(given, spec, path)
        if text is None or is_word(text):
            return text
        self.add(path, f"{shown(text)} is not an id", AN_ID)
        return None

    def language(self, given: object, spec: KeySpec, path: KeyPath) -> str | None:
        """The code of a language."""
        text = self.text(given, spec, path)
        if text is None or LANGUAGE.fullmatch(text):
            return text
        self.wrong(path, text, 'the code of a language, like "en"')
        return None

    def address(self, given: object, spec: KeySpec, path: KeyPath) -> str | None:
        """An address of the web."""
        text = self.text(given, spec, path)
        if text is None or URL.fullmatch(text):
            return text
        self.wrong(path, text, "an address that begins with https://")
        return None

    def role(self, given: object, spec: KeySpec, path: KeyPath) -> str:
        """What a party may be to a text; an empty text where that is not known."""
        text = self.text(given, spec, path)
        if text in ROLES:
            return str(text)
        if text is not None:
            self.add(path, f"no role {shown(text)}", "", did_you_mean(text, ROLES))
        return ""

    def format(self, given: object, _spec: KeySpec, path: KeyPath) -> int | None:
        """The number of the format."""
        if type(given) is not int:
            self.wrong(path, given, "a whole number")
        elif given != FORMAT:
            self.add(path, f"format {shown(given)} is not known", str(FORMAT))
        else:
            return given
        return None

    def day(self, given: object, _spec: KeySpec, path: KeyPath) -> dt.date | None:
        """A date without an hour."""
        if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
            return dt.date.fromordinal(given.toordinal())
        self.wrong(path, given, "a date, without quotes: 2020-11-10")
        return None

    def later(self, given: object, _spec: KeySpec, _path: KeyPath) -> object:
        """Any value; its reader is another."""
        return given

    sources = later

    # -- lists and tables -----------------------------------------------------------------------

    def _list(self, given: object, path: KeyPath) -> list[Any] | None:
        if isinstance(given, list):
            return given
        self.wrong(path, given, "a list")
        return None

    def texts(self, given: object, spec: KeySpec, path: KeyPath) -> list[str] | None:
        """A list of texts."""
        items = self._list(given, path)
        if items is None:
            return None
        read = [self.text(item, spec, (*path, number)) for number, item in enumerate(items)]
        return [text for text in read if text is not None]

    def states(self, given: object, spec: KeySpec, path: KeyPath) -> list[str] | None:
        """A list of ids, each there once."""
        items = self._list(given, path)
        if items == []:
            self.wrong(path, given, "at least one state")
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

    def table(self, given: object, spec: KeySpec, path: KeyPath) -> Mapping[str, Any] | None:
        """A table; as it is written where the keys in it are read later."""
        if spec.inner:
            return self.fixed(given, spec.inner, path)
        if isinstance(given, Mapping):
            return self._names(given, path)
        self.wrong(path, given, "a table")
        return None

    def _names(self, given: Mapping[str, Any], path: KeyPath) -> Mapping[str, Any]:
        """Return a table without the names that are no texts, which are noted."""
        texts = set(map(type, given)) <= {str} and all(map(str.strip, given))
        if texts and not odd_character("".join(given)):
            return given
        odd = [name for name in given if unfit_text(name)[0]]
        for name in odd:
            self.add((*path, name), f"{shown(name)} is no name", AN_ID)
        return {name: item for name, item in given.items() if name not in odd}

    def rows(
        self, given: object, spec: KeySpec, path: KeyPath
    ) -> list[Mapping[str, Any] | None] | None:
        """A list of tables, with None in the place of what is none."""
        items = self._list(given, path)
        if items is None:
            return None
        return [self.table(item, spec, (*path, number)) for number, item in enumerate(items)]

    def members(
        self, given: object, spec: KeySpec, path: KeyPath
    ) -> dict[str, Mapping[str, Any]] | None:
        """A table of tables, each under an id; an empty one in the place of what is none."""
        if not isinstance(given, Mapping):
            self.wrong(path, given, "a table")
            return None
        read: dict[str, Mapping[str, Any]] = {}
        for name, item in self._names(given, path).items():
            here = (*path, name)
            if not is_word(name):
                self.add(here, f"{shown(name)} is not an id", AN_ID)
            read[name] = self.table(item, spec, here) or {}
        return read
