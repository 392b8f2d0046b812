"""Plain data: answers as dicts and rows of values that any program knows, and their hash.

Plain values are texts, whole numbers, flags, None, dates, date-times, lists and dicts. JSON has no
dates, so they are written in ISO 8601, and a text that only looks like one gets an apostrophe.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from attrs import AttrsInstance

from mandate.errors import ArgumentError, shown

Row = dict[str, Any]

#: The texts that isoformat() makes of dates and date-times, also with apostrophes before them.
_LIKE_A_DATE = re.compile(
    r"'*\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{6})?([+-]\d\d:\d\d(:\d\d(\.\d{6})?)?)?)?", re.ASCII
)


def plain(value: object) -> Any:  # noqa: ANN401  # of any type
    """Return a value as plain data: words as texts, tuples as lists, answers by their as_dict().

    A date-time keeps its offset, not its zone.

    Raises:
        ArgumentError: the value holds something that is no plain data.

    """
    try:
        return _plain(value)
    except RecursionError:
        msg = "answer: lists or tables nested too deeply"
        raise ArgumentError(msg) from None


def _plain(value: object) -> object:  # noqa: PLR0911  # a line for each type
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dt.datetime):
        offset = value.utcoffset()
        zone = None if offset is None else dt.timezone(offset)
        return dt.datetime.combine(value.date(), value.time().replace(fold=0), zone)
    if isinstance(value, dt.date):
        return value
    if isinstance(value, Mapping):
        return _plain_table(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "as_dict") and not isinstance(value, type):
        return value.as_dict()
    msg = f"answer: {shown(value)} is no answer and no plain data"
    raise ArgumentError(msg)


def _plain_table(value: Mapping[object, object]) -> Row:
    table = {str(key): _plain(item) for key, item in value.items()}
    if len(table) != len(value):  # the number 1 and the text "1"
        names = [str(key) for key in value]
        twice = next(name for name in names if names.count(name) > 1)
        msg = f"answer: {shown(twice)} stands twice in one table: write each name once"
        raise ArgumentError(msg)
    return table


def fields(part: AttrsInstance, *more: str) -> Row:
    """Return the fields of a part of an answer, then the properties ``more``, as plain data.

    Private fields are left out.
    """
    own = (a.name for a in part.__attrs_attrs__ if not a.name.startswith("_"))
    names = (*own, *more)
    return {name: plain(getattr(part, name)) for name in names}


# -- rows ------------------------------------------------------------------------------------


def flat(values: Mapping[str, object], under: str = "") -> Row:
    """Return plain data as one flat row: names joined by dots, lists as texts.

    A table of tables also gives the list of its names, so that a member without values still shows.
    """
    row: Row = {}
    for name, value in values.items():
        path = f"{under}{name}"
        if isinstance(value, Mapping):
            if all(isinstance(item, Mapping) for item in value.values()):
                row[path] = ", ".join(value)
            row |= flat(value, f"{path}.")
        else:
            row[path] = ", ".join(map(str, value)) if isinstance(value, list) else value
    return row


#: Parts that a name in a path can have; an id has two at most.
_MOST_PARTS = 16


def heads(parts: Sequence[str]) -> Iterator[str]:
    """Yield the names with which the parts of a path can begin, the longest first.

    There are several, because an id may hold a dot itself.
    """
    longest = min(len(parts), _MOST_PARTS)
    return (".".join(parts[:length]) for length in range(longest, 0, -1))


def look_up(values: object, parts: Sequence[str]) -> object:  # of any type
    """Return the value at the parts of a path in plain data; None where there is none."""
    while parts:
        name = next((n for n in heads(parts) if isinstance(values, dict) and n in values), None)
        if name is None:
            return None
        values, parts = values[name], parts[name.count(".") + 1 :]  # type: ignore[index]  # a dict
    return values


# -- JSON ------------------------------------------------------------------------------------


def encoded(value: object) -> object:  # plain data
    """Return plain data as JSON can hold it."""
    if isinstance(value, str):
        return f"'{value}" if _LIKE_A_DATE.fullmatch(value) else value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: encoded(item) for key, item in value.items()}
    return [encoded(item) for item in value] if isinstance(value, list) else value


def decoded(value: object) -> object:  # from JSON
    """Return the plain data that :func:`encoded` turned into this value."""
    if isinstance(value, str):
        return _text_or_date(value) if _LIKE_A_DATE.fullmatch(value) else value
    if isinstance(value, Mapping):
        return {key: decoded(item) for key, item in value.items()}
    return [decoded(item) for item in value] if isinstance(value, list) else value


def _text_or_date(text: str) -> object:
    if text.startswith("'"):
        return text[1:]
    kind = dt.datetime if "T" in text else dt.date
    try:
        date = kind.fromisoformat(text)
    except ValueError:
        return text
    return date if date.isoformat() == text else text


def digest(value: object) -> str:
    """Return the SHA-256 of plain data, as 64 hexadecimal digits.

    The hash is taken of the JSON with sorted names and without spaces, in UTF-8. So the order of
    names does not matter, nor the layout and the comments of a file.
    """
    text = json.dumps(
        encoded(plain(value)), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def differing(one: object, other: object, path: str) -> Sequence[tuple[str, object, object]]:
    """Return the differences of two plain values: (path, value in one, value in the other).

    Values of two types differ, even if Python takes them for equal, and so do date-times of one
    instant with two offsets.
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        names = list(dict.fromkeys([*one, *other]))
        parts = [
            differing(one.get(name, ABSENT), other.get(name, ABSENT), f"{path}.{name}")
            for name in names
        ]
        return [difference for part in parts for difference in part]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        parts = [
            differing(a, b, f"{path}[{n}]") for n, (a, b) in enumerate(zip(one, other, strict=True))
        ]
        return [difference for part in parts for difference in part]
    same = type(one) is type(other) and encoded(one) == encoded(other)
    return [] if same else [(path, one, other)]


class _Absent:
    def __repr__(self) -> str:
        return "nothing"


#: The value of a name that the other of two tables has alone.
ABSENT = _Absent()
