"""Suspension of a term: who holds it, on what basis, and the days lost while its clock stands."""

from __future__ import annotations

import attrs

from . import days
from .days import Day
from .events import Act
from .instants import Instant
from .notices import Noticed

CLAUSE, CONSENT, OFF = "clause", "consent", "off-clause"
UNDER_THE_TEXT = {CLAUSE, CONSENT}


@attrs.frozen
class Hold:
    """That a party holds a term suspended: on what basis, since when, whether with others."""

    basis: str
    since: Day
    joint: bool = False


@attrs.define
class Held(Noticed):
    """A term that can be suspended."""

    holds: dict[str, Hold] = attrs.field(factory=dict)
    #: What each is to hold, and which of that was given up before: by the event and the party.
    to_hold: dict[str, Act] = attrs.field(factory=dict)
    given_up: set[tuple[str, str]] = attrs.field(factory=set)

    def _stopped(self) -> bool:
        return any(hold.basis in UNDER_THE_TEXT for hold in self.holds.values())

    def suspend(self, who: str, hold: Hold, at: Instant) -> None:
        """Be suspended by one, who may hold it suspended already."""
        known = self.holds.get(who)
        if known is not None and (known.basis != OFF or hold.basis != CONSENT):
            return
        stops = self.table.get("suspension-stops-clock", False) and self.held is None
        if stops and hold.basis in UNDER_THE_TEXT and self.end is not None:
            self.held_notice = self._open_on(at[0])
            self.held = at[0]
        self.holds[who] = hold

    def resume(self, who: list[str], at: Instant) -> None:
        """Go on as far as these have held it: the days lost are added to the running term."""
        for one in who:
            self.holds.pop(one, None)
        if self.held is not None and not self._stopped():
            assert self.end is not None
            lost = at[0] - self.held
            self.end = self.end[0] + lost, self.end[1]
            self.fixed, self.held = (self.number, self.end), None

    def release(self, who: str, at: Instant) -> None:
        """Go on as far as one has held it that has left."""
        if who in self.holds:
            self.resume([who], at)

    def suspended_by(self) -> dict[str, dict[str, object]]:
        """Say who holds it suspended, on what basis and since when."""
        return {
            who: {"basis": hold.basis, "since": days.shown(hold.since)}
            for who, hold in sorted(self.holds.items())
        }
