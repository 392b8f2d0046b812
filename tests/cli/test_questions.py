"""The commands that ask: each prints what the library answers, as text and as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

import mandate
from mandate.cli import main
from mandate.cli.arguments import event


def answer(capsys, *arguments: str):
    """Run a command and return (exit code, output, errors)."""
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


NOTICE = "kind=notice by=armenia on=2025-05-10"
ID = "nagorno-karabakh-2020"


def test_status_with_what_it_assumes(capsys):
    status = mandate.status("2026-01-01")
    code, out, err = answer(capsys, "status", "2026-01-01", "--assumptions")
    _, told, _ = answer(capsys, "status", "2026-01-01", "--assumptions", "--json")

    assert (code, err) == (0, "")
    assert out.startswith(f"{status}\n  Assumed: ")
    assert out.count("  Assumed: no ") == len(status.assumptions)
    assert mandate.from_json(told)["assumptions"] == [a.as_dict() for a in status.assumptions]


def test_assumptions(capsys):
    code, out, err = answer(capsys, "assumptions", "2026-01-01")

    assert (code, err) == (0, "")
    notice = "no notice of mandate by armenia or azerbaijan from 2025-11-11 to 2026-01-01"
    told = out.partition(f"{notice}\n")[2].split("\nno ")[0]
    assert "  Notice by one who may give it, given by the last day, stops the renewal" in told
    assert answer(capsys, "assumptions", "2025-11-08") == (0, "none\n", "")
    assert answer(capsys, "assumptions", "2025-11-08", "--json") == (0, "[]\n", "")


def test_what_was_known_limits_every_question(capsys):
    early = ["2020-11-16", "--as-known-on", "2020-11-14"]
    _, assumed, _ = answer(capsys, "assumptions", *early)
    _, why, _ = answer(capsys, "explain", "2020-11-16", "kalbajar", "--as-known-on", "2020-11-14")
    _, due, _ = answer(capsys, "deadlines", "2020-11-15", "2020-11-15", *early[1:])

    assert "no extension of kalbajar" in assumed
    assert "kalbajar-extended" not in why
    assert "kalbajar: Due" in due
    assert answer(capsys, "deadlines", "2020-11-15", "2020-11-15") == (0, "none\n", "")


def test_powers(capsys):
    code, out, err = answer(capsys, "powers", "2025-01-01")
    _, told, _ = answer(capsys, "powers", "2025-01-01", "--json")
    powers = mandate.load("nagorno-karabakh-2020").powers("2025-01-01")

    assert (code, err) == (0, "")
    assert out.splitlines() == [str(power) for power in powers]
    assert out.startswith("armenia: terminate (notice of mandate), from 2020-11-10 to 2025-05-10")
    assert mandate.from_json(told) == [power.as_dict() for power in powers]


def test_the_last_chance(capsys):
    asked = ["last-chance", "2026-01-01", "--path", "phase", "--act"]
    found = answer(capsys, *asked, "kind=notice by=armenia")
    _, told, _ = answer(capsys, *asked, "kind=notice by=armenia", "--json")
    code, out, err = answer(capsys, *asked, "kind=notice by=russia")

    assert found == (0, "last on 2025-05-10, for 2026-01-01:\n  phase: in-force / ended\n", "")
    assert mandate.from_json(told)["differences"] == {"phase": ["in-force", "ended"]}
    assert (code, err) == (1, "")
    assert out.startswith("on no day ")


def test_what_if(capsys):
    code, out, err = answer(capsys, "what-if", "2025-11-11", "--event", NOTICE)
    supposed = mandate.load("nagorno-karabakh-2020").what_if(
        {"kind": "notice", "by": "armenia", "on": "2025-05-10"}
    )

    assert (code, err) == (0, "")
    (outcome,) = supposed.outcomes()
    assert out == f"{supposed.status('2025-11-11')}\n  Supposed: {outcome}\n"
    assert str(outcome).endswith("[notice-in-time]")
    assert "ended with 10 November 2025 (notice)" in out


def test_what_if_names_what_is_without_effect_now(capsys):
    consent = ["--event", "kind=consent on=2020-11-12", "--event", "kind=statement on=2020-11-12"]
    _, out, _ = answer(capsys, "what-if", "2020-12-01", *consent)
    _, told, _ = answer(capsys, "what-if", "2020-12-01", *consent, "--json")

    last = out.splitlines()[-1]
    assert last.startswith("  Without effect now: report-equipment-november-13, ")
    assert [o["effect"] for o in json.loads(told)["outcomes"]] == [True, False]
    assert json.loads(told)["ineffective"] == last.partition(": ")[2].split(", ")


def test_what_if_without_an_event(capsys):
    _, told, _ = answer(capsys, "what-if", "2020-11-21", "--without", "kalbajar-extended", "--json")

    assert json.loads(told)["clauses"]["kalbajar"]["state"] == "overdue"


def test_compare(capsys):
    asked = ["compare", "2020-11-10", "2020-12-31"]
    code, out, err = answer(capsys, *asked, "--without", "kalbajar-extended")
    same = answer(capsys, *asked, "--event", "kind=notice by=armenia on=2025-05-11")
    _, told, _ = answer(capsys, *asked, "--without", "kalbajar-extended", "--json")

    assert (code, err) == (1, "")
    assert out.endswith("because of: kalbajar-extended\n")
    assert same == (0, "no difference\n", "")
    assert json.loads(told)["because_of"] == ["kalbajar-extended"]


def test_timeline(capsys):
    code, out, _ = answer(capsys, "timeline", "2020-11-14", "2020-11-19")
    _, told, _ = answer(capsys, "timeline", "2020-11-14", "2020-11-19", "--json")

    days = [line for line in out.splitlines() if not line.startswith(" ")]
    assert (code, days) == (0, ["2020-11-14 to 2020-11-14", "2020-11-15 to 2020-11-19"])
    assert [one["days"] for one in json.loads(told)] == [1, 5]


def test_deadlines_and_what_is_overdue(capsys):
    _, due, _ = answer(capsys, "deadlines", "2025-05-01", "2025-05-31")
    code, late, _ = answer(capsys, "overdue", "2024-01-01")
    _, told, _ = answer(capsys, "overdue", "2024-01-01", "--json")

    assert due.startswith("2025-05-10  nagorno-karabakh-2020, mandate: Last day of notice")
    assert code == 0
    assert late.startswith("2023-11-10  nagorno-karabakh-2020, route-plan: Due")
    assert [one["clause"] for one in json.loads(told)] == ["route-plan"]


def test_held(capsys):
    days = ["2020-11-01", "2020-12-31"]
    found = answer(capsys, "when", *days, "clauses.kalbajar.state=pending", "phase=in-force")
    never = answer(capsys, "when", *days, "clauses.kalbajar.due=2020-11-16")
    unended = answer(capsys, "when", *days, "ended_by=none", "in_force=true", "term.number=1")
    _, told, _ = answer(capsys, "when", *days, "clauses.kalbajar.due=2020-11-15", "--json")

    assert found == (0, "15 of 61 days\n  2020-11-10 to 2020-11-24\n", "")
    assert never == (1, "0 of 61 days\n", "")
    assert unended == (0, "52 of 61 days\n  2020-11-10 to 2020-12-31\n", "")
    assert json.loads(told)["last_day"] == "2020-11-14"


def test_the_next_change(capsys):
    code, out, _ = answer(capsys, "next-change", "2025-05-10")
    _, told, _ = answer(capsys, "next-change", "2025-05-10", "--json")

    assert code == 0
    assert out.startswith("2025-05-11 to 2025-11-10\n2020 trilateral statement, 11 May 2025\n")
    assert json.loads(told)["first_day"] == "2025-05-11"
    assert answer(capsys, "next-change", "9999-12-31") == (1, "none\n", "")
    assert answer(capsys, "next-change", "9999-12-31", "--json") == (1, "null\n", "")


def test_docket(capsys):
    asked = ["docket", "2020-11-15", "--within", "30 days", "-a", "nagorno-karabakh-2020"]
    code, out, _ = answer(capsys, *asked)
    _, told, _ = answer(capsys, *asked, "--json")
    _, calendar, _ = answer(capsys, *asked, "--format", "ical")

    assert code == 0
    assert out.startswith("Open from 2020-11-15 to 2020-12-15, both included: 3\n")
    assert [one["clause"] for one in json.loads(told)["deadlines"]] == [
        "aghdam",
        "kalbajar",
        "lachin",
    ]
    assert calendar.count("BEGIN:VEVENT") == 3


# -- bad input --------------------------------------------------------------------------------

DAYS = ("2020-11-01", "2020-12-31")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["powers", "2020-11"], "DATE: '2020-11' is not a date"),
        (["powers", "2020-11-10T00:00Z"], "is an instant"),
        (["assumptions", "2020-11-31"], "not a day of the calendar"),
        (["overdue", "soon"], "DATE: 'soon' is not a date"),
        (["next-change", "soon"], "DATE: 'soon' is not a date"),
        (["powers", "2020-11-10", "--as-known-on", "soon"], "--as-known-on: 'soon'"),
        (["timeline", "2020-12-31", "2020-11-01"], "lies before"),
        (["deadlines", "2020-11-01", "2020-12"], "TO: '2020-12'"),
        (["when", *DAYS, "fase=ended"], "PATH=VALUE: a status has nothing named 'fase'"),
        (["when", *DAYS, "phase"], "PATH=VALUE: 'phase' is not PATH=VALUE"),
        (["when", *DAYS, "=ended", "x"], "'=ended' and 'x' are not PATH=VALUE"),
        (["when", *DAYS, "phase=ended", "phase=in-force"], "'phase' stands twice"),
        (["what-if", "2020-11-21"], "give --event or --without"),
        (["what-if", "2020-11-21", "--event", ""], "--event: nothing is not KEY=VALUE"),
        (["what-if", "2020-11-21", "--event", "notice"], "--event: 'notice' is not KEY=VALUE"),
        (["what-if", "2020-11-21", "--event", "kind='notice"], "a quote is not closed"),
        (
            ["what-if", "2020-11-21", "--event", "kind=notise by=armenia on=2025-05-10"],
            "--event 1: kind: no",
        ),
        (["what-if", "2020-11-21", "--event", "kind=notice by=armenia on=1.5"], "on: '1.5' is not"),
        (
            ["what-if", "2020-11-21", "--event", "kind=notice by=armenia"],
            "--event 1: no 'on'; write on=",
        ),
        (
            ["what-if", "2020-11-21", "--without", "kalbajar"],
            "--without: the record has no event 'kalbajar'",
        ),
        (["compare", *DAYS], "give --event or --without"),
        (
            ["last-chance", "2026-01-01", "--act", "kind=notise"],
            "--act: kind: no kind of event 'notise'",
        ),
        (["last-chance", "2026-01-01", "--act", "by"], "--act: 'by' is not KEY=VALUE"),
        (
            ["last-chance", "2026-01-01", "--act", "kind=notice by=armenia", "--path", "fase"],
            "mandate: --path: a status has nothing named 'fase'",
        ),
        (["docket", "2020-11-15", "--within", "30"], "--within: '30' is not a duration"),
        (["docket", "2020-11-15", "--within", "30"], 'like "90 days", or in short, like 90d\n'),
        (["docket", "2020-11-15", "--as-known-on", "x"], "--as-known-on: 'x' is not a date"),
        (["docket", "x", "-a", ID, "--event", NOTICE], "DATE: 'x' is not a date"),
        (["docket", "2020-11-15", "--event", NOTICE], "name it with --agreement"),
        (["docket", "2020-11-15", "--without", "kalbajar-extended"], "name it with --agreement"),
        (["docket", "2020-11-15", "-a", ID, "-a", ID, "--event", NOTICE], "about one agreement"),
        (["docket", "2020-11-15", "-a", ID, "-a", ID], "--agreement: 'nagorno-karabakh-2020' is"),
        (["last-chance", "2026-01-01", "--act", NOTICE], "looked for: leave out on=\n"),
        (["docket", "2020-11-15", "-a", "nowhere"], "--agreement: no agreement 'nowhere'"),
        (["status", "x"], "DATE: 'x' is not a date"),
        (["status", "2020-11-21", "-a", "nope"], "--agreement: no agreement 'nope'"),
        (["status", "2020-11-21", "--as-known-on", "x"], "--as-known-on: 'x' is"),
        (["timeline", "x", "2020-01-01"], "FROM: 'x' is not a date"),
        (["deadlines", "2020-01-02", "2020-01-01"], "TO: 2020-01-01 lies before 2020-01-02"),
        (["docket", "2020-01-01", "--within", "x"], "--within: 'x' is not a duration"),
        (["when", "2020-01-01", "2020-01-02", "fase=x"], "PATH=VALUE: a status has nothing"),
        (["when", "2020-01-01", "2020-01-02", "in_force=True"], "give true or false"),
        (["status", "2020-11-21", "--matcher", "x"], "--matcher: 'x' is not known"),
    ],
)
def test_errors_are_those_of_the_library(capsys, arguments, said):
    code, out, err = answer(capsys, *arguments)

    assert (code, out) == (2, "")
    assert err.startswith("mandate: ")
    assert said in err


def test_all_problems_of_supposed_events_are_told_at_once(capsys):
    events = ["--event", "kind=notise on=2025-02-30", "--event", "kind=notice by=armenya on=x"]

    _, _, err = answer(capsys, "what-if", "2020-11-21", *events)

    assert err.startswith("mandate: 4 problems:\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["when", *DAYS],
        ["last-chance", "2026-01-01"],
        ["timeline", "2020-11-01"],
        ["status", "2020-11-21", "--receipt", "--assumptions"],
        ["docket", "2020-11-15", "--format", "xml"],
    ],
)
def test_an_incomplete_question_is_wrong_usage(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2
    assert "usage: mandate" in capsys.readouterr().err


# -- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("notice", "notice"),
        ("", ""),
        ("2025-05-10", date(2025, 5, 10)),
        ("2025-05-10T10:00Z", "2025-05-10T10:00Z"),
        ("2025-02-30", "2025-02-30"),
        ("7", 7),
        ("true", True),
        ("1e3", "1e3"),
        ("nan", "nan"),
        ("a=b", "a=b"),
        ("'\"7\"'", "7"),
        ('\'["a", "b"]\'', ["a", "b"]),
        ("'of two words'", "of two words"),
        ("'1\nmore = 2'", "1\nmore = 2"),
        ("[" * 2_000, "[" * 2_000),
    ],
)
def test_a_value_is_as_in_toml_and_else_a_text(text, value):
    found = event(f"key={text}", "--event")

    assert (found, type(found["key"])) == ({"key": value}, type(value))
