"""A kind of clause, a key and a kind of event that Python has never heard of: data is enough."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from mandate import library
from mandate.doctrine.folder import load
from mandate.errors import FileError
from mandate.schema.files import schemas
from tests.making.building import MATCHERS, agreement, event, mandate, obligation, term

ADDED = {
    "clauses.toml": """
[pledge]
says = "Something that is promised."
reaches = ["kept"]
[pledge.keys]
"made" = { type = "date", required = true, says = "The day on which it is made.", makes.pledged = { made = "$made" } }
"to" = { type = "party", says = "To whom." }
""",
    "facts.toml": """
[text.pledged]
says = "It is pledged."
key = ["clause"]
fields = { clause = "text", made = "day" }

[state.redeemed]
says = "The pledge is kept."
key = ["clause"]
fields = { clause = "text", since = "day" }
""",
    "events.toml": """
[keeping]
says = "A pledge is kept."
[keeping.keys]
"of" = { type = "clause", kinds = ["pledge"], required = true, says = "The pledge." }
""",
    "status.toml": """
[pledge.standing]
says = "How the pledge stands."
values = ["open", "kept"]
of = [{ when.redeemed = {}, is = "kept" }, { is = "open" }]

[pledge.made_on]
says = "The day on which it was made."
type = "day"
of = [{ when.pledged = {}, is = "$pledged.made" }]
""",
}
RULE = """
[pledge-kept]
says = "A pledge is kept."
authority = "pacta sunt servanda (VCLT art. 26)"
on.event = "keeping"
then.put.redeemed = { since = "$day" }
"""
PLEDGE = {"kind": "pledge", "made": date(2021, 1, 1), "to": "alfa"}
STAY = {"stay": term(date(2020, 1, 1), "5 years"), "word": PLEDGE}


@pytest.fixture(autouse=True)
def _pledging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the doctrine with the new kinds in the place of the bundled one."""
    folder = tmp_path / "doctrine"
    shutil.copytree(library.rules_folder() / library.DOCTRINE, folder)
    for name, text in ADDED.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    (folder / "pledge.toml").write_text(RULE, encoding="utf-8")
    monkeypatch.setattr(library, "doctrine", lambda: load(folder))


@pytest.mark.parametrize("matcher", MATCHERS)
def test_its_clause_has_a_status(matcher: str) -> None:
    kept = event("keeping", date(2021, 5, 1), of="word")
    read = mandate(agreement(STAY), kept, matcher=matcher)
    before, after = read.status("2021-04-30"), read.status("2021-05-01")

    assert (before.clauses["word"]["standing"], after.clauses["word"]["standing"]) == (
        "open",
        "kept",
    )
    assert after.clauses["word"].as_dict() == {
        "kind": "pledge",
        "standing": "kept",
        "made_on": date(2021, 1, 1),
        "beyond_calendar": [],
    }
    assert [str(change) for change in after.changes] == ["word: A pledge is kept. [keeping]"]


def test_it_is_printed_explained_assumed_and_asked_for_by_its_path() -> None:
    status = mandate(agreement(STAY)).status("2021-05-01")

    assert status.value("clauses.word.made_on") == date(2021, 1, 1)
    assert "no keeping of word" in "\n".join(map(str, status.assumptions))
    assert "  Open: word\n" in f"{status}\n"
    assert "word" in str(status.explain("word"))


def test_a_misspelt_key_of_it_is_told() -> None:
    text = agreement({**STAY, "word": {**PLEDGE, "mode": date(2021, 1, 1)}})

    with pytest.raises(FileError, match="did you mean 'made'"):
        mandate(text)


def test_another_clause_may_wait_for_its_state() -> None:
    waiting = obligation(begins={"after": "word", "what": "kept"}, debtor="alfa")

    assert mandate(agreement({**STAY, "pay": waiting})).status("2021-05-01").clauses["pay"]


def test_it_has_a_schema() -> None:
    made = schemas(library.doctrine())

    assert set(made["agreement.schema.json"]["definitions"]["clause-pledge"]["properties"]) > {
        "made",
        "to",
    }
    assert "clause-pledge" in made["status.schema.json"]["definitions"]
