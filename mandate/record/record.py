"""The record of events, as written in record.toml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import evolve, field, frozen

from mandate.text.agreement import Source


@frozen
class Event:
    """Something that happened, or is supposed for the sake of argument.

    ``on`` is when it was done: a day (which stands for its close), an instant, or the last day of
    ``on_from`` … ``on`` where the day is not known.
    """

    id: str
    kind: str
    on: dt.date
    #: What the engine sees: the fields of the kind of event, complete with defaults.
    fields: Mapping[str, int | str] = field(hash=False)
    #: Where on the axis it is judged, where it acts, and where it became known.
    judged: int
    acts: int
    known_at: int
    on_from: dt.date | None = None
    effect: dt.date | None = None
    received: dt.date | None = None
    known: dt.date | None = None
    after: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""
    hypothetical: bool = False

    @property
    def timed(self) -> bool:
        """Whether the hour is known."""
        return isinstance(self.on, dt.datetime)

    @property
    def of(self) -> str:
        """The clause, subject or event that it is about; empty where it is about none."""
        return str(self.fields.get("of", ""))

    @property
    def by(self) -> str:
        """Who did or reported it; empty where that is not said."""
        return str(self.fields.get("by", ""))


@frozen
class Gap:
    """Days for which the record does not claim to be complete, both included."""

    first: dt.date
    last: dt.date
    because: str


@frozen(eq=False)
class Record:
    """The events of one agreement, and how far they can be relied on."""

    agreement: str
    #: The last day up to which the absence of an event is a finding.
    complete_to: dt.date | None
    gaps: tuple[Gap, ...] = ()
    #: In the order of time, then of ids: the order of the file does not matter.
    events: tuple[Event, ...] = ()
    sources: Mapping[str, Source] = field(factory=dict)
    digest: str = ""

    def event(self, event_id: str) -> Event | None:
        """Return the event of that id, or None."""
        return next((e for e in self.events if e.id == event_id), None)

    def with_events(self, events: tuple[Event, ...]) -> Record:
        """Return the record with these events instead."""
        return evolve(self, events=tuple(sorted(events, key=lambda e: (e.acts, e.id))))
