"""Each example runs as a user would run it, and says what its name promises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.test_documentation import toml_of

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
HARBOUR = ROOT / "examples/harbour"

SAID = {
    "known_when": [
        "as known on 2020-11-14: overdue, due 2020-11-15",
        "as known on 2020-11-15: pending, due 2020-11-25",
        "without the extension: performed-late on 2020-11-25, due 2020-11-15",
    ],
    "last_day_of_notice": [
        "term 1, to 2025-11-10: notice until 2025-05-10",
        "2025-05-11: Notice after the last day does not stop this renewal and is void.",
    ],
    "own_agreement": [
        "harbour: 2 events; 4 scenarios, 0 do not hold; 10 expectations, 0 do not hold",
        "Overdue: pier (due 2024-03-15)",
        "2024-03-18: pier: Performance after the due day is late. [pier-returned]",
    ],
    "quickstart": [
        "in force, term 1, to 10 November 2025, that day included",
        "2025-05-10: notice open, deadline 2025-05-10",
        "ended with 10 November 2025 (notice)",
    ],
    "two_agreements": [
        "in force, term 2, to 10 November 2030, that day included",
        "ended with 31 March 2019 (notice)",
        "in force, term 3, to 31 March 2029, that day included",
    ],
}


def output_of(example, zone):
    # From another folder and in another time zone: neither may matter.
    done = subprocess.run(  # noqa: S603  # an example of this repository
        [sys.executable, "-W", "error", str(example)],
        cwd=example.parent,
        env={**os.environ, "TZ": zone, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_says_what_it_is_for(example):
    said = output_of(example, "UTC")

    assert [line for line in SAID[example.stem] if line not in said] == []
    assert output_of(example, "Pacific/Kiritimati") == said


def test_the_tutorial_shows_the_files_of_its_agreement_as_they_are():
    files = [HARBOUR / f"{name}.toml" for name in ("agreement", "record", "scenarios")]

    shown = "\n".join(toml_of(ROOT / "docs/tutorial.md"))

    assert shown == "\n".join(file.read_text("utf-8") for file in files)
