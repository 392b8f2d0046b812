"""Shapes of what a rule file holds: a table, a list, a text. What has another shape is noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from mandate.loading.problems import Problems, unfit_text
from mandate.loading.toml import KeyPath, TomlFile


@frozen
class Shapes:
    """Takes values of one file for what they should be, and notes where they are not."""

    file: TomlFile
    problems: Problems

    def add(self, path: KeyPath, what: str, right: str = "", hint: str = "") -> None:
        """Note a problem in this file."""
        self.problems.add(self.file, path, what, right, hint)

    def table(self, raw: Any, path: KeyPath) -> Mapping[str, Any]:  # noqa: ANN401  # from TOML
        """Return a table; an empty one in place of anything else."""
        if isinstance(raw, Mapping):
            return raw
        self.problems.unusable(self.file, path, raw, "a table")
        return {}

    def tables(self, raw: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:  # noqa: ANN401  # from TOML
        """Yield each table of a list, with its place."""
        for number, one in enumerate(self.items(raw, path)):
            if isinstance(one, Mapping):
                yield (*path, number), one
            else:
                self.problems.unusable(self.file, (*path, number), one, "a table")

    def members(self, raw: Any, path: KeyPath) -> Iterator[tuple[str, KeyPath, Mapping[str, Any]]]:  # noqa: ANN401  # from TOML
        """Yield each table of a table, with its name and its place."""
        for name, one in self.table(raw, path).items():
            yield name, (*path, name), self.table(one, (*path, name))

    def items(self, raw: Any, path: KeyPath) -> Sequence[Any]:  # noqa: ANN401  # from TOML
        """Return a list; an empty one in place of anything else."""
        if isinstance(raw, list):
            return raw
        self.problems.unusable(self.file, path, raw, "a list")
        return []

    def text(self, raw: Any, path: KeyPath) -> str:  # noqa: ANN401  # from TOML
        """Return a text; an empty one in place of anything else."""
        found, right = unfit_text(raw)
        if not found:
            return str(raw)
        self.add(path, found, right)
        return ""

    def texts(self, raw: Any, path: KeyPath) -> tuple[str, ...]:  # noqa: ANN401  # from TOML
        """Return a list of texts, without those that are none."""
        found = [self.text(one, (*path, n)) for n, one in enumerate(self.items(raw, path))]
        return tuple(one for one in found if one)

    def flag(self, raw: Any, path: KeyPath) -> bool:  # noqa: ANN401  # from TOML
        """Return true or false; false in place of anything else."""
        if isinstance(raw, bool):
            return raw
        self.problems.unusable(self.file, path, raw, "true or false")
        return False

    def known(self, raw: Mapping[str, Any], path: KeyPath, keys: frozenset[str]) -> None:
        """Note every key of a table that is not known."""
        self.problems.unknown_keys(self.file, path, raw, keys)
