"""The forms of answers: one way out of each, a short repr, a line for each row of a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import icalendar
import pytest

import mandate
from mandate.views.answer import Answer, Table
from tests.making.building import agreement, event, term
from tests.making.building import mandate as made

NK = mandate.load("nagorno-karabakh-2020")
START, END = "2020-11-01", "2020-12-31"
STATUS = NK.status("2024-06-01")
ANSWERS = {
    "status": STATUS,
    "term": STATUS.term,
    "clause status": STATUS.obligations["kalbajar"],
    "party": STATUS.parties["armenia"],
    "ground": STATUS.on_the_ground["contingent"],
    "change": NK.status("2020-11-25").changes[0],
    "explanation": STATUS.explain("kalbajar"),
    "reason": STATUS.explain("kalbajar").reasons[0],
    "receipt": STATUS.receipt(),
    "assumption": NK.status("2026-01-01").assumptions[0],
    "stretch": NK.next_change("2020-11-21"),
    "when": NK.when({"phase": "in-force"}, START, END),
    "deadline": NK.deadlines(START, END)[0],
    "docket": mandate.docket("2020-11-21"),
    "power": NK.powers("2024-06-01")[0],
    "chance": NK.last_chance({"kind": "notice", "by": "armenia"}, on="2026-01-01"),
    "outcome": NK.outcomes("kalbajar-extended")[0],
    "comparison": mandate.compare(NK, NK.without("kalbajar-extended"), START, END),
    "check": mandate.check("nagorno-karabakh-2020"),
    "verification": mandate.verify(STATUS.receipt(), {**STATUS.as_dict(), "phase": "x"}),
    "agreement": NK.agreement,
    "clause": NK.agreement.clauses["kalbajar"],
    "record": NK.record,
    "event": NK.record.events[0],
}
TABLES = {
    "statuses": NK.statuses(["2020-11-21", "2030-01-01"]),
    "timeline": NK.timeline(START, END),
    "deadlines": NK.deadlines(START, END),
    "powers": NK.powers("2024-06-01"),
    "outcomes": NK.outcomes("kalbajar-extended", "patrols-begin"),
    "assumptions": NK.status("2026-01-01").assumptions,
}
CELLS = (str, int, bool, date, type(None))


@pytest.mark.parametrize("name", [*ANSWERS, *TABLES])
def test_every_answer_has_text_json_and_rows(name: str) -> None:
    answer = {**ANSWERS, **TABLES}[name]

    assert isinstance(answer, Answer | Table)
    assert answer.to_text().startswith(str(answer).splitlines()[0])
    assert answer.to_json() == mandate.to_json(answer)
    assert json.loads(answer.to_json())
    rows = answer.to_rows()
    assert type(rows) is list
    assert rows
    assert all(type(row) is dict for row in rows)
    if name not in {"check", "explanation"}:
        assert all(isinstance(cell, CELLS) for row in rows for cell in row.values())


@pytest.mark.parametrize("name", ANSWERS)
def test_no_text_is_a_repr(name: str) -> None:
    text = str(ANSWERS[name])

    assert text != repr(ANSWERS[name])
    assert not text.startswith(f"{type(ANSWERS[name]).__name__}(")


@pytest.mark.parametrize("name", [*ANSWERS, *TABLES])
def test_a_repr_is_short_and_of_one_line(name: str) -> None:
    said = repr({**ANSWERS, **TABLES}[name])

    assert len(said) < 300
    assert "\n" not in said


def test_the_reprs_of_text_and_record() -> None:
    count = len(NK.record.events)
    assert (
        repr(NK.record) == f"<Record nagorno-karabakh-2020: {count} events, complete to 2025-11-08>"
    )
    assert repr(NK.agreement).startswith("<Agreement nagorno-karabakh-2020: ")
    assert (
        repr(NK.agreement.clauses["kalbajar"])
        == "<Clause kalbajar: obligation, para. 6, first sentence>"
    )
    assert repr(NK.text_alone().record) == (
        "<Record nagorno-karabakh-2020: 0 events, complete to 2025-11-08>"
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_table_prints_its_rows_one_below_the_other(name: str) -> None:
    table = TABLES[name]

    assert str(table) == "\n".join(answer.to_text() for answer in table)
    if name in {"deadlines", "powers"}:
        assert len(str(table).splitlines()) == len(table) > 1
    assert str(table[:0]) == "none"
    assert repr(table) == f"<{type(table).__name__} of {type(table[0]).__name__}: {len(table)}>"
    assert repr(table[:0]) == f"<{type(table).__name__}: 0>"


def test_a_docket_is_a_sequence_of_its_deadlines() -> None:
    docket = mandate.docket("2020-11-15", "30 days")

    assert isinstance(docket, Sequence)
    assert list(docket) == docket.deadlines
    assert [docket[0], docket[-1]] == [*docket[:1], *docket[-1:]]
    assert docket[0] in docket
    assert docket.index(docket[1]) == 1
    assert type(docket[1:]) is type(docket.deadlines)


def test_deadlines_are_a_calendar() -> None:
    deadlines = NK.deadlines(START, END)

    events = icalendar.Calendar.from_ical(deadlines.to_ical()).walk("VEVENT")
    assert [e.decoded("dtstart") for e in events] == [d.day for d in deadlines]
    assert {str(e["dtstamp"].dt.date()) for e in events} == {str(deadlines[0].day)}
    (one,) = icalendar.Calendar.from_ical(deadlines[1].to_ical(date(2020, 11, 1))).walk("VEVENT")
    assert (one.decoded("dtstart"), one["dtstamp"].dt.date()) == (
        deadlines[1].day,
        date(2020, 11, 1),
    )
    assert not icalendar.Calendar.from_ical(deadlines[:0].to_ical()).walk("VEVENT")


# -- caveats ---------------------------------------------------------------------------------------


def test_a_finding_has_no_caveat() -> None:
    assert NK.status("2021-06-01").caveats == ()


def test_a_projection_is_a_caveat() -> None:
    status = NK.status("2026-01-01")

    ((kind, says),) = status.caveats
    assert kind == "projection"
    assert says == "the record is complete to 8 November 2025; that nothing followed is assumed"
    assert f"  Projection: {says}" in str(status).splitlines()


def test_each_caveat_names_the_property_that_tells_more() -> None:
    text = agreement(
        {
            "stay": term(date(2020, 1, 1), "5 years"),
            "pay": {"kind": "obligation", "debtor": "alfa", "due": {"by": date(2020, 6, 1)}},
        },
        instrument={"begins": {"on": date(2020, 1, 1)}},
    )
    paid = event(
        "performance", {"from": date(2020, 5, 1), "to": date(2020, 7, 1)}, of="pay", id="paid"
    )
    end = event("consent", date(2022, 1, 10), of="stay", effect=date(2022, 1, 1), id="ended-before")
    stay = made(
        text,
        paid,
        end,
        **{
            "complete-to": date(2022, 6, 1),
            "gaps": [{"from": date(2021, 1, 1), "to": date(2021, 2, 1), "because": "Lost."}],
        },
    )
    asked = ["2020-07-01", "2021-01-15", "2022-01-05", "2022-01-10T12:00Z", "2023-01-01"]

    kinds = set()
    for on in asked:
        status = stay.status(on)
        for caveat in status.caveats:
            kinds.add(caveat.kind)
            assert getattr(status, caveat.kind)
            assert f"  {caveat}" in str(status).splitlines()
        told = {kind for kind, _ in status.caveats}
        assert told == {name for name in PROPERTIES if getattr(status, name)}
    assert kinds >= {"unverified", "undetermined", "retroactive", "undated_that_day"}
    assert [c.kind for c in NK.status("9999-12-31").caveats] == ["projection", "beyond_calendar"]


PROPERTIES = (
    "unverified",
    "projection",
    "undetermined",
    "undetermined_in_part",
    "retroactive",
    "undated_that_day",
    "beyond_calendar",
)
