"""Answers as JSON, and back: dates in ISO 8601, names in the order of ``as_dict()``."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from mandate.errors import ArgumentError, cut, shown
from mandate.plain_data import decoded, encoded, plain


def to_json(answer: object) -> str:
    """Return an answer, a list of answers, or plain data, as JSON text.

    The same answer gives the same text. A date is written ``"2020-11-10"``, a date-time with its
    offset. A *text* that looks like a date or a date-time is written with an apostrophe before it,
    and :func:`from_json` takes it away. So the data read are the data written.

    >>> import datetime
    >>> print(to_json({"due": datetime.date(2020, 11, 20), "note": "2020-11-20"}))
    {
      "due": "2020-11-20",
      "note": "'2020-11-20"
    }

    Raises:
        ArgumentError: the value is no answer, or holds something that is no plain data.

    """
    try:
        return json.dumps(encoded(plain(answer)), indent=2, ensure_ascii=False)
    except ArgumentError:
        raise
    except ValueError as error:  # a whole number of more digits than Python writes
        msg = f"answer: {error}"
        raise ArgumentError(msg) from None


def from_json(text: str | bytes) -> Any:  # noqa: ANN401  # any plain data
    """Return the plain data of a JSON text, with real dates: the ``as_dict()`` of the answer.

    >>> from_json('{"due": "2020-11-20"}')
    {'due': datetime.date(2020, 11, 20)}

    Raises:
        ArgumentError: the text is not JSON, or not as :func:`to_json` writes it: a name stands
            twice in a table, a number is not whole.

    """
    written: object = text
    if not isinstance(written, (str, bytes)):
        msg = f"text: {shown(written)} is not a text: give what to_json returned"
        raise ArgumentError(msg)
    try:
        data = json.loads(
            text, object_pairs_hook=_table, parse_float=_refused, parse_constant=_refused
        )
        return decoded(data)
    except RecursionError:
        msg = "text: brackets nested too deeply"
        raise ArgumentError(msg) from None
    except ArgumentError:
        raise
    except ValueError as error:  # not JSON, not UTF-8, or a number of too many digits
        msg = f"text: not JSON: {error}"
        raise ArgumentError(msg) from None


def _table(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        msg = f"text: {shown(twice)} stands twice in one table: write each name once"
        raise ArgumentError(msg)
    return table


def _refused(number: str) -> NoReturn:
    msg = f"text: {cut(number)} is not a whole number: answers hold no other"
    raise ArgumentError(msg)
