"""Answers in pickles: they come out as they went in, also where another matcher runs."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest

import mandate
from mandate.engine import durable
from mandate.engine.matchers import MATCHERS

DAYS = ("2020-11-21", "2025-11-11", "9999-12-31", "2020-11-10T12:00+04:00")
#: A process in which durable-rules cannot be imported, given a pickle.
WITHOUT_DURABLE = """
import pickle, sys
sys.modules["durable_rules_engine"] = None
import mandate
try:
    found = pickle.load(sys.stdin.buffer)
except mandate.MandateError as error:
    print(type(error).__name__)
    sys.exit()
mandates = [one for one in found if isinstance(one, mandate.Mandate)]
print(type(found).__name__, {one.matcher for one in mandates} or "")
print("\\n".join(mandate.to_json(one.status("2025-11-11")) for one in mandates))
"""


def again(value):
    return pickle.loads(pickle.dumps(value))  # noqa: S301  # our own


def loaded(matcher):
    if matcher == "durable" and durable.problem():
        pytest.skip("durable-rules is not here")
    return mandate.load("nagorno-karabakh-2020", matcher=matcher)


def answers(one):
    return {
        "status": one.status("2025-11-11"),
        "known": one.status("2025-11-11", as_known_on="2021-01-01"),
        "known earlier": one.as_known_on("2021-01-01").status("2025-11-11"),
        "statuses": one.statuses(DAYS),
        "timeline": one.timeline("2020-11-01", "2021-01-01"),
        "next change": one.next_change("2020-11-21"),
        "deadlines": one.deadlines("2020-01-01", "2026-01-01"),
        "docket": mandate.docket("2020-11-21"),
        "powers": one.powers("2024-06-01"),
        "assumptions": one.status("2026-01-01").assumptions,
        "comparison": mandate.compare(one, one.without("kalbajar-extended"), *DAYS[:2]),
        "receipt": one.status("2025-11-11").receipt(),
        "explanation": one.status("2025-11-11").explain(),
        "held": one.when({"in_force": True}, *DAYS[:2]),
        "chance": one.last_chance({"kind": "notice", "by": "armenia"}, on="2026-01-01"),
        "check": mandate.check("nagorno-karabakh-2020"),
    }


@pytest.mark.parametrize("matcher", MATCHERS)
@pytest.mark.parametrize("how", [again, copy.deepcopy])
def test_every_answer_comes_out_as_it_went_in(matcher, how):
    before = answers(loaded(matcher))

    for (name, answer), found in zip(before.items(), how(before).values(), strict=True):
        assert type(found) is type(answer), name
        assert found == answer, name
        assert mandate.to_json(found) == mandate.to_json(answer), name
        assert str(found) == str(answer), name


@pytest.mark.parametrize("matcher", MATCHERS)
def test_a_status_answers_on(matcher):
    one = loaded(matcher)
    statuses = (
        one.status("2025-11-11"),
        one.status("2025-11-11", as_known_on="2021-01-01"),
        one.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-10"}).status("2026-01-01"),
        one.status("9999-12-31T23:59:59-12:00"),
    )
    for status, found in zip(statuses, again(statuses), strict=True):
        assert hash(found) == hash(status)
        assert found.as_known_on == status.as_known_on
        assert found.receipt() == status.receipt()
        assert found.assumptions == status.assumptions
        assert str(found.explain()) == str(status.explain())
        assert found.to_rows()[0] == status.to_rows()[0]
        assert found.value("clauses.mandate") == status.value("clauses.mandate")


def test_a_status_by_itself():
    status = loaded("plain").status("2025-11-11")

    for found in (again(status), copy.copy(status), copy.deepcopy(status)):
        assert found == status


def test_a_table_holds_what_its_statuses_share_once():
    one = loaded("plain")
    alone, together = one.status(DAYS[0]), one.timeline("2020-11-01", "2021-03-01")

    assert len(pickle.dumps(together)) < 1.1 * len(pickle.dumps(alone))


@pytest.mark.parametrize("matcher", MATCHERS)
def test_variations_keep_the_matcher_that_was_asked_for(matcher):
    one = loaded(matcher)
    lost = one.without("kalbajar-extended")

    assert again(lost).matcher == lost.matcher == one.matcher
    assert again(lost).ineffective == lost.ineffective


def elsewhere(value):
    """Read a pickle where durable-rules is not; return what was found, and the statuses."""
    run = subprocess.run(  # noqa: S603  # the interpreter that runs this test, on constants
        [sys.executable, "-c", WITHOUT_DURABLE],
        input=pickle.dumps(value),
        capture_output=True,
        check=True,
        timeout=120,
    )
    head, _, rest = run.stdout.decode().partition("\n")
    return head.strip(), rest.strip()


def test_auto_stays_auto():
    one = loaded("auto")
    every = (one, one.without(), one.what_if(), again(one), one.as_known_on("2024-01-01"))
    told = "\n".join(mandate.to_json(m.status("2025-11-11")) for m in every)

    assert elsewhere(every) == ("tuple {'plain'}", told)
    assert elsewhere((one.status("2025-11-11"), one.timeline("2020-11-01", "2021-01-01"))) == (
        "tuple",
        "",
    )


def test_durable_is_asked_for_elsewhere_too():
    assert elsewhere((loaded("durable"),)) == ("MissingDependencyError", "")
