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
    matcher_option,
)
from mandate.cli.telling import ICAL, NO, OK, Commands, tell
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
        "--receipt", action="store_true", help="what the answer is made from, in its place"
    )
    instead.add_argument("--assumptions", action="store_true", help="and what it assumes")

    explain = _on(commands, "explain", _explain, "why: the tree of reasons", _MOMENT)
    what = "a clause, a party or a subject (default: the headline clause)"
    explain.add_argument("of", metavar="WHAT", nargs="?", help=what)

    _on(commands, "assumptions", _assumptions, "what a status on a date assumes", _MOMENT)
    _on(commands, "powers", _powers, "who may do what on a day or later, and until when")

    chance = _on(
        commands, "last-chance", _last_chance, "the last day on which an act changes a status"
    )
    chance.add_argument("--act", metavar=f"'{_EVENT}'", required=True, help="an event without on=")
    chance.add_argument("--path", help="what should be otherwise: phase, clauses.kalbajar.state")

    what_if = _on(commands, "what-if", _what_if, "a status, had this happened as well", _MOMENT)
    _variation(what_if)

    compare = _between(commands, "compare", _compare, "the record and a variation side by side")
    _variation(compare)

    _between(commands, "timeline", _timeline, "the stretches of days on which nothing changes")
    due = "what falls due, and last days of notice"
    _between(commands, "deadlines", _deadlines, due, ICAL)
    _on(commands, "overdue", _overdue, "what had passed before a day and is still open", _DAY, ICAL)

    when = _between(commands, "when", _when, "whether, when and for how long something was so")
    when.add_argument("condition", metavar="PATH=VALUE", nargs="+", help="as in status --json")

    _on(commands, "next-change", _next_change, "the next day on which something changes")

    docket = commands.add_parser("docket", help="what is open and falls due, over all agreements")
    docket.add_argument("on", metavar="DATE", help=_DAY)
    docket.add_argument(
        "--within", default="90 days", help='a duration in words (default "90 days")'
    )
    docket.add_argument(
        "-a",
        "--agreement",
        metavar="ID",
        action="append",
        help="an id or a folder; may be repeated (default: all that are bundled)",
    )
    format_option(docket, ICAL)
    docket.set_defaults(run=_docket)


# -- the arguments -----------------------------------------------------------------------------


def _question(
    commands: Commands, name: str, run: Run, says: str, *forms: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
    agreement_option(parser)
    matcher_option(parser)
    format_option(parser, *forms)
    parser.add_argument("--as-known-on", metavar="DATE", help="see only what was known by then")
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


def _variation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--event",
        metavar=f"'{_EVENT}'",
        action="append",
        default=[],
        help="an event that is supposed; may be repeated",
    )
    parser.add_argument(
        "--without",
        metavar="ID",
        action="append",
        default=[],
        help="a recorded event that is left out; may be repeated",
    )


def _mandate(options: argparse.Namespace) -> library.Mandate:
    mandate = library.load(options.agreement, matcher=options.matcher)
    return mandate if options.as_known_on is None else mandate.as_known_on(options.as_known_on)


def _varied(options: argparse.Namespace, mandate: library.Mandate) -> library.Mandate:
    if not options.event and not options.without:
        msg = "--event: nothing is supposed and nothing left out: give --event or --without"
        raise ArgumentError(msg)
    supposed = [event(text, "--event") for text in options.event]
    return mandate.without(*options.without).what_if(*supposed)


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
    varied = _varied(options, _mandate(options))
    status, lost = varied.status(options.on), varied.ineffective
    supposed = varied.outcomes()
    told = [f"  Supposed: {outcome}" for outcome in supposed]
    told += [f"  Without effect now: {', '.join(lost)}"] if lost else []
    more = {"outcomes": supposed, "ineffective": lost}
    tell(options, {**status.as_dict(), **more}, "\n".join([str(status), *told]))
    return OK


def _compare(options: argparse.Namespace) -> int:
    mandate = _mandate(options)
    comparison = library.compare(mandate, _varied(options, mandate), options.start, options.end)
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
    tell(options, library.docket(options.on, options.within, options.agreement))
    return OK
