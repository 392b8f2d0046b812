"""Zones with everything that goes wrong at midnight, and days in which it does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from mandate.counting.instants import MAX_DAY, MIN_DAY, Zone
from tests.counting import tzif

DIFFICULT = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Monrovia",
    "America/Havana",
    "America/Juneau",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Baku",
    "Asia/Beirut",
    "Asia/Manila",
    "Asia/Yerevan",
    "Australia/Lord_Howe",
    "Europe/Amsterdam",
    "Europe/Dublin",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "UTC",
]
ZONES = st.sampled_from(DIFFICULT).map(Zone)
DAYS = st.one_of(
    st.dates(date(1840, 1, 1), date(2100, 1, 1)).map(date.toordinal),
    st.integers(MIN_DAY - 1_000, MIN_DAY + 1_000),
    st.integers(MAX_DAY - 1_000, MAX_DAY + 1_000),
    st.integers(-5_000_000, 10_000_000),
)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def second(text: str) -> int:
    moment = datetime.fromisoformat(text)
    since = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return tzif.UNIX_EPOCH + since // timedelta(seconds=1)
