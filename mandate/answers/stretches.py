"""The course of a mandate between two days: stretches, changes, and days of a condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import field, frozen

from mandate.answers.changes import Change
from mandate.answers.status import Status
from mandate.doctrine.paths import AnswerPaths
from mandate.errors import ArgumentError, shown
from mandate.plain_data import Row
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.views.answer import Answer

#: A condition on a status: paths (as in ``Status.as_dict``) with their values, or a test.
Condition = Mapping[str, object] | Callable[[Status], bool]


@frozen
class Stretch(Answer):
    """Days on which nothing changed: ``first_day`` and ``last_day`` are both part of it."""

    first_day: dt.date
    last_day: dt.date
    #: The status at the close of the first day.
    status: Status = field(repr=False)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of the first day, and the reason for each."""
        return self.status.changes

    @property
    def days(self) -> int:
        """The number of its days."""
        return (self.last_day - self.first_day).days + 1

    def as_dict(self) -> Row:
        """Return the stretch and its status as plain values, with real dates."""
        return {
            "first_day": self.first_day,
            "last_day": self.last_day,
            "days": self.days,
            "status": self.status.as_dict(),
        }

    def to_rows(self) -> list[Row]:
        """Return the stretch as one flat row: its days, then the row of its status."""
        (said,) = self.status.to_rows()
        days = {"first_day": self.first_day, "last_day": self.last_day, "days": self.days}
        return [days | {name: v for name, v in said.items() if name not in {"date", "instant"}}]

    def __str__(self) -> str:
        days = f"{self.first_day} to {self.last_day}"
        return "\n  ".join([days, *map(str, self.changes)])


@frozen(repr=False)
class When(Answer):
    """The days on which a condition held between two days, by the status at the close of each."""

    #: (first day, last day) of each stretch on which it held, both included.
    stretches: tuple[tuple[dt.date, dt.date], ...]
    #: The number of days from the first to the last day asked about, both included.
    of_days: int

    @property
    def ever(self) -> bool:
        """Whether the condition held on any day."""
        return bool(self.stretches)

    @property
    def always(self) -> bool:
        """Whether the condition held on every day."""
        return self.days == self.of_days

    @property
    def days(self) -> int:
        """The number of days on which the condition held."""
        return sum((last - first).days + 1 for first, last in self.stretches)

    @property
    def first_day(self) -> dt.date | None:
        """The first day on which the condition held, or None."""
        return self.stretches[0][0] if self.stretches else None

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which the condition held, or None."""
        return self.stretches[-1][1] if self.stretches else None

    def as_dict(self) -> Row:
        """Return the result as plain values, with real dates."""
        told = {
            name: getattr(self, name)
            for name in ("ever", "always", "days", "of_days", "first_day", "last_day")
        }
        return {**told, "stretches": self.to_rows()}

    def to_rows(self) -> list[Row]:
        """Return the first and the last day of each stretch on which the condition held."""
        return [{"first_day": first, "last_day": last} for first, last in self.stretches]

    def __str__(self) -> str:
        told = [f"{self.days} of {self.of_days} days"]
        return "\n  ".join([*told, *(f"{first} to {last}" for first, last in self.stretches)])


def stretches(derivation: Derivation, start: int, end: int) -> Iterator[Stretch]:
    """Yield the stretches from day ``start`` to day ``end``, both included, in order."""
    for first, last, stop in derivation.timeline.course(start, end):
        first_date, last_date = map(dt.date.fromordinal, (first, last))
        question = Question(derivation.zone, "day", first)
        status = Status(derivation, derivation.span(stop), question)
        yield Stretch(first_date, last_date, status)


def check_condition(condition: object, paths: AnswerPaths) -> None:
    """Refuse a value that is no condition, or a condition that can hold on no day.

    Raises:
        ArgumentError: it is neither a function nor a mapping of paths to values; a status has no
            such path; or a value can never stand there.

    """
    if callable(condition):
        return
    if not isinstance(condition, Mapping):
        right = 'give paths and values, like {"phase": "in-force"}, or a function of a status'
        msg = f"condition: {shown(condition)} is no condition: {right}"
        raise ArgumentError(msg)
    wrong = [said for path, value in condition.items() if (said := _never(path, value, paths))]
    if wrong:
        raise ArgumentError("condition: " + "; ".join(wrong))


def _never(path: object, value: object, paths: AnswerPaths) -> str:
    """Say why a path can never have a value; empty where it can."""
    if refusal := paths.refusal(path):
        return refusal
    misfit = paths.misfit(str(path), value)
    return misfit and f"{path}: {misfit}"


def when(course: Sequence[Stretch], condition: Condition) -> When:
    """Return the days on which a condition held in a course."""
    runs: list[tuple[dt.date, dt.date]] = []
    for stretch in course:
        if _holds(stretch.status, condition):
            if runs and runs[-1][1] + dt.timedelta(days=1) == stretch.first_day:
                runs[-1] = (runs[-1][0], stretch.last_day)
            else:
                runs.append((stretch.first_day, stretch.last_day))
    return When(tuple(runs), sum(s.days for s in course))


def _holds(status: Status, condition: Condition) -> bool:
    if callable(condition):
        return bool(condition(status))
    return all(status.value(path) == wanted for path, wanted in condition.items())
