"""Values in rules: constants, references and calls, worked out under a binding."""

from __future__ import annotations

from collections.abc import Mapping

from mandate.counting.instants import Zone
from mandate.engine.firing import Arithmetic
from mandate.engine.functions import call
from mandate.engine.grammar import CONSTANTS, Fact, Ref, Scalar, Value


class Evaluator:
    """Works out the values of one match, and remembers the arithmetic for the reasons."""

    __slots__ = ("_bound", "_names", "_zone", "arithmetic")

    def __init__(self, zone: Zone, bound: Mapping[str, Fact]) -> None:
        self._zone = zone
        self._bound = bound
        self._names: dict[str, Scalar] = {}
        self.arithmetic: list[Arithmetic] = []

    def name(self, name: str, value: Value) -> None:
        """Give a ``let`` its value."""
        self._names[name] = self.value(value)

    def value(self, value: Value) -> Scalar:
        """Return the result of a value."""
        if isinstance(value, (int, str)):
            return value
        if isinstance(value, Ref):
            return self._reference(value)
        args = tuple(self.value(arg) for arg in value.args)
        result = call(value.function, self._zone, args)
        self.arithmetic.append(Arithmetic(value.function, args, result))
        return result

    def fields(self, fields: Mapping[str, Value]) -> dict[str, Scalar]:
        """Return field names → the results of their values."""
        return {name: self.value(value) for name, value in fields.items()}

    def _reference(self, ref: Ref) -> Scalar:
        if ref.field:
            return self._bound[ref.alias][ref.field]
        if ref.alias in self._names:
            return self._names[ref.alias]
        return CONSTANTS[ref.alias][0]
