"""The command line: ``mandate status 2020-11-21``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import mandate as library
from mandate.cli import files, questions
from mandate.cli.telling import OK, WRONG
from mandate.counting.instants import tzdata_version
from mandate.engine.matchers import choose
from mandate.errors import MandateError


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
    if isinstance(sys.stdout, TextIOWrapper):  # what a terminal cannot show is shown as its number
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except MandateError as error:
        print(f"mandate: {error}", file=sys.stderr)
        return WRONG
    except BrokenPipeError:  # nobody reads on
        _write_no_more()
        return OK
    except OSError as error:
        _write_no_more()
        print(f"mandate: the answer could not be written: {error.strerror}", file=sys.stderr)
        return WRONG
    return code


def _write_no_more() -> None:
    """Let the interpreter have something to write the rest to when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mandate", description=(library.__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "--version", action="store_true", help="versions, and the matcher that runs"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    questions.add(commands)
    files.add(commands)
    return parser


def _version() -> str:
    return f"mandate {library.__version__}, matcher {choose('auto')}, tzdata {tzdata_version()}"
