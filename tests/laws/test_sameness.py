"""Same files, same question, same answer: pickled, on both engines, in threads and processes."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

import mandate as library
from mandate.mandate import Mandate
from tests.laws.test_happenings import answers, near
from tests.making.building import MATCHERS, Table, clamped, mandate, stops
from tests.making.drawing import cases
from tests.making.effort import tried

Case = tuple[Table, date, list[Table]]
DAYS = [
    date(2020, 11, 15),
    date(2025, 5, 10),
    date(2025, 11, 11),
    date(2041, 1, 1),
    date.min,
    date.max,
]

SCRIPT = """
import sys, mandate
for name in mandate.agreements():
    stay = mandate.load(name, matcher=sys.argv[1])
    for day in sys.argv[2:]:
        status = stay.status(day)
        told = [str(status.explain(clause)) for clause in status.clauses]
        print(mandate.to_json(status), status, told, repr(status))
        print(mandate.to_json(status.explain()))
"""


@settings(max_examples=tried(30))
@given(cases())
def test_both_engines_give_equal_answers(case: Case) -> None:
    text, start, events = case
    days = [*near(events, start), date.max]
    first, *others = [
        answers(mandate(text, *events, matcher=matcher), days) for matcher in MATCHERS
    ]

    for other in others:
        assert other == first


@pytest.mark.skipif(len(MATCHERS) == 1, reason="durable-rules cannot be imported here")
@settings(max_examples=tried(20))
@given(cases())
def test_both_engines_agree_stop_by_stop(case: Case) -> None:
    text, start, events = case
    until = clamped(start.toordinal() + 1000)
    plain, durable = (
        list(stops(mandate(text, *events, matcher=matcher), until)) for matcher in MATCHERS
    )

    assert [stop.position for stop in plain] == [stop.position for stop in durable]
    for one, other in zip(plain, durable, strict=True):
        assert one.state == other.state
        assert one.firings == other.firings


@settings(max_examples=tried(20))
@given(cases())
def test_a_mandate_can_be_pickled(case: Case) -> None:
    text, start, events = case
    stay = mandate(text, *events)

    again = pickle.loads(pickle.dumps(stay))  # noqa: S301  # made on the line itself

    assert answers(again, near(events, start)) == answers(stay, near(events, start))
    assert (again.id, again.matcher, repr(again)) == (stay.id, stay.matcher, repr(stay))


@settings(max_examples=tried(20))
@given(cases())
def test_an_answer_survives_pickling_and_json(case: Case) -> None:
    text, start, events = case
    stay = mandate(text, *events)

    for day in near(events, start)[::2]:
        found = stay.status(day).as_dict()
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
        said = library.to_json(found)
        assert library.to_json(library.from_json(said)) == said
        assert json.loads(said)["on"] == day.isoformat()


@pytest.mark.parametrize("matcher", MATCHERS)
def test_threads_get_the_answers_of_one(matcher: str) -> None:
    names = library.agreements()
    expected = {n: answers(library.load(n, matcher=matcher), DAYS) for n in names}
    fresh = {name: library.load(name, matcher=matcher) for name in names}

    def ask(number: int) -> list[tuple[str, list[Table]]]:
        turned = DAYS[number % len(DAYS) :] + DAYS[: number % len(DAYS)]
        found: list[tuple[str, list[Table]]] = []
        for name, stay in fresh.items():
            by_day: dict[Any, Table] = dict(zip(turned, answers(stay, turned), strict=True))
            found.append((name, [by_day[day] for day in DAYS]))
        return found

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(ask, range(16)):
            assert dict(found) == expected


def output(matcher: str, seed: str) -> str:
    days = [day.isoformat() for day in DAYS]
    done = subprocess.run(  # noqa: S603  # the interpreter that runs this test, on a constant
        [sys.executable, "-c", SCRIPT, matcher, *days],
        env={
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def test_the_seed_of_hashes_changes_no_byte() -> None:
    outputs = {output(matcher, seed) for matcher in MATCHERS for seed in ("0", "4711")}

    assert len(outputs) == 1
    assert outputs.pop().count("agreement") >= len(DAYS)


def test_variations_leave_the_mandate_as_it_was() -> None:
    stay: Mandate = library.load("nagorno-karabakh-2020")
    before = answers(stay, DAYS)

    stay.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-10"}).status("2026-01-01")
    stay.without("kalbajar-extended").status("2020-11-20")
    stay.text_alone().status("2020-11-20")

    assert answers(stay, DAYS) == before
