"""Invented agreements, one for each question, with the right answers as scenarios: all hold."""

from __future__ import annotations

from pathlib import Path

import pytest

import mandate
from tests.making.building import MATCHERS

CASES = sorted(one.parent for one in Path(__file__).parents[1].glob("cases/*/scenarios.toml"))


@pytest.mark.parametrize("matcher", MATCHERS)
@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_what_a_case_expects_holds_by_both_matchers(folder: Path, matcher: str) -> None:
    report = mandate.check(folder, matcher=matcher)

    assert report.scenarios
    assert report.failures == ()


def test_the_cases_are_found():
    assert len(CASES) > 30
