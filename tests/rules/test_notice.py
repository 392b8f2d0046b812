"""Notice: its window, jointly on two days, sent and received, late for the next term, evergreen."""

from __future__ import annotations

from datetime import date

import pytest

from mandate.errors import FileError
from tests.making.building import Table, agreement, event, mandate, rules_of, term

START = date(2020, 1, 1)


def stay(*events: Table, **notice: object):
    terms = {"by": ["alfa", "bravo"], "before-end": "6 months", **notice}
    return mandate(
        agreement({"stay": term(START, "1 year", tacit="1 year", notice=terms)}), *events
    )


def noted(month, day, by="alfa", year=2020, **keys: object):
    return event("notice", date(year, month, day), by=by, **keys)


def test_the_axis_over_a_term_with_a_window():
    found = stay(**{"not-before": "8 months"})
    values = {
        "2019-12-31": "not-open",
        "2020-01-01": "not-open",
        "2020-04-30": "not-open",
        "2020-05-01": "open",
        "2020-07-01": "open",
        "2020-07-02": "closed",
        "2021-01-01": "closed",
        "2021-01-02": "not-open",
        "2021-05-01": "open",
    }

    assert {day: found.status(day).notice for day in values} == values
    assert found.status("2020-02-01").headline.notice_opens == date(2020, 5, 1)
    assert found.status("2019-12-31").headline.notice_deadline == date(2020, 7, 1)


def test_notice_before_the_window_has_no_effect_and_says_so():
    early = stay(noted(4, 30), **{"not-before": "8 months"})
    first = stay(noted(5, 1), **{"not-before": "8 months"})

    assert rules_of(early.status("2020-04-30")) == ["notice-early"]
    assert early.status("2020-05-01").notice == "open"
    assert first.status("2020-05-01").notice == "running"


def test_joint_notice_works_from_its_second_part():
    found = stay(noted(2, 1), noted(6, 1, "bravo", id="part"), jointly=True)

    assert found.status("2020-05-31").notice == "open"
    assert found.status("2020-05-31").parties["alfa"].notice_running is True
    assert found.status("2020-05-31").parties["bravo"].notice_running is False
    assert found.status("2020-06-01").notice == "running"
    assert "joint-notice-complete" in rules_of(found.status("2020-06-01"))
    assert found.status("2021-01-02").ended_by == "notice"


def test_joint_notice_whose_second_part_is_late():
    found = stay(noted(2, 1), noted(7, 2, "bravo", id="part"), jointly=True)

    assert found.status("2020-07-02").notice == "closed"
    assert found.status("2021-01-02").term.number == 2
    # The part of the first term does not carry over.
    assert found.status("2021-01-02").parties["alfa"].notice_running is False


def test_a_part_taken_back_makes_joint_notice_incomplete():
    back = event("notice-withdrawal", date(2020, 9, 1), of="part", by="bravo")
    found = stay(noted(2, 1), noted(6, 1, "bravo", id="part"), back, jointly=True)

    assert found.status("2020-08-31").notice == "running"
    assert found.status("2020-09-01").notice == "closed"
    assert found.status("2021-01-02").term.number == 2


@pytest.mark.parametrize(
    ("received", "on", "rule"),
    [((7, 1), "2020-07-01", "notice-in-time"), ((7, 2), "2020-07-02", "notice-late")],
)
def test_sent_in_time_and_received_on_another_day(received, on, rule):
    sent = noted(6, 20, received=date(2020, *received))

    found = stay(sent, counts="received")

    assert found.status("2020-06-30").notice == "open"
    assert rules_of(found.status(on))[-1] == rule
    assert (found.status("2021-01-02").ended_by == "notice") is (rule == "notice-in-time")
    # Counted when sent, the same notice is in time either way.
    assert stay(sent).status("2020-06-20").notice == "running"


def test_notice_that_counts_when_received_must_say_when():
    with pytest.raises(FileError, match="received"):
        stay(noted(6, 20), counts="received")


def test_a_notice_taken_back_before_it_arrives():
    back = event("notice-withdrawal", date(2020, 6, 25), of="notice", by="alfa")
    found = stay(noted(6, 20, received=date(2020, 7, 1)), back, counts="received")

    assert rules_of(found.status("2020-06-25")) == ["notice-withdrawn-before-arrival"]
    assert found.status("2020-07-01").notice == "open"
    assert found.status("2021-01-02").term.number == 2


def test_late_notice_for_the_next_term():
    found = stay(noted(7, 2), **{"if-late": "next-term"})

    assert found.status("2020-07-02").notice == "running"  # from the day on which it is given
    assert found.status("2021-01-02").term.number == 2
    assert found.status("2021-01-02").notice == "running"
    assert found.status("2022-01-02").ended_by == "notice"


@pytest.mark.parametrize(
    ("revocable", "day", "stands"),
    [
        ("until-end", (2021, 1, 1), False),
        ("until-deadline", (2020, 7, 1), False),
        ("until-deadline", (2020, 7, 2), True),
        ("never", (2020, 2, 2), True),
    ],
)
def test_until_when_notice_can_be_taken_back(revocable, day, stands):
    back = event("notice-withdrawal", date(*day), of="notice", by="alfa")

    found = stay(noted(2, 1), back, revocable=revocable)

    assert (found.status("2021-01-02").phase == "ended") is stands


@pytest.mark.parametrize(
    ("by", "on", "rule"),
    [
        ("bravo", date(2020, 3, 1), "notice-withdrawn-by-another"),
        ("alfa", date(2021, 3, 1), "nothing-to-withdraw"),
    ],
)
def test_taking_back_that_does_nothing(by, on, rule):
    found = stay(noted(2, 1), event("notice-withdrawal", on, of="notice", by=by))

    assert rules_of(found.status(on)) == [rule]
    assert found.status("2021-01-02").ended_by == "notice"


def test_one_of_two_notices_taken_back():
    back = event("notice-withdrawal", date(2020, 3, 1), of="notice", by="alfa")
    found = stay(noted(2, 1), noted(2, 2, "bravo", id="other"), back)

    assert found.status("2020-03-01").notice == "running"
    assert found.status("2021-01-02").ended_by == "notice"


@pytest.mark.parametrize(
    ("on", "rule"), [((2019, 12, 31), "notice-before-start"), ((2022, 2, 1), "notice-after-end")]
)
def test_notice_outside_the_life_of_a_clause(on, rule):
    clause = term(START, "1 year", notice="6 months")
    found = mandate(agreement({"stay": clause}), event("notice", date(*on), by="alfa"))

    assert rules_of(found.status(date(*on))) == [rule]
    assert found.status("2020-06-01").notice == "open"


def test_a_clause_that_knows_no_notice():
    found = mandate(agreement({"stay": term(START, "1 year")}), noted(3, 1))

    assert rules_of(found.status("2020-03-01"))[0] == "notice-not-foreseen"
    assert found.status("2020-03-01").notice == "not-foreseen"
    assert found.status("2020-03-01").notice_deadline is None


# --- evergreen ----------------------------------------------------------------------------------


def evergreen(*events: Table, **notice: object):
    terms = {"by": ["alfa", "bravo"], **notice}
    clause = term(START, "2 years", evergreen={"notice": "12 months"}, notice=terms)
    return mandate(agreement({"stay": clause}), *events)


def test_an_evergreen_clause_goes_on_without_end():
    found = evergreen()

    for day in ("2020-01-01", "2022-01-02", "9999-12-31"):
        status = found.status(day)
        assert (status.phase, status.term.number, status.last_day) == ("in-force", 1, None)
        assert (status.notice, status.beyond_calendar) == ("open", ())


@pytest.mark.parametrize(
    ("on", "last"),
    [((2023, 3, 15), (2024, 3, 15)), ((2020, 3, 15), (2022, 1, 1)), ((2021, 1, 2), (2022, 1, 2))],
    ids=["after the minimum", "not before it is over", "a day past it"],
)
def test_notice_ends_an_evergreen_clause_when_it_has_run(on, last):
    found = evergreen(event("notice", date(*on), by="alfa"))

    status = found.status(date(*on))
    assert (status.notice, status.last_day) == ("running", date(*last))
    assert found.status(date(*last)).in_force
    assert found.status(date(*last).replace(day=last[2] + 1)).ended_by == "notice"


def test_an_evergreen_notice_taken_back():
    back = event("notice-withdrawal", date(2023, 6, 1), of="notice", by="alfa")
    found = evergreen(noted(3, 15, year=2023), back)

    assert found.status("2023-05-31").last_day == date(2024, 3, 15)
    assert (found.status("2023-06-01").last_day, found.status("2023-06-01").notice) == (
        None,
        "open",
    )
    assert found.status("2024-03-16").in_force


def test_an_evergreen_clause_under_joint_notice_runs_from_the_last_part():
    found = evergreen(noted(3, 15, year=2023), noted(6, 1, "bravo", 2023, id="part"), jointly=True)

    assert found.status("2023-05-31").last_day is None
    assert found.status("2023-06-01").last_day == date(2024, 6, 1)
    assert found.status("2024-06-02").ended_by == "notice"
