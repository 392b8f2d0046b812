"""The traces of the clock: stops, and in each the firings that say why."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from mandate.engine.grammar import Fact, Key, Rule, Scalar
from mandate.engine.matching import Triggering
from mandate.engine.state import FactId, State


@frozen
class Occurrence:
    """An event of the record as the engine sees it."""

    id: str
    kind: str
    position: int
    fact: Fact = field(hash=False)
    #: Events of the same instant that come first.
    after: frozenset[str] = frozenset()
    #: The same event by each of its other authors; ``fact`` names the first of them.
    others: tuple[Fact, ...] = field(default=(), hash=False)
    #: For an act that reaches back: the facts that its rules made when it was judged, each with the
    #: boundary to reach. They come in place of the event itself.
    judged: tuple[tuple[str, str, Fact], ...] = field(default=(), hash=False)
    #: Whether the event comes with the boundaries of its instant, not after them.
    first: bool = False


@frozen
class Arithmetic:
    """One call of a calendar function that a firing made."""

    function: str
    args: tuple[Scalar, ...]
    result: Scalar


@frozen
class Effect:
    """One fact changed by a firing: the verb, and the fields it gave."""

    verb: str
    id: FactId
    fields: Mapping[str, Scalar] = field(hash=False)
    #: The clause that the fact is about, or an empty text.
    clause: str = ""


@frozen
class Firing:
    """A rule that held at a stop: its trigger, its premises and its effects."""

    position: int
    step: int
    rule: Rule
    trigger: Triggering
    premises: tuple[FactId, ...]
    bound: Mapping[str, Fact] = field(hash=False)
    arithmetic: tuple[Arithmetic, ...]
    effects: tuple[Effect, ...]

    @property
    def clause(self) -> str:
        """The clause that the firing is about: that of its effects, else that of its trigger."""
        for effect in self.effects:
            if effect.clause:
                return effect.clause
        for fact in (self.trigger.fact, *self.bound.values()):
            for name in ("clause", "of"):
                if isinstance(value := fact.get(name), str):
                    return value
        return ""


@frozen
class Stop:
    """An instant at which something happened, and the state from then on."""

    position: int
    state: State
    firings: tuple[Firing, ...] = ()
    #: Ids of the events that came at this stop.
    events: tuple[str, ...] = ()

    def origin(self, firing: Firing) -> Firing:
        """Return the firing of this stop that set another one off, through all its signals."""
        while firing.trigger.cause >= 0:
            firing = self.firings[firing.trigger.cause]
        return firing


def key_text(key: Key) -> str:
    """Return a key in words, for a message."""
    return ", ".join(str(part) for part in key)
