"""Where the grammar leaves a case open: how the oracle reads it. Each test names one choice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.oracle.building import DAY_BEFORE, agreement, happened, record, wrong
from tests.oracle.days import Table

YEAR = {"kind": "term", "begins": {"on": date(2020, 1, 1)}, "lasts-until": date(2020, 12, 31)}


def stay(**keys: Any) -> Table:  # noqa: ANN401
    return agreement({"stay": {**YEAR, **keys}}, begins="2020-01-01")


def check(text: Table, events: list[Table], expected: str) -> None:
    assert wrong(text, record(*events), expected) == []


def notice(on: str, by: str = "alfa", **more: object) -> Table:
    return happened(on, "notice", "stay", by=by, **more)


def test_before_a_start_that_is_not_known_the_days_of_the_first_term_are_not():
    text = stay(begins={"with": "commencement"}, lasts="1 year")
    del text["clauses"]["stay"]["lasts-until"]
    expected = """
        2020-02-02 stay term.number = 1
        2020-02-02 stay term.first_day = none
        2020-02-02 stay last_day = none
        2020-02-03 stay term.number = 1
        2020-02-03 stay last_day = 2021-02-03
    """
    check(text, [happened("2020-02-03", "commencement", "stay")], expected)


def test_an_end_by_an_act_has_the_day_of_the_act_as_its_last():
    expected = """
        2020-05-05 stay ended_by = consent
        2020-05-05 stay last_day = 2020-05-05
        2020-05-05 stay notice = not-foreseen
    """
    check(stay(), [happened("2020-05-05", "consent", "stay")], expected)


def test_an_off_clause_act_of_which_nothing_is_said_ends_nothing():
    check(
        stay(),
        [happened("2020-05-05", "termination", "stay", by="alfa")],
        "2020-05-05 stay phase = in-force",
    )


def test_after_an_end_fixed_by_the_text_later_terms_are_counted_from_it():
    # Where the first day counts it is the day after that end: 1 March, not 28 February.
    text = stay(**{"lasts-until": date(2021, 2, 28)}, renewal={"tacit": "3 years"})
    check(text, [], "2021-03-01 stay last_day = 2024-02-28")
    text["counting"]["period"] = DAY_BEFORE
    check(text, [], "2021-03-01 stay last_day = 2024-02-29")


def test_the_limit_of_an_extension_is_counted_number_to_number():
    # 28 February and half a year is 28 August, also where first days count.
    rule = {"by": ["alfa"], "at-most": "6 months", "times": 1}
    text = stay(**{"lasts-until": date(2021, 2, 28)}, extension=rule)
    text["counting"]["period"] = DAY_BEFORE
    too_long = happened("2020-05-05", "extension", "stay", by="alfa", until="2021-08-29")
    check(text, [too_long], "2020-05-05 stay last_day = 2021-02-28")


def test_an_extension_without_effect_does_not_count():
    rule = {"by": ["alfa"], "at-most": "6 months", "times": 1}
    events = [
        happened("2020-05-05", "extension", "stay", by="alfa", until="2020-12-31"),
        happened("2020-06-05", "extension", "stay", by="alfa", until="2021-01-31"),
    ]
    check(stay(extension=rule), events, "2020-06-05 stay last_day = 2021-01-31")


def test_an_extension_carries_a_running_notice_with_it():
    rule = {"by": ["alfa"], "at-most": "6 months", "times": 1}
    events = [
        notice("2020-05-05"),
        happened("2020-06-05", "extension", "stay", by="alfa", until="2021-01-31"),
    ]
    expected = """
        2020-06-05 stay notice = running
        2021-01-31 stay phase = in-force
        2021-02-01 stay ended_by = notice
    """
    text = stay(extension=rule, notice={"by": ["alfa"], "before-end": "1 month"})
    check(text, events, expected)


def test_a_window_opens_on_the_same_day_whether_months_are_clear_or_not():
    text = stay(notice={"by": ["alfa"], "before-end": "1 month", "not-before": "2 months"})
    text["counting"]["before"] = {"preset": "clear"}
    expected = """
        2020-10-30 stay notice = not-open
        2020-10-31 stay notice = open
        2020-11-29 stay notice = open
        2020-11-30 stay notice = closed
    """
    check(text, [], expected)


def test_without_a_lead_notice_may_be_given_to_the_last_day():
    text = stay(notice={"by": ["alfa"]}, renewal={"tacit": "1 year"})
    text["counting"]["before"] = {"preset": "clear"}
    expected = "2020-12-30 stay notice = open\n2021-01-01 stay ended_by = notice"
    check(text, [notice("2020-12-31")], expected)


LATE = {"by": ["alfa"], "before-end": "3 months", "if-late": "next-term"}


def test_a_notice_for_the_next_term_runs_from_the_day_on_which_it_was_given():
    text = stay(notice=LATE, renewal={"tacit": "1 year"})
    expected = """
        2020-11-10 stay notice = closed
        2020-11-11 stay notice = running
        2021-01-01 stay notice = running
        2021-12-31 stay phase = in-force
        2022-01-01 stay ended_by = notice
    """
    check(text, [notice("2020-11-11")], expected)


def test_a_notice_for_the_next_term_stands_though_that_deadline_has_passed_too():
    text = stay(notice=LATE, renewal={"tacit": "1 month"})
    expected = "2021-01-31 stay phase = in-force\n2021-02-01 stay ended_by = notice"
    check(text, [notice("2020-12-31")], expected)


@pytest.mark.parametrize(("on", "phase"), [("2021-09-30", "in-force"), ("2021-10-01", "ended")])
def test_it_may_be_taken_back_until_the_deadline_of_that_term(on: str, phase: str):
    text = stay(notice={**LATE, "revocable": "until-deadline"}, renewal={"tacit": "1 year"})
    events = [notice("2020-11-11"), happened(on, "notice-withdrawal", "e1", by="alfa")]
    check(text, events, f"2022-01-01 stay phase = {phase}")


def test_a_notice_taken_back_before_it_arrives_never_counts():
    text = stay(notice={"by": ["alfa"], "before-end": "3 months", "counts": "received"})
    events = [
        notice("2020-05-05", received="2020-05-09"),
        happened("2020-05-07", "notice-withdrawal", "e1", by="alfa"),
    ]
    check(text, events, "2020-05-09 stay notice = open\n2021-01-01 stay ended_by = expiry")


def green(by: list[str], **more: object) -> Table:
    return stay(notice={"by": by, **more}, evergreen={"notice": "6 months"})


def test_an_evergreen_term_stays_term_1_and_shows_no_end_before_notice():
    text = green(["alfa"])
    text["clauses"]["stay"].update(lasts="1 year")
    del text["clauses"]["stay"]["lasts-until"]
    expected = """
        2020-06-01 stay last_day = none
        2030-06-01 stay term.number = 1
        2030-06-01 stay notice = open
        2030-06-01 stay notice_deadline = none
    """
    check(text, [], expected)
    events = [notice("2030-01-31"), notice("2030-02-28"), notice("2030-03-31", "bravo")]
    later = [*events, happened("2030-04-01", "notice-withdrawal", "e1", by="alfa")]
    check(text, events, "2030-03-31 stay last_day = 2030-07-31")
    check(text, later, "2030-04-01 stay last_day = 2030-08-28")
    second = [*events, happened("2030-04-01", "notice-withdrawal", "e2", by="alfa")]
    check(text, second, "2030-04-01 stay last_day = 2030-07-31")


def test_a_joint_notice_to_an_evergreen_term_counts_from_its_last_part():
    text = green(["alfa", "bravo"], jointly=True)
    text["clauses"]["stay"].update(lasts="1 year")
    del text["clauses"]["stay"]["lasts-until"]
    events = [notice("2030-01-31"), notice("2030-03-01", "bravo")]
    check(text, events, "2030-02-28 stay last_day = none\n2030-03-01 stay last_day = 2030-09-01")


DECIDED = {"decided-by": ["council"]}


def decided(on: str, **more: object) -> Table:
    return happened(on, "renewal", "stay", by="council", **more)


def test_after_an_early_end_a_renewal_from_the_end_is_counted_from_that_day():
    ended = happened("2020-05-05", "termination", "stay", by="council")
    again = decided("2020-06-01", lasts="1 year", counted_from="end")
    expected = """
        2020-05-31 stay phase = ended
        2020-06-01 stay phase = in-force
        2020-06-01 stay term.first_day = 2020-06-01
        2020-06-01 stay last_day = 2021-05-05
    """
    check(stay(renewal=DECIDED, **{"terminate-by": ["council"]}), [ended, again], expected)


def test_decided_renewals_do_not_use_up_tacit_ones():
    text = stay(renewal={**DECIDED, "tacit": "1 year", "at-most": 1})
    events = [decided("2020-05-05", until="2021-06-30"), decided("2021-05-05", until="2022-06-30")]
    once = """
        2021-06-30 stay term.number = 2
        2021-06-30 stay tacit_renewals_left = 1
        2021-07-01 stay tacit_renewals_left = 0
        2022-07-01 stay ended_by = expiry
    """
    check(text, events[:1], once)
    check(text, events, "2022-07-01 stay term.number = 4\n2023-07-01 stay ended_by = expiry")


def test_a_decision_whose_end_is_not_later_leaves_an_earlier_one_standing():
    text = stay(renewal=DECIDED)
    events = [
        decided("2020-05-05", until="2021-06-30"),
        decided("2020-06-05", until="2020-12-31"),
        decided("2020-07-05", lasts="1 month", counted_from="adoption"),
    ]
    check(text, events, "2021-01-01 stay last_day = 2021-06-30")


def test_a_late_decision_for_no_longer_than_its_own_day_opens_a_term_of_that_day():
    text = stay(renewal=DECIDED)
    expected = "2021-05-05 stay phase = in-force\n2021-05-06 stay phase = ended"
    check(text, [decided("2021-05-05", until="2021-05-05")], expected)
    check(text, [decided("2021-05-05", until="2021-05-04")], "2021-05-05 stay phase = ended")


def test_a_late_decision_revives_a_term_unless_all_ended_it_or_its_host_has_ended():
    late = decided("2021-05-05", until="2022-05-05")
    consent = happened("2020-03-03", "consent", "stay")
    check(stay(renewal=DECIDED), [late], "2021-05-05 stay phase = in-force")
    check(stay(renewal=DECIDED), [consent, late], "2021-05-05 stay phase = ended")
    text = stay(renewal=DECIDED, during="host")
    text["clauses"]["host"] = {**YEAR, "lasts-until": date(2020, 6, 30)}
    check(text, [late], "2020-07-01 stay ended_by = lapse\n2021-05-05 stay phase = ended")


def test_where_host_and_clause_end_at_once_the_clause_ends_by_itself():
    text = stay(during="host")
    text["clauses"]["host"] = YEAR
    check(text, [], "2021-01-01 stay ended_by = expiry")


def test_where_a_clause_would_go_on_as_its_host_ends_no_next_term_opens():
    text = stay(during="host", renewal={"tacit": "1 year"})
    text["clauses"]["host"] = YEAR
    check(text, [], "2021-01-01 stay ended_by = lapse\n2021-01-01 stay term.number = 1")


def test_what_has_not_begun_when_its_host_ends_never_begins():
    text = agreement({"host": YEAR}, begins="2020-01-01")
    later = {"begins": {"on": date(2021, 1, 1)}, "during": "host"}
    text["clauses"]["stay"] = {"kind": "term", "lasts": "1 year", **later}
    text["clauses"]["calm"] = {"kind": "duty", "bound": "alfa", **later}
    text["clauses"]["debt"] = {"kind": "obligation", **later}
    text["clauses"]["centre"] = {"kind": "body", **later}
    expected = """
        2020-12-31 stay phase = not-started
        2021-01-01 stay ended_by = lapse
        2021-01-01 calm state = ended
        2021-01-01 debt state = lapsed
        2021-01-01 centre state = closed
    """
    check(text, [], expected)


def test_the_anchor_of_what_follows_an_end_is_the_last_day_before():
    text = agreement({"host": YEAR}, begins="2020-01-01")
    after = {"after": "host", "what": "ended"}
    text["clauses"]["stay"] = {"kind": "term", "begins": after, "lasts": "1 month"}
    check(text, [], "2021-01-01 stay last_day = 2021-01-31")
    consent = happened("2020-05-05", "consent", "host")
    expected = """
        2020-05-05 stay phase = not-started
        2020-05-06 stay term.first_day = 2020-05-06
        2020-05-06 stay last_day = 2020-06-05
    """
    check(text, [consent], expected)


def test_a_body_closes_only_once_it_has_opened_and_does_not_open_again():
    text = agreement({"centre": {"kind": "body"}}, begins="2020-01-01")
    events = [
        happened("2020-02-02", "closing", "centre"),
        happened("2020-03-03", "opening", "centre"),
        happened("2020-04-04", "closing", "centre"),
        happened("2020-05-05", "opening", "centre"),
    ]
    expected = """
        2020-02-02 centre state = foreseen
        2020-03-03 centre state = operating
        2020-05-05 centre state = closed
    """
    check(text, events, expected)


def test_a_drawdown_runs_from_the_end_and_the_clause_ends_after_it():
    text = stay(drawdown="1 month")
    text["clauses"]["calm"] = {"kind": "duty", "bound": "alfa", "during": "stay"}
    expected = """
        2021-01-01 stay phase = winding-down
        2021-01-01 stay ended_by = expiry
        2021-01-31 stay phase = winding-down
        2021-01-31 calm state = standing
        2021-02-01 stay phase = ended
        2021-02-01 calm state = ended
    """
    check(text, [], expected)
    act = """
        2020-05-05 stay phase = winding-down
        2020-06-05 stay phase = winding-down
        2020-06-06 stay phase = ended
    """
    check(text, [happened("2020-05-05", "consent", "stay")], act)
