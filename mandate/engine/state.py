"""The state: facts by kind and key. It is a plain value; every change makes another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mandate.engine.grammar import Fact, Key, Kind

#: (kind, key): the name of one fact.
FactId = tuple[str, Key]


class State:
    """Facts by kind and key. Immutable by contract: :meth:`changed` gives a new state.

    The two share the kinds that a change does not touch.
    """

    __slots__ = ("_by_kind",)

    def __init__(self, by_kind: Mapping[str, Mapping[Key, Fact]]) -> None:
        self._by_kind = by_kind

    @classmethod
    def of(cls, kinds: Mapping[str, Kind], facts: Iterable[tuple[str, Fact]]) -> State:
        """Make a state from (kind, fact) pairs. A later fact with the same key wins."""
        by_kind: dict[str, dict[Key, Fact]] = {}
        for kind, fact in facts:
            by_kind.setdefault(kind, {})[kinds[kind].identity(fact)] = fact
        return cls(by_kind)

    @property
    def size(self) -> int:
        """The number of facts."""
        return sum(map(len, self._by_kind.values()))

    def of_kind(self, kind: str) -> Mapping[Key, Fact]:
        """Return the facts of a kind by key."""
        return self._by_kind.get(kind, _NOTHING)

    def get(self, kind: str, key: Key) -> Fact | None:
        """Return one fact, or None."""
        return self._by_kind.get(kind, _NOTHING).get(key)

    def changed(self, changes: Mapping[FactId, Fact | None]) -> State:
        """Return the state with facts put (a fact) or dropped (None)."""
        if not changes:
            return self
        by_kind = dict(self._by_kind)
        fresh: set[str] = set()
        for (kind, key), fact in changes.items():
            if kind not in fresh:
                by_kind[kind] = dict(by_kind.get(kind, _NOTHING))
                fresh.add(kind)
            held: dict[Key, Fact] = by_kind[kind]  # type: ignore[assignment]  # a dict made above
            if fact is None:
                held.pop(key, None)
            else:
                held[key] = fact
        return State(by_kind)

    def differs(self, changes: Mapping[FactId, Fact | None]) -> bool:
        """Whether facts put or dropped make another state."""
        return any(self.get(*identity) != fact for identity, fact in changes.items())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        mine = {k: v for k, v in self._by_kind.items() if v}
        theirs = {k: v for k, v in other._by_kind.items() if v}
        return mine == theirs

    __hash__ = None  # type: ignore[assignment]  # holds tables

    def __repr__(self) -> str:
        return f"State({self.size} facts)"


_NOTHING: Mapping[Key, Fact] = {}
