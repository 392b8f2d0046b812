"""The commands about files: bundled agreements, a user's own, and receipts that were kept."""

from __future__ import annotations

import argparse
from pathlib import Path

import mandate as library
from mandate.cli.arguments import agreement_option, format_option, matcher_option
from mandate.cli.telling import NO, OK, Commands, put, tell
from mandate.errors import ArgumentError, printable


def add(commands: Commands) -> None:
    """Add the commands about files."""
    verify = commands.add_parser("verify", help="work out an answer again from its receipt")
    verify.add_argument("receipt", metavar="RECEIPT.json", help="of status --receipt --json")
    verify.add_argument("answer", metavar="ANSWER.json", help="of status --json")
    agreement_option(verify, default=None)
    format_option(verify)
    verify.set_defaults(run=_verify)

    agreements = commands.add_parser("agreements", help="the bundled agreements")
    format_option(agreements)
    agreements.set_defaults(run=_agreements)

    dump = commands.add_parser("dump", help="the files of an agreement, written anew")
    agreement_option(dump)
    dump.add_argument("--to", metavar="DIR", help="write them there instead of printing them")
    dump.add_argument("--overwrite", action="store_true", help="also over files that are there")
    dump.set_defaults(run=_dump)

    check = commands.add_parser("check", help="read an agreement of your own and run its scenarios")
    agreement_option(check)
    matcher_option(check)
    format_option(check)
    check.add_argument("--strict", action="store_true", help="exit with 1 also where it warns")
    check.set_defaults(run=_check)


def _verify(options: argparse.Namespace) -> int:
    verification = library.verify(
        _text("receipt", options.receipt),
        _text("answer", options.answer),
        against=options.agreement,
    )
    tell(options, verification)
    return OK if verification.ok else NO


def _text(name: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8-sig")
    except OSError as error:
        msg = f"{name}: {printable(path)} cannot be read: {error.strerror}"
        raise ArgumentError(msg) from None
    except ValueError:
        msg = f"{name}: {printable(path)} is not a file in UTF-8"
        raise ArgumentError(msg) from None


def _agreements(options: argparse.Namespace) -> int:
    titles = {name: library.load(name).agreement.title for name in library.agreements()}
    tell(options, titles, "\n".join([f"{name}  {title}" for name, title in titles.items()]))
    return OK


def _dump(options: argparse.Namespace) -> int:
    mandate = library.load(options.agreement)
    if options.to is None:
        parts = [f"# {name}\n\n{text}" for name, text in mandate.to_toml().items()]
        put("\n".join(parts))
    else:
        print(mandate.save(options.to, overwrite=options.overwrite))
    return OK


def _check(options: argparse.Namespace) -> int:
    report = library.check(options.agreement, matcher=options.matcher)
    tell(options, report)
    warned = options.strict and report.warnings
    return OK if report.ok and not warned else NO
