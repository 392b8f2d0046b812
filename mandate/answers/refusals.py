"""Errors that come from a text and its record when the clock walks them, with file and line."""

from __future__ import annotations

from mandate.engine.clock import Refusal
from mandate.errors import ContradictionError
from mandate.record.record import Record
from mandate.text.agreement import Agreement


def placed(error: Refusal, agreement: Agreement, record: Record) -> Refusal:
    """Return the same error, which also says where the events or the clause behind it stand."""
    if isinstance(error, ContradictionError):
        events = "; ".join(f"{name!r}: {record.place(name)}" for name in error.events)
        told = ContradictionError(f"{error} ({events})" if events else str(error))
        told.events = error.events
        return told
    place = agreement.places.get(error.clause, agreement.id)
    refused = type(error)(f"{place}: {error}")
    refused.clause = error.clause
    return refused
