"""The files of an agreement with its record as texts, and the writing of them to a folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mandate.errors import ArgumentError, shown
from mandate.views.optional import library

#: File → the list in it that is written as ``[[...]]``, one table after the other, at its end.
_LISTS = {"agreement.toml": "", "record.toml": "events", "rules.toml": ""}


def texts(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return file name → text, of the tables that the authors wrote, without their comments.

    Keys stand in the order in which they were written, those of a table before its own tables;
    events stand in the order of time. Reading the texts and writing them again gives the same
    bytes.

    Raises:
        ArgumentError: TOML cannot hold a value.
        MissingDependencyError: the tomli-w library is not installed.

    """
    return {name: _text(name, table) for name, table in tables.items()}


def save(texts: Mapping[str, str], folder: str | Path, *, overwrite: bool) -> Path:
    """Write the texts into a folder, which is made where it is missing, and return the folder.

    Raises:
        ArgumentError: the folder holds such a file already and ``overwrite`` is false; or it holds
            another file that would be read with these; or it cannot be written to.

    """
    if not isinstance(folder, (str, Path)) or not str(folder):  # type: ignore[redundant-expr]  # a caller's slip
        msg = f"folder: {shown(folder)} is no path: give the path of a folder"
        raise ArgumentError(msg)
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        there = [name for name in _LISTS if (path / name).exists()]
        _refuse(path, [n for n in there if n not in texts], "remove it, or give another folder")
        if not overwrite:
            _refuse(path, there, "give another folder, or overwrite=True")
        for name, text in texts.items():
            with (path / name).open("w" if overwrite else "x", encoding="utf-8", newline="") as out:
                out.write(text)
    except ArgumentError:
        raise
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else "no name that a folder can have"
        msg = f"folder: {shown(str(folder))} cannot be written to: {said}"
        raise ArgumentError(msg) from None
    return path


def _refuse(path: Path, there: list[str], right: str) -> None:
    if there:
        msg = f"folder: {shown(str(path))} holds {' and '.join(there)} already; {right}"
        raise ArgumentError(msg)


def _text(name: str, table: Mapping[str, Any]) -> str:
    last = _LISTS[name]
    rows = table.get(last) or []
    head = {key: value for key, value in table.items() if key != last or not rows}
    parts = [_dumps(head)] if head else []
    # The library writes a list of short tables on one line. Here every list is written as [[...]].
    parts += ["[" + _dumps({last: row}).replace(f"[{last}]", f"[{last}]]", 1) for row in rows]
    text = "\n".join(parts)
    try:
        same = tomllib.loads(text) == table
    except tomllib.TOMLDecodeError:  # an offset with seconds, which TOML does not have
        same = False
    if not same:
        msg = f"{name}: TOML cannot hold one of its values, such as an hour with seconds of offset"
        raise ArgumentError(msg)
    return text


def _dumps(table: Mapping[str, Any]) -> str:
    text: str = library("tomli_w", "tomli-w", "toml", "TOML files").dumps(
        table, multiline_strings=True, indent=2
    )
    return text
