"""Draw agreements and records for as long as told, and compare three readings of each.

    python benchmarks/differential.py SECONDS [--seed N] [--part matchers|oracle|rules]

- ``matchers``: durable and plain, stop by stop: every firing and every state on the way.
- ``oracle``: the statuses of the library and of the day-by-day oracle of the tests, on every day
  on which either may change, on those beside it, and at both ends of the calendar.
- ``rules``: durable and plain on drawn rules and drawn states, which need not make sense.

Without ``--part`` they take turns. Each disagreement is made as small as it will get and printed;
more of the same kind are only counted. Exit code 1 where there was one.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import define, field
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from drawing import as_toml, shapes, table  # noqa: E402  # found by the line above

from mandate.answers.status import status_of  # noqa: E402
from mandate.counting.instants import NEVER, to_date  # noqa: E402
from mandate.engine import durable  # noqa: E402
from mandate.engine.durable import DurableMatcher  # noqa: E402
from mandate.engine.firing import Stop  # noqa: E402
from mandate.engine.plain import PlainMatcher  # noqa: E402
from mandate.errors import MandateError, OrderError  # noqa: E402
from mandate.library import read_data  # noqa: E402
from mandate.timeline.derivation import Derivation  # noqa: E402
from mandate.timeline.question import Question  # noqa: E402
from tests.engine import programs as p  # noqa: E402
from tests.making.strategies import cases  # noqa: E402
from tests.making.strategies_records import Case  # noqa: E402
from tests.oracle import days_to_ask, on_days, others_on_days  # noqa: E402
from tests.oracle.test_agreement_of_readings import compare, compare_others, said  # noqa: E402

#: Sorts of disagreement.
MATCHERS, RULES = "durable and plain", "durable and plain, drawn rules"
BATCH = 200
#: Stops that are compared in each case; the record's own are all among them.
MOST_STOPS = 60
#: Days of one case that library and oracle are both asked about.
MOST_DAYS = 500
#: What a case may take; most take some milliseconds.
MOST_SECONDS = 60
#: The share of the time left for which one disagreement may be made smaller.
SHRINKING = 0.2


class DisagreementError(AssertionError):
    """Two readings differ: of what sort the difference is, and what it is."""

    def __init__(self, sort: str, what: str) -> None:
        self.sort, self.what = sort, what
        super().__init__(f"{sort}: {what}")


class TooLongError(Exception):
    """One case takes longer than :data:`MOST_SECONDS`."""


class TimeIsUpError(KeyboardInterrupt):
    """The time that was given is over. A KeyboardInterrupt, since Hypothesis lets that through."""


@define
class Tally:
    """What was compared, and what was found."""

    until: float
    shapes: Counter[str] = field(factory=Counter)
    done: Counter[str] = field(factory=Counter)
    found: Counter[str] = field(factory=Counter)
    smallest: dict[str, tuple[str, str]] = field(factory=dict)

    def stop_in_time(self, until: float | None = None) -> None:
        """Raise where the time is up."""
        if time.monotonic() > (until or self.until):
            raise TimeIsUpError


# -- what is compared ----------------------------------------------------------------------------


def matchers(case: Case, tally: Tally) -> None:
    """Compare durable and plain stop by stop."""
    tally.shapes.update(set(shapes(*case)))
    parts = read_data(*case)
    plain, other = (walked(parts, engine) for engine in ("plain", "durable"))
    tally.done["agreements, by both matchers"] += 1
    for number, (one, two) in enumerate(zip(plain, other, strict=False)):
        if one != two:
            what = f"stop {number}:\n{_told(one)}\n{_told(two)}"
            raise DisagreementError(MATCHERS, what)
        tally.done["stops"] += 1
        tally.done["firings"] += len(one.firings) if isinstance(one, Stop) else 0
    if len(plain) != len(other):
        what = f"{len(plain)} stops and {len(other)}"
        raise DisagreementError(MATCHERS, what)


def walked(parts: tuple[Any, ...], engine: str) -> Sequence[Stop | str]:
    """Return every stop of a derivation and some beyond its record, or the error."""
    try:
        timeline = Derivation(*parts, engine).timeline
        timeline.walk(NEVER - 1, MOST_STOPS)
        return timeline.walked_before(NEVER)
    except MandateError as error:
        return [f"{type(error).__name__}: {error}"]


def _told(stop: Stop | str) -> str:
    if isinstance(stop, str):
        return f"      {stop}"
    rules = ", ".join(f"{f.rule.id}{f.premises}" for f in stop.firings)
    return f"      at {stop.position}: {rules}"


def oracle(case: Case, tally: Tally) -> None:
    """Compare the statuses of the library with those of the oracle."""
    tally.shapes.update(set(shapes(*case)))
    parts = read_data(*case)
    try:
        readings = {engine: Derivation(*parts, engine) for engine in ("durable", "plain")}
    except OrderError:
        tally.done["agreements refused, because the order of two events matters"] += 1
        return
    tally.done["agreements, by library and oracle"] += 1
    timeline = readings["plain"].timeline
    asked = set(days_to_ask(*case))
    for stop in timeline.walked_before(NEVER)[1:]:
        day = timeline.clock.zone.day_of(stop.position)
        asked |= {date for by in (-1, 0, 1) if (date := to_date(day + by))}
    days = sorted(asked)
    days = days[:: 1 + len(days) // MOST_DAYS]
    expected, others = on_days(*case, set(days)), others_on_days(*case, set(days))
    for number, day in enumerate(days):
        # Both matchers in turn: stop by stop they are compared above.
        engine = ("durable", "plain")[number % 2]
        status = status_of(
            readings[engine], Question(readings[engine].zone, "day", day.toordinal())
        )
        found = said(status)
        tally.done["days, by library and oracle"] += 1
        try:
            compare(expected[day], found, day, engine)
        except AssertionError:
            raise _differing(case, expected[day], found, f"{day}, {engine}") from None
        try:
            compare_others(others[day], status, engine)
        except AssertionError as error:
            where = "oracle, parties and ground"
            raise DisagreementError(where, str(error)) from None


def _differing(case: Case, expected: Any, found: Any, where: str) -> DisagreementError:  # noqa: ANN401
    for clause, axes in expected.items():
        kind = case[0]["clauses"].get(clause.partition(".")[0], {"kind": "term"})["kind"]
        wrong = {a: v for a, v in axes.items() if a in found[clause] and found[clause][a] != v}
        if wrong:
            told = [f"{a}: oracle {v}, library {found[clause][a]}" for a, v in wrong.items()]
            sort = f"oracle, {kind}: {', '.join(wrong)}"
            return DisagreementError(sort, f"{where}, {clause}: {', '.join(told)}")
    return DisagreementError("oracle", where)


@st.composite
def stepped(draw: st.DrawFn) -> Any:  # noqa: ANN401  # rules, states and triggers
    """Draw rules, and a few states with triggers."""
    states = [draw(p.states()) for _ in range(3)]
    return draw(p.programs()), [(state, draw(p.triggerings(state))) for state in states]


def rules(case: Any, tally: Tally) -> None:  # noqa: ANN401  # rules, states and triggers
    """Compare durable and plain on drawn rules."""
    program, steps = case
    tally.done["drawn programs"] += 1
    tally.done["drawn rules"] += len(program.rules)
    plain, other = PlainMatcher(program), DurableMatcher(program)
    for state, triggers in steps:
        one, two = (list(m.matches(state, triggers)) for m in (plain, other))
        tally.done["steps of drawn rules"] += 1
        tally.done["matches of drawn rules"] += len(one)
        if one != two:
            what = f"plain {one}, durable {two}"
            raise DisagreementError(RULES, what)


Part = tuple[st.SearchStrategy[Any], Callable[[Any, Tally], None], Callable[[Any], str]]
PARTS: dict[str, Part] = {
    "matchers": (cases(open_cases=True), matchers, lambda case: as_toml(*case)),
    "oracle": (cases(), oracle, lambda case: as_toml(*case)),
    "rules": (stepped(), rules, repr),
}


# -- how it is run -------------------------------------------------------------------------------


@contextmanager
def limited() -> Iterator[None]:
    """Break off what takes too long, where the system has a timer for it."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: object) -> None:
        msg = f"longer than {MOST_SECONDS} s"
        raise TooLongError(msg)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def batch(part: Part, number: int, tally: Tally) -> None:
    """Draw and compare one batch; make the first new disagreement small."""
    strategy, check, told = part
    target = ""
    until = tally.until

    @seed(number)
    @settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(strategy)
    def one(case: Any) -> None:  # noqa: ANN401  # of the part
        nonlocal target, until
        tally.stop_in_time(until)
        try:
            with limited():
                check(case, Tally(until) if target else tally)
        except Exception as error:  # an error of another sort is a disagreement as well
            sort = error.sort if isinstance(error, DisagreementError) else type(error).__name__
            if not target:
                tally.found[sort] += 1
                if sort in tally.smallest:
                    return
                target = sort
                # Told at once too: made smaller, it comes at the end.
                told_at_once = f"found, with seed {number}: {error}\n{told(case)}"
                print(told_at_once, file=sys.stderr, flush=True)
                now = time.monotonic()
                until = min(until, now + SHRINKING * max(10.0, until - now))
            if sort != target:
                return
            text = told(case)
            if sort not in tally.smallest or len(text) <= len(tally.smallest[sort][1]):
                tally.smallest[sort] = str(error), text
            raise

    try:
        one()
    except TimeIsUpError:
        tally.stop_in_time()
    except Exception:
        if not target:
            raise


def main() -> int:
    """Compare for as long as told, and say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("seconds", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=sorted(PARTS))
    args = parser.parse_args()
    if why := durable.problem():
        sys.exit(f"differential: durable-rules is not here: {why}")
    began = time.monotonic()
    tally = Tally(began + args.seconds)
    number = args.seed
    try:
        for number in _numbers(args.seed):
            for name in [args.part] if args.part else PARTS:
                batch(PARTS[name], number, tally)
    except TimeIsUpError:
        pass
    print(f"{time.monotonic() - began:.0f} s, seeds {args.seed} to {number}, in batches of {BATCH}")
    print("\nCompared\n" + table(tally.done))
    print("\nAgreements in which it occurs\n" + table(tally.shapes))
    print("\nDisagreements\n" + (table(tally.found) or "  none"))
    for sort, (what, text) in sorted(tally.smallest.items()):
        print(f"\n{sort}\n    {what}\n{text}")
    return 1 if tally.found else 0


def _numbers(first: int) -> Iterator[int]:
    while True:
        yield first
        first += 1


if __name__ == "__main__":
    sys.exit(main())
