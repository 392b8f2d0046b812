"""What is printed: a status in words, its repr, and the reasons behind it."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

import mandate
from tests.making.building import agreement, event, obligation, term
from tests.making.building import mandate as made

NK = mandate.load("nagorno-karabakh-2020")
START = date(2020, 1, 1)


def test_repr_holds_the_answer_and_not_how_it_was_computed():
    plain = mandate.load("nagorno-karabakh-2020", matcher="plain")

    assert repr(plain.status("2020-11-21")) == (
        "<Status nagorno-karabakh-2020 2020-11-21: in-force, term 1, last day 2025-11-10>"
    )
    assert repr(plain.status("2020-11-21")) == repr(NK.status("2020-11-21"))
    assert repr(NK.status("9999-12-31")) == (
        "<Status nagorno-karabakh-2020 9999-12-31: in-force, term 1596, last day beyond 9999-12-31>"
    )
    assert (
        repr(plain)
        == f"<Mandate nagorno-karabakh-2020: {len(NK.record.events)} events, matcher plain>"
    )
    assert repr(NK.status("2020-11-21").clauses["aghdam"]).startswith(
        "<ObligationStatus aghdam: state=performed"
    )


def test_an_instant_is_printed_in_iso_with_its_offset():
    status = NK.status("2020-11-10T01:00+04:00")

    assert str(status).startswith("2020 trilateral statement, 2020-11-10T00:00+03:00\n")
    assert repr(status).startswith("<Status nagorno-karabakh-2020 2020-11-10T00:00+03:00: ")
    assert status.explain().title.endswith(", 2020-11-10T00:00+03:00")
    assert "2020-11-21T12:00:05+03:00" in str(NK.status("2020-11-21T09:00:05Z"))


def test_equal_answers_are_equal_and_hash_alike():
    plain = mandate.load("nagorno-karabakh-2020", matcher="plain")

    assert plain.status("2020-11-21") == NK.status("2020-11-21")
    assert hash(plain.status("2020-11-21")) == hash(NK.status("2020-11-21"))
    assert NK.status("2020-11-21") != NK.status("2020-11-22")
    assert NK.status("2020-11-21") != "in-force"
    assert NK.status("2020-11-21").clauses["aghdam"] != "performed"


def test_in_words():
    lines = str(NK.status("2020-11-21")).splitlines()

    assert lines[0] == "2020 trilateral statement, 21 November 2020"
    assert lines[1].endswith(
        "(para. 4, second sentence): in force, term 1, to 10 November 2025, that day included"
    )
    assert "  Notice can be given until 10 May 2025, that day included; none is recorded" in lines
    assert any("kalbajar (due 2020-11-25)" in line for line in lines)
    assert lines[-1].endswith("deployed since 20 November 2020")


@pytest.mark.parametrize(
    ("clause", "events", "on", "words"),
    [
        (term(START, "1 year"), [], "2019-12-31", "not started; it begins on 1 January 2020"),
        (term({"with": "commencement"}, "1 year"), [], "2019-12-31", "not started"),
        (term(START), [], "2020-06-01", "in force, term 1, without a last day"),
        (term(START, "1 year"), [], "2022-01-01", "ended with 1 January 2021 (expiry)"),
        (
            term(START, "1 year", drawdown="2 years"),
            [],
            "2022-01-01",
            "winding down since 1 January 2021 (expiry)",
        ),
        (
            term(START, "1 year", notice="1 month"),
            [event("notice", date(2020, 2, 1), by="alfa")],
            "2020-03-01",
            "Notice runs: it ends with 1 January 2021",
        ),
        (
            term(START, "1 year", notice="1 month"),
            [],
            "2020-12-15",
            "The last day of notice for this term was 1 December 2020; no notice took effect",
        ),
        (
            term(
                START,
                "1 year",
                notice={"by": ["alfa"], "before-end": "1 month", "not-before": "2 months"},
            ),
            [],
            "2020-10-15",
            "Notice can be given from 1 November 2020 to 1 December 2020",
        ),
        (
            term(START, "1 year", evergreen={"notice": "1 month"}, notice={"by": ["alfa"]}),
            [],
            "2020-10-15",
            "Notice can be given; none is recorded",
        ),
    ],
)
def test_phases_in_words(clause, events, on, words):
    status = made(agreement({"stay": clause}), *events).status(on)

    assert words in str(status)


def test_caveats_in_words():
    gaps = [{"from": date(2020, 3, 1), "to": date(2020, 3, 31), "because": "no archive"}]
    late = event(
        "performance", {"from": date(2020, 5, 1), "to": date(2020, 6, 30)}, of="pay", by="alfa"
    )
    text = agreement(
        {"stay": term(START, "5 years"), "pay": obligation(due={"by": date(2020, 5, 31)})}
    )
    stay = made(text, late, complete_to=date(2020, 12, 31), gaps=gaps)

    assert "Unverified: the record has a gap" in str(stay.status("2020-03-31"))
    assert "Undetermined: clauses.pay.performed_on, clauses.pay.state" in str(
        stay.status("2020-07-01")
    )
    assert "the record claims no completeness" in str(made(text).status("2020-07-01"))


# --- reasons ------------------------------------------------------------------------------------


def test_reasons_name_clause_rule_event_source_and_arithmetic():
    said = str(NK.status("2020-11-21").explain("kalbajar"))

    assert said.startswith("2020 trilateral statement, kalbajar (Return of Kalbajar district)")
    assert "shall return the Kelbajar region" in said
    assert "[due-day-moved]" in said
    assert "extension by azerbaijan on 2020-11-15, event kalbajar-extended" in said
    assert "source: nakhchivantoday, jamnews-kalbajar" in said


def test_reasons_of_a_term_hold_the_arithmetic():
    explained = NK.status("2041-01-01").explain()
    said = str(explained)

    assert "para. 4, second sentence" in said
    assert "last day 2045-11-10" in said
    assert "6 months counted back from 2045-11-10" in said
    assert {r.clause for r in explained.reasons} == {"mandate"}
    rules = {b.rule for r in explained.reasons for b in r.because}
    assert {"renew-tacitly", "last-day-of-notice"} <= rules


def test_a_running_notice_is_explained_by_the_act():
    stay = NK.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-10", "id": "told"})

    for day, axis in (("2025-06-01", "notice"), ("2025-11-11", "phase")):
        explained = stay.status(day).explain()
        (reason,) = [r for r in explained.reasons if r.says.startswith(f"{axis}: ")]
        assert "notice by armenia on 2025-05-10, event told" in "\n".join(reason.lines())
        assert "notice-in-time" in "\n".join(reason.lines())


@pytest.mark.parametrize(
    "day", ["0001-01-01", "2020-11-09", "2020-11-10", "2020-12-12", "2026-01-01", "9999-12-31"]
)
def test_every_clause_can_be_explained_on_every_day(day):
    status = NK.status(day)

    for name in status.clauses:
        explained = status.explain(name)
        assert f", {name} (" in explained.title
        assert explained.as_dict()["title"] == explained.title
        assert str(explained).splitlines()[0] == explained.title


def acts_behind(explained, axis):
    """Return the events behind an axis, in the order in which they are told."""
    (reason,) = [r for r in explained.reasons if r.says.startswith(f"{axis}: ")]
    return [why.event for why in reason.because]


def test_a_duty_is_explained_by_all_its_incidents():
    incidents = [e.id for e in NK.record.events if e.kind == "incident" and e.of == "ceasefire"]

    explained = NK.status("2026-01-01").explain("ceasefire")

    assert sorted(acts_behind(explained, "incidents")) == sorted(incidents)
    assert len(incidents) == 7


def test_a_ceiling_is_explained_by_all_that_was_reported():
    reports = [e.id for e in NK.record.events if e.kind == "report"]

    told = acts_behind(NK.status("2026-01-01").explain("contingent"), "figures")

    assert sorted(filter(None, told)) == sorted(reports)
    assert "value 552" in str(NK.status("2026-01-01").explain("contingent"))


def test_a_due_day_that_was_moved_twice_is_explained_by_both_acts():
    text = agreement({"stay": term(START), "pay": obligation(due={"by": date(2020, 3, 1)})})
    acts = [
        event("extension", date(2020, 2, n), of="pay", by="bravo", until=date(2020, 3, 9 + n), id=i)
        for n, i in ((1, "one"), (2, "two"))
    ]
    explained = made(text, *acts).status("2020-02-10").explain("pay")

    assert acts_behind(explained, "due") == []  # told already, under the state
    assert acts_behind(explained, "state") == ["two"]
    assert acts_behind(explained, "extended") == ["one"]


def test_what_has_no_due_day_is_not_performed_by_it():
    said = str(NK.status("2020-11-21").explain("deployment"))

    assert "by the due day" not in said
    assert "Where no due day is set, performance at any time performs the obligation." in said


@pytest.mark.parametrize("day", ["2020-11-01", "2021-01-01"])
def test_a_due_day_so_long_after_a_date_holds_the_arithmetic(day):
    said = str(NK.status(day).explain("route-plan"))

    assert "2020-11-10 + 3 years (not-counted/same-numbered/down) = 2023-11-10" in said


def test_a_due_day_so_long_after_an_hour_holds_the_arithmetic():
    due = {"within": "36 hours", "from-hour": datetime(2020, 3, 1, 12)}
    stay = made(agreement({"stay": term(START), "pay": obligation(due=due)}))

    for day in ("2019-01-01", "2020-03-01"):
        said = str(stay.status(day).explain("pay"))
        assert "2020-03-01 12:00 + 36 hours on the clock = 2020-03-03 00:00" in said


def test_who_may_act_is_told_with_the_act():
    reasons = NK.status("2020-11-21").explain("kalbajar").reasons
    (state,) = [r for r in reasons if r.says.startswith("state: ")]

    assert [why.rule for why in state.because[0].because] == [
        "time-given-by-creditor",
        "more-time-counts",
        "",
    ]


@pytest.mark.parametrize(
    ("of", "title", "says"),
    [
        ("clauses.kalbajar", "kalbajar (Return of Kalbajar district)", "state: pending"),
        ("parties.armenia", "armenia (Republic of Armenia)", "[parties-join]"),
        ("armenia", "armenia (Republic of Armenia)", "state: party"),
        ("contingent", "contingent (Strength of the peacekeeping contingent)", "state: applies"),
        (
            "on_the_ground.contingent",
            "contingent (Peacekeeping contingent of the Russian Federation)",
            "event contingent-deployed: state deployed (source: armenianclub-552)",
        ),
    ],
)
def test_parties_and_the_ground_can_be_explained(of, title, says):
    said = str(NK.status("2020-11-21").explain(of))

    assert said.startswith(f"2020 trilateral statement, {title}, 2020-11-21")
    assert says in said


def test_a_bare_name_of_a_subject():
    seen = event("presence", date(2020, 2, 1), of="force", state="deployed")
    explained = made(agreement({"stay": term(START)}), seen).status("2020-02-01").explain("force")

    assert acts_behind(explained, "state") == ["presence"]


@pytest.mark.parametrize(
    ("of", "hint"),
    [
        ("azerbaijn", "did you mean 'azerbaijan'"),
        ("parties.armenai", "did you mean 'parties.armenia'"),
        ("on_the_ground.force", "did you mean 'on_the_ground.contingent'"),
        ("clauses.kalbajr", "did you mean 'clauses.kalbajar'"),
        ("russia", "no clause, party or subject 'russia'"),  # it signed, and is not a party
    ],
)
def test_a_part_that_is_not_there(of, hint):
    with pytest.raises(mandate.errors.ArgumentError, match=re.escape(hint)):
        NK.status("2020-11-21").explain(of)


def test_a_clause_that_is_not_there():
    with pytest.raises(
        mandate.errors.ArgumentError,
        match=r"no clause, party or subject 'kalbajr'.*did you mean 'kalbajar'",
    ):
        NK.status("2020-11-21").explain("kalbajr")


def test_an_axis_that_a_kind_does_not_have():
    with pytest.raises(
        AttributeError, match="clause 'aghdam' is of kind 'obligation' and has no 'phase'"
    ):
        _ = NK.status("2020-11-21").clauses["aghdam"].phase


def test_a_change_in_words():
    (change,) = (
        NK.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-11"})
        .status("2025-05-11")
        .changes
    )

    assert str(change) == (
        "mandate: Notice after the last day does not stop this renewal and is void. [what-if-1]"
    )
