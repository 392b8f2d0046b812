"""What begins, or is to be renewed, at the very instant at which the clause around it ends."""

from __future__ import annotations

from datetime import date

import pytest

from tests.making.building import Table, agreement, event, mandate, obligation, term

START = date(2020, 1, 1)
LAST = date(2021, 1, 1)
AFTER = date(2021, 1, 2)

HOSTS = {
    "term": term(START, "1 year"),
    "duty": {"kind": "duty", "bound": "alfa", "begins": {"on": START}, "ends": {"on": LAST}},
}
CONDITIONS: dict[str, Table] = {
    "free": {},
    "conditional": {"if": {"clause": "stay", "what": "commenced"}},
}
DUE: dict[str, Table] = {
    "no due day": {},
    "by": {"due": {"by": date(2021, 3, 1)}},
    "after a clause": {"due": {"within": "500 days", "after": "stay"}},
    "after a date": {"due": {"within": "3 days", "from": AFTER}},
}


@pytest.mark.parametrize("moved", [False, True], ids=["as it is", "moved beforehand"])
@pytest.mark.parametrize("due", DUE.values(), ids=DUE)
@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
def test_what_begins_as_its_host_ends_is_not_owed(host, condition, due, moved):
    owed = obligation(begins={"on": AFTER}, during="host", **condition, **due)
    text = agreement(
        {"stay": term(START), "host": host, "pay": owed}, instrument={"begins": {"on": START}}
    )
    acts = [event("extension", date(2020, 5, 1), of="pay", until=date(2022, 5, 1))]
    found = mandate(text, *(acts if moved else []))

    assert found.status(LAST).clauses["pay"].state == "not-started"
    assert found.status(AFTER).clauses["pay"].state == "lapsed"


@pytest.mark.parametrize("size", ["1 day", "61 days", "1 year"])
def test_a_term_is_not_renewed_as_its_host_ends(size):
    inner = term(START, size, tacit=size, during="host")
    lasts = "1 year" if size != "61 days" else "366 days"
    text = agreement({"host": term(START, lasts), "inner": inner})

    before, after = (mandate(text).status(day).clauses["inner"] for day in (LAST, AFTER))
    assert (before.phase, before.last_day) == ("in-force", LAST)
    assert (after.phase, after.ended_by, after.last_day) == ("ended", "lapse", LAST)
    assert after.number == before.number


def test_a_term_is_not_renewed_as_the_outermost_of_its_hosts_ends():
    year = {"begins": START, "lasts": "1 year"}
    clauses = {
        "outer": term(**year),
        "host": term(**year, tacit="1 year", during="outer"),
        "inner": term(**year, tacit="1 year", during="host"),
    }
    found = mandate(agreement(clauses)).status(AFTER).clauses

    assert {found[name].last_day for name in clauses} == {LAST}
    assert [found[name].ended_by for name in clauses] == ["expiry", "lapse", "lapse"]


def test_a_term_is_renewed_while_its_host_winds_down():
    clauses = {
        "host": term(START, "1 year", drawdown="6 months"),
        "inner": term(START, "1 year", tacit="1 year", during="host"),
    }
    found = mandate(agreement(clauses))

    inner = found.status(AFTER).clauses["inner"]
    assert (inner.phase, inner.number) == ("in-force", 2)
    over = found.status("2021-07-02").clauses
    assert (over["host"].phase, over["inner"].phase) == ("ended", "ended")
    assert over["inner"].ended_by == "lapse"
