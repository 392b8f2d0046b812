"""The axes of a status: the doctrine's ordered cases, worked out over the facts of one span."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from mandate.counting.instants import MAX_DAY, MIN_DAY, NO_DAY, Zone, to_date
from mandate.doctrine.vocabulary import WORDS
from mandate.engine.evaluate import Evaluator
from mandate.engine.firing import Arithmetic
from mandate.engine.grammar import Axis, Fact, Kind, Role, Scalar, refs
from mandate.engine.plain import NAMES, candidates, joins
from mandate.engine.state import FactId, State
from mandate.fixed import fixed


@frozen
class AxisValue:
    """The value of an axis, and the facts on which it rests."""

    value: Any
    #: (fact, field): the fields that decided the case and gave the value.
    rests_on: tuple[tuple[FactId, str], ...] = ()
    arithmetic: tuple[Arithmetic, ...] = ()
    #: Whether the value is a day outside the calendar; it is then shown as None.
    beyond: bool = False


@frozen
class AxisReader:
    """Works out axes from the state of one span."""

    kinds: Mapping[str, Kind] = field(repr=False)
    state: State
    zone: Zone
    start: int
    instrument: str

    def read(self, section: str, axis: Axis, name: str, value: str) -> AxisValue:
        """Work out one axis of a clause, a party or a subject (``name``), whose id is ``value``."""
        names: dict[str, Scalar] = {
            name: value, "now": self.start, "instrument": self.instrument,
        }  # fmt: skip
        return self._axis(section, axis.name, axis, names, {})

    def _axis(
        self,
        section: str,
        label: str,
        axis: Axis,
        names: Mapping[str, Scalar],
        bound: Mapping[str, Fact],
    ) -> AxisValue:
        binding = {**bound, NAMES: names}
        if axis.each is not None:
            return self._table(section, axis, names, binding)
        for case in axis.cases:
            for keys, final in joins(self.kinds, self.state, case.when, case.unless, binding):
                evaluator = Evaluator(self.zone, final)
                for name, constant in names.items():
                    evaluator.name(name, constant)
                value = evaluator.value(case.value)
                rests = [
                    ((pattern.kind, key), test.field)
                    for pattern, key in zip(case.when, keys, strict=True)
                    for test in pattern.tests
                    if test.field not in self.kinds[pattern.kind].key
                ]
                # A pattern that tests only the key of a fact asks whether the fact is there at all.
                # So the value rests on the fact as a whole, not on one of its fields.
                rests.extend(
                    ((pattern.kind, key), "")
                    for pattern, key in zip(case.when, keys, strict=True)
                    if self.kinds[pattern.kind].role is Role.STATE
                    and all(t.field in self.kinds[pattern.kind].key for t in pattern.tests)
                    and pattern.alias not in {r.alias for r in refs(case.value) if r.field}
                )
                ids = {
                    p.alias: (p.kind, k) for p, k in zip(case.when, keys, strict=True) if p.alias
                }
                rests.extend(
                    (ids[r.alias], r.field) for r in refs(case.value) if r.field and r.alias in ids
                )
                shown, beyond = self._shown(section, label, axis, value)
                return AxisValue(
                    shown, tuple(dict.fromkeys(rests)), tuple(evaluator.arithmetic), beyond
                )
        shown, _ = self._shown(section, label, axis, None)
        return AxisValue(shown)

    def _table(
        self, section: str, axis: Axis, names: Mapping[str, Scalar], binding: Mapping[str, Fact]
    ) -> AxisValue:
        assert axis.each is not None  # noqa: S101  # the caller has looked
        rows: dict[str, dict[str, Any]] = {}
        rests: list[tuple[FactId, str]] = []
        for key, fact in candidates(self.kinds, self.state, axis.each, binding):
            here = {**binding, axis.each.alias: fact}
            evaluator = Evaluator(self.zone, here)
            row = str(evaluator.value(axis.row))
            rows[row] = {}
            for column, inner in axis.columns.items():
                label = f"{axis.name}.{column}"
                rows[row][column] = self._axis(section, label, inner, names, here).value
            rests.append(((axis.each.kind, key), ""))
        return AxisValue(fixed(dict(sorted(rows.items()))), tuple(rests))

    def _shown(  # noqa: PLR0911  # a line for each type
        self, section: str, label: str, axis: Axis, value: Scalar | None
    ) -> tuple[object, bool]:
        if value is None:
            return (0 if axis.type == "count" else False if axis.type == "flag" else None), False
        if axis.type == "day":
            assert isinstance(value, int)  # noqa: S101  # checked when the doctrine was read
            outside = not MIN_DAY <= value <= MAX_DAY and value < NO_DAY
            return to_date(value), outside
        if axis.type == "instant":
            assert isinstance(value, int)  # noqa: S101  # checked when the doctrine was read
            return self.zone.local(value), False
        if axis.type == "flag":
            return bool(value), False
        if axis.type == "choice":
            words = WORDS.get((section, label))
            if value == "":
                return None, False
            return (words(str(value)) if words else value), False
        return value, False
