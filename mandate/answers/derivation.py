"""One derivation: a text under the doctrine and the events that are visible, with its timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import evolve

from mandate.answers.order import refuse_open_order
from mandate.answers.parts import Change, GroundStatus
from mandate.answers.span import Span
from mandate.answers.status import Status
from mandate.answers.timeline import Timeline
from mandate.answers.undetermined import Alternatives
from mandate.counting.instants import MAX_DAY, to_date
from mandate.engine.clock import Clock
from mandate.engine.firing import Firing, Occurrence, Stop
from mandate.engine.grammar import Kind
from mandate.engine.matchers import matcher
from mandate.engine.state import State
from mandate.loading.doctrine import Doctrine
from mandate.record.record import Event, Record
from mandate.text.agreement import Agreement

if TYPE_CHECKING:
    from mandate.answers.reasons import Explanation

Asked = tuple[str, int]


class Derivation:
    """Runs the clock once over a text and its visible events, and answers from the result."""

    def __init__(
        self, agreement: Agreement, record: Record, doctrine: Doctrine, engine: str
    ) -> None:
        self.agreement = agreement
        self.record = record
        self.doctrine = doctrine
        self.engine = engine
        self.zone = agreement.zone
        clock = Clock(
            doctrine.program,
            agreement.zone,
            matcher(doctrine.program, engine),
            [occurrence(e) for e in record.events if not doctrine.events[e.kind].inert],
        )
        text = State.of(doctrine.program.facts, agreement.facts)
        self.timeline = Timeline(clock, text, _clause_of)
        # A record that contradicts itself, or counts to a day that is refused, fails here.
        refusing = any("refuse" in str(v) for _, fact in agreement.facts for v in fact.values())
        self.timeline.walk(clock.zone.after(MAX_DAY) if refusing else clock.last_event)
        refuse_open_order(self.timeline)
        self._spans: dict[int, Span] = {}
        self._alternatives = Alternatives(self)

    def status(self, asked: Asked) -> Status:
        """Return the status for ``("day", ordinal)`` or for ``("instant", second)``."""
        kind, value = asked
        if kind == "day":
            stop = self.timeline.on_day(value)
        else:
            stop = self.timeline.at(self.zone.timed(value))
        span = self._spans.get(stop.position)
        return Status(self, span or self.span(stop), asked)

    def span(self, stop: Stop) -> Span:
        """Return the span that begins with a stop."""
        end = self.timeline.end_of(stop)
        made = Span(self.agreement, self.record, self.doctrine, stop, end)
        return self._spans.setdefault(stop.position, made)

    # -- what a status asks ------------------------------------------------------------------

    def civil_day(self, asked: Asked) -> int:
        """Return the civil day of a question, as an ordinal."""
        kind, value = asked
        return value if kind == "day" else self.zone.day_of(self.zone.timed(value))

    def civil_date(self, asked: Asked) -> dt.date | None:
        """Return the civil day of a question."""
        return to_date(self.civil_day(asked))

    def civil_instant(self, asked: Asked) -> dt.datetime | None:
        """Return the instant of a question in the agreement's zone, or None for a day."""
        kind, value = asked
        return None if kind == "day" else self.zone.local(self.zone.timed(value))

    def limit(self, asked: Asked) -> int:
        """Return the position before which everything counts for a question."""
        kind, value = asked
        return self.zone.after(value) if kind == "day" else self.zone.timed(value) + 1

    def changes(self, asked: Asked) -> tuple[Change, ...]:
        """Return what changed on the day of a question, up to the moment asked about."""
        start, limit = self.zone.begin(self.civil_day(asked)), self.limit(asked)
        facts = self.doctrine.program.facts
        found: list[Change] = []
        for stop in self.timeline.between(start, limit):
            told = [f for f in stop.firings if _worth_telling(f, facts)]
            events = {_event_of(f, stop) for f in told}
            # An event of which nothing else is told is told by the rule that took it.
            told = [f for f in stop.firings if f in told or _event_taken(f) not in {"", *events}]
            found.extend(self._change(f, stop) for f in told)
        return tuple(found)

    def _change(self, firing: Firing, stop: Stop) -> Change:
        facts = self.doctrine.program.facts
        ground = any(facts[e.id[0]].track == "ground" for e in firing.effects if e.id[0] in facts)
        known = firing.clause in self.agreement.clauses and not ground
        clause = firing.clause if known else ""
        event, local = _event_of(firing, stop), self.zone.local(firing.position)
        return Change(firing.position, clause, firing.rule.id, firing.rule.says, event, local)

    def undated(self, asked: Asked) -> tuple[str, ...]:
        """Return the events of the day of an instant whose hour is not known."""
        if asked[0] == "day":
            return ()
        day = to_date(self.civil_day(asked))
        return tuple(e.id for e in self.record.events if not e.timed and e.on == day)

    def retroactive(self, asked: Asked) -> tuple[str, ...]:
        """Return the events done later that act on the moment asked about."""
        limit = self.limit(asked)
        return tuple(e.id for e in self.record.events if e.acts < limit <= e.judged)

    def is_projection(self, asked: Asked) -> bool:
        """Whether the question goes beyond the day to which the record is complete."""
        complete = self.record.complete_to
        return complete is None or self.civil_day(asked) > complete.toordinal()

    def is_unverified(self, asked: Asked) -> bool:
        """Whether the question falls into a gap of the record."""
        day = self.civil_day(asked)
        return any(g.first.toordinal() <= day <= g.last.toordinal() for g in self.record.gaps)

    def undetermined(self, asked: Asked) -> tuple[str, ...]:
        """Return the paths that depend on the day of an event that is not known to the day."""
        return self._alternatives.differing(asked)

    def ground(self, span: Span, asked: Asked) -> Mapping[str, GroundStatus]:
        """Return what is reported of the ground, with the reports up to the moment asked about."""
        del asked
        return span.on_the_ground

    def explain(self, status: Status, clause: str | None) -> Explanation:
        """Return the reasons for one clause of a status."""
        from mandate.answers.reasons import explain  # noqa: PLC0415  # reasons read statuses

        return explain(self, status, clause)

    def in_words(self, status: Status) -> str:
        """Return a status in a few plain lines."""
        from mandate.answers.words import in_words  # noqa: PLC0415  # words read statuses

        return in_words(self, status)


def occurrence(event: Event) -> Occurrence:
    """Return an event as the engine sees it. It is judged at ``on`` and acts from ``effect``."""
    fact = {
        "id": event.id,
        "at": event.judged,
        "day": event.on.toordinal(),
        **event.fields,
    }
    return Occurrence(event.id, event.kind, event.acts, fact, frozenset(event.after))


def visible(record: Record, known_limit: int, known_day: dt.date | None) -> Record:
    """Return the record as it was known before a position: what was complete then is no later."""
    complete = record.complete_to
    if complete is not None and known_day is not None:
        complete = min(complete, known_day)
    events = tuple(e for e in record.events if e.known_at < known_limit)
    return evolve(record, events=events, complete_to=complete)


def _clause_of(stop: Stop) -> str:
    return next((f.clause for f in reversed(stop.firings) if f.clause), "")


def _worth_telling(firing: Firing, facts: Mapping[str, Kind]) -> bool:
    # Signals and what the engine keeps for itself are steps on the way. A rule without effect is
    # told: it says why nothing changed.
    told = [e for e in firing.effects if e.verb != "signal" and not facts[e.id[0]].quiet]
    return bool(told) or not firing.effects


def _event_taken(firing: Firing) -> str:
    return str(firing.trigger.fact["id"]) if firing.trigger.channel.startswith("event:") else ""


def _event_of(firing: Firing, stop: Stop) -> str:
    found = firing
    while found.trigger.cause >= 0:
        found = stop.firings[found.trigger.cause]
    return _event_taken(found)
