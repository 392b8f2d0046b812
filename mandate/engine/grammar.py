"""What a rule is: fact kinds, patterns, values, verbs, rules, and the doctrine that holds them.

Plain frozen values, made by :mod:`mandate.loading` and read by the clock and the matchers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from attrs import field, frozen

from mandate.counting.instants import NEVER, NO_DAY


class Role(StrEnum):
    """Where facts of a kind come from."""

    TEXT = "text"  # from agreement.toml, never changed
    STATE = "state"  # made and changed by rules
    EVENT = "event"  # from record.toml
    SIGNAL = "signal"  # said by one step to the next of the same instant


class Type(StrEnum):
    """What a field holds; all numbers are integers, all else is text."""

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
    #: "ground" for what is reported as the case; no rule of the text may read it.
    track: str = "text"
    #: An event that by design concludes nothing.
    inert: bool = False
    #: What the engine keeps for itself: a change of it is not told among the changes of a day.
    quiet: bool = False
    #: Soon gone, at the latest when it is reached. No axis reads it; what comes of it counts.
    passing: bool = False
    says: str = ""

    @cached_property
    def boundaries(self) -> tuple[str, ...]:
        """The fields that are stops of the clock."""
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
    """What sets a rule off: an event, a boundary reached, or a signal."""

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
    #: What one who acts by this rule has the power to do: terminate, extend, ...
    power: str = ""
    #: File and line, for messages.
    source: str = ""

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
    """One way in which an axis of a status can come out: patterns over facts, and the value."""

    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    value: Value


@frozen
class Axis:
    """One thing a status says of a clause, a party or a subject. The first case that holds wins."""

    name: str
    says: str
    type: str  # choice day count figure (a count, or none) flag text instant table
    choices: tuple[str, ...]
    cases: tuple[Case, ...]
    #: For a table: one row for each fact of a pattern, its key, and an axis for each column.
    each: Pattern | None = None
    row: Value = ""
    columns: Mapping[str, Axis] = field(factory=dict, hash=False)
    #: For a day by which something is to be done: what, who (a key of the clause), the axis that
    #: names its hour where it has one, and the axis and its values while it is still to be done.
    deadline: str = ""
    deadline_who: str = ""
    deadline_hour: str = ""
    deadline_while: tuple[str, tuple[str, ...]] = ("", ())

    @property
    def patterns(self) -> Iterator[Pattern]:
        """Every pattern by which it looks at facts."""
        if self.each is not None:
            yield self.each
        for case in self.cases:
            yield from (*case.when, *case.unless)
        for column in self.columns.values():
            yield from column.patterns

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of fact that it reads."""
        return frozenset(pattern.kind for pattern in self.patterns)

    @property
    def asks_when(self) -> bool:
        """Whether it asks when the span began, so that equal facts may give another answer."""
        values = [case.value for case in self.cases] + [self.row]
        return (
            any(test.operand == NOW for p in self.patterns for test in p.tests)
            or any(NOW in refs(value) for value in values)
            or any(column.asks_when for column in self.columns.values())
        )


#: Where the span began that is asked about.
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
