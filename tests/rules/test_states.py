"""The states that the doctrine says a kind of clause reaches are those that it reaches."""

from __future__ import annotations

from datetime import date

import pytest

from mandate.library import doctrine
from tests.making.building import Table, agreement, event, mandate, obligation, term

START, LAST = date(2020, 1, 1), date(2020, 6, 30)
KINDS: Table = {
    "term": term(START, **{"lasts-until": LAST}),
    "obligation": obligation(),
    "duty": {"kind": "duty", "bound": "alfa", "ends": {"on": LAST}},
    "ceiling": {"kind": "ceiling", "quantities": [{"what": "men", "number": 9}], "during": "term"},
    "body": {"kind": "body"},
}
ACTS = {"obligation": ["performance"], "body": ["opening", "closing"]}
STATES = [(kind.name, state) for kind in doctrine().clauses.values() for state in kind.reaches]


def test_all_kinds_are_here() -> None:
    assert set(KINDS) == set(doctrine().clauses)


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_what_waits_for_it_begins(kind: str, state: str) -> None:
    waits = {"kind": "duty", "bound": "alfa", "begins": {"after": kind, "what": state}}
    acts = [
        event(name, date(2020, 2 + number, 1), of=kind)
        for number, name in enumerate(["milestone", *ACTS.get(kind, ())])
    ]

    stay = mandate(agreement({**KINDS, "waits": waits}), *acts)

    assert stay.status("2020-12-31").clauses["waits"].state == "standing"
