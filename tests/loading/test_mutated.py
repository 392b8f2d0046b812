"""Spoiled files and arguments: nothing but an answer or an error of ours comes out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandate.errors import FileError
from mandate.files.toml import parse
from tests.making.effort import tried
from tests.making.mutating import CASES, run

#: A whole doctrine is read for each of these.
FEW = {"doctrines": 20}


@pytest.mark.parametrize("kind", CASES)
def test_what_is_spoiled(kind: str) -> None:
    """`python -m tests.making.fuzz SECONDS` runs as many of these as there is time for."""

    @settings(max_examples=tried(FEW.get(kind, 60)), suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**32))
    def spoil(seed: int) -> None:
        run(kind, seed)

    spoil()


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes(raw: bytes) -> None:
    try:
        parse(raw.decode("utf-8", "replace"), "x.toml")
    except FileError as error:
        assert [problem.file for problem in error.problems] == ["x.toml"]  # noqa: PT017 -- or it is TOML
