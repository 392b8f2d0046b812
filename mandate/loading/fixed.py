"""The fixed part of the files, structured by cattrs into attrs classes; its errors made problems.

What is wrong is noted and made good with a blank, so that the rest of the file is read as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, get_origin

from attrs import NOTHING, AttrsInstance, Factory, fields, frozen, has, resolve_types
from cattrs import BaseValidationError, ClassValidationError, Converter, IterableValidationError
from cattrs.cols import list_structure_factory
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, mapping_structure_factory, override

from mandate.loading.keys import AN_ID
from mandate.loading.problems import Problems, did_you_mean, form_of, shown, unfit_text
from mandate.loading.toml import KeyPath, TomlFile

__all__ = ["Factory", "structure"]

T = TypeVar("T", bound=AttrsInstance)
_Hook = Callable[[Any, Any], Any]
#: Mending a wrong table may show that its blank lacks something too: a level each time.
_ROUNDS = 4


#: In place of a blank: the key itself is left out.
_LEAVE_OUT = object()


@frozen
class _Fault:
    """One thing wrong: where, what, and what to put in its place."""

    path: KeyPath
    found: str
    right: str = ""
    hint: str = ""
    blank: Any = _LEAVE_OUT
    missing: bool = False
    given: object = None


class _Unusable(Exception):  # noqa: N818  # carried through cattrs, never seen by a user
    def __init__(self, what: str, right: str, given: object = None) -> None:
        self.what, self.right, self.given = what, right, given
        super().__init__(what)


def _not_usable(value: object) -> str:
    return f"{shown(value)} is not usable here"


def structure(
    file: TomlFile, problems: Problems, raw: object, cls: type[T], path: KeyPath = ()
) -> T | None:
    """Make an instance of ``cls`` from a table; what is wrong in it is noted and left blank.

    None where it is no table.
    """
    if not isinstance(raw, Mapping):
        problems.unusable(file, path, raw, "a table")
        return None
    data: Any = dict(raw)
    for _ in range(_ROUNDS):
        try:
            return _converter().structure(data, cls)
        except BaseValidationError as error:
            for fault in _faults(error, (), cls):
                where = (*path, *(fault.path[:-1] if fault.missing else fault.path))
                right = form_of(where, fault.given, fault.right)
                problems.add(file, where, fault.found, right, fault.hint)
                data = _mended(data, fault.path, fault.blank)
    return None


def written(name: str) -> str:
    """Return how a file writes the name of an attribute: ``complete-to``, ``from``."""
    return name.rstrip("_").replace("_", "-")


def _faults(error: BaseException, path: KeyPath, type_: Any) -> Iterator[_Fault]:  # noqa: ANN401  # cattrs gives any type
    if isinstance(error, ClassValidationError):
        inside, outside = error.group_exceptions()
        for one, note in inside:
            here = (*path, written(note.name))
            if isinstance(one, KeyError):
                yield _missing(here, note.type)
            else:
                yield from _faults(one, here, note.type)
        for one in outside:
            yield from _faults(one, path, type_)
    elif isinstance(error, IterableValidationError):
        yield from _of_items(error, path)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [written(a.name) for a in fields(error.cl)]
        for key in sorted(error.extra_fields):
            yield _Fault((*path, key), f"unknown key {shown(key)}", "", did_you_mean(key, known))
    elif isinstance(error, _Unusable):
        yield _Fault(path, error.what, error.right, "", _blank(type_), given=error.given)
    else:  # nothing else is raised by the hooks below
        raise error


def _missing(path: KeyPath, type_: Any) -> _Fault:  # noqa: ANN401  # cattrs gives any type
    name = path[-1]
    at_top = len(path) == 1
    values: Mapping[Any, str] = {str: '"..."', int: "1", dt.date: "2020-11-10"}
    right = f"{name} = {values.get(type_, '...')}"
    if at_top and get_origin(type_) is dict:
        right = f"a table [{name}]"
    elif at_top and get_origin(type_) is list:
        right = f"a list of tables [[{name}]]"
    return _Fault(path, f"no {name!r}", right, "", _blank(type_), missing=True)


def _of_items(error: IterableValidationError, path: KeyPath) -> Iterator[_Fault]:
    for one, note in error.group_exceptions()[0]:
        index: Any = note.index  # of a list, or the key of a table
        if "mapping key" in note:
            yield _Fault((*path, index), f"{shown(index)} is no name", AN_ID)
        else:
            yield from _faults(one, (*path, index), note.type)


def _blank(type_: Any) -> Any:  # noqa: ANN401  # cattrs gives any type
    """Return what stands for a value of this type that is wrong or missing."""
    plain: Mapping[Any, Any] = {str: "?", int: 0, bool: False, dt.date: dt.date.min}
    if has(type_):
        resolve_types(type_)
        needed = [a for a in fields(type_) if a.default is NOTHING]
        return {written(a.name): _blank(a.type) for a in needed}
    origin = get_origin(type_)
    return plain.get(type_, [] if origin is list else {} if origin is dict else None)


def _mended(data: Any, path: KeyPath, blank: Any) -> Any:  # noqa: ANN401  # from TOML
    """Return a copy with the blank at that place, or without that place."""
    copy: Any = list(data) if isinstance(data, list) else dict(data)
    first, rest = path[0], path[1:]
    if rest:
        copy[first] = _mended(copy[first], rest, blank)
    elif blank is _LEAVE_OUT:
        del copy[first]
    else:
        copy[first] = blank
    return copy


# -- hooks ----------------------------------------------------------------------------------


def _text(value: object, _type: Any) -> object:  # noqa: ANN401  # cattrs gives any type
    found, right = unfit_text(value)
    if found:
        raise _Unusable(found, right)
    return value


def _exactly(type_: type, right: str) -> _Hook:
    def hook(value: object, _type: Any) -> object:  # noqa: ANN401  # cattrs gives any type
        wrong = type(value) is not type_
        if wrong:
            raise _Unusable(_not_usable(value), right, value)
        return value

    return hook


def _container(converter: Converter, kind: type, right: str, make: Callable[..., _Hook]) -> None:
    """Refuse what is no list or no table before cattrs goes through it."""
    check = _exactly(kind, right)

    def is_one(type_: Any) -> bool:  # noqa: ANN401  # cattrs gives any type
        origin: object = get_origin(type_)
        return origin is kind

    def factory(type_: Any, converter: Converter) -> _Hook:  # noqa: ANN401  # cattrs gives any type
        made = make(type_, converter)
        return lambda value, given: made(check(value, given), given)

    converter.register_structure_hook_factory(is_one, factory)


def _optional_date(value: object, type_: Any) -> object:  # noqa: ANN401  # cattrs gives any type
    return None if value is None else _date(value, type_)


_date = _exactly(dt.date, "a date, without quotes: 2020-11-10")


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _exactly(int, "a whole number"))
    converter.register_structure_hook(bool, _exactly(bool, "true or false"))
    converter.register_structure_hook(dt.date, _date)
    converter.register_structure_hook_func(lambda t: t == dt.date | None, _optional_date)
    converter.register_structure_hook_func(lambda t: t is object, lambda v, _: v)
    for kind, right, make in _CONTAINERS:
        _container(converter, kind, right, make)
    converter.register_structure_hook_factory(has, _table)
    return converter


_CONTAINERS: Sequence[tuple[type, str, Callable[..., _Hook]]] = (
    (list, "a list", list_structure_factory),
    (dict, "a table", mapping_structure_factory),
)


def _table(cls: type[Any], converter: Converter) -> _Hook:
    resolve_types(cls)
    renames: dict[str, Any] = {
        a.name: override(rename=written(a.name)) for a in fields(cls) if "_" in a.name
    }
    make = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **renames)
    check = _exactly(dict, "a table")
    return lambda value, type_: make(check(value, type_), type_)
