"""How many examples a property draws: all of them in the working copy, fewer for a wheel."""

from __future__ import annotations

from typing import Final

from hypothesis import settings

_LEAST: Final = 5
#: What Hypothesis draws where nothing else is said: a profile with less asks for a share.
_IN_FULL: Final = 100


def tried(most: int) -> int:
    """Return how many of so many examples the profile that is loaded asks for."""
    share = most * settings().max_examples // _IN_FULL
    return min(most, max(_LEAST, share))
