"""Events of one day whose order is not given but matters: the pair is refused by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, islice

from mandate.engine.firing import Occurrence
from mandate.engine.state import State
from mandate.errors import ContradictionError, OrderError
from mandate.timeline.walk import Timeline

#: Pairs of one instant that are tried. Of a day with more pairs the rest go untried.
_MOST_PAIRS = 2_000
_MOST_TOLD = 6


def refuse_open_order(timeline: Timeline, place: Callable[[str], str]) -> None:
    """Try each pair of events of one instant in both orders.

    ``place`` says where an event is written.

    Raises:
        OrderError: the outcome differs, so the record must say which came first.

    """
    pairs = [
        (first.id, second.id)
        for state, position, first, second in _pairs(timeline)
        if _differs(timeline, state, position, first, second)
    ]
    if pairs:
        told = [
            f"{first!r} ({place(first)}) or {second!r} ({place(second)})"
            for first, second in pairs[:_MOST_TOLD]
        ]
        if len(pairs) > _MOST_TOLD:
            told.append(f"and {len(pairs) - _MOST_TOLD} more pairs")
        first, second = pairs[0]
        msg = (
            f"the outcome depends on which came first: {'; '.join(told)}. "
            f'Write after = "{first}" in {second!r}, or the other way round, or give the hours.'
        )
        raise OrderError(msg)


def _pairs(timeline: Timeline) -> Iterator[tuple[State, int, Occurrence, Occurrence]]:
    for position, layers in sorted(timeline.clock.batches().items()):
        for layer in layers:
            if len(layer) > 1:
                try:
                    state = timeline.before(position).state
                except ContradictionError:  # an earlier day contradicts itself: no state follows it
                    return
                for first, second in islice(combinations(layer, 2), _MOST_PAIRS):
                    yield state, position, first, second


def _differs(
    timeline: Timeline, state: State, position: int, first: Occurrence, second: Occurrence
) -> bool:
    outcomes: list[State | None] = []
    for order in (((first,), (second,)), ((second,), (first,))):
        try:
            outcomes.append(timeline.clock.at(position, state, order).state)
        except ContradictionError:
            outcomes.append(None)
    return outcomes[0] != outcomes[1]
