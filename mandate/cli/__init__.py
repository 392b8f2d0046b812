"""The command line: ``mandate status 2020-11-21``."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import TextIOWrapper

import mandate as library
from mandate.cli import files, questions, reference
from mandate.cli.arguments import on_the_line
from mandate.cli.telling import INTERRUPTED, OK, WRONG
from mandate.counting.instants import tzdata_version
from mandate.engine.matchers import choose
from mandate.errors import MandateError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Errors go to standard error, not as tracebacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal shows the number of a character that it lacks.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(arguments)
        finally:  # a failed write shows here, also after --help
            _flush()
    except MandateError as error:
        _complain(on_the_line(error))
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader has gone
        _write_no_more()
        return OK
    except OSError as error:
        _write_no_more()
        _complain(f"the answer could not be written: {error.strerror}")
        return WRONG


def _run(arguments: Sequence[str] | None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.version:
        print(_version())
        return OK
    if options.command is None:
        parser.print_help()
        return WRONG
    code: int = options.run(options)
    return code


def _flush() -> None:
    # A stream that was closed before Python began is None.
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    sys.stdout.flush()


def _complain(text: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):  # the exit code says it all the same
            print(f"mandate: {text}", file=sys.stderr, flush=True)


def _write_no_more() -> None:
    """Point the output nowhere, so that the interpreter's last flush does not fail."""
    if sys.stdout is not None:
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
    reference.add(commands)
    return parser


def _version() -> str:
    ours = f"mandate {library.__version__}, matcher {choose('auto')}, tzdata {tzdata_version()}"
    return "\n".join([ours, *_neighbour()])


def _neighbour() -> Iterator[str]:
    """Yield a warning about the other package of this name, which writes into the same folder."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # slow to import

    try:
        other = version("mandate")
    except PackageNotFoundError:
        return
    yield f"Another package is installed here as mandate ({other}), in the same folder as this one."
    yield "To keep only this one: pip uninstall mandate"
    yield "                        pip install --force-reinstall --no-deps peace-mandate"
