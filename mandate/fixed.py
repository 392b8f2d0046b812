"""Tables and lists that nobody can change, so that every answer stays as it is.

They equal plain tables and lists, and can be pickled; a ``MappingProxyType`` cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


def _refused(self: object, *given: object, **named: object) -> NoReturn:
    del given, named
    plain = "dict" if isinstance(self, dict) else "list"
    msg = f"what an answer holds cannot be changed; {plain}(...) makes a copy that can"
    raise TypeError(msg)


class FixedTable(dict[K, V]):
    """A dict that refuses every change."""

    __slots__ = ()

    __setitem__ = __delitem__ = __ior__ = _refused
    clear = pop = popitem = setdefault = update = _refused

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


class FixedList(list[V]):
    """A list that refuses every change."""

    __slots__ = ()

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refused
    append = extend = insert = pop = remove = _refused
    clear = sort = reverse = _refused

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (list(self),)


def fixed(value: Any) -> Any:  # noqa: ANN401  # of any type
    """Return a value with every table and list in it fixed; a fixed value comes back as it is."""
    if isinstance(value, (FixedTable, FixedList)):
        return value
    if isinstance(value, Mapping):
        return FixedTable({name: fixed(one) for name, one in value.items()})
    if isinstance(value, list):
        return FixedList([fixed(one) for one in value])
    if type(value) is tuple:
        return tuple([fixed(one) for one in value])
    return value
