"""What every clause has in common, and the kinds that are short to read."""

from __future__ import annotations

from typing import Any, TypeAlias

import attrs

from . import days
from .days import Counting, Day, Length, Table

Axes: TypeAlias = dict[str, object]


def listed(value: Any) -> list[str]:  # noqa: ANN401
    """Read "one or a list of them" as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


@attrs.frozen
class Event:
    """An event of the record on the day on which it is judged."""

    day: Day
    level: int
    table: Table

    def get(self, key: str) -> Any:  # noqa: ANN401
        """Give a field, None where the record has none."""
        return self.table.get(key)

    def until(self) -> Day | None:
        """Give the day number of `until`, None where there is none."""
        return days.of(self.table["until"]) if "until" in self.table else None

    def entitled(self, rule: Table | list[str] | None) -> bool:
        """Say whether the one who acts is among those who may (a list, or a rule's `by`)."""
        named = listed(rule.get("by") if isinstance(rule, dict) else rule)
        return bool(listed(self.get("by"))) and set(listed(self.get("by"))) <= set(named)


@attrs.define
class Clause:
    """One clause as it stands at some moment; `reached` says on which day it became what."""

    name: str
    table: Table
    counting: Counting
    begun: Day | None = None
    over: bool = False
    reached: dict[str, Day] = attrs.field(factory=dict)

    def mark(self, what: str, day: Day) -> None:
        """Note that the clause became something; the first time counts."""
        self.reached.setdefault(what, day)

    def length(self, value: str) -> Length:
        """Read a length of this clause."""
        return days.words(value)

    def begin(self, day: Day) -> None:
        """Begin on a day."""
        self.begun = day
        self.mark("commenced", day)

    def lapse(self, day: Day) -> None:
        """End because the clause it lies in has ended."""
        self.finish(day)

    def finish(self, day: Day) -> None:
        """End for good."""
        self.over = True
        self.mark("ended", day)

    def dawn(self, day: Day) -> None:
        """Take what ends at the first instant of a day."""

    def act(self, event: Event) -> None:
        """Take an event of this clause at the close of its day."""

    def next_stop(self) -> Day | None:
        """Give the next day at whose first instant this clause may change by itself."""
        return None

    def axes(self, day: Day) -> Axes:
        """Say what this clause is at the close of a day."""
        raise NotImplementedError


@attrs.define
class Duty(Clause):
    """Something to be kept up or refrained from."""

    incidents: int = 0

    def _end(self) -> Day | None:
        ends = self.table.get("ends")
        return days.of(ends["on"]) if ends else None

    def dawn(self, day: Day) -> None:
        """End after the last day."""
        end = self._end()
        if self.begun is not None and not self.over and end is not None and end < day:
            self.finish(day)

    def next_stop(self) -> Day | None:
        """Give the day after the last day."""
        end = self._end()
        return None if end is None else end + 1

    def act(self, event: Event) -> None:
        """Count an incident while the duty stands."""
        if event.get("kind") == "incident" and self.begun is not None and not self.over:
            self.incidents += 1

    def axes(self, day: Day) -> Axes:  # noqa: ARG002
        """Give state and incidents."""
        state = "not-started" if self.begun is None else "standing"
        return {"state": "ended" if self.over else state, "incidents": self.incidents}


@attrs.define
class Body(Clause):
    """An organ that exists once the record says that it opened."""

    opened: bool = False

    def act(self, event: Event) -> None:
        """Open a body that is foreseen, close one that operates."""
        if self.begun is None or self.over:
            return
        if event.get("kind") == "opening" and not self.opened:
            self.opened = True
            self.mark("operating", event.day)
        elif event.get("kind") == "closing" and self.opened:
            self.finish(event.day)

    def finish(self, day: Day) -> None:
        """Close."""
        Clause.finish(self, day)
        self.mark("closed", day)

    def axes(self, day: Day) -> Axes:  # noqa: ARG002
        """Give the state."""
        if self.over:
            return {"state": "closed"}
        if self.begun is None:
            return {"state": "not-started"}
        return {"state": "operating" if self.opened else "foreseen"}


@attrs.define
class Ceiling(Clause):
    """Not more than so many; the last figure reported while it applies stands."""

    reported: dict[str, int] = attrs.field(factory=dict)

    def act(self, event: Event) -> None:
        """Take a report while the ceiling applies."""
        if event.get("kind") == "report" and self.begun is not None and not self.over:
            self.reported[event.get("what")] = event.get("value")

    def _limits(self) -> dict[str, tuple[int, bool]]:
        limits = {
            one["what"]: (one["number"], one.get("exact", False))
            for one in self.table["quantities"]
        }
        for total in self.table.get("totals", []):
            limits[total["what"]] = (sum(limits[part][0] for part in total["of"]), False)
        return limits

    def axes(self, day: Day) -> Axes:  # noqa: ARG002
        """Give the state, and limit, reported figure and state of each quantity and total."""
        state = "not-started" if self.begun is None else "applies"
        answer: Axes = {"state": "ended" if self.over else state}
        for what, (limit, exact) in self._limits().items():
            figure = self.reported.get(what)
            if figure is None:
                how = "not-reported"
            elif figure > limit:
                how = "above"
            else:
                how = "below" if exact and figure < limit else "within"
            answer[f"figures.{what}.limit"] = limit
            answer[f"figures.{what}.reported"] = figure
            answer[f"figures.{what}.state"] = how
        return answer
