"""Events whose day or hour is not known: what would be otherwise at another time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve

from mandate.record.record import Event

if TYPE_CHECKING:
    from mandate.answers.derivation import Asked, Derivation

#: Days tried for one event; the stops in its range are few.
_MOST_OPTIONS = 24


class Alternatives:
    """The derivations in which an event lies in an earlier stretch of its days, or of its day."""

    def __init__(self, derivation: Derivation) -> None:
        self._derivation = derivation

    @cached_property
    def _others(self) -> tuple[Derivation, ...]:
        base, record = self._derivation, self._derivation.record
        found: list[Derivation] = []
        for event in record.events:
            if not base.doctrine.events[event.kind].inert:
                for moved in self._elsewhere(event):
                    events = tuple(moved if e.id == event.id else e for e in record.events)
                    found.append(
                        type(base)(
                            base.agreement, record.with_events(events), base.doctrine, base.engine
                        )
                    )
        return tuple(found)

    def _elsewhere(self, event: Event) -> Iterator[Event]:
        """Yield the event as it may have been: on another of its days, or earlier on its day."""
        base = self._derivation
        if event.on_from is not None:
            for day in self._options(event, event.on_from):
                yield _moved(event, day, base)
        elif not event.timed and event.effect is None and self._an_hour_matters(event):
            first = base.zone.timed(base.zone.start_of_day(event.on.toordinal()))
            yield evolve(event, judged=first, acts=first)

    def _an_hour_matters(self, event: Event) -> bool:
        """Whether something begins or ends by the hour on the day of an event without one."""
        zone, timeline = self._derivation.zone, self._derivation.timeline
        day = event.on.toordinal()
        return any(
            stop.position > zone.begin(day) and not stop.events
            for stop in timeline.between(zone.begin(day), zone.close(day))
        )

    def _options(self, event: Event, first: dt.date) -> Iterator[dt.date]:
        """One day in each stretch between the stops inside the range; the last is the default."""
        zone, timeline = self._derivation.zone, self._derivation.timeline
        start, end = zone.begin(first.toordinal()), zone.close(event.on.toordinal())
        days = {first}
        for stop in timeline.between(start, end):
            day = dt.date.fromordinal(zone.day_of(stop.position))
            days.update({day, day - dt.timedelta(days=1)})
        inside = sorted(d for d in days if first <= d < event.on)
        yield from inside[:_MOST_OPTIONS]

    def differing(self, asked: Asked) -> tuple[str, ...]:
        """Return the paths of the clauses' axes that another day would change."""
        if not self._others:
            return ()
        mine = _flat(self._derivation, asked)
        paths: set[str] = set()
        for other in self._others:
            theirs = _flat(other, asked)
            paths.update(p for p in mine.keys() | theirs.keys() if mine.get(p) != theirs.get(p))
        return tuple(sorted(paths))


def _moved(event: Event, day: dt.date, base: Derivation) -> Event:
    position = base.zone.close(day.toordinal())
    acts = position if event.effect is None else event.acts
    return evolve(event, on=day, on_from=None, judged=position, acts=acts)


def _flat(derivation: Derivation, asked: Asked) -> Mapping[str, Any]:
    status = derivation.status(asked)
    found = {
        f"clauses.{name}.{axis}": value
        for name, clause in status.clauses.items()
        for axis, value in clause.as_dict().items()
    }
    found.update({f"on_the_ground.{n}.state": g.state for n, g in status.on_the_ground.items()})
    return found
