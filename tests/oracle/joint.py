"""What several must do together: its parts, who has given one and who has not."""

from __future__ import annotations

import attrs

from .clauses import Clause, listed
from .events import Event
from .instants import Instant

#: What the parts of one act say alike, the kind first.
Key = tuple[object, ...]

SAID = ("until", "lasts", "counted-from")


def key_of(event: Event) -> Key:
    """Give what an act says, which must be the same in all its parts."""
    return (event.kind, *(str(event.get(one)) for one in SAID))


@attrs.frozen
class Together:
    """An act that is complete: by whom, the order of its last part, from when it works."""

    by: tuple[str, ...]
    order: tuple[Instant, int]
    at: Instant
    event: str
    table: Event


@attrs.define
class Parts:
    """The parts that have been given of acts that are not complete."""

    given: dict[Key, dict[str, Event]] = attrs.field(factory=dict)
    #: Who must act together for each.
    must: dict[Key, tuple[str, ...]] = attrs.field(factory=dict)

    def add(self, event: Event, who: list[str], must: list[str]) -> Key:
        """Add the parts of some to an act of which all those must give one."""
        key = key_of(event)
        self.given.setdefault(key, {}).update(dict.fromkeys(who, event))
        self.must[key] = tuple(must)
        return key

    def complete(self, clause: Clause, key: Key, now: Instant) -> Together | None:
        """Give an act once nobody is awaited, and forget its parts."""
        given = self.given.get(key, {})
        if not given or self._awaited(clause, key):
            return None
        last = max(given.values(), key=lambda event: event.order)
        order = max(last.order, (now, 0))
        at = max(event.works or event.at for event in given.values())
        if now > last.at:  # it is complete since another has left
            at = max(at, now)
        del self.given[key], self.must[key]
        return Together(tuple(sorted(given)), order, at, last.id, last)

    def _awaited(self, clause: Clause, key: Key) -> set[str]:
        return {one for one in self.must[key] if not clause.left(one)} - set(self.given[key])

    def take_back(self, kind: str, who: list[str]) -> None:
        """Forget the parts that some have given of acts of a kind."""
        for key in [key for key in self.given if key[0] == kind]:
            for one in who:
                self.given[key].pop(one, None)
            if not self.given[key]:
                del self.given[key], self.must[key]

    def holds_part(self, event: str) -> bool:
        """Say whether an event has given a part of an act that is not complete."""
        return any(one.id == event for parts in self.given.values() for one in parts.values())

    def forget(self, kind: str) -> None:
        """Forget the parts of acts of a kind."""
        for key in list(self.given):
            if key[0] == kind:
                del self.given[key], self.must[key]

    def acts(self) -> list[Key]:
        """List the acts of which there are parts."""
        return list(self.given)

    def missing(self, clause: Clause) -> set[str]:
        """Give all whose part is missing.

        One who goes on alone, or suspends alone where the text is silent, awaits nobody.
        """
        alone = {"resumption"} if "suspend-by" in clause.table else {"resumption", "suspension"}
        keys = [key for key in self.given if key[0] not in alone]
        return {one for key in keys for one in self._awaited(clause, key)}


def those_who_act(clause: Clause, event: Event, named: object) -> list[str]:
    """List those of an event who may do it; none where it is not their act.

    Where the record names nobody it is the act of all who must act together, but not where the
    text names an organ for it. Where the text names nobody it is for all the parties together.
    """
    able = sorted(clause.circle.together(clause.name)) if named is None else listed(named)
    theirs = bool(event.by) or not clause.circle.any_organ(able)
    who = event.by or able
    return [one for one in who if theirs and one in able and not clause.left(one)]
