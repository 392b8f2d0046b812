"""The conventions of an agreement: the ``[counting]`` table, and a clause's changes to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import fields, frozen

from mandate.counting.conventions import PRESETS, Before, By, Convention, Period, convention
from mandate.counting.instants import Zone
from mandate.errors import MandateError, did_you_mean, shown
from mandate.files.problems import unfit_text
from mandate.files.toml import KeyPath
from mandate.loading.tables import TableReader
from mandate.text.agreement import Counting, Declared, Source

PARTS = ("zone", "period", "before", "by")
_SUPPORT = ("because", "source")
_FIELDS = {
    name: tuple(a.name.replace("_", "-") for a in fields(cls))
    for name, cls in (("period", Period), ("before", Before))
}
#: Conventions in place of a broken table, so that the rest of the file is checked as well.
_PROVISIONAL: Mapping[str, object] = {
    "zone": Zone("UTC"),
    **{name: next(iter(presets.values())).value for name, presets in PRESETS.items()},
}


def sources_in(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Source]:
    """Return the sources of a table ``[sources]`` that was read."""
    return {
        name: Source(name, table.get("title", ""), table.get("url", ""), table.get("language", ""))
        for name, table in tables.items()
    }


def sources_of(
    reader: TableReader, written: object, path: KeyPath, known: Mapping[str, object]
) -> tuple[str, ...]:
    """Read a ``source`` key: one id or a list of them, each of a table under ``[sources]``."""
    right = "the id of a table under [sources]"
    if written is None:
        reader.add(path[:-1], "no 'source'", f"source = {right}")
        return ()
    ids = written if isinstance(written, list) else [written]
    if not ids:
        reader.wrong(path, written, right)
    for number, source in enumerate(ids):
        here = (*path, number) if isinstance(written, list) else path
        if not isinstance(source, str):
            reader.wrong(here, source, right)
        elif "sources" in reader.problems.unread:
            continue
        elif not known:
            reader.add((), "no 'sources'", "a table [sources] with a table for each")
        elif source not in known:
            reader.add(here, f"no source {shown(source)}", right, did_you_mean(source, known))
        elif source in ids[:number]:
            reader.add(here, f"{shown(source)} is there twice", "each once")
    return tuple(source for source in ids if isinstance(source, str))


@frozen
class CountingReader:
    """Reads counting tables of one file."""

    reader: TableReader
    sources: Mapping[str, object]

    def whole(self, raw: Mapping[str, object] | None) -> Counting:
        """Read the table of the agreement, which declares every part; None if there is no table.

        Another check notes the lack of it.
        """
        path: KeyPath = ("counting",)
        made, declared = self._parts(raw or {}, path, PARTS)
        for name in PARTS:
            if raw is not None and name not in raw:
                right = f'{name} = {{ ..., because = "...", source = "..." }}'
                what = f"no {name!r}: counting is declared, never assumed"
                self.reader.add(path, what, right)
        made = {**_PROVISIONAL, **made}
        return Counting(made["zone"], made["period"], made["before"], made["by"], declared)

    def override(self, raw: object, path: KeyPath, base: Counting) -> Counting:
        """Read the table of a clause, which replaces some parts. The zone is that of the text."""
        if not isinstance(raw, Mapping) or not raw:
            self.reader.wrong(path, raw, "a table with " + ", ".join(PARTS[1:]))
            return base
        made, declared = self._parts(raw, path, PARTS[1:])
        return Counting(
            base.zone,
            made.get("period", base.period),
            made.get("before", base.before),
            made.get("by", base.by),
            {**base.declared, **declared},
        )

    def _parts(
        self, raw: Mapping[str, object], path: KeyPath, parts: tuple[str, ...]
    ) -> tuple[dict[str, Any], dict[str, Declared]]:
        self.reader.unknown_keys(path, raw, parts)
        made: dict[str, Any] = {}
        declared: dict[str, Declared] = {}
        for name, table in raw.items():
            here = (*path, name)
            if name not in parts:
                continue
            if not isinstance(table, Mapping):
                self.reader.wrong(here, table, "a table")
                continue
            declared[name] = self._declared(table, here)
            value = self._value(name, table, here)
            if value is not None:
                made[name] = value
        return made, declared

    def _declared(self, table: Mapping[str, Any], path: KeyPath) -> Declared:
        if "because" not in table:
            right = 'because = "why it is counted so, and on what support"'
            self.reader.add(path, "no 'because'", right)
        else:
            what, right = unfit_text(table["because"])
            if what:
                self.reader.add((*path, "because"), what, right)
        source = table.get("source")
        ids = sources_of(self.reader, source, (*path, "source"), self.sources)
        return Declared(str(table.get("because", "")), ids)

    def _value(
        self, name: str, table: Mapping[str, object], path: KeyPath
    ) -> Zone | Convention | None:
        own = ("key",) if name == "zone" else ("preset", *_FIELDS.get(name, ()))
        self.reader.unknown_keys(path, table, (*own, *_SUPPORT))
        written = {key: table[key] for key in own if key in table}
        if not written:
            hint = did_you_mean(None, PRESETS.get(name, ()))
            self.reader.add(path, f"no {own[0]!r}", f"{own[0]} = ...", hint)
            return None
        if "preset" in written and len(written) > 1:
            self.reader.add(path, "a preset and fields of its own", "one or the other")
            return None
        key = own[0] if own[0] in written else ""
        for field_name, text in written.items():
            what, right = unfit_text(text)
            if what:
                self.reader.add((*path, field_name), what, right)
                return None
        try:
            if name == "zone":
                return Zone(str(written["key"]))
            rest = {k.replace("-", "_"): v for k, v in written.items()}
            made: Period | Before | By = convention(name, written.get("preset", rest))
        except MandateError as error:
            # Files write the fields of a convention with hyphens; keys of zones keep their own.
            said = str(error) if name == "zone" else str(error).replace("_", "-")
            self.reader.add((*path, key) if key else path, said[:_MOST_SAID])
            return None
        return made


_MOST_SAID = 300  # characters: room for all presets, and the one that may be meant
