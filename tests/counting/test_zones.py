"""Where days begin and end: gaps, folds, days left out, and the ends of the calendar."""

from __future__ import annotations

import pickle
import re
from bisect import bisect_left
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.counting.instants import (
    BOUNDARY,
    CLOSE,
    MAX_DAY,
    MIN_DAY,
    NEVER,
    NO_DAY,
    TIMED,
    Zone,
    to_date,
    tzdata_version,
)
from mandate.errors import CountingError, ZoneError
from tests.counting import tzif
from tests.counting.difficult_zones import DAYS, DIFFICULT, ZONES, day, second

CYCLE = 146_097

# ── Where a day begins ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "which", "begins"),
    [
        ("Europe/Moscow", "2020-11-10", "2020-11-10T00:00:00+03:00"),
        ("Asia/Baku", "2020-11-10", "2020-11-10T00:00:00+04:00"),
        # A gap at midnight: the day begins at 01:00.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"),
        ("Asia/Beirut", "2022-03-27", "2022-03-27T01:00:00+03:00"),
        ("Africa/Cairo", "2024-04-26", "2024-04-26T01:00:00+03:00"),
        ("Asia/Beirut", "2999-03-31", "2999-03-31T01:00:00+03:00"),
        # Clocks go back at midnight to 23:00: one midnight only, after the second 23:59.
        ("Asia/Beirut", "2022-10-30", "2022-10-30T00:00:00+02:00"),
        ("America/Sao_Paulo", "2018-02-18", "2018-02-18T00:00:00-03:00"),
        # Clocks go back at 01:00 to midnight, or at 00:01 to 23:01: the first of two midnights.
        ("America/Havana", "2022-11-06", "2022-11-06T00:00:00-04:00"),
        ("America/St_Johns", "2010-11-07", "2010-11-07T00:00:00-02:30"),
        # A day left out begins where the next one does.
        ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"),
        ("Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00"),
        ("Pacific/Kwajalein", "1993-08-21", "1993-08-22T00:00:00+12:00"),
        ("Pacific/Kiritimati", "1994-12-31", "1995-01-01T00:00:00+14:00"),
        # A day had twice: Alaska went from the Asian to the American date.
        ("America/Juneau", "1867-10-18", "1867-10-18T00:00:00+15:02:19"),
        ("America/Juneau", "1867-10-19", "1867-10-19T00:00:00+15:02:19"),
        ("America/Juneau", "1867-10-20", "1867-10-20T00:00:00-08:57:41"),
        # Local mean time, to the second.
        ("Europe/Moscow", "1879-12-31", "1879-12-31T00:00:00+02:30:17"),
        ("Africa/Monrovia", "1960-01-01", "1960-01-01T00:00:00-00:44:30"),
    ],
)
def test_a_day_begins(key: str, which: str, begins: str) -> None:
    assert Zone(key).start_of_day(day(which)) == second(begins)


def test_days_begin_as_the_zone_files_say_around_every_change() -> None:
    """All zones, all changes, days next to them; against a second reader of the files."""
    files = {tzif.contents(key): key for key in tzif.all_keys()}
    assert len(files) > 300
    wrong = []
    for data, key in files.items():
        zone, known = Zone(key), tzif.changes(data)
        around = {
            (int(when) + offset) // 86_400 + near
            for when, offset in known[1:-1]  # after the last one the rule for later years holds
            for near in (-1, 0, 1, 2)
        }
        last = known[-1][0] - 3 * 86_400
        for some in around:
            expected = tzif.first_second(known, some)
            if expected < last and zone.start_of_day(some) != expected:
                wrong.append((key, to_date(some)))
    assert not wrong


@given(ZONES, st.integers(MIN_DAY + 3, MAX_DAY - 3))
def test_a_day_begins_when_the_wall_first_shows_it(zone: Zone, some: int) -> None:
    begins = zone.start_of_day(some)
    shown, before = zone.local(3 * begins + TIMED), zone.local(3 * (begins - 1) + TIMED)
    assert shown is not None
    assert before is not None
    assert before.date().toordinal() < some <= shown.date().toordinal()


@given(ZONES, DAYS)
def test_days_begin_in_order(zone: Zone, some: int) -> None:
    length = zone.start_of_day(some + 1) - zone.start_of_day(some)
    assert 0 <= length <= 48 * 3600
    assert length > 0 or (zone.key, some) in {
        ("Asia/Manila", day("1844-12-31")),
        ("Pacific/Apia", day("2011-12-30")),
        ("Pacific/Kiritimati", day("1994-12-31")),
        ("Pacific/Kwajalein", day("1993-08-21")),
    }


@given(ZONES, DAYS)
def test_a_position_knows_its_day(zone: Zone, some: int) -> None:
    if zone.start_of_day(some) == zone.start_of_day(some + 1):
        assert zone.day_of(zone.begin(some)) == some + 1
        assert zone.day_of(zone.close(some)) == some - 1
    else:
        assert zone.day_of(zone.begin(some)) == some
        assert zone.day_of(zone.timed(zone.start_of_day(some))) == some


@given(ZONES, DAYS)
def test_begin_and_close_of_a_day_lie_in_it(zone: Zone, some: int) -> None:
    starts = [zone.start_of_day(some + near) for near in (0, 1, 2)]
    if starts[0] < starts[1] < starts[2]:
        assert zone.day_of(zone.begin(some)) == some == zone.day_of(zone.close(some))


@given(ZONES, DAYS)
def test_the_order_of_what_shares_an_instant(zone: Zone, some: int) -> None:
    midnight = zone.start_of_day(some + 1)
    positions = [
        zone.timed(midnight - 1),
        zone.close(some),
        zone.after(some),
        zone.timed(midnight),
    ]
    assert positions == sorted(set(positions))
    assert zone.after(some) == zone.begin(some + 1)
    assert [position % 3 for position in positions] == [TIMED, CLOSE, BOUNDARY, TIMED]


@given(ZONES, DAYS)
def test_a_date_is_answered_at_its_close(zone: Zone, some: int) -> None:
    """A span that ends at the end of the day still holds on it; one that begins then does not."""
    starts = [zone.begin(some), zone.after(some)]
    if starts[0] < starts[1]:
        assert bisect_left(starts, zone.after(some)) - 1 == 0
        assert bisect_left(starts, zone.after(some + 1)) - 1 == 1


def test_after_clocks_go_back_over_midnight_the_wall_shows_the_earlier_day() -> None:
    zone = Zone("America/St_Johns")
    again = second("2010-11-06T23:30:00-03:30")
    assert again > zone.start_of_day(day("2010-11-07"))
    assert zone.day_of(zone.timed(again)) == day("2010-11-06")


def test_a_day_left_out_has_no_position_of_its_own() -> None:
    zone, gone = Zone("Pacific/Apia"), day("2011-12-30")
    assert zone.begin(gone) == zone.begin(gone + 1)
    assert zone.close(gone) == zone.close(gone - 1) < zone.begin(gone)
    assert zone.after(gone - 1) == zone.after(gone)
    assert zone.day_of(zone.close(gone)) == gone - 1


# ── The ends of the calendar, and beyond ────────────────────────────────────


@given(ZONES, st.integers(MAX_DAY - 200_000, MAX_DAY + 5_000_000))
def test_later_centuries_repeat(zone: Zone, some: int) -> None:
    begins = zone.start_of_day(some)
    assert zone.start_of_day(some + CYCLE) == begins + CYCLE * 86_400
    assert zone.day_of(zone.begin(some)) == some


@given(ZONES, st.integers(-5_000_000, MIN_DAY + 600_000))
def test_before_the_first_change_the_offset_is_fixed(zone: Zone, some: int) -> None:
    offset = tzif.changes(tzif.contents(zone.key))[0][1]
    assert zone.start_of_day(some) == some * 86_400 - offset
    assert zone.day_of(zone.close(some)) == some


@pytest.mark.parametrize("key", DIFFICULT)
def test_the_first_and_the_last_day(key: str) -> None:
    zone = Zone(key)
    for edge in (MIN_DAY, MAX_DAY):
        assert zone.day_of(zone.begin(edge)) == edge == zone.day_of(zone.close(edge))
        local = zone.local(zone.begin(edge))
        assert local is not None
        assert local.date() == to_date(edge)
        assert zone.second_of(local) == zone.start_of_day(edge)
    assert zone.local(zone.begin(MAX_DAY + 1)) is None
    assert zone.local(zone.timed(zone.start_of_day(MIN_DAY) - 1)) is None
    final = zone.local(zone.timed(zone.start_of_day(MAX_DAY + 1) - 1))
    assert final is not None
    assert final.isoformat().startswith("9999-12-31T23:59:59")


def test_dates_of_ordinals() -> None:
    assert (to_date(MIN_DAY), to_date(MAX_DAY)) == (date.min, date.max)
    assert to_date(MIN_DAY - 1) is to_date(MAX_DAY + 1) is to_date(NO_DAY) is None


@given(ZONES, st.integers(-(10**10) + 1, 10**10 - 2))
def test_positions_stay_below_never_and_exact_in_a_double(zone: Zone, some: int) -> None:
    assert -NEVER < zone.begin(some) < NEVER
    assert int(float(zone.close(some))) == zone.close(some)


@given(ZONES)
def test_no_such_day_is_never_reached(zone: Zone) -> None:
    assert zone.begin(NO_DAY) == zone.close(NO_DAY) == zone.after(NO_DAY) == NEVER
    assert zone.day_of(NEVER) == NO_DAY
    assert zone.local(NEVER) is None


@pytest.mark.parametrize("some", [10**10, -(10**10), NO_DAY - 1])
def test_a_day_too_far_away_is_refused(some: int) -> None:
    with pytest.raises(CountingError, match=f"day {some} is too far away"):
        Zone("UTC").begin(some)


# ── Zones as values ─────────────────────────────────────────────────────────


def test_a_zone_is_its_key() -> None:
    zone = Zone("Europe/Moscow")
    assert zone == Zone("Europe/Moscow") != Zone("Asia/Baku")
    assert len({zone, Zone("Europe/Moscow"), Zone("Asia/Baku")}) == 2
    again = pickle.loads(pickle.dumps(zone))  # noqa: S301 -- its own bytes
    assert again == zone
    assert again.begin(737_739) == zone.begin(737_739)


def test_every_zone_of_the_package_is_known() -> None:
    assert all(Zone(key).start_of_day(737_739) for key in tzif.all_keys())


_NO_PLACE = 'write an IANA key, like "Europe/Moscow": the name of a place, no abbreviation and no'


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("europe/moscow", "unknown zone 'europe/moscow': write 'Europe/Moscow'"),
        ("Europe/Mosow", "unknown zone 'Europe/Mosow': did you mean 'Europe/Moscow'"),
        ("Eastern", "unknown zone 'Eastern': did you mean"),
        ("???", "unknown zone '...': write an IANA key, like \"Europe/Moscow\""),
        ("localtime", "unknown zone 'localtime': "),
        ("../zones", "unknown zone '../zones': "),
        ("Europe", "unknown zone 'Europe': "),
        ("", "unknown zone ''"),
        ("+03:00", r"unknown zone '\+03:00'"),
        (None, "unknown zone None"),
        (["UTC"], "unknown zone a list: write an IANA key"),
        ("MSK", _NO_PLACE),
        ("msk", _NO_PLACE),
        ("UTC+3", _NO_PLACE),
        ("GMT+3", _NO_PLACE),
        ("etc/gmt+3", _NO_PLACE),
        ("+03", _NO_PLACE),
        ("CEST", _NO_PLACE),
        ("cest", _NO_PLACE),
        ("AZOST", _NO_PLACE),
        ("Moscow", "did you mean 'Europe/Moscow'\\?$"),
        ("Europe/Moskow", "did you mean 'Europe/Moscow'\\?$"),
        ("Asia/Moscow", "did you mean 'Europe/Moscow'\\?$"),
        ("America/New York", "did you mean 'America/New_York'\\?$"),
        ("Europe/" * 99_999, "^unknown zone 'Europe/.{53}…': write an IANA key"),
    ],
)
def test_unknown_zones(key: object, message: str) -> None:
    with pytest.raises(ZoneError, match=message) as caught:
        Zone(key)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_the_release_of_the_data_is_named() -> None:
    assert re.fullmatch(r"20\d\d[a-z]", tzdata_version())
