"""Arguments: the options that commands share, and words that stand for data.

``kind=notice by=armenia`` is an event, ``phase=in-force`` a condition, ``90d`` a duration.
"""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from collections.abc import Sequence

from attrs import evolve

from mandate.doctrine.paths import NONE
from mandate.errors import (
    ArgumentError,
    DurationError,
    FileError,
    MandateError,
    Problem,
    shown,
)

DEFAULT = "nagorno-karabakh-2020"
#: The forms that every answer has.
TEXT, JSON = "text", "json"


def agreement_option(parser: argparse.ArgumentParser, *, default: str | None = DEFAULT) -> None:
    """Add the option that names the agreement."""
    which = f"default {default}" if default else "default: the bundled one that the receipt names"
    parser.add_argument(
        "-a",
        "--agreement",
        metavar="AGREEMENT",
        default=default,
        help=f"its id, or its folder ({which})",
    )


def matcher_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the matcher."""
    parser.add_argument(
        "--matcher",
        default="auto",
        help="the program that matches the rules: durable or plain, which answer alike "
        "(default auto: durable where it is installed)",
    )


def format_option(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add the option for the form of the answer; see :func:`mandate.cli.telling.tell`."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--format", choices=(TEXT, JSON, *more), default=TEXT, help="the form of the answer"
    )
    form.add_argument(
        "--json", dest="format", action="store_const", const=JSON, help="short for --format json"
    )


def event(text: str, parameter: str) -> dict[str, object]:
    """Return an event written as ``KEY=VALUE KEY=VALUE``, as a caller of ``what_if`` gives it.

    A value with spaces stands in quotes, as in a shell. A value is as in TOML; a word that is no
    TOML is a text.

    >>> event("kind=notice by=armenia on=2025-05-10", "--event")
    {'kind': 'notice', 'by': 'armenia', 'on': datetime.date(2025, 5, 10)}
    >>> event("kind=statement on='{ from = 2025-05-09, to = 2025-05-10 }'", "--event")["on"]["to"]
    datetime.date(2025, 5, 10)

    Raises:
        ArgumentError: a quote is not closed, a word is not KEY=VALUE, or a key stands twice.

    """
    try:
        words = shlex.split(text)
    except ValueError:
        msg = f"{parameter}: a quote is not closed in {shown(text)}"
        raise ArgumentError(msg) from None
    return _pairs(words, parameter, "KEY=VALUE", "by=armenia")


def condition(words: Sequence[str]) -> dict[str, object]:
    """Return a condition written as words ``PATH=VALUE``; ``none`` stands for no value.

    >>> condition(["phase=in-force", "ended_by=none", "term.number=2"])
    {'phase': 'in-force', 'ended_by': None, 'term.number': 2}

    Raises:
        ArgumentError: a word is not PATH=VALUE, or a path stands twice.

    """
    pairs = _pairs(words, "condition", "PATH=VALUE", "phase=in-force")
    return {path: None if value == NONE else value for path, value in pairs.items()}


_SHORT = re.compile(r"(?: ?[0-9]+[ymwd])+", re.ASCII)
_UNITS = {"y": "year", "m": "month", "w": "week", "d": "day"}


def in_words(text: str) -> str:
    """Return a duration in words that may be written in short; any other text as it stands.

    >>> in_words("90d"), in_words("1y6m"), in_words("2 weeks")
    ('90 days', '1 year 6 months', '2 weeks')
    """
    if not _SHORT.fullmatch(text):
        return text
    parts = [(part[:-1], _UNITS[part[-1]]) for part in re.findall(r"[0-9]+[ymwd]", text)]
    return " ".join(f"{n} {unit}" if n == "1" else f"{n} {unit}s" for n, unit in parts)


#: Parameter of a function → its name on the command line.
_ON_THE_LINE = {
    "on": "DATE",
    "after": "DATE",
    "start": "FROM",
    "end": "TO",
    "condition": "PATH=VALUE",
    "path": "--path",
    "act": "--act",
    "explain": "WHAT",
    "agreements": "--agreement",
    "against": "--agreement",
    "id_or_path": "--agreement",
    "folder": "--to",
    "overwrite": "--overwrite",
    "as_known_on": "--as-known-on",
    "matcher": "--matcher",
    "event_ids": "--without",
    "within": "--within",
    "receipt": "RECEIPT.json",
    "answer": "ANSWER.json",
    "part": "PART",
    "section": "NAME",
}
#: The advice at the end of a message → the same for one who writes a command.
_ADVICE = {
    'like "5 years" or "1 year 6 months"': 'like "90 days", or in short, like 90d',
    "or overwrite=True": "or --overwrite",
    "leave out 'on'": "leave out on=",
    "give its folder, or the mandate that was asked": "give its folder with --agreement",
    "give what receipt() of a status returns": "give what status --receipt --json printed",
    "give a receipt, its as_dict() or its JSON": "give what status --receipt --json printed",
    "give a status, its as_dict() or its JSON": "give what status --json printed",
}
#: Function and parameter under which a problem of a supposed event is told → its option.
_EVENTS = {("what_if", "event"): "--event", ("last_chance", "act"): "--act"}
_EVENT = re.compile(r"(?P<parameter>[a-z]+)\[(?P<number>[0-9]+)\](?:\.(?P<key>.*))?", re.DOTALL)
_KEY = re.compile(r"(?P<key>[a-z-]+) = ")


def on_the_line(error: MandateError) -> str:
    """Return the message of an error with the command line's names for the arguments.

    >>> on_the_line(ArgumentError("as_known_on: '2020' is not a date"))
    "--as-known-on: '2020' is not a date"
    """
    if isinstance(error, FileError):
        return str(FileError([_problem(problem) for problem in error.problems]))
    text = str(error)
    if not isinstance(error, ArgumentError | DurationError):
        return text
    name, colon, rest = text.partition(": ")
    if name.startswith("agreements["):  # each --agreement is one of them
        name = "agreements"
    return f"{_ON_THE_LINE.get(name, name)}{colon}{_advised(rest)}"


def _advised(text: str) -> str:
    for advice, other in _ADVICE.items():
        if text.endswith(advice):
            return text.removesuffix(advice) + other
    return text


def _problem(problem: Problem) -> Problem:
    """Return a problem of a supposed event under its option; any other as it stands."""
    place = _EVENT.fullmatch(problem.path)
    option = _EVENTS.get((problem.file, place["parameter"])) if place else None
    if place is None or option is None:
        return problem
    if option == "--event":  # may be repeated
        option = f"{option} {int(place['number']) + 1}"
    right = _KEY.sub(r"\g<key>=", problem.right, count=1)
    return evolve(problem, file=option, path=place["key"] or "", right=right)


def _pairs(words: Sequence[str], parameter: str, form: str, example: str) -> dict[str, object]:
    pairs = [word.partition("=") for word in words]
    names = [name for name, _, _ in pairs]
    wrong = [word for word, (name, equals, _) in zip(words, pairs, strict=True)
             if not name or not equals]  # fmt: skip
    if wrong or not words:
        what = " and ".join(map(shown, wrong)) or "nothing"
        verb = "are" if len(wrong) > 1 else "is"
        msg = f"{parameter}: {what} {verb} not {form}: write for example {example}"
        raise ArgumentError(msg)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        msg = f"{parameter}: {shown(twice)} stands twice: write it once"
        raise ArgumentError(msg)
    return {name: _value(text) for name, _, text in pairs}


def _value(text: str) -> object:  # any value of TOML
    try:
        table = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    # No event and no status holds a fraction, but an id may look like one.
    whole = list(table) == ["value"] and "\n" not in text and not isinstance(table["value"], float)
    return table["value"] if whole else text
