"""What became of acts: the effect of each, or the rule by which it has none."""

from __future__ import annotations

import pytest

import mandate
from mandate.errors import ArgumentError
from mandate.library import doctrine
from tests.making.refused import NK


@pytest.mark.parametrize(
    ("act", "effect", "rule"),
    [
        ({"kind": "notice", "by": "armenia", "on": "2025-05-10"}, True, "notice-in-time"),
        ({"kind": "notice", "by": "armenia", "on": "2025-05-11"}, False, "notice-late"),
        ({"kind": "notice", "by": "russia", "on": "2025-03-01"}, False, "notice-not-entitled"),
        ({"kind": "consent", "on": "2024-04-17"}, True, "end-works"),
        (
            {"kind": "performance", "of": "kalbajar", "by": "armenia", "on": "2024-04-17"},
            False,
            "part-performed-already",
        ),
    ],
)
def test_a_supposed_act_has_an_effect_or_a_rule_by_which_it_has_none(act, effect, rule) -> None:
    (outcome,) = NK.what_if(act).outcomes()

    assert (outcome.event, outcome.effect) == ("what-if-1", effect)
    assert rule in {change.rule for change in outcome.changes}
    assert f"[{rule}]" in str(outcome)


def test_an_act_of_a_kind_that_no_rule_reads_says_so() -> None:
    (outcome,) = NK.what_if({"kind": "statement", "on": "2024-04-17"}).outcomes()

    assert (outcome.effect, outcome.changes) == (False, ())
    assert outcome.reasons == (
        "A declaration that is not an act under the text. No rule reads it.",
    )


def test_each_supposed_act_is_told_and_no_recorded_one() -> None:
    varied = NK.what_if(
        {"id": "late", "kind": "notice", "by": "armenia", "on": "2025-05-11"},
        {"id": "early", "kind": "notice", "by": "armenia", "on": "2025-05-09"},
    )

    assert [(o.event, o.effect) for o in varied.outcomes()] == [("early", True), ("late", False)]
    assert NK.outcomes() == ()
    assert [o.event for o in varied.outcomes("kalbajar-extended", "late")] == [
        "kalbajar-extended",
        "late",
    ]


def test_an_effect_that_comes_long_after_the_act_is_told() -> None:
    act = {"kind": "termination", "by": "armenia", "on": "2024-01-01", "until": "2025-01-01"}
    (outcome,) = NK.what_if(act).outcomes()

    assert outcome.effect
    assert outcome.reasons


@pytest.mark.parametrize("name", mandate.agreements())
def test_no_recorded_event_is_without_a_reason(name: str) -> None:
    asked = mandate.load(name)
    for outcome in asked.outcomes(*(event.id for event in asked.record.events)):
        assert outcome.reasons
        assert bool(outcome.inert) is doctrine().events[outcome.kind].inert


def test_an_event_that_is_not_there_is_refused() -> None:
    with pytest.raises(ArgumentError, match="did you mean 'kalbajar-extended'"):
        NK.outcomes("kalbajar-extendet")


def test_both_matchers_tell_the_same() -> None:
    act = {"kind": "notice", "by": "russia", "on": "2025-03-01"}
    plain = mandate.load("nagorno-karabakh-2020", matcher="plain")

    assert plain.what_if(act).outcomes() == NK.what_if(act).outcomes()
