"""Two mandates side by side: their differences, and the events that make them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations
from math import comb

from attrs import field, frozen

from mandate.engine.firing import Stop
from mandate.errors import MandateError
from mandate.fixed import fixed
from mandate.plain_data import Row, fields, flat
from mandate.record.record import Event
from mandate.timeline.derivation import Derivation
from mandate.timeline.statuses import PARTS
from mandate.views.answer import Answer, Table

#: (part, name, axis) → value.
_Values = Mapping[tuple[str, str, str], object]
#: Sets of events to try one by one, each a derivation.
_MOST_SETS = 200


@frozen(repr=False)
class Divergence(Answer):
    """Days, both included, on which an axis of a clause, party or subject has two values."""

    first_day: dt.date
    last_day: dt.date
    #: The part of a status that has the axis: ``clauses``, ``parties``, ``on_the_ground``.
    part: str
    #: The id of the clause, the party or the subject.
    of: str
    axis: str
    one: object = field(converter=fixed)
    other: object = field(converter=fixed)

    def as_dict(self) -> Row:
        """Return the divergence as plain values, with real dates."""
        return fields(self)

    def to_rows(self) -> list[Row]:
        """Return the divergence as one flat row; both values as texts, or None."""
        row = self.as_dict()
        for name in ("one", "other"):
            row[name] = None if row[name] is None else said(row[name])
        return [row]

    def __str__(self) -> str:
        days = f"{self.first_day} to {self.last_day}"
        of = self.of if self.part == PARTS[0] else f"{self.part}.{self.of}"
        return f"{days}: {of}, {self.axis}: {said(self.one)} / {said(self.other)}"


@frozen(repr=False)
class Comparison(Answer):
    """The differences of two mandates between two days, and the events that make them."""

    divergences: tuple[Divergence, ...]
    #: The smallest set of events that leads from one to the other; of several, the first by ids.
    because_of: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether they agree on every day."""
        return not self.divergences

    def as_dict(self) -> Row:
        """Return the comparison as plain values, with real dates."""
        return fields(self, "same")

    def to_rows(self) -> list[Row]:
        """Return the divergences as flat rows, which pandas and polars take as they are."""
        return Table(self.divergences).to_rows()

    def __str__(self) -> str:
        if self.same:
            return "no difference"
        lines = [str(d) for d in self.divergences]
        return "\n".join([*lines, "because of: " + (", ".join(self.because_of) or "the text")])

    def __repr__(self) -> str:
        why = f", because of {', '.join(self.because_of)}" if self.because_of else ""
        return f"<Comparison: {len(self.divergences)} divergences{why}>"


def said(value: object) -> str:
    """Return the value of an axis as a text; of a table, the texts of its cells."""
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {v}".strip() for k, v in flat(value).items()) or "none"
    return str(value)


def compared(one: Derivation, other: Derivation, start: int, end: int) -> Comparison:
    """Return the differences of two derivations, and the events that make them.

    The events are only named for two records of one text.
    """
    differences = tuple(divergences(one, other, start, end))
    if not differences or one.agreement.digest != other.agreement.digest:
        return Comparison(differences, ())

    def same(events: Sequence[Event]) -> bool:
        record = one.record.with_events(tuple(events))
        try:
            tried = one.of(record)
        except MandateError:
            return False
        return not _differ(tried, other, start, end)

    return Comparison(differences, fewest_events(one.record.events, other.record.events, same))


def divergences(one: Derivation, other: Derivation, start: int, end: int) -> list[Divergence]:
    """Return the stretches on which the axes of clauses, parties or subjects differ."""
    open_: dict[tuple[str, str, str], tuple[int, object, object]] = {}
    differences: list[Divergence] = []

    def close(key: tuple[str, str, str], last: int) -> None:
        first, a, b = open_.pop(key)
        first_date, last_date = map(dt.date.fromordinal, (first, last))
        differences.append(Divergence(first_date, last_date, *key, a, b))

    for day, mine, theirs in _together(one, other, start, end):
        for key in sorted(mine.keys() | theirs.keys()):
            a, b = mine.get(key), theirs.get(key)
            if key in open_ and open_[key][1:] != (a, b):
                close(key, day - 1)
            if a != b and key not in open_:
                open_[key] = (day, a, b)
        if not open_ and _go_on_alike(one, other, day):
            break
    for key in sorted(open_):
        close(key, end)
    return sorted(differences, key=lambda d: (d.first_day, PARTS.index(d.part), d.of, d.axis))


def _differ(one: Derivation, other: Derivation, start: int, end: int) -> bool:
    """Whether two derivations differ on some day: the first such day is enough."""
    for day, mine, theirs in _together(one, other, start, end):
        if mine != theirs:
            return True
        if _go_on_alike(one, other, day):
            return False
    return False


def _go_on_alike(one: Derivation, other: Derivation, day: int) -> bool:
    """Whether nothing can set two derivations apart from a day on.

    That is so if they have the same text, doctrine and state, and no event is left in either.
    """
    texts = [(d.agreement.digest, d.doctrine.digest) for d in (one, other)]
    if texts[0] != texts[1]:
        return False
    limit = one.zone.after(day)
    lines = (one.timeline, other.timeline)
    if any(line.clock.last_event >= limit for line in lines):
        return False
    return lines[0].before(limit).state == lines[1].before(limit).state


def _together(
    one: Derivation, other: Derivation, start: int, end: int
) -> Iterator[tuple[int, _Values, _Values]]:
    """Yield each day on which one of two derivations changes, with the values of both."""
    courses = [d.timeline.course(start, end) for d in (one, other)]
    stretches = [next(course) for course in courses]
    values = [_values(d, s[2]) for d, s in zip((one, other), stretches, strict=True)]
    day = start
    while True:
        yield day, values[0], values[1]
        day = min(last for _, last, _ in stretches) + 1
        if day > end:
            return
        for number, derivation in enumerate((one, other)):
            if stretches[number][1] < day:
                stretches[number] = next(courses[number])
                values[number] = _values(derivation, stretches[number][2])


def _values(derivation: Derivation, stop: Stop) -> _Values:
    span = derivation.span(stop)
    return {
        (part, name, axis): value
        for part in PARTS
        for name, status in getattr(span, part).items()
        for axis, value in status.axes().items()
    }


def fewest_events(
    one: Sequence[Event], other: Sequence[Event], same: Callable[[Sequence[Event]], bool]
) -> tuple[str, ...]:
    """Return the fewest differences between two records that lead from the first to the second.

    ``same`` says whether a record gives the answers of the second. Differences that change nothing
    are left out one after the other, in the order of their ids, until none is too many. Where there
    are few enough of them, all smaller sets are tried too.
    """
    before, after = {e.id: e for e in one}, {e.id: e for e in other}
    changed = sorted(i for i in before.keys() | after.keys() if before.get(i) != after.get(i))

    def enough(names: Collection[str]) -> bool:
        kept = {name: event for name, event in before.items() if name not in names}
        return same([*kept.values(), *(after[name] for name in names if name in after)])

    needed = list(changed)
    for name in changed:
        fewer = [n for n in needed if n != name]
        if enough(fewer):
            needed = fewer
    if len(needed) > 1 and sum(comb(len(changed), n) for n in range(len(needed))) <= _MOST_SETS:
        smaller = (names for n in range(len(needed)) for names in combinations(changed, n))
        return next(filter(enough, smaller), tuple(needed))
    return tuple(needed)
