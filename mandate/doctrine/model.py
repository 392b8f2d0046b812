"""The doctrine: the meaning of each kind of clause and of event, and the axes of a status."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from mandate.doctrine.keys import KeySpec
from mandate.engine.grammar import Axis, Pattern, Program, Value
from mandate.once import cached_property

#: In place of a key, ``each`` may go through all the parties to the text.
PARTIES = "parties"


@frozen
class Make:
    """A fact that a clause makes, under conditions on the keys that its author wrote."""

    fact: str
    fields: Mapping[str, Value] = field(hash=False)
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    #: A key: a fact is made for each of its values; ``inner``: for each value of a key within it.
    each: str = ""
    inner: str = ""
    #: Whether only parties with another role than "party" make a fact.
    organs: bool = False


@frozen
class Among:
    """A name that must be one of those that the text gives to something, such as a quantity."""

    #: The key that holds the name; for a clause also ``fact`` and ``field``, a fact that it makes.
    key: str
    #: Facts of the text, one of which must be there. ``$name`` is the name, ``$clause`` the clause.
    patterns: tuple[Pattern, ...]
    says: str
    fact: str = ""
    field: str = ""
    #: Whether, the other way round, none of these facts may be there.
    none_of: bool = False


@frozen
class Silence:
    """An omission worth a warning: ``several`` names more than one, ``lacks`` is not written."""

    several: str
    lacks: str
    says: str


@frozen
class ClauseKind:
    """A kind of clause: the keys that an author may write, and the facts that they make."""

    name: str
    says: str
    keys: Mapping[str, KeySpec] = field(hash=False)
    makes: tuple[Make, ...]
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    requires: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)
    items: bool = False
    #: Pairs of keys: the second date may not lie before the first, or the second length be shorter.
    in_order: tuple[tuple[str, ...], ...] = ()
    among: tuple[Among, ...] = ()
    #: The states for which another clause may wait.
    reaches: tuple[str, ...] = ()
    #: The group of keys that an item shares with its whole where it writes none of them.
    shared: str = ""
    #: Omissions that are worth a warning.
    silences: tuple[Silence, ...] = ()
    #: Facts of which one day may not lie before another: the fact, the earlier and the later field.
    ordered: tuple[tuple[str, str, str], ...] = ()


@frozen
class Slip:
    """What an event of a kind is unlikely to be meant to say, and what would be right instead.

    It is told of one of the event's authors if these facts of the text, and none of ``unless``, are
    there; or of its day if that lies a year off the day that an axis of the clause names.
    """

    says: str
    right: str
    patterns: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    #: The axis; empty where the slip is told of an author.
    year_off: str = ""


@frozen
class EventKind:
    """A kind of event: the keys that an author may write."""

    name: str
    says: str
    keys: Mapping[str, KeySpec] = field(hash=False)
    inert: bool = False
    track: str = "text"
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    requires: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)
    #: Keys that some texts need: patterns over the facts of such a text, the key, and the reason.
    checks: tuple[tuple[tuple[Pattern, ...], str, str], ...] = ()
    among: tuple[Among, ...] = ()
    #: The role of a day of effect. "judged": the act is judged when it is done, and its rules give
    #: it effect from that day. "named": the act works when its period has run, and not before the
    #: day that it names. "comes": the act comes on that day. "ends": so too, but together with the
    #: ends and beginnings of that instant, not after them. "none": a fact, which counts on the day
    #: when it is done.
    effect: str = "judged"
    #: The key that names the last day of what the act ends, in place of ``effect``.
    ends_with: str = ""
    #: Likely mistakes that are worth a warning.
    slips: tuple[Slip, ...] = ()


@frozen(eq=False)
class Doctrine:
    """The content of ``rules/doctrine/``, with the rules that an agreement added to it."""

    program: Program
    clauses: Mapping[str, ClauseKind]
    events: Mapping[str, EventKind]
    axes: Mapping[str, Mapping[str, Axis]]
    #: SHA-256 of the content of its files.
    digest: str
    files: tuple[str, ...]
    #: The agreement's own rules as their author wrote them, as plain data, if it has any. Not to be
    #: changed.
    written: Mapping[str, object] | None = field(default=None, repr=False)
    #: States that the agreement's own rules signal: a clause may wait for them, whatever the kind
    #: of the other clause.
    signalled: frozenset[str] = frozenset()
    #: Ids of the rules to which every other gives way where both would change the same thing.
    prevailing: frozenset[str] = frozenset()

    @cached_property
    def reads(self) -> Mapping[str, frozenset[str]]:
        """Section (a clause kind, ``party``, ``subject``) → the kinds of fact that its axes use."""
        return {
            section: frozenset().union(*(axis.kinds for axis in axes.values()))
            for section, axes in self.axes.items()
        }

    @cached_property
    def asking_when(self) -> frozenset[str]:
        """The sections whose axes also ask when the span began."""
        return frozenset(
            section
            for section, axes in self.axes.items()
            if any(axis.asks_when for axis in axes.values())
        )
