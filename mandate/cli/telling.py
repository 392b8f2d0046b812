"""The output of the commands: an answer as text or as JSON, and the exit code."""

from __future__ import annotations

import argparse
import sys
from typing import TypeAlias

import mandate as library
from mandate.answers import Deadlines
from mandate.cli.arguments import JSON
from mandate.docket import Docket
from mandate.views.answer import Answer, Table

#: Exit codes: the answer is given; it is "no"; the question or a file is wrong.
OK, NO, WRONG = 0, 1, 2
#: The exit code of a shell for a command that was stopped by Ctrl-C.
INTERRUPTED = 130

#: The form of deadlines for calendar programs.
ICAL = "ical"

#: The subcommands of the parser.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # it has no public name


def tell(options: argparse.Namespace, answer: object, text: str | None = None) -> None:
    """Print an answer in the form asked for; its own text unless another is given."""
    if options.format == JSON:
        put(library.to_json(answer) + "\n")
    elif isinstance(answer, Deadlines | Docket) and options.format == ICAL:
        put(answer.to_ical())
    elif isinstance(answer, Answer | Table) and text is None:
        print(answer.to_text())
    else:
        print(text)


def put(data: str | bytes) -> None:
    """Write JSON, TOML or a calendar as UTF-8 with its own line ends, whatever the terminal."""
    # Half a character, which UTF-8 cannot hold, stands in JSON only; its escape means the same.
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")
    if sys.stdout is None:
        return
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a caller of main() collects texts
        sys.stdout.write(raw.decode())
    else:
        sys.stdout.flush()
        buffer.write(raw)
