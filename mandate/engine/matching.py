"""The protocol of a matcher: a pure function from rules, state and triggers to matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from attrs import field, frozen

from mandate.engine.grammar import Fact, Key, Rule
from mandate.engine.state import State


@frozen
class Triggering:
    """A trigger that has come: its channel, the fact it binds, and the origin of that fact."""

    channel: str
    fact: Fact = field(hash=False)
    #: The key of the fact reached, the id of the event, or the serial number of the signal.
    key: Key
    #: For a signal: the index of the firing, within the stop, that gave it; else -1.
    cause: int = -1


@frozen(order=True)
class Match:
    """A rule whose trigger and patterns hold: indices of rule and trigger, keys of the premises.

    Matches are ordered, so that nothing depends on the order in which a matcher finds them.
    """

    rule: int
    trigger: int
    premises: tuple[Key, ...]


class Matcher(Protocol):
    """Finds every match of the rules it was made with. Holds no state between calls."""

    @property
    def name(self) -> str:
        """``durable`` or ``plain``."""
        ...

    def matches(self, state: State, triggers: Sequence[Triggering]) -> Sequence[Match]:
        """Return all matches against the state as it stands, sorted, each once."""
        ...


def by_channel(rules: Sequence[Rule]) -> Mapping[str, Sequence[int]]:
    """Group rule indices by the channel of their trigger."""
    groups: dict[str, list[int]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(rule.trigger.channel, []).append(index)
    return groups
