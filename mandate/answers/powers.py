"""Powers: the acts by which someone may still change something, and their days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from attrs import evolve, field, frozen

from mandate.answers.assumptions import horizon
from mandate.answers.openings import Opening, Openings
from mandate.counting.instants import MAX_DAY, MIN_DAY, to_date
from mandate.engine.foresight import Between
from mandate.fixed import fixed
from mandate.plain_data import Row, fields
from mandate.timeline.derivation import Derivation
from mandate.views.answer import Answer, Table


@frozen(repr=False)
class Power(Answer):
    """A possible act to which a rule gives effect: by whom, and on which days.

    The days are those of an act without a recorded hour, which counts at the close of its day.
    """

    #: The power: terminate, withdraw, suspend, resume, extend, renew, revoke.
    power: str
    #: The act: the kind of event, and its clause (or, for taking back, the notice).
    act: str
    of: str
    #: The party that may act; empty where it takes all the parties.
    by: str
    #: The first and the last day on which the act works, both included; None: no such bound.
    first_day: dt.date | None
    last_day: dt.date | None
    #: The effect, in the words of the rules, and their ids.
    effect: tuple[str, ...]
    rules: tuple[str, ...]
    cite: str
    #: For days that the act itself names: the first and the last that work; None: no such bound.
    limits: Mapping[str, tuple[dt.date | None, dt.date | None]] = field(
        factory=dict, hash=False, converter=fixed
    )

    def open_on(self, day: dt.date) -> bool:
        """Whether the act works on a day."""
        return (self.first_day or dt.date.min) <= day <= (self.last_day or dt.date.max)

    def as_dict(self) -> Row:
        """Return the power as plain values, with real dates."""
        return fields(self)

    def __str__(self) -> str:
        start = f"from {self.first_day} " if self.first_day else ""
        end = f"to {self.last_day}, both included" if self.last_day else "without end"
        bounds = "".join(f"; {name} {_span(*days)}" for name, days in self.limits.items())
        act = f"{self.by or 'all the parties'}: {self.power} ({self.act} of {self.of})"
        return f"{act}, {start}{end}{bounds}. {' '.join(self.effect)}"

    def __repr__(self) -> str:
        days = f"{self.first_day or 'ever'} to {self.last_day or 'no end'}"
        return f"<Power {self.by or 'all'}: {self.power} ({self.act} of {self.of}), {days}>"


def _span(first: dt.date | None, last: dt.date | None) -> str:
    return " ".join([*([f"from {first}"] if first else []), *([f"to {last}"] if last else [])])


def powers(derivation: Derivation, day: int) -> Table[Power]:
    """Return the acts that are possible on a day or later, by the record as it stands.

    The power with the soonest last day stands first. An act that is possible more than once is
    listed with its first days. An act that another act would have to make possible first is not
    among them.
    """
    _, _, last = horizon(derivation, day, MAX_DAY)
    first: dict[tuple[object, ...], Opening] = {}
    for opening in _openings(derivation, day, last):
        kind = derivation.doctrine.events[opening.sort.kind]
        unnamed = "by" in kind.keys and not opening.sort.by
        if opening.last >= day and not unnamed:
            first.setdefault((opening.sort, tuple(r.power for r in opening.rules)), opening)
    usable = [power for opening in first.values() for power in _powers(derivation, opening, last)]
    return Table(sorted(usable, key=_order))


def _openings(derivation: Derivation, day: int, last: int) -> list[Opening]:
    """Return the openings around a day, with their true first days, also where it lies far off."""
    zone, openings = derivation.zone, derivation.once(Openings)
    cycle = derivation.timeline.cycle(zone.after(day))
    if cycle is None:
        return openings.between(MIN_DAY, last, powers=True)
    # An act that was possible all through the first cycle, and is so in the one before the day,
    # was possible all the time between.
    begins, turned = (zone.day_of(position) for position in cycle)
    near = day - 2 * (turned - begins)
    early = {
        (o.sort, o.rules): o
        for o in openings.between(MIN_DAY, turned, powers=True)
        if o.first <= begins and o.last == turned
    }
    return [
        evolve(o, first=early[o.sort, o.rules].first)
        if o.first == near and (o.sort, o.rules) in early
        else o
        for o in openings.between(near, last, powers=True)
    ]


def _order(power: Power) -> tuple[object, ...]:
    days = (power.last_day or dt.date.max, power.first_day or dt.date.min)
    return (*days, power.of, power.act, power.by, power.rules)


def _powers(derivation: Derivation, opening: Opening, horizon_ends: int) -> Iterator[Power]:
    sort, agreement = opening.sort, derivation.agreement
    event = derivation.record.event(sort.of)
    clause = agreement.clauses.get(event.of if event else sort.of)
    keys = derivation.doctrine.events[sort.kind].keys
    limits = {
        name: (
            None if value.low <= MIN_DAY else to_date(value.low),
            None if value.high >= MAX_DAY else to_date(value.high),
        )
        for name, value in opening.event.items()
        if name in keys and keys[name].type in {"date", "end"} and isinstance(value, Between)
    }
    last = None if opening.last >= horizon_ends else to_date(opening.last)
    for word in sorted({r.power for r in opening.rules}):
        rules = [r for r in opening.rules if r.power == word]
        yield Power(
            word,
            sort.kind,
            sort.of,
            sort.by or "",
            None if opening.first <= MIN_DAY else to_date(opening.first),
            last,
            tuple(r.says for r in rules),
            tuple(r.id for r in rules),
            clause.cite if clause else "",
            {name: days for name, days in limits.items() if days != (None, None)},
        )
