"""The places of the keys in a TOML text: a scan that is exact for text that is valid TOML."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from attrs import define, field

#: The place of a value: names of tables and keys, and indices of arrays.
KeyPath = tuple[str | int, ...]

#: Brackets within brackets. Deeper nesting is refused before the parser recurses into it.
MOST_DEPTH = 50
#: Parts of one dotted key: the parser's work grows with their square.
MOST_PARTS = 10
#: Keys, tables and items of lists in one file: about twice what the longest record may hold.
MOST_KEYS = 100_000
#: Digits of a number. The parser would refuse a longer one without naming its place.
MOST_DIGITS = 1000

# Possessive: the matcher keeps no way back, which on a long text would take much memory.
_BLANK = r"(?:[ \t\r\n]++|#[^\n]*+)*+"
_NEXT = rf"{_BLANK}(?:,{_BLANK})?"
_BASIC = r'"(?:[^"\\\n]++|\\.)*+"'
_LITERAL = r"'[^'\n]*+'"
_PART = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
#: A key, and "=" after it. A "." in place of the "=" means too many parts, or a broken key.
_KEY = re.compile(
    rf"{_NEXT}({_PART}(?:[ \t]*\.[ \t]*{_PART}){{0,{MOST_PARTS}}}+)[ \t]*([=.]?)[ \t]*"
)
_PARTS = re.compile(_PART)
_HEADER = re.compile(rf"{_BLANK}(\[\[?)")
#: A value without brackets; the group is a value without quotation marks. At the end of a long text
#: one or two more quotation marks belong to the text.
_SCALAR = re.compile(
    r'"""(?:[^"\\]++|\\(?s:.)|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    rf"|(?!'{{3}}|\"{{3}})(?:{_BASIC}|{_LITERAL})"
    r"""|(\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*|[^\s,\]}#"'\[{][^\s,\]}#]*+)"""
)
_ITEM = re.compile(rf"{_NEXT}(\]?)")
_BRACE = re.compile(rf"{_NEXT}}}")
_DIGITS = re.compile(r"[+-]?[0-9_]+")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
_LAST_CHARACTER = 0x10FFFF


_PLAIN_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_MOST_SHOWN = 60


def said(path: KeyPath) -> str:
    """Write a key path as a person would: ``events[3].until``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            bare = _PLAIN_NAME.fullmatch(part) and len(part) <= _MOST_SHOWN
            shown = part if bare else repr(part[:_MOST_SHOWN])
            text += f".{shown}" if text else shown
    return text


class TooMuchError(Exception):
    """The text holds more of something than any file needs. Its parts: fault, place, right form."""

    def __init__(self, what: str, right: str, line: int) -> None:
        self.what, self.right, self.line = what, right, line
        super().__init__(what)


class _Lost(Exception):  # noqa: N818  # not an error: the parser will say what is wrong
    """The text is not TOML here."""


def lines_of(text: str, *, last: bool = False) -> dict[KeyPath, int]:
    """Return key path → line, counted from 1, of every key, table and item of an array.

    Where the text is not TOML the scan stops, and returns the lines up to there. A key that stands
    twice has its first line, or with ``last`` its last line, and then also its last place in the
    order.

    Raises:
        TooMuchError: brackets are nested too deeply, a dotted key has too many parts, a number too
            many digits, or the text too many keys.

    """
    scan = _Scan(text, last)
    with suppress(_Lost):
        scan.document()
    return scan.found


@define
class _Scan:
    text: str
    last: bool = False
    at: int = 0
    found: dict[KeyPath, int] = field(factory=dict)
    #: Arrays of tables → the index of their last table.
    tables: dict[KeyPath, int] = field(factory=dict)
    _ends: list[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._ends = [match.start() for match in re.finditer("\n", self.text)]

    def document(self) -> None:
        self._pairs((), 0)
        while header := _HEADER.match(self.text, self.at):
            self._pairs(self._header(header), 0)

    # -- tables and keys -------------------------------------------------------------------------

    def _header(self, header: re.Match[str]) -> KeyPath:
        key = _KEY.match(self.text, header.end())
        if not key:
            raise _Lost
        self.at = key.end()
        parts = self._parts(key)
        close = "]" * len(header[1])
        if key[2] or not self.text.startswith(close, self.at):
            raise _Lost
        self.at += len(close)
        start = header.start(1)
        path: KeyPath = ()
        for number, part in enumerate(parts, start=1):
            path = self._noted(path, (part,), start)
            if close == "]]" and number == len(parts):
                self.tables[path] = self.tables.get(path, -1) + 1
            if path in self.tables:
                path = self._noted(path, (self.tables[path],), start)
        return path

    def _pairs(self, table: KeyPath, depth: int) -> None:
        """Go through each key of a table with its value."""
        while key := _KEY.match(self.text, self.at):
            self.at = key.end()
            is_whole = key[2] == "="
            simple = is_whole and key[1].isidentifier()  # as most are
            path = self._noted(table, (key[1],) if simple else self._parts(key), key.start(1))
            if not is_whole:
                raise _Lost
            self._value(path, depth)

    def _parts(self, key: re.Match[str]) -> Sequence[str]:
        parts: list[str] = _PARTS.findall(key[1])
        if len(parts) > MOST_PARTS:
            self._refuse(f"a key of more than {MOST_PARTS} parts")
        if key[2] == ".":
            raise _Lost
        return [
            _ESCAPE.sub(_unescaped, part[1:-1]) if part[0] == '"' else part.strip("'")
            for part in parts
        ]

    # -- values ------------------------------------------------------------------------------

    def _value(self, path: KeyPath, depth: int) -> None:
        scalar = _SCALAR.match(self.text, self.at)
        if scalar:
            self.at = scalar.end()
            plain = scalar[1]
            if plain and len(plain) > MOST_DIGITS and _DIGITS.fullmatch(plain):
                self._refuse(f"a number of more than {MOST_DIGITS} digits", "a smaller one")
            return
        bracket = self.text[self.at : self.at + 1]
        if bracket not in {"[", "{"}:
            raise _Lost
        if depth >= MOST_DEPTH:
            self._refuse(f"brackets nested more than {MOST_DEPTH} deep")
        self.at += 1
        if bracket == "[":
            self._array(path, depth + 1)
            return
        self._pairs(path, depth + 1)
        brace = _BRACE.match(self.text, self.at)
        if not brace:
            raise _Lost
        self.at = brace.end()

    def _array(self, path: KeyPath, depth: int) -> None:
        number = 0
        while (item := _ITEM.match(self.text, self.at)) and not item[1]:
            self.at = item.end()
            if self.at == len(self.text):
                raise _Lost
            self._value(self._noted(path, (number,), self.at), depth)
            number += 1
        if item:
            self.at = item.end()

    # -- what is found -----------------------------------------------------------------------------

    def _noted(self, path: KeyPath, parts: Sequence[str | int], start: int) -> KeyPath:
        """Note each part of a key that stands at a place; return the whole path."""
        line = bisect_left(self._ends, start) + 1
        for part in parts:
            path = (*path, part)
            if self.last:
                self.found.pop(path, None)
            self.found.setdefault(path, line)
        if len(self.found) > MOST_KEYS:
            what = f"more than {MOST_KEYS:,} keys and items in one file"
            self._refuse(what, "no more than the agreement needs")
        return path

    def _refuse(self, what: str, right: str = "fewer levels") -> NoReturn:
        raise TooMuchError(what, right, bisect_left(self._ends, self.at) + 1)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or "0", 16)
    if code:
        return chr(code) if code <= _LAST_CHARACTER else ""
    return _ESCAPES.get(match[3], match[3] or "\0")
