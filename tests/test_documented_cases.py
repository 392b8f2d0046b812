"""Every case that the documentation lists is decided by the rule that it names there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from mandate import Mandate
from mandate.answers.scenarios import Scenario, differences
from mandate.library import doctrine, read_data

FOLDER = Path(__file__).parents[1] / "docs/reference/cases"
FILES = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))
}
CLAUSES = FILES.pop("clauses")["clauses"]
CASES = [(topic, case) for topic, data in FILES.items() for case in data["case"]]
WHY = {"because": "made for the documentation", "source": "none"}
NAME = re.compile(r"'([a-z-]+)'")
WORDS = {"title": "A clause", "cite": "art. 1", "quote": "...", "language": "en", "source": "none"}

AGREEMENT = {
    "format": 1,
    "id": "cases",
    "title": "An agreement with one clause for each thing that a text may say",
    "headline": "any-one",
    "sources": {"none": {"title": "No source: it is no real agreement"}},
    "parties": {
        "alpha": {"name": "Alpha"},
        "bravo": {"name": "Bravo"},
        "council": {"name": "Council", "role": "organ"},
    },
    "subjects": {"force": {"name": "A force", "states": ["deployed", "withdrawn"]}},
    "counting": {
        "zone": {"key": "UTC", **WHY},
        "period": {"preset": "same-numbered", **WHY},
        "before": {"preset": "inclusive", **WHY},
        "by": {"preset": "inclusive", **WHY},
    },
    "instrument": {"begins": {"on": CLAUSES["any-one"]["begins"]["on"]}},
}


def concerned(case):
    """Name what a case is about: its events, their clauses, and what its expectations name."""
    events = case.get("events", [])
    paths = [path.split(".")[1] for path in case.get("expect", {})]
    return {
        *(f"e{number}" for number in range(1, len(events) + 1)),
        *(event["of"] for event in events),
        *paths,
    }


def named_in(firing):
    """Collect the names in what set a rule off, in what it rested on and in what it changed."""
    facts = [firing.trigger.fact, *firing.bound.values()]
    keys = [part for effect in firing.effects for part in effect.id[1]]
    return {*keys, *(value for fact in facts for value in fact.values())}


def clauses_of(case):
    """Return the clauses that a case is about, and those on which they rest in turn."""
    names, rests_on = {"any-one"}, {part.partition(".")[0] for part in concerned(case)}
    while new := rests_on & CLAUSES.keys() - names:
        names |= new
        rests_on = {word for name in new for word in NAME.findall(repr(CLAUSES[name]))}
    return {name: {**WORDS, **CLAUSES[name]} for name in sorted(names)}


def mandate_of(case):
    events = [
        {"id": f"e{number}", "source": "none", **event}
        for number, event in enumerate(case.get("events", []), start=1)
    ]
    record = {"format": 1, "agreement": "cases", "events": events}
    return Mandate(*read_data({**AGREEMENT, "clauses": clauses_of(case)}, record))


def fired(mandate, case):
    """Return the rules that fired about what a case is about, up to its day."""
    timeline = mandate._derivation.timeline  # noqa: SLF001  # which rules fired is not public
    about = concerned(case)
    limit = mandate.agreement.zone.after(case["on"].toordinal())

    return {
        firing.rule.id
        for stop in timeline.between(1, limit)
        for firing in stop.firings
        if about & named_in(firing)
    }


GIVEN = [case for _, case in CASES if case.get("rule", "").startswith("time-given")]


@pytest.mark.parametrize("case", GIVEN, ids=lambda case: case["case"])
def test_one_rule_alone_says_whether_more_time_is_given(case):
    weighed = {name for name in fired(mandate_of(case), case) if name.startswith("time-given")}

    assert weighed == {case["rule"]}


@pytest.mark.parametrize(
    "case", [case for _, case in CASES], ids=[f"{topic}: {case['case']}" for topic, case in CASES]
)
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
