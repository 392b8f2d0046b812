"""The output of the commands: an answer as text or as JSON, and the exit code."""

from __future__ import annotations

import argparse
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
        print(library.to_json(answer))
    else:
        print(answer if text is None else text)


def lines(answers: Sequence[object]) -> str:
    """Return the texts of several answers, one below the other."""
    return "\n".join(map(str, answers)) or "none"
