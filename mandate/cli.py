"""The command line: ``mandate status 2020-11-21``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence

import mandate as library
from mandate.counting.instants import tzdata_version
from mandate.engine.matchers import choose
from mandate.errors import MandateError

DEFAULT = "nagorno-karabakh-2020"
#: Exit codes: the answer is given; a check does not hold; the question or a file is wrong.
OK, DOES_NOT_HOLD, WRONG = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Errors go to standard error, not as tracebacks."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.version:
        print(_version())
        return OK
    if given.command is None:
        parser.print_help()
        return WRONG
    try:
        code: int = given.run(given)
    except MandateError as error:
        print(f"mandate: {error}", file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        return OK
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mandate", description=(library.__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "--version", action="store_true", help="versions, and the matcher that runs"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    status = commands.add_parser("status", help="what is true of an agreement on a date")
    status.add_argument("on", metavar="DATE", help="YYYY-MM-DD, or a date-time with its offset")
    _common(status)
    status.add_argument("--as-known-on", metavar="DATE", help="see only what was known by then")
    status.set_defaults(run=_status)

    explain = commands.add_parser("explain", help="why: the tree of reasons")
    explain.add_argument("on", metavar="DATE")
    explain.add_argument("clause", nargs="?", help="default: the headline clause")
    _common(explain)
    explain.set_defaults(run=_explain)

    explain.add_argument("--as-known-on", metavar="DATE", help="see only what was known by then")

    timeline = commands.add_parser(
        "timeline", help="the stretches of days on which nothing changes"
    )
    _between(timeline)
    timeline.set_defaults(run=_timeline)

    deadlines = commands.add_parser("deadlines", help="what falls due, and last days of notice")
    _between(deadlines)
    deadlines.set_defaults(run=_deadlines)

    docket = commands.add_parser("docket", help="what is open and falls due, over all agreements")
    docket.add_argument("on", metavar="DATE")
    docket.add_argument(
        "--within", default="90 days", help='a duration in words (default "90 days")'
    )
    docket.add_argument("--folder", action="append", help="an id or a folder; may be repeated")
    docket.add_argument("--format", choices=("text", "json", "ical"), default="text")
    docket.set_defaults(run=_docket)

    names = commands.add_parser("names", help="the bundled agreements")
    names.set_defaults(run=_names)

    check = commands.add_parser("check", help="read an agreement of your own and run its scenarios")
    check.add_argument("path", help="an id, or a folder with an agreement.toml")
    check.set_defaults(run=_check)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-a", "--agreement", default=DEFAULT, help=f"an id or a folder (default {DEFAULT})"
    )
    parser.add_argument("--engine", default="auto", help="auto, durable or plain")
    parser.add_argument("--json", action="store_true", help="plain data instead of text")


def _between(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("start", metavar="FROM")
    parser.add_argument("end", metavar="TO")
    _common(parser)


def _loaded(given: argparse.Namespace) -> library.Mandate:
    return library.load(given.agreement, engine=given.engine)


def _status(given: argparse.Namespace) -> int:
    status = _loaded(given).status(given.on, as_known_on=given.as_known_on)
    print(as_json(status.as_dict()) if given.json else status)
    return OK


def _explain(given: argparse.Namespace) -> int:
    status = _loaded(given).status(given.on, as_known_on=given.as_known_on)
    explanation = status.explain(given.clause)
    print(as_json(explanation.as_dict()) if given.json else explanation)
    return OK


def _timeline(given: argparse.Namespace) -> int:
    course = _loaded(given).timeline(given.start, given.end)
    if given.json:
        rows = [
            {"first_day": s.first_day, "last_day": s.last_day, **s.status.as_dict()} for s in course
        ]
        print(as_json(rows))
        return OK
    for stretch in course:
        print(f"{stretch.first_day} to {stretch.last_day}")
        for change in stretch.changes:
            print(f"  {change}")
    return OK


def _deadlines(given: argparse.Namespace) -> int:
    found = _loaded(given).deadlines(given.start, given.end)
    print(as_json([d.as_dict() for d in found]) if given.json else "\n".join(map(str, found)))
    return OK


def _docket(given: argparse.Namespace) -> int:
    found = library.docket(given.on, given.within, given.folder)
    if given.format == "ical":
        print(found.ical().decode(), end="")
    else:
        print(as_json(found.rows()) if given.format == "json" else found)
    return OK


def _names(_given: argparse.Namespace) -> int:
    for name in library.names():
        print(f"{name}  {library.load(name).agreement.title}")
    return OK


def _check(given: argparse.Namespace) -> int:
    report = library.check(given.path)
    print(report)
    return OK if report.ok else DOES_NOT_HOLD


def _version() -> str:
    return f"mandate {library.__version__}, matcher {choose('auto')}, tzdata {tzdata_version()}"


def as_json(value: object) -> str:
    """Return plain data as JSON; dates in ISO 8601."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    msg = f"{value!r} is no plain data"
    raise TypeError(msg)
