"""Reading TOML within bounds, and finding the line on which a key stands."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import field, frozen

from mandate.errors import FileError, Problem
from mandate.loading.lines import MOST_DEPTH, KeyPath, TooDeepError, lines_of

__all__ = ["MOST_BYTES", "KeyPath", "TomlFile", "parse", "read", "said"]

#: Larger files are refused unread: no agreement comes near it.
MOST_BYTES = 2_000_000


@frozen(eq=False)
class TomlFile:
    """A parsed file that still knows its lines."""

    name: str
    text: str
    data: Mapping[str, Any]
    _lines: Mapping[KeyPath, int] = field(factory=dict, repr=False)

    def line(self, path: KeyPath) -> int | None:
        """Return the line of the key, or of what holds it; None for the whole file."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def place(self, path: KeyPath) -> str:
        """Return file and line of a key, or file and key where the lines are not known."""
        line = self.line(path)
        return f"{self.name}:{line}" if line else f"{self.name}: {said(path)}"


def read(path: Path, name: str | None = None) -> TomlFile:
    """Read and parse a TOML file.

    Raises:
        FileError: it is missing, too large, nested too deeply, not UTF-8, or not TOML 1.0.

    """
    shown = name or str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _refused(shown, "not a file")
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _refused(shown, "no such file") from None
    except OSError as error:
        raise _refused(shown, f"cannot be read: {error.strerror}") from None
    if len(raw) > MOST_BYTES:
        raise _refused(shown, f"larger than {MOST_BYTES:,} bytes")
    try:
        text = raw.decode("utf-8-sig")  # some editors put a byte order mark first
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(shown, "not UTF-8", "the file in UTF-8", line) from None
    return parse(text, shown)


def parse(text: str, name: str) -> TomlFile:
    """Parse TOML text.

    Raises:
        FileError: it is not TOML 1.0, too large, or nested too deeply.

    """
    if len(text) > MOST_BYTES:
        raise _refused(name, f"larger than {MOST_BYTES:,} bytes")
    lines: Mapping[KeyPath, int] = {}
    try:
        lines = lines_of(text)
        return TomlFile(name, text, tomllib.loads(text), lines)
    except TooDeepError as error:
        raise _refused(name, error.what, "fewer levels", error.line) from None
    except RecursionError:  # the caller's own stack was nearly used up
        raise _refused(name, f"brackets nested more than {MOST_DEPTH} deep") from None
    except ValueError as error:  # tomllib.TOMLDecodeError, or a number of too many digits
        raise _syntax(name, text, str(error), lines) from None


_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_MOST_SHOWN = 60


def said(path: KeyPath) -> str:
    """Write a key path as a person would: ``events[3].until``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            bare = _BARE.fullmatch(part) and len(part) <= _MOST_SHOWN
            shown = part if bare else repr(part[:_MOST_SHOWN])
            text += f".{shown}" if text else shown
    return text


#: What tomllib says (the beginning of it) → what was found, and what would be right.
_SAID = {
    "Cannot overwrite a value": ("a key that is written twice", "each key once"),
    "Duplicate inline table key": ("a key that is written twice", "each key once"),
    "Cannot declare": ("a table that is written twice", "each table once; [[...]] makes a list"),
    "Cannot mutate immutable": ("an addition to a closed table", "all its keys in one place"),
    "Invalid value": ("not a value", "texts in quotes; dates as 2020-11-10; true or false"),
    "Invalid date or datetime": ("no day of the calendar", "a date that exists: 2020-11-10"),
    "Unterminated string": ("a text without its closing quotation mark", "the mark"),
    "Unclosed array": ("a list without its closing bracket", "a comma between items, ] at the end"),
    "Unclosed inline table": ("a table without its closing brace", "{ a = 1, b = 2 } on one line"),
    "Expected '=' after a key": ("a key without '='", "key = value"),
    "Exceeds the limit": ("a number of too many digits", "a smaller one"),
}


def _syntax(name: str, text: str, message: str, lines: Mapping[KeyPath, int]) -> FileError:
    where = re.search(r"\(at line (\d+), column \d+\)$", message)
    ends = message.endswith("(at end of document)")
    line = int(where[1]) if where else text.count("\n") + 1 if ends else None
    what = re.sub(r"\s*\(at [^)]*\)$", "", message)
    found, right = next((s for start, s in _SAID.items() if what.startswith(start)), (what, ""))
    return _refused(name, f"not TOML: {found}", right, line, _key_on(line, lines))


def _key_on(line: int | None, lines: Mapping[KeyPath, int]) -> KeyPath:
    """Return the one key that stands on a line; nothing where several do."""
    here = sorted((path for path, number in lines.items() if number == line), key=len)
    nested = all(one == other[: len(one)] for one, other in pairwise(here))
    return here[-1] if here and nested else ()


def _refused(
    name: str, what: str, right: str = "", line: int | None = None, path: KeyPath = ()
) -> FileError:
    return FileError([Problem(name, said(path), line, what, right)])
