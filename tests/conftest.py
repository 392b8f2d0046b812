"""Set-up for all tests: how hard Hypothesis looks, and a line that says what is being tested."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

import mandate

# Whatever the machine: no deadline, as the first example that meets a rule set also pays for
# compiling it, and no complaint that drawing is slow. Hypothesis reads CI too, and would then take
# other defaults: so each profile says all that matters to it.
ANY_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
# The same examples on every run, so that a red run can be run again, here or elsewhere.
SAME = {**ANY_MACHINE, "derandomize": True, "print_blob": True}
# New examples on every run, so many times as many as otherwise: `make fresh`.
TIMES = int(os.environ.get("FRESH_TIMES") or 1)

settings.register_profile("same", **SAME, max_examples=100)
# The wheel on each Python: the same tests with a share of the examples, as the working copy has
# tried all. `tests/making/effort.py` reads that share for those that name a number of their own.
settings.register_profile("wheel", **SAME, max_examples=10)
settings.register_profile(
    "fresh", **ANY_MACHINE, derandomize=False, print_blob=True, max_examples=100 * TIMES
)

PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or "same"
settings.load_profile(PROFILE)
# Hypothesis mixes in the numbers and the texts of our code, so far as it is loaded by then. So a
# test would draw otherwise alone than among the others, in a folder called `test`, or after a
# change of any number. There is no setting for it.
if settings().derandomize and hasattr(providers, "_get_local_constants"):
    providers._get_local_constants = lambda: providers._local_constants  # noqa: SLF001


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
