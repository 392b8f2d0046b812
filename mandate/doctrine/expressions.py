"""Values of the rule grammar, parsed and type-checked with the names in scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from attrs import define, field

from mandate.counting.conventions import Before, By, Period
from mandate.counting.durations import Duration
from mandate.engine.functions import FUNCTIONS
from mandate.engine.grammar import (
    CONSTANTS,
    Call,
    Kind,
    Ref,
    Scalar,
    Type,
    Value,
)
from mandate.errors import CountingError, did_you_mean, shown
from mandate.files.problems import Problems, odd_character
from mandate.files.toml import KeyPath, TomlFile

_REF = re.compile(r"\$([a-z][a-z0-9-]*)(?:\.([a-z][a-z0-9_-]*))?")
#: The name under which a rule knows what set it off; no pattern may have it.
TRIGGER = "trigger"
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
_MOST_SAID = 200


def same(first: Type, second: Type) -> bool:
    """Whether values of two types may be compared or put in each other's place."""
    moments = {Type.POSITION, Type.BOUNDARY}
    words = {Type.TEXT, Type.DURATION, Type.PERIOD, Type.BEFORE, Type.BY}
    pair = {first, second}
    return first is second or pair <= moments or (pair <= words and Type.TEXT in pair)


@define
class Values:
    """Reads values with the names bound so far: of patterns with a kind, others with a type."""

    file: TomlFile
    problems: Problems
    aliases: dict[str, Kind] = field(factory=dict)
    names: dict[str, Type] = field(factory=dict)
    #: The clause that patterns and acts speak of where they do not say another, if there is one.
    clause: Ref | None = None

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
        if raw is None:
            self.add(path, f"{shown(raw)} is neither a text nor a whole number")
            return "", None
        if isinstance(raw, bool):
            return int(raw), Type.COUNT
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
            "a text, a number, $field, $pattern.field or {function = [...]}",
        )
        return "", None

    def _reference(  # noqa: PLR0911  # a line for each form
        self, raw: str, path: KeyPath
    ) -> tuple[Value, Type | None]:
        match = _REF.fullmatch(raw)
        if not match:
            self.add(path, f"{shown(raw)} is not a reference", "$field or $pattern.field")
            return "", None
        alias, name = match[1], match[2] or ""
        if not name:
            if alias in self.names:
                return Ref(alias), self.names[alias]
            if alias in CONSTANTS:
                return Ref(alias), CONSTANTS[alias][1]
            of_trigger = self.aliases[TRIGGER].fields if TRIGGER in self.aliases else {}
            if alias in of_trigger:
                return Ref(TRIGGER, alias), of_trigger[alias].type
            known = [*self.names, *of_trigger, *CONSTANTS]
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


def scalar(value: Value) -> Scalar | None:
    """Return a plain constant, or the constant that a reference names; None for another value."""
    if isinstance(value, Ref) and not value.field and value.alias in CONSTANTS:
        return CONSTANTS[value.alias][0]
    return value if isinstance(value, (int, str)) else None
