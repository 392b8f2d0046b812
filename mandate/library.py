"""The bundled agreements, and agreements of the user's own: by id, by folder, by file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from mandate.errors import ArgumentError, EngineError
from mandate.loading.agreement import agreement as read_agreement
from mandate.loading.doctrine import Doctrine, extended
from mandate.loading.doctrine import load as load_doctrine
from mandate.loading.problems import Problems, did_you_mean
from mandate.loading.record import record as read_record
from mandate.loading.toml import TomlFile, read
from mandate.record.record import Record
from mandate.text.agreement import Agreement

DOCTRINE = "doctrine"


@lru_cache(maxsize=1)
def rules_folder() -> Path:
    """Return the folder of the bundled rules: inside the package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_rules", here.parent / "rules"):
        if (folder / DOCTRINE).is_dir():
            return folder
    msg = f"the bundled rules are not where they should be: {here / '_rules'}"
    raise ArgumentError(msg)


def names() -> tuple[str, ...]:
    """Return the ids of the bundled agreements, in alphabetical order."""
    folders = rules_folder().iterdir()
    return tuple(sorted(f.name for f in folders if (f / "agreement.toml").is_file()))


def doctrine() -> Doctrine:
    """Return the bundled doctrine."""
    return load_doctrine(rules_folder() / DOCTRINE)


def folder_of(id_or_path: str | Path) -> Path:
    """Return the folder of an agreement: a bundled id, a folder, or the path of its agreement.toml.

    Raises:
        ArgumentError: there is none, with the ids that come near.

    """
    if isinstance(id_or_path, str) and id_or_path in names():
        return rules_folder() / id_or_path
    if (
        not isinstance(id_or_path, (str, Path))  # type: ignore[redundant-expr]  # a caller's slip
        or not str(id_or_path)
    ):
        msg = f"id_or_path: {id_or_path!r} is neither an id nor a path"
        raise ArgumentError(msg)
    path = Path(id_or_path)
    if path.name == "agreement.toml" and path.is_file():
        return path.parent
    if (path / "agreement.toml").is_file():
        return path
    msg = (
        f"id_or_path: no agreement {str(id_or_path)!r}: neither a bundled id nor a folder with an "
        f"agreement.toml; {did_you_mean(id_or_path, names())}"
    )
    raise ArgumentError(msg)


def read_folder(folder: Path) -> tuple[Agreement, Record, Doctrine]:
    """Read an agreement with its record and its own rules, all problems at once.

    Raises:
        FileError: with every problem of every file.

    """
    name = folder.name
    own, record = folder / "rules.toml", folder / "record.toml"
    return _read(
        read(folder / "agreement.toml", f"{name}/agreement.toml"),
        read(record, f"{name}/record.toml") if record.is_file() else None,
        read(own, f"{name}/rules.toml") if own.is_file() else None,
    )


def read_data(
    agreement: Mapping[str, Any], record: Mapping[str, Any] | None = None
) -> tuple[Agreement, Record, Doctrine]:
    """Read an agreement and its record from mappings, as ``tomllib`` gives them.

    Raises:
        FileError: with every problem of both.

    """
    return _read(
        TomlFile("agreement", repr(agreement), agreement, {}),
        None if record is None else TomlFile("record", repr(record), record, {}),
        None,
    )


def _read(
    text: TomlFile, happened: TomlFile | None, own: TomlFile | None
) -> tuple[Agreement, Record, Doctrine]:
    problems = Problems()
    basis = doctrine()
    if own is not None:
        basis = extended(basis, own, problems)
    agreement = read_agreement(text, basis, problems)
    record = None
    if agreement is not None:
        record = Record(agreement.id, None)
        if happened is not None:
            record = read_record(happened, agreement, basis, problems)
    problems.raise_if_any()
    if agreement is None or record is None:
        msg = "a file could not be read and no problem was noted"
        raise EngineError(msg)
    return agreement, record, basis
