"""What cannot be, in a text or a record: refused when it is read, never when it is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mandate import Mandate, MandateError
from tests.making.building import Table, agreement, mandate, obligation, term

START = date(2020, 2, 29)
KINDS: dict[str, Table] = {
    "obligation": obligation(),
    "duty": {"kind": "duty", "bound": "alfa"},
    "body": {"kind": "body"},
    "ceiling": {"kind": "ceiling", "bound": "alfa", "quantities": [{"what": "men", "number": 9}]},
    "term": term({"on": START}, "1 year"),
}


def read(text: Table, *events: Table) -> Mandate | None:
    try:
        return mandate(text, *events)
    except MandateError:
        return None


@pytest.mark.parametrize("kind", KINDS)
def test_contradictory_text_is_refused_or_answered(kind: str) -> None:
    """What begins with the end of a clause in which it lies: no question about it may fail."""
    tied: dict[str, Any] = {"begins": {"after": "stay", "what": "ended"}, "during": "stay"}
    text = agreement({"stay": term(START, "10 days"), "other": KINDS[kind] | tied})

    stay = read(text)

    if stay is not None:
        assert stay.status(date.max).as_dict()
