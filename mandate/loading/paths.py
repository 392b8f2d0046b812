"""The paths by which every value that an author wrote can be named, read and replaced.

A path reads as in an error message: ``clauses.mandate.notice.before-end``, ``notes[0]``. In a list
of tables the id of one may stand in place of its number: ``events[notice-given].on``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mandate.errors import ArgumentError, shown
from mandate.loading.problems import or_meant

_PATH = re.compile(r"[\w-]+(?:\.[\w-]+|\[[\w-]+\])*")
_STEP = re.compile(r"\.?[\w-]+|\[[\w-]+\]")


def value_at(data: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401  # from TOML
    """Return the value at a path.

    >>> value_at({"clauses": {"stay": {"lasts": "5 years"}}}, "clauses.stay.lasts")
    '5 years'

    Raises:
        ArgumentError: the path is malformed, or there is nothing at it.

    """
    here: Any = data
    steps = _steps(path)
    for number in range(len(steps)):
        here = here[_place(here, steps, number)]
    return here


def with_value(data: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  # from TOML
    """Return a copy of the data with this value at a path; None leaves out what is there.

    The last name of a path may be new, as that of a key that was not written. Whether the result
    makes sense is for the loader to say.

    >>> with_value({"stay": {"lasts": "5 years"}}, "stay.lasts", "3 years")
    {'stay': {'lasts': '3 years'}}
    >>> with_value({"stay": {"lasts": "5 years", "drawdown": "1 month"}}, "stay.drawdown", None)
    {'stay': {'lasts': '5 years'}}

    Raises:
        ArgumentError: the path is malformed, or leads through something that is not there.

    """
    found: dict[str, Any] = _with(data, _steps(path), 0, value)
    return found


def _with(here: Any, steps: Sequence[str], number: int, value: Any) -> Any:  # noqa: ANN401  # from TOML
    last = number + 1 == len(steps)
    place = _place(here, steps, number, new=last and value is not None)
    copy: Any = dict(here) if isinstance(here, Mapping) else list(here)
    if not last:
        copy[place] = _with(here[place], steps, number + 1, value)
    elif value is None:
        del copy[place]
    else:
        copy[place] = value
    return copy


def _steps(path: object) -> Sequence[str]:
    if isinstance(path, str) and _PATH.fullmatch(path):
        return _STEP.findall(path)
    msg = f'path: {shown(path)} is no path: write for example "clauses.mandate.lasts"'
    raise ArgumentError(msg)


def _place(here: Any, steps: Sequence[str], number: int, *, new: bool = False) -> str | int:  # noqa: ANN401  # from TOML
    """Return the key or the index that a step names in a table or a list."""
    step, before = steps[number], "".join(steps[:number])
    name = step.strip(".[]")
    if step.startswith("["):
        if not isinstance(here, list):
            msg = f"path: {shown(before)} is no list, so {shown(step)} is nothing in it"
            raise ArgumentError(msg)
        ids = {str(one["id"]): n for n, one in enumerate(here) if _has_id(one)}
        places = {**ids, **{str(n): n for n in range(len(here))}}
        if name in places:
            return places[name]
        what = f"path: no {shown(step)} in {shown(before)}, which has {len(here)}"
        raise ArgumentError(or_meant(what, name, ids))
    if not isinstance(here, Mapping):
        msg = f"path: {shown(before)} is no table, so {shown(name)} is nothing in it"
        raise ArgumentError(msg)
    if name in here or new:
        return name
    what = f"path: no {shown(name)}" + (f" in {shown(before)}" if before else "")
    raise ArgumentError(or_meant(what, name, map(str, here)))


def _has_id(one: object) -> bool:
    return isinstance(one, Mapping) and "id" in one
