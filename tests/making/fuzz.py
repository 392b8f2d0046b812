"""Spoil files and arguments: ``python -m tests.making.fuzz SECONDS [FIRST_SEED]``.

Only an answer or an error of the library may come out. The process has a limit of memory, and each
case a limit of time. A failing case is told with its kind and seed; ``--only KIND SEED`` runs it
again.
"""

from __future__ import annotations

import faulthandler
import sys
import traceback
from collections import Counter
from itertools import count
from time import monotonic

from tests.making.mutating import CASES, run

MOST_SECONDS = 180
MOST_MEMORY = 4 * 2**30


def main(arguments: list[str]) -> int:
    """Run cases until the time is over; return 1 if any came out otherwise than it may."""
    if arguments[:1] == ["--only"]:
        print(run(arguments[1], int(arguments[2])))  # noqa: T201 -- a script
        return 0
    seconds, first = float(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 0
    limit_memory()
    end = monotonic() + seconds
    came: Counter[tuple[str, str]] = Counter()
    slowest: list[tuple[float, str, int]] = []
    failures = 0
    for seed in count(first):
        for kind in CASES:
            if monotonic() > end:
                report(came, slowest, failures)
                return 1 if failures else 0
            faulthandler.dump_traceback_later(MOST_SECONDS, exit=True)
            start = monotonic()
            try:
                came[kind, run(kind, seed)] += 1
            except Exception:  # noqa: BLE001 -- that is what is looked for
                failures += 1
                print(f"FAILED: {kind} {seed}\n{traceback.format_exc()}", flush=True)  # noqa: T201 -- a script
            faulthandler.cancel_dump_traceback_later()
            slowest = sorted([*slowest, (monotonic() - start, kind, seed)], reverse=True)[:5]
    return 0


def limit_memory() -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource  # noqa: PLC0415 -- not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def report(
    came: Counter[tuple[str, str]], slowest: list[tuple[float, str, int]], failures: int
) -> None:
    """Say how many cases of which kind came out how."""
    for (kind, outcome), number in sorted(came.items()):
        print(f"{kind:10} {outcome:20} {number}")  # noqa: T201 -- a script
    for seconds, kind, seed in slowest:
        print(f"slow: {seconds:6.2f} s  {kind} {seed}")  # noqa: T201 -- a script
    print(f"{sum(came.values())} cases, {failures} failures")  # noqa: T201 -- a script


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
