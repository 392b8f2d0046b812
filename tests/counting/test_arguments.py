"""The gate for dates: everything it lets in, and one clear line for everything else."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mandate.counting.arguments import as_day_or_instant
from mandate.counting.instants import MAX_DAY, Zone
from mandate.errors import ArgumentError, MandateError

DAY = date(2020, 11, 10).toordinal()
MIDNIGHT = DAY * 86_400
ADVICE = (
    'write a date as "YYYY-MM-DD", or an instant with its offset, like "2025-01-26T01:59+04:00"'
)
OFFSETS = st.integers(-86_399, 86_399).map(lambda s: timezone(timedelta(seconds=s)))


@given(st.dates())
def test_dates(value: date) -> None:
    expected = ("day", value.toordinal())
    assert as_day_or_instant(value, "on") == expected
    assert as_day_or_instant(value.isoformat(), "on") == expected


@given(st.datetimes(timezones=OFFSETS))
@example(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=23))))
@example(datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-23))))
def test_aware_times_are_floored(value: datetime) -> None:
    expected = ("instant", Zone("UTC").second_of(value.replace(microsecond=0)))
    assert as_day_or_instant(value, "on") == expected
    assert as_day_or_instant(value.isoformat(), "on") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-11-10", ("day", DAY)),
        ("0001-01-01", ("day", 1)),
        ("9999-12-31", ("day", MAX_DAY)),
        ("2020-11-10T00:00Z", ("instant", MIDNIGHT)),
        ("2020-11-10T00:00:00Z", ("instant", MIDNIGHT)),
        ("2020-11-10T00:00+03:00", ("instant", MIDNIGHT - 3 * 3600)),
        ("2020-11-10T00:00-03:30", ("instant", MIDNIGHT + 12_600)),
        ("2020-11-10T00:00:01.999999999+00:00", ("instant", MIDNIGHT + 1)),
        ("2020-11-10T23:59:59+02:30:17", ("instant", MIDNIGHT + 86_399 - 9017)),
        ("2025-01-26T01:59Z", ("instant", date(2025, 1, 26).toordinal() * 86_400 + 7140)),
        (np.str_("2020-11-10"), ("day", DAY)),
        (np.datetime64("2020-11-10"), ("day", DAY)),
        (np.datetime64("2020-11-10", "D"), ("day", DAY)),
        (pd.Timestamp("2020-11-10"), ("day", DAY)),
        (pd.Timestamp("2020-11-10", tz="UTC"), ("instant", MIDNIGHT)),
        (pd.Timestamp("2020-11-10", tz="Europe/Moscow"), ("instant", MIDNIGHT - 3 * 3600)),
        (pd.Timestamp("2020-11-10T00:00:00.999999999Z"), ("instant", MIDNIGHT)),
    ],
)
def test_accepted(value: object, expected: tuple[str, int]) -> None:
    assert as_day_or_instant(value, "on") == expected


class Shapeless(tzinfo):
    """A zone that gives no offset: the time is as good as naive."""

    def utcoffset(self, dt: datetime | None) -> None:
        """Return nothing."""

    def dst(self, dt: datetime | None) -> None:
        """Return nothing."""

    def tzname(self, dt: datetime | None) -> None:
        """Return nothing."""


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (None, "None is not a date"),
        (True, "true is not a date"),
        (20201110, "20201110 is not a date"),
        (1604966400.0, "1604966400.0 is not a date"),
        (float("nan"), "nan is not a date"),
        (np.float64("nan"), "a value of type float64 is not a date"),
        (np.int64(1), "a value of type int64 is not a date"),
        (Decimal(1), "a value of type Decimal is not a date"),
        (b"2020-11-10", "a value of type bytes is not a date"),
        (("2020-11-10",), "a list is not a date"),
        (time(1), "01:00:00 is not a date"),
        (np.array(["2020-11-10"]), "a value of type ndarray is not a date"),
        (pd.NaT, "NaT is not a date"),
        (np.datetime64("NaT", "s"), "NaT is not a date"),
        (np.datetime64("NaT", "D"), "NaT is not a date"),
        (pd.NA, "a value of type NAType is not a date"),
        (pd.Period("2020-11-10"), "a value of type Period is not a date"),
        (datetime(2020, 11, 10), "2020-11-10T00:00:00 has no time zone: "),
        (datetime(2020, 11, 10, 4), "2020-11-10T04:00:00 has no time zone: "),
        (datetime(2020, 11, 10, tzinfo=Shapeless()), "2020-11-10T00:00:00 has no time zone: "),
        (pd.Timestamp("2020-11-10T04:00"), "2020-11-10T04:00:00 has no time zone: "),
        (pd.Timestamp(1, unit="ns"), "1970-01-01T00:00:00.000000001 has no time zone: "),
        (np.datetime64("2020-11-10T00:00"), "datetime64[m] '2020-11-10T00:00' is not a date: use"),
        (np.datetime64("2020-11-10", "ns"), "is not a date: use datetime64[D]"),
        (np.datetime64("2020-11"), "datetime64[M] '2020-11' is not a date: use datetime64[D]"),
        (np.datetime64("10000-01-01"), "'10000-01-01' is not a date"),
        (np.datetime64("-0001-01-01"), "'-001-01-01' is not a date"),
        ("", "'' is not a date"),
        ("2020", "'2020' is not a date"),
        ("2020-11", "'2020-11' is not a date"),
        ("2020-11- 1", "'2020-11- 1' is not a date"),
        ("2020-11-1", "'2020-11-1' is not a date"),
        ("20201110", "'20201110' is not a date"),
        ("2020/11/10", "'2020/11/10' is not a date"),
        ("10.11.2020", "'10.11.2020' is not a date"),
        ("10 November 2020", "'10 November 2020' is not a date"),
        (" 2020-11-10", "' 2020-11-10' is not a date"),
        ("2020-11-10\n", r"'2020-11-10\n' is not a date"),
        ("+2020-11-10", "'+2020-11-10' is not a date"),
        ("2020-W46-2", "'2020-W46-2' is not a date"),
        ("2020-315", "'2020-315' is not a date"),
        ("\N{FULLWIDTH DIGIT TWO}020-11-10", "020-11-10' is not a date"),
        ("today", "'today' is not a date"),
        ("nan", "'nan' is not a date"),
        ("2021-02-29", "'2021-02-29' is not a day of the calendar"),
        ("2020-11-31", "'2020-11-31' is not a day of the calendar"),
        ("2020-13-01", "'2020-13-01' is not a day of the calendar"),
        ("0000-01-01", "'0000-01-01' is not a day of the calendar"),
        ("2021-02-29T00:00Z", "'2021-02-29T00:00Z' is not a day of the calendar"),
        ("2020-11-10T04:00", "'2020-11-10T04:00' has no time zone: "),
        ("2020-11-10T04:00:00.5", "'2020-11-10T04:00:00.5' has no time zone: "),
        ("2020-11-10 04:00+04:00", "'2020-11-10 04:00+04:00' is not a date"),
        ("2020-11-10T04+04:00", "'2020-11-10T04+04:00' is not a date"),
        ("2020-11-10T04:00+0400", "'2020-11-10T04:00+0400' is not a date"),
        ("2020-11-10T04:00+04", "'2020-11-10T04:00+04' is not a date"),
        ("2020-11-10T04:00z", "'2020-11-10T04:00z' is not a date"),
        ("2020-11-10Z", "'2020-11-10Z' is not a date"),
        ("2020-11-10T24:00Z", "'2020-11-10T24:00Z' is not a date"),
        ("2020-11-10T23:60Z", "'2020-11-10T23:60Z' is not a date"),
        ("2020-11-10T23:59:60Z", "'2020-11-10T23:59:60Z' is not a date"),
        ("2020-11-10T04:00+24:00", "'2020-11-10T04:00+24:00' is not a date"),
        ("2020-11-10T04:00[Europe/Moscow]", "'2020-11-10T04:00[Europe/Moscow]' is not a date"),
        ("x" * 5000, "xxx…' is not a date"),
    ],
)
def test_refused(value: object, what: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        as_day_or_instant(value, "as_known_on")
    message = str(caught.value)
    assert message.startswith("as_known_on: ")
    assert what in message
    assert message.endswith(ADVICE)
    assert "\n" not in message
    assert len(message) < 260


def test_a_refusal_is_a_value_error_of_the_library() -> None:
    assert issubclass(ArgumentError, ValueError)
    assert issubclass(ArgumentError, MandateError)


@given(st.text(alphabet="0123456789-T:Z+. ", max_size=26))
def test_no_text_does_anything_else(text: str) -> None:
    try:
        kind, number = as_day_or_instant(text, "on")
    except ArgumentError as refusal:
        assert str(refusal).startswith("on: ")  # noqa: PT017 -- most examples are refused
    else:
        assert len(text) == 10 if kind == "day" else len(text) > 10
        assert number > 0


def test_an_instant_and_its_zone_agree() -> None:
    moment = datetime(2020, 11, 10, 0, 0, tzinfo=UTC)
    kind, found = as_day_or_instant(moment, "on")
    assert kind == "instant"
    assert Zone("Europe/Moscow").local(3 * found + 2) == moment
