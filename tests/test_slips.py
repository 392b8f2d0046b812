"""The slips that a check warns of, each with its place; and the acts that changed nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import mandate

HARBOUR = Path(__file__).parents[1] / "examples/harbour"
EVENT = '\n[[events]]\nid = "added"\nsource = "gazette"\n'
WHERE = "harbour/record.toml:29: events[2]"


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))


def report(folder: Path, event: str, old: str = "", new: str = ""):
    """Check the folder with an event more, and one text of the agreement in place of another."""
    agreement, record = folder / "agreement.toml", folder / "record.toml"
    assert old in agreement.read_text("utf-8")
    agreement.write_text(agreement.read_text("utf-8").replace(old, new), "utf-8")
    record.write_text(record.read_text("utf-8") + EVENT + event, "utf-8")
    return mandate.check(folder)


def test_the_bundled_agreements_and_the_example_have_no_slips() -> None:
    for name in (*mandate.agreements(), HARBOUR):
        assert mandate.check(name).warnings == ()


def test_an_event_after_the_end_of_the_record(harbour: Path) -> None:
    told = report(harbour, 'kind = "statement"\non = 2024-07-01')

    assert told.ok
    assert told.warnings == (
        (
            f"{WHERE}.on: added: 2024-07-01 lies after 'complete-to', 2024-06-30; "
            "write an earlier day, or a later 'complete-to'"
        ),
    )


@pytest.mark.parametrize(
    "on", ["2024-06-30", "2024-06-30T23:59:59", "{ from = 2024-06-30, to = 2024-07-02 }"]
)
def test_an_event_that_may_lie_within_the_record(harbour: Path, on: str) -> None:
    assert report(harbour, f'kind = "statement"\non = {on}').warnings == ()


def test_a_performance_by_the_creditor(harbour: Path) -> None:
    told = report(harbour, 'kind = "performance"\nof = "pier"\nby = "bravo"\non = 2024-03-01')

    assert told.warnings == (
        (
            f"{WHERE}.by: added: 'bravo': it is owed to the one who is said to have performed it; "
            "write one who owes it"
        ),
    )


@pytest.mark.parametrize("by", ['by = "alfa"\n', ""])
def test_a_performance_by_the_debtor_or_by_nobody_named(harbour: Path, by: str) -> None:
    told = report(harbour, f'kind = "performance"\nof = "pier"\n{by}on = 2024-03-01')

    assert told.warnings == ()


def test_a_performance_by_one_who_owes_it_and_to_whom_it_is_owed(harbour: Path) -> None:
    both = ('debtor = "alfa"', 'debtor = ["alfa", "bravo"]\ndebtors = "each"')
    event = 'kind = "performance"\nof = "pier"\nby = "bravo"\non = 2024-03-01'

    assert report(harbour, event, *both).warnings == ()


@pytest.mark.parametrize(
    ("on", "warned"),
    [
        ("2023-03-07", False),
        ("2023-03-09", True),
        ("2023-03-15", True),
        ("2023-03-23", True),
        ("2023-03-24", False),
        ("2024-03-14", False),
        ("{ from = 2023-03-14, to = 2023-03-15 }", False),
    ],
)
def test_a_performance_a_year_early(harbour: Path, on: str, warned: bool) -> None:  # noqa: FBT001
    told = report(harbour, f'kind = "performance"\nof = "pier"\nby = "alfa"\non = {on}')

    says = f"{WHERE}.on: added: {on} is a year off 2024-03-15: it is due then; "
    right = f"{says}write the year in which it was done"
    assert told.warnings == ((right,) if warned else ())


def test_a_performance_a_year_late(harbour: Path) -> None:
    told = report(harbour, 'kind = "performance"\nof = "pier"\nby = "alfa"\non = 2025-03-14')

    assert [warning.split(": ")[1] for warning in told.warnings] == ["events[2].on"] * 2


def test_a_day_of_effect_that_changes_nothing(harbour: Path) -> None:
    event = 'kind = "performance"\nof = "pier"\non = 2024-03-01\neffect = 2024-03-02'

    assert report(harbour, event).warnings == (
        (
            f"{WHERE}.effect: added: 'effect' changes nothing: "
            "a performance counts on the day of 'on'; leave it out"
        ),
    )


def test_a_recorded_act_without_effect_is_told_and_is_no_warning(harbour: Path) -> None:
    told = report(harbour, 'kind = "notice"\nby = "alfa"\nof = "validity"\non = 2024-01-15')

    assert told.warnings == ()
    assert told.ineffective == (
        (
            "harbour/record.toml:29: added (notice by alfa, 2024-01-15): no effect: "
            "validity: Notice before the clause has begun has no effect. [notice-before-start]"
        ),
    )
    assert f"without effect: {told.ineffective[0]}" in str(told).splitlines()


def test_an_event_of_a_kind_that_no_rule_reads_is_not_told(harbour: Path) -> None:
    assert report(harbour, 'kind = "statement"\non = 2024-01-15').ineffective == ()


def test_scenarios_and_expectations_are_counted_apart(harbour: Path) -> None:
    scenarios = harbour / "scenarios.toml"
    add = '[{ kind = "extension", of = "validity", on = 2024-03-01, until = 2025-03-01 }, '
    add += '{ kind = "extension", of = "validity", on = 2024-03-01, until = 2025-04-01 }]'
    more = '\n[[scenario]]\nsays = "Both."\non = 2024-03-05\n'
    wrong = f'{more}expect = {{ phase = "ended", "term.number" = 7, last_day = 2025-01-31 }}\n'
    scenarios.write_text(scenarios.read_text("utf-8") + wrong, "utf-8")

    told = mandate.check(harbour)

    assert (told.scenarios, told.failed_scenarios) == (5, 1)
    assert (told.expectations, told.failed_expectations) == (13, 2)
    assert len(told.failures) == 2
    assert "5 scenarios, 1 do not hold; 13 expectations, 2 do not hold" in str(told)

    open_order = f"{more}add = {add}\nexpect = {{ phase = 'ended', 'term.number' = 7 }}\n"
    scenarios.write_text(scenarios.read_text("utf-8") + open_order, "utf-8")
    told = mandate.check(harbour)

    assert (told.scenarios, told.failed_scenarios) == (6, 2)
    assert (told.expectations, told.failed_expectations) == (15, 4)
    assert len(told.failures) == 3
