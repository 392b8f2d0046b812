"""Measure how long answers take, against the least that an answer of this kind can cost.

    python benchmarks/bench.py [--quick] [--agreement nagorno-karabakh-2020]

The floor of a look-up is one ``bisect_right`` over the break points of the same timeline, and one
frozen attrs object with three fields. All figures are the best of many repeats, taken in turn
within one run, so that a busy machine slows all of them alike. Read the ratios, not the times.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import platform
import subprocess
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from mandate.counting.instants import NEVER  # noqa: E402  # found by the line above
from mandate.engine import durable  # noqa: E402
from mandate.library import folder_of, read_folder  # noqa: E402
from mandate.mandate import Mandate  # noqa: E402

NEAR, FAR = dt.date(2026, 1, 1), dt.date(9999, 12, 31)
GOAL_WARM, GOAL_FAR = 2.5, 1.5
#: The least that one measurement lasts, in seconds.
LEAST = 0.0005


@frozen
class Answer:
    """The least object that could be an answer."""

    timeline: object
    index: int
    day: int


Act = Callable[[], object]


def best(acts: Mapping[str, Act], turns: int) -> dict[str, float]:
    """Return the best time of each act in seconds, measured in turn."""
    loops = {name: _loops(act) for name, act in acts.items()}
    found = dict.fromkeys(acts, float("inf"))
    for _ in range(turns):
        for name, act in acts.items():
            spent = _spent(act, loops[name]) / loops[name]
            found[name] = min(found[name], spent)
    return found


def _loops(act: Act) -> int:
    act()
    loops = 1
    while _spent(act, loops) < LEAST:
        loops *= 2
    return loops


def _spent(act: Act, loops: int) -> float:
    clock, turns = time.perf_counter, range(loops)
    began = clock()
    for _ in turns:
        act()
    return clock() - began


def warm(mandate: Mandate, turns: int) -> dict[str, float]:
    """Look-ups of days that were asked before."""
    timeline = mandate._derivation.timeline  # noqa: SLF001  # the floor takes the same break points
    for day in (NEAR, FAR):
        mandate.status(day)
    zone, ordinal = timeline.clock.zone, NEAR.toordinal()
    points = [zone.day_of(stop.position) for stop in timeline.walked_before(NEVER)]
    near, far = NEAR.isoformat(), FAR.isoformat()
    ask = mandate.status
    return best(
        {
            "floor": lambda: Answer(points, bisect_right(points, ordinal), ordinal),
            "status(date)": lambda: ask(NEAR),
            "status(date), .in_force": lambda: ask(NEAR).in_force,
            'status("2026-01-01")': lambda: ask(near),
            'status("9999-12-31")': lambda: ask(far),
            "status(date.max)": lambda: ask(FAR),
        },
        turns,
    )


def cold(parts: tuple[object, ...], engine: str, turns: int) -> dict[str, float]:
    """Derivations, and the first look-up after one."""
    found: dict[str, float] = {}

    def note(name: str, began: float) -> None:
        found[name] = min(found.get(name, float("inf")), time.perf_counter() - began)

    for _ in range(turns):
        for name, day in (("near", NEAR), ("far", FAR)):
            began = time.perf_counter()
            mandate = Mandate(*parts, engine)  # type: ignore[arg-type]  # as read_folder gives them
            note(f"derivation, {engine}", began)
            began = time.perf_counter()
            status = mandate.status(day)
            note(f"first status, {name}, {engine}", began)
            began = time.perf_counter()
            status.as_dict()
            note(f"all of it as a dict, {name}, {engine}", began)
    return found


def imports(turns: int) -> dict[str, float]:
    """``import mandate`` in a new process, and the import of what it needs from others."""
    found = {}
    needs = "import attrs, dateutil.relativedelta, zoneinfo"
    scripts = {
        "python -c ''": "",
        "import of what mandate needs": needs,
        "import mandate": "import mandate",
    }
    for name, script in scripts.items():
        found[name] = min(_process(script) for _ in range(turns))
    return found


def _process(script: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)  # noqa: S603  # constants
    return time.perf_counter() - began


def shown(seconds: float) -> str:
    """Say a time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:8.2f} {unit}"
    return f"{seconds / 1e-9:8.0f} ns"


def rows(title: str, found: Mapping[str, float], base: str, goal: Mapping[str, float]) -> None:
    """Print one table; ratios are to ``base``."""
    print(f"\n{title}")
    wide = max(map(len, found))
    for name, seconds in found.items():
        ratio = seconds / found[base]
        line = f"  {name:<{wide}}  {shown(seconds):>12}  {ratio:7.2f} x"
        if name in goal:
            line += f"   goal {goal[name]} x: " + ("met" if ratio <= goal[name] else "MISSED")
        print(line)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    parser.add_argument("--agreement", default="nagorno-karabakh-2020")
    args = parser.parse_args()
    turns = 40 if args.quick else 800
    parts = read_folder(folder_of(args.agreement))
    engines = ("plain",) if durable.problem() else ("plain", "durable")
    text, record, doctrine = parts
    attrs = importlib.metadata.version("attrs")
    print(f"Python {platform.python_version()}, {platform.machine()}, attrs {attrs}; {text.id}:"
          f" {len(text.clauses)} clauses, {len(record.events)} events,"
          f" {len(doctrine.program.rules)} rules")  # fmt: skip

    found = warm(Mandate(*parts, "plain"), turns)
    rows("Warm look-ups", found, "floor", {"status(date)": GOAL_WARM})
    near, far = 'status("2026-01-01")', 'status("9999-12-31")'
    rows("The far end, warm", {n: found[n] for n in (near, far)}, near, {far: GOAL_FAR})

    first = [cold(parts, engine, max(4, turns // 20)) for engine in engines]
    for engine, times in zip(engines, first, strict=True):
        near, far = f"first status, near, {engine}", f"first status, far, {engine}"
        both = {n: times[n] for n in (near, far)}
        rows(f"The far end, cold, {engine}", both, near, {far: GOAL_FAR})
    every = {name: spent for times in first for name, spent in times.items()}
    rows("Derivation of text and record, and the first look-up", every, "derivation, plain", {})
    rows("Import, in a new process", imports(max(4, turns // 40)), "python -c ''", {})


if __name__ == "__main__":
    main()
