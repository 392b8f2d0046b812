"""What the command writes: data in UTF-8 wherever it runs, text as the terminal can show it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import icalendar
import pytest

import mandate
from mandate.cli import main

HARBOUR = Path(__file__).parents[2] / "examples/harbour"
ENCODINGS = ("cp1252", "ascii", "utf-16", "utf-8")
TITLE = "Перемирие в гавани: Մինսկ, 平和 🕊"
NOTE = "Первый\nдень\tՄինսկ"  # noqa: RUF001  # letters of three alphabets


def quoted(text):
    """Return a text as TOML holds it."""
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture
def folder(tmp_path):
    """An agreement with words that no terminal of the West can show."""
    found = tmp_path / "гавань"
    shutil.copytree(HARBOUR, found)
    text = (found / "agreement.toml").read_text("utf-8")
    for old, new in (
        ('"Truce in the harbour"', quoted(TITLE)),
        ("shall refrain from all hostilities", "воздерживаются"),
        ('name = "Alfa"', 'name = "Հայաստան"'),
    ):
        assert old in text
        text = text.replace(old, new)
    (found / "agreement.toml").write_text(text, "utf-8")
    text = (found / "record.toml").read_text("utf-8")
    assert '"Alfa left the pier in the morning."' in text
    text = text.replace('"Alfa left the pier in the morning."', quoted(NOTE))
    (found / "record.toml").write_text(text, "utf-8")
    return found


def run(encoding, arguments):
    """Run the command in an interpreter of its own; return (exit code, output, errors) as bytes."""
    found = subprocess.run(  # noqa: S603  # the interpreter that runs this test, on constants
        [sys.executable, "-m", "mandate", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=120,
    )
    assert b"Traceback" not in found.stderr
    return found.returncode, found.stdout, found.stderr


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_data_are_in_utf_8(encoding, folder):
    one = mandate.load(folder)
    files = "\n".join(f"# {name}\n\n{text}" for name, text in one.to_toml().items())
    expected = {
        ("explain", "2024-03-18", "truce", "-a", folder, "--json"): mandate.to_json(
            one.status("2024-03-18").explain("truce")
        )
        + "\n",
        ("dump", "-a", folder): files,
        ("docket", "2024-03-14", "-a", folder, "--json"): mandate.to_json(
            mandate.docket("2024-03-14", agreements=[folder])
        )
        + "\n",
    }

    for arguments, text in expected.items():
        assert run(encoding, arguments) == (0, text.encode(), b"")
    assert TITLE in files
    # The files stand one after the other.
    tomllib.loads(files.partition("# record.toml")[0])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_calendar_has_the_line_ends_of_its_format(encoding, folder):
    code, out, err = run(encoding, ["docket", "2024-03-14", "-a", folder, "--format", "ical"])

    assert (code, err) == (0, b"")
    assert out == mandate.docket("2024-03-14", agreements=[folder]).to_ical()
    assert out.count(b"\n") == out.count(b"\r\n") == out.count(b"\r")
    assert icalendar.Calendar.from_ical(out).walk("VEVENT")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_shows_what_a_terminal_cannot_as_its_number(encoding, folder):
    expected = str(mandate.load(folder).status("2024-03-18").explain("truce"))

    code, out, err = run(encoding, ["explain", "2024-03-18", "truce", "-a", folder])

    assert (code, err) == (0, b"")
    shown = out.decode(encoding)
    # What "utf-16" writes first is a mark of the order of bytes.
    assert shown.rstrip() == expected.encode(encoding, "backslashreplace").decode(encoding)
    assert (TITLE in shown) is encoding.startswith("utf")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_errors_and_paths(encoding, folder, tmp_path):
    code, out, err = run(encoding, ["status", "2024-03-18", "-a", tmp_path / "нет"])
    assert (code, out) == (2, b"")
    assert err.decode(encoding, "replace")

    code, out, err = run(encoding, ["dump", "-a", folder, "--to", tmp_path / "копия"])
    assert (code, err) == (0, b"")
    assert out
    for name in ("agreement.toml", "record.toml"):
        raw = (tmp_path / "копия" / name).read_bytes()
        assert b"\r" not in raw
        tomllib.loads(raw.decode())
    assert mandate.load(tmp_path / "копия").to_toml() == mandate.load(folder).to_toml()


def test_what_is_collected_as_text_is_the_same(folder):
    for stream in (io.StringIO(), io.TextIOWrapper(io.BytesIO(), "cp1252", newline="\r\n")):
        with contextlib.redirect_stdout(stream):
            assert main(["dump", "-a", str(folder)]) == 0
            sys.stdout.write("до\n")
        stream.seek(0)
        raw = stream.buffer.getvalue() if isinstance(stream, io.TextIOWrapper) else None
        text = stream.read() if raw is None else raw.decode()
        files = mandate.load(folder).to_toml()
        assert text.startswith("\n".join(f"# {name}\n\n{t}" for name, t in files.items()))
        assert text.endswith("до\n" if raw is None else "\\u0434\\u043e\r\n")


def test_half_a_character_in_json(capfdbinary):
    """An argument that is not in UTF-8 reaches Python as halves of characters."""
    act = "kind=statement on=2025-01-01 note='\udcff'"
    main(["what-if", "2025-11-11", "--event", act, "--json"])

    out = capfdbinary.readouterr().out
    out.decode()
    assert not out or json.loads(out)


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        (r'"one\ntwo\n\nthree"', False),
        (r'"one\ttwo"', False),
        (r'"one\rtwo"', True),
        (r'"\u001b[2J"', True),
        (r'"nul \u0000"', True),
        (r'"turned \u202e"', True),
        ('"' + "long " * 100_000 + '"', False),
    ],
    ids=["line breaks", "tab", "return", "escape", "nul", "turned", "long"],
)
def test_odd_titles(written, refused, folder, capsys):
    """They are answered everywhere, or refused once."""
    for name, old in (("agreement", quoted(TITLE)), ("record", quoted(NOTE))):
        path = folder / f"{name}.toml"
        text = path.read_text("utf-8")
        new = text.replace(old, written)
        assert new != text
        path.write_text(new, "utf-8")
    path = folder / "agreement.toml"
    path.write_text(
        path.read_text("utf-8").replace('name = "Հայաստան"', f"name = {written}"), "utf-8"
    )
    where = ["-a", str(folder)]
    commands = [
        ["check", "-a", str(folder)],
        ["dump", "-a", str(folder)],
        ["explain", "2024-03-18", "truce", *where],
        ["explain", "2024-03-18", "parties.alfa", "--json", *where],
        ["status", "2024-03-18", *where],
        ["status", "2024-03-18", "--json", *where],
        ["deadlines", "2024-01-01", "2025-01-01", *where],
        ["docket", "2024-03-14", "-a", str(folder), "--format", "ical"],
    ]

    for command in commands:
        code = main(command)
        said = capsys.readouterr()
        assert code == (2 if refused else 0)
        if refused:
            assert "U+" in said.err
            assert said.err.isascii() or said.err.replace("\n", "").isprintable()
        else:
            assert said.err == ""


LONG = "a." * 100_000


@pytest.mark.parametrize(
    "path",
    [LONG, "." * 100_000, f"clauses.mandate.{LONG}", f"parties.armenia.departures.x.{LONG}"],
    ids=["nothing", "dots", "a clause", "a row"],
)
def test_paths_of_very_many_parts_are_refused_at_once(path):
    one = mandate.load("nagorno-karabakh-2020", matcher="plain")
    status = one.status("2020-11-21")
    for ask in (
        lambda: status.value(path),
        lambda: status.explain(path),
        lambda: one.when({path: 1}, "2020-01-01", "2021-01-01"),
        lambda: one.last_chance({"kind": "notice", "by": "armenia"}, on="2024-01-01", path=path),
    ):
        with pytest.raises(mandate.errors.ArgumentError) as caught:
            ask()
        assert len(str(caught.value)) < 700
