"""Threads on one matcher; processes that are forked, spawned, or get a mandate by pickle."""

from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
import sys

import pytest

from mandate.engine import durable
from mandate.engine.matchers import MATCHERS
from mandate.library import folder_of, read_folder
from mandate.mandate import Mandate
from tests.engine.processes import FORKS, WORKERS, answers, digest

pytestmark = pytest.mark.skipif(bool(durable.problem()), reason="durable-rules is not here")


def statement(engine: str) -> Mandate:
    return Mandate(*read_folder(folder_of("nagorno-karabakh-2020")), engine)


def lines(how: str) -> list[str]:
    """Run one of the ways in an interpreter of its own, as safe from a crash as can be."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "MALLOC_PERTURB_": "165"}
    run = subprocess.run(  # noqa: S603  # the interpreter that runs this test, on constants
        [sys.executable, "-m", "tests.engine.processes", how],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=300,
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.splitlines()


@pytest.fixture(scope="module")
def plain():
    return answers(statement("plain"))


def test_threads(plain):
    wrong, *found = lines("threads")
    assert json.loads(wrong) == []
    assert found == [digest(plain)] * WORKERS


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(
            "fork", marks=pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
        ),
        "spawn",
    ],
)
def test_processes(how, plain):
    assert lines(how) == [digest(plain)] * (1 + WORKERS)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_a_fork_while_threads_derive(plain):
    assert lines("amid") == [digest(plain)] * (1 + FORKS)


@pytest.mark.parametrize("engine", MATCHERS)
def test_pickle(engine, plain):
    mandate = statement(engine)
    for copied in (pickle.loads(pickle.dumps(mandate)), copy.deepcopy(mandate)):  # noqa: S301  # our own
        assert copied.matcher == mandate.matcher
        assert answers(copied) == plain
