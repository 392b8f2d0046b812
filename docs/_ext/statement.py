"""Directives that print an agreement: its words, where they stand, the encoding, the counting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from sphinx.application import Sphinx

from mandate.counting.instants import Zone
from mandate.doctrine.keys import KeySpec
from mandate.library import doctrine, folder_of, read_folder
from mandate.text.agreement import Agreement, Clause

from .markdown import MarkdownDirective, fenced

_LANGUAGES = {"en": "English", "ru": "Russian"}


class AgreementDirective(MarkdownDirective):
    """``{agreement-text} nagorno-karabakh-2020``: every clause, grouped by paragraph."""

    required_arguments = 1

    def markdown(self) -> str:
        """Return a section for each paragraph, and a part for each clause in it."""
        folder = folder_of(self.arguments[0])
        self.env.note_dependency(folder / "agreement.toml")
        agreement, _, _ = read_folder(folder)
        return "\n\n".join(_agreement(agreement))


def _agreement(agreement: Agreement) -> Iterator[str]:
    paragraph = ""
    for clause in agreement.clauses.values():
        here = clause.cite.partition(",")[0]
        if here != paragraph:
            paragraph = here
            heading = here.replace("para.", "paragraph")
            yield f"## {heading[:1].upper()}{heading[1:]}"
        yield from _clause(agreement, clause)


def _clause(agreement: Agreement, clause: Clause) -> Iterator[str]:
    yield f"### {clause.title}"
    language = _LANGUAGES.get(clause.language, clause.language)
    where = [_source(agreement, name) for name in clause.sources]
    found = "as found" if clause.quote else "not the words of the text"
    yield f"> {clause.words}\n>\n> — {clause.cite} ({language}, {found}: {'; '.join(where)})"
    yield "Encoded as:"
    yield fenced("\n".join(_toml(agreement, clause)), "toml")
    if clause.note:
        yield clause.note


def _source(agreement: Agreement, name: str) -> str:
    source = agreement.sources[name]
    title = source.title.replace("[", "\\[").replace("]", "\\]")
    return f"[{title}](<{source.url}>)" if source.url else title


def _toml(agreement: Agreement, clause: Clause) -> Iterator[str]:
    yield f"[clauses.{clause.id}]" if clause.id != "instrument" else "[instrument]"
    if clause.id != "instrument":
        yield f'kind = "{clause.kind}"'
    elif agreement.signed:
        yield f"signed = {agreement.signed}"
    specs = doctrine().clauses[clause.kind].keys
    for name, value in clause.keys.items():
        spec = specs[name]
        if spec.type != "tables":
            yield f"{name} = {_values(value, spec, agreement.zone)}"
    for name, value in clause.keys.items():
        if specs[name].type == "tables":
            for row in value:
                yield f"[[clauses.{clause.id}.{name}]]"
                yield from _row(row, specs[name].inner, agreement.zone)


def _row(row: Mapping[str, Any], specs: Mapping[str, KeySpec], zone: Zone) -> Iterator[str]:
    for name, value in row.items():
        if value != "":
            yield f"{name} = {_values(value, specs[name], zone)}"


def _values(value: Any, spec: KeySpec, zone: Zone) -> str:  # noqa: ANN401  # a key holds any type
    if isinstance(value, list):
        return "[" + ", ".join(_value(v, spec, zone) for v in value) + "]"
    return _value(value, spec, zone)


def _value(value: Any, spec: KeySpec, zone: Zone) -> str:  # noqa: ANN401  # a key holds any type
    if spec.type == "date":
        return dt.date.fromordinal(value).isoformat()
    if spec.type in {"hour", "moment"}:
        local = zone.local(value)
        return local.isoformat() if local else dt.date.fromordinal(zone.day_of(value)).isoformat()
    if spec.type == "flag":
        return str(bool(value)).lower()
    return str(value) if isinstance(value, int) else f'"{value}"'


class CountingDirective(MarkdownDirective):
    """``{agreement-counting} nagorno-karabakh-2020``: how it counts, why, and on what support."""

    required_arguments = 1

    def markdown(self) -> str:
        """Return the four declarations as a list."""
        folder = folder_of(self.arguments[0])
        self.env.note_dependency(folder / "agreement.toml")
        agreement, _, _ = read_folder(folder)
        counting = agreement.counting
        codes = {
            "zone": counting.zone.key,
            "period": counting.period.code,
            "before": counting.before.code,
            "by": counting.by.code,
        }
        return "\n".join(
            f"- **{name}**: `{codes[name]}`. {declared.because} "
            f"({'; '.join(_source(agreement, s) for s in declared.sources)})"
            for name, declared in counting.declared.items()
        )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("agreement-text", AgreementDirective)
    app.add_directive("agreement-counting", CountingDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
