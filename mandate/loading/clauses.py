"""Clauses: what their authors wrote, checked by kind, and the facts that this makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from mandate.counting.instants import Zone
from mandate.engine.evaluate import Evaluator
from mandate.engine.grammar import Fact, Scalar
from mandate.errors import CountingError
from mandate.loading.doctrine import ClauseKind, Doctrine, EventKind, Make
from mandate.loading.key_reader import KeyReader
from mandate.loading.toml import KeyPath

#: Keys that every clause has, whatever its kind.
COMMON = frozenset({"kind", "title", "cite", "quote", "language", "source", "note", "counting"})


@frozen
class ClauseInFile:
    """A clause or an item as it stands in the file, with what it inherits."""

    id: str
    kind: ClauseKind
    path: KeyPath
    raw: Mapping[str, Any]
    #: For an item: the id of its clause, and the keys that it takes over, with where they stand.
    whole: str
    inherited: Mapping[str, KeyPath]
    #: Codes of the conventions that hold for it: period, before, by.
    counting: Mapping[str, str]


def read_keys(clause: ClauseInFile, reader: KeyReader) -> Mapping[str, Any]:
    """Read the keys of a clause by its kind, and check which go together."""
    own = COMMON | ({"id"} if clause.whole else {"items"} if clause.kind.items else set())
    written = reader.read(clause.raw, clause.kind.keys, clause.path, own, clause.inherited)
    check_groups(clause.kind, written.places, clause.path, reader)
    return written.values


def check_groups(
    kind: ClauseKind | EventKind, written: Mapping[str, KeyPath], path: KeyPath, reader: KeyReader
) -> None:
    """Check which keys go together and which exclude each other."""
    for group in kind.exactly_one:
        here = [k for k in group if k in written]
        if len(here) != 1:
            found = " and ".join(here) + " are both written" if here else "none of these is written"
            where = written[here[-1]] if here else path
            reader.problems.add(reader.file, where, found, "exactly one of " + ", ".join(group))
    for group in kind.at_most_one:
        here = [k for k in group if k in written]
        if len(here) > 1:
            found = " and ".join(here) + " are both written"
            reader.problems.add(reader.file, written[here[-1]], found, "one of them")
    for name, needed in kind.requires.items():
        for need in needed:
            options = need.split("|")
            if name in written and not any(o in written for o in options):
                found = f"{name!r} without {' or '.join(map(repr, options))}"
                reader.problems.add(reader.file, written[name], found, "both, or neither")


def facts(
    clause: ClauseInFile,
    values: Mapping[str, Any],
    doctrine: Doctrine,
    reader: KeyReader,
    instrument: str,
) -> Iterator[tuple[str, Fact]]:
    """Make the facts of one clause."""
    # A flag that is written as false is as good as not written.
    flags = {n for n, spec in clause.kind.keys.items() if spec.type == "flag"}
    written = {n for n, value in values.items() if value or n not in flags}
    for make in clause.kind.makes:
        if written.issuperset(make.needs) and written.isdisjoint(make.lacks):
            for bound, names in _bindings(clause, make, values, instrument):
                try:
                    yield make.fact, _fact(make, doctrine, reader.zone, bound, names)
                except CountingError as error:
                    reader.problems.add(reader.file, clause.path, str(error))


def _bindings(
    clause: ClauseInFile, make: Make, values: Mapping[str, Any], instrument: str
) -> Iterator[tuple[dict[str, Fact], dict[str, Scalar]]]:
    bound: dict[str, dict[str, Scalar]] = {"counting": dict(clause.counting)}
    names: dict[str, Scalar] = {
        "clause": clause.id,
        "instrument": instrument,
        "whole": clause.whole,
    }
    for name, spec in clause.kind.keys.items():
        if spec.many:
            continue
        value = values.get(name, spec.absent)
        if len(spec.path) == 1:
            names[name] = value
        else:
            bound.setdefault(spec.path[0], {})[spec.path[1]] = value
    if not make.each:
        yield dict(bound), names
        return
    for each in values.get(make.each, ()):
        if not isinstance(each, Mapping):
            yield dict(bound), {**names, "each": each}
            continue
        row = {k: v for k, v in each.items() if not isinstance(v, list)}
        inner = each[make.inner] if make.inner else [None]
        for item in inner or []:
            more = {} if item is None else {"item": item}
            yield {**bound, "each": row}, {**names, **more}


def _fact(
    make: Make,
    doctrine: Doctrine,
    zone: Zone,
    bound: Mapping[str, Fact],
    names: Mapping[str, Scalar],
) -> Fact:
    evaluator = Evaluator(zone, bound)
    for name, bare in names.items():
        evaluator.name(name, bare)
    kind = doctrine.program.facts[make.fact]
    given = evaluator.fields(make.fields)
    whole: dict[str, Scalar] = {}
    for name, declared in kind.fields.items():
        value: Scalar | None = given.get(name, declared.default)
        assert value is not None  # noqa: S101  # checked when the doctrine was read
        whole[name] = value
    return whole
