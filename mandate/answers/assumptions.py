"""The assumptions of a status: that no event came of which the record cannot know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from mandate.answers.openings import Opening, Openings
from mandate.counting.instants import MAX_DAY, MIN_DAY, to_date
from mandate.plain_data import Row, fields
from mandate.timeline.derivation import Derivation
from mandate.views.answer import Answer, Table


@frozen(repr=False)
class Assumption(Answer):
    """The assumption that no event of a sort came from one day to another, both included.

    The days lie after the last day on which the record is complete, or in one of its gaps.
    """

    #: The kind of event, and the clause, subject or event that it would be of; may be empty.
    kind: str
    of: str
    #: The parties whose act it would be, "" for an act that names nobody; empty: anybody's.
    by: tuple[str, ...]
    #: The first day; None: since ever.
    first_day: dt.date | None
    last_day: dt.date
    #: The effect it would have, in the words of the rules, and the ids of these.
    effect: tuple[str, ...]
    rules: tuple[str, ...]
    #: Whether the days lie in a gap of the record, rather than after its end.
    in_gap: bool = False
    #: Whether days like these come again in every later term, up to the day of the status.
    repeats: bool = False

    def as_dict(self) -> Row:
        """Return the assumption as plain values, with real dates."""
        return fields(self)

    def to_text(self) -> str:
        """Return the assumption, and below it the effect that the event would have."""
        return "\n  ".join([str(self), *self.effect])

    def __str__(self) -> str:
        names = [*(name for name in self.by if name), *["one not named"] * ("" in self.by)]
        who = f" by {' or '.join(names)}" if names else ""
        of = f" of {self.of}" if self.of else ""
        days = (
            f"on {self.last_day}"
            if self.first_day == self.last_day
            else f"from {self.first_day or 'ever'} to {self.last_day}"
        )
        again = ", and so in every later term" if self.repeats else ""
        where = " (in a gap of the record)" if self.in_gap else ""
        return f"no {self.kind}{of}{who} {days}{again}{where}"


def assumptions(derivation: Derivation, limit: int) -> Table[Assumption]:
    """Return the assumptions of an answer that looks no further than day ``limit``, by day."""
    assumed: list[Assumption] = []
    for first, last in _gaps(derivation, limit):
        openings = derivation.once(Openings).between(first, last, reach=limit)
        assumed.extend(_assumed(derivation, openings, in_gap=True))
    first = _complete(derivation) + 1
    if first <= limit:
        assumed.extend(_after(derivation, first, limit))
    return Table(
        sorted(assumed, key=lambda a: (a.first_day or dt.date.min, a.kind, a.of, a.by, a.last_day))
    )


def beyond_record(derivation: Derivation, limit: int) -> bool:
    """Whether an answer that looks no further than day ``limit`` assumes anything of later days."""
    first = _complete(derivation) + 1
    if first > limit:
        return False
    return derivation.once(Openings).any_between(first, horizon(derivation, first, limit)[1])


def over_gaps(derivation: Derivation, limit: int) -> bool:
    """Whether an answer that looks no further than day ``limit`` assumes anything of a gap."""
    gaps = _gaps(derivation, limit)
    return any(derivation.once(Openings).any_between(first, last) for first, last in gaps)


def _complete(derivation: Derivation) -> int:
    complete = derivation.record.complete_to
    return MIN_DAY - 1 if complete is None else complete.toordinal()


def _gaps(derivation: Derivation, limit: int) -> Iterator[tuple[int, int]]:
    """Yield the gaps of the record, up to the day to which it is complete and to ``limit``."""
    end = min(limit, _complete(derivation))
    for gap in derivation.record.gaps:
        first, last = gap.first.toordinal(), min(gap.last.toordinal(), end)
        if first <= last:
            yield first, last


def _after(derivation: Derivation, first: int, limit: int) -> Iterator[Assumption]:
    begins, last, reach = horizon(derivation, first, limit)
    openings = derivation.once(Openings).between(first, last, reach=reach)
    if last == limit:
        yield from _assumed(derivation, openings)
    else:
        yield from _repeated(derivation, openings, begins, last, limit)


def horizon(derivation: Derivation, first: int, limit: int) -> tuple[int, int, int]:
    """Return the days at which the future begins to repeat, has come round once, and twice.

    All three are ``limit`` where the future up to there does not repeat.
    """
    zone = derivation.zone
    cycle = derivation.timeline.cycle(zone.after(limit))
    if cycle is None:
        return limit, limit, limit
    begins, turned = (zone.day_of(position) for position in cycle)
    # Where the question begins later, the cycle that is looked at does too.
    shift = max(0, first - begins)
    last, reach = turned - 1 + shift, 2 * turned - begins + shift
    return (begins + shift, last, min(reach, limit)) if last < limit else (limit, limit, limit)


def _repeated(
    derivation: Derivation, openings: Iterable[Opening], begins: int, last: int, limit: int
) -> Iterator[Assumption]:
    """Yield one assumption for openings that come again: of one sort, by the same rules."""
    kept: dict[tuple[object, ...], tuple[Opening, bool]] = {}
    for opening in openings:
        same = (opening.sort, tuple(r.id for r in opening.rules))
        if opening.first <= begins and opening.last >= last:
            kept[same] = (evolve(opening, last=limit), False)
        elif opening.last < begins:
            kept.setdefault((*same, opening.first), (opening, False))
        else:
            earlier = [key for key in kept if key[:2] == same]
            first = kept[earlier[0]][0] if earlier else opening
            for key in earlier:
                del kept[key]
            kept[same] = (first, True)
    for repeats in (False, True):
        chosen = [opening for opening, again in kept.values() if again is repeats]
        yield from _assumed(derivation, chosen, repeats=repeats)


def _assumed(
    derivation: Derivation,
    openings: Iterable[Opening],
    *,
    in_gap: bool = False,
    repeats: bool = False,
) -> Iterator[Assumption]:
    """Yield one assumption for openings that differ only in who would act."""
    who_may = {(s.kind, s.of): who for s, who in derivation.once(Openings).sorts}
    together: dict[tuple[str, str, int, int, tuple[str, ...]], list[Opening]] = {}
    for opening in openings:
        sort, ids = opening.sort, tuple(r.id for r in opening.rules)
        key = (sort.kind, sort.of, opening.first, opening.last, ids)
        together.setdefault(key, []).append(opening)
    for (kind, of, first, last, ids), alike in together.items():
        by = [o.sort.by for o in alike]
        yield Assumption(
            kind,
            of,
            () if len(by) == len(who_may[kind, of]) else tuple(sorted(b or "" for b in by)),
            None if first <= MIN_DAY else to_date(min(first, MAX_DAY)),
            dt.date.fromordinal(min(last, MAX_DAY)),
            tuple(rule.says for rule in alike[0].rules),
            ids,
            in_gap,
            repeats,
        )
