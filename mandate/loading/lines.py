"""Where the keys of a TOML text stand: a scan that is exact for text that is valid TOML."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from attrs import define, field

#: Where a value stands: names of tables and keys, and indices of arrays.
KeyPath = tuple[str | int, ...]

#: Brackets within brackets: deeper nesting is refused before the parser recurses into it.
MOST_DEPTH = 50
#: Parts of one dotted key: the parser's work grows with their square.
MOST_PARTS = 10
#: Keys, tables and items of lists in one file: about twice what the longest record may hold.
MOST_KEYS = 100_000
#: Digits of a number, which the parser would refuse without a place.
MOST_DIGITS = 1000

# Possessive, so that the matcher keeps no way back: on a long text that would take much memory.
_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*")
_SIMPLE = re.compile(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*(?=[=\]])")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"(?:[^"\\\n]++|\\.)*+"')
_LITERAL = re.compile(r"'[^'\n]*+'")
_DAY_AND_HOUR = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*")
_PLAIN = re.compile(r"[^\s,\]}#]++")
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
    """The text holds more of something than any file needs. Says what, where, and what to write."""

    def __init__(self, what: str, right: str, line: int) -> None:
        self.what, self.right, self.line = what, right, line
        super().__init__(what)


class _Lost(Exception):  # noqa: N818  # not an error: the parser will say what is wrong
    """The text is not TOML here."""


def lines_of(text: str, *, last: bool = False) -> dict[KeyPath, int]:
    """Return key path → line, counted from 1, of every key, table and item of an array.

    Where the text is not TOML the scan stops: what it found so far is returned. Of a key that
    stands there twice the first line, or with ``last`` the last one, and in that order.

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
        table: KeyPath = ()
        while char := self._next():
            if char == "[":
                table = self._header()
            else:
                self._pair(table, 0)

    # -- tables and keys -------------------------------------------------------------------------

    def _header(self) -> KeyPath:
        line = self._line()
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        path: KeyPath = ()
        parts = self._key()
        self._take("]]" if is_array else "]")
        for number, part in enumerate(parts, start=1):
            path = (*path, part)
            self._note(path, line)
            if is_array and number == len(parts):
                self.tables[path] = self.tables.get(path, -1) + 1
            if path in self.tables:
                path = (*path, self.tables[path])
                self._note(path, line)
        return path

    def _pair(self, table: KeyPath, depth: int) -> None:
        line = self._line()
        path = table
        for part in self._key():
            path = (*path, part)
            self._note(path, line)
        self._take("=")
        self._space()
        self._value(path, depth)

    def _key(self) -> Sequence[str]:
        simple = _SIMPLE.match(self.text, self.at)
        if simple:
            self.at = simple.end()
            return (simple[1],)
        parts: list[str] = []
        while True:
            self._space()
            parts.append(self._part())
            self._space()
            if len(parts) > MOST_PARTS:
                self._refuse(f"a key of more than {MOST_PARTS} parts")
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _part(self) -> str:
        if self.text.startswith('"', self.at):
            return _ESCAPE.sub(_unescaped, self._match(_BASIC)[1:-1])
        if self.text.startswith("'", self.at):
            return self._match(_LITERAL)[1:-1]
        return self._match(_BARE)

    # -- values ------------------------------------------------------------------------------

    def _value(self, path: KeyPath, depth: int) -> None:
        char = self.text[self.at : self.at + 1]
        if char and char in "[{":
            if depth >= MOST_DEPTH:
                self._refuse(f"brackets nested more than {MOST_DEPTH} deep")
            self.at += 1
            if char == "[":
                self._array(path, depth + 1)
            else:
                self._inline(path, depth + 1)
        elif char and char in "\"'":
            self._string(char)
        else:
            plain = self._match(_DAY_AND_HOUR, _PLAIN)
            if len(plain) > MOST_DIGITS and _DIGITS.fullmatch(plain):
                self._refuse(f"a number of more than {MOST_DIGITS} digits", "a smaller one")

    def _array(self, path: KeyPath, depth: int) -> None:
        number = 0
        while (char := self._next()) != "]":
            if not char:
                raise _Lost
            self._note((*path, number), self._line())
            self._value((*path, number), depth)
            number += 1
            if self._next() == ",":
                self.at += 1
        self.at += 1

    def _inline(self, path: KeyPath, depth: int) -> None:
        while self._next() != "}":
            self._pair(path, depth)
            if self._next() == ",":
                self.at += 1
        self.at += 1

    def _string(self, quote: str) -> None:
        if not self.text.startswith(quote * 3, self.at):
            self._match(_BASIC if quote == '"' else _LITERAL)
            return
        self.at += 3
        end = self.text.find(quote * 3, self.at)
        while end >= 0 and quote == '"' and self._escaped(end):
            end = self.text.find(quote * 3, end + 1)
        if end < 0:
            raise _Lost
        # One or two more quotation marks belong to the text itself.
        self.at = end + 3
        while self.at < end + 5 and self.text.startswith(quote, self.at):
            self.at += 1

    def _escaped(self, end: int) -> bool:
        # The text from `at` on is within the quotation marks.
        slashes = 0
        while end - slashes > self.at and self.text[end - slashes - 1] == "\\":
            slashes += 1
        return slashes % 2 == 1

    # -- what is found -----------------------------------------------------------------------------

    def _note(self, path: KeyPath, line: int) -> None:
        if self.last:
            self.found.pop(path, None)
        self.found.setdefault(path, line)
        if len(self.found) > MOST_KEYS:
            what = f"more than {MOST_KEYS:,} keys and items in one file"
            self._refuse(what, "no more than the agreement needs")

    def _refuse(self, what: str, right: str = "fewer levels") -> NoReturn:
        raise TooMuchError(what, right, self._line())

    # -- steps -----------------------------------------------------------------------------------

    def _match(self, *patterns: re.Pattern[str]) -> str:
        for pattern in patterns:
            match = pattern.match(self.text, self.at)
            if match:
                self.at = match.end()
                return match[0]
        raise _Lost

    def _take(self, word: str) -> None:
        if not self.text.startswith(word, self.at):
            raise _Lost
        self.at += len(word)

    def _space(self) -> None:
        self._match(_SPACE)

    def _next(self) -> str:
        """Skip spaces, lines and comments; return the character that follows, none at the end."""
        self._match(_BLANK)
        return self.text[self.at : self.at + 1]

    def _line(self) -> int:
        return bisect_left(self._ends, self.at) + 1


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or "0", 16)
    if code:
        return chr(code) if code <= _LAST_CHARACTER else ""
    return _ESCAPES.get(match[3], match[3] or "\0")
