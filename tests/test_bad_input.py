"""A bad argument to any public call gets one clear error of the library's family."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mandate
from mandate.errors import ArgumentError, MandateError
from tests.making.refused import BEFORE, DAY, NK, STATUS, Silent, deep, nothing_changes, refused

pytestmark = pytest.mark.usefixtures(nothing_changes.__name__)
ACT = {"kind": "notice", "by": "armenia"}

NO_DATES: dict[str, Any] = {
    "a month": "2020-11",
    "a year": "2020",
    "words": "tomorrow",
    "no day of the calendar": "2021-02-29",
    "a week date": "2020-W46-1",
    "a date without hyphens": "20201121",
    "a date with blanks": " 2020-11-21",
    "a date and a line end": "2020-11-21\n",
    "full-width digits": "\uff12\uff10\uff12\uff10-11-21",
    "NUL": "2020-11-21\0",
    "a lone surrogate": "2020-11-\ud800",
    "a long text": "2" * 100_000,
    "nothing": "",
    "a naive text": "2020-11-21T10:00",
    "a naive datetime": datetime(2020, 11, 21, 10),
    "a naive midnight": datetime(2020, 11, 21),
    "a time": time(10),
    "a length": timedelta(days=1),
    "NaN": float("nan"),
    "an ordinal": 737750,
    "a huge number": 10**5000,
    "a flag": True,
    "a decimal": Decimal(1),
    "bytes": b"2020-11-21",
    "a list": [DAY],
    "a mapping": {"on": DAY},
    "a set": {DAY},
    "a class": date,
    "an object": object(),
    "an object that cannot be shown": Silent(),
    "a list without end": deep(),
}

#: Every place where a date is asked for.
DATE_PLACES: dict[str, Callable[[Any], object]] = {
    "mandate.status on": mandate.status,
    "mandate.status as_known_on": lambda bad: mandate.status(DAY, as_known_on=bad),
    "status on": NK.status,
    "status as_known_on": lambda bad: NK.status(DAY, as_known_on=bad),
    "statuses dates": lambda bad: NK.statuses([DAY, bad]),
    "as_known_on as_known_on": NK.as_known_on,
    "timeline start": lambda bad: NK.timeline(bad, DAY),
    "timeline end": lambda bad: NK.timeline(DAY, bad),
    "held start": lambda bad: NK.when({"phase": "in-force"}, bad, DAY),
    "held end": lambda bad: NK.when({"phase": "in-force"}, DAY, bad),
    "next_change after": NK.next_change,
    "deadlines start": lambda bad: NK.deadlines(bad, DAY),
    "deadlines end": lambda bad: NK.deadlines(DAY, bad),
    "overdue on": NK.overdue,
    "compare start": lambda bad: mandate.compare(NK, NK, bad, DAY),
    "compare end": lambda bad: mandate.compare(NK, NK, DAY, bad),
    "powers on": NK.powers,
    "last_chance on": lambda bad: NK.last_chance({"kind": "notice", "by": "armenia"}, on=bad),
    "earlier_docket as_known_on": lambda bad: mandate.docket(DAY, agreements=[], as_known_on=bad),
    "docket on": lambda bad: mandate.docket(bad, agreements=["ukraine-russia-1997"]),
    "what_if on": lambda bad: NK.what_if({"kind": "statement", "on": bad}),
    "what_if known": lambda bad: NK.what_if({"kind": "statement", "on": DAY, "known": bad}),
    "what_if until": lambda bad: NK.what_if(
        {"kind": "extension", "of": "kalbajar", "on": DAY, "until": bad}
    ),
}


@pytest.mark.parametrize("place", DATE_PLACES)
@pytest.mark.parametrize("name", NO_DATES)
def test_what_is_no_date(place: str, name: str) -> None:
    said = refused(lambda: DATE_PLACES[place](NO_DATES[name]))

    parameter = place.rpartition(" ")[2]
    assert parameter in said or place == "statuses dates"


@pytest.mark.parametrize("place", [p for p in DATE_PLACES if "as_known_on" not in p.split(" ")[1:]])
def test_no_date_at_all(place: str) -> None:
    assert "None" in refused(lambda: DATE_PLACES[place](None))


@pytest.mark.parametrize(
    "place", ["timeline", "when", "next_change", "deadlines", "overdue", "docket"]
)
def test_an_instant_where_days_are_counted(place: str) -> None:
    places = {name: call for name, call in DATE_PLACES.items() if name.startswith(f"{place} ")}
    for call in places.values():
        assert "instant" in refused(lambda call=call: call("2020-11-21T10:00Z"))


def test_days_the_wrong_way_round() -> None:
    for call in (
        lambda: NK.timeline("2020-11-22", "2020-11-21"),
        lambda: NK.deadlines("2020-11-22", "2020-11-21"),
        lambda: NK.when({"phase": "in-force"}, "2020-11-22", "2020-11-21"),
        lambda: mandate.compare(NK, NK, "2020-11-22", "2020-11-21"),
    ):
        assert "before" in refused(call)


# -- names ------------------------------------------------------------------------------------

NO_TEXTS: dict[str, Any] = {
    "nothing": "",
    "None": None,
    "a number": 7,
    "NaN": float("nan"),
    "bytes": b"kalbajar",
    "a list": ["kalbajar"],
    "a mapping": {"id": "kalbajar"},
    "a long text": "k" * 100_000,
    "NUL": "kalbajar\0",
    "a lone surrogate": "kalbajar\ud800",
    "a line end": "kalbajar\n",
    "an object": object(),
    "an object that cannot be shown": Silent(),
    "a list without end": deep(),
}
NAME_PLACES: dict[str, Callable[[Any], object]] = {
    "load": mandate.load,
    "load matcher": lambda bad: mandate.load("ukraine-russia-1997", matcher=bad),
    "check": mandate.check,
    "without": NK.without,
    "outcomes": NK.outcomes,
    "without one of two": lambda bad: NK.without("kalbajar-extended", bad),
    "docket within": lambda bad: mandate.docket(DAY, bad, agreements=[]),
    "docket agreements": lambda bad: mandate.docket(DAY, agreements=[bad]),
}


@pytest.mark.parametrize("place", NAME_PLACES)
@pytest.mark.parametrize("name", NO_TEXTS)
def test_what_is_no_name(place: str, name: str) -> None:
    refused(lambda: NAME_PLACES[place](NO_TEXTS[name]))


@pytest.mark.parametrize("name", [n for n in NO_TEXTS if n != "None"])
def test_what_is_no_clause(name: str) -> None:
    refused(lambda: STATUS.explain(NO_TEXTS[name]))


ANSWER_PLACES: dict[str, Callable[[Any], object]] = {
    "from_json": mandate.from_json,
    "verify receipt": lambda bad: mandate.verify(bad, STATUS),
    "verify answer": lambda bad: mandate.verify(STATUS.receipt(), bad),
    "last_chance path": lambda bad: NK.last_chance(ACT, on=DAY, path=bad),
    "last_chance act": lambda bad: NK.last_chance(bad, on=DAY),
}


@pytest.mark.parametrize("place", ANSWER_PLACES)
@pytest.mark.parametrize("name", [n for n in NO_TEXTS if n != "None"])
def test_what_is_no_answer(place: str, name: str) -> None:
    if (place, name) != ("verify answer", "a mapping"):  # which is an answer, if of nothing
        refused(lambda: ANSWER_PLACES[place](NO_TEXTS[name]))


@pytest.mark.parametrize("name", ["an object", "an object that cannot be shown"])
def test_what_cannot_be_written_as_json(name: str) -> None:
    refused(lambda: mandate.to_json(NO_TEXTS[name]))
    refused(lambda: mandate.to_json({"answer": NO_TEXTS[name]}))


@pytest.mark.parametrize("name", ["nothing", "None", "a number", "NaN", "bytes", "a list", "NUL"])
def test_where_nothing_can_be_saved(name: str) -> None:
    refused(lambda: NK.save(NO_TEXTS[name]))


NEARLY: list[tuple[Callable[[], object], str]] = [
    (lambda: mandate.load("nagorno-karabak-2020"), "nagorno-karabakh-2020"),
    (lambda: mandate.load("Nagorno-Karabakh-2020"), "nagorno-karabakh-2020"),
    (lambda: mandate.load("doctrine"), "known"),
    (lambda: mandate.load("../rules/doctrine"), "no agreement"),
    (lambda: mandate.check("ukraine-rusia-1997"), "ukraine-russia-1997"),
    (lambda: NK.without("kalbajar-extendet"), "kalbajar-extended"),
    (lambda: STATUS.explain("kalbajr"), "kalbajar"),
    (lambda: mandate.load("ukraine-russia-1997", matcher="durabel"), "'durable'"),
    (lambda: mandate.docket(DAY, "ninety days"), "5 years"),
    (lambda: mandate.docket(DAY, agreements=["ukraine-rusia-1997"]), "ukraine-russia-1997"),
    (lambda: mandate.docket(DAY, agreements="ukraine-russia-1997"), "a list"),
]


@pytest.mark.parametrize("number", range(len(NEARLY)))
def test_what_may_be_meant_is_said(number: int) -> None:
    call, meant = NEARLY[number]

    assert meant in refused(call)


@pytest.mark.parametrize("bad", [None, 7, float("nan"), object(), DAY])
def test_what_is_no_list(bad: object) -> None:
    refused(lambda: NK.statuses(bad))
    if bad is not None:
        refused(lambda: mandate.docket(DAY, agreements=bad))


@pytest.mark.parametrize("bad", ["2020-11-21", b"2020", {"on": DAY}])
def test_one_date_for_a_list(bad: object) -> None:
    assert "dates" in refused(lambda: NK.statuses(bad))


@pytest.mark.parametrize("bad", [None, "phase", 7, float("nan"), [], ["phase"], {7: "x"}, {"": 1}])
def test_what_is_no_condition(bad: object) -> None:
    assert "condition" in refused(lambda: NK.when(bad, "2020-11-21", "2020-11-22"))


def test_a_path_that_no_status_has() -> None:
    said = refused(lambda: NK.when({"fase": "in-force"}, "2020-11-21", "2020-11-22"))

    assert "'fase'" in said


@pytest.mark.parametrize("bad", [None, "ukraine-russia-1997", 7, object()])
def test_what_is_no_mandate(bad: object) -> None:
    refused(lambda: mandate.compare(NK, bad, DAY, DAY))
    refused(lambda: mandate.compare(bad, NK, DAY, DAY))


@pytest.mark.parametrize("length", [255, 5000])
def test_paths_that_are_too_long(length: int) -> None:
    refused(lambda: mandate.load("x" * length))
    refused(lambda: mandate.load(Path("x" * length)))


def test_a_folder_without_an_agreement(tmp_path: Path) -> None:
    assert "agreement.toml" in refused(lambda: mandate.load(tmp_path))
    (tmp_path / "agreement.toml").mkdir()
    refused(lambda: mandate.load(tmp_path))
    refused(lambda: mandate.load(tmp_path / "agreement.toml"))


def test_files_that_are_not_toml_are_told_together(tmp_path: Path) -> None:
    for name in ("agreement.toml", "record.toml", "rules.toml"):
        (tmp_path / name).write_text("a = ", encoding="utf-8")

    said = refused(lambda: mandate.load(tmp_path))

    assert [f"{name}:1" in said for name in ("agreement.toml", "record.toml", "rules.toml")] == [
        True,
        True,
        True,
    ]


# -- anything at all --------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=30)
    | st.binary(max_size=10)
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.timezones())
    | st.sampled_from(["2020-11-21", "armenia", "mandate", "notice", "5 years", "end"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
KEYS = ["id", "kind", "of", "by", "on", "effect", "known", "received", "until", "lasts", "after",
        "counted-from", "value", "what", "state", "source", "note", "from"]  # fmt: skip


@given(ANYTHING)
def test_any_value_for_a_date_gives_an_answer_or_one_error(value: object) -> None:
    for place in ("status on", "status as_known_on", "overdue on", "next_change after"):
        try:
            DATE_PLACES[place](value)
        except ArgumentError as error:
            assert str(error)  # noqa: PT017 -- it may also be answered


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=6), st.sampled_from(["", *BEFORE]))
def test_any_mapping_for_an_event_gives_an_answer_or_one_error(
    event: dict[str, Any], kind: str
) -> None:
    try:
        NK.what_if({"kind": "notice", "on": DAY, **event} if kind else event).status(DAY)
    except MandateError as error:
        assert str(error)  # noqa: PT017 -- it may also be answered


@given(st.lists(st.text() | st.sampled_from([e.id for e in NK.record.events]), max_size=3))
def test_any_names_of_events_give_an_answer_or_one_error(names: list[str]) -> None:
    try:
        NK.without(*names)
    except MandateError as error:
        assert str(error)  # noqa: PT017 -- it may also be answered


def test_every_public_call_is_tried_here() -> None:
    """A new public function or method that takes arguments has to be added to this file."""
    text = Path(__file__).read_text(encoding="utf-8")
    functions = {name: getattr(mandate, name) for name in mandate.__all__}
    calls = [
        name
        for name, function in functions.items()
        if inspect.isfunction(function) and inspect.signature(function).parameters
    ]
    methods = [
        name
        for kind in (mandate.Mandate, mandate.Status)
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_") and len(inspect.signature(method).parameters) > 1
    ]
    for name in [*calls, *methods]:
        assert f".{name}" in text, name
