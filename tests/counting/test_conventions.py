"""Conventions: presets, what a file may say, and the text form in which they travel."""

from __future__ import annotations

import itertools
import pickle
import re
from typing import Any

import pytest

from mandate.counting.conventions import (
    PRESETS,
    Before,
    BeforeMode,
    By,
    Convention,
    FirstDay,
    LastDay,
    Period,
    convention,
)
from mandate.counting.instants import NO_DAY
from mandate.counting.months import Rounding
from mandate.errors import ConventionError, CountingError

EVERY: list[Convention] = [
    *(Period(*fields) for fields in itertools.product(FirstDay, LastDay, Rounding)),
    *(Before(*fields) for fields in itertools.product(BeforeMode, Rounding)),
    *By,
]


@pytest.mark.parametrize("value", EVERY, ids=lambda value: f"{type(value).__name__} {value.code}")
def test_a_convention_travels_as_text(value: Convention) -> None:
    assert type(value).from_code(value.code) == value
    assert convention(type(value), value) is value
    again = pickle.loads(pickle.dumps(value))  # noqa: S301 -- its own bytes
    assert again == value
    assert hash(again) == hash(value)


def test_codes_are_distinct_and_short() -> None:
    codes = [(type(value), value.code) for value in EVERY]
    assert len(set(codes)) == len(codes)
    assert Period.from_code("not-counted/same-numbered/down").code == (
        "not-counted/same-numbered/down"
    )
    assert Before(BeforeMode.CLEAR, Rounding.UP).code == "clear/up"
    assert By.EXCLUSIVE.code == "exclusive"


def test_a_code_is_read_once() -> None:
    code = "counted/day-before/down"
    assert Period.from_code(code) is Period.from_code(code)
    assert Before.from_code("clear/down") is Before.from_code("clear/down")


@pytest.mark.parametrize(
    ("kind", "code", "message"),
    [
        (Period, "", "'' is not a Period: one looks like 'not-counted/same-numbered/down'"),
        (Period, "inclusive/down", "is not a Period"),
        (Period, "counted/day-before/down/", "is not a Period"),
        (Period, "counted/day-before/dwon", "unknown rounding 'dwon': did you mean 'down'?"),
        (Period, "Counted/day-before/down", "unknown first day 'Counted'"),
        (Before, "clear", "is not a Before: one looks like 'inclusive/down'"),
        (Before, "clean/down", "unknown before mode 'clean': did you mean 'clear'?"),
        (By, "by", "unknown by 'by': write one of 'inclusive', 'exclusive'"),
    ],
)
def test_codes_that_are_none(kind: type[Convention], code: str, message: str) -> None:
    with pytest.raises(ConventionError, match=re.escape(message)):
        kind.from_code(code)


def test_the_named_conventions() -> None:
    codes = {
        kind: {name: preset.value.code for name, preset in presets.items()}
        for kind, presets in PRESETS.items()
    }
    assert codes == {
        "period": {
            "same-numbered": "not-counted/same-numbered/down",
            "day-before": "counted/day-before/down",
            "same-numbered-up": "not-counted/same-numbered/up",
            "strict": "not-counted/same-numbered/refuse",
        },
        "before": {
            "inclusive": "inclusive/down",
            "inclusive-up": "inclusive/up",
            "clear": "clear/down",
            "thirty-day-months": "fixed-days/down",
            "forward": "forward/down",
            "from-next-term": "from-next-term/down",
        },
        "by": {"inclusive": "inclusive", "exclusive": "exclusive"},
    }


@pytest.mark.parametrize("kind", list(PRESETS))
def test_every_named_convention_has_a_public_source(kind: str) -> None:
    for name, (value, citation) in PRESETS[kind].items():
        assert re.search(r"https?://\S+\.\S+/\S+", citation), name
        assert "\n" not in citation
        assert convention(kind, name) is value


def test_presets_cannot_be_changed() -> None:
    presets: Any = PRESETS
    with pytest.raises(TypeError):
        presets["by"] = {}
    with pytest.raises(TypeError):
        presets["by"]["inclusive"] = None


def test_a_file_may_give_every_field() -> None:
    fields = {"last_day": "day-before", "first_day": "counted", "rounding": "up"}
    assert convention("period", fields).code == "counted/day-before/up"
    assert convention(Before, {"mode": "clear", "rounding": "refuse"}).code == "clear/refuse"


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("period", "day-befor", "unknown 'period' convention 'day-befor': did you mean 'day-bef"),
        ("before", "clera", "did you mean 'clear'? write one of 'inclusive', 'inclusive-up', "),
        (
            "before",
            "forwards",
            (
                "did you mean 'forward'? write one of 'inclusive', 'inclusive-up', 'clear', "
                "'thirty-day-months', 'forward', 'from-next-term'"
            ),
        ),
        (
            "before",
            {"mode": "from-next", "rounding": "down"},
            (
                "did you mean 'from-next-term'? write one of 'inclusive', 'clear', 'fixed-days', "
                "'forward', 'from-next-term'"
            ),
        ),
        ("by", "before", "unknown 'by' convention 'before': write one of 'inclusive', 'exclusi"),
        ("by", {"mode": "inclusive"}, "unknown 'by' convention a table"),
        ("period", None, "unknown 'period' convention None"),
        ("period", 3, "unknown 'period' convention 3"),
        ("period", ["strict"], "unknown 'period' convention a list"),
        ("period", {}, "'period' lacks 'first_day' and 'last_day' and 'rounding'"),
        ("before", {"mode": "clear"}, "'before' lacks 'rounding': every field is needed"),
        ("before", {"mod": "clear"}, "unknown field of 'before' 'mod': did you mean 'mode'?"),
        ("before", {"mode": "clear", "rounding": "sideways"}, "unknown rounding 'sideways'"),
        ("before", {"mode": "clear", "rounding": ["up"]}, "unknown rounding a list"),
        ("before", Period.from_code("counted/day-before/down"), "unknown 'before' convention"),
        ("perod", "strict", "unknown kind of convention 'perod': did you mean 'period'?"),
    ],
)
def test_refusals(kind: str, value: object, message: str) -> None:
    with pytest.raises(ConventionError, match=re.escape(message)) as caught:
        convention(kind, value)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, CountingError)
    assert "\n" not in str(caught.value)


def test_by() -> None:
    assert (By.INCLUSIVE.last(7), By.EXCLUSIVE.last(7)) == (7, 6)
    assert By.INCLUSIVE.last(NO_DAY) == By.EXCLUSIVE.last(NO_DAY) == NO_DAY
