"""How much the tests try: everything in the working copy, a share of it for a wheel.

With fresh examples it can be a multiple of everything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from hypothesis import seed, settings

T = TypeVar("T")

_LEAST: Final = 5
#: What Hypothesis draws where nothing else is said: a profile with less asks for a share, one with
#: more for a multiple.
_IN_FULL: Final = 100


def tried(in_full: int) -> int:
    """Return how many examples the profile that is loaded asks for, where so many are all."""
    asked = in_full * settings().max_examples // _IN_FULL
    return max(asked, min(in_full, _LEAST))


def some(of: Sequence[T]) -> Sequence[T]:
    """Return all of them, or one of so many where the profile asks for a share."""
    return of[:: max(1, _IN_FULL // settings().max_examples)]


def of_part(number: int) -> Callable[[T], T]:
    """Return what makes a test of drawn examples draw those of one part of them.

    Hypothesis begins with what the code of a test comes to, which is the same in every part: so
    each has a seed of its own. Only the simplest example is tried in all. New examples differ
    anyway, and a seed would make them old.
    """
    return seed(number) if settings().derandomize else lambda test: test
