"""All problems of all files come in one error, in order, and none that follows from another."""

from __future__ import annotations

import pickle
from pathlib import Path

from mandate.errors import FileError
from mandate.files.problems import MOST_PROBLEMS
from tests.making.breaking import broken, line_of, problems_of

SEVERAL = (
    ("agreement.toml", 'title = "Agreement on the Lake"', "title = 7 # 1", "title", "# 1"),
    ("agreement.toml", 'role = "organ" }', 'role = "orgam" } # 2', "parties.council.role", "# 2"),
    ("agreement.toml", 'quote = "shall not shoot"', 'quote = "" # 3', "clauses.truce.quote", "# 3"),
    ("agreement.toml", 'during = "stay"', 'during = "stray" # 4', "clauses.strength.during", "# 4"),
    (
        "agreement.toml",
        'members = ["north", "south"]',
        'members = ["nord", "sud"] # 5',
        "clauses.board.members[0]",
        "# 5",
    ),
    ("record.toml", 'kind = "presence"', 'kind = "absence" # 6', "events[3].kind", "# 6"),
    ("record.toml", "value = 380", "value = -1 # 7", "events[4].value", "# 7"),
    ("rules.toml", '"incident-outside-duty"', "1 # 8", "lake-incident.replaces", "# 8"),
)


def test_all_problems_of_all_files_at_once(tmp_path: Path) -> None:
    for name, old, new, _, _ in SEVERAL:
        lake = broken(tmp_path, name, old, new)

    problems = problems_of(lake)

    found = [(p.file, p.path, p.line) for p in problems]
    wanted = [
        (f"lake/{name}", path, line_of(lake / name, mark)) for name, _, _, path, mark in SEVERAL
    ]
    wanted.insert(5, (wanted[4][0], "clauses.board.members[1]", wanted[4][2]))
    assert found == wanted


def test_the_error_says_how_many_and_each_on_a_line_of_its_own(tmp_path: Path) -> None:
    for name, old, new, _, _ in SEVERAL:
        lake = broken(tmp_path, name, old, new)

    error = FileError(problems_of(lake))

    lines = str(error).splitlines()
    assert lines[0] == "9 problems:"
    assert lines[1:] == [f"  {problem}" for problem in error.problems]
    assert pickle.loads(pickle.dumps(error)).problems == error.problems  # noqa: S301


def test_what_refers_to_a_broken_clause_is_not_a_problem_of_its_own(tmp_path: Path) -> None:
    """The headline, a host, an obligation and an event speak of the clause that is broken."""
    lake = broken(tmp_path, "agreement.toml", 'kind = "term"', 'kind = "trem" # <-')

    (problem,) = problems_of(lake)

    assert problem.path == "clauses.stay.kind"


def test_what_refers_to_a_broken_party_is_not_a_problem_of_its_own(tmp_path: Path) -> None:
    lake = broken(tmp_path, "agreement.toml", 'north = { name = "The North" }', "north = 3 # <-")

    (problem,) = problems_of(lake)

    assert problem.path == "parties.north"


def test_an_item_of_a_broken_clause_is_known(tmp_path: Path) -> None:
    lake = broken(tmp_path, "agreement.toml", 'kind = "obligation"', 'kind = "debt" # <-')

    (problem,) = problems_of(lake)

    assert problem.path == "clauses.return.kind"


def test_counting_that_is_missing_is_told_once(tmp_path: Path) -> None:
    lake = broken(tmp_path, "agreement.toml", "[counting]", "[counted] # <-")

    problems = problems_of(lake)

    assert [(p.path, p.found) for p in problems] == [
        ("", "no 'counting'"),
        ("counted", "unknown key 'counted'"),
    ]


def test_everything_that_is_missing(tmp_path: Path) -> None:
    lake = broken(tmp_path, "agreement.toml", "format = 1", "format = 1 # the rest goes")
    (lake / "agreement.toml").write_text("", encoding="utf-8")

    problems = problems_of(lake)

    needed = ("clauses", "counting", "format", "headline", "id", "instrument", "parties", "title")
    assert sorted(p.found for p in problems if p.file == "lake/agreement.toml") == [
        f"no {name!r}" for name in needed
    ]


def test_reading_stops_where_there_is_no_end_of_problems(tmp_path: Path) -> None:
    odd = "\n".join(f"odd-{number} = {number}" for number in range(3 * MOST_PROBLEMS))
    lake = broken(tmp_path, "agreement.toml", "format = 1", f"format = 1\n{odd}")

    problems = problems_of(lake)

    assert len(problems) == MOST_PROBLEMS + 1
    assert any("reading stopped" in p.found for p in problems)
