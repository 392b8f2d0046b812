"""The agreements on disk: bundled ones by id, a user's own by folder or file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from attrs import evolve

from mandate.doctrine.folder import extended
from mandate.doctrine.folder import load as load_doctrine
from mandate.doctrine.model import Doctrine
from mandate.errors import (
    ArgumentError,
    EngineError,
    FileError,
    Problem,
    or_meant,
    printable,
    shown,
)
from mandate.files.problems import Problems
from mandate.files.toml import KeyPath, TomlFile, is_there
from mandate.loading.agreement import agreement as read_agreement
from mandate.loading.record import as_written
from mandate.loading.record import record as read_record
from mandate.record.record import Record
from mandate.text.agreement import Agreement

DOCTRINE = "doctrine"
AGREEMENT, RECORD, RULES = "agreement.toml", "record.toml", "rules.toml"

#: The values that the files of an agreement are read into.
Read: TypeAlias = tuple[Agreement, Record, Doctrine]


@lru_cache(maxsize=1)
def rules_folder() -> Path:
    """Return the folder of the bundled rules: inside the package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_rules", here.parent / "rules"):
        if (folder / DOCTRINE).is_dir():
            return folder
    msg = f"the bundled rules are not where they should be: {here / '_rules'}"
    raise ArgumentError(msg)


def agreements() -> tuple[str, ...]:
    """Return the ids of the bundled agreements, in alphabetical order."""
    folders = rules_folder().iterdir()
    return tuple(sorted(f.name for f in folders if (f / AGREEMENT).is_file()))


def doctrine() -> Doctrine:
    """Return the bundled doctrine."""
    return load_doctrine(rules_folder() / DOCTRINE)


def folder_of(id_or_path: str | Path, parameter: str = "id_or_path") -> Path:
    """Return the folder of an agreement: a bundled id, a folder, or the path of its agreement.toml.

    Raises:
        ArgumentError: there is no such agreement. The message names the ``parameter``, and an id
            that is spelt like the one given.

    """
    if isinstance(id_or_path, str) and id_or_path in agreements():
        return rules_folder() / id_or_path
    if (
        not isinstance(id_or_path, (str, Path))  # type: ignore[redundant-expr]  # a caller's slip
        or not str(id_or_path)
    ):
        msg = f"{parameter}: {shown(id_or_path)} is neither an id nor a path"
        raise ArgumentError(msg)
    path = Path(id_or_path)
    if is_there(path / AGREEMENT):
        return path
    if path.name == AGREEMENT and is_there(path):
        return path.parent
    msg = (
        f"{parameter}: no agreement {shown(str(id_or_path))}: neither a bundled id nor a folder "
        f"with an {AGREEMENT}"
    )
    raise ArgumentError(or_meant(msg, str(id_or_path), agreements()))


def read_folder(folder: Path) -> Read:
    """Read an agreement with its record and its own rules.

    Raises:
        FileError: a file is wrong; the error holds every problem of every file.

    """
    problems = Problems()
    return settled(read_files(files_of(folder, problems), problems), problems)


def files_of(folder: Path, problems: Problems, *more: str) -> Mapping[str, TomlFile]:
    """Read the files of an agreement that exist, ``more`` of them included; problems are noted."""
    try:
        (folder / AGREEMENT).lstat()
    except PermissionError as error:
        what = f"a folder that may not be opened: {error.strerror}"
        raise FileError([Problem(shown_path(folder), "", None, what)]) from None
    except OSError:
        pass  # told with the file
    files: dict[str, TomlFile] = {}
    for name in (AGREEMENT, RECORD, RULES, *more):
        if name == AGREEMENT or is_there(folder / name):
            after = "all else is checked after that" if name == AGREEMENT else _AFTER
            file = problems.reading(folder / name, shown_path(folder, name), after)
            if file is not None:
                files[name] = file
    return files


_AFTER = "the rest of this file is checked after that"


def shown_path(folder: Path, name: str = "") -> str:
    """Return the name of a file in messages: with the name of its folder, where that has one."""
    path = Path(folder.name, name) if folder.name else folder / name
    return printable(str(path))


def read_data(
    agreement: Mapping[str, object],
    record: Mapping[str, object] | None = None,
    rules: Mapping[str, object] | None = None,
) -> Read:
    """Read an agreement, its record and its own rules from mappings, as ``tomllib`` gives them.

    Raises:
        FileError: a mapping is wrong; the error holds every problem of all of them.

    """
    data = {AGREEMENT: agreement, RECORD: record, RULES: rules}
    problems = Problems()
    files = {
        name: TomlFile(name.removesuffix(".toml"), repr(table), table, {})
        for name, table in data.items()
        if table is not None
    }
    return settled(read_files(files, problems), problems)


def read_files(files: Mapping[str, TomlFile], problems: Problems) -> Read | None:
    """Read an agreement, its record and its own rules; problems are noted.

    The result is None where the agreement or its record cannot be made.
    """
    text, own = files.get(AGREEMENT), files.get(RULES)
    basis = doctrine()
    if own is not None:
        basis = extended(basis, own, problems)
    if text is None:
        return None
    agreement = read_agreement(text, basis, problems)
    if agreement is None:
        return None
    record: Record | None = Record(agreement.id, None)
    if RECORD in files:
        record = read_record(files[RECORD], agreement, basis, problems)
    if record is None or problems.found:
        return None
    places = {name: text.place(_path_of(name, text)) for name in agreement.clauses}
    return evolve(agreement, places=places), record, basis


def _path_of(clause: str, text: TomlFile) -> KeyPath:
    whole, _, item = clause.partition(".")
    if clause not in text.data["clauses"] and not item:
        return (clause,)
    items = text.data["clauses"][whole].get("items", ())
    number = next((n for n, table in enumerate(items) if item and table["id"] == item), None)
    return ("clauses", whole) if number is None else ("clauses", whole, "items", number)


def settled(read: Read | None, problems: Problems) -> Read:
    """Return the values read, if no problem was noted.

    Raises:
        FileError: a problem was noted; the error holds every one.

    """
    problems.raise_if_any()
    if read is None:
        msg = "a file could not be read and no problem was noted"
        raise EngineError(msg)
    return read


def written(
    agreement: Agreement, record: Record, doctrine: Doctrine
) -> Mapping[str, Mapping[str, Any]]:
    """Return file name → its table, of all that the authors wrote.

    Raises:
        ArgumentError: the record has events that are only supposed.

    """
    tables = {AGREEMENT: agreement.written, RECORD: as_written(record)}
    return tables if doctrine.written is None else {**tables, RULES: doctrine.written}
