"""The doctrine: what kinds of clause and of event mean, and what a status says of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from mandate.doctrine.keys import KeySpec
from mandate.engine.grammar import Axis, Pattern, Program, Value

#: In place of a key, ``each`` may go through all the parties to the text.
PARTIES = "parties"


@frozen
class Make:
    """A fact that a clause makes, under conditions on the keys that its author wrote."""

    fact: str
    fields: Mapping[str, Value] = field(hash=False)
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    #: Make one for each value of this key; ``inner``: for each value of that key within it.
    each: str = ""
    inner: str = ""
    #: Only for those of them that have another role than "party".
    organs: bool = False


@frozen
class Among:
    """A name that must be one of those that the text gives to something, such as a quantity."""

    #: The key that holds the name; for a clause also the fact that it makes, and the field of it.
    key: str
    #: One of these facts of the text must be there. ``$name`` is the name, ``$clause`` its clause.
    patterns: tuple[Pattern, ...]
    says: str
    fact: str = ""
    field: str = ""
    #: Whether none of them may be there instead.
    none_of: bool = False


@frozen
class Silence:
    """What an author had better say: a key that names several, and another that is not written."""

    several: str
    lacks: str
    says: str


@frozen
class ClauseKind:
    """What an author may write of a kind of clause, and the facts that this makes."""

    name: str
    says: str
    keys: Mapping[str, KeySpec] = field(hash=False)
    makes: tuple[Make, ...]
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    requires: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)
    items: bool = False
    #: Pairs of keys: the second date may not lie before the first, nor be the shorter length.
    in_order: tuple[tuple[str, ...], ...] = ()
    among: tuple[Among, ...] = ()
    #: The states for which another clause may wait.
    reaches: tuple[str, ...] = ()
    #: The group of keys that an item shares with its whole where it writes none of them.
    shared: str = ""
    #: What is worth a warning where it is left unsaid.
    silences: tuple[Silence, ...] = ()
    #: Facts of which one day may not lie before another: the fact, the earlier and the later field.
    ordered: tuple[tuple[str, str, str], ...] = ()


@frozen
class EventKind:
    """What an author may write of a kind of event."""

    name: str
    says: str
    keys: Mapping[str, KeySpec] = field(hash=False)
    inert: bool = False
    track: str = "text"
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    requires: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)
    #: Keys that are needed where the text is so and so: patterns over its facts, the key, and why.
    checks: tuple[tuple[tuple[Pattern, ...], str, str], ...] = ()
    among: tuple[Among, ...] = ()
    #: What a day of effect does: "judged" (the act is judged when it is done, and its rules say
    #: what works from that day), "named" (it works when its period has run, and not before the day
    #: that it names), "comes" (it comes on that day), "ends" (so too, with what ends and
    #: begins at that instant and not after it), or "none" (a fact, which counts when it is
    #: done).
    effect: str = "judged"
    #: The key that names the last day of what the act ends, in place of ``effect``.
    ends_with: str = ""


@frozen(eq=False)
class Doctrine:
    """Everything under ``rules/doctrine/``, and what an agreement added to it."""

    program: Program
    clauses: Mapping[str, ClauseKind]
    events: Mapping[str, EventKind]
    axes: Mapping[str, Mapping[str, Axis]]
    #: SHA-256 of the content of its files.
    digest: str
    files: tuple[str, ...]
    #: The rules of the agreement's own as their author wrote them, as plain data, if it has any.
    #: Not to be changed.
    written: Mapping[str, object] | None = field(default=None, repr=False)
    #: Words that those rules signal: a clause may wait for them, whatever the kind of the other.
    signalled: frozenset[str] = frozenset()

    @cached_property
    def reads(self) -> Mapping[str, frozenset[str]]:
        """The kinds of fact that a status reads of clauses of a kind, of parties, of subjects."""
        return {
            section: frozenset().union(*(axis.kinds for axis in axes.values()))
            for section, axes in self.axes.items()
        }

    @cached_property
    def asking_when(self) -> frozenset[str]:
        """Those of them of which it also asks when the span began."""
        return frozenset(
            section
            for section, axes in self.axes.items()
            if any(axis.asks_when for axis in axes.values())
        )
