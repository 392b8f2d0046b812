"""Look for memory faults of durable-rules, on drawn agreements and on drawn rules.

    python benchmarks/memcheck.py [--cases 2000] [--programs 1000] [--many 100000] [--seed 1]
                                  [--only valgrind|perturbed|many]

Four runs, each in a process of its own:

1. ``control``: a few derivations under valgrind with the guard taken out of every pattern. Valgrind
   must report the known fault; else the runs below would prove nothing.
2. ``valgrind``: all cases and programs under valgrind, with ``PYTHONMALLOC=malloc``. An error whose
   stack touches the C extension fails, and so does a block that it has definitely lost.
3. ``perturbed``: the same with ``MALLOC_PERTURB_``, which fills memory that is not set. The answers
   must be those of the plain matcher.
4. ``many``: the cases again and again, until so many derivations are done. Memory must stay flat.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import os
import pickle
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from drawing import drawn  # noqa: E402  # found by the line above

from mandate.engine import durable, safe_subset  # noqa: E402
from mandate.engine.matchers import matcher  # noqa: E402
from mandate.engine.plain import PlainMatcher  # noqa: E402
from mandate.errors import MandateError  # noqa: E402
from mandate.library import doctrine, read_data  # noqa: E402
from mandate.mandate import Mandate  # noqa: E402

EXTENSION = "durable_rules_engine"
PERTURB = "165"
FEW = 25
#: Steps of the matcher that a case may take here, those of a far status included.
MOST_STEPS = 150
#: Growth of memory, in MB, that is still called flat: the allocator keeps a little more or less.
FLAT = 4.0
DAYS = ("2030-01-01", "9999-12-31")

Case = tuple[Mapping[str, Any], Mapping[str, Any]]


# -- what is run ---------------------------------------------------------------------------------


def derived(case: Case, engine: str) -> bytes:
    """Derive one case and say what came of it, far beyond its record too."""
    try:
        mandate = Mandate(*read_data(*case), engine)
        return repr([mandate.status(day).headline.as_dict() for day in DAYS]).encode()
    except MandateError as error:
        return str(error).encode()


def matched(program: Any, engine: str) -> bytes:  # noqa: ANN401  # as it was pickled
    """Match drawn rules against drawn states, step by step."""
    rules, steps = program
    found = matcher.__wrapped__(rules, engine)
    return repr([list(found.matches(state, triggers)) for state, triggers in steps]).encode()


def digest(cases: Sequence[Case], programs: Sequence[Any], engine: str) -> str:
    """Run everything once and return one digest of all results."""
    total = hashlib.sha256()
    for case in cases:
        total.update(derived(case, engine))
    for program in programs:
        total.update(matched(program, engine))
    return total.hexdigest()


def failure(case: Case) -> MandateError | None:
    """Return the error with which a case ends before its derivation does, if it does."""
    try:
        Mandate(*read_data(*case), "durable")
    except MandateError as error:
        return error
    return None


def many(cases: Sequence[Case], count: int) -> None:
    """Derive the cases again and again, and print memory as it goes."""
    parts = [read_data(*case) for case in cases if failure(case) is None]
    steps = 0
    matches = durable.DurableMatcher.matches

    def counted(*args: Any) -> Any:  # noqa: ANN401  # as the method
        nonlocal steps
        steps += 1
        return matches(*args)

    durable.DurableMatcher.matches = counted  # type: ignore[method-assign]
    began = time.perf_counter()
    print(f"0 0 {resident():.2f} 0", flush=True)
    for number in range(1, count + 1):
        Mandate(*parts[number % len(parts)], "durable")
        if number % max(1, count // 10) == 0:
            spent = time.perf_counter() - began
            print(f"{number} {steps} {resident():.2f} {spent:.1f}", flush=True)


def resident() -> float:
    """Return the memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


def without_guard() -> None:
    """Take the guard out of every pattern: the control must be found out."""
    whole = safe_subset.conditions

    def bare(*args: Any) -> Any:  # noqa: ANN401  # as the function
        return {"$and": whole(*args)["$and"][:-1]}

    safe_subset.conditions = bare


# -- how it is run -------------------------------------------------------------------------------


def child(mode: str, file: Path, count: int) -> None:
    """Run one mode in this process."""
    cases, programs = pickle.loads(file.read_bytes())  # noqa: S301  # written by the parent
    if mode == "control":
        without_guard()
        cases, programs = cases[:FEW], programs[:FEW]
    if mode == "many":
        many(cases, count)
    else:
        print(digest(cases, programs, "durable"))


def run(
    mode: str, file: Path, count: int = 0, tool: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run one mode in a process of its own."""
    command = [*tool, sys.executable, __file__, "--child", mode, str(file), str(count)]
    return subprocess.run(  # noqa: S603  # this script, on constants
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def under_valgrind(mode: str, file: Path) -> tuple[int, list[str], int, str]:
    """Return the exit code, the faults of the extension, the bytes it lost, and the output."""
    report = file.with_suffix(f".{mode}.xml")
    tool = ["valgrind", "--quiet", "--xml=yes", f"--xml-file={report}", "--num-callers=25",
            "--leak-check=full", "--show-leak-kinds=definite", "--error-limit=no"]  # fmt: skip
    done = run(mode, file, 0, tool, PYTHONMALLOC="malloc")
    faults, lost = read_report(report)
    return done.returncode, faults, lost, (done.stdout + done.stderr).strip()


def read_report(report: Path) -> tuple[list[str], int]:
    """Return the errors whose stack touches the extension, and the bytes that it lost for good."""
    text = report.read_text(encoding="utf-8", errors="replace")
    if "</valgrindoutput>" not in text:  # the process was killed
        text += "</valgrindoutput>"
    faults, lost = [], 0
    for error in ET.fromstring(text).iter("error"):  # noqa: S314  # valgrind's own report
        frames = [frame for stack in error.iter("stack") for frame in stack.iter("frame")]
        mine = [f for f in frames if EXTENSION in (f.findtext("obj") or "")]
        if not mine:
            continue
        kind = error.findtext("kind") or "?"
        if kind.startswith("Leak_"):
            lost += int(error.findtext("xwhat/leakedbytes") or 0)
        else:
            faults.append(f"{kind} in {mine[0].findtext('fn') or 'an unnamed function'}")
    return faults, lost


def light(case: Case) -> bool:
    """Whether a case takes few steps: under valgrind a step takes a hundred times as long."""
    steps = 0
    matches = PlainMatcher.matches

    def counted(*args: Any) -> Any:  # noqa: ANN401  # as the method
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS:
            raise TooLongError
        return matches(*args)

    PlainMatcher.matches = counted  # type: ignore[method-assign]
    try:
        derived(case, "plain")
    except TooLongError:
        return False
    finally:
        PlainMatcher.matches = matches  # type: ignore[method-assign]
    return True


class TooLongError(Exception):
    """A derivation takes more steps than are wanted here."""


def draw(args: argparse.Namespace, file: Path) -> str:
    """Draw what is run, write it down, and return the digest that the plain matcher comes to."""
    from hypothesis import strategies as st  # noqa: PLC0415  # the children draw nothing

    from tests.engine import programs as p  # noqa: PLC0415
    from tests.making.strategies import cases  # noqa: PLC0415

    @st.composite
    def stepped(draw: st.DrawFn) -> Any:  # noqa: ANN401  # pickled
        states = [draw(p.states()) for _ in range(3)]
        return draw(p.programs()), [(s, draw(p.triggerings(s))) for s in states]

    some = [case for case in drawn(cases(), 2 * args.cases, args.seed) if light(case)]
    some = some[: args.cases]
    args.cases = len(some)
    rules = drawn(stepped(), args.programs, args.seed)
    file.write_bytes(pickle.dumps((some, rules)))
    return digest(some, rules, "plain")


def main() -> int:
    """Run all four, or one, and say what they found; 0 where it is nothing."""
    args = arguments()
    if args.child:
        child(args.child[0], Path(args.child[1]), int(args.child[2]))
        return 0
    if why := durable.problem():
        sys.exit(f"memcheck: durable-rules is not here: {why}")
    print(versions())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "drawn.pickle")
        expected = draw(args, file)
        print(f"drawn: {args.cases:,} agreements with records, {args.programs:,} programs of rules,"
              f" seed {args.seed}", flush=True)  # fmt: skip
        good: list[bool] = []
        if args.only in {"", "valgrind"}:
            good += valgrinds(file, expected)
        if args.only in {"", "perturbed"}:
            good.append(perturbed(file, expected))
        if args.only in {"", "many"}:
            good.append(flat(file, args.many))
    print("memcheck: " + ("nothing found" if all(good) else "FAULTS, see above"))
    return 0 if all(good) else 1


def valgrinds(file: Path, expected: str) -> list[bool]:
    """Run the control and the real thing under valgrind."""
    if shutil.which("valgrind") is None:
        print("valgrind: NOT INSTALLED, so nothing was checked with it (try apt install valgrind)")
        return [False]
    code, faults, _, _ = under_valgrind("control", file)
    seen = bool(faults) or code < 0
    print(f"control: without the guard, {len(faults)} faults in the extension, exit code {code}"
          + ("" if seen else ": valgrind SEES NOTHING HERE"), flush=True)  # fmt: skip
    began = time.perf_counter()
    code, faults, lost, said = under_valgrind("valgrind", file)
    right = said == expected
    spent = time.perf_counter() - began
    print(f"valgrind: {len(faults)} faults in the extension, {lost} bytes definitely lost,"
          f" exit code {code}, {as_plain(right=right)} ({spent:.0f} s)")  # fmt: skip
    for fault in sorted(set(faults)):
        print(f"  {fault}: {faults.count(fault)}")
    if not right:
        print(said[-2000:])
    return [seen, code == 0 and not faults and not lost and right]


def perturbed(file: Path, expected: str) -> bool:
    """Run with memory that is filled with what nobody set."""
    done = run("perturbed", file, 0, (), PYTHONMALLOC="malloc", MALLOC_PERTURB_=PERTURB)
    right = done.returncode == 0 and done.stdout.strip() == expected
    print(f"perturbed: exit code {done.returncode}, {as_plain(right=right)}", flush=True)
    return right


def as_plain(*, right: bool) -> str:
    """Say whether the answers were those of the plain matcher."""
    return f"answers {'as' if right else 'NOT as'} the plain matcher's"


def flat(file: Path, count: int) -> bool:
    """Derive many times in one process and look at its memory."""
    done = run("many", file, count)
    rows = [line.split() for line in done.stdout.splitlines() if re.match(r"\d", line)]
    for number, steps, memory, spent in rows:
        print(f"many: {int(number):>9,} derivations, {int(steps):>11,} steps,"
              f" {float(memory):7.2f} MB, {float(spent):7.1f} s")  # fmt: skip
    if done.returncode != 0 or len(rows) < 2:  # noqa: PLR2004  # what it starts with, and more
        print(f"many: exit code {done.returncode}: {done.stderr[-2000:]}")
        return False
    growth = float(rows[-1][2]) - float(rows[1][2])
    print(
        f"many: grew by {growth:.2f} MB from the first tenth to the last"
        + ("" if growth < FLAT else ": NOT FLAT")
    )
    return growth < FLAT


def versions() -> str:
    """Return what was tested."""
    tool = "no valgrind"
    if found := shutil.which("valgrind"):
        command = [found, "--version"]
        tool = subprocess.check_output(command, text=True).strip()  # noqa: S603  # found above
    return ", ".join(
        [
            f"Python {platform.python_version()}",
            " ".join(platform.libc_ver()),
            tool,
            f"durable-rules {importlib.metadata.version('durable_rules')}",
            f"doctrine {doctrine().digest[:12]}",
        ]
    )


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--programs", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["valgrind", "perturbed", "many"], default="")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
