"""Values and patterns of the rule grammar, parsed and type-checked with the names in scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from attrs import define, field

from mandate.counting.conventions import Before, By, Period
from mandate.counting.durations import Duration
from mandate.engine.functions import FUNCTIONS
from mandate.engine.grammar import CONSTANTS, Call, Kind, Pattern, Ref, Scalar, Test, Type, Value
from mandate.errors import MOST_LETTERS, CountingError, did_you_mean, shown
from mandate.files.problems import Problems, odd_character
from mandate.files.toml import KeyPath, TomlFile

OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge")
_REF = re.compile(r"\$([a-z][a-z0-9-]*)(?:\.([a-z][a-z0-9_-]*))?")
#: The form of a name that a pattern or a trigger binds, for references to use.
_ALIAS = re.compile(r"[a-z][a-z0-9-]*")
#: The largest number in a rule: both matchers compare it exactly.
MOST_NUMBER = 2**52
_ANY_NUMBER = (Type.COUNT, Type.DAY, Type.POSITION, Type.BOUNDARY)


#: Types whose texts are checked where they are written.
_READERS: Mapping[Type | None, Callable[[str], object]] = {
    Type.DURATION: Duration.parse,
    Type.PERIOD: Period.from_code,
    Type.BEFORE: Before.from_code,
    Type.BY: By.from_code,
}
_PATTERN_KEYS = frozenset({"fact", "as"})
_MOST_SAID = 200


def same(first: Type, second: Type) -> bool:
    """Whether values of two types may be compared or put in each other's place."""
    moments = {Type.POSITION, Type.BOUNDARY}
    words = {Type.TEXT, Type.DURATION, Type.PERIOD, Type.BEFORE, Type.BY}
    pair = {first, second}
    return first is second or pair <= moments or (pair <= words and Type.TEXT in pair)


@define
class Scope:
    """The names that a rule has bound so far: aliases with a kind of fact, others with a type."""

    file: TomlFile
    problems: Problems
    aliases: dict[str, Kind] = field(factory=dict)
    names: dict[str, Type] = field(factory=dict)

    def add(self, path: KeyPath, what: str, right: str = "", hint: str = "") -> None:
        """Note a problem in this file."""
        self.problems.add(self.file, path, what, right, hint)

    # -- values ------------------------------------------------------------------------------

    def value(self, raw: object, path: KeyPath, wanted: Type | None) -> Value:
        """Parse a value and check that it is of the type ``wanted`` (None: any)."""
        parsed, type_ = self._value(raw, path)
        if wanted and type_ and not same(type_, wanted) and not self._literal(parsed, wanted):
            self.add(path, f"{shown(raw)} is a {type_}", f"a {wanted}")
        elif wanted in _READERS and parsed and isinstance(parsed, str):
            try:
                _READERS[wanted](parsed)
            except CountingError as error:
                self.add(path, str(error)[:_MOST_SAID])
        return parsed

    def type_of(self, raw: object, path: KeyPath) -> tuple[Value, Type | None]:
        """Parse a value and return it with its type (None where the value is wrong)."""
        return self._value(raw, path)

    @staticmethod
    def _literal(value: Value, wanted: Type) -> bool:
        # A bare number may stand for any numeric type, a bare text for any other type.
        if isinstance(value, int):
            return wanted in _ANY_NUMBER
        return isinstance(value, str) and not wanted.numeric

    def _value(  # noqa: PLR0911  # a line for each form
        self, raw: object, path: KeyPath
    ) -> tuple[Value, Type | None]:
        if isinstance(raw, bool) or raw is None:
            self.add(path, f"{shown(raw)} is neither a text nor a whole number")
            return "", None
        if isinstance(raw, int):
            if abs(raw) <= MOST_NUMBER:
                return raw, Type.COUNT
            self.add(path, f"{shown(raw)} is too large", f"a number up to {MOST_NUMBER}")
            return 0, None
        if isinstance(raw, str):
            if raw.startswith("$"):
                return self._reference(raw, path)
            if odd := odd_character(raw):
                self.add(path, f"a text with the character {odd}", "a text without it")
            return raw, Type.TEXT
        if isinstance(raw, Mapping) and len(raw) == 1:
            return self._call(raw, path)
        self.add(
            path,
            f"{shown(raw)} is not a value",
            "a text, a number, $alias.field or {function = [...]}",
        )
        return "", None

    def _reference(  # noqa: PLR0911  # a line for each form
        self, raw: str, path: KeyPath
    ) -> tuple[Value, Type | None]:
        match = _REF.fullmatch(raw)
        if not match:
            self.add(path, f"{shown(raw)} is not a reference", "$alias.field or $name")
            return "", None
        alias, name = match[1], match[2] or ""
        if not name:
            if alias in self.names:
                return Ref(alias), self.names[alias]
            if alias in CONSTANTS:
                return Ref(alias), CONSTANTS[alias][1]
            known = [*self.names, *CONSTANTS]
            self.add(path, f"nothing is named {shown(raw)} here", hint=did_you_mean(alias, known))
            return "", None
        if alias not in self.aliases:
            self.add(
                path,
                f"{shown(raw)}: no earlier pattern is named {shown(alias)}",
                hint=did_you_mean(alias, self.aliases),
            )
            return "", None
        declared = self.aliases[alias].fields.get(name)
        if declared is None:
            kind = self.aliases[alias]
            self.add(
                path,
                f"{kind.name!r} has no field {shown(name)}",
                hint=did_you_mean(name, kind.fields),
            )
            return "", None
        return Ref(alias, name), declared.type

    def _call(self, raw: Mapping[str, object], path: KeyPath) -> tuple[Value, Type | None]:
        ((name, written),) = raw.items()
        function = FUNCTIONS.get(name)
        if function is None:
            self.add(
                path, f"no function is named {shown(name)}", hint=did_you_mean(name, FUNCTIONS)
            )
            return "", None
        args = written if isinstance(written, list) else [written]
        if len(args) != len(function.params):
            self.add(path, f"{name!r} is given {len(args)} arguments", f"{len(function.params)}")
            return "", function.result
        parsed = tuple(
            self.value(arg, path, wanted) for arg, wanted in zip(args, function.params, strict=True)
        )
        return Call(name, parsed), function.result

    def alias(self, raw: Mapping[str, object], path: KeyPath) -> str:
        """Read the name that a pattern or a trigger gives to its fact; empty if it is no name."""
        name = raw["as"]
        if isinstance(name, str) and len(name) <= MOST_LETTERS and _ALIAS.fullmatch(name):
            return name
        self.add((*path, "as"), f"{shown(name)} is not a name", 'as = "e"')
        return ""

    # -- tests -------------------------------------------------------------------------------

    def tests(
        self, raw: Mapping[str, object], kind: Kind, path: KeyPath, reserved: frozenset[str]
    ) -> tuple[Test, ...]:
        """Parse the conditions of a pattern or a trigger: every key that is not reserved."""
        parsed: list[Test] = []
        for name, written in raw.items():
            if name in reserved:
                continue
            declared = kind.fields.get(name)
            if declared is None:
                self.add(
                    (*path, name),
                    f"{kind.name!r} has no field {shown(name)}",
                    hint=did_you_mean(name, kind.fields),
                )
                continue
            comparisons = written if isinstance(written, Mapping) else {"eq": written}
            if not comparisons:
                self.problems.unusable(
                    self.file, (*path, name), written, "a value, or { ge = ... }"
                )
            for op, operand in comparisons.items():
                if op not in OPERATORS:
                    self.add(
                        (*path, name),
                        f"no comparison is named {shown(op)}",
                        hint=did_you_mean(op, OPERATORS),
                    )
                elif op in OPERATORS[2:] and not declared.type.numeric:
                    self.add(
                        (*path, name), f"{name!r} is a {declared.type} and has no order", "eq or ne"
                    )
                else:
                    value = self.value(operand, (*path, name), declared.type)
                    if isinstance(value, Call):
                        right = "the function in `let`, and a fact that holds its result"
                        self.add((*path, name), "arithmetic in a condition", right)
                    else:
                        parsed.append(Test(name, op, value))
        return tuple(parsed)

    def patterns(
        self, raws: Sequence[object], path: KeyPath, facts: Mapping[str, Kind], *, bind: bool
    ) -> tuple[Pattern, ...]:
        """Parse a list of patterns over facts; items that are no pattern are left out."""
        read = [
            self.pattern(raw, (*path, number), facts, bind=bind) for number, raw in enumerate(raws)
        ]
        return tuple(pattern for pattern in read if pattern)

    def pattern(
        self, raw: object, path: KeyPath, facts: Mapping[str, Kind], *, bind: bool
    ) -> Pattern | None:
        """Parse one pattern over facts; ``bind`` also puts its alias into scope."""
        if not isinstance(raw, Mapping) or not isinstance(raw.get("fact"), str):
            self.add(path, f"{shown(raw)} is not a pattern", '{ fact = "kind", field = ... }')
            return None
        kind = facts.get(raw["fact"])
        if kind is None:
            self.add(
                path,
                f"no kind of fact is named {shown(raw['fact'])}",
                hint=did_you_mean(raw["fact"], facts),
            )
            return None
        tests = self.tests(raw, kind, path, _PATTERN_KEYS)
        alias = self.alias(raw, path) if "as" in raw else ""
        if alias and not bind:
            self.add(path, "a pattern under `unless` binds nothing", "it without `as`")
        if alias in self.aliases:
            self.add(path, f"{shown(alias)} is bound already", "another name")
        elif alias and bind:
            self.aliases[alias] = kind
        return Pattern(kind.name, alias if bind else "", tests)


def scalar(value: Value) -> Scalar | None:
    """Return a plain constant, or the constant that a reference names; None for another value."""
    if isinstance(value, Ref) and not value.field and value.alias in CONSTANTS:
        return CONSTANTS[value.alias][0]
    return value if isinstance(value, (int, str)) else None
