"""How much the tests try: everything in the working copy, a share of it for a wheel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from hypothesis import settings

T = TypeVar("T")

_LEAST: Final = 5
#: What Hypothesis draws where nothing else is said: a profile with less asks for a share.
_IN_FULL: Final = 100


def tried(most: int) -> int:
    """Return how many of so many examples the profile that is loaded asks for."""
    share = most * settings().max_examples // _IN_FULL
    return min(most, max(_LEAST, share))


def some(of: Sequence[T]) -> Sequence[T]:
    """Return all of them, or one of so many where the profile asks for a share."""
    return of[:: max(1, _IN_FULL // settings().max_examples)]
