"""The bundled agreements, and agreements of the user's own: by id, by folder, by file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import evolve

from mandate.errors import ArgumentError, EngineError, shown
from mandate.loading.agreement import agreement as read_agreement
from mandate.loading.doctrine import Doctrine, extended
from mandate.loading.doctrine import load as load_doctrine
from mandate.loading.problems import Problems, or_meant
from mandate.loading.record import record as read_record
from mandate.loading.toml import KeyPath, TomlFile
from mandate.record.record import Record
from mandate.text.agreement import Agreement

DOCTRINE, AGREEMENT = "doctrine", "agreement.toml"


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
    return tuple(sorted(f.name for f in folders if (f / AGREEMENT).is_file()))


def doctrine() -> Doctrine:
    """Return the bundled doctrine."""
    return load_doctrine(rules_folder() / DOCTRINE)


def folder_of(id_or_path: str | Path, parameter: str = "id_or_path") -> Path:
    """Return the folder of an agreement: a bundled id, a folder, or the path of its agreement.toml.

    Raises:
        ArgumentError: there is none, with the ids that come near. It names the ``parameter``.

    """
    if isinstance(id_or_path, str) and id_or_path in names():
        return rules_folder() / id_or_path
    if (
        not isinstance(id_or_path, (str, Path))  # type: ignore[redundant-expr]  # a caller's slip
        or not str(id_or_path)
    ):
        msg = f"{parameter}: {shown(id_or_path)} is neither an id nor a path"
        raise ArgumentError(msg)
    path = Path(id_or_path)
    if path.name == AGREEMENT and _is_file(path):
        return path.parent
    if _is_file(path / AGREEMENT):
        return path
    msg = (
        f"{parameter}: no agreement {shown(str(id_or_path))}: neither a bundled id nor a folder "
        f"with an {AGREEMENT}"
    )
    raise ArgumentError(or_meant(msg, str(id_or_path), names()))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have, or a folder that is closed to us
        return False


def read_folder(folder: Path) -> tuple[Agreement, Record, Doctrine]:
    """Read an agreement with its record and its own rules, all problems at once.

    Raises:
        FileError: with every problem of every file.

    """
    problems = Problems()
    found: list[TomlFile | None] = []
    for name in (AGREEMENT, "record.toml", "rules.toml"):
        there = name == AGREEMENT or _is_file(folder / name)
        found.append(problems.reading(folder / name, f"{folder.name}/{name}") if there else None)
    text, happened, own = found
    problems.raise_if_any()
    if text is None:
        raise _unnoted()
    return _read(text, happened, own)


def read_data(
    agreement: Mapping[str, Any],
    record: Mapping[str, Any] | None = None,
    rules: Mapping[str, Any] | None = None,
) -> tuple[Agreement, Record, Doctrine]:
    """Read an agreement, its record and its own rules from mappings, as ``tomllib`` gives them.

    Raises:
        FileError: with every problem of all of them.

    """
    return _read(
        TomlFile("agreement", repr(agreement), agreement, {}),
        None if record is None else TomlFile("record", repr(record), record, {}),
        None if rules is None else TomlFile("rules", repr(rules), rules, {}),
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
        raise _unnoted()
    places = {name: text.place(_path_of(name, text)) for name in agreement.clauses}
    return evolve(agreement, places=places), record, basis


def _path_of(clause: str, text: TomlFile) -> KeyPath:
    whole, _, item = clause.partition(".")
    if clause not in text.data["clauses"] and not item:
        return (clause,)
    items = text.data["clauses"][whole].get("items", ())
    number = next((n for n, one in enumerate(items) if item and one["id"] == item), None)
    return ("clauses", whole) if number is None else ("clauses", whole, "items", number)


def _unnoted() -> EngineError:
    return EngineError("a file could not be read and no problem was noted")
