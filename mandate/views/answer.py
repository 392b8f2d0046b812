"""The forms that every answer has: text, JSON and rows; and a table of several answers."""

from __future__ import annotations

from typing import Any, SupportsIndex, TypeVar, overload

from mandate.plain_data import Row, flat
from mandate.views.json import to_json


class Answer:
    """An answer. It gives its text (``str``) and its plain values; the forms follow from these."""

    __slots__ = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, with real dates."""
        raise NotImplementedError

    def to_text(self) -> str:
        """Return the answer as text for people: that of ``print``."""
        return str(self)

    def to_json(self) -> str:
        """Return the answer as JSON text; :func:`mandate.from_json` gives its plain values back."""
        return to_json(self)

    def to_rows(self) -> list[Row]:
        """Return the answer as flat rows, which pandas and polars take as they are.

        A cell is a text, a number, a flag, a date, a date-time or None.
        """
        return [flat(self.as_dict())]

    def __repr__(self) -> str:
        # For answers that give their own text and would be long otherwise.
        return f"<{type(self).__name__}: {str(self).partition(chr(10))[0]}>"


T = TypeVar("T", bound=Answer)


class Table(tuple[T, ...]):
    """Several answers in order. A table never changes, and equals a list of the same answers."""

    __slots__ = ()

    def to_text(self) -> str:
        """Return the texts of the answers, one below the other; "none" where there is none."""
        return "\n".join([answer.to_text() for answer in self]) or "none"

    def to_json(self) -> str:
        """Return the answers as a list in JSON."""
        return to_json(self)

    def to_rows(self) -> list[Row]:
        """Return the rows of all the answers, which pandas and polars take as they are.

        Every row has every column; a cell is a text, a number, a flag, a date, a date-time or None.
        """
        made = [row for answer in self for row in answer.to_rows()]
        columns = list(dict.fromkeys(name for row in made for name in row))
        return [{name: row.get(name) for name in columns} for row in made]

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> T: ...
    @overload
    def __getitem__(self, index: slice, /) -> Table[T]: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> T | Table[T]:
        part = super().__getitem__(index)
        return Table(part) if isinstance(index, slice) else part  # type: ignore[return-value,arg-type]  # by the index

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, (list, tuple)) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = tuple.__hash__

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        of = f" of {type(self[0]).__name__}" if self else ""
        return f"<{type(self).__name__}{of}: {len(self)}>"
