"""A changed rule shows as changed dates, or as other rules that fire: all are those kept."""

from __future__ import annotations

import pytest

import mandate
from tests.making.building import MATCHERS
from tests.making.documented import CASES, NAMES, mandate_of
from tests.snapshots.timelines import kept, of_agreement, of_case

HOW = "If this is meant: python -m tests.snapshots, and read the diff."
KEPT = kept()


@pytest.mark.parametrize("matcher", MATCHERS)
@pytest.mark.parametrize("name", mandate.agreements())
def test_timeline(name, matcher):
    before, found = KEPT[name], of_agreement(name, matcher)

    assert {on: axes for on, axes in before.items() if found.get(on) != axes} == {
        on: axes for on, axes in found.items() if before.get(on) != axes
    }, HOW
    assert list(before) == list(found), HOW


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=NAMES)
def test_the_rules_that_a_documented_case_sets_off(case, request):
    name = request.node.callspec.id

    assert of_case(case, mandate_of(case)) == KEPT["cases"].get(name), HOW


def test_there_is_one_for_each_and_no_other():
    assert set(KEPT) == {*mandate.agreements(), "cases"}
    assert sorted(KEPT["cases"]) == sorted(NAMES)
