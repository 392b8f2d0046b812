"""What the tests of threads and processes run in an interpreter of its own.

``python -m tests.engine.processes threads|fork|spawn|amid`` prints one line for each worker.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor

from mandate.engine.durable import DurableMatcher
from mandate.library import folder_of, read_folder
from mandate.mandate import Mandate
from tests.engine import programs as p
from tests.engine.test_sessions import FOUND, KNOCKS, RULES, STATE

WORKERS = 8
FORKS = 8
DAYS = ("2020-11-09", "2020-11-21", "2025-05-20", "2025-11-10", "2025-11-11", "9999-12-31")


def answers(mandate: Mandate) -> str:
    """Return the statuses of some telling days, derived anew."""
    notice = {"kind": "notice", "by": "armenia", "on": "2025-05-10"}
    every = mandate, mandate.text_alone(), mandate.what_if(notice)
    return json.dumps([m.status(day).as_dict() for m in every for day in DAYS], default=str)


def digest(text: str) -> str:
    """Return a line so short that processes can write it at the same time."""
    return hashlib.sha256(text.encode()).hexdigest()


def say(line: str) -> None:
    """Write one line at once: ``print`` would write its end apart, and other processes between."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def answer(mandate: Mandate) -> None:
    """Say the digest of the answers: what a process does."""
    say(digest(answers(mandate)))


def threads() -> None:
    """Eight threads on one matcher, switching as often as Python can; then eight on one mandate."""
    sys.setswitchinterval(1e-6)
    shared = DurableMatcher(RULES)
    wrong: list[object] = []
    start = threading.Barrier(WORKERS)

    def work(number: int) -> None:
        start.wait()
        for turn in range(200):
            lamps = [p.lamp(f"l{i}", size=i) for i in range(number + turn % 5)]
            if turn % 2:
                found = shared.matches(p.state(*lamps), KNOCKS)
                expected = 2 * len(lamps) + sum(day >= len(lamps) for day in (0, 1))
                wrong.extend([found] * (len(found) != expected))
            elif shared.matches(STATE, KNOCKS) != FOUND:
                wrong.append(number)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    say(json.dumps(wrong, default=str))
    mandate = statement()
    with ThreadPoolExecutor(WORKERS) as pool:
        for found in pool.map(answers, [mandate] * WORKERS):
            say(digest(found))


def processes(how: str) -> None:
    """Eight processes, each with a mandate that was derived before they were started."""
    mandate = statement()
    answer(mandate)
    context = multiprocessing.get_context(how)
    # Two at a time: each of them imports the library anew where it is spawned.
    for _ in range(0, WORKERS, 2):
        workers = [context.Process(target=answer, args=(mandate,)) for _ in range(2)]  # type: ignore[attr-defined]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(120)
            if worker.exitcode != 0:
                sys.exit(f"a process ended with {worker.exitcode}")


def amid() -> None:
    """Processes that are forked while threads derive and ask: none waits for what they held."""
    warnings.simplefilter("ignore", DeprecationWarning)  # that a process with threads forks
    mandate, done = statement(), threading.Event()
    answer(mandate)

    def work() -> None:
        while not done.is_set():
            answers(mandate)

    workers = [threading.Thread(target=work, daemon=True) for _ in range(2)]
    for worker in workers:
        worker.start()
    context = multiprocessing.get_context("fork")
    try:
        for _ in range(FORKS):
            child = context.Process(target=answer, args=(mandate,))
            child.start()
            child.join(30)
            if child.exitcode != 0:
                child.kill()
                sys.exit(f"a process ended with {child.exitcode}")
    finally:
        done.set()
    for worker in workers:
        worker.join(60)


def statement() -> Mandate:
    """Return the 2020 statement, on durable-rules."""
    return Mandate(*read_folder(folder_of("nagorno-karabakh-2020")), "durable")


if __name__ == "__main__":
    ways = {"threads": threads, "amid": amid}
    ways[sys.argv[1]]() if sys.argv[1] in ways else processes(sys.argv[1])
