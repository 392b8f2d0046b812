"""One derivation: a text under the doctrine and the events that are visible, with its timeline."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import evolve

from mandate.answers.assumptions import Assumption, assumptions, beyond_record, over_gaps
from mandate.answers.changes import changes, retroactive
from mandate.answers.effects import by_event
from mandate.answers.occurrences import occurrence, reaching_back
from mandate.answers.open_order import refuse_open_order
from mandate.answers.openings import Openings
from mandate.answers.parts import Change
from mandate.answers.refusals import placed
from mandate.answers.span import Clauses, Span
from mandate.answers.status import Status
from mandate.answers.undetermined import Alternatives
from mandate.answers.walk import Timeline
from mandate.counting.instants import MAX_DAY, to_date
from mandate.engine.clock import BEGINNING, Clock
from mandate.engine.firing import Stop
from mandate.engine.matchers import matcher
from mandate.engine.state import State
from mandate.errors import ContradictionError
from mandate.loading.answer_paths import AnswerPaths
from mandate.loading.doctrine import Doctrine
from mandate.plain_data import Table
from mandate.record.record import Record
from mandate.text.agreement import Agreement

if TYPE_CHECKING:
    from mandate.answers.explanation import Explanation
    from mandate.answers.receipt import Receipt

Asked = tuple[str, int]
_SECONDS = 86_400
#: Stops among which a day that does not exist is looked for. A term has reached every month that it
#: can reach, in leap years and others, after at most 1,200 renewals; each has two or three stops.
_MOST_TRIED = 3_600
#: Spans to remember; of more one starts anew.
_MOST_SPANS = 1_024
#: The first and the last second on a clock that the calendar has.
_EDGES = (dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC))


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
        come = [occurrence(e) for e in record.events if not doctrine.events[e.kind].inert]
        clock = Clock(
            doctrine.program,
            agreement.zone,
            matcher(doctrine.program, engine),
            come,
            lambda error: placed(error, agreement, record),
        )
        text = State.of(doctrine.program.facts, agreement.facts)
        # A record that contradicts itself, or counts to a day that is refused, fails here.
        refusing = any("refuse" in str(v) for _, fact in agreement.facts for v in fact.values())
        first = Stop(BEGINNING, text)
        self.timeline = Timeline(clock, first, _clause_of, _MOST_TRIED if refusing else None)
        #: The acts that were judged when they were done and work from a moment before that.
        self.back = frozenset[str]()
        if any(event.reaches_back for event in record.events):
            settled = reaching_back(come, record.events, self.timeline)
            self.back = frozenset(o.id for o in settled if o.judged)
            clock = clock.with_events(settled)
            self.timeline = Timeline(clock, first, _clause_of, _MOST_TRIED if refusing else None)
        try:
            self.timeline.walk(clock.last_event)
            if refusing:
                self.timeline.look_ahead(4 * _MOST_TRIED)
        except ContradictionError:
            # Two events may contradict each other only because neither is said to be the first.
            refuse_open_order(self.timeline, record.place)
            raise
        refuse_open_order(self.timeline, record.place)
        self._spans: dict[int, Span] = {}
        self._clauses = Clauses()
        self._alternatives = Alternatives(self)

    @cached_property
    def openings(self) -> Openings:
        """What events could still do; few questions need it."""
        return Openings(self)

    @cached_property
    def paths(self) -> AnswerPaths:
        """The paths of its statuses, and the values that can stand there."""
        events = {event.id for event in self.record.events}
        return AnswerPaths(self.agreement, self.doctrine, frozenset(events))

    @cached_property
    def effective(self) -> frozenset[str]:
        """The ids of the events by which something changed, at once or when they arrived."""
        return frozenset(by_event(self))

    def status(self, asked: Asked, known: Asked | None = None) -> Status:
        """Return the status for ``("day", ordinal)`` or for ``("instant", second)``.

        ``known`` is told in the receipt, where it is not that of the record.
        """
        kind, value = asked
        if kind == "day":
            stop = self.timeline.on_day(value)
        else:
            stop = self.timeline.at(self.zone.timed(value))
        # Not by way of status_from: a call less is a tenth of what is asked most often.
        span = self._spans.get(stop.position) or self.span(stop)
        return Status(self, span, asked, known or self.record.as_known_on)

    def status_from(self, stop: Stop, asked: Asked) -> Status:
        """Return the status for a moment of which it is known with which stop its span begins."""
        return Status(self, self.span(stop), asked, self.record.as_known_on)

    def span(self, stop: Stop) -> Span:
        """Return the span that begins with a stop."""
        span = self._spans.get(stop.position)
        if span is not None:
            return span
        end = self.timeline.end_of(stop)
        made = Span(self.agreement, self.record, self.doctrine, stop, end, self._clauses)
        if len(self._spans) >= _MOST_SPANS:
            self._spans = {}
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

    def moment(self, asked: Asked) -> dt.date:
        """Return a question as it can be asked again: a day, or an instant.

        An instant that the calendar lacks in the agreement's zone is told in another zone.
        """
        told = self.civil_instant(asked) or self.civil_date(asked)
        if told is not None and isinstance(told, dt.datetime) is (asked[0] == "instant"):
            return told
        edge = _EDGES[asked[1] > MAX_DAY * _SECONDS]
        wall = edge.toordinal() * _SECONDS + edge.hour * 3600 + edge.minute * 60 + edge.second
        return edge.replace(tzinfo=dt.timezone(dt.timedelta(seconds=wall - asked[1])))

    def limit(self, asked: Asked) -> int:
        """Return the position before which everything counts for a question."""
        kind, value = asked
        return self.zone.after(value) if kind == "day" else self.zone.timed(value) + 1

    def changes(self, asked: Asked) -> tuple[Change, ...]:
        """Return what changed on the day of a question, up to the moment asked about."""
        return changes(self, asked)

    def undated(self, asked: Asked) -> tuple[str, ...]:
        """Return the events of the day of an instant whose hour is not known."""
        if asked[0] == "day":
            return ()
        day = to_date(self.civil_day(asked))
        return tuple(e.id for e in self.record.events if not e.timed and e.on == day)

    def retroactive(self, asked: Asked) -> tuple[str, ...]:
        """Return the events done later that changed something up to the moment asked about."""
        return retroactive(self, asked)

    def is_projection(self, asked: Asked) -> bool:
        """Whether the answer assumes that nothing came after the end of the record."""
        return beyond_record(self, self.civil_day(asked))

    def is_unverified(self, asked: Asked) -> bool:
        """Whether the answer assumes that nothing came in a gap of the record."""
        return over_gaps(self, self.civil_day(asked))

    def assumptions(self, asked: Asked) -> Table[Assumption]:
        """Return all that the answer assumes not to have come."""
        return assumptions(self, self.civil_day(asked))

    def undetermined(self, asked: Asked) -> tuple[str, ...]:
        """Return the paths that depend on the day of an event that is not known to the day."""
        return self._alternatives.differing(asked)

    def tried_in_part(self, asked: Asked) -> bool:
        """Whether more days are open together than could be tried."""
        return self._alternatives.tried_in_part(asked)

    def receipt(self, status: Status) -> Receipt:
        """Return what a status was made from."""
        from mandate.answers.receipt import receipt  # noqa: PLC0415  # receipts read statuses

        return receipt(self, status)

    def explain(self, status: Status, of: str | None) -> Explanation:
        """Return the reasons for one clause, party or subject of a status."""
        from mandate.answers.explanation import explain  # noqa: PLC0415  # reasons read statuses

        return explain(self, status, of)

    def in_words(self, status: Status) -> str:
        """Return a status in a few plain lines."""
        from mandate.answers.text import in_words  # noqa: PLC0415  # words read statuses

        return in_words(self, status)


def visible(
    record: Record, known_limit: int, known_day: dt.date | None, known: Asked | None = None
) -> Record:
    """Return the record as it was known before a position: what was complete then is no later."""
    complete = record.complete_to
    if complete is not None and known_day is not None:
        complete = min(complete, known_day)
    events = tuple(
        e.not_received_before(known_limit) for e in record.events if e.known_at < known_limit
    )
    return evolve(
        record, events=events, complete_to=complete, as_known_on=known or record.as_known_on
    )


def _clause_of(stop: Stop) -> str:
    return next((f.clause for f in reversed(stop.firings) if f.clause), "")
