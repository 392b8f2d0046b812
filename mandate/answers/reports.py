"""The reports on what was checked: an agreement of one's own, and an answer that was kept."""

from __future__ import annotations

from attrs import field, frozen

from mandate.errors import cut
from mandate.fixed import fixed
from mandate.plain_data import Row, fields
from mandate.views.answer import Answer, Table

_MOST_OF_A_VALUE = 200  # characters of a path or a value


@frozen(repr=False)
class Difference(Answer):
    """A value other than the one expected."""

    path: str
    expected: object = field(converter=fixed)
    found: object = field(converter=fixed)

    def as_dict(self) -> Row:
        """Return the difference as plain values, with real dates."""
        return fields(self)

    def __str__(self) -> str:
        expected, found = _said(self.expected), _said(self.found)
        return f"{cut(self.path, _MOST_OF_A_VALUE)}: expected {expected}, found {found}"


@frozen(repr=False)
class CheckReport(Answer):
    """The report of :func:`mandate.check`: counts, failures, acts without effect, and warnings."""

    agreement: str
    events: int
    #: Scenarios, and those of them that do not hold.
    scenarios: int
    failed_scenarios: int
    #: The values that the scenarios expect, and those of them that do not hold. Where the events of
    #: a scenario have no one outcome, none of its expectations holds.
    expectations: int
    failed_expectations: int
    #: Each expectation that does not hold, and each scenario that has no one outcome.
    failures: tuple[str, ...]
    #: Events of the record that changed nothing, each with its place and the rule that says so.
    ineffective: tuple[str, ...] = ()
    #: Parts of the files that are no fault and may be a slip, each with its place.
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every scenario holds; warnings do not count."""
        return not self.failures

    def as_dict(self) -> Row:
        """Return the report as plain values."""
        return fields(self, "ok")

    def __str__(self) -> str:
        scenarios = f"{self.scenarios} scenarios, {self.failed_scenarios} do not hold"
        values = f"{self.expectations} expectations, {self.failed_expectations} do not hold"
        head = f"{self.agreement}: {self.events} events; {scenarios}; {values}"
        vain = [f"without effect: {event}" for event in self.ineffective]
        warned = [f"warning: {warning}" for warning in self.warnings]
        return "\n".join([head, *self.failures, *vain, *warned])


@frozen(repr=False)
class Verification(Answer):
    """Whether an answer belongs to its receipt and comes out again; and the differences, if any.

    ``str(difference)`` names the value (``record``, ``answer.clauses.mandate.last_day``), its
    expected and its actual form.
    """

    #: Values that are wrong: ``expected`` is the value now, ``found`` the value that was kept.
    differences: tuple[Difference, ...]
    #: Other versions than those of the receipt, or another matcher: alone they make nothing wrong.
    versions: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing differs but versions."""
        return not self.differences

    def as_dict(self) -> Row:
        """Return the verification as plain values."""
        return {"ok": self.ok, **fields(self)}

    def to_rows(self) -> list[Row]:
        """Return the differences as flat rows, those of versions last."""
        return Table([*self.differences, *self.versions]).to_rows()

    def __str__(self) -> str:
        head = "verified" if self.ok else "not verified"
        told = [*self.differences, *self.versions]
        return "\n".join([head, *(f"  {difference}" for difference in told)])


def _said(value: object) -> str:
    return "none" if value is None else cut(str(value), _MOST_OF_A_VALUE)
