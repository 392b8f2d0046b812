"""How the commands tell an answer: as text or as JSON, and by their exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TypeAlias

import mandate as library

#: Exit codes: the answer is given; it is "no"; the question or a file is wrong.
OK, NO, WRONG = 0, 1, 2
#: What a shell gives for a command that was stopped by Ctrl-C.
INTERRUPTED = 130

#: The subcommands of the parser.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # it has no public name


def tell(given: argparse.Namespace, answer: object, text: object = None) -> None:
    """Print an answer: its JSON where that is asked for, else the text, or else its own."""
    if given.json:
        put(library.to_json(answer) + "\n")
    else:
        print(answer if text is None else text)


def put(data: str | bytes) -> None:
    """Write JSON, TOML or a calendar: UTF-8 with its own line ends, whatever a terminal shows."""
    # What UTF-8 cannot hold stands in a text of JSON, and an escape means the same there.
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
