"""The kinds of clause that are short to read: a duty, an organ, a ceiling."""

from __future__ import annotations

import attrs

from . import days
from .clauses import Axes, Clause, listed
from .days import Day
from .events import Act, Event
from .instants import Instant, ends_with


@attrs.define
class Duty(Clause):
    """Something to be kept up or refrained from."""

    incidents: int = 0

    def ends_on(self) -> Instant | None:
        """Give the end that the text names, None where it names none."""
        ends = self.table.get("ends")
        return ends_with(days.of(ends["on"])) if ends else None

    def boundary(self, at: Instant) -> None:
        """End after the last day."""
        end = self.ends_on()
        if self.begun is not None and not self.over and end is not None and end <= at:
            self.finish(at)

    def _over_meanwhile(self, at: Instant) -> bool:
        end = self.ends_on()
        return end is not None and end <= at

    def stops(self) -> list[Instant]:
        """Add the instant after the last day."""
        end = self.ends_on()
        return [*Clause.stops(self), *([] if end is None else [end])]

    def take(self, event: Event) -> None:
        """Count an incident while the duty stands, unless it is one of a party that has left."""
        against = listed(event.get("against"))
        if against and all(self.left(one) for one in against):
            return
        if event.kind == "incident" and self.begun is not None and not self.over:
            self.incidents += 1

    def axes(self, at: Instant) -> Axes:  # noqa: ARG002
        """Give state and incidents."""
        state = "not-started" if self.begun is None else "standing"
        return {"state": "ended" if self.over else state, "incidents": self.incidents}


@attrs.define
class Body(Clause):
    """An organ that exists once the record says that it opened."""

    opened: bool = False
    since: Day | None = None

    def bound(self) -> list[str]:
        """Bind nobody: it does not end with its members."""
        return []

    def judge(self, event: Event) -> Act | None:
        """Open a body that is foreseen, close one that operates."""
        if event.kind not in {"opening", "closing"} or self.over:
            return None
        if event.kind == "opening" and (self.begun is None or self.opened):
            return None
        return Act(event.kind, self.name, event.id, event.order, event.works or event.at)

    def work(self, act: Act) -> None:
        """Open, or close."""
        if self.begun is None or self.over or self.opened == (act.kind == "opening"):
            return
        self.since = act.at[0]
        if act.kind == "opening":
            self.opened = True
            self.mark("operating", act.at)
        else:
            self.finish(act.at)

    def _over_meanwhile(self, at: Instant) -> bool:
        self.since = at[0] if self.opened else None
        return False

    def finish(self, at: Instant) -> None:
        """Close."""
        Clause.finish(self, at)
        if self.begun is not None:
            self.since = at[0]
            self.mark("closed", at)

    def axes(self, at: Instant) -> Axes:  # noqa: ARG002
        """Give the state, and since when it works or is closed."""
        state = "not-started" if self.begun is None else "foreseen"
        if self.over:
            state = "closed"
        elif self.opened:
            state = "operating"
        answer: Axes = {"state": state}
        if self.begun is not None or not self.over:
            answer["since"] = days.shown(self.since)
        return answer


@attrs.define
class Ceiling(Clause):
    """Not more than so many; the last figure reported while it applies stands."""

    reported: dict[str, int] = attrs.field(factory=dict)

    def take(self, event: Event) -> None:
        """Take a report while the ceiling applies."""
        if event.kind == "report" and self.begun is not None and not self.over:
            self.reported[event.get("what")] = event.get("value")

    def _limits(self) -> dict[str, tuple[int, int]]:
        """Give how many of each there may be at most, and how many must be there."""
        limits = {
            one["what"]: (one["number"], one["number"] if one.get("exact", False) else 0)
            for one in self.table["quantities"]
        }
        for total in self.table.get("totals", []):
            parts = [limits[part] for part in total["of"]]
            limits[total["what"]] = (sum(most for most, _ in parts), sum(n for _, n in parts))
        return limits

    def axes(self, at: Instant) -> Axes:  # noqa: ARG002
        """Give the state, and limit, reported figure and state of each quantity and total."""
        state = "not-started" if self.begun is None else "applies"
        answer: Axes = {"state": "ended" if self.over else state}
        for what, (limit, least) in self._limits().items():
            figure = self.reported.get(what)
            if figure is None:
                how = "not-reported"
            elif figure > limit:
                how = "above"
            else:
                how = "below" if figure < least else "within"
            answer[f"figures.{what}.limit"] = limit
            answer[f"figures.{what}.at_least"] = least or None
            answer[f"figures.{what}.reported"] = figure
            answer[f"figures.{what}.state"] = how
        return answer
