"""Properties that are computed once and kept, without a lock that a fork could leave held."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:
    import functools

    class cached_property(functools.cached_property):  # noqa: N801  # in the place of that name
        """The ``cached_property`` of Python 3.12: that of 3.11 holds a lock while it works.

        A process forked meanwhile would wait for a thread that it does not have. Two threads may
        compute the same value; either of the two is right.
        """

        def __get__(self, instance: Any, owner: Any = None) -> Any:  # noqa: ANN401
            """Return the value that was kept, or compute it."""
            if instance is None:
                return self
            kept = vars(instance)
            if self.attrname not in kept:
                kept.setdefault(self.attrname, self.func(instance))
            return kept[self.attrname]


__all__ = ["cached_property"]
