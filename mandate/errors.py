"""The errors that the library raises, the form of values in them, and hints for misspelt words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

from attrs import frozen

_MOST_SHOWN = 60  # characters of a value that a message repeats
_MOST_BITS = 64  # larger numbers are not written out
#: Longer words and longer lists are not compared: that would take long, and help nobody.
MOST_LETTERS, MOST_KNOWN = 60, 1_000
_FEW = 12  # known words that a message lists


def shown(value: object) -> str:  # noqa: PLR0911  # a line for each type
    """Return a short form of any value for a message: one printable line that calls no repr."""
    if isinstance(value, str):
        text = repr(str(value[:_MOST_SHOWN]))
        return text if len(value) <= _MOST_SHOWN else f"{text[:-1]}…{text[-1]}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value)) if value.bit_length() <= _MOST_BITS else "a number of many digits"
    if isinstance(value, Mapping):
        return "a table" if value else "an empty table"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    if value is None or type(value) in {float, dt.date, dt.time}:
        return str(value)
    if type(value) is dt.datetime and type(value.tzinfo) in {type(None), dt.timezone}:
        return value.isoformat()
    name = type(value).__name__
    return f"a value of type {name if len(name) <= _MOST_SHOWN and name.isidentifier() else '?'}"


def printable(text: str) -> str:
    """Escape every character that a terminal would not print as it stands, odd spaces included."""
    return (
        text
        if text.isprintable()
        else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    )


def cut(text: str, most: int = _MOST_SHOWN) -> str:
    """Return a short form of a name for a message, on one line and without quotation marks."""
    return printable(text if len(text) <= most else f"{text[:most]}…")


def nearest(word: str, known: Collection[str], likeness: float, most: int = 1) -> list[str]:
    """Return the known words that are spelt most like a word and reach a likeness (0 to 1)."""
    return get_close_matches(word, known, n=most, cutoff=likeness)


def close_to(word: object, known: Iterable[str]) -> str:
    """Return the known name that is spelt most like a word; empty if no name is close."""
    names = sorted(name for name in known if name)
    text = word.strip().casefold() if isinstance(word, str) and len(word) <= MOST_LETTERS else ""
    return next(iter(nearest(text, names, 0.6)), "") if len(names) <= MOST_KNOWN else ""


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?``, or the list of known names if it is short, or nothing."""
    names = sorted(name for name in known if name)
    if close := close_to(word, names):
        return f"did you mean {shown(close)}?"
    if names and len(names) <= _FEW:
        return "known: " + ", ".join(cut(name) for name in names)
    return ""


def or_meant(what: str, word: object, known: Iterable[str]) -> str:
    """Return a message about an unknown word, with a hint where there is one."""
    hint = did_you_mean(word, known)
    return f"{what}; {hint}" if hint else what


class MandateError(Exception):
    """The base class: ``except MandateError`` catches all that the library raises on purpose."""


class ArgumentError(MandateError, ValueError):
    """An argument of a public call is not usable: the message names it, and a right form."""


class CountingError(MandateError, ValueError):
    """A calendar computation was asked for something that it cannot answer."""

    #: The clause that asked for it, or an empty text.
    clause: str = ""


class DurationError(CountingError):
    """A duration is malformed, too long, or used where its unit has no meaning."""


class ConventionError(CountingError):
    """A counting convention is not known or not complete."""


class RoundingRefused(CountingError):  # noqa: N818  # it reports a choice of the rules, not a fault
    """The target month lacks the day, and the convention in force refuses to round."""


class ZoneError(CountingError):
    """A time zone is unknown, or a wall-clock time does not exist there or occurs twice."""


class EngineError(MandateError):
    """The rules cannot be run, or have no one outcome."""


class ContradictionError(EngineError):
    """Two rules would change the same thing at the same time in two ways."""

    #: Ids of the events that set the rules off.
    events: tuple[str, ...] = ()


class RunawayError(EngineError):
    """Rules set each other off without end, or a record keeps them firing for too long."""

    #: A clause whose rules fire, or an empty text.
    clause: str = ""


class MissingDependencyError(MandateError, ImportError):
    """An optional library is not installed. The message holds the command that installs it."""


@frozen
class Problem:
    """One thing wrong with a file: its place, the fault, and a right form."""

    file: str
    #: The key path, such as ``clauses.mandate.notice.by``.
    path: str
    #: The line of that key, counted from 1, or None where it is not in the file.
    line: int | None
    found: str
    right: str = ""
    hint: str = ""

    def __str__(self) -> str:
        where = self.file + (f":{self.line}" if self.line else "")
        text = f"{where}: {self.path}: {self.found}" if self.path else f"{where}: {self.found}"
        if self.right:
            text += f"; write {self.right}"
        return f"{text} ({self.hint})" if self.hint else text


class FileError(MandateError, ValueError):
    """A file cannot be used. ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''}"
        super().__init__("\n".join([head + ":", *(f"  {p}" for p in self.problems)]))

    def __reduce__(self) -> tuple[type[FileError], tuple[tuple[Problem, ...]]]:
        """Pickle by the problems, not by the message made of them."""
        return type(self), (self.problems,)


class OrderError(EngineError):
    """Two events of one instant have two outcomes in two orders, and no order is given."""
