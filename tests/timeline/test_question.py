"""A question: a day or an instant in the zone of the text, and what a derivation keeps of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import mandate
from mandate.counting.arguments import as_day_or_instant
from mandate.counting.instants import Zone
from mandate.timeline.question import Question

YEREVAN = Zone("Asia/Yerevan")  # four hours ahead of UTC in 2020


def question(when: str) -> Question:
    return Question(YEREVAN, *as_day_or_instant(when, "when"))


def test_a_day_is_asked_about_at_its_close() -> None:
    asked = question("2020-11-10")

    assert (asked.date, asked.instant, asked.moment) == (date(2020, 11, 10), None, asked.date)
    assert asked.day == date(2020, 11, 10).toordinal()
    assert asked.limit == YEREVAN.after(asked.day)
    assert str(asked) == "2020-11-10"


def test_an_instant_lies_on_a_day_of_the_zone() -> None:
    asked = question("2020-11-10T21:30Z")

    assert asked.date == date(2020, 11, 11)
    assert asked.instant == asked.moment == datetime(2020, 11, 10, 21, 30, tzinfo=UTC)
    assert asked.limit == YEREVAN.timed(asked.value) + 1
    assert str(asked) == "2020-11-11T01:30+04:00"


@pytest.mark.parametrize("when", ["9999-12-31T23:00Z", "0001-01-01T00:00+14:00"])
def test_an_instant_beyond_the_calendar_can_be_asked_about_again(when: str) -> None:
    asked = question(when)

    assert asked.instant is None
    assert question(asked.moment.isoformat()) == asked


def test_questions_are_values() -> None:
    offset = timezone(timedelta(hours=4))
    alike = [question("2020-11-10T21:30Z"), question("2020-11-11T01:30+04:00")]

    assert len(set(alike)) == 1
    assert question("2020-11-10") != question(datetime(2020, 11, 10, tzinfo=offset).isoformat())


def test_what_is_worked_out_of_a_derivation_is_kept() -> None:
    derivation = mandate.load("nagorno-karabakh-2020")._derivation  # noqa: SLF001  # not public
    known = derivation.known_by(question("2021-01-01"))

    assert derivation.once(lambda _: []) == []
    assert derivation.once(_list) is derivation.once(_list)
    assert known.once(_list) is derivation.once(_list)
    assert known.known_by(question("2021-01-01")) is known
    assert (known.known, derivation.known) == (question("2021-01-01"), None)


def _list(derivation: object) -> list[object]:
    return [derivation]
