"""The walk through time, and what the clauses have to do with one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TypeAlias

from . import days
from .clauses import Axes
from .days import Day, Table
from .events import Act, clock_of, judged
from .making import made
from .telling import axes, others
from .world import ReachesBack, World

Rows: TypeAlias = dict[str, Axes]

__all__ = [
    "at_moment",
    "judged",
    "live",
    "on_day",
    "on_days",
    "oracle",
    "others_on_day",
    "others_on_days",
]


def live(agreement: Table, record: Table) -> World:
    """Give the clauses of an agreement before the first day, with the record to live by.

    An act that reaches back is judged in the course of things as it is without it. If it counts,
    the course is begun anew, and there it works from the day that it names. Those that did not
    count are judged anew in that course.
    """
    settled: dict[str, Act | None] = {}
    while True:
        world = made(agreement, record, settled)
        try:
            world.to_the_last_event()
        except ReachesBack as found:
            settled = {name: act for name, act in settled.items() if act is not None}
            settled[found.act.event] = found.act
        else:
            return made(agreement, record, world.settled)


def _walk(world: World, first: Day, last: Day) -> Iterator[Day]:
    world.skip_to(first - 1)
    for day in range(first, last + 1):
        world.day(day)
        yield day


def oracle(agreement: Table, record: Table, first: date, last: date) -> dict[date, dict[str, Axes]]:
    """Say what every clause is at the close of each day from first to last, both included.

    The two files are given as tomllib reads them. The days before `first` are walked too, but
    only those on which something can change; from `first` on every single day is.
    """
    world = live(agreement, record)
    answer: dict[date, dict[str, Axes]] = {}
    for day in _walk(world, days.of(first), days.of(last)):
        shown = days.shown(day)
        if shown is not None:
            answer[shown] = axes(world)
    return answer


def on_day(agreement: Table, record: Table, day: date) -> dict[str, Axes]:
    """Say what every clause is at the close of one day, which may be far off."""
    return on_days(agreement, record, [day])[day]


def on_days(agreement: Table, record: Table, asked: Iterable[date]) -> dict[date, dict[str, Axes]]:
    """Say what every clause is at the close of each of some days, in one walk."""
    world = live(agreement, record)
    answer: dict[date, dict[str, Axes]] = {}
    for day in sorted(set(asked)):
        world.skip_to(days.of(day))
        answer[day] = axes(world)
    return answer


def at_moment(agreement: Table, record: Table, moment: datetime) -> tuple[Rows, Rows]:
    """Say what every clause is at a moment, and every party and subject."""
    world = live(agreement, record)
    world.skip_to_instant(clock_of(agreement).of(moment))
    return axes(world), others(world)


def others_on_day(agreement: Table, record: Table, day: date) -> dict[str, Axes]:
    """Say what every party and every subject on the ground is at the close of one day."""
    return others_on_days(agreement, record, [day])[day]


def others_on_days(
    agreement: Table, record: Table, asked: Iterable[date]
) -> dict[date, dict[str, Axes]]:
    """Say what every party and subject is at the close of each of some days, in one walk."""
    world = live(agreement, record)
    answer: dict[date, dict[str, Axes]] = {}
    for day in sorted(set(asked)):
        world.skip_to(days.of(day))
        answer[day] = others(world)
    return answer
