"""Type checkers find nothing wrong with the uses in api.py, and each slip in wrong.py."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RIGHT, WRONG = HERE / "api.py", HERE / "wrong.py"
SLIPS = [
    number
    for number, line in enumerate(WRONG.read_text("utf-8").splitlines(), 1)
    if "  # error: " in line
]
#: Each checker, its arguments, and the form in which it tells the line of an error.
CHECKERS = {
    "mypy": (["--strict", "--no-incremental"], r"\.py:(\d+): error"),
    "pyright": (["--pythonpath", sys.executable], r"\.py:(\d+):\d+ - error"),
}


@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize(("file", "slips"), [(RIGHT, []), (WRONG, SLIPS)])
def test_each_slip_is_found_and_nothing_else(checker: str, file: Path, slips: list[int]) -> None:
    if importlib.util.find_spec(checker) is None:
        pytest.skip(f"{checker} is not installed")
    arguments, told = CHECKERS[checker]
    run = subprocess.run(  # noqa: S603  # a type checker, on a file of ours
        [sys.executable, "-m", checker, *arguments, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert sorted({int(line) for line in re.findall(told, run.stdout)}) == slips, run.stdout
