"""Wall-clock time: there and back, and the times that do not exist or occur twice."""

from __future__ import annotations

import pickle
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.counting.instants import BOUNDARY, MAX_DAY, TIMED, Zone
from mandate.errors import ArgumentError, ZoneError
from tests.counting import tzif
from tests.counting.difficult_zones import DAYS, DIFFICULT, ZONES, day, second


@given(
    ZONES,
    st.integers(second("1800-01-01T00:00:00+00:00"), second("9998-01-01T00:00:00+00:00")),
    st.sampled_from([BOUNDARY, TIMED]),
)
def test_local_time_leads_back_to_the_second(zone: Zone, moment: int, slot: int) -> None:
    local = zone.local(3 * moment + slot)
    assert local is not None
    assert zone.second_of(local) == moment
    assert zone.day_of(3 * moment + slot) == local.date().toordinal()


@given(ZONES, DAYS)
def test_what_has_no_hour_has_no_local_time(zone: Zone, some: int) -> None:
    assert zone.local(zone.close(some)) is None


def test_local_offsets_follow_the_zone_files() -> None:
    for key in DIFFICULT:
        zone, known = Zone(key), tzif.changes(tzif.contents(key))
        for when, _ in known[1:-1]:
            for moment in (int(when) - 1, int(when)):
                local = zone.local(zone.timed(moment))
                assert local is not None
                assert local.utcoffset() == timedelta(seconds=tzif.offset_at(known, moment))


def test_local_time_means_the_same_elsewhere() -> None:
    zone = Zone("Europe/Moscow")
    local = zone.local(zone.begin(day("2020-11-10")))
    assert local is not None
    assert local.isoformat() == "2020-11-10T00:00:00+03:00"
    assert pickle.loads(pickle.dumps(local)) == local  # noqa: S301 -- its own bytes


@pytest.mark.parametrize(
    ("key", "wall", "what", "example"),
    [
        ("America/Sao_Paulo", "2018-11-04T00:30", "does not exist", "2018-11-04T00:30:00-03:00"),
        ("Asia/Beirut", "2022-03-27T00:00", "does not exist", "2022-03-27T00:00:00+02:00"),
        ("Pacific/Apia", "2011-12-30T12:00", "does not exist", "2011-12-30T12:00:00-10:00"),
        ("America/Sao_Paulo", "2018-02-17T23:30", "occurs twice", "2018-02-17T23:30:00-02:00"),
        ("America/Havana", "2022-11-06T00:00", "occurs twice", "2022-11-06T00:00:00-04:00"),
        ("America/Juneau", "1867-10-18T20:00", "occurs twice", "1867-10-18T20:00:00+15:02:19"),
        ("Europe/Moscow", "2014-10-26T01:30", "occurs twice", "2014-10-26T01:30:00+04:00"),
    ],
)
@pytest.mark.parametrize("fold", [0, 1])
def test_a_wall_clock_time_must_exist_once(
    key: str,
    wall: str,
    what: str,
    example: str,
    fold: int,
) -> None:
    naive = datetime.fromisoformat(wall).replace(fold=fold)
    message = f"{naive.isoformat()} {what} in {key}: give the offset, like {example}"
    with pytest.raises(ZoneError, match=re.escape(message)):
        Zone(key).second_of(naive)


def test_wall_clock_times_around_a_change_are_read() -> None:
    zone = Zone("America/Sao_Paulo")
    for wall, meant in [
        ("2018-11-03T23:59:59", "2018-11-03T23:59:59-03:00"),
        ("2018-11-04T01:00:00", "2018-11-04T01:00:00-02:00"),
        ("2018-02-17T22:59:59", "2018-02-17T22:59:59-02:00"),
        ("2018-02-18T00:00:00", "2018-02-18T00:00:00-03:00"),
    ]:
        assert zone.second_of(datetime.fromisoformat(wall)) == second(meant)
    twice = "2018-02-17T23:30:00"
    for offset in ("-02:00", "-03:00"):
        with_offset = datetime.fromisoformat(twice + offset)
        assert zone.second_of(with_offset) == second(twice + offset)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2020, 11, 10, 0, 0, 0, 1),
        datetime(2020, 11, 10, 0, 0, 0, 500_000, tzinfo=UTC),
        datetime(2020, 11, 10, tzinfo=timezone(timedelta(microseconds=1))),
    ],
)
def test_fractions_of_a_second_are_refused(moment: datetime) -> None:
    with pytest.raises(ArgumentError, match="has a fraction of a second: give whole seconds"):
        Zone("Europe/Moscow").second_of(moment)


def test_the_ends_of_datetime_do_not_overflow() -> None:
    west, east = timezone(timedelta(hours=-23)), timezone(timedelta(hours=23))
    first, last = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)
    zone = Zone("UTC")
    assert zone.second_of(last.replace(tzinfo=west)) == (MAX_DAY + 1) * 86_400 - 1 + 23 * 3600
    assert zone.second_of(first.replace(tzinfo=east)) == 86_400 - 23 * 3600
    assert zone.second_of(first) == 86_400
