"""The command that prints the reference: keys, events, presets, functions."""

from __future__ import annotations

import argparse

from mandate.cli.telling import OK, Commands, put
from mandate.library import doctrine
from mandate.reference.parts import PARTS, part


def add(commands: Commands) -> None:
    """Add the command."""
    says = "the keys, events, presets and functions that a file may use"
    told = "\n".join(f"  {name:<10} {what}" for name, what in PARTS.items())
    parser = commands.add_parser(
        "reference",
        help=says,
        description=f"{says[0].upper()}{says[1:]}, as Markdown. The parts:\n\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("part", metavar="PART", choices=list(PARTS), help="one of these parts")
    parser.add_argument(
        "section", metavar="NAME", nargs="?", help="one kind alone, such as reference kinds term"
    )
    parser.set_defaults(run=_reference)


def _reference(options: argparse.Namespace) -> int:
    put(part(doctrine(), options.part, options.section))
    return OK
