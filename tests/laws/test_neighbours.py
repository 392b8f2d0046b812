"""A clause knows nothing of those that it does not name: neither their acts nor their days."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings

from mandate.errors import MandateError
from mandate.library import read_data
from mandate.mandate import Mandate
from tests.making.building import clamped
from tests.making.documented import CASES, NAMES, crowds, data_of, shares
from tests.making.effort import some, tried
from tests.making.firings import trace
from tests.making.neighbours import YEARS, apart, crowd, renamed, together
from tests.making.strategies import cases
from tests.making.strategies_records import Case

#: How far off in the list the other case stands: the same once more, and the next.
APART = (0, 1)
NUMBERS = range(len(CASES))
YEAR = 366


def made(data):
    return Mandate(*read_data(*data), "plain")


@pytest.mark.parametrize("number", some(NUMBERS), ids=some(NAMES))
def test_two_cases_of_the_documentation_side_by_side(number):
    (_, one), data = CASES[number], data_of(CASES[number][1])

    for far in APART:
        _, other = CASES[(number + far) % len(CASES)]
        if shares(one) or shares(other):
            continue
        beside = renamed(*data_of(other), "-2")
        day = max(one["on"].toordinal(), other["on"].toordinal())

        both = trace(made(together(data, beside)), day)

        assert both == trace(made(data), day) | trace(made(beside), day)


@pytest.mark.parametrize("number", some(range(len(crowds()))))
@pytest.mark.parametrize("parties", ["others", "the same"])
def test_many_cases_in_one_text_beside_others_that_are_long_over(number, parties):
    """What holds of one clause, done, lapsed, moved or ended, decides nothing of another."""
    groups = crowds(of_the_same=parties == "the same")
    here, before = ([data_of(case) for case in groups[n]] for n in (number, number - 1))
    others = parties == "others"
    beside = crowd(before, "-b", YEARS, parties=others)
    day = max(case["on"].toordinal() for case in groups[number])
    alone = [made(renamed(*one, f"-a{n}", parties=others)) for n, one in enumerate(here)]

    both = trace(made(together(crowd(here, "-a", parties=others), beside)), day)

    assert both == trace(made(beside), day).union(*(trace(one, day) for one in alone))


@settings(max_examples=tried(25))
@given(cases(most=3, events=4, far=False), cases(most=3, events=4, far=False))
def test_two_drawn_agreements_side_by_side(one: Case, other: Case) -> None:
    # The instrument and the parties are those of both: what is done to the one or by all the
    # others is done in the other text too.
    one, other = apart(*one), apart(*other)
    # Nor may the instrument name the parties of one alone, or be a clause of it.
    signed = one[0]["instrument"]["signed"]
    instrument = {
        "signed": signed,
        "begins": one[0]["instrument"].get("begins", {"on": signed}),
    }
    alike = {"counting": one[0]["counting"], "instrument": instrument}
    here = ({**one[0], **alike}, one[1])
    beside = renamed({**other[0], **alike}, other[1], "-2")
    try:
        alone, neighbour, both = made(here), made(beside), made(together(here, beside))
    except MandateError:
        # The other may not stand under the instrument or the counting of the first.
        assume(False)  # noqa: FBT003  # so Hypothesis has it
        raise
    last = both._derivation.timeline.clock.last_event  # noqa: SLF001  # where the record ends
    day = clamped(both.agreement.zone.day_of(last) + YEAR).toordinal()

    assert trace(both, day) == trace(alone, day) | trace(neighbour, day)
