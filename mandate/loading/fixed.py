"""The fixed part of the files, structured by cattrs into attrs classes; its errors made problems."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from attrs import AttrsInstance, Factory, fields, has, resolve_types
from cattrs import BaseValidationError, Converter, transform_error
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from mandate.loading.problems import Problems, did_you_mean
from mandate.loading.toml import KeyPath, TomlFile

__all__ = ["Factory", "structure"]

T = TypeVar("T", bound=AttrsInstance)


class _Unusable(Exception):  # noqa: N818  # carried through cattrs, never seen by a user
    def __init__(self, what: str, right: str = "") -> None:
        self.what, self.right = what, right
        super().__init__(what)


def structure(
    file: TomlFile, problems: Problems, raw: object, cls: type[T], path: KeyPath = ()
) -> T | None:
    """Make an instance of ``cls`` from a table. On trouble note every problem and return None."""
    try:
        return _converter().structure(raw, cls)
    except BaseValidationError as error:
        for line in transform_error(error, format_exception=_said):
            what, _, where = line.rpartition(" @ ")
            message, _, right = what.partition("\x00")
            message, _, hint = message.partition("\x01")
            inner = _path(where)
            problems.add(file, (*path, *inner), message, right, hint)
        return None
    except (_Unusable, TypeError) as error:
        problems.add(file, path, str(error), "a table")
        return None


def _said(error: BaseException, _type: Any) -> str:  # noqa: ANN401  # cattrs gives any type
    if isinstance(error, ForbiddenExtraKeysError):
        known = [a.name.replace("_", "-") for a in fields(error.cl)] if has(error.cl) else []
        return "; ".join(
            f"unknown key {key!r}\x01{did_you_mean(key, known)}"
            for key in sorted(error.extra_fields)
        )
    if isinstance(error, KeyError):
        return f"no {error.args[0]!r}\x00{error.args[0]} = ..."
    if isinstance(error, _Unusable):
        return f"{error.what}\x00{error.right}"
    return f"not usable here: {error}"


def _path(where: str) -> KeyPath:
    parts: list[str | int] = []
    for name, key, index in re.findall(r"\.(\w+)|\['([^']*)'\]|\[(\d+)\]", where):
        if index:
            parts.append(int(index))
        else:
            parts.append(key or name.replace("_", "-"))
    return tuple(parts)


def _exactly(type_: type, right: str) -> Callable[[object, Any], object]:
    def hook(value: object, _type: Any) -> object:  # noqa: ANN401  # cattrs gives any type
        wrong = type(value) is not type_
        if wrong:
            raise _Unusable(f"{value!r} is not usable here", right)
        return value

    return hook


def _date(value: object, _type: Any) -> object:  # noqa: ANN401  # cattrs gives any type
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise _Unusable(f"{value!r} is not usable here", "a date, without quotes: 2020-11-10")


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(str, _exactly(str, "a text"))
    converter.register_structure_hook(int, _exactly(int, "a whole number"))
    converter.register_structure_hook(bool, _exactly(bool, "true or false"))
    converter.register_structure_hook(dt.date, _date)
    converter.register_structure_hook_func(lambda t: t is object, lambda v, _: v)
    converter.register_structure_hook_factory(has, lambda cls: _table(cls, converter))
    return converter


def _table(cls: type[Any], converter: Converter) -> Callable[[Any, Any], Any]:
    resolve_types(cls)
    renames = {
        a.name: override(rename=a.name.replace("_", "-")) for a in fields(cls) if "_" in a.name
    }
    make = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **renames)

    def hook(value: Any, type_: Any) -> Any:  # noqa: ANN401  # cattrs gives any type
        if not isinstance(value, Mapping):
            raise _Unusable(f"{value!r} is not usable here", "a table")
        return make(value, type_)

    return hook
