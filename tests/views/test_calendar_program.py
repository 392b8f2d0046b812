"""Two imports into a calendar program: what was moved moves there, what is done is cancelled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import mandate

NK = mandate.load("nagorno-karabakh-2020")
CONFIG = """\
[calendars]
[[deadlines]]
path = {folder}/deadlines
type = calendar
[locale]
local_timezone = UTC
default_timezone = UTC
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""
Import = Callable[[bytes], Sequence[str]]


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """Return a function that imports a file into khal and lists the events of 2020 there."""
    (tmp_path / "deadlines").mkdir()
    config = tmp_path / "config"
    config.write_text(CONFIG.format(folder=tmp_path), "utf-8")
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(tmp_path))

    def khal(*arguments: str) -> str:
        command = [sys.executable, "-m", "khal", "-c", str(config), *arguments]
        done = subprocess.run(  # noqa: S603  # a program of the tests, on files of their own
            command,
            env={**os.environ, **homes, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    def run(calendar: bytes) -> Sequence[str]:
        file = tmp_path / "file.ics"
        file.write_bytes(calendar)
        khal("import", "--batch", "-a", "deadlines", str(file))
        form = "{start-date} {status}{title}"
        said = khal("list", "-f", form, "--day-format", "", "2020-11-01", "2020-12-31")
        return [" ".join(line.split()) for line in said.splitlines() if line.strip()]

    return run


def of_docket(on: str) -> bytes:
    return mandate.docket(on, "30 days", ["nagorno-karabakh-2020"]).to_ical()


def title(clause: str) -> str:
    return f"Due: {clause} (nagorno-karabakh-2020)"


def test_a_moved_deadline_moves_and_one_that_is_done_is_cancelled(imported: Import) -> None:
    before = imported(of_docket("2020-11-14"))
    after = imported(of_docket("2020-11-24"))

    assert before == [
        f"2020-11-15 CONFIRMED {title('kalbajar')}",
        f"2020-11-20 CONFIRMED {title('aghdam')}",
        f"2020-12-01 CONFIRMED {title('lachin')}",
    ]
    assert after == [
        f"2020-11-20 CANCELLED {title('aghdam')}",
        f"2020-11-25 CONFIRMED {title('kalbajar')}",
        f"2020-12-01 CONFIRMED {title('lachin')}",
    ]


def test_a_deadline_that_left_the_days_of_the_file_leaves_them_in_the_calendar_too(
    imported: Import,
) -> None:
    days = ("2020-11-10", "2020-11-19")
    before = imported(NK.as_known_on("2020-11-14").deadlines(*days).to_ical())
    after = imported(NK.as_known_on("2020-11-16").deadlines(*days).to_ical())

    assert before == [f"2020-11-15 CONFIRMED {title('kalbajar')}"]
    assert after == [f"2020-11-25 CONFIRMED {title('kalbajar')}"]


def test_the_same_file_twice_changes_nothing(imported: Import) -> None:
    file = of_docket("2020-11-24")

    assert imported(file) == imported(file)
