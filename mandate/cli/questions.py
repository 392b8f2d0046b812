"""The commands that ask: about the past, assumptions, suppositions and possible acts."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import mandate as library
from mandate.cli.arguments import (
    agreement_option,
    condition,
    event,
    format_option,
    in_words,
    matcher_option,
)
from mandate.cli.telling import ICAL, NO, OK, Commands, tell
from mandate.counting.arguments import as_day
from mandate.errors import ArgumentError

_DAY = "YYYY-MM-DD"
_MOMENT = f"{_DAY}, or a date-time with its offset"
_EVENT = "KEY=VALUE ..."

Run = Callable[[argparse.Namespace], int]


def add(commands: Commands) -> None:
    """Add the commands that ask, each with the arguments of its question."""
    status = _on(commands, "status", _status, "what is true of an agreement on a date", _MOMENT)
    instead = status.add_mutually_exclusive_group()
    instead.add_argument(
        "--receipt", action="store_true", help="in its place, the sources that it is made from"
    )
    instead.add_argument(
        "--assumptions", action="store_true", help="below it, the things that it assumes"
    )

    explain = _on(commands, "explain", _explain, "why: the tree of reasons", _MOMENT)
    what = "a clause, a party or a subject (default: the headline clause)"
    explain.add_argument("of", metavar="WHAT", nargs="?", help=what)

    _on(commands, "assumptions", _assumptions, "what a status on a date assumes", _MOMENT)
    _on(commands, "powers", _powers, "who may do what on a day or later, and until when")

    chance = _on(
        commands, "last-chance", _last_chance, "the last day on which an act changes a status"
    )
    chance.add_argument("--act", metavar=f"'{_EVENT}'", required=True, help="an event without on=")
    chance.add_argument(
        "--path", help="the part that shall differ, such as phase or clauses.kalbajar.state"
    )

    _on(commands, "what-if", _what_if, "a status, had this happened as well", _MOMENT)
    _between(commands, "compare", _compare, "the record and a variation side by side")
    _between(commands, "timeline", _timeline, "the stretches of days on which nothing changes")
    due = "what falls due, and last days of notice"
    _between(commands, "deadlines", _deadlines, due, ICAL)
    _on(commands, "overdue", _overdue, "what had passed before a day and is still open", _DAY, ICAL)

    when = _between(commands, "when", _when, "whether, when and for how long something was so")
    when.add_argument(
        "condition",
        metavar="PATH=VALUE",
        nargs="+",
        help="such as phase=in-force; the names are those of status --json",
    )

    _on(commands, "next-change", _next_change, "the next day on which something changes")

    says = "what is open and falls due, over all agreements"
    docket = commands.add_parser("docket", help=says, description=_sentence(says))
    docket.add_argument("on", metavar="DATE", help=_DAY)
    docket.add_argument(
        "--within",
        metavar="DURATION",
        default="90d",
        help='so long after that day: 90d, 3m, 1y6m or "90 days" (default 90d)',
    )
    docket.add_argument(
        "-a",
        "--agreement",
        metavar="AGREEMENT",
        action="append",
        help="its id, or its folder; may be repeated (default: all that are bundled)",
    )
    _supposing(docket, "see only what was known by then (default: by DATE)")
    format_option(docket, ICAL)
    docket.set_defaults(run=_docket)


# -- the arguments -----------------------------------------------------------------------------


def _sentence(says: str) -> str:
    return f"{says[0].upper()}{says[1:]}."


def _question(
    commands: Commands, name: str, run: Run, says: str, *forms: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=says, description=_sentence(says))
    agreement_option(parser)
    _supposing(parser, "see only what was known by then")
    matcher_option(parser)
    format_option(parser, *forms)
    parser.set_defaults(run=run)
    return parser


def _on(
    commands: Commands, name: str, run: Run, says: str, date: str = _DAY, *forms: str
) -> argparse.ArgumentParser:
    parser = _question(commands, name, run, says, *forms)
    parser.add_argument("on", metavar="DATE", help=date)
    return parser


def _between(
    commands: Commands, name: str, run: Run, says: str, *forms: str
) -> argparse.ArgumentParser:
    parser = _question(commands, name, run, says, *forms)
    parser.add_argument("start", metavar="FROM", help=f"{_DAY}, included")
    parser.add_argument("end", metavar="TO", help=f"{_DAY}, included")
    return parser


def _supposing(parser: argparse.ArgumentParser, known: str) -> None:
    """Add the options that change the record about which a question is asked."""
    parser.add_argument("--as-known-on", metavar="DATE", help=known)
    parser.add_argument(
        "--event",
        metavar=f"'{_EVENT}'",
        action="append",
        default=[],
        help="suppose that this had happened as well, such as "
        "'kind=notice by=armenia on=2025-05-10'; may be repeated",
    )
    parser.add_argument(
        "--without",
        metavar="EVENT-ID",
        action="append",
        default=[],
        help="leave this event of the record out; may be repeated",
    )


def _mandate(options: argparse.Namespace) -> library.Mandate:
    return _varied(options, _recorded(options))


def _recorded(options: argparse.Namespace) -> library.Mandate:
    """Return the mandate with the record as it was known, and nothing supposed."""
    mandate = library.load(options.agreement, matcher=options.matcher)
    return mandate if options.as_known_on is None else mandate.as_known_on(options.as_known_on)


def _varied(options: argparse.Namespace, mandate: library.Mandate) -> library.Mandate:
    if options.without:
        mandate = mandate.without(*options.without)
    if options.event:
        mandate = mandate.what_if(*(event(text, "--event") for text in options.event))
    return mandate


def _need_a_variation(options: argparse.Namespace) -> None:
    if not options.event and not options.without:
        msg = "--event: nothing is supposed and nothing left out: give --event or --without"
        raise ArgumentError(msg)


# -- the questions -----------------------------------------------------------------------------


def _status(options: argparse.Namespace) -> int:
    status = _mandate(options).status(options.on)
    if options.receipt:
        tell(options, status.receipt())
    elif options.assumptions:
        more = {"assumptions": status.assumptions}
        assumed = [f"  Assumed: {assumption}" for assumption in status.assumptions]
        tell(options, {**status.as_dict(), **more}, "\n".join([str(status), *assumed]))
    else:
        tell(options, status)
    return OK


def _explain(options: argparse.Namespace) -> int:
    tell(options, _mandate(options).status(options.on).explain(options.of))
    return OK


def _assumptions(options: argparse.Namespace) -> int:
    tell(options, _mandate(options).status(options.on).assumptions)
    return OK


def _powers(options: argparse.Namespace) -> int:
    tell(options, _mandate(options).powers(options.on))
    return OK


def _last_chance(options: argparse.Namespace) -> int:
    act = event(options.act, "--act")
    chance = _mandate(options).last_chance(act, on=options.on, path=options.path)
    tell(options, chance)
    return NO if chance.day is None else OK


def _what_if(options: argparse.Namespace) -> int:
    _need_a_variation(options)
    varied = _mandate(options)
    status, lost = varied.status(options.on), varied.ineffective
    supposed = varied.outcomes()
    told = [f"  Supposed: {outcome}" for outcome in supposed]
    told += [f"  Without effect now: {', '.join(lost)}"] if lost else []
    more = {"outcomes": supposed, "ineffective": lost}
    tell(options, {**status.as_dict(), **more}, "\n".join([str(status), *told]))
    return OK


def _compare(options: argparse.Namespace) -> int:
    _need_a_variation(options)
    recorded = _recorded(options)
    varied = _varied(options, recorded)
    comparison = library.compare(recorded, varied, options.start, options.end)
    tell(options, comparison)
    return OK if comparison.same else NO


def _timeline(options: argparse.Namespace) -> int:
    tell(options, _mandate(options).timeline(options.start, options.end))
    return OK


def _deadlines(options: argparse.Namespace) -> int:
    tell(options, _mandate(options).deadlines(options.start, options.end))
    return OK


def _overdue(options: argparse.Namespace) -> int:
    tell(options, _mandate(options).overdue(options.on))
    return OK


def _when(options: argparse.Namespace) -> int:
    when = _mandate(options).when(condition(options.condition), options.start, options.end)
    tell(options, when)
    return OK if when.ever else NO


def _next_change(options: argparse.Namespace) -> int:
    stretch = _mandate(options).next_change(options.on)
    told = "none" if stretch is None else f"{stretch}\n{stretch.status}"
    tell(options, stretch, told)
    return NO if stretch is None else OK


def _docket(options: argparse.Namespace) -> int:
    within = in_words(options.within)
    if not options.event and not options.without:
        docket = library.docket(
            options.on, within, options.agreement, as_known_on=options.as_known_on
        )
    else:
        docket = library.docket(options.on, within, [_supposed_in_a_docket(options)])
    tell(options, docket)
    return OK


def _supposed_in_a_docket(options: argparse.Namespace) -> library.Mandate:
    as_day(options.on, "on")  # refused under its own name, before it stands for another day
    if len(options.agreement or ()) != 1:
        msg = "--event and --without are about one agreement: name it with --agreement"
        raise ArgumentError(msg)
    known = options.on if options.as_known_on is None else options.as_known_on
    (place,) = options.agreement
    return _varied(options, library.load(place).as_known_on(known))
