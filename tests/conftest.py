"""Set-up for all tests: how hard Hypothesis looks, and a line that says what is being tested."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
from pathlib import Path

from hypothesis import settings

import mandate

# No deadline: the first example that meets a rule set also pays for compiling it.
settings.register_profile("dev", deadline=None)
# The same examples on every run, so that a red run can be run again.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
# The wheel on each Python: the same tests with a share of the examples, as the working copy has
# tried all. `tests/effort.py` reads that share for those that name a number of their own.
settings.register_profile(
    "wheel", deadline=None, derandomize=True, print_blob=True, max_examples=10
)

PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
settings.load_profile(PROFILE)


def matcher_line() -> str:
    """Say which matcher runs by default here: durable wherever its C module can be imported."""
    try:
        importlib.import_module("durable_rules_engine")
    except ImportError as error:  # not installed, or built without the flag that 3.13 needs
        return f"plain (no durable-rules: {error})"
    return f"durable (durable-rules {importlib.metadata.version('durable_rules')})"


def pytest_report_header() -> list[str]:
    return [
        f"mandate: {Path(mandate.__file__).parent}",
        f"matcher: {matcher_line()}",
        f"tzdata: {importlib.metadata.version('tzdata')}, hypothesis profile: {PROFILE}",
    ]
