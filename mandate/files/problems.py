"""The problems of a file: all at once, each with its place and a right form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import define, evolve, field

from mandate.errors import FileError, Problem, did_you_mean, shown
from mandate.files.toml import KeyPath, TomlFile, read, said

#: Problems after which reading stops: a file with more of them is no agreement.
MOST_PROBLEMS = 100
#: Control characters but tab and line feed, the marks that turn the direction of what follows, and
#: halves of characters.
_ODD = re.compile(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def odd_character(text: str) -> str:
    """Return the number of the first character that no plain text holds; empty if all are plain."""
    odd = _ODD.search(text)
    return f"U+{ord(odd[0]):04X}" if odd else ""


def unfit_text(value: object) -> tuple[str, str]:
    """Return the fault of a value that should be a text, and a right form; empty if it is one."""
    if type(value) is not str:
        return f"{shown(value)} is not usable here", "a text, in quotes"
    if not value.strip():
        return "an empty text", "words"
    if odd := odd_character(value):
        return f"a text with the character {odd}", "a text without it"
    return "", ""


def form_of(path: KeyPath, value: object, right: str) -> str:
    """Return a right form, with the way a file writes it if the value has another form."""
    header = said(tuple(part for part in path if isinstance(part, str)))
    several = f"[{header}]" if len(path) > 1 else f"[{header}] or [{header}.NAME]"
    forms = {
        "a table": f"a table: {several}" if isinstance(value, list) else "",
        "a list": f"a list of tables: [[{header}]]"
        if isinstance(value, Mapping)
        else 'a list: ["..."]'
        if isinstance(value, str)
        else "",
    }
    return forms.get(right) or right


@define
class Problems:
    """Collects the problems of one or more files, to be raised together."""

    found: list[Problem] = field(factory=list)
    #: Sections that are missing or could not be read, so that their members are not known.
    unread: set[str] = field(factory=set)

    def add(
        self, file: TomlFile, path: KeyPath, what: str, right: str = "", hint: str = ""
    ) -> None:
        """Note one problem: its place, the fault, and a right form.

        Raises:
            FileError: there are so many problems that it is of no use to go on.

        """
        self._note(Problem(file.name, said(path), file.line(path), what, right, hint))

    def unusable(
        self, file: TomlFile, path: KeyPath, value: object, right: str, hint: str = ""
    ) -> None:
        """Note a value that is not usable where it stands."""
        what = f"{shown(value)} is not usable here"
        self.add(file, path, what, form_of(path, value, right), hint)

    def unknown_keys(
        self, file: TomlFile, path: KeyPath, table: Iterable[str], known: Iterable[str]
    ) -> None:
        """Note every key of a table that is not known."""
        names = frozenset(known)
        for key in table:
            if key not in names:
                self.add(
                    file, (*path, key), f"unknown key {shown(key)}", "", did_you_mean(key, names)
                )

    def reading(self, path: Path, name: str, after: str = "") -> TomlFile | None:
        """Read a TOML file. If it cannot be read, note that and return None.

        ``after`` names the checks that wait until the file can be read.
        """
        try:
            return read(path, name)
        except FileError as error:
            for problem in error.problems:
                hints = [problem.hint, after if problem.line else ""]
                self._note(evolve(problem, hint="; ".join(filter(None, hints))))
            return None

    def raise_if_any(self) -> None:
        """Raise one error with every problem noted so far, by file and line."""
        if self.found:
            raise FileError(sorted(self.found, key=lambda p: (p.file, p.line or 0)))

    def _note(self, problem: Problem) -> None:
        if problem in self.found:
            return
        self.found.append(problem)
        if len(self.found) >= MOST_PROBLEMS:
            stop = f"reading stopped here, after {MOST_PROBLEMS} problems"
            self.found.append(Problem(problem.file, "", problem.line, stop))
            self.raise_if_any()
