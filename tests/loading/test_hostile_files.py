"""Files made to do harm end in an error, soon, and within a bound of memory. Loading runs no code."""

from __future__ import annotations

import ast
import os
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import mandate
from mandate.errors import FileError, MandateError
from mandate.files.positions import MOST_KEYS
from mandate.files.toml import MOST_BYTES, parse, read
from mandate.library import read_data
from mandate.loading import events, tables
from mandate.mandate import Mandate
from tests.making.breaking import broken, load, problems_of

SIZE = 100_000
#: For a text of this size the parser and the scan take a fraction of it.
MOST_MEMORY = 60_000_000

BOMBS = {
    "dotted key": "a." * (SIZE // 2) + "a = 1",
    "dotted header": "[" + "a." * (SIZE // 2) + "a]",
    "arrays in arrays": "a = " + "[" * (SIZE // 2) + "]" * (SIZE // 2),
    "tables in tables": "a = " + "{a=" * (SIZE // 4) + "1" + "}" * (SIZE // 4),
    "arrays behind comments": "a = " + "[#]\n" * (SIZE // 4),
    "string without end": 'a = """' + "x" * SIZE,
    "quotation marks": '"' * SIZE,
    "key twice": "a = 1\n" * (SIZE // 6),
    "number of many digits": "a = " + "1" * SIZE,
    "number of many digits, apart": "a = 1" + "_1" * (SIZE // 2),
    "NUL": "a = '\0'",
    "escaped surrogate": 'a = "\\ud800"',
    "no day": "a = 2021-02-29",
    "day of no month": "a = 2021-13-01",
}
WHOLE = {
    "many keys": "".join(f"k{n}=1\n" for n in range(SIZE // 8)),
    "many tables": "[[t]]\n" * (SIZE // 6),
    "long list": "a = [" + "1," * (SIZE // 2) + "]",
    "escapes": 'a = """' + '\\"""' * (SIZE // 4) + '"""',
    "comments": "#\n" * (SIZE // 2),
    "long number": "a = 0x" + "f" * SIZE,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FileError) as caught:
            parse(BOMBS[name], "bomb.toml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    (problem,) = caught.value.problems
    assert problem.file == "bomb.toml"
    assert problem.found
    assert len(str(problem)) < 300
    assert peak < MOST_MEMORY


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_merely_much_is_parsed_within_bounds(name: str) -> None:
    tracemalloc.start()
    try:
        parse(WHOLE[name], "much.toml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < MOST_MEMORY


@pytest.mark.parametrize(
    "row", ["[x{}.a.b.c.d.e.f.g.h.i]\n", "x{}.a.b.c = {{d={{}}}}\n", "x{}=[1]\n"]
)
def test_more_keys_than_any_file_has(row: str) -> None:
    """The parser keeps every part of every key: refused before it begins."""
    text = "".join(row.format(number) for number in range(MOST_KEYS // 2 + 1))

    with pytest.raises(FileError, match=r"much.toml:\d+: more than 100,000 keys and items"):
        parse(text, "much.toml")


def test_ten_megabytes_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "big.toml"
    file.write_bytes(b"#" * 10_000_000)

    with pytest.raises(FileError, match=r"big.toml: larger than 2,000,000 bytes"):
        read(file)
    with pytest.raises(FileError, match="larger than"):
        parse("#" * (MOST_BYTES + 1), "text.toml")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device of Unix")
def test_a_device_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "endless.toml").symlink_to("/dev/zero")

    with pytest.raises(FileError, match="not a file"):
        read(tmp_path / "endless.toml")
    with pytest.raises(FileError, match="not a file"):
        read(tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"there\.toml: no such file"):
        read(tmp_path / "there.toml")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "secret.toml"
    file.touch(mode=0o000)

    with pytest.raises(FileError, match="cannot be read"):
        read(file)


def test_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes('a = 1\nb = "é"\n'.encode("latin-1"))

    with pytest.raises(FileError) as caught:
        read(file, "latin.toml")

    assert str(caught.value.problems[0]) == "latin.toml:2: not UTF-8; write the file in UTF-8"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "marked.toml"
    file.write_bytes("\ufeffa = 1".encode())

    assert read(file).data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("a = 1\na = 2", 2, "a key that is written twice"),
        ("[a]\n[a]", 2, "a table that is written twice"),
        ("a = {}\na.b = 1", 2, "an addition to a closed table"),
        ("a = yes", 1, "'yes' is not a value"),
        ('\na = "x', 2, "a text without its closing quotation mark"),
        ("a = [1\nb = 2", 2, "a list without its closing bracket"),
        ("a = {b = 1\n}", 1, "a table without its closing brace"),
        ("a\n", 1, "a key without '='"),
        ("x = 1\na = 2020-02-30", 2, "no day of the calendar"),
    ],
)
def test_what_is_not_toml_is_told_in_words(text: str, line: int, found: str) -> None:
    with pytest.raises(FileError) as caught:
        parse(text, "x.toml")

    (problem,) = caught.value.problems
    assert (problem.line, problem.found) == (line, f"not TOML: {found}")
    assert problem.right


# -- sizes that only the loader can judge -----------------------------------------------------


@pytest.mark.parametrize("section", ["clauses", "parties", "subjects"])
def test_more_than_any_text_has(tmp_path: Path, section: str) -> None:
    whole = {"clauses": "", "parties": 'name = "X"', "subjects": 'name = "X"\nstates = ["x"]'}
    more = "\n".join(f"[{section}.x{n}]\n{whole[section]}" for n in range(tables.MOST_CLAUSES))
    lake = broken(tmp_path, "agreement.toml", "[counting]", f"{more}\n[counting]")

    (problem,) = (p for p in problems_of(lake) if p.path == section)

    assert problem.right == "at most 500"


def test_more_items_than_any_text_has(tmp_path: Path) -> None:
    more = "\n".join(f'[[clauses.return.items]]\nid = "x{n}"' for n in range(tables.MOST_CLAUSES))
    lake = broken(tmp_path, "agreement.toml", "[clauses.truce]", f"{more}\n[clauses.truce]")

    (problem,) = problems_of(lake)

    assert problem.path == "clauses"


def test_more_quantities_than_any_text_has(tmp_path: Path) -> None:
    more = "\n".join(
        f'[[clauses.strength.quantities]]\nwhat = "x{n}"\nnumber = 1'
        for n in range(tables.MOST_FACTS)
    )
    lake = broken(tmp_path, "agreement.toml", "[clauses.board]", f"{more}\n[clauses.board]")

    (problem,) = problems_of(lake)

    assert problem.path == "clauses.strength"
    assert "facts" in problem.found


def test_more_events_than_any_record_has(tmp_path: Path) -> None:
    more = "\n".join(f'[[events]]\nid = "x{n}"' for n in range(events.MOST_EVENTS))
    lake = broken(tmp_path, "record.toml", '[[events]]\nid = "deployed"', f"{more}\n[[events]]")

    assert [p.found for p in problems_of(lake)] == ["more than 5000 events"]


def test_ids_that_only_look_like_ids(tmp_path: Path) -> None:
    """A Cyrillic letter, a full-width digit, a line end, a path, markup, a very long one."""
    odd = ["p\u0430ris", "\uff11", "a\\n", "../etc", "<b>", "a" * 101, "a-", "-a", "a--b", "", " "]
    more = "\n".join(f'"{name}" = {{ name = "X" }}' for name in odd)
    lake = broken(tmp_path, "agreement.toml", "[subjects]", f"{more}\n[subjects]")

    problems = problems_of(lake)

    assert len(problems) == len(odd)
    assert all("is not an id" in p.found or "is no name" in p.found for p in problems)
    assert all(line.isprintable() for line in str(FileError(problems)).splitlines())


# -- what the engine has to bear --------------------------------------------------------------


WHY = {"because": "made for a test", "source": "text"}
Changes = Callable[[dict[str, Any]], None]


def made(term: dict[str, Any], *more: dict[str, Any]) -> dict[str, Any]:
    """Return an agreement with one term, or several."""
    clauses = {
        f"t{number}": {
            "kind": "term",
            "title": "T",
            "cite": "art. 1",
            "quote": "shall",
            "language": "en",
            "source": "text",
            "begins": {"on": date(2020, 1, 1)},
            **one,
        }
        for number, one in enumerate([term, *more])
    }
    conventions = {"period": "same-numbered", "before": "inclusive", "by": "inclusive"}
    return {
        "format": 1,
        "id": "made",
        "title": "Made",
        "headline": "t0",
        "sources": {"text": {"title": "The text"}},
        "parties": {"one": {"name": "One"}},
        "counting": {
            "zone": {"key": "UTC", **WHY},
            **{name: {"preset": preset, **WHY} for name, preset in conventions.items()},
        },
        "instrument": {"begins": {"on": date(2020, 1, 1)}},
        "clauses": clauses,
    }


def record(*events: dict[str, Any]) -> dict[str, Any]:
    """Return a record of events."""
    named = [{"id": f"e{n}", "source": "text", **event} for n, event in enumerate(events)]
    return {"format": 1, "agreement": "made", "events": named}


def test_a_length_of_a_hundred_thousand_years() -> None:
    text = made(
        {
            "lasts": "100000 years",
            "renewal": {"tacit": "100000 years"},
            "notice": {"by": "one", "before-end": "100000 years"},
        }
    )

    status = Mandate(*read_data(text), "plain").status("9999-12-31")

    assert status.in_force
    assert status.last_day is None
    assert "last_day" in status.beyond_calendar


def test_a_term_of_a_day_for_eight_thousand_years_is_leapt() -> None:
    text = made(
        {"lasts": "1 day", "renewal": {"tacit": "1 day"}},
        {"lasts": "3 days", "renewal": {"tacit": "3 days"}},
    )
    stay = Mandate(*read_data(text), "plain")

    assert stay.status("9999-12-31").term.number > 2_900_000
    assert len(stay._derivation.timeline._walked.stops) < 500  # noqa: SLF001 -- it did not walk


def test_too_many_stops_end_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has to be walked is bounded; the error names the clause that makes the clock stop.

    The limit is set below what fires before the clock looks for a repetition.
    """
    monkeypatch.setattr("mandate.timeline.walk.MOST_FIRINGS", 50)
    text = made({"lasts": "1 day", "renewal": {"tacit": "1 day"}})
    far = record({"kind": "consent", "of": "t0", "on": date(9999, 1, 1)})

    with pytest.raises(MandateError, match=r"fired more than 50 times between the events.*'t0'"):
        Mandate(*read_data(text, far), "plain")


def test_a_thousand_events_on_one_day() -> None:
    text = made({"lasts": "5 years", "notice": {"by": "one", "before-end": "6 months"}})
    notices = [{"kind": "notice", "of": "t0", "by": "one", "on": date(2021, 1, 1)}] * 1000

    status = Mandate(*read_data(text, record(*notices)), "plain").status("2021-01-01")

    assert status.notice == "running"


def test_a_thousand_events_of_one_day_each_after_the_next() -> None:
    text = made({"lasts": "5 years"})
    chain = [
        {
            "kind": "suspension",
            "of": "t0",
            "by": "one",
            "on": date(2021, 1, 1),
            "after": f"e{n + 1}",
        }
        for n in range(999)
    ]
    last = {"kind": "suspension", "of": "t0", "by": "one", "on": date(2021, 1, 1)}

    stay = Mandate(*read_data(text, record(*chain, last)), "plain")

    assert stay.status("2021-01-01").clauses["t0"].suspended_by.keys() == {"one"}
    with pytest.raises(FileError, match="come after each other"):
        read_data(text, record(*chain, {**last, "after": "e0"}))


def test_rules_of_an_agreement_that_set_each_other_off(tmp_path: Path) -> None:
    lake = broken(
        tmp_path,
        "rules.toml",
        "[lake-incident]",
        '[lake-again]\nsays = "A term opens because it opens."\nauthority = "A."\n'
        'on.signal = "opened"\nthen.signal.opened = {}\n[lake-incident]',
    )
    load(lake)

    with pytest.raises(MandateError, match="lake-again"):
        mandate.load(str(lake), matcher="plain").status("2021-01-01")


# -- no code ----------------------------------------------------------------------------------

DYNAMIC = {"eval", "exec", "compile", "__import__", "globals", "setattr", "vars", "breakpoint"}
MODULES = {"pickle", "marshal", "shelve", "subprocess", "ctypes", "code", "runpy", "importlib"}


def test_loading_runs_no_code() -> None:
    """Nothing in the rooms that read files can turn text into code: read as syntax, not by trying."""
    package = Path(mandate.__file__).parent
    rooms = ("files", "doctrine", "loading")
    for file in sorted(path for room in rooms for path in (package / room).glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in DYNAMIC, f"{file.name}:{node.lineno}"
            if isinstance(node, ast.Import):
                assert MODULES.isdisjoint(alias.name.partition(".")[0] for alias in node.names)
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").partition(".")[0] not in MODULES
