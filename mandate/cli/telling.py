"""The output of the commands: an answer as text or as JSON, and the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TypeAlias

import mandate as library

#: Exit codes: the answer is given; it is "no"; the question or a file is wrong.
OK, NO, WRONG = 0, 1, 2
#: The exit code of a shell for a command that was stopped by Ctrl-C.
INTERRUPTED = 130

#: The subcommands of the parser.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # it has no public name


def tell(options: argparse.Namespace, answer: object, text: object = None) -> None:
    """Print an answer: its JSON where that is asked for, else ``text``, or else ``str(answer)``."""
    if options.json:
        put(library.to_json(answer) + "\n")
    else:
        print(answer if text is None else text)


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


def lines(answers: Sequence[object]) -> str:
    """Return the texts of several answers, one below the other."""
    return "\n".join(map(str, answers)) or "none"
