"""What must hold of the oracle's answers whatever is drawn, and of the strategies that draw."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.making.effort import tried
from tests.making.strategies import cases, telling_days
from tests.making.strategies_records import Case, touch
from tests.oracle import days_to_ask, on_day, on_days, oracle
from tests.oracle.clauses import listed
from tests.oracle.days import Table, of, shown
from tests.oracle.events import works_at
from tests.oracle.landmarks import looked
from tests.oracle.walk import judged

slow = settings(
    max_examples=tried(40),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
drawn = cases(open_cases=True)


def replaced(record: Table, events: list[Table]) -> Table:
    return {**record, "events": events}


@slow
@given(st.data(), drawn)
def test_every_day_walked_says_what_the_day_alone_says(data: st.DataObject, case: Case):
    agreement, record = case
    middle = of(data.draw(telling_days(agreement, record)))
    first, last = shown(max(middle - 40, 1)), shown(min(middle + 40, 3_652_059))
    assert first is not None
    assert last is not None
    said = oracle(agreement, record, first, last)
    assert len(said) == (last - first).days + 1
    for day in data.draw(st.lists(st.sampled_from(sorted(said)), min_size=5, max_size=20)):
        assert said[day] == on_day(agreement, record, day)


@slow
@given(drawn)
def test_nothing_changes_between_the_days_to_ask(case: Case):
    # Or a comparison that asks on those days only would miss it.
    agreement, record = case
    _, end = looked(agreement, record)
    asked = days_to_ask(agreement, record)
    for one, other in pairwise(asked):
        if 1 < (other - one).days < 400 and (end is None or of(other) <= end):
            said = oracle(agreement, record, one, other - timedelta(days=1))
            assert all(clauses == said[one] for clauses in said.values())


@slow
@given(drawn, st.randoms(use_true_random=False))
def test_the_order_in_the_file_does_not_matter(case: Case, chance: random.Random):
    agreement, record = case
    asked = days_to_ask(agreement, record)
    shuffled = list(record["events"])
    chance.shuffle(shuffled)
    assert on_days(agreement, record, asked) == on_days(
        agreement, replaced(record, shuffled), asked
    )


@slow
@given(drawn)
def test_what_happens_later_changes_nothing_earlier(case: Case):
    agreement, record = case
    asked = days_to_ask(agreement, record)
    said = on_days(agreement, record, asked)
    for event in record["events"]:
        on = judged(agreement, event)
        before = [one for one in record["events"] if judged(agreement, one) < on]
        later = [one for one in record["events"] if one not in before]
        # What reaches back changes the days from which it works on.
        reached = [at[0] for one in later if (at := works_at(agreement, one)) is not None]
        earlier = [day for day in asked if of(day) < min([on, *reached])]
        alone = on_days(agreement, replaced(record, before), earlier)
        assert alone == {day: said[day] for day in earlier}


@slow
@given(drawn)
def test_statements_change_nothing(case: Case):
    agreement, record = case
    asked = days_to_ask(agreement, record)
    acts = [one for one in record["events"] if one["kind"] != "statement"]
    kept = {one["id"] for one in acts}
    if all(one.get("after", one["id"]) in kept for one in acts):
        quiet = replaced(record, acts)
        assert on_days(agreement, quiet, asked) == on_days(agreement, record, asked)


@slow
@given(drawn)
def test_terms_follow_one_another(case: Case):
    agreement, record = case
    said = on_days(agreement, record, days_to_ask(agreement, record))
    for name in next(iter(said.values())):
        terms = {}
        for day, clauses in said.items():
            axes = clauses[name]
            if axes.get("phase") != "in-force":
                continue
            first, last = axes["term.first_day"], axes.get("term.last_day")
            assert first is None or str(first) <= str(day)
            assert last is None or str(day) <= str(last)
            terms[axes["term.number"]] = (first, last)
            if axes["notice"] == "open" and axes.get("notice_deadline") is not None:
                assert str(day) <= str(axes["notice_deadline"])
        decided = {one["of"] for one in record["events"] if one["kind"] == "renewal"}
        hourly = "at" in agreement["clauses"].get(name, {}).get("begins", {})
        for number, (first, _) in terms.items():
            before = terms.get(number - 1, (None, None))[1]
            if before is not None and name not in decided:
                assert (first - before).days in ({0, 1} if hourly else {1})


CLAUSE_KEYS = {"kind", "title", "cite", "quote", "language", "source"}


@slow
@given(drawn)
def test_what_is_drawn_is_complete(case: Case):
    agreement, record = case
    names = set(agreement["clauses"]) | {"instrument"}
    for name, clause in agreement["clauses"].items():
        assert set(clause) >= CLAUSE_KEYS
        others = [clause.get("during"), clause.get("begins", {}).get("after")]
        assert {other for other in others if other} <= names - {name}
    assert agreement["clauses"][agreement["headline"]]["kind"] == "term"
    ids = [one["id"] for one in record["events"]]
    assert len(set(ids)) == len(ids)
    for event in record["events"]:
        assert event["source"] in record["sources"]
        home = event["of"].partition(".")[0]
        assert home in names | set(ids) | set(agreement["subjects"])
        assert set(listed(event.get("by"))) <= set(agreement["parties"])


@slow
@given(drawn)
def test_events_of_one_day_whose_order_may_matter_are_ordered(case: Case):
    agreement, record = case
    before: dict[str, set[str]] = {}
    for event in record["events"]:
        earlier = event.get("after")
        before[event["id"]] = before[earlier] | {earlier} if earlier else set()
    for one in record["events"]:
        for other in record["events"]:
            same = judged(agreement, one) == judged(agreement, other)
            if one["id"] < other["id"] and same and touch(agreement, record, one, other):
                assert one["id"] in before[other["id"]] or other["id"] in before[one["id"]]
