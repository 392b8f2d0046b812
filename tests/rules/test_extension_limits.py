"""How far an extension may reach: to the limit, and no day further.

That the limit itself is allowed and the next day is not stands for 30 days and for three months
among the documented cases. Here: at month ends, a second time, and in a later term.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.making.building import DAY, Table, agreement, event, mandate, obligation, rules_of, term

# The last or due day, the limit, how days are counted, and the last day that it allows.
LIMITS = [
    (date(2021, 1, 31), "1 month", "same-numbered", date(2021, 2, 28)),
    (date(2021, 1, 31), "1 month", "same-numbered-up", date(2021, 3, 1)),
    (date(2021, 1, 31), "28 days", "same-numbered", date(2021, 2, 28)),
    (date(2024, 1, 31), "1 month", "same-numbered", date(2024, 2, 29)),
    (date(2024, 2, 29), "1 year", "same-numbered", date(2025, 2, 28)),
    (date(2024, 2, 29), "1 month", "same-numbered", date(2024, 3, 29)),
    (date(2021, 11, 30), "3 months", "same-numbered", date(2022, 2, 28)),
    (date(2021, 12, 31), "1 day", "same-numbered", date(2022, 1, 1)),
]
EVERY = pytest.mark.parametrize(("end", "limit", "period", "latest"), LIMITS)


def moved(clause, of, until, *more: Table, **keys: object):
    """Read an agreement of one clause that may be moved, and move it."""
    clauses = {"stay": term(date(1990, 1, 1))} | {of: clause}
    act = event("extension", date(2020, 12, 1), of=of, by="alfa", until=until)
    return mandate(agreement(clauses, **keys), act, *more)


@EVERY
def test_a_term_is_extended_to_its_limit_and_no_day_beyond(end, limit, period, latest):
    rule = {"by": ["alfa"], "at-most": limit, "times": 1}
    clause = {**term(date(2020, 6, 1), extension=rule), "lasts-until": end}

    on_it, beyond = (moved(clause, "escort", latest + n * DAY, period=period) for n in (0, 1))

    assert rules_of(on_it.status("2020-12-01")) == ["term-extended"]
    assert on_it.status(latest).clauses["escort"].last_day == latest
    assert [on_it.status(latest + n * DAY).clauses["escort"].phase for n in (0, 1)] == [
        "in-force", "ended"
    ]  # fmt: skip
    assert rules_of(beyond.status("2020-12-01")) == ["term-extension-too-long"]
    assert beyond.status(end + DAY).clauses["escort"].last_day == end


@EVERY
def test_a_due_day_is_moved_to_its_limit_and_no_day_beyond(end, limit, period, latest):
    rule = {"by": ["alfa"], "at-most": limit, "times": 1}
    clause = obligation(debtor="bravo", due={"by": end}, extension=rule)

    on_it, beyond = (moved(clause, "pay", latest + n * DAY, period=period) for n in (0, 1))

    assert rules_of(on_it.status("2020-12-01")) == ["due-day-moved"]
    assert on_it.status(latest).clauses["pay"].due == latest
    assert [on_it.status(latest + n * DAY).clauses["pay"].state for n in (0, 1)] == [
        "pending", "overdue"
    ]  # fmt: skip
    assert rules_of(beyond.status("2020-12-01")) == ["due-extension-too-long"]
    assert beyond.status(end + DAY).clauses["pay"].due == end


@pytest.mark.parametrize("over", [0, 1])
def test_a_second_extension_has_the_limit_of_the_first(over):
    """It is counted from the day as it was at first, not from the one to which that was moved."""
    end, latest = date(2021, 1, 10), date(2021, 2, 9)
    rule = {"by": ["alfa"], "at-most": "30 days", "times": 2}
    clauses = {
        "escort": {**term(date(2020, 6, 1), extension=rule), "lasts-until": end},
        "pay": obligation(debtor="bravo", due={"by": end}, extension=rule),
    }
    kept, axis = date(2021, 1, 20), {"escort": "last_day", "pay": "due"}
    for of, clause in clauses.items():
        second = event(
            "extension", date(2021, 1, 5), of=of, id="b", by="alfa", until=latest + over * DAY
        )

        found = moved(clause, of, kept, second).status("2021-01-06").clauses[of]

        assert found[axis[of]] == (kept if over else latest)
        assert found.extended == (1 if over else 2)


@pytest.mark.parametrize("over", [0, 1])
def test_in_a_later_term_the_limit_is_counted_from_its_own_end(over):
    """A term that was extended moves those after it; each has a limit and a number of its own."""
    rule = {"by": ["alfa"], "at-most": "10 days", "times": 1}
    clause = term(date(2020, 1, 1), "1 year", tacit="1 year", extension=rule)
    act = event("extension", date(2021, 6, 1), of="escort", id="b", by="alfa",
                until=date(2022, 1, 21) + over * DAY)  # fmt: skip

    stay = moved(clause, "escort", date(2021, 1, 11), act)

    assert stay.status("2020-12-02").clauses["escort"].last_day == date(2021, 1, 11)
    assert stay.status("2021-05-01").clauses["escort"].last_day == date(2022, 1, 11)
    found = stay.status("2021-06-02").clauses["escort"]
    assert found.last_day == date(2022, 1, 11 if over else 21)
    assert found.extended == (0 if over else 1)
