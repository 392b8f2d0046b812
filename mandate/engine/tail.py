"""The tail: once the record is exhausted and the future repeats, leap instead of walking."""

from __future__ import annotations

from typing import Self

from mandate.engine.clock import Clock
from mandate.engine.firing import Stop


class Tail:
    """A future that repeats."""

    @classmethod
    def found(cls, clock: Clock, stop: Stop) -> Self | None:
        """Not yet: walk."""
        return None

    def before(self, position: int) -> Stop | None:
        """Not yet: walk."""
        return None
