"""What every clause has in common."""

from __future__ import annotations

import copy
from typing import TypeAlias

import attrs

from . import days
from .days import Counting, Day, Table
from .events import Act, Event, listed
from .instants import Clock, Instant, Size, dawn, last_before, words
from .parties import Circle

Axes: TypeAlias = dict[str, object]

#: Why a clause that ended did not end for itself.
HOST, WHOLE, LEFT, ITSELF = "host", "whole", "left", "itself"

#: States that are counted from the last day before them.
OVER = {"ended", "closed"}

_FIXED = {"name", "table", "counting", "clock", "circle", "parts", "whole", "reached", "kept"}

__all__ = ["HOST", "LEFT", "OVER", "WHOLE", "Axes", "Clause", "listed"]


@attrs.define
class Clause:
    """One clause as it stands at some moment; `reached` says at which instant it became what."""

    name: str
    table: Table
    counting: Counting
    clock: Clock
    circle: Circle
    begun: Day | None = None
    over: bool = False
    reached: dict[str, Instant] = attrs.field(factory=dict)
    #: When it begins, once that from whose end it is counted has ended.
    awaits: Instant | None = None
    #: Why it ended, if not for itself, and how it stood before.
    lapsed: str | None = None
    kept: dict[str, object] = attrs.field(factory=dict)
    #: Whether it stands again after its host was renewed.
    again: bool = False

    @property
    def gone(self) -> bool:
        """Say whether what lies in it has ended with it."""
        return self.over

    def mark(self, what: str, at: Instant) -> None:
        """Note that the clause became something; the first time counts."""
        self.reached.setdefault(what, at)

    def counted_from(self, what: str) -> Day:
        """Give the day from which it is counted that the clause became something."""
        at = self.reached[what]
        return last_before(at) if what in OVER else at[0]

    def length(self, value: str) -> Size:
        """Read a length of this clause."""
        return words(value)

    def bound(self) -> list[str]:
        """List those whom it binds, if all of them can leave it."""
        return listed(self.table.get("bound"))

    def left(self, who: str) -> bool:
        """Say whether a party has left this clause."""
        return self.circle.left(who, self.name)

    def may_begin(self, at: Instant) -> bool:  # noqa: ARG002
        """Say whether it can begin at an instant."""
        return self.begun is None and not self.over

    def begin(self, at: Instant) -> None:
        """Begin at an instant."""
        self.begun = at[0]
        self.awaits = None
        self.mark("commenced", at)

    def _snapshot(self) -> dict[str, object]:
        return {
            field.name: copy.deepcopy(getattr(self, field.name))
            for field in attrs.fields(type(self))
            if field.name not in _FIXED
        }

    def _restore(self, state: dict[str, object]) -> None:
        for field, value in state.items():
            setattr(self, field, value)

    def lapse(self, at: Instant, why: str) -> None:
        """End with the clause it lies in, with the text, or since all whom it bound have left."""
        if self.over:
            return
        before = self._snapshot()
        self._lapse(at, why)
        if self.over:
            self.lapsed, self.kept = why, before

    def _lapse(self, at: Instant, why: str) -> None:  # noqa: ARG002
        self.finish(at)

    def stand_again(self, at: Instant) -> bool:
        """Be as it would be had its host not ended; say whether it is."""
        if self.lapsed != HOST or self.table.get("after-renewal", "again") != "again":
            return False
        now = self._snapshot()
        self._restore(self.kept)
        if self._over_meanwhile(at):
            if not self.over:
                self._restore(now)
            self.lapsed = ITSELF
            return False
        self.lapsed, self.again = None, True
        return True

    def _over_meanwhile(self, at: Instant) -> bool:  # noqa: ARG002
        """Say whether it would have ended for itself in the meantime; go through the meantime."""
        return False

    def finish(self, at: Instant) -> None:
        """End for good."""
        self.over = True
        if self.begun is not None:
            self.mark("ended", at)

    def boundary(self, at: Instant) -> None:
        """Take what ends at an instant."""

    def judge(self, event: Event) -> Act | None:  # noqa: ARG002
        """Say what an act does, None if it does nothing, or only together with others."""
        return None

    def work(self, act: Act) -> None:
        """Take what an act does, at the instant from which it works."""

    def take(self, event: Event) -> None:
        """Take a fact, or a notice, at the instant at which it is judged."""

    def settle(self, at: Instant) -> bool:
        """Draw what follows from who has left; say whether anything did."""
        bound = self.bound()
        # What has not begun ends when it would begin.
        if self.over or self.begun is None or not bound:
            return False
        if not all(self.left(one) for one in bound):
            return False
        self.lapse(at, LEFT)
        return self.over

    def stops(self) -> list[Instant]:
        """List the instants at which this clause may change by itself."""
        begins = self.table.get("begins", {})
        found = [] if self.awaits is None else [self.awaits]
        if "on" in begins:
            found.append(dawn(days.of(begins["on"])))
        if "at" in begins:
            found.append(self.clock.starts(begins["at"]))
        return found

    def axes(self, at: Instant) -> Axes:
        """Say what this clause is at an instant."""
        raise NotImplementedError
