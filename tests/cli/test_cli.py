"""The command line: what it prints, where errors go, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import mandate
from mandate.cli import main
from mandate.counting.instants import tzdata_version

HARBOUR = Path(__file__).parents[2] / "examples/harbour"


def answer(capsys, *arguments: str):
    """Run a command and return (exit code, output, errors)."""
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_status(capsys):
    code, out, err = answer(capsys, "status", "2020-11-21")

    assert (code, err) == (0, "")
    assert out == f"{mandate.status('2020-11-21')}\n"


def test_status_as_json(capsys):
    code, out, err = answer(capsys, "status", "2020-11-21", "--json")

    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["clauses"]["kalbajar"]["due"] == "2020-11-25"
    assert (found["in_force"], found["phase"], found["ended_by"]) == (True, "in-force", None)
    assert out == mandate.to_json(mandate.status("2020-11-21")) + "\n"


def test_status_of_another_agreement_as_known_then(capsys):
    common = ["-a", "ukraine-russia-1997", "--json"]
    _, now, _ = answer(capsys, "status", "2018-10-01", *common)
    _, then, _ = answer(capsys, "status", "2018-10-01", "--as-known-on", "2018-09-01", *common)

    assert json.loads(now)["notice"] == "running"
    assert json.loads(then)["notice"] != "running"


def test_status_at_an_instant(capsys):
    _, out, _ = answer(capsys, "status", "2020-11-10T00:00:00+03:00", "--json")

    assert json.loads(out)["on"] == "2020-11-10T00:00:00+03:00"


def test_both_engines_print_the_same(capsys):
    outputs = {answer(capsys, "status", "2026-01-01", "--matcher", e)[1] for e in ("plain", "auto")}

    assert len(outputs) == 1


def test_status_of_a_folder(capsys):
    code, out, _ = answer(capsys, "status", "2024-03-18", "-a", str(HARBOUR), "--json")

    assert code == 0
    assert json.loads(out)["agreement"] == mandate.load(str(HARBOUR)).id


def test_explain(capsys):
    code, out, _ = answer(capsys, "explain", "2020-11-21", "kalbajar")

    assert code == 0
    assert out == f"{mandate.status('2020-11-21').explain('kalbajar')}\n"
    assert "event kalbajar-extended" in out


def test_explain_as_json(capsys):
    code, out, _ = answer(capsys, "explain", "2020-11-21", "--json")

    assert code == 0
    assert json.loads(out) == mandate.status("2020-11-21").explain().as_dict()


def test_names(capsys):
    code, out, _ = answer(capsys, "agreements")

    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(mandate.agreements())


def test_dump_prints_the_files(capsys):
    code, out, err = answer(capsys, "dump", "-a", "ukraine-russia-1997")

    assert (code, err) == (0, "")
    texts = mandate.load("ukraine-russia-1997").to_toml()
    assert out == "\n".join(f"# {name}\n\n{text}" for name, text in texts.items())


def test_dump_into_a_folder(capsys, tmp_path):
    folder = tmp_path / "copy"

    assert answer(capsys, "dump", "-a", str(HARBOUR), "--to", str(folder)) == (0, f"{folder}\n", "")
    code, out, err = answer(capsys, "dump", "-a", str(HARBOUR), "--to", str(folder))
    assert (code, out) == (2, "")
    assert "holds agreement.toml and record.toml already" in err
    again = answer(capsys, "dump", "-a", str(folder), "--to", str(folder), "--overwrite")
    assert again == (0, f"{folder}\n", "")

    assert mandate.load(folder).to_toml() == mandate.load(HARBOUR).to_toml()


def test_check(capsys):
    code, out, _ = answer(capsys, "check", "-a", str(HARBOUR))

    assert code == 0
    assert "0 do not hold" in out


def test_check_of_a_scenario_that_does_not_hold(capsys, tmp_path):
    for file in HARBOUR.glob("*.toml"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    scenarios = tmp_path / "scenarios.toml"
    more = '\n[[scenario]]\nsays = "Nonsense."\non = 2024-01-01\nexpect = { phase = "ended" }\n'
    scenarios.write_text(scenarios.read_text("utf-8") + more, "utf-8")

    code, out, err = answer(capsys, "check", "-a", str(tmp_path))

    assert (code, err) == (1, "")
    assert "1 do not hold" in out
    assert "Nonsense. — phase: expected ended, found" in out


def test_warnings_count_only_for_a_strict_check(capsys, tmp_path):
    for file in HARBOUR.glob("*.toml"):
        text = file.read_text("utf-8").replace("on = 2024-03-18", "on = 2025-03-18")
        (tmp_path / file.name).write_text(text, "utf-8")

    code, out, _ = answer(capsys, "check", "-a", str(tmp_path))
    strict, again, _ = answer(capsys, "check", "-a", str(tmp_path), "--strict")

    assert (code, strict) == (0, 1)
    assert out == again
    assert out.count("warning: ") == 2
    assert answer(capsys, "check", "-a", str(HARBOUR), "--strict")[0] == 0


def test_names_and_checks_as_json(capsys):
    _, names, _ = answer(capsys, "agreements", "--json")
    code, report, _ = answer(capsys, "check", "-a", str(HARBOUR), "--json")

    assert list(json.loads(names)) == list(mandate.agreements())
    assert (code, json.loads(report)["ok"]) == (0, True)


def test_verify(capsys, tmp_path):
    receipt, kept = tmp_path / "receipt.json", tmp_path / "answer.json"
    _, told, _ = answer(capsys, "status", "2020-11-21", "--json")
    _, made, _ = answer(capsys, "status", "2020-11-21", "--json", "--receipt")
    receipt.write_text(made, "utf-8")
    kept.write_text(told, "utf-8")
    good = answer(capsys, "verify", str(receipt), str(kept))
    kept.write_text(told.replace('"phase": "in-force"', '"phase": "ended"', 1), "utf-8")
    code, out, err = answer(capsys, "verify", str(receipt), str(kept), "--json")

    assert good == (0, "verified\n", "")
    assert (code, err) == (1, "")
    assert [one["path"] for one in json.loads(out)["differences"]] == ["answer.phase"]


def test_version(capsys):
    code, out, _ = answer(capsys, "--version")

    assert code == 0
    assert f"mandate {mandate.__version__}, matcher " in out
    assert f"tzdata {tzdata_version()}" in out


def test_version_tells_of_the_other_package_of_this_name(capsys, tmp_path, monkeypatch):
    _, alone, _ = answer(capsys, "--version")
    other = tmp_path / "mandate-2.0.1.dist-info"
    other.mkdir()
    (other / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: mandate\nVersion: 2.0.1\n", "utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    code, out, _ = answer(capsys, "--version")

    assert alone.count("\n") == 1
    assert code == 0
    assert out.splitlines()[0] == alone.rstrip("\n")
    assert "Another package is installed here as mandate (2.0.1)" in out
    assert "pip uninstall mandate\n" in out


def test_nothing_asked_prints_help(capsys):
    code, out, _ = answer(capsys)

    assert code == 2
    assert "usage: mandate" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["status", "2020-11"], "2020-11"),
        (["status", "2020-11-31"], "2020-11-31"),
        (["status", "2020-11-10T00:00:00"], "2020-11-10T00:00:00"),
        (
            ["status", "2020-11-10", "-a", "nagorno-karabach-2020"],
            "did you mean 'nagorno-karabakh-2020'",
        ),
        (["status", "2020-11-10", "--matcher", "fast"], "'fast'"),
        (["status", "2020-11-10", "--as-known-on", "yesterday"], "yesterday"),
        (["explain", "2020-11-10", "kalbajr"], "did you mean 'kalbajar'"),
        (["check", "-a", "/no/such/folder"], "/no/such/folder"),
    ],
)
def test_errors_go_to_standard_error(capsys, arguments, said):
    code, out, err = answer(capsys, *arguments)

    assert (code, out) == (2, "")
    assert err.startswith("mandate: ")
    assert said in err
    assert "Traceback" not in err


def test_a_broken_file_is_an_error_with_its_problems(capsys, tmp_path):
    text = (HARBOUR / "agreement.toml").read_text("utf-8")
    (tmp_path / "agreement.toml").write_text(text.replace("headline", "hedline"), "utf-8")

    code, out, err = answer(capsys, "check", "-a", str(tmp_path))

    assert (code, out) == (2, "")
    assert "hedline" in err
    assert "agreement.toml:" in err


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["status"], ["status", "2020-11-10", "--nonsense"]]
)
def test_wrong_usage_ends_with_two(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2
    assert "usage: mandate" in capsys.readouterr().err


def run(*arguments: str, stdout=subprocess.PIPE, **environment: str):
    """Run the command in a process of its own."""
    path = os.pathsep.join(filter(None, sys.path))
    return subprocess.run(  # noqa: S603 -- the interpreter that runs this test, on constants
        [sys.executable, "-m", "mandate", *arguments],
        env={**os.environ, "PYTHONPATH": path, **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )


def test_the_module_is_the_command():
    done = run("status", "2020-11")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mandate: ")


def test_what_a_terminal_cannot_show_is_shown_as_its_number():
    done = run("explain", "2020-11-21", "kalbajar", PYTHONIOENCODING="ascii")

    assert (done.returncode, done.stderr) == (0, "")
    assert "para. 6, first sentence: \\u201cshall return" in done.stdout


def test_nobody_reads_the_answer():
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = run("timeline", "2020-01-01", "2100-01-01", stdout=closed)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_an_answer_that_cannot_be_written_is_an_error():
    with Path("/dev/full").open("wb") as full:
        done = run("status", "2020-11-21", stdout=full)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("mandate: the answer could not be written: ")


# --- where the answer cannot go -------------------------------------------------------------------

COMMAND = f"{sys.executable} -m mandate"


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell closes streams so")
@pytest.mark.parametrize("asked", ["status 2020-11-21", "--version", "agreements", "status 2020"])
@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", ">/dev/full", "2>/dev/full"])
def test_a_closed_or_a_full_stream_gives_no_traceback(asked, streams):
    if "full" in streams and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = subprocess.run(  # noqa: S603  # our own command
        ["/bin/sh", "-c", f"{COMMAND} {asked} {streams}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" not in done.stderr
    lost = streams.startswith(">")
    assert done.returncode == (2 if lost or asked == "status 2020" else 0)
    if lost and "2>" not in streams:
        assert "mandate: " in done.stderr


def test_ctrl_c_ends_a_command_quietly(capsys, monkeypatch):
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mandate, "load", stopped)

    assert answer(capsys, "status", "2020-11-21") == (130, "", "")
