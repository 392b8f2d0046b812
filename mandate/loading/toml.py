"""Reading TOML, and finding the line on which a key stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from mandate.errors import FileError, Problem

#: Where a value stands: names of tables and keys, and indices of arrays.
KeyPath = tuple[str | int, ...]

#: Larger files are refused unread: no agreement comes near it.
MOST_BYTES = 2_000_000
#: Brackets within brackets: deeper nesting is refused before the parser recurses into it.
MOST_DEPTH = 50


@frozen(eq=False)
class TomlFile:
    """A parsed file that still knows its lines."""

    name: str
    text: str
    data: Mapping[str, Any]
    _lines: Mapping[KeyPath, int] = field(repr=False)

    def line(self, path: KeyPath) -> int | None:
        """Return the line of the key, or of the nearest table around it; None for the whole file."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None


def read(path: Path, name: str | None = None) -> TomlFile:
    """Read and parse a TOML file.

    Raises:
        FileError: it is missing, too large, nested too deeply, not UTF-8, or not TOML 1.0.

    """
    shown = name or str(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(shown, f"larger than {MOST_BYTES:,} bytes")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _refused(shown, "no such file") from None
    except OSError as error:
        raise _refused(shown, f"cannot be read: {error.strerror}") from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(shown, f"not UTF-8 at byte {error.start}") from None
    return parse(text, shown)


def parse(text: str, name: str) -> TomlFile:
    """Parse TOML text.

    Raises:
        FileError: it is not TOML 1.0, too large, or nested too deeply.

    """
    if len(text) > MOST_BYTES:
        raise _refused(name, f"larger than {MOST_BYTES:,} bytes")
    if _depth(text) > MOST_DEPTH:
        raise _refused(name, f"nested more than {MOST_DEPTH} deep")
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        what = re.sub(r"\s*\(at [^)]*\)$", "", str(error))
        line = int(where[1]) if where else None
        raise FileError([Problem(name, "", line, f"not TOML: {what}")]) from None
    return TomlFile(name, text, data, _Index().of(text))


def said(path: KeyPath) -> str:
    """Write a key path as a person would: ``events[3].until``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def _refused(name: str, what: str) -> FileError:
    return FileError([Problem(name, "", None, what)])


def _depth(text: str) -> int:
    depth = deepest = 0
    for char in text:
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}" and depth:
            depth -= 1
    return deepest


_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*="""
)
_INLINE = re.compile(r"""([{,]\s*)("[^"]*"|[\w.-]+)\s*=""")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\.?""")


@define
class _Index:
    """Key path → line, by a scan of the text. An approximation, used for messages only."""

    lines: dict[KeyPath, int] = field(factory=dict)
    tables: dict[KeyPath, int] = field(factory=dict)

    def of(self, text: str) -> Mapping[KeyPath, int]:
        table: KeyPath = ()
        for number, line in _outside_long_strings(text):
            if header := _HEADER.match(line):
                table = self._open(_parts(header[2]), number, is_array=header[1] == "[[")
                self.lines.setdefault(table, number)
            elif key := _KEY.match(line):
                path = (*table, *_parts(key[1]))
                for end in range(len(table) + 1, len(path) + 1):
                    self.lines.setdefault(path[:end], number)
                for inner in _INLINE.finditer(line, key.end()):
                    self.lines.setdefault((*path, *_parts(inner[2])), number)
        return self.lines

    def _open(self, parts: Sequence[str], number: int, *, is_array: bool) -> KeyPath:
        path: KeyPath = ()
        for part in parts:
            path = (*path, part)
            if path in self.tables and part != parts[-1]:
                path = (*path, self.tables[path])
        if is_array:
            self.tables[path] = self.tables.get(path, -1) + 1
            self.lines.setdefault(path, number)
            path = (*path, self.tables[path])
        return path


def _parts(key: str) -> list[str]:
    return [a or b or c for a, b, c in _PART.findall(key)]


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if inside:
            if inside in line:
                inside = ""
            continue
        yield number, line
        for mark in ('"""', "'''"):
            if line.count(mark) % 2:
                inside = mark
                break
