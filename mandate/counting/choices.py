"""Closed lists of words, with an error that lists them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NoReturn

from mandate.errors import MOST_LETTERS, ConventionError, nearest, shown


class Choice(StrEnum):
    """A ``StrEnum`` whose look-up of an unknown word raises ``ConventionError``."""

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        what = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cls.__name__).lower()
        raise ConventionError(unknown(what, value, [str(choice) for choice in cls]))


def unknown(what: str, value: object, known: list[str]) -> str:
    """Return a one-line message: ``value`` is not one of ``known``, and the closest of these."""
    text = value if isinstance(value, str) and len(value) <= MOST_LETTERS else ""
    close = nearest(text, known, 0.5)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"unknown {what} {shown(value)}: {hint}write one of {', '.join(map(repr, known))}"
