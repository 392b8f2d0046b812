"""Change the code of counting, engine and tail in small ways, and see whether a test notices.

``python -m benchmarks.code_mutants [--sample N] [--seed N] [--only TEXT] [--nearest]``. Cosmic Ray
makes the mutants, in a copy of the project. Each is held against the tests nearest to its module,
and then, unless told otherwise, against all tests of properties, which takes some minutes. One that
nothing notices is told with its change.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from tests.making.fuzz import limit_memory

ROOT = Path(__file__).resolve().parents[1]
MODULES = ("counting/*.py", "engine/*.py", "timeline/tail.py", "timeline/waiting.py")

#: What can be a slip of the pen. Left out: what breaks at once, as a shift in place of a sum, and
#: what cannot be told from the original, as another bar in an annotation.
TELLING = re.compile(
    r"core/(NumberReplacer|AddNot|ZeroIterationForLoop|ExceptionReplacer"
    r"|ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_Add|FloorDiv_Mul|Mod_FloorDiv)"
    r"|ReplaceAndWithOr|ReplaceOrWithAnd|ReplaceBreakWithContinue|ReplaceContinueWithBreak"
    r"|ReplaceComparisonOperator_(Eq_NotEq|NotEq_Eq|Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Lt_GtE|Gt_LtE"
    r"|Is_IsNot|IsNot_Is|In_NotIn|NotIn_In)"
    r"|ReplaceUnaryOperator_(Delete_Not|Delete_USub|USub_UAdd)"
    r"|ReplaceFalseWithTrue|ReplaceTrueWithFalse)"
)

DOCUMENTED = "tests/rules tests/timeline tests/answers/test_statement.py"
TAIL = f"tests/laws/test_gaps.py tests/laws/test_tail.py {DOCUMENTED}"
#: Part of a path → the tests that are nearest to it. The first that fits is taken.
NEAREST = {
    "counting": f"tests/counting {DOCUMENTED} tests/test_bad_input.py",
    "tail": TAIL,
    "waiting": TAIL,
    "clock": TAIL,
    "foresight": "tests/engine/test_foresight.py tests/laws/test_assumptions.py "
    "tests/laws/test_powers.py tests/docs/test_doctests.py tests/answers",
    "engine": f"tests/engine {DOCUMENTED} tests/laws/test_contradictions.py tests/test_messages.py",
}
#: A mutant that goes on longer has been noticed.
_MOST_SECONDS = 600
EVERYTHING = (
    "tests/laws tests/oracle tests/answers tests/doctrine/test_paths.py tests/schema/test_status.py"
)


def main(arguments: Sequence[str]) -> int:
    """Run the mutants; return 1 if one survives."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, default=100, help="so many of them, at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a part of the module's path")
    parser.add_argument("--nearest", action="store_true", help="leave out all other properties")
    given = parser.parse_args(arguments)
    try:
        from cosmic_ray import mutating, work_item  # noqa: F401, PLC0415  # most need it not
    except ImportError:
        parser.error("this needs Cosmic Ray: python -m pip install --group mutation")
    os.environ["CI"] = "true"  # the same examples for every mutant
    limit_memory()  # one that never ends its list would fill the machine
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "copy"
        shutil.copytree(ROOT, here, ignore=shutil.ignore_patterns(".*", "dist", "_build"))
        os.chdir(here)
        return _run(given)


def _run(given: argparse.Namespace) -> int:
    every = [one for one in _mutations() if given.only in one.module_path.as_posix()]
    chosen = random.Random(given.seed).sample(every, min(given.sample, len(every)))  # noqa: S311
    came: Counter[str] = Counter()
    start = monotonic()
    for tests in {_nearest(one) for one in chosen} | (set() if given.nearest else {EVERYTHING}):
        if subprocess.run(_command(tests).split(), check=False).returncode:  # noqa: S603  # our own
            sys.exit(f"mutants: {tests} fail without any, so would notice all")
    for number, one in enumerate(chosen, start=1):
        near = _nearest(one)
        survived, diff = _tried(one, near)
        noticed = "the nearest tests"
        if survived and not given.nearest:
            survived, diff = _tried(one, EVERYTHING)
            noticed = "other properties"
        came["nothing" if survived else noticed] += 1
        if survived:
            print(f"survives: {one.operator_name} in {one.definition_name}\n{diff}", flush=True)
        if number % 10 == 0:
            print(f"... {number} in {monotonic() - start:.0f} s: {dict(came)}", flush=True)
    took = monotonic() - start
    print(f"{len(chosen)} of {len(every)} mutants in {took:.0f} s: {dict(came)}")
    return 1 if came["nothing"] else 0


def _mutations() -> Iterator[Any]:
    from cosmic_ray.ast import ast_nodes, get_ast_from_path  # noqa: PLC0415
    from cosmic_ray.ast.ast_query import ASTQuery  # noqa: PLC0415
    from cosmic_ray.plugins import get_operator, operator_names  # noqa: PLC0415
    from cosmic_ray.work_item import MutationSpec  # noqa: PLC0415

    for path in sorted(p for pattern in MODULES for p in Path("mandate").glob(pattern)):
        tree, lines = get_ast_from_path(path), path.read_text("utf-8").split("\n")
        for name in sorted(filter(TELLING.fullmatch, operator_names())):
            operator = get_operator(name)()
            spots = (
                (node, s) for node in ast_nodes(tree) for s in operator.mutation_positions(node)
            )
            for occurrence, (node, (start, end)) in enumerate(spots):
                # How much a cache holds shows in no answer.
                if "lru_cache" not in lines[start[0] - 1]:
                    within = ASTQuery(node).get_definition_name()
                    yield MutationSpec(path, name, occurrence, start, end, {}, within)


def _nearest(mutation: Any) -> str:  # noqa: ANN401  # Cosmic Ray has no types
    return next(tests for part, tests in NEAREST.items() if part in str(mutation.module_path))


def _command(tests: str) -> str:
    return f"{sys.executable} -m pytest -x -q -p no:cacheprovider {tests}"


def _tried(mutation: Any, tests: str) -> tuple[bool, str]:  # noqa: ANN401  # Cosmic Ray has no types
    from cosmic_ray.mutating import mutate_and_test  # noqa: PLC0415
    from cosmic_ray.work_item import TestOutcome  # noqa: PLC0415

    result = mutate_and_test([mutation], _command(tests), _MOST_SECONDS)
    return result.test_outcome is TestOutcome.SURVIVED, result.diff or ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
