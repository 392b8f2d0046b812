"""The grammar of rules: fact kinds, patterns, values, verbs, rules, and the whole program.

All are plain frozen values, made by :mod:`mandate.doctrine` and read by the clock and the matchers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import field, frozen

from mandate.counting.instants import NEVER, NO_DAY
from mandate.once import cached_property


class Role(StrEnum):
    """The origin of the facts of a kind."""

    TEXT = "text"  # from agreement.toml, never changed
    STATE = "state"  # made and changed by rules
    EVENT = "event"  # from record.toml
    SIGNAL = "signal"  # said by one step to the next of the same instant


class Type(StrEnum):
    """The type of a field; numbers are integers, all other values are texts."""

    TEXT = "text"
    COUNT = "count"
    DAY = "day"
    POSITION = "position"
    BOUNDARY = "boundary"  # a position at which the clock stops
    DURATION = "duration"
    PERIOD = "period"
    BEFORE = "before"
    BY = "by"

    @property
    def numeric(self) -> bool:
        """Whether values of this type are integers, which can be ordered."""
        return self in NUMERIC


TIMES = frozenset({Type.DAY, Type.POSITION, Type.BOUNDARY})
NUMERIC = TIMES | {Type.COUNT}

Scalar = int | str
Fact = Mapping[str, Scalar]
Key = tuple[Scalar, ...]

#: Constants a rule file may name: "no end", "no such day", and "since ever" (a window that was
#: always open).
CONSTANTS: Mapping[str, tuple[int, Type]] = {
    "never": (NEVER, Type.BOUNDARY),
    "always": (0, Type.BOUNDARY),
    "no-day": (NO_DAY, Type.DAY),
}


#: Fields that the clock adds to every signal: the position, and its civil day.
GIVEN_BY_CLOCK = frozenset({"at", "day"})


@frozen
class Field:
    """One field of a kind of fact."""

    name: str
    type: Type
    default: Scalar | None = None


@frozen
class Kind:
    """A kind of fact: its fields, and those that identify a fact of it."""

    name: str
    role: Role
    fields: Mapping[str, Field] = field(hash=False)
    key: tuple[str, ...] = ()
    #: The boundary at which a fact of this kind begins its next cycle, and the count of cycles.
    repeats: str = ""
    counter: str = ""
    #: "ground" for facts reported as the case; no rule of the text may read them.
    track: str = "text"
    #: Whether events of this kind by design conclude nothing.
    inert: bool = False
    #: Whether the engine keeps such facts for itself: the changes of a day do not tell of them.
    quiet: bool = False
    #: Whether such a fact is dropped at the latest when its boundary is reached. No axis reads it;
    #: only its effects count.
    passing: bool = False
    says: str = ""
    #: The field that names the clause which a fact of this kind is about; empty if there is none.
    about: str = ""

    @cached_property
    def boundaries(self) -> tuple[str, ...]:
        """The fields at which the clock stops."""
        return tuple(f.name for f in self.fields.values() if f.type is Type.BOUNDARY)

    def identity(self, fact: Fact) -> Key:
        """Return the key under which a fact of this kind is held."""
        return tuple(fact[name] for name in self.key)


@frozen
class Ref:
    """A reference: ``$alias.field``, or ``$name`` (field empty) for a ``let`` or a constant."""

    alias: str
    field: str = ""

    def __str__(self) -> str:
        return f"${self.alias}.{self.field}" if self.field else f"${self.alias}"


@frozen
class Call:
    """A call of a calendar function from the fixed table."""

    function: str
    args: tuple[Value, ...]


Value = Scalar | Ref | Call


@frozen
class Test:
    """A comparison of one field with a constant or a field bound earlier."""

    field: str
    op: str  # eq ne lt le gt ge
    operand: Scalar | Ref


@frozen
class Pattern:
    """A fact that must hold (or, under ``unless``, must not)."""

    kind: str
    alias: str
    tests: tuple[Test, ...]

    @cached_property
    def equal(self) -> Mapping[str, Test]:
        """The fields that must equal something, each with the test that says what."""
        return {test.field: test for test in self.tests if test.op == "eq"}


@frozen
class Trigger:
    """The trigger of a rule: an event, a boundary reached, or a signal."""

    role: str  # event reached signal
    kind: str
    boundary: str
    alias: str
    tests: tuple[Test, ...]

    @property
    def channel(self) -> str:
        """The name under which triggers of one sort are handed to a matcher."""
        return f"{self.role}:{self.kind}" + (f".{self.boundary}" if self.boundary else "")


@frozen
class Act:
    """One of six verbs. ``target`` is a kind (make, put, signal) or an alias (set, add, drop)."""

    verb: str
    target: str
    fields: Mapping[str, Value] = field(hash=False)


@frozen
class Rule:
    """One rule, as written."""

    id: str
    says: str
    trigger: Trigger
    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    let: tuple[tuple[str, Value], ...]
    then: tuple[Act, ...]
    #: Rules to which this one gives way where both would change the same thing.
    yields: frozenset[str] = frozenset()
    #: The power of a party that acts by this rule: terminate, extend, ...
    power: str = ""
    #: File and line, for messages.
    source: str = ""
    #: The article, the practice or the author on which the rule stands.
    authority: str = ""

    @property
    def aliases(self) -> Mapping[str, str]:
        """Alias → kind, for the trigger and every positive pattern."""
        names = {self.trigger.alias: self.trigger.kind}
        names.update((p.alias, p.kind) for p in self.when if p.alias)
        return names

    @property
    def reads(self) -> frozenset[str]:
        """The kinds of fact that the rule's patterns look at."""
        return frozenset(p.kind for p in (*self.when, *self.unless))


@frozen
class Case:
    """One case of an axis of a status: patterns over facts, and the value if they hold."""

    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    value: Value


@frozen
class Axis:
    """One value of a clause, a party or a subject. The first case that holds gives it."""

    name: str
    says: str
    type: str  # choice day count figure (a count, or none) flag text instant table
    choices: tuple[str, ...]
    cases: tuple[Case, ...]
    #: For a table: one row for each fact of a pattern, its key, and an axis for each column.
    each: Pattern | None = None
    row: Value = ""
    columns: Mapping[str, Axis] = field(factory=dict, hash=False)
    #: For a day that is a deadline: the act in words, its author (a key of the clause), the axis
    #: that names the hour if there is one, and the axis and its values while the act is still to be
    #: done.
    deadline: str = ""
    deadline_who: str = ""
    deadline_hour: str = ""
    deadline_while: tuple[str, tuple[str, ...]] = ("", ())
    #: The values while the act cannot be done yet.
    deadline_to_come: tuple[str, ...] = ()

    @property
    def patterns(self) -> Iterator[Pattern]:
        """Every pattern by which the axis looks at facts."""
        if self.each is not None:
            yield self.each
        for case in self.cases:
            yield from (*case.when, *case.unless)
        for column in self.columns.values():
            yield from column.patterns

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of fact that the axis reads."""
        return frozenset(pattern.kind for pattern in self.patterns)

    @property
    def asks_when(self) -> bool:
        """Whether the axis asks when the span began: then equal facts may give another value."""
        values = [case.value for case in self.cases] + [self.row]
        return (
            any(test.operand == NOW for p in self.patterns for test in p.tests)
            or any(NOW in refs(value) for value in values)
            or any(column.asks_when for column in self.columns.values())
        )


#: The position at which the span asked about began.
NOW = Ref("now")


def refs(value: Value) -> Iterator[Ref]:
    """Yield every reference in a value, also within calls."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Call):
        for arg in value.args:
            yield from refs(arg)


@frozen(eq=False)
class Program:
    """The kinds and the rules that one agreement runs under."""

    facts: Mapping[str, Kind]
    events: Mapping[str, Kind]
    signals: Mapping[str, Kind]
    rules: tuple[Rule, ...]
