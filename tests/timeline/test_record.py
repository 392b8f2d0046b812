"""What a record leaves open: days not known, later knowledge, later effect, gaps, projections."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mandate import MandateError
from mandate.answers import undetermined
from mandate.errors import FileError, OrderError, RunawayError
from tests.making.building import DAY, agreement, event, mandate, obligation, rules_of, term

START = date(2020, 1, 1)
STAY = {"stay": term(START, "1 year", notice="6 months")}
PAY = {**STAY, "pay": obligation(due={"by": date(2020, 3, 31)})}


# --- days not known to the day ------------------------------------------------------------------


def ranged(first, last):
    on = {"from": date(2020, *first), "to": date(2020, *last)}
    return mandate(agreement(PAY), event("performance", on, of="pay", by="alfa"))


def test_a_range_of_days_stands_for_its_last_day():
    stay = ranged((3, 20), (4, 10))

    assert stay.status("2020-04-09").clauses["pay"].state == "overdue"
    pay = stay.status("2020-04-10").clauses["pay"]
    assert (pay.state, pay.performed_on) == ("performed-late", date(2020, 4, 10))


def test_what_depends_on_the_day_is_undetermined():
    stay = ranged((3, 20), (4, 10))

    assert stay.status("2020-03-19").undetermined == ()
    assert set(stay.status("2020-03-25").undetermined) == {
        "clauses.pay.awaited",
        "clauses.pay.performed_on",
        "clauses.pay.state",
        "clauses.pay.timing",
    }
    assert "clauses.pay.state" in stay.status("2020-04-05").undetermined
    assert "clauses.pay.state" in stay.status("2020-12-31").undetermined


def test_where_every_day_comes_to_the_same_only_the_day_is_open():
    stay = ranged((3, 10), (3, 20))

    assert "clauses.pay.state" in stay.status("2020-03-15").undetermined
    after = stay.status("2020-04-01")
    assert after.clauses["pay"].state == "performed"
    assert set(after.undetermined) <= {"clauses.pay.performed_on"}
    assert ranged((3, 10), (3, 20)).status("2021-02-01").phase == "ended"


def test_two_open_days_are_open_together():
    on = {"from": date(2020, 3, 20), "to": date(2020, 4, 10)}
    late = {"from": date(2020, 6, 20), "to": date(2020, 7, 5)}
    stay = mandate(
        agreement(PAY),
        event("performance", on, of="pay", by="alfa"),
        event("notice", late, by="alfa"),
    )

    open_ = stay.status("2020-07-10").undetermined
    assert {"clauses.pay.state", "clauses.stay.notice"} <= set(open_)


HALTED = {"stay": {**term(START, "2 years"), "suspend-by": ["alfa"]}}
MARCH = {"from": date(2020, 3, 1), "to": date(2020, 3, 31)}


@pytest.mark.parametrize("day", [1, 15, 30])
def test_an_open_day_may_lie_before_or_after_another_event_of_one_day(day):
    """Both orders of the two are tried, where the record need not say which came first."""
    stay = mandate(
        agreement(HALTED),
        event("suspension", MARCH, by="alfa"),
        event("resumption", date(2020, 3, day), by="alfa"),
    )

    assert stay.status("2020-02-29").undetermined == ()
    assert stay.status("2020-04-01").parties["alfa"].suspended is True
    assert set(stay.status("2020-04-01").undetermined) == {
        "clauses.stay.suspended_by",
        "parties.alfa.suspended",
    }


def test_the_day_of_who_left_and_of_what_is_reported_is_open_too():
    clauses = {
        "stay": {**term(START, "2 years"), "withdrawal": {"by": ["alfa"], "period": "1 day"}}
    }
    stay = mandate(
        agreement(clauses),
        event("withdrawal", MARCH, by="alfa"),
        event("presence", MARCH, of="force", state="deployed"),
    )

    assert {"parties.alfa.departures", "on_the_ground.force.since"} <= set(
        stay.status("2020-03-15").undetermined
    )


def test_what_no_order_changes_is_not_tried(monkeypatch):
    """Reports of one duty commute: one way each, however many of them there are."""
    duty = {"kind": "duty", "begins": {"on": START}}
    weeks = [date(2020, 2, 1) + 7 * n * DAY for n in range(40)]
    reports = [
        event("incident", {"from": week, "to": week + 90 * DAY}, of="hush", id=f"i{n}")
        for n, week in enumerate(weeks)
    ]
    stay = mandate(agreement({**STAY, "hush": duty}), *reports)

    monkeypatch.setattr(undetermined, "_MOST_STOPS", 3_000)
    assert stay.status("2020-03-01").undetermined == ("clauses.hush.incidents",)
    monkeypatch.undo()
    assert stay.status("2021-12-01").undetermined == ()


def test_too_much_left_open_is_an_error(monkeypatch):
    monkeypatch.setattr(undetermined, "_MOST_STOPS", 3)
    stay = ranged((3, 20), (4, 10))

    assert stay.status("2020-06-01").clauses["pay"].state == "performed-late"
    with pytest.raises(RunawayError, match=r"1 events? of the record ha.* no one day"):
        _ = stay.status("2020-06-01").undetermined


def test_what_is_known_to_the_day_is_determined():
    stay = mandate(agreement(PAY), event("performance", date(2020, 3, 20), of="pay", by="alfa"))

    assert stay.status("2020-03-25").undetermined == ()


# --- later effect, later knowledge --------------------------------------------------------------


def test_an_act_with_an_earlier_effect_is_retroactive_in_between():
    ended = event("consent", date(2020, 6, 1), effect=date(2020, 4, 1), known=date(2020, 6, 3))
    stay = mandate(agreement(STAY), ended)

    before, between, after = (
        stay.status(day) for day in ("2020-03-31", "2020-05-01", "2020-06-01")
    )
    assert (before.phase, before.retroactive) == ("in-force", ())
    assert (between.phase, between.ended_by, between.retroactive) == (
        "ended",
        "consent",
        ("consent",),
    )
    assert (after.phase, after.retroactive) == ("ended", ())
    assert "consent" in {change.event for change in stay.status("2020-04-01").changes}
    # As known before it became known, nothing had changed.
    assert stay.status("2020-05-01", as_known_on="2020-06-02").phase == "in-force"
    assert stay.status("2020-05-01", as_known_on="2020-06-03").phase == "ended"


def test_an_act_that_reaches_back_in_vain_is_told_when_it_was_done():
    late = event("notice", date(2020, 12, 20), by="alfa", effect=date(2020, 5, 1))
    stay = mandate(agreement({"stay": term(START, "1 year", notice="1 month")}), late)

    reached, between, done = (stay.status(d) for d in ("2020-05-01", "2020-06-01", "2020-12-20"))
    assert [status.retroactive for status in (reached, between, done)] == [(), (), ()]
    assert [rules_of(status) for status in (reached, between)] == [[], []]
    assert rules_of(done) == ["notice-late"]
    assert "notice-late" not in rules_of(stay.status("2020-12-19"))


def test_an_act_with_a_later_effect_is_judged_when_it_is_done():
    later = event("consent", date(2020, 4, 1), effect=date(2020, 6, 1))
    stay = mandate(agreement(STAY), later)

    assert stay.status("2020-05-31").phase == "in-force"
    assert stay.status("2020-06-01").phase == "ended"
    assert stay.status("2020-05-31").retroactive == ()


def test_what_became_known_at_an_hour():
    told = event("notice", date(2020, 5, 1), by="alfa", known=datetime(2020, 6, 3, 12, tzinfo=UTC))
    stay = mandate(agreement(STAY), told, complete_to=date(2020, 12, 31))

    assert stay.status("2020-06-10", as_known_on="2020-06-03T11:59:59Z").notice == "open"
    assert stay.status("2020-06-10", as_known_on="2020-06-03T12:00:00Z").notice == "running"
    assert stay.status("2020-06-10", as_known_on="2020-06-02").notice == "open"
    assert stay.status("2020-06-10", as_known_on="2020-06-03").notice == "running"


LATE_MARCH = {"from": date(2020, 3, 20), "to": date(2020, 4, 10)}


def learnt(known, zone="UTC"):
    """Make a record of a payment in these days, and of when it became known."""
    paid = event("performance", LATE_MARCH, of="pay", by="alfa", known=known)
    return mandate(agreement(PAY, zone=zone), paid, complete_to=date(2020, 12, 31))


@pytest.mark.parametrize(
    ("known", "before", "unsure"),
    [
        # On the first of the days: then it was done on that day, as no later one had come.
        (date(2020, 3, 20), "2020-03-19", False),
        (date(2020, 4, 1), "2020-03-31", True),  # on one between them, the day after it was due
        (date(2020, 4, 10), "2020-04-09", True),  # on the last of them
        (date(2020, 5, 1), "2020-04-30", True),  # later
        (datetime(2020, 3, 20, tzinfo=UTC), "2020-03-19T23:59:59Z", False),
        (datetime(2020, 4, 1, 12, tzinfo=UTC), "2020-04-01T11:59:59Z", True),
    ],
)
def test_what_happened_in_a_range_of_days_may_be_known_from_its_first_day_on(known, before, unsure):
    pay = {
        when: learnt(known).status("2020-12-31", as_known_on=when) for when in (before, known, None)
    }

    assert [one.clauses["pay"].performed_on is None for one in pay.values()] == [True, False, False]
    assert [bool(one.undetermined) for one in pay.values()] == [False, unsure, unsure]
    assert pay[before].clauses["pay"].state == "overdue"


@pytest.mark.parametrize(
    ("known", "zone"),
    [
        (date(2020, 3, 19), "UTC"),
        (datetime(2020, 3, 19, 23, 59, 59, tzinfo=UTC), "UTC"),
        # In New York it was still the 19th.
        (datetime(2020, 3, 20, 3, 59, 59, tzinfo=UTC), "America/New_York"),
    ],
)
def test_what_happened_in_a_range_of_days_is_not_known_before_it(known, zone):
    with pytest.raises(FileError, match=r"\.known: known before it happened, on 2020-03-20; write"):
        learnt(known, zone)
    if isinstance(known, datetime):
        second = known + timedelta(seconds=1)
        assert learnt(second, zone).record.events[0].known == second


# --- what the record vouches for ----------------------------------------------------------------


def test_gaps_and_projection():
    gap = {"from": date(2020, 3, 1), "to": date(2020, 3, 31), "because": "no archive"}
    stay = mandate(agreement(STAY), complete_to=date(2020, 12, 31), gaps=[gap])

    flags = {
        day: (stay.status(day).unverified, stay.status(day).projection)
        for day in (
            "2020-02-29",
            "2020-03-01",
            "2020-03-31",
            "2020-04-01",
            "2020-12-31",
            "2021-01-01",
        )
    }
    assert flags == {
        "2020-02-29": (False, False),
        "2020-03-01": (True, False),
        "2020-03-31": (True, False),
        # What may have happened in a gap may still be at work after it.
        "2020-04-01": (True, False),
        "2020-12-31": (True, False),
        "2021-01-01": (True, True),
    }
    assert stay.status("2020-03-31T23:59:59Z").unverified is True
    assert mandate(agreement(STAY)).status("2020-06-01").projection is True


# --- order --------------------------------------------------------------------------------------


def extended_and_noted(**more: object):
    clause = term(
        START, "1 year", notice="6 months", extension={"by": ["alfa"], "at-most": "1 year"}
    )
    day = date(2020, 8, 1)  # past the deadline of 1 July, before that of the extended term
    moved = event("extension", day, by="alfa", until=date(2021, 6, 30))
    noted = event("notice", day, by="alfa")
    return mandate(
        agreement({"stay": clause}),
        {**moved, **more.get("moved", {})},
        {**noted, **more.get("noted", {})},
    )


def test_an_extension_and_a_notice_of_one_day_need_an_order():
    with pytest.raises(OrderError, match=r'after = "extension" in .notice.'):
        extended_and_noted()


def test_the_order_that_is_given_decides():
    first = extended_and_noted(noted={"after": "extension"})
    second = extended_and_noted(moved={"after": "notice"})

    assert first.status("2020-08-01").notice == "running"
    assert second.status("2020-08-01").notice == "open"
    assert "notice-late" in rules_of(second.status("2020-08-01"))


def test_hours_give_the_order():
    noon = datetime(2020, 8, 1, 12, tzinfo=UTC)
    one = datetime(2020, 8, 1, 13, tzinfo=UTC)

    assert (
        extended_and_noted(moved={"on": noon}, noted={"on": one}).status("2020-08-01").notice
        == "running"
    )
    assert (
        extended_and_noted(moved={"on": one}, noted={"on": noon}).status("2020-08-01").notice
        == "open"
    )


def test_two_acts_that_contradict_each_other_need_an_order():
    day = date(2020, 5, 1)
    acts = [event("consent", day), event("termination", day, by="alfa", contested=False)]

    with pytest.raises(OrderError, match=r"'consent'.*'termination'.*after = .consent. in"):
        mandate(agreement(STAY), *acts)


def test_acts_whose_order_does_not_matter_need_none():
    day = date(2020, 5, 1)
    acts = [event("notice", day, by="alfa"), event("notice", day, by="bravo", id="other")]

    stay = mandate(agreement(STAY), *acts)

    assert stay.status(day).notice == "running"
    assert {p for p, found in stay.status(day).parties.items() if found.notice_running} == {
        "alfa",
        "bravo",
    }


def test_an_order_in_a_circle_is_refused():
    day = date(2020, 5, 1)
    acts = [
        event("notice", day, by="alfa", after="other"),
        event("notice", day, by="bravo", id="other", after="notice"),
    ]

    with pytest.raises(MandateError, match="come after each other"):
        mandate(agreement(STAY), *acts)


def test_of_many_pairs_without_an_order_some_are_told():
    days = [date(2020, 6, day) for day in range(1, 11)]
    moves = [
        event("extension", date(2020, 3, 1), id=f"to-{day.day}", of="pay", by="bravo", until=day)
        for day in days
    ]
    rule = {"by": ["bravo"]}
    text = agreement({**PAY, "pay": {**PAY["pay"], "extension": rule}})

    with pytest.raises(OrderError, match=r"and \d+ more pairs"):
        mandate(text, *moves)


def test_what_others_refer_to_cannot_be_left_out_alone():
    given = event("notice", date(2020, 5, 1), by="alfa")
    back = event("notice-withdrawal", date(2020, 5, 10), of="notice", by="alfa")
    stay = mandate(agreement(STAY), given, back)

    with pytest.raises(MandateError, match="notice cannot be left out alone: notice-withdrawal"):
        stay.without("notice")
    assert stay.without("notice", "notice-withdrawal").record.events == ()
