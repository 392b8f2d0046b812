"""A span: the stretch between two stops, with everything that is true throughout it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from mandate.answers.axes import Asked, Reading
from mandate.answers.parts import ClauseStatus, GroundStatus, PartyStatus
from mandate.engine.firing import Stop
from mandate.loading.doctrine import Doctrine
from mandate.record.record import Record
from mandate.text.agreement import Agreement


class Span:
    """What is true from one stop to the next, worked out when it is first asked."""

    def __init__(
        self, agreement: Agreement, record: Record, doctrine: Doctrine, stop: Stop, end: int
    ) -> None:
        self.agreement = agreement
        self.record = record
        self.doctrine = doctrine
        self.stop = stop
        #: The position at which the next stop lies, or NEVER.
        self.end = end
        self._asked = Asked(
            doctrine.program.facts, stop.state, agreement.zone, stop.position, agreement.instrument
        )

    @cached_property
    def readings(self) -> Mapping[str, Mapping[str, Reading]]:
        """Clause id → axis → what it came to and on what it rests."""
        return {name: self.read_clause(name) for name in self.agreement.clauses}

    def read_clause(self, name: str) -> Mapping[str, Reading]:
        """Work out every axis of one clause."""
        kind = self.agreement.clauses[name].kind
        axes = self.doctrine.axes.get(kind, {})
        return {axis: self._asked.read(kind, a, "clause", name) for axis, a in axes.items()}

    def read_party(self, name: str) -> Mapping[str, Reading]:
        """Work out every axis of one party."""
        axes = self.doctrine.axes["party"]
        return {axis: self._asked.read("party", a, "party", name) for axis, a in axes.items()}

    def read_subject(self, name: str) -> Mapping[str, Reading]:
        """Work out every axis of one subject on the ground."""
        axes = self.doctrine.axes["subject"]
        return {axis: self._asked.read("subject", a, "subject", name) for axis, a in axes.items()}

    def clause(self, name: str) -> ClauseStatus:
        """Work out the status of one clause."""
        if "clauses" in self.__dict__:
            return self.clauses[name]
        return self._told(name, self.read_clause(name))

    def _told(self, name: str, read: Mapping[str, Reading]) -> ClauseStatus:
        values = {axis: r.value for axis, r in read.items()}
        beyond = tuple(axis for axis, r in read.items() if r.beyond)
        return ClauseStatus(self.agreement.clauses[name], values, beyond)

    @cached_property
    def clauses(self) -> Mapping[str, ClauseStatus]:
        """Clause id → its status."""
        return {name: self._told(name, read) for name, read in self.readings.items()}

    @cached_property
    def headline(self) -> ClauseStatus:
        """The status of the headline clause alone."""
        return self.clause(self.agreement.headline)

    @cached_property
    def parties(self) -> Mapping[str, PartyStatus]:
        """Party id → its status, for those that are parties to the text."""
        found: dict[str, PartyStatus] = {}
        for name, party in self.agreement.parties.items():
            if party.role == "party":
                values = {axis: r.value for axis, r in self.read_party(name).items()}
                found[name] = PartyStatus(name, party.name, party.role, **values)
        return found

    @cached_property
    def on_the_ground(self) -> Mapping[str, GroundStatus]:
        """Subject id → what was last reported of it."""
        found: dict[str, GroundStatus] = {}
        for name, subject in self.agreement.subjects.items():
            values = {axis: r.value for axis, r in self.read_subject(name).items()}
            events = tuple(
                e.id for e in self.record.events
                if self.doctrine.events[e.kind].track == "ground"
                and e.of == name and e.acts <= self.stop.position
            )  # fmt: skip
            found[name] = GroundStatus(name, subject.name, values["state"], values["since"], events)
        return found
