"""What became of acts: the effect of each, or the rule by which it has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from attrs import frozen

from mandate.answers.changes import Change, by_event, changes_by_event
from mandate.plain_data import Row, fields
from mandate.record.record import Event
from mandate.timeline.derivation import Derivation
from mandate.views.answer import Answer, Table


@frozen(repr=False)
class Outcome(Answer):
    """What became of one act: whether it had an effect, and the rules that say so."""

    event: str
    kind: str
    #: The clause, subject or event that it is about, and who did it; empty where that is not said.
    of: str
    by: str
    #: The day or the instant on which it was done.
    on: dt.date
    #: Whether it changed anything that lasts.
    effect: bool
    #: Its effects; of an act without effect, the rules by which it has none.
    changes: tuple[Change, ...]
    #: The meaning of its kind, where no rule reads events of that kind.
    inert: str = ""

    def as_dict(self) -> Row:
        """Return the outcome as plain values, with real dates."""
        return {**fields(self), "changes": [change.as_dict() for change in self.changes]}

    def to_rows(self) -> list[Row]:
        """Return the outcome as one flat row; its sentences stand in one cell, as a text."""
        row = {name: value for name, value in self.as_dict().items() if name != "changes"}
        return [{**row, "reasons": " ".join(self.reasons)}]

    @property
    def reasons(self) -> tuple[str, ...]:
        """One sentence for each of its changes, with the clause before it and the rule after it."""
        if self.inert:
            return (f"{self.inert} No rule reads it.",)
        said = (
            f"{change.clause}: {change.says} [{change.rule}]"
            if change.clause
            else f"{change.says} [{change.rule}]"
            for change in self.changes
        )
        return tuple(dict.fromkeys(said))

    def __str__(self) -> str:
        by = f" by {self.by}" if self.by else ""
        what = "its effect" if self.effect else "no effect"
        why = " ".join(self.reasons)
        return f"{self.event} ({self.kind}{by}, {self.on}): {what}{': ' if why else ''}{why}"


def outcomes(derivation: Derivation, events: Sequence[Event]) -> Table[Outcome]:
    """Return what became of events of a derivation, in their order."""
    return Table(_outcome(derivation, event) for event in events)


def _outcome(derivation: Derivation, event: Event) -> Outcome:
    kind = derivation.doctrine.events[event.kind]
    rules = derivation.once(by_event).get(event.id)
    told = derivation.once(changes_by_event).get(event.id, ())
    if rules is not None:
        # A part of the act may have come to nothing: those with an effect say what became of it.
        told = tuple(change for change in told if change.rule in rules) or told
    inert = kind.says if kind.inert else ""
    return Outcome(
        event.id, event.kind, event.of, event.by, event.on, rules is not None, told, inert
    )
