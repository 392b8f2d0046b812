"""Every case that the documentation lists is decided by the rule that it names there."""

from __future__ import annotations

import pytest

from mandate.checking import Scenario, differences
from mandate.library import doctrine
from tests.making.documented import CASES, NAMES, concerned, mandate_of
from tests.making.firings import stops_before


def named_in(firing):
    """Collect the names in what set a rule off, in what it rested on and in what it changed."""
    facts = [firing.trigger.fact, *firing.bound.values()]
    keys = [part for effect in firing.effects for part in effect.id[1]]
    return {*keys, *(value for fact in facts for value in fact.values())}


def fired(mandate, case):
    """Return the rules that fired about what a case is about, up to its day."""
    about = concerned(case)

    return {
        firing.rule.id
        for stop in stops_before(mandate, case["on"].toordinal())
        for firing in stop.firings
        if about & named_in(firing)
    }


GIVEN = [case for _, case in CASES if case.get("rule", "").startswith("time-given")]


@pytest.mark.parametrize("case", GIVEN, ids=lambda case: case["case"])
def test_one_rule_alone_says_whether_more_time_is_given(case):
    weighed = {name for name in fired(mandate_of(case), case) if name.startswith("time-given")}

    # What all give together each of them has given a part of.
    assert weighed - {"time-given-by-one-of-several"} in ({case["rule"]}, set())
    assert case["rule"] in weighed


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=NAMES)
def test_the_rule_named_decides_the_case(case):
    mandate = mandate_of(case)

    assert case.get("rule", "") in {*fired(mandate, case), ""}
    scenario = Scenario(case["case"], case["on"], case.get("expect", {}))
    assert differences(scenario, mandate.status(case["on"])) == []


def test_every_rule_of_the_doctrine_has_its_case():
    named = {case.get("rule") for _, case in CASES}

    assert sorted({rule.id for rule in doctrine().program.rules} - named) == []


def test_every_rule_that_is_named_exists():
    rules = {rule.id for rule in doctrine().program.rules}

    assert sorted({case["rule"] for _, case in CASES if "rule" in case} - rules) == []
