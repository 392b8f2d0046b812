"""A changed rule shows as changed dates: the timelines are those that were kept."""

from __future__ import annotations

import json

import pytest

import mandate
from tests.properties.building import ENGINES
from tests.snapshots.timelines import FOLDER, path_of, timeline

HOW = "If this is meant: python -m tests.snapshots, and read the diff."


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", mandate.names())
def test_timeline(name, engine):
    kept = json.loads(path_of(name).read_text("utf-8"))

    found = timeline(name, engine)

    missing = {on: axes for on, axes in kept.items() if found.get(on) != axes}
    other = {on: axes for on, axes in found.items() if kept.get(on) != axes}
    assert missing == other, HOW
    assert list(kept) == list(found), HOW


def test_there_is_one_for_each_agreement():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(mandate.names())
