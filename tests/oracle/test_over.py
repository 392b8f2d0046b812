"""The oracle on who has left, on what is over with it, and on what stands again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.oracle import others_on_day
from tests.oracle.building import agreement, happened, record, wrong
from tests.oracle.days import Table

YEAR = {"kind": "term", "begins": {"on": date(2020, 1, 1)}, "lasts-until": date(2020, 12, 31)}
ALL = ["alfa", "bravo", "charlie"]
MONTH = {"by": ALL, "period": "1 month"}


def check(text: Table, events: list[Table], expected: str) -> None:
    assert wrong(text, record(*events), expected) == []


def text(*, withdrawal: Table | None = None, **clauses: Any) -> Table:  # noqa: ANN401
    """Make a text, which parties may leave, of a term "host" of 2020 and other clauses."""
    made = agreement({"host": dict(YEAR), **clauses}, begins="2020-01-01")
    if withdrawal:
        made["instrument"]["withdrawal"] = withdrawal
    return made


def leaves(who: str, on: str, of: str = "instrument", **more: object) -> Table:
    return happened(on, "withdrawal", of, by=who, **more)


# --- who has left -------------------------------------------------------------------------------


def test_leaving_a_clause_is_leaving_what_lies_in_it():
    duty = {"kind": "duty", "bound": "alfa", "during": "inner"}
    inner = {**YEAR, "during": "host", "extension": {"by": ["alfa"]}}
    made = text(inner=inner, calm=duty, outer={"kind": "duty", "bound": "alfa"})
    made["clauses"]["host"]["withdrawal"] = MONTH
    events = [
        leaves("alfa", "2020-02-10", "host"),
        happened("2020-05-05", "extension", "inner", by="alfa", until="2021-01-31"),
    ]
    expected = """
        2020-03-10 calm state = standing
        2020-03-11 calm state = ended
        2020-03-11 outer state = standing
        2020-05-05 inner extended = 0
    """
    check(made, events, expected)
    said = others_on_day(made, record(*events), date(2020, 3, 11))["alfa"]
    rows = {"host": {"state": "withdrawn", "last_day": date(2020, 3, 10)}}
    assert (said["state"], said["leaves_on"], said["departures"]) == ("party", None, rows)


@pytest.mark.parametrize(
    ("withdrawal", "last"),
    [
        (MONTH, "2020-05-10"),
        ({**MONTH, "least": 3}, "2020-03-10"),
        ({**MONTH, "least": 1}, "none"),
    ],
)
def test_a_text_ends_when_too_few_are_left(withdrawal: Table, last: str):
    events = [leaves("alfa", "2020-02-10"), leaves("bravo", "2020-04-10")]
    made = text(withdrawal=withdrawal, calm={"kind": "duty", "bound": ALL})
    short = last != "none"
    expected = f"""
        2020-06-06 instrument last_day = {last}
        2020-06-06 instrument too_few_parties = {short}
        2020-06-06 calm state = {"ended" if short else "standing"}
        2020-06-06 host last_day = {last if short else "2020-12-31"}
        2020-06-06 host ended_by = {"lapse" if short else "none"}
    """
    check(made, events, expected)


def test_what_is_owed_by_one_who_has_left():
    def debt(by: str, debtor: object) -> Table:
        day = date.fromisoformat(by)
        return {"kind": "obligation", "debtor": debtor, "due": {"by": day}}

    made = text(
        withdrawal=MONTH,
        early=debt("2020-03-10", "alfa"),
        late=debt("2020-03-11", "alfa"),
        both=debt("2020-06-30", ["alfa", "bravo"]),
    )
    events = [
        leaves("alfa", "2020-02-10"),
        happened("2020-05-05", "performance", "both", by="bravo"),
    ]
    expected = """
        2020-03-11 early state = overdue
        2020-03-11 late state = lapsed
        2020-03-11 both awaited = {'bravo': {}}
        2020-05-05 both state = performed
    """
    check(made, events, expected)


def test_what_was_awaited_of_one_who_leaves_alone_is_complete_when_it_has_left():
    debt = {"kind": "obligation", "debtor": ["alfa", "bravo"], "due": {"by": date(2020, 6, 30)}}
    events = [
        happened("2020-02-20", "performance", "debt", by="bravo"),
        leaves("alfa", "2020-02-10"),
    ]
    expected = """
        2020-03-10 debt state = pending
        2020-03-11 debt state = performed
        2020-03-11 debt performed_on = 2020-02-20
    """
    check(text(withdrawal=MONTH, debt=debt), events, expected)


@pytest.mark.parametrize(("on", "state"), [("2020-09-29", "running"), ("2020-09-30", "open")])
def test_joint_notice_is_complete_with_a_departure_up_to_its_last_day(on: str, state: str):
    # The part of alfa is missing; the others have given theirs. The last day is 30 September.
    notice = {"by": ALL, "before-end": "3 months", "jointly": True}
    made = text(withdrawal={"by": ALL, "period": "1 day"})
    made["clauses"]["host"].update(notice=notice, renewal={"tacit": "1 year"})
    made["counting"]["period"] = {"preset": "day-before"}
    events = [
        happened("2020-05-05", "notice", "host", by="bravo"),
        happened("2020-05-06", "notice", "host", by="charlie"),
        leaves("alfa", on),
    ]
    after = str(date.fromordinal(date.fromisoformat(on).toordinal() + 1))
    said = "closed" if state == "open" else state
    check(made, events, f"{on} host notice = open\n{after} host notice = {said}")


def test_what_a_debtor_holds_suspended_under_the_text_does_not_fall_due():
    debt = {"kind": "obligation", "debtor": "alfa", "due": {"by": date(2020, 3, 31)}}
    for keys, state in (({"suspend-by": ["alfa"]}, "pending"), ({}, "overdue")):
        made = text(debt={**debt, "during": "inner"}, inner={**YEAR, "during": "host"})
        made["clauses"]["host"].update(keys)
        events = [
            happened("2020-03-01", "suspension", "host", by="alfa"),
            happened("2020-05-05", "resumption", "host", by="alfa"),
        ]
        check(made, events, f"2020-05-04 debt state = {state}\n2020-05-05 debt state = overdue")


# --- what is over -------------------------------------------------------------------------------


WHOLE = happened("2020-05-05", "consent", "instrument")


def test_the_end_of_the_text_by_all_ends_all_but_what_survives():
    made = text(
        calm={"kind": "duty", "bound": ALL},
        claims={"kind": "duty", "bound": ALL, "survives": True},
        panel={"kind": "body", "begins": {"after": "claims"}},
        drawn={"kind": "duty", "bound": ALL, "begins": {"after": "instrument", "what": "ended"}},
        early={"kind": "obligation", "due": {"by": date(2020, 3, 31)}},
        later={"kind": "obligation", "due": {"by": date(2020, 6, 30)}},
        files={
            "kind": "obligation",
            "due": {"after": "instrument", "what": "ended", "within": "30 days"},
        },
        never={"kind": "duty", "bound": ALL, "begins": {"on": date(2020, 7, 1)}},
    )
    expected = """
        2020-05-05 host ended_by = lapse
        2020-05-05 host last_day = 2020-05-05
        2020-05-05 calm state = ended
        2020-05-05 claims state = standing
        2020-05-05 panel state = foreseen
        2020-05-05 drawn state = not-started
        2020-05-06 drawn state = standing
        2020-05-05 early state = overdue
        2020-05-05 later state = lapsed
        2020-05-05 files due = 2020-06-04
        2020-07-01 never state = ended
    """
    check(made, [WHOLE], expected)


def test_another_end_of_the_text_ends_nothing_else():
    end = happened("2020-05-05", "termination", "instrument", by="alfa")
    made = text(calm={"kind": "duty", "bound": ALL})
    made["instrument"]["terminate-by"] = ["alfa"]
    check(made, [end], "2020-05-05 instrument phase = ended\n2020-05-05 calm state = standing")


def test_what_lies_in_a_clause_lapses_with_it_also_when_overdue():
    debt = {"kind": "obligation", "due": {"by": date(2020, 3, 31)}, "during": "host"}
    expected = """
        2020-12-31 debt state = overdue
        2021-01-01 debt state = lapsed
        2021-01-01 debt was_overdue = True
    """
    check(text(debt=debt), [], expected)


@pytest.mark.parametrize("end", ["performance", "lapse"])
def test_what_lies_in_an_obligation_ends_with_it(end: str):
    host = {"kind": "obligation", "during": "host"}
    made = text(task=host, calm={"kind": "duty", "bound": ALL, "during": "task"})
    acts = {
        "performance": happened("2020-05-05", "performance", "task"),
        "lapse": happened("2020-05-05", "consent", "host"),
    }
    expected = "2020-05-04 calm state = standing\n2020-05-05 calm state = ended"
    check(made, [acts[end]], expected)


# --- what stands again --------------------------------------------------------------------------


def renewed(**clauses: Any) -> Table:  # noqa: ANN401
    """Make a text whose host can be renewed after its end."""
    made = text(**clauses)
    made["clauses"]["host"]["renewal"] = {"decided-by": ["council"]}
    return made


AGAIN = happened("2021-03-10", "renewal", "host", by="council", until="2021-12-31")


def test_what_lay_in_a_term_stands_again_with_its_renewal():
    inner = {**YEAR, "lasts-until": date(2021, 6, 30), "during": "host"}
    made = renewed(
        inner=inner,
        calm={"kind": "duty", "bound": ALL, "during": "inner"},
        gone={"kind": "duty", "bound": ALL, "during": "inner", "after-renewal": "not-again"},
        late={"kind": "obligation", "due": {"by": date(2021, 2, 1)}, "during": "host"},
        panel={"kind": "body", "during": "host"},
        begun={"kind": "duty", "bound": ALL, "begins": {"on": date(2021, 2, 1)}, "during": "host"},
    )
    events = [happened("2020-02-02", "opening", "panel"), AGAIN]
    expected = """
        2021-03-09 inner ended_by = lapse
        2021-03-10 inner phase = in-force
        2021-06-30 inner phase = in-force
        2021-07-01 inner ended_by = expiry
        2021-03-10 calm state = standing
        2021-03-10 gone state = ended
        2021-03-10 late state = overdue
        2021-03-10 panel since = 2021-03-10
        2021-03-10 begun state = standing
        2022-01-01 late state = lapsed
    """
    check(made, events, expected)


def test_what_ended_for_itself_does_not_stand_again():
    short = {**YEAR, "lasts-until": date(2021, 2, 1), "during": "host"}
    duty = {"kind": "duty", "bound": ALL, "during": "host", "ends": {"on": date(2021, 2, 1)}}
    closed = happened("2020-03-03", "closing", "panel")
    opened = happened("2020-02-02", "opening", "panel")
    made = renewed(short=short, calm=duty, panel={"kind": "body", "during": "host"})
    expected = """
        2021-03-10 short phase = ended
        2021-03-10 short last_day = 2021-02-01
        2021-03-10 calm state = ended
        2021-03-10 panel state = closed
    """
    check(made, [opened, closed, AGAIN], expected)


def test_a_nested_term_is_renewed_tacitly_meanwhile():
    inner = {**YEAR, "renewal": {"tacit": "1 month"}, "during": "host"}
    expected = "2021-03-10 inner term.number = 4\n2021-03-10 inner last_day = 2021-03-31"
    check(renewed(inner=inner), [AGAIN], expected)


def test_what_all_have_ended_is_not_renewed():
    end = happened("2020-05-05", "consent", "host")
    check(renewed(), [end, AGAIN], "2021-03-10 host phase = ended")


def test_what_never_began_has_no_days_and_starts_nothing():
    inner = {**YEAR, "begins": {"on": date(2021, 2, 1)}, "lasts-until": date(2021, 12, 31)}
    after = {"kind": "obligation", "due": {"after": "inner", "what": "ended", "within": "9 days"}}
    expected = """
        2020-12-31 inner last_day = 2021-12-31
        2021-01-01 inner ended_by = lapse
        2021-01-01 inner term.first_day = none
        2021-01-01 inner last_day = none
        2021-05-05 after due = none
    """
    check(text(inner={**inner, "during": "host"}, after=after), [], expected)
