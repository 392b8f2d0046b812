"""Every question at both edges of the calendar, asked in offsets that lead beyond them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import icalendar
import pytest

import mandate

TRUCE = Path(__file__).parents[1] / "cases/due-at-an-hour"
EARLIEST, LATEST = "0001-01-01", "9999-12-31"
MOMENTS = (
    EARLIEST,
    LATEST,
    *(f"{EARLIEST}T00:00:00{offset}" for offset in ("-12:00", "+14:00", "+23:59")),
    *(f"{LATEST}T23:59:59{offset}" for offset in ("-12:00", "+14:00", "-23:59")),
)
#: Zone, and the hour of its last day that lies furthest in UTC.
ZONES = {
    "Etc/GMT+12": "9999-12-31T23:30:00-12:00",
    "Pacific/Kiritimati": "9999-12-31T23:30:00+14:00",
    "UTC": "9999-12-31T23:30:00Z",
}
#: How the record of that agreement may end.
RECORDS = {
    "": "",
    "complete to the first day": "complete-to = 0001-01-01\n",
    "complete to the last day": "complete-to = 9999-12-31\n",
    "a gap to the last day": "complete-to = 9999-12-31\n"
    "gaps = [{ from = 2031-01-01, to = 9999-12-31, because = 'x' }]\n",
    "a gap from the first day": "complete-to = 9999-12-31\n"
    "gaps = [{ from = 0001-01-01, to = 2031-12-01, because = 'x' }]\n",
    "a gap of the first day": "complete-to = 2031-11-20\n"
    "gaps = [{ from = 0001-01-01, to = 0001-01-01, because = 'x' }]\n",
}


def at_the_edge(folder, zone, record=""):
    """Write an agreement of which something is due in the last hours of the calendar."""
    text = (TRUCE / "agreement.toml").read_text("utf-8")
    text = text.replace('key = "Etc/GMT-3"', f'key = "{zone}"')
    assert f'key = "{zone}"' in text
    text = text.replace("due.at = 2031-11-13T12:00:00+03:00", f"due.at = {ZONES[zone]}")
    assert ZONES[zone] in text
    text = text.replace("due.at = 2031-11-13T00:00:00+03:00", "due.by = 9999-12-31")
    (folder / "agreement.toml").write_text(text, "utf-8")
    lines = f'format = 1\nagreement = "ember-truce"\n{record}'
    (folder / "record.toml").write_text(lines, "utf-8")
    return mandate.load(folder, matcher="plain")


def asked(one, moment):
    """Ask everything that can be asked of a moment; return what is told."""
    status = one.status(moment)
    known = one.as_known_on(moment)
    answers = [
        status,
        status.assumptions,
        status.receipt(),
        status.explain(),
        *(status.explain(f"parties.{name}") for name in status.parties),
        one.status(moment, as_known_on=moment),
        one.status(moment, as_known_on=moment).assumptions,
        one.status(moment, as_known_on=moment).receipt(),
        one.status(moment, as_known_on=MOMENTS[-1]).assumptions,
        one.status("2031-11-12", as_known_on=moment).assumptions,
        known.status(LATEST).assumptions,
        known.powers("2031-11-12"),
        known.timeline("2031-11-01", "2031-12-01"),
        one.statuses([moment, moment]),
    ]
    assert mandate.verify(
        mandate.to_json(status.receipt()), mandate.to_json(status), against=one
    ).ok
    told = [text for answer in answers for text in (str(answer), repr(answer))]
    assert mandate.from_json(mandate.to_json(status)) == status.as_dict()
    for answer in answers:
        told.append(mandate.to_json(answer))
        if isinstance(answer, mandate.Table):
            answer.to_rows()
    return told


def asked_between(one, start, end):
    """Ask everything that can be asked of days from one to another."""
    answers = [
        one.timeline(start, end),
        one.deadlines(start, end),
        one.when({"phase": "in-force"}, start, end),
        mandate.compare(one, one.text_alone(), start, end),
        one.next_change(start),
        one.next_change(end),
        one.overdue(start),
        one.overdue(end),
        one.powers(start),
        one.powers(end),
    ]
    return [mandate.to_json(answer) + str(answer) for answer in answers]


@pytest.mark.parametrize("moment", [MOMENTS[0], MOMENTS[4], MOMENTS[-3], MOMENTS[-1]])
@pytest.mark.parametrize("name", mandate.agreements())
def test_bundled_agreements_answer_at_the_edges(name, moment):
    assert all(asked(mandate.load(name, matcher="plain"), moment))


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_agreements_whose_days_reach_the_edges(tmp_path, zone, record):
    one = at_the_edge(tmp_path, zone, record)

    for moment in MOMENTS:
        assert all(asked(one, moment))
    for days in ((EARLIEST, EARLIEST), (LATEST, LATEST), ("9999-12-01", LATEST)):
        assert all(asked_between(one, *days))
    chance = one.last_chance({"kind": "notice", "of": "truce", "by": "arden"}, on=LATEST)
    assert str(chance)


def test_the_days_of_an_assumption_end_with_the_calendar():
    found = mandate.status(f"{LATEST}T23:59:59-12:00").assumptions

    assert found == mandate.status(LATEST).assumptions
    assert max(one.last_day for one in found) == date.max


@pytest.mark.parametrize("zone", ZONES)
def test_the_last_day_in_a_calendar(tmp_path, zone):
    at_the_edge(tmp_path, zone)

    docket = mandate.docket("9999-12-31", "90 days", [tmp_path])
    events = icalendar.Calendar.from_ical(docket.to_ical()).walk("VEVENT")

    found = {event["uid"].split(".")[1]: event for event in events}
    assert found["town"].decoded("dtstart") == date.max
    assert "dtend" not in found["town"]  # RFC 5545, 3.6.1: then it has one day
    hour = found["maps"].decoded("dtstart")
    far = {"Etc/GMT+12": date.max, "UTC": datetime(9999, 12, 31, 23, 30, tzinfo=UTC)}
    assert hour == far.get(zone, datetime(9999, 12, 31, 9, 30, tzinfo=UTC))


def test_deadlines_at_the_edges_have_an_order(tmp_path):
    one = at_the_edge(tmp_path, "Etc/GMT+12").deadlines(LATEST, LATEST)

    assert [(d.clause, d.at is None) for d in one] == [("maps", False), ("town", True)]
    first = mandate.Deadline(
        date.min, datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        "a", "b", "due", "says", (), "pending", open=True, cite="",
    )  # fmt: skip
    assert sorted([one[0], first]) == [first, one[0]]
