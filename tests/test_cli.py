"""The command line: answers on standard output, errors on standard error, exit codes."""

from __future__ import annotations

import json

import pytest

import mandate
from mandate.cli import main


def test_status_prints_what_the_library_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "2020-11-21"]) == 0
    assert str(mandate.status("2020-11-21")) == capsys.readouterr().out.rstrip("\n")


def test_json_is_the_same_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "2020-11-21", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)

    assert answer["term"] == {"number": 1, "first_day": "2020-11-10", "last_day": "2025-11-10"}
    assert answer["clauses"]["kalbajar"]["due"] == "2020-11-25"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["status", "2020-11-16", "--as-known-on", "2020-11-14"], "Overdue: kalbajar"),
        (["explain", "2020-11-21", "kalbajar"], "[due-day-moved]"),
        (["names"], "ukraine-russia-1997"),
        (["check", "ukraine-russia-1997"], "0 do not hold"),
        (["--version"], "matcher"),
        (["timeline", "2020-11-01", "2020-12-31"], "2020-11-25 to 2020-11-25"),
        (["deadlines", "2020-11-01", "2020-12-31"], "2020-12-01"),
        (["docket", "2020-11-12", "--format", "ical"], "BEGIN:VCALENDAR"),
    ],
)
def test_commands_answer(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert expected in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["status", "2020-11"],
        ["status", "2020-11-21", "-a", "no-such"],
        ["explain", "2020-11-21", "no-such"],
        ["check", "/nowhere"],
    ],
)
def test_errors_go_to_standard_error(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("mandate: ")
