"""The options that several commands have."""

from __future__ import annotations

import argparse


def engine(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which matcher to use."""
    parser.add_argument("--engine", default="auto", help="auto, durable or plain")


def json(parser: argparse.ArgumentParser) -> None:
    """Let a command be told to print JSON; see :func:`mandate.cli.telling.tell`."""
    parser.add_argument("--json", action="store_true", help="plain data instead of text")
