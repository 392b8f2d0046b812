"""One mistake is one problem: what only follows from it is not told as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandate.library import AGREEMENT, RECORD
from tests.making.breaking import LAKE, Mistake, broken, check, named, problems_of

BEFORE = "[clauses.truce]"
TWICE = (
    Mistake(
        "a party twice",
        'members = ["north", "south"]',
        'members = ["north", "north"] # <-',
        "clauses.board.members",
        ("'north' is there twice", "each once"),
    ),
)
MISSPELT = (
    Mistake(
        "lasts, without which there is no renewal",
        'lasts = "5 years"',
        'last = "5 years" # <-',
        "clauses.stay.last",
        ("did you mean 'lasts'?",),
    ),
    Mistake(
        "the one of several that must be there",
        "begins.on = 2020-01-02\n\n",
        "begins.onn = 2020-01-02 # <-\n\n",
        "instrument.begins.onn",
        ("did you mean 'on'?",),
    ),
    Mistake(
        "a table that must be there",
        "begins.on = 2020-01-02\n\n",
        "begin.on = 2020-01-02 # <-\n\n",
        "instrument.begin",
        ("did you mean 'begins'?",),
    ),
    Mistake(
        "a key that is required",
        'members = ["north", "south"]',
        'member = ["north", "south"] # <-',
        "clauses.board.member",
        ("did you mean 'members'?",),
    ),
)
FORMS = (
    Mistake(
        "brackets of a list for a table",
        "[clauses.truce]",
        "[[clauses.truce]] # <-",
        "clauses.truce",
        ("a list is not usable here", "write a table: [clauses.truce]"),
    ),
    Mistake(
        "no language of a quote",
        'quote = "shall not shoot"\nlanguage = "en"',
        'quote = "shall not shoot"',
        "clauses.truce",
        ("no 'language'", 'language = "..."'),
        at="[clauses.truce]",
    ),
    Mistake(
        "no language of a clause with items",
        'quote = "shall be returned"\nlanguage = "en"',
        'quote = "shall be returned"',
        "clauses.return",
        ("no 'language'",),
        at="[clauses.return]",
    ),
    Mistake(
        "a value for a part of counting that is not known",
        "[counting]\n",
        '[counting]\nlength = "day" # <-\n',
        "counting.length",
        ("unknown key 'length'",),
    ),
    Mistake(
        "a text for a list",
        'notes = ["Made up for tests."]',
        'notes = "Made up for tests." # <-',
        "notes",
        ("is not usable here", 'a list: ["..."]'),
    ),
    Mistake(
        "a list for an id",
        'during = "stay"',
        'during = ["stay"] # <-',
        "clauses.strength.during",
        ("a list is not usable here", "the id of one clause, in quotes"),
    ),
)


@pytest.mark.parametrize("mistake", named((*TWICE, *MISSPELT, *FORMS)))
def test_one_mistake_is_one_problem(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, AGREEMENT, mistake)


@pytest.mark.parametrize(
    "mistake",
    named(
        [
            Mistake(
                "a table for a list",
                'gaps = [{ from = 2020-05-01, to = 2020-06-01, because = "The archive is closed." }]',
                'gaps = { from = 2020-05-01, to = 2020-06-01, because = "Closed." } # <-',
                "gaps",
                ("a table is not usable here", "a list of tables: [[gaps]]"),
            ),
            Mistake(
                "a list for an event",
                'of = "first-notice"',
                'of = ["first-notice"] # <-',
                "events[2].of",
                ("the id of one event, in quotes",),
            ),
        ]
    ),
)
def test_one_mistake_of_a_record(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, RECORD, mistake)


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_agreement_lacks_what_every_agreement_has(tmp_path: Path, text: str) -> None:
    lake = broken(tmp_path, AGREEMENT, "format = 1", "format = 1")
    (lake / AGREEMENT).write_text(text, encoding="utf-8")

    found = [f"{p.file}: {p.found}; {p.right}" for p in problems_of(lake)]

    assert found == [
        "lake/agreement.toml: no 'format'; format = 1",
        "lake/agreement.toml: no 'id'; id = \"...\"",
        "lake/agreement.toml: no 'title'; title = \"...\"",
        "lake/agreement.toml: no 'headline'; headline = \"...\"",
        "lake/agreement.toml: no 'parties'; a table [parties]",
        "lake/agreement.toml: no 'counting'; a table [counting]",
        "lake/agreement.toml: no 'instrument'; a table [instrument]",
        "lake/agreement.toml: no 'clauses'; a table [clauses]",
    ]


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("[parties]", "[partys]", "partys"),
        ("[sources]", "[source]", "source"),
        ("[subjects]", "[subject]", "subject"),
        ("[parties]", "[[parties]]", "parties"),
        ("[sources]", "[[sources]]", "sources"),
        ("[subjects]", "[[subjects]]", "subjects"),
    ],
)
def test_what_a_section_would_name_is_not_judged_without_it(
    tmp_path: Path, old: str, new: str, path: str
) -> None:
    lake = broken(tmp_path, AGREEMENT, f"{old}\n", f"{new}\n")

    problems = problems_of(lake)

    assert problems[-1].path == path
    assert [p.found for p in problems[:-1]] == (["no 'parties'"] if path == "partys" else [])


def test_clauses_in_a_list_are_one_problem(tmp_path: Path) -> None:
    text = (LAKE / AGREEMENT).read_text(encoding="utf-8")
    lake = broken(tmp_path, AGREEMENT, "format = 1", "format = 1")
    head, _, _ = text.partition("[clauses.stay]")
    (lake / AGREEMENT).write_text(f'{head}[[clauses]]\nid = "stay"\n', encoding="utf-8")

    (problem,) = problems_of(lake)

    assert (problem.path, problem.right) == ("clauses", "a table: [clauses] or [clauses.NAME]")


def test_an_agreement_without_sources_is_told_once(tmp_path: Path) -> None:
    text = (LAKE / AGREEMENT).read_text(encoding="utf-8")
    lake = broken(tmp_path, AGREEMENT, "format = 1", "format = 1")
    head, _, rest = text.partition("[sources]")
    (lake / AGREEMENT).write_text(f"{head}[parties]{rest.partition('[parties]')[2]}", "utf-8")

    found = [(p.file, p.found) for p in problems_of(lake) if "sources" in p.found]

    assert found[0] == ("lake/agreement.toml", "no 'sources'")
    assert len(found) <= 2  # once for each file


def test_an_empty_event_lacks_both_id_and_kind(tmp_path: Path) -> None:
    lake = broken(
        tmp_path, RECORD, '[[events]]\nid = "deployed"', '[[events]]\n[[events]]\nid = "deployed"'
    )

    assert [p.found for p in problems_of(lake)] == ["no 'id'", "no 'kind'"]
