"""Receipts and their verification, on files: what is told, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from attrs import evolve

import mandate
from mandate.answers.receipt import sealed
from mandate.cli import main

Given = Any  # what a caller may give by mistake
LAKE = Path(__file__).parents[1] / "making/lake"
NK = mandate.load("nagorno-karabakh-2020")
DAY = "2020-11-21"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return Path(copytree(LAKE, tmp_path / "lake"))


def changed(folder: Path, name: str, before: str, after: str) -> None:
    file = folder / name
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def hashes(folder: Path) -> dict[str, str]:
    receipt = mandate.load(folder).status("2024-06-01").receipt()
    return {name: getattr(receipt, name) for name in ("text", "record", "doctrine", "answer")}


def test_a_receipt_says_what_was_asked_and_known() -> None:
    receipt = NK.status("2020-11-16", as_known_on="2020-11-14").receipt()

    assert (receipt.agreement, receipt.reading) == (NK.id, "as encoded")
    assert (receipt.on, receipt.as_known_on) == (date(2020, 11, 16), date(2020, 11, 14))
    assert receipt.complete_to == date(2020, 11, 14)
    assert receipt.versions["mandate"] == mandate.__version__
    assert ("durable-rules" in receipt.versions) is (receipt.matcher == "durable")
    assert NK.status("2020-11-16").receipt().as_known_on is None


@pytest.mark.parametrize("on", ["0001-01-01T00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_an_instant_outside_the_calendar_of_the_zone_can_be_asked_again(on: str) -> None:
    status = NK.status(on, as_known_on=on)

    assert status.as_dict()["on"] is None
    assert mandate.verify(mandate.to_json(status.receipt()), status).ok
    assert NK.status(status.receipt().on) == status


def test_layout_and_comments_do_not_show(lake: Path) -> None:
    before = hashes(lake)

    for file in lake.glob("*.toml"):
        text = file.read_text("utf-8")
        noted = text.replace("\n[", "\n\n# A comment.\n  [")
        file.write_text(noted.replace("\n", "\r\n"), "utf-8", newline="")

    assert hashes(lake) == before


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("agreement.toml", 'title = "', 'title = "The ', "text"),
        ("record.toml", 'title = "', 'title = "The ', "record"),
        ("rules.toml", 'says = "', 'says = "Here: ', "doctrine"),
    ],
)
def test_each_file_shows_in_its_own_hash(
    lake: Path, name: str, before: str, after: str, told: str
) -> None:
    status = mandate.load(lake).status("2024-06-01")
    then = hashes(lake)
    changed(lake, name, before, after)
    now = hashes(lake)

    assert {key for key in now if now[key] != then[key]} - {"answer"} == {told}
    found = mandate.verify(status.receipt(), status, against=lake)
    assert not found.ok
    assert told in [one.path for one in found.differences]


def test_an_agreement_that_is_not_bundled_must_be_given() -> None:
    status = mandate.load(LAKE).status("2024-06-01")

    with pytest.raises(
        mandate.errors.ArgumentError, match=r"against: .* is not a bundled agreement"
    ):
        mandate.verify(status.receipt(), status)
    assert mandate.verify(status.receipt(), status, against=LAKE).ok
    assert mandate.verify(status.receipt(), status, against=str(LAKE)).ok


def test_another_agreement_is_named() -> None:
    status = NK.status(DAY)

    found = mandate.verify(status.receipt(), status, against="ukraine-russia-1997")

    paths = [one.path for one in found.differences]
    assert paths[:3] == ["agreement", "complete_to", "text"]
    assert "answer.agreement" in paths


def test_versions_are_told_and_do_no_harm() -> None:
    receipt = NK.status(DAY).receipt()
    old = evolve(receipt, versions={**receipt.versions, "tzdata": "1999a", "python": "3.11.0"})
    old = evolve(old, seal=sealed(old))

    found = mandate.verify(old, NK.status(DAY))

    assert found.ok
    assert [(one.path, one.found) for one in found.versions] == [
        ("python", "3.11.0"),
        ("tzdata", "1999a"),
    ]
    assert str(found).startswith("verified\n  python: expected ")
    assert found.as_dict()["versions"][1]["found"] == "1999a"


@pytest.mark.parametrize(
    ("receipt", "answer", "said"),
    [
        (7, "{}", "receipt: 7 is not usable here"),
        ("{", "{}", "receipt: not JSON"),
        ("[]", "{}", "receipt: an empty list is not usable here"),
        ("{}", "{}", "receipt: this is no receipt: it has no 'agreement'"),
        (NK.status(DAY).receipt(), 7, "answer: 7 is not usable here"),
        (NK.status(DAY).receipt(), "[1.5]", "answer: 1.5 is not a whole number"),
        (NK.status(DAY).receipt(), object(), "answer: a value of type object"),
        ({**NK.status(DAY).receipt().as_dict(), "on": DAY}, "{}", "receipt: on: '2020-11-21' is"),
        ({**NK.status(DAY).receipt().as_dict(), "x": 1}, "{}", "it has 'x' as well"),
        ({**NK.status(DAY).receipt().as_dict(), "versions": {"a": 1}}, "{}", "receipt: versions"),
    ],
)
def test_what_is_no_receipt_or_no_answer_is_refused(
    receipt: Given, answer: Given, said: str
) -> None:
    with pytest.raises(mandate.errors.ArgumentError) as refused:
        mandate.verify(receipt, answer)

    assert said in str(refused.value)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["status", "2024-06-01", "-a", str(LAKE), "--as-known-on", "2024-05-01", "--json"]
    receipt, answer = tmp_path / "receipt.json", tmp_path / "answer.json"
    for file, more in ((receipt, ["--receipt"]), (answer, [])):
        assert main([*asked, *more]) == 0
        file.write_text(capsys.readouterr().out, "utf-8")
    command = ["verify", str(receipt), str(answer), "-a", str(LAKE)]

    assert main(command) == 0
    assert capsys.readouterr().out == "verified\n"

    values = json.loads(answer.read_text("utf-8"))
    answer.write_text(json.dumps({**values, "notice": "running"}), "utf-8")
    assert main(command) == 1
    said = capsys.readouterr()
    assert said.out.startswith("not verified\n  answer.notice: expected ")
    assert said.err == ""

    assert main(command[:3]) == 2
    assert "--agreement: " in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "none.json"), str(answer)]) == 2
    assert "none.json cannot be read" in capsys.readouterr().err
    answer.write_bytes(b"\xff\xfe\xff")
    assert main(command) == 2
    assert "is not a file in UTF-8" in capsys.readouterr().err


def test_the_receipt_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", DAY, "--receipt"]) == 0

    assert capsys.readouterr().out == f"{mandate.status(DAY).receipt()}\n"
