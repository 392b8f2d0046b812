"""Clauses that can never come to anything, because of what each says of the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mandate.library import read_data
from mandate.mandate import Mandate
from tests.loading.test_order_and_names import lake, problems

Table = dict[str, Any]
WORDS = {"title": "X", "cite": "art. 8", "quote": "x", "language": "en", "source": "text"}
DAY = {"on": date(2020, 1, 5)}


def after(clause: str, what: str) -> Table:
    return {"after": clause, "what": what}


def duty(**keys: object) -> Table:
    return {"kind": "duty", **WORDS, **keys}


def owed(**keys: object) -> Table:
    return {"kind": "obligation", **WORDS, "debtor": "north", **keys}


def term(**keys: object) -> Table:
    return {"kind": "term", **WORDS, "begins": DAY, "lasts": "1 year", **keys}


def body(**keys: object) -> Table:
    return {"kind": "body", **WORDS, **keys}


def due(clause: str, what: str) -> Table:
    return {"within": "9 days", "after": clause, "what": what}


def condition(clause: str, what: str) -> Table:
    return {"clause": clause, "what": what}


WAIT, LATE = "clauses that wait for each other", "its due day is counted from what comes only once"
#: Clauses beside those of the lake → what is said of `x`, and what would be right.
DEADLOCKS: dict[str, tuple[Table, str, str]] = {
    "after the end of what lies in it": (
        {"x": duty(begins=after("y", "ended")), "y": duty(during="x")},
        f"{WAIT}: x → the end of y → x",
        "another 'begins' or 'during' in one of them",
    ),
    "after the closing of what lies in it": (
        {"x": duty(begins=after("y", "closed")), "y": body(during="x")},
        f"{WAIT}: x → the end of y → x",
        "another 'begins' or 'during' in one of them",
    ),
    "after the end of that in which it lies": (
        {"x": owed(begins=after("y", "ended"), during="y"), "y": term()},
        f"{WAIT}: x → the end of y → the end of x → x",
        "another 'begins' or 'during' in one of them",
    ),
    "after the end of that in which its host lies": (
        {"x": owed(begins=after("y", "ended"), during="z"), "y": term(), "z": duty(during="y")},
        f"{WAIT}: x → the end of y → the end of z → the end of x → x",
        "another 'begins' or 'during' in one of them",
    ),
    "after what comes after the end of its host": (
        {
            "x": duty(begins=after("z", "commenced"), during="y"),
            "y": term(),
            "z": duty(begins=after("y", "ended")),
        },
        f"{WAIT}: x → z → the end of y → the end of x → x",
        "another 'begins' or 'during' in one of them",
    ),
    "on condition of each other": (
        {
            "x": owed(**{"if": condition("y", "performed")}),
            "y": owed(**{"if": condition("x", "performed")}),
        },
        f"{WAIT}: x → y → x",
        "another 'if' in one of them",
    ),
    "on condition of what begins with it": (
        {
            "x": owed(**{"if": condition("y", "commenced")}),
            "y": duty(begins=after("x", "performed")),
        },
        f"{WAIT}: x → y → x",
        "another 'begins' or 'if' in one of them",
    ),
    "on condition of itself": (
        {"x": owed(**{"if": condition("x", "performed")})},
        f"{WAIT}: x → x",
        "another 'if'",
    ),
    "due after itself": (
        {"x": owed(due=due("x", "performed"))},
        f"{LATE} it is over: x → x",
        "another 'due'",
    ),
    "due after its host": (
        {"x": owed(due=due("y", "ended"), during="y"), "y": term()},
        f"{LATE} it is over: x → the end of y → the end of x",
        "another 'due'",
    ),
    "due after what follows its performance": (
        {"x": owed(due=due("y", "commenced")), "y": duty(begins=after("x", "performed"))},
        f"{LATE} it is over: x → y → x",
        "another 'due'",
    ),
}

#: What may come to something.
ORDERS: dict[str, Table] = {
    "one phase after the other, in one host": {
        "h": term(),
        "x": term(during="h"),
        "y": duty(begins=after("x", "ended"), during="h"),
    },
    "begins with what begins its host": {
        "h": term(begins=after("x", "performed")),
        "x": owed(),
        "y": owed(begins=after("h", "commenced"), during="h"),
    },
    "each due after the other": {
        "x": owed(due=due("y", "performed")),
        "y": owed(due=due("x", "performed")),
    },
    "due after what begins with it": {
        "x": owed(due=due("y", "commenced")),
        "y": duty(begins=after("x", "pending")),
    },
    "performed for its host to begin": {
        "h": term(begins=after("x", "performed")),
        "x": owed(during="h"),
    },
}


@pytest.mark.parametrize("name", DEADLOCKS)
def test_is_refused(name: str) -> None:
    agreement, _ = lake()
    clauses, said, right = DEADLOCKS[name]
    agreement["clauses"] |= clauses

    (problem,) = problems(agreement)

    assert problem.path == "clauses.x"
    assert (problem.found, problem.right) == (said, right)


@pytest.mark.parametrize("name", ORDERS)
def test_is_taken(name: str) -> None:
    agreement, _ = lake()
    agreement["clauses"] |= ORDERS[name]

    assert problems(agreement) == []


def test_of_two_that_are_due_after_each_other_the_first_done_sets_the_day_of_the_other() -> None:
    agreement, _ = lake()
    agreement["clauses"] |= ORDERS["each due after the other"]
    stay = Mandate(*read_data(agreement), "plain").what_if(
        {"kind": "performance", "of": "x", "by": "north", "on": "2020-03-01"}
    )

    found = stay.status("2020-03-05").clauses

    assert (found["x"].state, found["x"].due) == ("performed", None)
    assert (found["y"].state, found["y"].due) == ("pending", date(2020, 3, 10))


@pytest.mark.parametrize(
    ("instrument", "also"),
    [
        ({"clause": "staj", "begins": {"on": date(2020, 1, 1)}}, True),
        ({"clause": "staj", "begins": {"onn": date(2020, 1, 1)}}, True),
        ({"clause": 7, "begins": {"after": "truce"}}, True),
        ({"clause": "staj", "signed": date(2020, 1, 1)}, False),
    ],
)
def test_all_that_is_wrong_with_a_text_that_names_a_clause(instrument: Table, also: bool) -> None:  # noqa: FBT001  # drawn from the table above
    agreement, _ = lake()
    agreement["instrument"] = instrument

    found = {(p.path, p.found) for p in problems(agreement)}

    named = "7" if instrument["clause"] == 7 else "'staj'"
    keys = {("instrument", "names a clause and has keys of its own")} if also else set()
    assert found == {("instrument.clause", f"no clause {named}")} | keys
