"""A span: the time between two stops, and the statuses that hold throughout it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from attrs import frozen

from mandate.doctrine.model import Doctrine
from mandate.engine.firing import Stop
from mandate.engine.grammar import Fact, Key
from mandate.fixed import FixedTable
from mandate.once import cached_property
from mandate.record.record import Record
from mandate.text.agreement import Agreement
from mandate.timeline.axes import AxisReader, AxisValue
from mandate.timeline.clause_status import BY_KIND, TermStatus
from mandate.timeline.statuses import ClauseStatus, GroundStatus, PartyStatus

#: Statuses of clauses that are remembered; a full memory starts anew.
_MOST_KNOWN = 8_192


@frozen(eq=False)
class _Known:
    """The axes and the status of one clause, and the facts from which they follow."""

    #: Held, because the key names them by their identity, which a later object could take over.
    facts: Sequence[Mapping[Key, Fact]]
    axes: Mapping[str, AxisValue]
    status: ClauseStatus


class Clauses:
    """Remembers the axes and statuses of clauses: most stops change the facts of only a few."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], _Known] = {}

    def get(self, key: tuple[object, ...]) -> _Known | None:
        """Return the result that follows from certain facts, or None."""
        return self._known.get(key)

    def keep(self, key: tuple[object, ...], known: _Known) -> _Known:
        """Remember a result, and return it."""
        if len(self._known) >= _MOST_KNOWN:
            self._known = {}
        return self._known.setdefault(key, known)


class Span:
    """The time from one stop to the next. Each status is worked out when it is first asked for."""

    def __init__(  # noqa: PLR0913  # the parts of a span
        self,
        agreement: Agreement,
        record: Record,
        doctrine: Doctrine,
        stop: Stop,
        end: int,
        known: Clauses,
    ) -> None:
        self.agreement = agreement
        self.record = record
        self.doctrine = doctrine
        self.stop = stop
        #: The position at which the next stop lies, or NEVER.
        self.end = end
        self._known = known
        self._reader = AxisReader(
            doctrine.program.facts, stop.state, agreement.zone, stop.position, agreement.instrument
        )

    @cached_property
    def axis_values(self) -> Mapping[str, Mapping[str, AxisValue]]:
        """Clause id → axis → its value and the facts on which it rests."""
        return {name: self.read_clause(name) for name in self.agreement.clauses}

    def read_clause(self, name: str) -> Mapping[str, AxisValue]:
        """Work out every axis of one clause."""
        return self._clause(name).axes

    def clause(self, name: str) -> ClauseStatus:
        """Work out the status of one clause."""
        return self._clause(name).status

    def _clause(self, name: str) -> _Known:
        clause = self.agreement.clauses[name]
        facts = [self.stop.state.of_kind(k) for k in self.doctrine.reads[clause.kind]]
        when = self.stop.position if clause.kind in self.doctrine.asking_when else None
        key = (name, when, *map(id, facts))
        known = self._known.get(key)
        if known is None:
            axes = self.doctrine.axes[clause.kind]
            read = {n: self._reader.read(clause.kind, a, "clause", name) for n, a in axes.items()}
            values = {axis: r.value for axis, r in read.items()}
            beyond = tuple(axis for axis, r in read.items() if r.beyond)
            status = BY_KIND.get(clause.kind, ClauseStatus)(clause, values, beyond)
            known = self._known.keep(key, _Known(facts, read, status))
        return known

    def read_party(self, name: str) -> Mapping[str, AxisValue]:
        """Work out every axis of one party."""
        axes = self.doctrine.axes["party"]
        return {axis: self._reader.read("party", a, "party", name) for axis, a in axes.items()}

    def read_subject(self, name: str) -> Mapping[str, AxisValue]:
        """Work out every axis of one subject on the ground."""
        axes = self.doctrine.axes["subject"]
        return {axis: self._reader.read("subject", a, "subject", name) for axis, a in axes.items()}

    @cached_property
    def clauses(self) -> Mapping[str, ClauseStatus]:
        """Clause id → status."""
        return FixedTable({name: self.clause(name) for name in self.agreement.clauses})

    @cached_property
    def headline(self) -> TermStatus:
        """The status of the headline clause alone."""
        return cast("TermStatus", self.clause(self.agreement.headline))  # the loader has seen to it

    @cached_property
    def instrument(self) -> TermStatus:
        """The status of the text as a whole alone."""
        return cast("TermStatus", self.clause(self.agreement.instrument))

    @cached_property
    def parties(self) -> Mapping[str, PartyStatus]:
        """Party id → status, for those that are parties to the text."""
        statuses: dict[str, PartyStatus] = {}
        for name, party in self.agreement.parties.items():
            if party.role == "party":
                values = {axis: r.value for axis, r in self.read_party(name).items()}
                statuses[name] = PartyStatus(name, party.name, party.role, **values)
        return FixedTable(statuses)

    @cached_property
    def on_the_ground(self) -> Mapping[str, GroundStatus]:
        """Subject id → the state last reported of it."""
        statuses: dict[str, GroundStatus] = {}
        for name, subject in self.agreement.subjects.items():
            values = {axis: r.value for axis, r in self.read_subject(name).items()}
            events = tuple(
                e.id for e in self.record.events
                if self.doctrine.events[e.kind].track == "ground"
                and e.of == name and e.works <= self.stop.position
            )  # fmt: skip
            statuses[name] = GroundStatus(
                name, subject.name, values["state"], values["since"], events
            )
        return FixedTable(statuses)
