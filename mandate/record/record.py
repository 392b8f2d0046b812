"""The record of events, as written in record.toml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import evolve, field, frozen

from mandate.counting.arguments import DayOrInstant
from mandate.counting.instants import NEVER
from mandate.fixed import fixed
from mandate.once import cached_property
from mandate.plain_data import Row, digest, fields, flat, plain
from mandate.text.agreement import Source, words_of
from mandate.views.answer import Answer, Table

#: Keys of an event that have a place of their own in its plain data.
_PLACED = frozenset(
    {"id", "kind", "of", "by", "on", "effect", "received", "known", "after", "source", "note"}
    | {"cite", "quote", "paraphrase", "language"}
)


@frozen(repr=False)
class Event(Answer):
    """Something that happened, or is supposed for the sake of argument.

    ``on`` says when it was done: a day (which stands for its close), an instant, or, where the day
    is not known, the last day of the range ``on_from`` … ``on``.
    """

    id: str
    kind: str
    on: dt.date
    #: The fields that the engine sees: those of the kind of event, complete with defaults.
    fields: Mapping[str, int | str] = field(hash=False, converter=fixed)
    #: Positions on the axis of time: where the event is judged, where it takes effect (works), and
    #: where it became known.
    judged: int
    works: int
    known_at: int
    #: Whether the engine meets the event where it is judged. Otherwise it meets it where it works.
    comes_judged: bool = True
    on_from: dt.date | None = None
    effect: dt.date | None = None
    received: dt.date | None = None
    known: dt.date | None = None
    after: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""
    #: The parties that did it together, where there are several.
    authors: tuple[str, ...] = ()
    #: Whether it is supposed for the sake of argument: no record holds it.
    supposed: bool = False
    #: Its table as the author wrote it, as plain data.
    written: Mapping[str, object] = field(factory=dict, hash=False, repr=False, converter=fixed)
    #: Whether the event comes together with the ends and beginnings of its instant, not after them.
    comes_first: bool = False
    #: Where its own words stand, and they, or others in their place; the language of these.
    cite: str = ""
    quote: str = ""
    paraphrase: str = ""
    language: str = ""

    @property
    def words(self) -> str:
        """The words of the act: in quotation marks, or said to be a paraphrase."""
        return words_of(self.quote, self.paraphrase)

    @property
    def timed(self) -> bool:
        """Whether the hour is known."""
        return isinstance(self.on, dt.datetime)

    def not_received_before(self, limit: int) -> Event:
        """Return the event as seen before a position: if received only later, it is under way."""
        if self.received is None or int(self.fields.get("received", 0)) < limit:
            return self
        return evolve(self, received=None, fields={**self.fields, "received": NEVER})

    @property
    def comes(self) -> int:
        """The position at which the event comes at first: where it is judged, or where it works."""
        return self.judged if self.comes_judged else self.works

    @property
    def acts(self) -> int:
        """The position from which the event changes things.

        As a rule that is where it comes; for an act that reaches back and counts, the earlier
        position where it works.
        """
        return min(self.judged, self.works) if self.comes_judged else self.works

    def done_on(self, on: dt.date, position: int) -> Event:
        """Return the event as done on another day or at another hour, which lies at a position."""
        works = position if self.works == self.judged else self.works
        fields: dict[str, int | str] = {**self.fields, "works": works}
        if self.comes_judged or self.works == self.judged:
            fields |= {"at": position, "day": on.toordinal()}
        return evolve(self, on=on, on_from=None, judged=position, works=works, fields=fields)

    @property
    def reaches_back(self) -> bool:
        """Whether the event works from a moment before the one at which it is judged."""
        return self.comes_judged and self.works < self.judged

    @property
    def of(self) -> str:
        """The clause, subject or event that this event is about; empty where it is about none."""
        return str(self.fields.get("of", ""))

    @property
    def by(self) -> str:
        """The party that did or reported it; empty where that is not said."""
        return ", ".join(self.authors) or str(self.fields.get("by", ""))

    def as_dict(self) -> Row:
        """Return the event as plain data, with real dates; None where a date is that of ``on``.

        Keys that only events of its kind have come last, as they are written.
        """
        keys = {name: plain(v) for name, v in self.written.items() if name not in _PLACED}
        return {
            "id": self.id,
            "kind": self.kind,
            "of": self.of,
            "by": self.by,
            "on": plain(self.on),
            "on_from": self.on_from,
            "effect": plain(self.effect),
            "received": plain(self.received),
            "known": plain(self.known),
            "after": list(self.after),
            "sources": list(self.sources),
            "note": self.note,
            "cite": self.cite,
            "quote": self.quote,
            "paraphrase": self.paraphrase,
            "language": self.language,
            "supposed": self.supposed,
            **keys,
        }

    def to_rows(self) -> list[Row]:
        """Return the event as one flat row. All its dates are days; ``at`` is the hour, or None."""
        row: Row = {}
        for name, value in flat(self.as_dict()).items():
            row[name] = value.date() if isinstance(value, dt.datetime) else value
            if name == "on":
                row["at"] = value if self.timed else None
        return [row]

    def __str__(self) -> str:
        of, by = (f" {word} {name}" if name else "" for word, name in self._about)
        days = f"{self.on_from} to {self.on}" if self.on_from else str(self.on)
        return f"{days}  {self.id}: {self.kind}{of}{by}{' (supposed)' if self.supposed else ''}"

    def __repr__(self) -> str:
        of, by = (f" {word} {name}" if name else "" for word, name in self._about)
        return f"<Event {self.id}: {self.kind}{of}{by}, {self.on}>"

    @property
    def _about(self) -> tuple[tuple[str, str], tuple[str, str]]:
        return ("of", self.of), ("by", self.by)


@frozen
class Gap:
    """Days for which the record does not claim to be complete, both included."""

    first: dt.date
    last: dt.date
    because: str


@frozen(eq=False, repr=False)
class Record(Answer):
    """The events of one agreement, and the days for which they are complete."""

    agreement: str
    #: The last day up to which the absence of an event is a finding.
    complete_to: dt.date | None
    gaps: tuple[Gap, ...] = ()
    #: In the order of time, then of ids: the order of the file does not matter.
    events: tuple[Event, ...] = ()
    sources: Mapping[str, Source] = field(factory=dict, converter=fixed)
    #: The file as the author wrote it, without the events, as plain data.
    written: Mapping[str, object] = field(factory=dict, repr=False, converter=fixed)
    #: The day or instant by which all its events were known; None where it is not limited so.
    as_known_on: DayOrInstant | None = None
    #: Event id → file and line, for messages.
    places: Mapping[str, str] = field(factory=dict, repr=False, converter=fixed)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its content, as :meth:`as_dict` gives it."""
        return digest(self.as_dict())

    def event(self, event_id: str) -> Event | None:
        """Return the event of that id, or None."""
        return next((e for e in self.events if e.id == event_id), None)

    def place(self, event_id: str) -> str:
        """Return the file and line at which an event is written; "supposed" where it is not."""
        return self.places.get(event_id, "supposed")

    def with_events(self, events: tuple[Event, ...]) -> Record:
        """Return the record with these events instead."""
        return evolve(self, events=tuple(sorted(events, key=lambda e: (e.acts, e.id))))

    def as_dict(self) -> Row:
        """Return its content as plain data with real dates, with the sources that the events name.

        The layout of the file does not show, nor the order in which its events stood.
        """
        named = {name for event in self.events for name in event.sources}
        gaps = sorted(self.gaps, key=lambda g: (g.first, g.last, g.because))
        return {
            "agreement": self.agreement,
            "complete_to": self.complete_to,
            "gaps": [
                {"first_day": g.first, "last_day": g.last, "because": g.because} for g in gaps
            ],
            "sources": {n: fields(s) for n, s in sorted(self.sources.items()) if n in named},
            "events": [event.as_dict() for event in self.events],
        }

    def to_rows(self) -> list[Row]:
        """Return the events as flat rows, which pandas and polars take as they are."""
        return Table(self.events).to_rows()

    def __str__(self) -> str:
        return "\n".join([self._head, *(f"  {event}" for event in self.events)])

    def __repr__(self) -> str:
        return f"<Record {self._head}>"

    @property
    def _head(self) -> str:
        complete = f"complete to {self.complete_to}" if self.complete_to else "complete to no day"
        return f"{self.agreement}: {len(self.events)} events, {complete}"
