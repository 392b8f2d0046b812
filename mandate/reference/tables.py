"""What a status says, the kinds of fact, the functions and the conventions, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mandate.counting.conventions import Preset
from mandate.engine.functions import FUNCTIONS
from mandate.engine.grammar import Axis, Kind
from mandate.reference.markdown import code, codes, table

_AXIS = {
    "day": "a date or `None`",
    "instant": "a date-time or `None`",
    "count": "a whole number",
    "figure": "a whole number or `None`",
    "flag": "`True` or `False`",
    "text": "a text",
    "table": "a table, one row for each",
}


def axes(of: Mapping[str, Axis]) -> Iterator[str]:
    """Yield a table of the axes of a kind of clause, a party or a subject, and of their words."""
    rows: list[Sequence[str]] = []
    for axis in of.values():
        rows.append(_axis(axis, axis.name))
        rows += [_axis(column, f"{axis.name}.….{name}") for name, column in axis.columns.items()]
    yield table(["Axis", "Values", "Meaning"], rows)


def _axis(axis: Axis, name: str) -> Sequence[str]:
    return [code(name), codes(axis.choices) or _AXIS.get(axis.type, f"a {axis.type}"), axis.says]


def facts(kinds: Sequence[Kind]) -> Iterator[str]:
    """Yield a table of kinds of fact, or of signal, and their fields."""
    rows = [[code(kind.name), _fields(kind), kind.says] for kind in kinds]
    yield table(["Kind", "Fields", "Meaning"], rows)


def _fields(kind: Kind) -> str:
    fields = kind.fields.values()
    return ", ".join(_field(f.name, f.type, key=f.name in kind.key) for f in fields)


def _field(name: str, holds: str, *, key: bool) -> str:
    return code(f"{name}: {holds}") + (" (key)" if key else "")


def functions() -> Iterator[str]:
    """Yield a table of the functions that a value may call, and of how a result is told."""
    rows = [
        [
            code(f"{function.name}({', '.join(function.params)}) → {function.result}"),
            f"“{function.says}”" if function.says else "not told",
        ]
        for function in FUNCTIONS.values()
    ]
    yield table(["Function", "How reasons tell it"], rows)


def presets(of: Mapping[str, Preset]) -> Iterator[str]:
    """Yield a list of the named conventions of a kind, with their sources."""
    yield "\n".join(
        f"- {code(name)} ({code(preset.value.code)}): {_linked(preset.citation)}"
        for name, preset in of.items()
    )


def _linked(text: str) -> str:
    words = text.split(" ")
    return " ".join(_link(word) if word.startswith("http") else word for word in words)


def _link(word: str) -> str:
    address = word.rstrip(".,;:")
    return f"<{address}>{word[len(address) :]}"
