"""Every question can be asked of another record: supposed events, events left out, known then."""

from __future__ import annotations

import argparse
import inspect

import pytest

import mandate
from mandate.cli import _parser, main
from mandate.cli.arguments import _ADVICE, _ON_THE_LINE
from mandate.reference.parts import part

ID = "nagorno-karabakh-2020"
NOTICE = "kind=notice by=armenia on=2025-05-10"
EXTENSION = "kind=extension of=kalbajar by=azerbaijan on=2020-11-15 until=2020-11-25"

#: A question about Kalbajar, of which the record has an extension → words of the answer where that
#: is left out.
KALBAJAR = {
    ("status", "2020-11-21"): "Overdue: kalbajar (due 2020-11-15)",
    ("explain", "2020-11-21", "kalbajar"): "state: overdue",
    ("assumptions", "2020-11-14"): "none",
    ("powers", "2020-11-21"): "terminate",
    ("last-chance", "2020-11-21", "--act", "kind=performance of=kalbajar by=armenia"): "kalbajar",
    ("what-if", "2020-11-21"): "Overdue: kalbajar (due 2020-11-15)",
    ("compare", "2020-11-10", "2020-11-30"): "because of: kalbajar-extended",
    ("timeline", "2020-11-14", "2020-11-18"): "2020-11-16 to 2020-11-18",
    ("deadlines", "2020-11-15", "2020-11-15"): "kalbajar: Due",
    ("overdue", "2020-11-21"): "kalbajar: Due",
    ("when", "2020-11-10", "2020-11-24", "clauses.kalbajar.state=overdue"): "9 of 15 days",
    ("next-change", "2020-11-15"): "2020-11-16 to ",
    ("docket", "2020-11-21", "-a", ID): "kalbajar: Due (armenia) — overdue",
}


def answer(capsys, *arguments: str):
    """Run a command and return (exit code, output, errors)."""
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("question", KALBAJAR, ids=lambda question: question[0])
def test_every_question_can_be_asked_of_another_record(capsys, question):
    without = answer(capsys, *question, "--without", "kalbajar-extended")
    as_known = ["--as-known-on", "2020-11-14"]
    then = answer(capsys, *question, *as_known, "--event", EXTENSION)

    assert KALBAJAR[question] in without[1]
    assert {said[0] for said in (without, then)} <= {0, 1}
    assert {said[2] for said in (without, then)} == {""}


def test_every_command_that_asks_is_tried():
    asking = {question[0] for question in KALBAJAR}
    helps = {name: parser.format_help() for name, parser in commands().items()}

    for option in ("--event", "--without", "--as-known-on"):
        assert {name for name, told in helps.items() if option in told} == asking


def commands():
    """Return the parser of each command."""
    (subparsers,) = (
        action
        for action in _parser()._actions  # noqa: SLF001  # argparse tells it nowhere else
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001  # it has no public name
    )
    return subparsers.choices


def test_a_supposed_event_counts_though_it_comes_after_the_day_of_knowledge(capsys):
    asked = ["2020-11-21", "--as-known-on", "2020-11-14"]
    _, unknown, _ = answer(capsys, "status", *asked)
    _, supposed, _ = answer(capsys, "status", *asked, "--event", EXTENSION)
    _, listed, _ = answer(capsys, "docket", *asked, "-a", ID, "--event", EXTENSION)

    assert "kalbajar (due 2020-11-15)" in unknown
    assert "kalbajar (due 2020-11-15)" not in supposed
    assert "2020-11-25  nagorno-karabakh-2020, kalbajar: Due (armenia) — pending" in listed


def test_a_docket_as_it_was_known_on_another_day(capsys):
    asked = ["docket", "2020-11-16", "--within", "10d", "-a", ID]
    _, then, _ = answer(capsys, *asked, "--as-known-on", "2020-11-14")
    _, now, _ = answer(capsys, *asked)

    assert "2020-11-15  nagorno-karabakh-2020, kalbajar: Due (armenia) — overdue" in then
    assert "2020-11-25  nagorno-karabakh-2020, kalbajar: Due (armenia) — pending" in now


def test_a_docket_under_a_supposition(capsys):
    asked = ["docket", "2025-04-01", "--within", "60d", "-a", ID]
    _, plain, _ = answer(capsys, *asked)
    _, supposed, _ = answer(capsys, *asked, "--event", "kind=consent on=2025-04-10")

    assert "2025-05-10  nagorno-karabakh-2020, mandate: Last day of notice" in plain
    assert "Last day of notice" not in supposed


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ("90d", "90 days"),
        ("1d", "1 day"),
        ("2w", "2 weeks"),
        ("3m", "3 months"),
        ("1y6m", "1 year 6 months"),
        ("1y 1d", "1 year 1 day"),
    ],
)
def test_a_duration_may_be_short(capsys, short, words):
    asked = ["docket", "2020-11-15", "-a", ID, "--within"]
    said = answer(capsys, *asked, short)

    assert said[0] == 0
    assert said == answer(capsys, *asked, words)


# -- the words of messages ----------------------------------------------------------------------

#: The functions that commands call with the words of a caller.
CALLED = [
    mandate.check,
    mandate.docket,
    mandate.load,
    mandate.verify,
    mandate.Mandate.as_known_on,
    mandate.Mandate.deadlines,
    mandate.Mandate.last_chance,
    mandate.Mandate.next_change,
    mandate.Mandate.overdue,
    mandate.Mandate.powers,
    mandate.Mandate.save,
    mandate.Mandate.status,
    mandate.Mandate.timeline,
    mandate.Mandate.when,
    mandate.Mandate.without,
    mandate.Status.explain,
    part,
]
#: Parameters that a command fills itself.
OWN = {"self", "doctrine", "day", "of", "name"}


def test_each_argument_of_python_has_a_name_on_the_command_line():
    names = {name for called in CALLED for name in inspect.signature(called).parameters}

    assert names - OWN - _ON_THE_LINE.keys() == set()


def test_advice_is_about_commands(capsys, tmp_path):
    asked = ["status", "2020-11-21", "--json"]
    texts = {
        "receipt": answer(capsys, *asked, "--receipt")[1],
        "answer": answer(capsys, *asked)[1],
        "elsewhere": answer(capsys, *asked, "--receipt")[1].replace(ID, "elsewhere"),
        "table": "{}",
        "list": "[1]",
    }
    paths = {name: tmp_path / f"{name}.json" for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name], "utf-8")
    receipt, kept, elsewhere, table, numbers = map(str, paths.values())
    folder = tmp_path / "copy"
    dump = ["dump", "-a", "ukraine-russia-1997", "--to", str(folder)]
    main(dump)
    capsys.readouterr()
    asked = [
        ["verify", table, kept],
        ["verify", numbers, kept],
        ["verify", receipt, numbers],
        ["verify", elsewhere, kept],
        ["last-chance", "2026-01-01", "--act", NOTICE],
        ["docket", "2020-11-15", "--within", "soon"],
        dump,
    ]

    said = [answer(capsys, *words)[2].removesuffix("\n") for words in asked]

    for python, command in _ADVICE.items():
        assert [line for line in said if line.endswith(command)] != [], said
        assert [line for line in said if line.endswith(python)] == []
    assert [line.split(": ")[1] for line in said] == [
        "RECEIPT.json",
        "RECEIPT.json",
        "ANSWER.json",
        "--agreement",
        "--act",
        "--within",
        "--to",
    ]
