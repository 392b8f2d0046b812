"""Events that a caller supposes, and that are odd: each fault is told with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

import mandate
from tests.making.refused import refused
from tests.test_bad_input import DAY, NK, Silent

NOTICE = {"kind": "notice", "by": "armenia", "on": date(2025, 5, 10)}
ODD_EVENTS: dict[str, tuple[Any, str]] = {
    "None": (None, "mapping"),
    "a text": ("notice", "mapping"),
    "a list of pairs": ([("kind", "notice")], "mapping"),
    "a list": ([NOTICE], "mapping"),
    "an object that cannot be shown": (Silent(), "mapping"),
    "nothing": ({}, "no 'kind'"),
    "no kind": ({"by": "armenia", "on": DAY}, "no 'kind'"),
    "no date": ({"kind": "notice", "by": "armenia"}, "no 'on'"),
    "no party": ({"kind": "notice", "on": DAY}, "no 'by'"),
    "kind not known": ({**NOTICE, "kind": "notise"}, "did you mean 'notice'?"),
    "kind a list": ({**NOTICE, "kind": ["notice"]}, "no kind of event"),
    "unknown key": ({**NOTICE, "form": "letter"}, "unknown key 'form'"),
    "key that is no text": ({**NOTICE, 7: "letter"}, "keys that are texts"),
    "party not known": ({**NOTICE, "by": "armenja"}, "did you mean 'armenia'?"),
    "party a list": (
        {"kind": "termination", "by": ["armenia"], "on": DAY},
        "the id of one party, in quotes",
    ),
    "party that cannot be shown": ({**NOTICE, "by": Silent()}, "the id of one party"),
    "clause not known": ({**NOTICE, "of": "mandat"}, "did you mean 'mandate'?"),
    "clause of another kind": ({**NOTICE, "of": "kalbajar"}, "is of kind 'obligation'"),
    "a subject that is not said": ({"kind": "presence", "state": "deployed", "on": DAY}, "no 'of'"),
    "an id that exists": ({**NOTICE, "id": "kalbajar-extended"}, "the id of another event"),
    "an id that is none": ({**NOTICE, "id": "My Notice"}, "is not an id"),
    "an id that is a number": ({**NOTICE, "id": 7}, "is not an id"),
    "a source that is none": ({**NOTICE, "source": "nobody"}, "no source 'nobody'"),
    "a note that is none": ({**NOTICE, "note": 7}, "a text"),
    "after nobody": ({**NOTICE, "after": "nobody"}, "no event 'nobody'"),
    "after a later one": ({**NOTICE, "on": DAY, "after": "joint-centre-closed"}, "event"),
    "known before it happened": ({**NOTICE, "known": "2025-05-09"}, "known before"),
    "received before it was given": ({**NOTICE, "received": "2025-05-09"}, "received before"),
    "a range the wrong way round": (
        {**NOTICE, "on": {"from": "2025-05-10", "to": "2025-05-09"}},
        "the earlier day first",
    ),
    "a range of one": ({**NOTICE, "on": {"from": "2025-05-10"}}, "no 'to'"),
    "a range with a naive hour": (
        {**NOTICE, "on": {"from": "2025-05-10T10:00", "to": "2025-05-11"}},
        "time zone",
    ),
    "a duration that is none": (
        {"kind": "renewal", "by": "russia", "on": DAY, "lasts": "5y", "counted-from": "end"},
        "is not a duration",
    ),
    "keys that exclude each other": (
        {"kind": "renewal", "by": "russia", "on": DAY},
        "none of these is written",
    ),
    "a fraction of a second": (
        {**NOTICE, "on": datetime(2025, 5, 10, 10, 0, 0, 5, tzinfo=UTC)},
        "fraction",
    ),
    "a flag that is a number": (
        {"kind": "termination", "by": "russia", "on": DAY, "contested": 1},
        "true or false",
    ),
    "a value that is no number": (
        {
            "kind": "report",
            "of": "contingent",
            "what": "personnel",
            "on": DAY,
            "value": float("nan"),
        },
        "a whole number",
    ),
    "a value that is huge": (
        {"kind": "report", "of": "contingent", "what": "personnel", "on": DAY, "value": 10**5000},
        "a whole number",
    ),
}


@pytest.mark.parametrize("name", ODD_EVENTS)
def test_an_event_that_is_odd(name: str) -> None:
    event, words = ODD_EVENTS[name]

    assert words in refused(lambda: NK.what_if(event))


def test_all_problems_of_all_events_at_once() -> None:
    said = refused(
        lambda: NK.what_if({"kind": "notise"}, NOTICE, {**NOTICE, "by": "x", "on": "2025"})
    )

    assert "event[0].kind" in said
    assert "event[1]" not in said
    assert "event[2].by" in said
    assert "event[2].on" in said


def test_an_event_with_a_missing_day_of_another_library() -> None:
    pandas = pytest.importorskip("pandas")

    assert "event[0].on: NaT is not a date" in refused(
        lambda: NK.what_if({**NOTICE, "on": pandas.NaT})
    )


def test_an_act_names_no_day_and_is_told_under_its_name() -> None:
    act = {"kind": "notice", "by": "armenia"}

    assert refused(lambda: NK.last_chance({**act, "on": "2025-01-01"}, on="2026-01-01")).startswith(
        "act: "
    )
    said = refused(lambda: NK.last_chance({**act, "kind": "notise"}, on="2026-01-01"))
    assert "last_chance: act[0].kind: " in said


def test_what_is_no_plain_data() -> None:
    for value in (10**5000, mandate.Status, {"a": [object]}):
        assert refused(lambda given=value: mandate.to_json(given)).startswith("answer: ")


def test_arrays_where_a_word_or_a_list_is_wanted() -> None:
    numpy = pytest.importorskip("numpy")

    assert "matcher: " in refused(lambda: mandate.load(NK.id, matcher=numpy.array(["plain", "x"])))
    assert "dates: " in refused(lambda: NK.statuses(numpy.array(3)))


def test_two_events_with_one_id() -> None:
    said = refused(lambda: NK.what_if({**NOTICE, "id": "mine"}, {**NOTICE, "id": "mine"}))

    assert "'mine' is the id of another event" in said


def test_supposing_on_top_of_a_supposition() -> None:
    """Ids that are made up never collide, nor with those that a caller makes up."""
    once = NK.what_if(NOTICE)
    twice = once.what_if({**NOTICE, "by": "azerbaijan"}, {**NOTICE, "id": "what-if-4"}, NOTICE)

    assert len({event.id for event in twice.record.events}) == len(NK.record.events) + 4


def test_dates_of_events_may_be_texts_dates_and_instants() -> None:
    whens = [
        "2025-05-10",
        date(2025, 5, 10),
        "2025-05-10T10:00+04:00",
        datetime(2025, 5, 10, tzinfo=UTC),
    ]
    for when in whens:
        status = NK.what_if({**NOTICE, "on": when}).status("2025-05-11")

        assert status.notice == "running"


def test_a_mapping_of_any_make_is_an_event() -> None:
    class Own(Mapping[str, Any]):
        def __getitem__(self, key: str) -> object:
            return NOTICE[key]

        def __iter__(self) -> Iterator[str]:
            return iter(NOTICE)

        def __len__(self) -> int:
            return len(NOTICE)

    assert NK.what_if(Own()).status("2025-05-11").notice == "running"
