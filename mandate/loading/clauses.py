"""Clauses: the keys that authors wrote, checked by kind, and the facts that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from mandate.counting.durations import Duration, certainly_shorter
from mandate.counting.instants import Zone, to_date
from mandate.doctrine.keys import KeySpec
from mandate.doctrine.model import PARTIES, Among, ClauseKind, Doctrine, EventKind, Make
from mandate.engine.evaluate import Evaluator
from mandate.engine.grammar import Fact, Kind, Ref, Scalar
from mandate.engine.plain import NAMES, candidates
from mandate.engine.state import State
from mandate.errors import CountingError, did_you_mean, shown
from mandate.files.toml import KeyPath
from mandate.loading.keys import KeyReader, Written
from mandate.loading.tables import PARAPHRASE, QUOTE

#: Keys that every clause has, whatever its kind.
COMMON = frozenset(
    {"kind", "title", "cite", QUOTE, PARAPHRASE, "language", "source", "note", "counting"}
)


@frozen
class ClauseInFile:
    """A clause or an item as it stands in the file, with the words and keys that it inherits."""

    id: str
    kind: ClauseKind
    path: KeyPath
    raw: Mapping[str, object]
    #: For an item: the id of its clause, and the keys that it takes over, with their places.
    whole: str
    inherited: Mapping[str, KeyPath]
    #: Codes of the conventions for the clause: period, before, by.
    counting: Mapping[str, str]


def read_keys(clause: ClauseInFile, reader: KeyReader, doctrine: Doctrine) -> Mapping[str, object]:
    """Read the keys of a clause by its kind, and check which keys go together."""
    own = COMMON | ({"id"} if clause.whole else {"items"} if clause.kind.items else set())
    written = reader.read(clause.raw, clause.kind.keys, clause.path, own, clause.inherited)
    check_groups(clause.kind, written, clause.path, reader)
    for first, second in clause.kind.in_order:
        _check_order(clause, (first, second), written, reader)
    for spec in clause.kind.keys.values():
        if spec.state_of:
            _check_state(spec, written, reader, doctrine)
    return written.values


def _check_order(
    clause: ClauseInFile, pair: tuple[str, str], written: Written, reader: KeyReader
) -> None:
    """Check that the second date of a pair is not the earlier, or the second length the shorter."""
    if not all(name in written.values for name in pair):
        return
    first, second = (written.values[name] for name in pair)
    if isinstance(first, str):
        if certainly_shorter(Duration.parse(second), Duration.parse(first)):
            what, right = f"{second} is shorter than {pair[0]}, {first}", "that or a longer one"
            reader.add(written.places[pair[1]], what, right)
        return
    days = [_day(clause, name, written.values[name], reader.zone) for name in pair]
    if days[1] < days[0]:
        what = f"{to_date(days[1])} lies before {pair[0]}, {to_date(days[0])}"
        reader.add(written.places[pair[1]], what, "that day or a later one")


def _day(clause: ClauseInFile, name: str, value: int, zone: Zone) -> int:
    return zone.day_of(value) if clause.kind.keys[name].type == "hour" else value


def _check_state(spec: KeySpec, written: Written, reader: KeyReader, doctrine: Doctrine) -> None:
    """Check that the clause named by a key can reach the state that this clause waits for."""
    there = spec.name in written.places
    clause = written.values.get(spec.state_of)
    kind = doctrine.clauses.get(reader.names.clauses.get(clause or "", ""))
    state = written.values.get(spec.name) if there else spec.default
    if kind is None or not state or state in {*kind.reaches, *doctrine.signalled}:
        return
    words = " or ".join(f'"{word}"' for word in kind.reaches)
    what = f"{shown(clause)} is of kind {kind.name!r} and is never {state!r}"
    hint = did_you_mean(state, kind.reaches)
    reader.add(
        written.places[spec.name if there else spec.state_of],
        what,
        words if there else f"{spec.name} = {words}",
        hint if hint.startswith("did") else "",
    )


def check_among(
    kinds: Mapping[str, Kind], text: State, among: Among, names: Mapping[str, Scalar]
) -> tuple[str, str, str]:
    """Return the fault of ``$name``, a right form and a hint; all empty if there is no fault.

    The text must give the name to something, or must not.
    """
    known: list[str] = []
    for pattern in among.patterns:
        others = tuple(t for t in pattern.tests if t.operand != Ref("name"))
        named = [t.field for t in pattern.tests if t.operand == Ref("name")]
        for _, fact in candidates(kinds, text, evolve(pattern, tests=others), {NAMES: names}):
            known.extend(str(fact[field]) for field in named)
    if (names["name"] in known) is not among.none_of:
        return "", "", ""
    told = f"{among.says} {shown(names['name'])}"
    if among.none_of:
        return told, "another name", ""
    return told, "", did_you_mean(names["name"], known)


def check_groups(
    kind: ClauseKind | EventKind, keys: Written, path: KeyPath, reader: KeyReader
) -> None:
    """Check which keys go together and which exclude each other."""
    written = keys.places
    for group in kind.exactly_one:
        here = [k for k in group if k in written]
        meant = not here and keys.meant.intersection(group)
        if len(here) != 1 and not meant:
            what = " and ".join(here) + " are both written" if here else "none of these is written"
            where = written[here[-1]] if here else path
            reader.add(where, what, "exactly one of " + ", ".join(group))
    for group in kind.at_most_one:
        here = [k for k in group if k in written]
        if len(here) > 1:
            what = " and ".join(here) + " are both written"
            reader.add(written[here[-1]], what, "one of them")
    for name, needed in kind.requires.items():
        for need in needed:
            options = need.split("|")
            if name in written and not any(o in written or o in keys.meant for o in options):
                what = f"{name!r} without {' or '.join(map(repr, options))}"
                reader.add(written[name], what, "both, or neither")


def check_names(
    clause: ClauseInFile, made: Sequence[tuple[str, Fact]], doctrine: Doctrine, reader: KeyReader
) -> None:
    """Check that each name in the facts of a clause is the name of something else in the text."""
    kinds = doctrine.program.facts
    text = State.of(kinds, made)
    for among in clause.kind.among:
        for kind, fact in made:
            if kind == among.fact:
                name = str(fact[among.field])
                names = {"clause": clause.id, "name": name}
                what, right, hint = check_among(kinds, text, among, names)
                if what:
                    path = (*clause.path, *among.key.split("."))
                    reader.add(path, what, right, hint)


def check_days(clause: ClauseInFile, made: Sequence[tuple[str, Fact]], reader: KeyReader) -> None:
    """Check that no fact of a clause ends before it begins, by the days as they are counted."""
    for name, first, last in clause.kind.ordered:
        for kind, fact in made:
            days = [to_date(int(fact[field])) for field in (first, last)] if kind == name else []
            if len(days) == 2 and int(fact[last]) < int(fact[first]):  # noqa: PLR2004  # a pair
                what = f"it would end with {days[1]}, before it begins on {days[0]}"
                right = "an end on that day or a later one"
                reader.add(clause.path, what, right)


def facts(
    clause: ClauseInFile,
    values: Mapping[str, object],
    doctrine: Doctrine,
    reader: KeyReader,
    instrument: str,
) -> Iterator[tuple[str, Fact]]:
    """Make the facts of one clause."""
    # A flag written as false means the same as no flag.
    flags = {n for n, spec in clause.kind.keys.items() if spec.type == "flag"}
    written = {n for n, value in values.items() if value or n not in flags}
    for make in clause.kind.makes:
        if written.issuperset(make.needs) and written.isdisjoint(make.lacks):
            for bound, names in _bindings(clause, make, values, instrument, reader.names.parties):
                try:
                    yield make.fact, _fact(make, doctrine, reader.zone, bound, names)
                except CountingError as error:
                    reader.add(clause.path, str(error))


def _bindings(
    clause: ClauseInFile,
    make: Make,
    values: Mapping[str, Any],
    instrument: str,
    parties: Mapping[str, str],
) -> Iterator[tuple[dict[str, Fact], dict[str, Scalar]]]:
    bound: dict[str, dict[str, Scalar]] = {"counting": dict(clause.counting)}
    names: dict[str, Scalar] = {
        "clause": clause.id,
        "instrument": instrument,
        "whole": clause.whole,
        "rank": 0,
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
    group, _, key = make.each.rpartition(".")
    for rank, each in enumerate(_listed(make, values, parties), start=1):
        named = {**names, "rank": rank}
        if make.organs and parties.get(each, "party") == "party":
            continue
        if isinstance(each, Mapping):
            for row in _rows(make, each):
                yield {**bound, make.each: row}, named
        elif group:
            yield {**bound, group: {**bound.get(group, {}), key: each}}, named
        else:
            yield dict(bound), {**named, make.each: each}


def _listed(make: Make, values: Mapping[str, Any], parties: Mapping[str, str]) -> Sequence[Any]:
    """Return the values of which each makes a fact."""
    if make.each == PARTIES:
        return [name for name, role in parties.items() if role == "party"]
    listed: Sequence[Any] = values.get(make.each, ())
    return listed


def _rows(make: Make, table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a table of a list; where one of its own lists makes the facts, once for each value."""
    if not make.inner:
        yield dict(table)
        return
    for item in table.get(make.inner, ()):
        yield {**table, make.inner: item}


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
    fields = evaluator.fields(make.fields)
    whole: dict[str, Scalar] = {}
    for name, declared in kind.fields.items():
        value: Scalar | None = fields.get(name, declared.default)
        assert value is not None  # noqa: S101  # checked when the doctrine was read
        whole[name] = value
    return whole
