"""Durations: what is read, what is written, what is refused."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.counting.durations import LIMIT, Duration
from mandate.errors import CountingError, DurationError

CALENDAR = st.builds(Duration, months=st.integers(0, 12 * LIMIT), days=st.integers(0, LIMIT))
HOURS = st.builds(Duration, hours=st.integers(0, LIMIT))
DURATIONS = st.one_of(CALENDAR, HOURS)


@given(DURATIONS)
def test_words_read_back_to_the_same_duration(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration


@given(DURATIONS)
def test_equal_durations_are_written_and_hashed_alike(duration: Duration) -> None:
    again = pickle.loads(pickle.dumps(duration))  # noqa: S301 -- its own bytes
    assert again == duration
    assert hash(again) == hash(duration)
    assert (str(again), again.iso()) == (str(duration), duration.iso())
    assert duration.is_zero == (duration == Duration())


@pytest.mark.parametrize(
    ("text", "duration", "words", "iso"),
    [
        ("5 years", Duration(months=60), "5 years", "P5Y"),
        ("6 months", Duration(months=6), "6 months", "P6M"),
        ("18 months", Duration(months=18), "1 year 6 months", "P1Y6M"),
        ("1 year 6 months", Duration(months=18), "1 year 6 months", "P1Y6M"),
        ("1 year and 10 days", Duration(months=12, days=10), "1 year 10 days", "P1Y10D"),
        ("1 year 2 months 3 weeks and 4 days", Duration(14, 25), "1 year 2 months 25 days", None),
        ("60 days", Duration(days=60), "60 days", "P60D"),
        ("2 weeks", Duration(days=14), "14 days", "P14D"),
        ("1 week", Duration(days=7), "7 days", "P7D"),
        ("72 hours", Duration(hours=72), "72 hours", "PT72H"),
        ("1 hour", Duration(hours=1), "1 hour", "PT1H"),
        ("0 days", Duration(), "0 days", "P0D"),
        ("0 months", Duration(), "0 days", "P0D"),
        ("100000 years", Duration(months=12 * LIMIT), "100000 years", "P100000Y"),
    ],
)
def test_reading(text: str, duration: Duration, words: str, iso: str | None) -> None:
    assert Duration.parse(text) == duration
    assert str(duration) == words
    assert iso is None or duration.iso() == iso


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("P5Y", 'not written in ISO 8601 here: write it in words, .* like "5 years"'),
        ("p6m", "not written in ISO 8601 here"),
        ("PT72H", "not written in ISO 8601 here"),
        ("-P1M", "not written in ISO 8601 here"),
        ("", "is not a duration: write it in words"),
        ("5", "is not a duration"),
        ("years", "is not a duration"),
        ("five years", "is not a duration"),
        ("5years", "is not a duration"),
        ("5  years", "is not a duration"),
        (" 5 years", "is not a duration"),
        ("5 years ", "is not a duration"),
        ("5 years\n", "is not a duration"),
        ("5 Years", "is not a duration"),
        ("05 years", "is not a duration"),
        ("-5 years", "is not a duration"),
        ("+5 years", "is not a duration"),
        ("1.5 years", "is not a duration"),
        ("\N{ARABIC-INDIC DIGIT FIVE} years", "is not a duration"),
        ("5 decades", "is not a duration: 'decades' is no unit; write years, months, weeks, days"),
        ("1 second", "is not a duration: 'second' is no unit"),
        ("1 year, 6 months", "is not a duration"),
        ("and 5 days", "is not a duration"),
        ("1 year and", "is not a duration"),
        ("1 year and 2 months and 3 days", "is not a duration"),
        ("1 years", 'write "1 year" for "1 years"'),
        ("5 year", 'write "5 years" for "5 year"'),
        ("0 day", 'write "0 days" for "0 day"'),
        ("6 months 1 year", "has years after a smaller unit"),
        ("1 week 1 month", "has months after a smaller unit"),
        ("1 year 2 years", "names years twice"),
        ("1 day 3 hours", "mixes hours with calendar units"),
        ("0 days 3 hours", "mixes hours with calendar units"),
        ("100001 days", "too long: at most 100000 days"),
        ("99999999999999 years", "too long: at most 100000 years"),
        ("9" * 10_000 + " years", "…' is too long: at most 100000 years"),
        ("100000 weeks", "at most 100000 days, not 700000"),
        ("100000 years 1 month", "at most 1200000 months, not 1200001"),
    ],
)
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(DurationError, match=message) as caught:
        Duration.parse(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [None, 5, 5.0, b"5 years", True, ["5 years"]])
def test_only_a_text_is_read(value: object) -> None:
    with pytest.raises(DurationError, match=f"is a text, not {type(value).__name__}"):
        Duration.parse(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [-1, 0.5, 1.0, True, "1", None])
@pytest.mark.parametrize("name", ["months", "days", "hours"])
def test_parts_are_whole_numbers(name: str, value: object) -> None:
    with pytest.raises(DurationError, match=f"{name} of a duration must be a whole number"):
        Duration(**{name: value})  # type: ignore[arg-type]


def test_parts_have_a_limit() -> None:
    with pytest.raises(DurationError, match="at most 100000 days, not 100001"):
        Duration(days=LIMIT + 1)
    with pytest.raises(DurationError, match="at most 1200000 months"):
        Duration(months=12 * LIMIT).plus(Duration(months=1))
    with pytest.raises(DurationError, match="0 or more, not -12"):
        Duration(months=12).times(-1)


@given(st.integers(1, LIMIT), st.integers(1, LIMIT))
def test_hours_do_not_mix(hours: int, other: int) -> None:
    for parts in ({"months": other}, {"days": other}):
        with pytest.raises(DurationError, match="hours or calendar units, not both"):
            Duration(hours=hours, **parts)
        with pytest.raises(DurationError, match="hours or calendar units, not both"):
            Duration(hours=hours).plus(Duration(**parts))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 20))
def test_times_is_repeated_plus(months: int, days: int, k: int) -> None:
    duration, total = Duration(months=months, days=days), Duration()
    for _ in range(k):
        total = total.plus(duration)
    assert duration.times(k) == total


def test_durations_have_no_order() -> None:
    with pytest.raises(TypeError):
        _ = Duration(months=1) < Duration(days=30)


def test_a_duration_error_is_a_value_error() -> None:
    assert issubclass(DurationError, ValueError)
    assert issubclass(DurationError, CountingError)
