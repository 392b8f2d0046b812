"""Faults of TOML in an author's words: the text at the fault, and a right form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from mandate.errors import Problem, shown
from mandate.files.positions import KeyPath, lines_of, said

_NO_QUOTE = "a text without its closing quotation mark"
_NO_BRACKET = "a list without its closing bracket"
_TWICE = "a key that is written twice"
_ONE_LINE = "{ a = 1, b = 2 } on one line, or a table of its own: [name]"
_IN_QUOTES = "texts in quotes; dates as 2020-11-10; true or false"

#: The beginning of the parser's message, and a pattern for the text at that place → the fault, and
#: a right form. ``{}`` stands for that text.
_RULES: Sequence[tuple[str, str, str, str]] = (
    ("", r"\r", "a line end of an old kind (CR alone)", "line ends of Unix or Windows"),
    ("", r"\ufeff", "a second byte order mark", "the file without it"),
    ("Cannot overwrite a value", r"\[\[", "a list of what is a table already", "[[...]] each time"),
    ("Cannot overwrite a value", r"\[", "a table of what is a value already", "another name"),
    ("Cannot overwrite a value", "", _TWICE, "each key once"),
    ("Duplicate inline table key", "", _TWICE, "each key once"),
    ("Cannot declare", "", "a table that is written twice", "each once; [[...]] makes a list"),
    ("Cannot mutate immutable", "", "an addition to a closed table", "all its keys in one place"),
    ("Cannot redefine", "", "an addition to a table elsewhere", "all its keys in one place"),
    ("Expected ']' at", "", "a table header without its closing bracket", "[name]"),
    ("Expected ']]' at", "", "a table header without its closing brackets", "[[name]]"),
    ("Illegal character", r"\n", _NO_QUOTE, "the mark"),
    ("Found invalid character", r"\n", _NO_QUOTE, "the mark"),
    ("Unterminated string", "", _NO_QUOTE, "the mark"),
    ("Expected \"'", "", _NO_QUOTE, "the mark"),
    ("Unescaped", "", "a backslash that escapes nothing", r"\\, or the text in 'single quotes'"),
    ("Invalid hex value", "", "an escape that is no character", "the character itself"),
    ("Escaped character", "", "an escape that is no character", "the character itself"),
    ("Invalid date or datetime", "", "no day of the calendar", "a date that exists: 2020-11-10"),
    ("Invalid value", r"[“”„‟«»‘’‚‛]", "{} is no quotation mark of TOML", 'straight ones: "..."'),  # noqa: RUF001  # meant
    ("Invalid value", r"\n|#|$", "a key without its value", "key = value"),
    ("Invalid value", "", "{} is not a value", _IN_QUOTES),
    ("Invalid statement", r"\{", "a brace where a key should be: JSON is not read", "key = value"),
    ("Invalid statement", "", "{} where a key should be", "key = value, [table] or # comment"),
    ("Invalid initial", r"\n|#|$", "a table in braces over several lines", _ONE_LINE),
    ("Invalid initial", r"\}", "a comma before the closing brace", "{ a = 1, b = 2 }"),
    ("Invalid initial", "", "{} in a key", "letters a to z, digits, - and _; others in quotes"),
    ("Expected '='", "", "a key without '='", "key = value"),
    ("Unclosed inline table", r"\n|#|$", "a table without its closing brace", _ONE_LINE),
    ("Unclosed inline table", "", "a table without its closing brace: {}", "commas, then }"),
    ("Unclosed array", "", _NO_BRACKET, "a comma between items, ] at the end"),
    ("Expected newline", "", "{} after the value", _IN_QUOTES + "; one key on a line"),
)  # fmt: skip
#: Texts that look like a date or a time, and are none. The parser stops within them.
_DATES: Sequence[tuple[str, str, str]] = (
    (r"\d{4}-\d\d-\d\d[Tt ]24:", "an hour that no day has", "00:00:00 of the next day"),
    (
        r"\d{4}-\d\d-\d\d[Tt ]\d",
        "no date-time",
        "hours, minutes and seconds: 2020-11-10T23:59:00+03:00",
    ),
    (r"\d{1,4}[-/.]\d", "no date", "a date as 2020-11-10"),
    (r"\d{1,2}:\d", "no time of a day", "hours, minutes and seconds: 2020-11-10T23:59:00+03:00"),
)
_GOES_ON = ("Expected newline", "Unclosed inline table", "Unclosed array")
_TOKEN = r"[^\s,\[\]{}=\"'#]"  # noqa: S105  # no password
_BEFORE = re.compile(rf"{_TOKEN}+\Z")
_DATE_BEFORE = re.compile(r"\d{4}-\d\d-\d\d \Z")
_AFTER = re.compile(rf"{_TOKEN}*")
#: Characters that look like a space, or like nothing.
_BLANKS = frozenset({"Zs", "Zl", "Zp", "Cf"})


def problem_of(name: str, text: str, message: str) -> Problem:
    """Return the parser's complaint about a text as a problem, with its place."""
    if "(at " not in message:
        return Problem(name, "", None, f"not TOML: {message}")
    text = text.replace("\r\n", "\n")  # as the parser does, which counts columns after that
    at = _position(text, message)
    what = re.sub(r"\s*\(at [^)]*\)$", "", message)
    fault, right = _words(text, at, what)
    line = text.count("\n", 0, at) + 1
    path, begins = _last_key(text, at)
    hint = ""
    if fault == _NO_BRACKET:
        while path and isinstance(path[-1], int):
            path = path[:-1]
        begins = lines_of(text).get(path, line)
        hint = f"it begins on line {begins}" if begins != line else ""
    elif fault == _NO_QUOTE:
        line = begins or line
    elif begins != line:
        path = ()
    if fault == _TWICE:
        first = lines_of(text).get(path, line)
        hint = f"first on line {first}" if first != line else ""
    return Problem(name, said(path), line, f"not TOML: {fault}", right, hint)


def _last_key(text: str, at: int) -> tuple[KeyPath, int]:
    """Return the key at which the parser stopped, and its line."""
    is_header = text.startswith("[", _start(text, at))
    keys = lines_of(text[: _end(text, at) if is_header else at], last=True)
    path = next(reversed(keys), ())
    line = keys.get(path, 0)
    is_list = text.startswith("[[", _start(text, at))
    return path[:-1] if is_list and path and isinstance(path[-1], int) else path, line


def _position(text: str, message: str) -> int:
    where = re.search(r"\(at line (\d+), column (\d+)\)$", message)
    if not where:
        return len(text)
    start = 0
    for _ in range(int(where[1]) - 1):
        start = text.index("\n", start) + 1
    return start + int(where[2]) - 1


def _start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _words(text: str, at: int, what: str) -> tuple[str, str]:
    """Return the fault and a right form, in words."""
    char = text[at : at + 1]
    if char and char != "\ufeff" and not char.isascii():
        category = unicodedata.category(char)
        if category in _BLANKS:
            return f"the character U+{ord(char):04X}, which cannot be seen", "a plain space"
    row = text[_start(text, at) : _end(text, at)]
    after = _AFTER.match(text, at)
    if what.startswith(_GOES_ON) and after and after[0]:
        token = _token(text, at)
        for pattern, fault, right in _DATES:
            if re.match(pattern, token):
                return f"{shown(token)} is {fault}", right
    there = row if what.startswith("Cannot overwrite") else text[at : _end(text, at) + 1]
    for start, pattern, fault, right in _RULES:
        if what.startswith(start) and re.match(pattern, there):
            return fault.format(shown(after[0] if after and after[0] else char)), right
    odd = re.search(r"character '(.+)'$", what)
    if odd and char:
        return f"the character U+{ord(char):04X}", "the text without it"
    return what, ""


def _token(text: str, at: int) -> str:
    """Return the word round a place."""
    start = text[max(_start(text, at), at - 60) : at]
    an_hour = text[at : at + 1].isdigit()
    before = _BEFORE.search(start) or (_DATE_BEFORE.search(start) if an_hour else None)
    after = _AFTER.match(text, at)
    return (before[0] if before else "") + (after[0] if after else "")
