"""The docket: deadlines of several agreements that are still open, soonest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import overload

from attrs import field, frozen

from mandate.answers.deadlines import Deadline, Deadlines, joined, still_open
from mandate.counting.arguments import as_day, as_day_or_instant, as_list
from mandate.counting.conventions import Period, convention
from mandate.counting.durations import Duration
from mandate.counting.instants import MAX_DAY
from mandate.errors import ArgumentError, DurationError, shown
from mandate.library import agreements as bundled
from mandate.library import folder_of
from mandate.mandate import DateLike, Mandate, load
from mandate.plain_data import Row, fields
from mandate.views.answer import Answer


def _table(deadlines: Iterable[Deadline]) -> Deadlines:
    return deadlines if isinstance(deadlines, Deadlines) else Deadlines(deadlines)


@frozen(repr=False)
class Docket(Answer, Sequence[Deadline]):
    """Deadlines as they stood on a day, soonest first: a sequence of them that knows its days."""

    on: dt.date
    until: dt.date
    deadlines: Deadlines = field(converter=_table)

    @overload
    def __getitem__(self, index: int) -> Deadline: ...
    @overload
    def __getitem__(self, index: slice) -> Deadlines: ...
    def __getitem__(self, index: int | slice) -> Deadline | Deadlines:
        return self.deadlines[index]

    def __len__(self) -> int:
        return len(self.deadlines)

    def as_dict(self) -> Row:
        """Return the docket as plain values, with real dates."""
        return fields(self)

    def to_rows(self) -> list[Row]:
        """Return the deadlines as flat rows, which pandas and polars take as they are."""
        return self.deadlines.to_rows()

    def to_ical(self) -> bytes:
        """Return the deadlines as an iCalendar file, stamped with the day of the docket.

        Raises:
            MissingDependencyError: the icalendar library is not installed.

        """
        return self.deadlines.to_ical(self.on)

    def __str__(self) -> str:
        head = f"Open from {self.on} to {self.until}, both included: {len(self)}"
        return "\n".join([head, *(f"  {d}" for d in self)])

    def __repr__(self) -> str:
        return f"<Docket {self.on} to {self.until}: {len(self)} deadlines>"


def docket(
    on: DateLike,
    within: str = "90 days",
    agreements: Iterable[str | Path | Mandate] | None = None,
    *,
    as_known_on: DateLike | None = None,
) -> Docket:
    """Return the deadlines that are open on a day and fall within a time after it.

    A deadline is a day by which something is due or can be done for the last time. Only events
    known on that day count. Deadlines overdue on that day stand first.

    Args:
        on: the day.
        within: a duration in words, counted from that day, which is included.
        agreements: ids, folders, and mandates (default: all bundled agreements). A mandate is taken
            as it stands, with all that it supposes, unless ``as_known_on`` is given.
        as_known_on: count only the events that were known by the close of that day, or at that
            instant (default: by the close of the day ``on``).

    Raises:
        ArgumentError: a day or the agreements are not usable.
        DurationError: ``within`` is not a duration.

    """
    day = as_day(on, "on")
    try:
        length = Duration.parse(within)
    except DurationError as error:
        msg = f"within: {error}"
        raise DurationError(msg) from None
    last = min(MAX_DAY, _end(day, length))
    first, end = map(dt.date.fromordinal, (day, last))
    if as_known_on is not None:
        as_day_or_instant(as_known_on, "as_known_on")
    chosen = (
        bundled() if agreements is None else as_list(agreements, "agreements", "ids and folders")
    )
    places = [
        choice if isinstance(choice, Mandate) else folder_of(choice, f"agreements[{n}]")
        for n, choice in enumerate(chosen)
    ]
    mandates = [_seen(place, first, as_known_on) for place in places]
    _refuse_twice([mandate.agreement.id for mandate in mandates])
    return Docket(first, end, joined(_of(mandate, first, end) for mandate in mandates))


def _seen(place: Path | Mandate, on: dt.date, as_known_on: DateLike | None) -> Mandate:
    if isinstance(place, Mandate):
        return place if as_known_on is None else place.as_known_on(as_known_on)
    return load(place).as_known_on(on if as_known_on is None else as_known_on)


def _refuse_twice(ids: Sequence[str]) -> None:
    # Each deadline of an agreement given twice would stand twice in the docket, with nothing to
    # tell the two apart.
    for number, name in enumerate(ids):
        if name in ids[:number]:
            msg = f"agreements[{number}]: {shown(name)} is there twice: give each once"
            raise ArgumentError(msg)


def _end(day: int, length: Duration) -> int:
    return convention(Period, "same-numbered").advance(day, length)


def _of(mandate: Mandate, on: dt.date, until: dt.date) -> Deadlines:
    return joined((mandate.overdue(on), still_open(mandate.deadlines(on, until))))
