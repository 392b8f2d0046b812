"""The classes of the statuses of clauses, as a module of Python made from the doctrine's axes.

An editor completes their names and a type checker finds those that a kind does not have. A kind
that the doctrine declares later has its class as soon as the module is written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from mandate.doctrine.model import Doctrine
from mandate.doctrine.vocabulary import OF_TERM, TERM, WORDS
from mandate.engine.grammar import Axis
from mandate.schema.status import certain

_WIDTH = 100
_ROWS = "Mapping[str, Mapping[str, Any]]"
#: Type of an axis → type of its value in Python.
_TYPES: Mapping[str, str] = {
    "day": "dt.date",
    "count": "int",
    "figure": "int",
    "flag": "bool",
    "text": "str",
    "instant": "dt.datetime",
}


def clause_status(doctrine: Doctrine) -> str:
    """Return the text of the module with a class for each kind of clause."""
    kinds = {name: doctrine.axes[name] for name in doctrine.axes if name in doctrine.clauses}
    names = sorted([*map(_class, kinds)])
    words = {w.__name__ for (kind, _), w in WORDS.items() if kind in kinds}
    parts = [
        *(_status(name, doctrine.clauses[name].says, axes) for name, axes in kinds.items()),
        _by_kind(kinds),
    ]
    text = "\n\n\n".join(["\n".join(_head(names)), *("\n".join(part) for part in parts)])
    used = sorted(word for word in words if word in text)
    return (
        text.replace("(@WORDS)", "\n".join(["(", *(f"    {word}," for word in used), ")"])) + "\n"
    )


def _head(names: Iterable[str]) -> Iterator[str]:
    yield '"""The status of a clause of each kind. Made from the doctrine: run make schemas."""'
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield "import datetime as dt"
    yield "from collections.abc import Mapping"
    yield "from typing import Any"
    yield ""
    yield "from mandate.timeline.statuses import ClauseStatus, Term, of_class"
    yield "from mandate.words import (@WORDS)"
    yield ""
    yield "__all__ = ["
    yield from (f'    "{name}",' for name in names)
    yield "]"


def _status(kind: str, says: str, axes: Mapping[str, Axis]) -> Iterator[str]:
    yield f"class {_class(kind)}(ClauseStatus):"
    named = f"{_article(kind)} {kind.replace('-', ' ')}"
    yield from _said(f"The status of {named}: {says[:1].lower()}{says[1:]}", 4)
    yield ""
    yield "    __slots__ = ()"
    for name, axis in axes.items():
        yield from _property(name, _type(kind, axis), axis.says)
        yield f'        value: {_type(kind, axis)} = self._values["{name}"]'
        yield "        return value"
    if set(OF_TERM) <= axes.keys():
        yield from _property(
            TERM,
            "Term",
            "The current term; before the start the term to come, after the end the last one.",
        )
        yield f"        return Term({', '.join(f'self.{name}' for name in OF_TERM)})"


def _by_kind(kinds: Iterable[str]) -> Iterator[str]:
    yield "#: Kind of clause → the class of its status."
    yield "BY_KIND: Mapping[str, type[ClauseStatus]] = {"
    yield from (f'    "{kind}": {_class(kind)},' for kind in kinds)
    yield "}"
    yield ""
    yield ""
    yield "class ClausesByKind:"
    yield '    """The clauses of a status, those of each kind by themselves."""'
    yield ""
    yield "    __slots__ = ()"
    yield from _property("clauses", "Mapping[str, ClauseStatus]", "Each clause by id.")
    yield "        raise NotImplementedError"
    for kind in kinds:
        cls = _class(kind)
        says = f"Each {kind.replace('-', ' ')} by id."
        yield from _property(_plural(kind), f"Mapping[str, {cls}]", says)
        yield f"        return of_class(self.clauses, {cls})"


def _property(name: str, type_: str, says: str) -> Iterator[str]:
    yield ""
    yield "    @property"
    yield f"    def {name}(self) -> {type_}:"
    yield from _said(says, 8)


def _said(says: str, indent: int) -> Iterator[str]:
    """Yield a docstring: on one line where it has room, else its first part by itself."""
    space = " " * indent
    if len(whole := f'{space}"""{says}"""') <= _WIDTH:
        yield whole
        return
    first, _, rest = says.partition(". " if ". " in says else "; ")
    yield f'{space}"""{first}.'
    yield ""
    told = f"{rest[:1].upper()}{rest[1:]}"
    yield from wrap(told, _WIDTH, initial_indent=space, subsequent_indent=space)
    yield f'{space}"""'


def _type(kind: str, axis: Axis) -> str:
    if axis.each is not None:
        return _ROWS
    words = WORDS.get((kind, axis.name))
    value = words.__name__ if words else _TYPES.get(axis.type, "str")
    return value if certain(axis) else f"{value} | None"


def _class(kind: str) -> str:
    return "".join(part.capitalize() for part in kind.split("-")) + "Status"


def _plural(kind: str) -> str:
    name = kind.replace("-", "_")
    if name.endswith("y") and name[-2] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"
