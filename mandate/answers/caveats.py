"""The caveats of a status: all that keeps it from being a finding, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from mandate.answers.assumptions import beyond_record, over_gaps
from mandate.answers.changes import retroactive, undated
from mandate.answers.undetermined import Alternatives
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.timeline.span import Span
from mandate.timeline.statuses import day

#: The property of a status that is behind a caveat.
CaveatKind: TypeAlias = Literal[
    "unverified",
    "projection",
    "undetermined",
    "undetermined_in_part",
    "retroactive",
    "undated_that_day",
    "beyond_calendar",
]


class Caveat(NamedTuple):
    """A point that keeps a status from being a finding."""

    #: The name of the property of the status that tells more.
    kind: CaveatKind
    says: str

    def __str__(self) -> str:
        return f"{self.kind.replace('_', ' ').capitalize()}: {self.says}"


def caveats(derivation: Derivation, span: Span, question: Question) -> tuple[Caveat, ...]:
    """Return the caveats of the answer to a question, the weightiest first."""
    return tuple(_caveats(derivation, span, question))


def _caveats(derivation: Derivation, span: Span, question: Question) -> Iterator[Caveat]:
    if over_gaps(derivation, question.day):
        yield Caveat("unverified", "the record has a gap; that nothing happened in it is assumed")
    if beyond_record(derivation, question.day):
        complete = derivation.record.complete_to
        upto = (
            f"the record is complete to {day(complete)}"
            if complete
            else "the record claims no completeness"
        )
        yield Caveat("projection", f"{upto}; that nothing followed is assumed")
    alternatives = derivation.once(Alternatives)
    if paths := alternatives.differing(question):
        yield Caveat("undetermined", ", ".join(paths))
    if alternatives.tried_in_part(question):
        says = "too many days are open together to try them all; more may be undetermined"
        yield Caveat("undetermined_in_part", says)
    if events := retroactive(derivation, question):
        yield Caveat("retroactive", f"done later, and in effect already: {', '.join(events)}")
    if events := undated(derivation, question):
        yield Caveat(
            "undated_that_day", f"not counted, as the hour is not known: {', '.join(events)}"
        )
    if days := span.headline.beyond_calendar:
        yield Caveat("beyond_calendar", f"later than 9999-12-31: {', '.join(days)}")
