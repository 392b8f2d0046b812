"""The three ways of counting that an agreement declares: ``Period``, ``Before`` and ``By``.

Days are proleptic ordinals (``date.toordinal()``), without bounds. Each value has a short text
form, ``code``, because conventions travel inside facts as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Self, overload

import attrs

from mandate.counting.choices import Choice, unknown
from mandate.counting.durations import Duration
from mandate.counting.months import (
    NO_DAY,
    Rounding,
    add_months,
    add_months_less_a_day,
    earliest_start,
    latest_start,
)
from mandate.errors import ConventionError, CountingError, DurationError, shown

_DAYS_OF_A_FIXED_MONTH = 30


class FirstDay(Choice):
    """Whether the day from which a period of days runs is the first that counts."""

    COUNTED = "counted"
    NOT_COUNTED = "not-counted"


class LastDay(Choice):
    """The last day of a period of months or years: the same-numbered day, or the day before it."""

    SAME_NUMBERED = "same-numbered"
    DAY_BEFORE = "day-before"


class BeforeMode(Choice):
    """The way to count "six months before the end"."""

    #: Counted back from the last day; the day reached is still in time.
    INCLUSIVE = "inclusive"
    #: Both ends are left out: the day before the day reached is the last in time.
    CLEAR = "clear"
    #: A month is 30 days and a year 360; the day reached is still in time.
    FIXED_DAYS = "fixed-days"
    #: The period runs from the day after the act, and must have run by the last day.
    FORWARD = "forward"
    #: Counted back from the day after the last day; the day reached is still in time.
    FROM_NEXT_TERM = "from-next-term"


@attrs.frozen(cache_hash=True)
class Period:
    """The way a period runs forward: ``first_day`` governs days, ``last_day`` months and years.

    See ``PRESETS["period"]`` for the named values and their sources.
    """

    first_day: FirstDay = attrs.field(converter=FirstDay)
    last_day: LastDay = attrs.field(converter=LastDay)
    rounding: Rounding = attrs.field(converter=Rounding)

    def last(self, anchor: int, first: Duration, later: Duration, k: int) -> int:
        """Return the last day of term ``k`` (1, 2, ...), itself part of the term.

        The term is counted from ``anchor`` by ``first + (k - 1) * later``: one addition, months
        before days, one rounding. A part in months ends on the same-numbered day, or on the day
        before it (subtracted first, then rounded); days after months are just added. Days alone
        count the anchor or not, as ``first_day`` says. A period of no length ends on the anchor, or
        on the day before it where the anchor counts.

        Raises:
            RoundingRefused: the target month lacks the day, and ``rounding`` is "refuse".
            DurationError: a length is in hours.
            CountingError: ``k`` is below 1.

        >>> from datetime import date
        >>> treaty = Period("counted", "day-before", "down")
        >>> ten_years = Duration(months=120)
        >>> date.fromordinal(treaty.last(date(1999, 4, 1).toordinal(), ten_years, ten_years, 2))
        datetime.date(2019, 3, 31)
        """
        if k < 1:
            message = f"terms are numbered from 1; there is no term {k}"
            raise CountingError(message)
        _in_days(first)
        _in_days(later)
        months = first.months + (k - 1) * later.months
        days = first.days + (k - 1) * later.days
        if anchor >= NO_DAY:
            return NO_DAY
        if not months:
            return anchor + days - (self.first_day is FirstDay.COUNTED)
        if self.last_day is LastDay.SAME_NUMBERED:
            return add_months(anchor, months, self.rounding) + days
        return add_months_less_a_day(anchor, months, self.rounding) + days

    def next_anchor(self, last: int) -> int:
        """Return the day from which a term that follows the day ``last`` is counted.

        That is ``last`` itself under "same-numbered", the day after it under "day-before". Where
        the two fields disagree (say "counted" with "same-numbered") ``last_day``, the field that
        governs months, decides; a term in days that follows is then counted from that same anchor.
        """
        if last >= NO_DAY:
            return NO_DAY
        return last if self.last_day is LastDay.SAME_NUMBERED else last + 1

    def advance(self, day: int, d: Duration) -> int:
        """Return the last day of one period of length ``d`` counted from ``day``."""
        return self.last(day, d, d, 1)

    @property
    def code(self) -> str:
        """The text form, such as "not-counted/same-numbered/down"."""
        return f"{self.first_day}/{self.last_day}/{self.rounding}"

    @classmethod
    def from_code(cls, code: str) -> Period:
        """Return the value that has this ``code``.

        Raises:
            ConventionError: there is no such value.

        """
        return _period(code)


@attrs.frozen(cache_hash=True)
class Before:
    """The place of a lead time before the end of a term.

    The lead time is counted back, months first and then days, from the last day or,
    "from-next-term", from the day after it. No treaty rule on this was found: ETS 76 art. 1(1)
    leaves out time-limits counted retroactively. Or the lead time runs "forward" from the act, as
    ETS 76 arts. 3-4 have it: the day of the act is not counted, months come before days, and
    ``rounding`` is that of this sum. So an agreement must declare it.
    """

    mode: BeforeMode = attrs.field(converter=BeforeMode)
    rounding: Rounding = attrs.field(converter=Rounding)

    def closes(self, last: int, lead: Duration) -> int:
        """Return the last day on which an act ``lead`` before the end is in time, itself in time.

        ``last`` is the last day of the term, not the day after it. "forward": the latest day from
        which ``lead`` has run by ``last``.

        Raises:
            RoundingRefused: a target month lacks the day, and ``rounding`` is "refuse".
            DurationError: ``lead`` is in hours.

        >>> from datetime import date
        >>> lead = Duration(months=6)
        >>> date.fromordinal(Before("clear", "down").closes(date(2025, 11, 10).toordinal(), lead))
        datetime.date(2025, 5, 9)
        """
        if self.mode is BeforeMode.FORWARD:
            return self._start(latest_start, last, lead)
        mark = self._mark(last, lead)
        return mark - 1 if self.mode is BeforeMode.CLEAR and mark != NO_DAY else mark

    def opens(self, last: int, lead: Duration) -> int:
        """Return the first day of a window that opens ``lead`` before the end, itself in it.

        "clear" does not move it: "at most so long before" leaves no clear days. "forward": the
        earliest day from which ``lead`` runs until ``last``. For some ends there is no such day
        (six months until 31 August); then it is the day that ``closes`` gives. So a window has a
        day wherever its ``lead`` is no shorter than that of its close.

        Raises:
            RoundingRefused: a target month lacks the day, and ``rounding`` is "refuse".
            DurationError: ``lead`` is in hours.

        """
        if self.mode is BeforeMode.FORWARD:
            return self._start(earliest_start, last, lead)
        return self._mark(last, lead)

    def _start(self, of: Callable[[int, int, Rounding], int], last: int, lead: Duration) -> int:
        """Return a day from which ``lead`` runs forward: its days come last, so they go first."""
        _in_days(lead)
        return NO_DAY if last >= NO_DAY else of(last - lead.days, lead.months, self.rounding)

    def _mark(self, last: int, lead: Duration) -> int:
        """Return the day that lies ``lead`` before the end: months first, then days."""
        _in_days(lead)
        if last >= NO_DAY:
            return NO_DAY
        if self.mode is BeforeMode.FIXED_DAYS:
            return last - _DAYS_OF_A_FIXED_MONTH * lead.months - lead.days
        end = last + 1 if self.mode is BeforeMode.FROM_NEXT_TERM and not lead.is_zero else last
        return add_months(end, -lead.months, self.rounding) - lead.days

    @property
    def code(self) -> str:
        """The text form, such as "inclusive/down"."""
        return f"{self.mode}/{self.rounding}"

    @classmethod
    def from_code(cls, code: str) -> Before:
        """Return the value that has this ``code``.

        Raises:
            ConventionError: there is no such value.

        """
        return _before(code)


class By(Choice):
    """Whether "by 20 November" includes the day that it names."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"

    def last(self, day: int) -> int:
        """Return the last day that is in time: the day named, or the day before it."""
        return day - 1 if self is By.EXCLUSIVE and day < NO_DAY else day

    @property
    def code(self) -> str:
        """The text form: the value itself."""
        return self.value

    @classmethod
    def from_code(cls, code: str) -> Self:
        """Return the value that has this ``code``.

        Raises:
            ConventionError: there is no such value.

        """
        return cls(code)


_HOURS = '"{}": hours are elapsed time and are not counted in days; use days, or an hour of the day'


def _in_days(length: Duration) -> None:
    if length.hours:
        raise DurationError(_HOURS.format(length))


@lru_cache(maxsize=256)
def _period(code: str) -> Period:
    words = code.split("/")
    if len(words) != len(attrs.fields(Period)):
        message = f"{shown(code)} is not a Period: one looks like 'not-counted/same-numbered/down'"
        raise ConventionError(message)
    first_day, last_day, rounding = words
    return Period(FirstDay(first_day), LastDay(last_day), Rounding(rounding))


@lru_cache(maxsize=256)
def _before(code: str) -> Before:
    words = code.split("/")
    if len(words) != len(attrs.fields(Before)):
        message = f"{shown(code)} is not a Before: one looks like 'inclusive/down'"
        raise ConventionError(message)
    mode, rounding = words
    return Before(BeforeMode(mode), Rounding(rounding))


Convention = Period | Before | By


class Preset(NamedTuple):
    """A named convention and its source."""

    value: Convention
    citation: str


_ETS_76 = "European Convention on the Calculation of Time-Limits (ETS 76)"
_ETS_76_URL = "http://worldlii.org/int/other/COETS/1972/5.html"
_REG = "Regulation (EEC, Euratom) 1182/71"
_REG_URL = "https://eur-lex.europa.eu/legal-content/EN/ALL/?uri=CELEX:31971R1182"

_PERIODS = {
    "same-numbered": Preset(
        Period(FirstDay.NOT_COUNTED, LastDay.SAME_NUMBERED, Rounding.DOWN),
        f"{_ETS_76} arts. 3-4, {_ETS_76_URL}; {_REG} art. 3, {_REG_URL}. Neither governs treaties "
        "between States: a named way of counting, not a binding one.",
    ),
    "day-before": Preset(
        Period(FirstDay.COUNTED, LastDay.DAY_BEFORE, Rounding.DOWN),
        "German Civil Code (BGB) ss. 187(2), 188(2)-(3), "
        "https://userpage.fu-berlin.de/~gistar/ges/bgb/p188.html; practice of the Ukraine-Russia "
        "treaty of 1997 (in force 1 April 1999, ended with 31 March 2019), "
        "https://en.interfax.com.ua/news/general/577390.html",
    ),
    "same-numbered-up": Preset(
        Period(FirstDay.NOT_COUNTED, LastDay.SAME_NUMBERED, Rounding.UP),
        'As "same-numbered", but a day that the month lacks becomes the first of the next month: '
        "RoundUp in dates-calc, https://github.com/CatalaLang/dates-calc",
    ),
    "strict": Preset(
        Period(FirstDay.NOT_COUNTED, LastDay.SAME_NUMBERED, Rounding.REFUSE),
        'As "same-numbered", but a day that the month lacks is an error: AbortOnRound in '
        "dates-calc, https://github.com/CatalaLang/dates-calc",
    ),
}
_BEFORES = {
    "inclusive": Preset(
        Before(BeforeMode.INCLUSIVE, Rounding.DOWN),
        'English practice on "not less than six months before": notice on 2 April 2012 for '
        "2 October 2012 is in time, "
        "https://www.lexology.com/library/detail.aspx?g=faaf8cf0-b232-4f9e-81df-3191abaae774. "
        "A custom for private notices: ETS 76 art. 1(1) leaves out time-limits calculated "
        f"retroactively, {_ETS_76_URL}",
    ),
    "inclusive-up": Preset(
        Before(BeforeMode.INCLUSIVE, Rounding.UP),
        'As "inclusive", but a day that the month lacks becomes the first of the next month: '
        "RoundUp in dates-calc, https://github.com/CatalaLang/dates-calc",
    ),
    "clear": Preset(
        Before(BeforeMode.CLEAR, Rounding.DOWN),
        'English "clear days" (CPR 2.8): for a hearing on 18 March 2017, 14 days before, the last '
        "day for service is 3 March, "
        "https://www.lexology.com/library/detail.aspx?g=11f93008-69bc-4784-8a3a-fc93196f667c",
    ),
    "thirty-day-months": Preset(
        Before(BeforeMode.FIXED_DAYS, Rounding.DOWN),
        "A month taken as 30 days, as BGB s. 191 does for time that need not run without a break, "
        "https://de.openlegaldata.io/law/bgb/191 (there a year is 365 days; here it is 12 months)",
    ),
    "forward": Preset(
        Before(BeforeMode.FORWARD, Rounding.DOWN),
        f"{_ETS_76} arts. 3 and 4(2)-(3), {_ETS_76_URL}: the period runs from the day after the "
        "notice; its explanatory report has a month end on 30 June from 30 May and from 31 May, "
        "http://worldlii.org/int/other/COETSER/1972/5.html. So also BGB ss. 187(1), 188(2)-(3), "
        "https://userpage.fu-berlin.de/~gistar/ges/bgb/p188.html. Neither governs treaties.",
    ),
    "from-next-term": Preset(
        Before(BeforeMode.FROM_NEXT_TERM, Rounding.DOWN),
        "English practice where the text counts to the first day after the term: in Mannai v Eagle "
        "Star [1997] UKHL 19 the term ran from and including 13 January 1992, and six months' "
        "notice was to expire on 13 January 1995, https://zoomlaw.co.uk/1997UKHL19.html. "
        'A custom of private law, as "inclusive" is.',
    ),
}
_BYS = {
    "inclusive": Preset(
        By.INCLUSIVE,
        'Practice under the statement of 9 November 2020: Aghdam, due "by" (or "before") '
        "20 November 2020, was handed over on that day without a claim of delay, "
        "https://www.aljazeera.com/news/2020/11/20/"
        "azerbaijan-army-enters-district-handed-over-by-armenia",
    ),
    "exclusive": Preset(
        By.EXCLUSIVE,
        'The word "before" in its strict sense, as in the English text of the statement of '
        "9 November 2020 on the site of the Azerbaijani foreign ministry, "
        "https://belgrade.mfa.gov.az/en/news/statement-by-the-president-of-the-republic-of-"
        "azerbaijan-the-prime-minister-of-the-republic-of-armenia-and-the-president-of-the-"
        "russian-federation-enru",
    ),
}

#: The named conventions: kind ("period", "before", "by"), then name, to ``(value, citation)``.
PRESETS: Final[Mapping[str, Mapping[str, Preset]]] = MappingProxyType(
    {
        "period": MappingProxyType(_PERIODS),
        "before": MappingProxyType(_BEFORES),
        "by": MappingProxyType(_BYS),
    },
)

_CLASSES: Final[Mapping[str, Any]] = MappingProxyType(
    {"period": Period, "before": Before, "by": By},
)


@overload
def convention(kind: type[Period], value: object) -> Period: ...
@overload
def convention(kind: type[Before], value: object) -> Before: ...
@overload
def convention(kind: type[By], value: object) -> By: ...
@overload
def convention(kind: str, value: object) -> Convention: ...
def convention(kind: str | type[Convention], value: object) -> Convention:
    """Return the convention that a file declares.

    ``kind`` is "period", "before" or "by", or the class. ``value`` is the name of a preset, or a
    mapping with every field of the class (there are no defaults), or a convention already made.

    Raises:
        ConventionError: there is no such convention; the message names the closest preset, or the
            field.

    >>> convention("period", "day-before").code
    'counted/day-before/down'
    >>> convention(Before, {"mode": "clear", "rounding": "up"}).code
    'clear/up'
    """
    name = kind if isinstance(kind, str) else kind.__name__.lower()
    if name not in PRESETS:
        raise ConventionError(unknown("kind of convention", kind, list(PRESETS)))
    presets, made = PRESETS[name], _CLASSES[name]
    if isinstance(value, made):
        return value  # type: ignore[no-any-return]
    if isinstance(value, str) and value in presets:
        return presets[value].value
    if isinstance(value, Mapping) and made is not By:
        fields = [field.name for field in attrs.fields(made)]
        for key in value:
            if key not in fields:
                raise ConventionError(unknown(f"field of {name!r}", key, fields))
        missing = [repr(field) for field in fields if field not in value]
        if missing:
            message = f"{name!r} lacks {' and '.join(missing)}: every field is needed"
            raise ConventionError(message)
        return made(**value)  # type: ignore[no-any-return]
    raise ConventionError(unknown(f"{name!r} convention", value, list(presets)))
