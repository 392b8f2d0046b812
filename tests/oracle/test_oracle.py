"""The oracle against agreements whose practice is known, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.oracle import on_day, others_on_day
from tests.oracle.building import DAY_BEFORE, WHY, agreement, happened, record, wrong

STATEMENT = agreement(
    {
        "mandate": {
            "kind": "term",
            "begins": {"on": date(2020, 11, 10)},
            "lasts": "5 years",
            "renewal": {"tacit": "5 years"},
            "notice": {"by": ["armenia", "azerbaijan"], "before-end": "6 months"},
        },
        "ceasefire": {"kind": "duty", "bound": ["armenia", "azerbaijan"]},
        "aghdam": {"kind": "obligation", "due": {"by": date(2020, 11, 20)}},
        "districts": {
            "kind": "obligation",
            "items": [
                {"id": "kalbajar", "due": {"by": date(2020, 11, 15)}},
                {"id": "lachin", "due": {"by": date(2020, 12, 1)}},
            ],
        },
        "route-plan": {
            "kind": "obligation",
            "due": {"within": "3 years", "after": "instrument"},
        },
        "contingent": {
            "kind": "ceiling",
            "during": "mandate",
            "quantities": [
                {"what": "personnel", "number": 1960, "exact": True},
                {"what": "carriers", "number": 90},
                {"what": "vehicles", "number": 380},
            ],
            "totals": [{"what": "equipment", "of": ["carriers", "vehicles"]}],
        },
        "centre": {"kind": "body"},
    },
    begins="2020-11-10",
)
REPORTED = record(
    happened("2020-11-15", "extension", "districts.kalbajar", until="2020-11-25"),
    happened("2020-11-20", "performance", "aghdam"),
    happened("2020-11-20", "report", "contingent", what="personnel", value=1960),
    happened("2020-11-20", "report", "contingent", what="equipment", value=552),
    happened("2020-11-25", "performance", "districts.kalbajar"),
    happened("2020-12-01", "performance", "districts.lachin"),
    happened("2020-12-12", "incident", "ceasefire"),
    happened("2021-01-30", "opening", "centre"),
    happened("2024-04-26", "closing", "centre"),
)

THE_STATEMENT = """
2020-11-09 mandate phase = not-started
2020-11-09 mandate term.last_day = 2025-11-10
2020-11-09 ceasefire state = not-started
2020-11-10 mandate phase = in-force
2020-11-10 mandate notice = open
2020-11-10 ceasefire state = standing
2020-11-14 districts.kalbajar due = 2020-11-15
2020-11-15 districts.kalbajar due = 2020-11-25
2020-11-15 districts.kalbajar extended = 1
2020-11-21 districts.kalbajar state = pending
2020-11-21 districts.kalbajar originally_due = 2020-11-15
2020-11-20 aghdam state = performed
2020-11-20 contingent figures.personnel.state = within
2020-11-20 contingent figures.equipment.state = above
2020-11-20 contingent figures.equipment.limit = 470
2020-11-30 districts state = pending
2020-12-01 districts state = performed
2020-12-01 districts performed_on = 2020-12-01
2020-12-11 ceasefire incidents = 0
2020-12-12 ceasefire incidents = 1
2021-01-29 centre state = foreseen
2021-01-30 centre state = operating
2024-04-26 centre state = closed
2023-11-10 route-plan state = pending
2023-11-11 route-plan state = overdue
2025-05-10 mandate notice = open
2025-05-10 mandate notice_deadline = 2025-05-10
2025-05-11 mandate notice = closed
2025-11-10 mandate term.number = 1
2025-11-11 mandate term.number = 2
2025-11-11 mandate term.first_day = 2025-11-11
2025-11-11 mandate term.last_day = 2030-11-10
2025-11-11 mandate notice = open
9999-12-31 mandate phase = in-force
9999-12-31 mandate term.number = 1596
9999-12-31 mandate term.last_day = none
"""


def test_the_statement_of_2020():
    assert wrong(STATEMENT, REPORTED, THE_STATEMENT) == []


@pytest.mark.parametrize(
    ("on", "ended"), [("2025-05-09", True), ("2025-05-10", True), ("2025-05-11", False)]
)
def test_notice_around_the_deadline_of_2025(on: str, ended: bool):  # noqa: FBT001
    events = record(happened(on, "notice", "mandate", by="armenia"))
    assert on_day(STATEMENT, events, date(2025, 11, 10))["mandate"]["phase"] == "in-force"
    after = on_day(STATEMENT, events, date(2025, 11, 11))
    assert after["mandate"]["phase"] == ("ended" if ended else "in-force")
    assert after["contingent"]["state"] == ("ended" if ended else "applies")
    assert after["ceasefire"]["state"] == "standing"


def test_clear_months_and_fixed_months_before_the_end():
    for preset, deadline in [
        ("clear", date(2025, 5, 9)),
        ("thirty-day-months", date(2025, 5, 14)),
        ("inclusive-up", date(2025, 5, 10)),
    ]:
        counting = {**STATEMENT["counting"], "before": {"preset": preset, **WHY}}
        text = {**STATEMENT, "counting": counting}
        said = on_day(text, record(), date(2024, 1, 1))
        assert said["mandate"]["notice_deadline"] == deadline


TREATY = agreement(
    {
        "friendship": {
            "kind": "term",
            "begins": {"on": date(1999, 4, 1)},
            "lasts": "10 years",
            "renewal": {"tacit": "10 years"},
            "notice": {"by": ["ukraine", "russia"], "before-end": "6 months"},
        }
    },
    begins="1999-04-01",
    period=DAY_BEFORE,
)
NOTED = happened("2018-09-21", "notice", "friendship", by="ukraine")
THE_TREATY = """
1999-03-31 friendship phase = not-started
2008-09-30 friendship notice = open
2008-09-30 friendship term.number = 1
2008-10-02 friendship notice = closed
2009-03-31 friendship term.number = 1
2009-04-01 friendship term.number = 2
2009-04-02 friendship term.number = 2
2018-09-20 friendship notice = open
2018-09-25 friendship notice = running
2018-09-25 friendship last_day = 2019-03-31
2018-09-25 friendship notice_deadline = 2018-09-30
2019-03-31 friendship phase = in-force
2019-04-01 friendship phase = ended
2019-04-01 friendship ended_by = notice
2019-04-02 friendship phase = ended
"""


def test_the_treaty_of_1997():
    assert wrong(TREATY, record(NOTED), THE_TREATY) == []


def test_the_treaty_of_1997_without_its_notice():
    said = on_day(TREATY, record(), date(2019, 4, 2))["friendship"]
    assert (said["phase"], said["term.number"]) == ("in-force", 3)
    assert said["term.last_day"] == date(2029, 3, 31)


NEW_START = agreement(
    {
        "treaty": {
            "kind": "term",
            "begins": {"on": date(2011, 2, 5)},
            "lasts": "10 years",
            "extension": {"by": ["parties"], "at-most": "5 years", "times": 1},
        }
    },
    begins="2011-02-05",
)
EXTENDED = happened("2021-02-03", "extension", "treaty", by="parties", until="2026-02-05")


def test_the_treaty_extended_once():
    assert not wrong(
        NEW_START,
        record(EXTENDED),
        """
        2011-02-04 treaty phase = not-started
        2021-02-02 treaty last_day = 2021-02-05
        2021-02-03 treaty last_day = 2026-02-05
        2021-02-06 treaty term.number = 1
        2026-02-05 treaty phase = in-force
        2026-02-06 treaty ended_by = expiry
        """,
    )
    again = happened("2025-02-03", "extension", "treaty", by="parties", until="2026-02-06")
    assert (
        on_day(NEW_START, record(EXTENDED, again), date(2026, 2, 6))["treaty"]["phase"] == "ended"
    )


ISLAND = agreement(
    {
        "force": {
            "kind": "term",
            "begins": {"on": date(2024, 1, 30)},
            "lasts-until": date(2025, 1, 31),
            "renewal": {"decided-by": ["unsc"]},
        }
    },
    begins="2024-01-30",
)


def test_renewals_by_resolution():
    events = record(
        happened("2025-01-31", "renewal", "force", by="unsc", until="2026-01-31"),
        happened(
            "2026-01-30", "renewal", "force", by="unsc", lasts="12 months", counted_from="end"
        ),
    )
    assert not wrong(
        ISLAND,
        events,
        """
        2025-01-31 force term.number = 1
        2025-02-01 force term.number = 2
        2025-06-01 force last_day = 2026-01-31
        2026-01-29 force last_day = 2026-01-31
        2026-02-01 force term.number = 3
        2026-02-01 force last_day = 2027-01-31
        2027-02-01 force ended_by = expiry
        """,
    )
    unrenewed = on_day(ISLAND, record(events["events"][0]), date(2026, 2, 1))
    assert unrenewed["force"]["ended_by"] == "expiry"


TIMETABLE = agreement(
    {"arms": {"kind": "obligation", "due": {"within": "180 days", "after": "instrument"}}},
    begins="2016-12-01",
)


def test_a_timetable_from_day_d():
    events = record(
        happened("2017-05-29", "extension", "arms", until="2017-06-20"),
        happened("2017-06-26", "performance", "arms"),
    )
    assert not wrong(
        TIMETABLE,
        events,
        """
        2016-11-30 arms due = none
        2017-05-28 arms due = 2017-05-30
        2017-05-29 arms due = 2017-06-20
        2017-06-01 arms originally_due = 2017-05-30
        2017-06-20 arms state = pending
        2017-06-21 arms state = overdue
        2017-06-27 arms state = performed-late
        2017-06-27 arms performed_on = 2017-06-26
        """,
    )


PACT = agreement(
    {
        "neutrality": {
            "kind": "term",
            "begins": {"on": date(1941, 4, 25)},
            "lasts": "5 years",
            "renewal": {"tacit": "5 years"},
            "notice": {"by": ["ussr", "japan"], "before-end": "1 year"},
        }
    },
    begins="1941-04-25",
)


def test_the_pact_of_1941():
    assert not wrong(
        PACT,
        record(happened("1945-04-05", "notice", "neutrality", by="ussr")),
        """
        1945-04-04 neutrality notice = open
        1945-04-04 neutrality notice_deadline = 1945-04-25
        1945-04-06 neutrality notice = running
        1945-08-10 neutrality phase = in-force
        1946-04-25 neutrality phase = in-force
        1946-04-26 neutrality ended_by = notice
        """,
    )


GRAIN = agreement(
    {
        "corridor": {
            "kind": "term",
            "begins": {"on": date(2022, 7, 22)},
            "lasts": "120 days",
            "renewal": {"tacit": "120 days"},
        }
    },
    begins="2022-07-22",
)


def test_periods_of_days():
    assert not wrong(
        GRAIN,
        record(),
        """
        2022-07-21 corridor phase = not-started
        2022-08-01 corridor last_day = 2022-11-19
        2022-12-01 corridor last_day = 2023-03-19
        2023-03-20 corridor last_day = 2023-07-17
        2023-04-01 corridor term.number = 3
        """,
    )
    counted = {**GRAIN, "counting": {**GRAIN["counting"], "period": DAY_BEFORE}}
    assert on_day(counted, record(), date(2022, 8, 1))["corridor"]["last_day"] == date(2022, 11, 18)


OPEN_SKIES = agreement({}, begins="2002-01-01")
OPEN_SKIES["parties"] = {name: {"name": name.title()} for name in ("usa", "russia", "germany")}
OPEN_SKIES["instrument"]["withdrawal"] = {
    "by": ["usa", "russia"],
    "period": "6 months",
    "works": "same-day",
    "least": 1,
}


def test_withdrawal_by_one_party():
    events = record(
        happened("2020-05-22", "withdrawal", "instrument", by="usa"),
        happened("2021-06-18", "withdrawal", "instrument", by="russia"),
    )
    for party, day, state in [
        ("usa", date(2001, 12, 31), ("not-yet", False)),
        ("usa", date(2020, 5, 21), ("party", False)),
        ("usa", date(2020, 11, 21), ("party", True)),
        ("usa", date(2020, 11, 22), ("withdrawn", False)),
        ("russia", date(2021, 6, 17), ("party", False)),
        ("russia", date(2021, 12, 17), ("party", True)),
        ("russia", date(2021, 12, 18), ("withdrawn", False)),
    ]:
        said = others_on_day(OPEN_SKIES, events, day)[party]
        assert (said["state"], said["notice_running"]) == state
    assert on_day(OPEN_SKIES, events, date(2021, 12, 18))["instrument"]["phase"] == "in-force"


def test_a_text_with_too_few_parties_ends_and_nobody_leaves_it_any_more():
    text = {**OPEN_SKIES, "instrument": {**OPEN_SKIES["instrument"]}}
    text["instrument"]["withdrawal"] = {**text["instrument"]["withdrawal"], "least": 3}
    events = record(
        happened("2020-05-22", "withdrawal", "instrument", by="usa"),
        happened("2021-06-18", "withdrawal", "instrument", by="russia"),
    )

    assert on_day(text, events, date(2020, 11, 21))["instrument"]["phase"] == "in-force"
    ended = on_day(text, events, date(2020, 11, 22))["instrument"]
    assert ended["too_few_parties"]
    assert (ended["phase"], ended["last_day"]) == ("ended", date(2020, 11, 21))
    assert others_on_day(text, events, date(2021, 12, 18))["russia"]["state"] == "party"
