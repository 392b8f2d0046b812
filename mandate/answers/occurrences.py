"""Events of the record as the engine sees them."""

from __future__ import annotations

from mandate.engine.firing import Occurrence
from mandate.record.record import Event


def occurrence(event: Event) -> Occurrence:
    """Return an event as the engine sees it. It is judged at ``on`` and acts from ``effect``."""
    fact = {
        "id": event.id,
        "at": event.judged,
        "day": event.on.toordinal(),
        **event.fields,
    }
    return Occurrence(event.id, event.kind, event.acts, fact, frozenset(event.after))
