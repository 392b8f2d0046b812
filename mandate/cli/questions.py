"""The commands that ask: about the past, assumptions, suppositions and possible acts."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import mandate as library
from mandate.cli.arguments import condition, engine_option, event, json_option
from mandate.cli.telling import NO, OK, Commands, lines, put, tell
from mandate.errors import ArgumentError

DEFAULT = "nagorno-karabakh-2020"
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
    _between(commands, "deadlines", _deadlines, "what falls due, and last days of notice")
    _on(commands, "overdue", _overdue, "what had passed before a day and is still open")

    held = _between(commands, "held", _held, "whether, when and for how long something was so")
    held.add_argument("condition", metavar="PATH=VALUE", nargs="+", help="as in status --json")

    _on(commands, "next-change", _next_change, "the next day on which something changes")

    docket = commands.add_parser("docket", help="what is open and falls due, over all agreements")
    docket.add_argument("on", metavar="DATE", help=_DAY)
    docket.add_argument(
        "--within", default="90 days", help='a duration in words (default "90 days")'
    )
    docket.add_argument("--folder", action="append", help="an id or a folder; may be repeated")
    docket.add_argument("--format", choices=("text", "json", "ical"), default="text")
    docket.add_argument("--json", action="store_const", dest="format", const="json")
    docket.set_defaults(run=_docket)


# -- the arguments -----------------------------------------------------------------------------


def _question(commands: Commands, name: str, run: Run, says: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
    parser.add_argument(
        "-a", "--agreement", default=DEFAULT, help=f"an id or a folder (default {DEFAULT})"
    )
    engine_option(parser)
    json_option(parser)
    parser.add_argument("--as-known-on", metavar="DATE", help="see only what was known by then")
    parser.set_defaults(run=run)
    return parser


def _on(
    commands: Commands, name: str, run: Run, says: str, date: str = _DAY
) -> argparse.ArgumentParser:
    parser = _question(commands, name, run, says)
    parser.add_argument("on", metavar="DATE", help=date)
    return parser


def _between(commands: Commands, name: str, run: Run, says: str) -> argparse.ArgumentParser:
    parser = _question(commands, name, run, says)
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
    mandate = library.load(options.agreement, engine=options.engine)
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
        tell(options, {**status.as_dict(), **more}, lines([status, *assumed]))
    else:
        tell(options, status)
    return OK


def _explain(options: argparse.Namespace) -> int:
    tell(options, _mandate(options).status(options.on).explain(options.of))
    return OK


def _assumptions(options: argparse.Namespace) -> int:
    assumptions = _mandate(options).status(options.on).assumptions
    told = ["\n  ".join([str(assumption), *assumption.effect]) for assumption in assumptions]
    tell(options, assumptions, lines(told))
    return OK


def _powers(options: argparse.Namespace) -> int:
    powers = _mandate(options).powers(options.on)
    tell(options, powers, lines(powers))
    return OK


def _last_chance(options: argparse.Namespace) -> int:
    act = event(options.act, "--act")
    chance = _mandate(options).last_chance(act, on=options.on, path=options.path)
    tell(options, chance)
    return NO if chance.day is None else OK


def _what_if(options: argparse.Namespace) -> int:
    varied = _varied(options, _mandate(options))
    status, lost = varied.status(options.on), varied.without_effect
    told = [f"  Without effect now: {', '.join(lost)}"] if lost else []
    tell(options, {**status.as_dict(), "without_effect": lost}, lines([status, *told]))
    return OK


def _compare(options: argparse.Namespace) -> int:
    mandate = _mandate(options)
    comparison = library.compare(mandate, _varied(options, mandate), options.start, options.end)
    tell(options, comparison)
    return OK if comparison.same else NO


def _timeline(options: argparse.Namespace) -> int:
    course = _mandate(options).timeline(options.start, options.end)
    tell(options, course, lines([_stretch(stretch) for stretch in course]))
    return OK


def _deadlines(options: argparse.Namespace) -> int:
    deadlines = _mandate(options).deadlines(options.start, options.end)
    tell(options, deadlines, lines(deadlines))
    return OK


def _overdue(options: argparse.Namespace) -> int:
    deadlines = _mandate(options).overdue(options.on)
    tell(options, deadlines, lines(deadlines))
    return OK


def _held(options: argparse.Namespace) -> int:
    held = _mandate(options).held(condition(options.condition), options.start, options.end)
    told = [f"{held.days} of {held.of_days} days"]
    told += [f"  {first} to {last}" for first, last in held.stretches]
    tell(options, held, lines(told))
    return OK if held.ever else NO


def _next_change(options: argparse.Namespace) -> int:
    stretch = _mandate(options).next_change(options.on)
    told = "none" if stretch is None else f"{_stretch(stretch)}\n{stretch.status}"
    tell(options, stretch, told)
    return NO if stretch is None else OK


def _stretch(stretch: library.Stretch) -> str:
    days = f"{stretch.first_day} to {stretch.last_day}"
    return "\n  ".join([days, *map(str, stretch.changes)])


def _docket(options: argparse.Namespace) -> int:
    docket = library.docket(options.on, options.within, options.folder)
    if options.format == "ical":
        put(docket.ical())
    elif options.format == "json":
        put(library.to_json(docket) + "\n")
    else:
        print(docket)
    return OK
