"""What is said of questions, events and files that cannot be used, word by word where it counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import mandate
from mandate.errors import FileError
from mandate.library import rules_folder
from tests.making.building import agreement, event, term
from tests.making.building import mandate as made

NK = mandate.load("nagorno-karabakh-2020", matcher="plain")
RULES = rules_folder()
DAY = date(2020, 1, 1)
NOTICE = {"kind": "notice", "by": "armenia", "on": "2025-05-10"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy an agreement under another name than its id."""
    return Path(shutil.copytree(RULES / "nagorno-karabakh-2020", tmp_path / "copy"))


def said(call: Callable[[], object]) -> str:
    with pytest.raises(mandate.MandateError) as caught:
        call()
    return str(caught.value)


def problems(*events: object) -> list[tuple[str, str]]:
    with pytest.raises(FileError) as caught:
        NK.what_if(*events)  # type: ignore[arg-type]
    return [(p.path, p.found) for p in caught.value.problems]


def change(file: Path, old: str, new: str) -> int:
    """Replace a text that is there, and return its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# -- hints ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        lambda: NK.without("q" * 30),
        lambda: NK.status("2020-11-21").explain("q" * 30),
    ],
    ids=["without", "explain"],
)
def test_nothing_dangles_where_there_is_no_hint(call: Callable[[], object]) -> None:
    assert said(call).endswith("q'")


def test_a_length_that_is_none_is_told_with_the_name_of_the_argument() -> None:
    assert said(lambda: mandate.docket("2025-01-01", "30")).startswith("within: '30' is not a")


# -- events that are supposed -----------------------------------------------------------------


def test_a_range_may_be_of_iso_texts() -> None:
    ranged = NK.what_if({**NOTICE, "on": {"from": "2025-05-01", "to": "2025-05-10"}})
    given = NK.what_if({**NOTICE, "on": {"from": date(2025, 5, 1), "to": date(2025, 5, 10)}})

    assert ranged.status("2025-05-11") == given.status("2025-05-11")
    assert [e.on_from for e in ranged.record.events if e.supposed] == [date(2025, 5, 1)]


def test_a_fraction_of_a_second_is_told_once() -> None:
    when = datetime(2025, 5, 10, 10, 0, 0, 5, tzinfo=UTC)

    (problem,) = problems({**NOTICE, "on": when})

    assert problem[0] == "event[0].on"
    assert "fraction of a second" in problem[1]


@pytest.mark.parametrize(
    "wrong", [{"on": 7}, {"on": {"from": 7, "to": "2025-05-09"}}, {"received": "soon"}]
)
def test_what_is_malformed_is_told_once_and_is_not_missing(wrong: dict[str, Any]) -> None:
    (problem,) = problems({**NOTICE, **wrong})

    assert problem[1].endswith("is not a date")


# -- files ------------------------------------------------------------------------------------


def test_a_table_that_is_none_does_not_lack_its_keys() -> None:
    text = agreement({"stay": term(DAY, "1 year")})
    text["clauses"]["stay"]["begins"] = "soon"

    with pytest.raises(FileError) as caught:
        made(text)

    assert [p.path for p in caught.value.problems] == ["clauses.stay.begins"]


def test_a_day_that_does_not_exist_is_told_with_its_key(folder: Path) -> None:
    line = change(folder / "agreement.toml", "by = 2020-11-15 }", "by = 2020-02-30 }")

    text = said(lambda: mandate.load(folder))

    assert f"copy/agreement.toml:{line}: clauses.kalbajar.due.by: not TOML: no day of" in text


def test_the_folder_may_have_another_name_than_the_agreement(folder: Path) -> None:
    assert mandate.load(folder).status("2020-11-21") == NK.status("2020-11-21")
    assert mandate.check(folder).agreement == "nagorno-karabakh-2020"


def test_two_events_without_an_order_are_told_with_their_lines(folder: Path) -> None:
    """Load and check refuse such a record in the same words."""
    record = folder / "record.toml"
    text = record.read_text(encoding="utf-8")
    lines = text.count("\n")
    for name in ("suspension", "resumption"):
        text += f'[[events]]\nid = "{name}"\nkind = "{name}"\nof = "mandate"\n'
        text += 'by = "armenia"\non = 2023-05-01\nsource = "am-pm"\n'
    record.write_text(text, encoding="utf-8")

    with pytest.raises(mandate.errors.OrderError) as caught:
        mandate.load(folder)

    first, second = (f"copy/record.toml:{line}" for line in (lines + 1, lines + 8))
    assert str(caught.value) == (
        f"the outcome depends on which came first: 'resumption' ({second}) or "
        f"'suspension' ({first}). Write after = \"resumption\" in 'suspension', or the other way "
        "round, or give the hours."
    )
    assert said(lambda: mandate.check(folder)) == str(caught.value)


def test_a_scenario_without_an_order_does_not_hold(folder: Path) -> None:
    scenarios = folder / "scenarios.toml"
    acts = ", ".join(
        f'{{ id = "{name}", kind = "{name}", by = "armenia", on = 2023-05-01 }}'
        for name in ("suspension", "resumption")
    )
    more = f'[[scenario]]\nsays = "Both."\non = 2023-05-01\nadd = [{acts}]\n'
    text = scenarios.read_text(encoding="utf-8")
    scenarios.write_text(f'{text}{more}expect = {{ phase = "in-force" }}\n', encoding="utf-8")

    report = mandate.check(folder)

    (failure,) = report.failures
    assert "Both. — the outcome depends on which came first" in failure


def test_two_events_that_contradict_each_other_need_an_order() -> None:
    acts = [event("consent", DAY), event("termination", DAY, by="alfa", contested=False)]

    with pytest.raises(mandate.errors.OrderError) as caught:
        made(agreement({"stay": term(date(2019, 1, 1), "5 years")}), *acts)

    text = str(caught.value)
    assert "'consent' (record: events[0]) or 'termination' (record: events[1])" in text
    assert "Write after = \"consent\" in 'termination', or the other way round" in text


def test_a_day_that_is_refused_is_told_with_its_clause(folder: Path) -> None:
    later = term(date(2020, 1, 31), "2 months", tacit="1 month")
    with pytest.raises(mandate.errors.RoundingRefused) as caught:
        made(agreement({"stay": later}, period="strict"))

    assert str(caught.value).startswith("agreement: clauses.stay: clause 'stay', rule ")

    # A first term is counted when the text is read, with whatever else is wrong in it.
    first = term(date(2020, 1, 31), "1 month")
    with pytest.raises(FileError) as refused:
        made(agreement({"stay": first, "other": first}, period="strict"))

    assert [p.path for p in refused.value.problems] == ["clauses.stay", "clauses.other"]
    assert all("refuses to round" in p.found for p in refused.value.problems)

    line = mandate.load(folder).agreement.places["mandate"]
    assert (
        line == f"copy/agreement.toml:{change(folder / 'agreement.toml', '[clauses.mandate]', '')}"
    )


def test_a_lead_longer_than_the_term_leaves_no_day_for_notice() -> None:
    """It is taken as written: late notice may still work for the next term."""
    for late, rule in (("void", "notice-late"), ("next-term", "notice-late-for-next-term")):
        notice = {"by": ["alfa"], "before-end": "18 months", "if-late": late}
        stay = made(agreement({"stay": term(DAY, "1 year", tacit="1 year", notice=notice)}))
        given = stay.what_if({"kind": "notice", "by": "alfa", "on": "2020-02-01"})

        assert stay.status(DAY).notice == "closed"
        assert stay.status(DAY).notice_deadline == date(2019, 7, 1)
        assert [c.rule for c in given.status("2020-02-01").changes] == [rule]
        assert given.status("2023-01-01").phase == ("ended" if late == "next-term" else "in-force")


# -- what is printed --------------------------------------------------------------------------


def test_a_comparison_prints_days_and_words_each_once() -> None:
    lines = str(mandate.compare(NK, NK.what_if(NOTICE), "2025-11-12", "2025-11-12")).splitlines()

    assert "2025-11-12 to 2025-11-12: mandate, last_day: 2030-11-10 / 2025-11-10" in lines
    assert not [line for line in lines if "{" in line or "datetime" in line]
    assert len([line for line in lines if "mandate, last_day" in line]) == 1


def test_every_error_of_the_library_is_public() -> None:
    errors = [mandate.MandateError]
    for error in errors:
        errors.extend(error.__subclasses__())

    own = [error for error in errors if error.__module__.startswith("mandate")]
    assert len(own) > 10
    assert [
        error for error in own if getattr(mandate.errors, error.__name__, None) is not error
    ] == []
