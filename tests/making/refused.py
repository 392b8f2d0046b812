"""What every refusal of a bad argument must be: one short error of the library's family."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

import mandate
from mandate.errors import ArgumentError, FileError, MandateError

NK = mandate.load("nagorno-karabakh-2020", matcher="plain")
STATUS = NK.status("2020-11-21")
BEFORE = STATUS.as_dict()
DAY = date(2020, 11, 21)


class Silent:
    """A value that cannot even be shown."""

    def __repr__(self) -> str:
        msg = "no"
        raise RuntimeError(msg)


def deep() -> list[Any]:
    """A list within lists, deeper than the stack."""
    found: list[Any] = []
    for _ in range(5_000):
        found = [found]
    return found


def refused(call: Callable[[], object]) -> str:
    """Make a call that must be refused; return what is said."""
    with pytest.raises(MandateError) as caught:
        call()
    error = caught.value
    assert isinstance(error, (ArgumentError, FileError, mandate.errors.DurationError))
    said = str(error)
    assert said
    assert all(line.isprintable() for line in said.splitlines())
    assert len(said) < 700, "short"
    if isinstance(error, FileError):
        assert all(problem.file and problem.found for problem in error.problems)
    return said


@pytest.fixture
def nothing_changes() -> Iterator[None]:
    """Whatever is refused, the mandate that was asked stays as it was."""
    events = NK.record.events
    yield
    assert NK.record.events is events
    assert NK.status("2020-11-21").as_dict() == BEFORE
