"""The 2020 statement: what each attribute of a status says of it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import mandate

NK = mandate.load("nagorno-karabakh-2020")
MOSCOW = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    ("on", "phase", "number", "first", "last", "deadline", "notice"),
    [
        ("2020-11-09", "not-started", 1, (2020, 11, 10), (2025, 11, 10), (2025, 5, 10), "not-open"),
        ("2020-11-10", "in-force", 1, (2020, 11, 10), (2025, 11, 10), (2025, 5, 10), "open"),
        ("2025-05-10", "in-force", 1, (2020, 11, 10), (2025, 11, 10), (2025, 5, 10), "open"),
        ("2025-05-11", "in-force", 1, (2020, 11, 10), (2025, 11, 10), (2025, 5, 10), "closed"),
        ("2025-11-10", "in-force", 1, (2020, 11, 10), (2025, 11, 10), (2025, 5, 10), "closed"),
        ("2025-11-11", "in-force", 2, (2025, 11, 11), (2030, 11, 10), (2030, 5, 10), "open"),
        ("2041-01-01", "in-force", 5, (2040, 11, 11), (2045, 11, 10), (2045, 5, 10), "open"),
    ],
)
def test_headline(on, phase, number, first, last, deadline, notice):  # noqa: PLR0913  # a row
    status = NK.status(on)

    assert status.phase == phase
    assert status.in_force is (phase == "in-force")
    assert status.ended_by is None
    assert status.term == mandate.Term(number, date(*first), date(*last))
    assert (status.last_day, status.notice_deadline) == (date(*last), date(*deadline))
    assert status.notice == notice
    assert status.headline == status.clauses["mandate"]
    assert status.headline.term == status.term
    assert status.agreement == "nagorno-karabakh-2020"
    assert status.date == date.fromisoformat(on)
    assert status.instant is None


def test_words_are_enumerations_and_texts():
    status = NK.status("2020-11-21")

    assert isinstance(status.phase, mandate.words.Phase)
    assert isinstance(status.notice, mandate.words.NoticeState)
    assert isinstance(status.clauses["aghdam"].state, mandate.words.ObligationState)
    assert status.phase == "in-force"
    assert f"{status.phase}" == "in-force"


def test_instrument_outlives_the_stay():
    ended = NK.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-10"}).status("2025-11-11")

    assert (ended.phase, ended.ended_by) == ("ended", "notice")
    assert ended.instrument.phase == "in-force"
    assert (ended.instrument.last_day, ended.instrument.notice) == (None, "not-foreseen")
    assert ended.clauses["ceasefire"].state == "standing"
    assert ended.clauses["contingent"].state == "ended"


def test_parties_are_those_to_the_text():
    before, after = NK.status("2020-11-09"), NK.status("2020-11-10")

    assert sorted(after.parties) == ["armenia", "azerbaijan"]
    assert {p.state for p in before.parties.values()} == {mandate.words.PartyState.NOT_YET}
    assert {p.state for p in after.parties.values()} == {mandate.words.PartyState.PARTY}
    armenia = after.parties["armenia"]
    assert (armenia.name, armenia.role) == ("Republic of Armenia", "party")
    assert (armenia.notice_running, armenia.suspended, armenia.leaves_on) == (False, False, None)


def test_a_party_whose_notice_runs():
    status = NK.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-10"}).status(
        "2025-05-10"
    )

    assert status.parties["armenia"].notice_running is True
    assert status.parties["azerbaijan"].notice_running is False


@pytest.mark.parametrize(
    ("on", "state", "since", "count"),
    [
        ("2020-11-09", "not-recorded", None, 0),
        ("2020-11-10", "deploying", (2020, 11, 10), 1),
        ("2020-11-20", "deployed", (2020, 11, 20), 2),
        ("2024-04-16", "deployed", (2020, 11, 20), 2),
        ("2024-04-17", "withdrawing", (2024, 4, 17), 3),
        ("2024-06-12", "withdrawn", (2024, 6, 12), 4),
        ("9999-12-31", "withdrawn", (2024, 6, 12), 4),
    ],
)
def test_on_the_ground(on, state, since, count):
    ground = NK.status(on).on_the_ground["contingent"]

    assert (ground.state, ground.since) == (state, since and date(*since))
    assert len(ground.events) == count


def test_the_ground_never_reaches_the_text():
    seen = [event.id for event in NK.record.events if event.kind == "presence"]
    unseen = NK.without(*seen)
    touched = {"on_the_ground", "changes", "undated_that_day", "undetermined"}

    for day in ("2020-11-10", "2020-11-20", "2024-04-17", "2024-06-12", "2026-01-01", "9999-12-31"):
        one, other = NK.status(day).as_dict(), unseen.status(day).as_dict()
        assert {k: v for k, v in one.items() if k not in touched} == {
            k: v for k, v in other.items() if k not in touched
        }
        assert all(path.startswith("on_the_ground.") for path in one["undetermined"])
        assert other["undetermined"] == []
        assert other["on_the_ground"]["contingent"]["state"] == "not-recorded"
        kept = [change for change in one["changes"] if change["event"] not in seen]
        assert kept == other["changes"]


def test_law_and_fact_on_the_first_of_january_2026():
    status = NK.status("2026-01-01")

    assert (status.term.number, status.last_day) == (2, date(2030, 11, 10))
    assert status.notice is mandate.words.NoticeState.OPEN
    assert status.on_the_ground["contingent"].since == date(2024, 6, 12)
    said = str(status)
    assert "term 2, to 10 November 2030, that day included" in said
    assert "none is recorded" in said
    assert "withdrawn since 12 June 2024" in said
    assert "Projection: the record is complete to 8 November 2025" in said


def test_obligations():
    clauses = NK.status("2020-11-21").clauses

    assert (clauses["aghdam"].state, clauses["aghdam"].performed_on) == (
        "performed",
        date(2020, 11, 20),
    )
    kalbajar = clauses["kalbajar"]
    assert (kalbajar.state, kalbajar.extended) == ("pending", 1)
    assert (kalbajar.due, kalbajar.originally_due) == (date(2020, 11, 25), date(2020, 11, 15))
    assert clauses["lachin"].performed_on is None
    assert clauses["links"].due is None


def test_changes_of_a_day():
    changes = NK.status("2020-11-20").changes

    assert [(c.clause, c.rule) for c in changes if c.event == "aghdam-returned"] == [
        ("aghdam", "performed")
    ]
    assert {c.event for c in changes} == {
        "aghdam-returned",
        "contingent-deployed",
        "deployment-completed",
        "report-equipment-november-20",
        "report-personnel-november-20",
    }
    assert all(c.at is None for c in changes)
    assert NK.status("2020-11-19").changes == ()


def test_changes_up_to_an_instant():
    start = datetime(2020, 11, 10, tzinfo=MOSCOW)

    at_midnight = NK.status(start)
    early, late = (NK.status(start + timedelta(hours=h)) for h in (5, 6))

    assert NK.status(start - timedelta(seconds=1)).phase == "not-started"
    assert at_midnight.phase == "in-force"
    assert "term-begins-as-dated" in {c.rule for c in at_midnight.changes}
    assert early.changes == at_midnight.changes
    assert [c.event for c in late.changes if c not in early.changes] == ["contingent-deploying"]
    assert late.changes[-1].at == start + timedelta(hours=6)
    assert NK.status("2020-11-10").changes == late.changes


def test_an_instant_is_shown_in_the_zone_of_the_agreement():
    status = NK.status(datetime(2020, 11, 9, 21, 0, tzinfo=UTC))

    assert status.date == date(2020, 11, 10)
    assert status.instant == datetime(2020, 11, 10, tzinfo=MOSCOW)
    assert status.instant.utcoffset() == timedelta(hours=3)
    assert status == NK.status("2020-11-10T00:00:00+03:00")
    assert status.as_dict()["on"] == status.instant


def test_what_happened_that_day_at_no_known_hour_is_listed_and_left_out():
    noon = NK.status("2020-11-20T12:00:00+03:00")

    assert noon.clauses["aghdam"].state == "pending"
    assert set(noon.undated_that_day) == {c.event for c in NK.status("2020-11-20").changes}
    assert NK.status("2020-11-20").undated_that_day == ()
    assert NK.status("2020-11-10T12:00:00+03:00").undated_that_day == ()


def test_a_milestone_is_told_on_its_day():
    changes = NK.status("2020-12-14").changes

    assert "first-exchange" in {change.event for change in changes}


def test_what_is_told_of_the_ground_is_not_told_of_a_clause():
    (change,) = NK.status("2024-06-12").changes

    assert change.event == "contingent-withdrawn"
    assert change.clause == ""  # there is a clause "contingent" too: the ceiling of paragraph 3


def test_projection_begins_after_the_day_to_which_the_record_is_complete():
    assert NK.status("2025-11-08").projection is False
    assert NK.status("2025-11-09").projection is True
    # What could be said on a day vouches for nothing later.
    assert NK.status("2021-01-02", as_known_on="2021-01-01").projection is True
    assert NK.status("2021-01-01", as_known_on="2021-01-01").projection is False


@pytest.mark.parametrize(
    ("on", "beyond"),
    [
        ("9995-11-10", ()),
        ("9995-11-11", ("last_day", "notice_deadline")),
        ("9999-12-31", ("last_day", "notice_deadline")),
    ],
)
def test_beyond_the_calendar(on, beyond):
    status = NK.status(on)

    assert status.beyond_calendar == beyond
    assert (status.last_day is None) is bool(beyond)
    assert status.as_dict()["beyond_calendar"] == list(beyond)
    assert ("to a day beyond 9999" in str(status)) is bool(beyond)
    # The text as a whole has no end, which is another thing.
    assert status.instrument.beyond_calendar == ()


def test_as_dict_holds_plain_values_with_real_dates():
    found = NK.status("2020-11-21").as_dict()

    assert found["on"] == date(2020, 11, 21)
    assert found["term"] == {
        "number": 1,
        "first_day": date(2020, 11, 10),
        "last_day": date(2025, 11, 10),
    }
    assert found["clauses"]["kalbajar"]["due"] == date(2020, 11, 25)
    assert found["clauses"]["mandate"]["term"] == found["term"]
    assert found["parties"]["armenia"]["state"] == "party"
    assert found["on_the_ground"]["contingent"]["state"] == "deployed"
    assert json.loads(mandate.to_json(found))["last_day"] == "2025-11-10"


def test_as_known_on_is_what_a_reader_could_have_said():
    known_then = NK.status("2020-12-12", as_known_on="2020-12-12")

    assert known_then.clauses["ceasefire"].incidents == 2
    assert NK.status("2020-12-12").clauses["ceasefire"].incidents == 4
    assert NK.status("2020-11-15", as_known_on="2020-11-14").clauses["kalbajar"].extended == 0


def test_module_status_is_that_of_the_statement():
    assert mandate.status("2020-11-21") == NK.status("2020-11-21")
    assert NK.statuses(["2020-11-21", date(2041, 1, 1)]) == [
        NK.status("2020-11-21"),
        NK.status("2041-01-01"),
    ]
