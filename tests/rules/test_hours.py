"""Hours: begins.at, due.at, due.from-hour. Hours just pass; days keep the clock on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mandate.errors import FileError
from tests.making.building import Table, agreement, event, mandate, obligation, rules_of, term

# The truce of 27 November 2024 between Lebanon and Israel: from 04:00 in Beirut,
# https://www.pravda.com.ua/eng/news/2024/11/26/7486478/; sixty days on, the withdrawal was due by
# 02:00 GMT on 26 January 2025, https://ifpnews.com/israel-lebanon-truce-february-18-white-house/
BEIRUT = "Asia/Beirut"
FOUR = datetime(2024, 11, 27, 4, 0)
BEFORE = "2025-01-26T01:59:59Z"
AFTER = "2025-01-26T02:00:00Z"


def truce(length):
    return mandate(agreement({"truce": term({"at": FOUR}, length)}, zone=BEIRUT))


def pull_out(due, *events: Table, **more: object):
    clauses = {"truce": term({"at": FOUR}), "pull-out": obligation(due=due, **more)}
    return mandate(agreement(clauses, zone=BEIRUT), *events)


@pytest.mark.parametrize(
    ("length", "ends"),
    [
        ("60 days", datetime(2025, 1, 26, 2, tzinfo=UTC)),
        ("72 hours", datetime(2024, 11, 30, 2, tzinfo=UTC)),
        ("2 months", datetime(2025, 1, 27, 2, tzinfo=UTC)),
        # Clocks go forward on 30 March 2025: the wall says 04:00 again an hour earlier.
        ("150 days", datetime(2025, 4, 26, 1, tzinfo=UTC)),
        ("3600 hours", datetime(2025, 4, 26, 2, tzinfo=UTC)),
    ],
)
def test_a_term_that_begins_at_an_hour_ends_at_one(length, ends):
    stay = truce(length)
    second = timedelta(seconds=1)

    assert stay.status("2024-11-27T01:59:59Z").phase == "not-started"
    assert stay.status("2024-11-27T02:00:00Z").phase == "in-force"
    assert stay.status("2024-11-26").phase == "not-started"
    assert stay.status("2024-11-27").phase == "in-force"
    assert stay.status(ends - second).phase == "in-force"
    over = stay.status(ends)
    assert (over.phase, over.ended_by, over.last_day) == ("ended", "expiry", ends.date())
    assert stay.status("2024-11-27").term == over.term
    assert stay.status("2024-01-01").term == over.term


def test_what_began_at_an_hour_is_over_at_the_close_of_its_last_day():
    stay = truce("60 days")

    assert stay.status("2025-01-25").phase == "in-force"
    assert stay.status("2025-01-26").phase == "ended"


@pytest.mark.parametrize(
    "due",
    [
        {"at": datetime(2025, 1, 26, 4, 0)},
        {"at": datetime(2025, 1, 26, 2, 0, tzinfo=UTC)},
        {"within": "60 days", "from-hour": FOUR},
        {"within": "1440 hours", "from-hour": FOUR},
    ],
    ids=["local hour", "hour of utc", "sixty days", "their hours"],
)
def test_the_probe_of_the_truce(due):
    stay = pull_out(due)

    for when, state in (
        ("2024-11-27T01:59:59Z", "pending"),
        ("2025-01-25", "pending"),
        (BEFORE, "pending"),
        (AFTER, "overdue"),
        ("2025-01-26", "overdue"),
    ):
        found = stay.status(when).clauses["pull-out"]
        assert (found.state, found.due) == (state, date(2025, 1, 26))


def test_an_hour_reads_the_wall_of_the_agreement():
    stay = pull_out({"at": datetime(2025, 1, 26, 4, 0, tzinfo=UTC)})

    assert stay.status("2025-01-26T03:59:59Z").clauses["pull-out"].state == "pending"
    assert stay.status("2025-01-26T04:00:00Z").clauses["pull-out"].state == "overdue"


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (datetime(2025, 1, 26, 1, 59, 59, tzinfo=UTC), "performed"),
        (datetime(2025, 1, 26, 2, 0, 0, tzinfo=UTC), "performed-late"),
    ],
)
def test_performance_at_an_hour_is_held_against_the_hour(on, state):
    done = event("performance", on, of="pull-out", by="alfa")

    found = pull_out({"at": datetime(2025, 1, 26, 4, 0)}, done).status("2025-01-26").clauses

    assert (found["pull-out"].state, found["pull-out"].performed_on) == (state, date(2025, 1, 26))


def test_a_day_without_an_hour_against_an_hour_of_that_day_is_undetermined():
    done = event("performance", date(2025, 1, 26), of="pull-out", by="alfa")

    status = pull_out({"at": datetime(2025, 1, 26, 4, 0)}, done).status("2025-01-26")

    assert "clauses.pull-out.state" in status.undetermined


def test_the_extension_of_the_truce():
    """On 26 January 2025 it was extended to 18 February (the White House, same source as above)."""
    moved = event("extension", date(2025, 1, 26), of="pull-out", until=date(2025, 2, 18))
    stay = pull_out({"within": "60 days", "from-hour": FOUR}, moved)

    assert stay.status(AFTER).clauses["pull-out"].state == "overdue"
    assert stay.status("2025-01-30").clauses["pull-out"].due == date(2025, 2, 18)
    assert stay.status("2025-01-30").clauses["pull-out"].state == "pending"
    # What is due at an hour keeps it: until four o'clock on the 18th, as the sixty days were.
    last = stay.status("2025-02-18T03:59:59+02:00").clauses["pull-out"]
    assert (last.state, last.due_at.isoformat()) == ("pending", "2025-02-18T04:00:00+02:00")
    assert stay.status("2025-02-18").clauses["pull-out"].state == "overdue"
    assert stay.status("2025-02-19").clauses["pull-out"].state == "overdue"


def test_a_duty_and_an_obligation_that_begin_at_an_hour():
    clauses = {
        "truce": term({"at": FOUR}),
        "quiet": {"kind": "duty", "bound": "alfa", "begins": {"at": FOUR}},
        "pull-out": obligation(begins={"at": FOUR}),
    }
    stay = mandate(agreement(clauses, zone=BEIRUT))

    early, late = stay.status("2024-11-27T01:59:59Z"), stay.status("2024-11-27T02:00:00Z")
    assert [early.clauses[n].state for n in ("quiet", "pull-out")] == ["not-started"] * 2
    assert [late.clauses[n].state for n in ("quiet", "pull-out")] == ["standing", "pending"]


@pytest.mark.parametrize("hour", [datetime(2025, 3, 30, 0, 30), datetime(2024, 10, 26, 23, 30)])
def test_an_hour_that_does_not_exist_or_occurs_twice_is_refused(hour):
    with pytest.raises(FileError, match="give the offset"):
        mandate(agreement({"truce": term({"at": hour}, "60 days")}, zone=BEIRUT))


def test_fractions_of_a_second_are_refused_in_events_and_floored_in_questions():
    late = event("notice", datetime(2025, 1, 1, 0, 0, 0, 5, tzinfo=UTC), by="alfa")
    with pytest.raises(FileError, match="fraction of a second"):
        mandate(agreement({"truce": term({"at": FOUR}, "60 days", notice="1 day")}), late)

    stay = truce("60 days")
    assert stay.status("2025-01-26T01:59:59.999999Z") == stay.status(BEFORE)


def test_at_one_instant_boundaries_come_before_timed_events():
    begins = date(2020, 1, 1)
    noted = event("notice", datetime(2020, 1, 1, tzinfo=UTC), by="alfa")

    stay = mandate(agreement({"stay": term(begins, "1 year", notice="1 month")}), noted)

    status = stay.status("2020-01-01T00:00:00Z")
    assert status.notice == "running"
    assert rules_of(status)[-1] == "notice-in-time"
    assert stay.status("2019-12-31T23:59:59Z").phase == "not-started"


@pytest.mark.parametrize("notice", ["2 months", "60 days"])
@pytest.mark.parametrize("given", [date(2025, 1, 31), date(2025, 3, 1)])
def test_a_notice_has_its_whole_period_where_the_hour_of_the_end_is_midnight(notice, given):
    """Midnight is the end of a day: a term from then ends as one from that day does."""
    text = {"lasts": "30 days", "evergreen": {"notice": notice}, "notice": {"by": ["alfa"]}}
    ends = []
    for begins in ({"on": FOUR.date()}, {"at": datetime(2024, 11, 27)}):
        stay = agreement({"truce": {**term(begins), **text}}, zone=BEIRUT)
        ends.append(mandate(stay, event("notice", given, of="truce", by="alfa")).status(given))

    assert ends[0].last_day == ends[1].last_day
    assert ends[1].clauses["truce"].ends_at is not None
