"""All names of the doctrine that Python knows: kinds, the words of their states.

No other module names a kind of clause or of event, but the classes that are made from the doctrine.
The doctrine uses the same words; tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from mandate.words import (
    BodyState,
    CeilingState,
    DepartureState,
    DutyState,
    EndedBy,
    FigureState,
    NoticeState,
    ObligationState,
    PartyState,
    Phase,
    SuspensionBasis,
    Timing,
)

#: The kind of the headline clause, and of the text as a whole.
HEADLINE_KIND = "term"
#: The name under which the number and the days of a term stand together, and their axes.
TERM, OF_TERM = "term", ("number", "first_day", "last_day")
#: The axes of the headline clause that a status shows at its top, in their order.
OF_HEADLINE = ("phase", "ended_by", "notice", TERM, "last_day", "notice_deadline")
#: The kind of event by which notice is given.
NOTICE_EVENT = "notice"

#: (section, axis) or (section, table.column) → its words.
WORDS: Mapping[tuple[str, str], type[StrEnum]] = {
    ("term", "phase"): Phase,
    ("term", "ended_by"): EndedBy,
    ("term", "notice"): NoticeState,
    ("term", "suspended_by.basis"): SuspensionBasis,
    ("obligation", "state"): ObligationState,
    ("obligation", "timing"): Timing,
    ("duty", "state"): DutyState,
    ("ceiling", "state"): CeilingState,
    ("ceiling", "figures.state"): FigureState,
    ("body", "state"): BodyState,
    ("party", "state"): PartyState,
    ("party", "departures.state"): DepartureState,
}
