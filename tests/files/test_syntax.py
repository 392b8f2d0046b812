"""What is not TOML is told in words that an author knows, with its key and its line."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from mandate.errors import FileError
from mandate.files.toml import parse, read


class Slip(NamedTuple):
    """A slip of the pen, and what must be said of it."""

    text: str
    line: int
    path: str
    found: str
    right: str


SLIPS = {
    "no closing quote": Slip(
        '[a]\nb = "x\nc = 1', 2, "a.b", "a text without its closing quotation mark", "the mark"
    ),
    "no closing single quote": Slip(
        "a = 'x\nc = 1", 1, "a", "a text without its closing quotation mark", "the mark"
    ),
    "long text without its end": Slip(
        'x = 1\na = """\ntext\n', 2, "a", "a text without its closing quotation mark", "the mark"
    ),
    "table in braces over lines": Slip(
        "a = {\n b = 1 }", 1, "a", "a table in braces over several lines", "on one line"
    ),
    "second key on the next line": Slip(
        "a = { b = 1,\n c = 2 }", 1, "a.b", "a table in braces over several lines", "on one line"
    ),
    "brace on the next line": Slip(
        "a = {b = 1\n}", 1, "a.b", "a table without its closing brace", "on one line"
    ),
    "comma before the brace": Slip(
        "a = {b = 1, }", 1, "a.b", "a comma before the closing brace", "{ a = 1, b = 2 }"
    ),
    "no comma in braces": Slip(
        "a = {b = 1 c = 2}", 1, "a.b", "a table without its closing brace: 'c'", "commas, then }"
    ),
    "month 13 in braces": Slip(
        "a = { by = 2020-13-01 }", 1, "a.by", "'2020-13-01' is no date", "a date as 2020-11-10"
    ),
    "no brace after a date": Slip(
        "a = { by = 2020-11-20\nb = 1", 1, "a.by", "a table without its closing brace", "on one line"
    ),
    "no comma after a date": Slip(
        "a = { by = 2020-11-20 b = 1 }", 1, "a.by", "without its closing brace: 'b'", "commas, then }"
    ),
    "month 13": Slip("a = 2020-13-01", 1, "a", "'2020-13-01' is no date", "a date as 2020-11-10"),
    "month alone": Slip("a = [2020-11]", 1, "a[0]", "'2020-11' is no date", "as 2020-11-10"),
    "day first": Slip(
        "a = { by = 20/11/2020 }", 1, "a.by", "'20/11/2020' is no date", "a date as 2020-11-10"
    ),
    "day first with points": Slip("a = 20.11.2020", 1, "a", "'20.11.2020' is no date", "as 2020"),
    "no such day": Slip("a = 2021-02-29", 1, "a", "no day of the calendar", "a date that exists"),
    "24 hours": Slip(
        "a = 2021-01-01T24:00:00Z",
        1,
        "a",
        "'2021-01-01T24:00:00Z' is an hour that no day has",
        "00:00:00 of the next day",
    ),
    "24 hours after a space": Slip(
        "a = 2021-01-01 24:00", 1, "a", "'2021-01-01 24:00' is an hour that no day has", "next day"
    ),
    "no seconds": Slip(
        "a = { on = 2021-01-01T10:00Z }",
        1,
        "a.on",
        "'2021-01-01T10:00Z' is no date-time",
        "hours, minutes and seconds: 2020-11-10T23:59:00+03:00",
    ),
    "offset without a colon": Slip(
        "a = 2021-01-01T10:00:00+0300",
        1,
        "a",
        "'2021-01-01T10:00:00+0300' is no date-time",
        "hours, minutes and seconds: 2020-11-10T23:59:00+03:00",
    ),
    "time alone": Slip("a = 25:00", 1, "a", "'25:00' is no time of a day", "hours, minutes"),
    "JSON": Slip(
        '{\n "id": 1\n}', 1, "", "a brace where a key should be: JSON is not read", "key = value"
    ),
    "YAML": Slip("a: 1", 1, "a", "a key without '='", "key = value"),
    "a dash": Slip("- a = 1", 1, "-", "a key without '='", "key = value"),
    "semicolon": Slip("; note", 1, "", "';' where a key should be", "# comment"),
    "no-break space first": Slip(
        "x = 1\n\u00a0a = 1", 2, "", "the character U+00A0, which cannot be seen", "a plain space"
    ),
    "no-break space after the key": Slip("a\u00a0= 1", 1, "a", "the character U+00A0", "a plain"),
    "no-break space before the value": Slip("a =\u00a01", 1, "a", "the character U+00A0", "plain"),
    "no-break space in braces": Slip("a = {b=1,\u00a0c=2}", 1, "a.b", "U+00A0", "a plain space"),
    "no width at all": Slip("\u200ba = 1", 1, "", "the character U+200B", "a plain space"),
    "second byte order mark": Slip(
        "\ufeffa = 1", 1, "", "a second byte order mark", "the file without it"
    ),
    "old line ends": Slip(
        "# note\ra = 1\rb = 2", 1, "", "a line end of an old kind (CR alone)", "line ends of Unix"
    ),
    "old line ends after a value": Slip("a = 1\rb = 2", 1, "a", "CR alone", "line ends of Unix"),
    "NUL": Slip("a = '\0'", 1, "a", "the character U+0000", "the text without it"),
    "header without its bracket": Slip(
        "[a]\nx = 1\n[clauses.x\nkind = 1",
        3,
        "",
        "a table header without its closing bracket",
        "[name]",
    ),
    "header without one of two": Slip(
        "[[events]\nkind = 1", 1, "", "a table header without its closing brackets", "[[name]]"
    ),
    "letters of another script": Slip("[clauses.агдам]", 1, "", "'агдам' in a key", "in quotes"),
    "key twice": Slip(
        "[t]\na = 1\nb = 2\na = 3\na = 4", 4, "t.a", "a key that is written twice", "each key once"
    ),
    "key twice in braces": Slip(
        "a = {b = 1, b = 2}", 1, "a.b", "a key that is written twice", "each key once"
    ),
    "table twice": Slip("[a]\n[b]\n[a]", 3, "a", "a table that is written twice", "each once"),
    "table, then a list of tables": Slip(
        "[events]\na = 1\n[[events]]\na = 2",
        3,
        "events",
        "a list of what is a table already",
        "[[...]] each time",
    ),
    "list of tables, then a table": Slip(
        "[[events]]\na = 1\n[events]\na = 2", 3, "events[0]", "a table that is written twice", "[["
    ),
    "closed table": Slip("a = {}\na.b = 1", 2, "a.b", "an addition to a closed table", "one place"),
    "number without end": Slip(
        "x = 1\na = " + "1" * 10_000, 2, "", "a number of more than 1000 digits", "a smaller one"
    ),
    "list without its end": Slip(
        'a = [\n "x"\nb = 2', 3, "a", "a list without its closing bracket", "] at the end"
    ),
    "no value": Slip("a =\nb = 1", 1, "a", "a key without its value", "key = value"),
    "no quotes": Slip("a = yes", 1, "a", "'yes' is not a value", "texts in quotes"),
    "some quotes": Slip("a = 5 years", 1, "a", "'years' after the value", "texts in quotes"),
    "curly quotes": Slip(
        "a = \u201cx\u201d", 1, "a", "is no quotation mark of TOML", 'straight ones: "..."'
    ),
    "path of Windows": Slip('a = "C:\\data"', 1, "a", "a backslash that escapes nothing", "\\\\"),
    "no key": Slip("= 1", 1, "", "'=' where a key should be", "key = value"),
    "comma after a line": Slip("a = 1,\nb = 2", 1, "a", "',' after the value", "one key on a line"),
}  # fmt: skip
#: Where the value began, or the same key stood first.
ELSEWHERE = {
    "list without its end": "it begins on line 1",
    "key twice": "first on line 2",
}


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_slip_is_told_with_its_place(name: str, ends: str) -> None:
    slip = SLIPS[name]

    with pytest.raises(FileError) as caught:
        parse(slip.text.replace("\n", ends), "x.toml")

    (problem,) = caught.value.problems
    assert (problem.line, problem.path) == (slip.line, slip.path)
    assert slip.found in problem.found
    assert slip.right in problem.right
    assert problem.hint == ELSEWHERE.get(name, "")
    assert str(problem).isprintable()
    assert len(str(problem)) < 250


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_a_file_in_wide_characters(tmp_path: Path, code: str) -> None:
    file = tmp_path / "wide.toml"
    file.write_bytes("a = 1".encode(code))

    with pytest.raises(FileError, match=r"wide.toml:1: in UTF-16 or UTF-32, not UTF-8; write the"):
        read(file)
