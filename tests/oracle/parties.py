"""The parties to a text: who is one, who leaves what, who has left."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from . import days
from .days import Day

#: Leaving is said of a clause; of all of them where it is said of the text.
Rows = dict[str, dict[str, object]]


@attrs.define
class Departure:
    """A party's announcement that it leaves a clause: its last day under it, and after that."""

    last: Day
    gone: bool = False


@attrs.define
class Party:
    """A party, and the clauses that it leaves or has left."""

    name: str
    joined: bool = False
    departures: dict[str, Departure] = attrs.field(factory=dict)

    def gone(self, clause: str) -> bool:
        """Say whether it has left just this clause."""
        return clause in self.departures and self.departures[clause].gone

    def leaving(self) -> Iterator[tuple[str, Departure]]:
        """List what it leaves and has not left yet."""
        for clause, one in sorted(self.departures.items()):
            if not one.gone:
                yield clause, one

    def rows(self) -> Rows:
        """Say for each clause that it leaves or has left which, and its last day."""
        return {
            clause: {
                "state": "withdrawn" if one.gone else "leaving",
                "last_day": days.shown(one.last),
            }
            for clause, one in sorted(self.departures.items())
        }


@attrs.define
class Circle:
    """Who is a party to what: leaving a clause is leaving all that lies in it, in any depth."""

    text: str
    hosts: dict[str, str]
    parties: dict[str, Party]
    others: frozenset[str]

    def within(self, clause: str) -> list[str]:
        """List a clause, those in which it lies, and the text."""
        found = [clause]
        while found[-1] in self.hosts and self.hosts[found[-1]] not in found:
            found.append(self.hosts[found[-1]])
        return [*found, self.text]

    def left(self, who: str, clause: str) -> bool:
        """Say whether a party has left a clause."""
        party = self.parties.get(who)
        return party is not None and any(party.gone(one) for one in self.within(clause))

    def first_day_without(self, who: str, clause: str) -> Day:
        """Give the day since which a party is no longer one to a clause that it has left."""
        party = self.parties[who]
        here = [one for one in self.within(clause) if party.gone(one)]
        return min(party.departures[one].last for one in here) + 1

    def together(self, clause: str) -> set[str]:
        """Give all the parties to a clause that are left."""
        return {name for name in self.parties if not self.left(name, clause)}

    def any_organ(self, named: list[str]) -> bool:
        """Say whether one of those named is no party to the text."""
        return not self.others.isdisjoint(named)
