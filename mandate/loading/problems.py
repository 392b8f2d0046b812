"""What is wrong with a file: every problem at once, each with its place and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import define, field

from mandate.errors import FileError, Problem
from mandate.loading.toml import KeyPath, TomlFile, said


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?``, or the list of what is known, or nothing."""
    names = sorted(known)
    close = get_close_matches(str(word), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    few = 12
    if names and len(names) <= few:
        return "known: " + ", ".join(names)
    return ""


@define
class Problems:
    """Collects the problems of one or more files, to be raised together."""

    found: list[Problem] = field(factory=list)

    def add(
        self, file: TomlFile, path: KeyPath, what: str, right: str = "", hint: str = ""
    ) -> None:
        """Note one problem: where, what was found, what would be right."""
        self.found.append(Problem(file.name, said(path), file.line(path), what, right, hint))

    def raise_if_any(self) -> None:
        """Raise one error with every problem noted so far, in the order of the files."""
        if self.found:
            unique = list(dict.fromkeys(self.found))
            unique.sort(key=lambda p: (p.file, p.line or 0))
            raise FileError(unique)
