"""The shapes of values in a rule file: a table, a list, a text. Other shapes are noted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from mandate.errors import did_you_mean, shown
from mandate.files.problems import Problems, unfit_text
from mandate.files.toml import KeyPath, TomlFile


@frozen
class Shapes:
    """Takes each value of a file in the shape that it should have, and notes any other shape."""

    file: TomlFile
    problems: Problems

    def add(self, path: KeyPath, what: str, right: str = "", hint: str = "") -> None:
        """Note a problem in this file."""
        self.problems.add(self.file, path, what, right, hint)

    def wrong(self, path: KeyPath, raw: object, right: str, hint: str = "") -> None:
        """Note a value that is not usable where it stands."""
        self.problems.unusable(self.file, path, raw, right, hint)

    def form(
        self, raw: Mapping[str, object], path: KeyPath, forms: Mapping[str, str]
    ) -> Mapping[str, Any]:
        """Read the keys that a table may have, each by its form; note every other key.

        A form is the name of one of the methods below. The value of a key that is not written, or
        is wrong, is empty: an empty text or list, an empty table, or false.
        """
        self.problems.unknown_keys(self.file, path, raw, forms)
        return {
            name: getattr(self, form)(raw[name], (*path, name)) if name in raw else _EMPTY[form]
            for name, form in forms.items()
        }

    def all_known(self, names: Iterable[str], known: Collection[str], path: KeyPath) -> bool:
        """Note every name that is none of the keys known; return whether there is none."""
        unknown = [name for name in names if name not in known]
        for name in unknown:
            self.add(path, f"no key {shown(name)}", "", did_you_mean(name, known))
        return not unknown

    def value(self, raw: object, _path: KeyPath) -> object:
        """Return any value as it is, for another reader to check."""
        return raw

    def table(self, raw: object, path: KeyPath) -> Mapping[str, object]:
        """Return a table; an empty one in place of anything else."""
        if isinstance(raw, Mapping):
            return raw
        self.wrong(path, raw, "a table")
        return {}

    def tables(self, raw: object, path: KeyPath) -> Sequence[tuple[KeyPath, Mapping[str, object]]]:
        """Return each table of a list, with its place."""
        places = [((*path, number), item) for number, item in enumerate(self.items(raw, path))]
        for place, item in places:
            if not isinstance(item, Mapping):
                self.wrong(place, item, "a table")
        return [(place, item) for place, item in places if isinstance(item, Mapping)]

    def members(
        self, raw: object, path: KeyPath
    ) -> Iterator[tuple[str, KeyPath, Mapping[str, object]]]:
        """Yield each table of a table, with its name and its place."""
        for name, item in self.table(raw, path).items():
            yield name, (*path, name), self.table(item, (*path, name))

    def items(self, raw: object, path: KeyPath) -> Sequence[object]:
        """Return a list; an empty one in place of anything else."""
        if isinstance(raw, list):
            return raw
        self.wrong(path, raw, "a list")
        return []

    def text(self, raw: object, path: KeyPath) -> str:
        """Return a text; an empty one in place of anything else."""
        what, right = unfit_text(raw)
        if not what:
            return str(raw)
        self.add(path, what, right)
        return ""

    def texts(self, raw: object, path: KeyPath) -> tuple[str, ...]:
        """Return a list of texts, without the items that are no text."""
        texts = [self.text(item, (*path, n)) for n, item in enumerate(self.items(raw, path))]
        return tuple(text for text in texts if text)

    def groups(self, raw: object, path: KeyPath) -> tuple[tuple[str, ...], ...]:
        """Return a list of lists of texts."""
        items = enumerate(self.items(raw, path))
        return tuple(self.texts(item, (*path, number)) for number, item in items)

    def lists(self, raw: object, path: KeyPath) -> Mapping[str, tuple[str, ...]]:
        """Return a table of lists of texts."""
        members = self.table(raw, path).items()
        return {name: self.texts(item, (*path, name)) for name, item in members}

    def flag(self, raw: object, path: KeyPath) -> bool:
        """Return true or false; false in place of anything else."""
        if isinstance(raw, bool):
            return raw
        self.wrong(path, raw, "true or false")
        return False


#: Form → the value of a key that is not written.
_EMPTY: Mapping[str, object] = {
    "value": None,
    "table": {},
    "lists": {},
    "items": [],
    "tables": [],
    "groups": (),
    "text": "",
    "texts": (),
    "flag": False,
}
