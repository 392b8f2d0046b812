"""The keys that an author may write in a kind of clause or of event, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mandate.doctrine.keys import KeySpec
from mandate.doctrine.model import ClauseKind, EventKind
from mandate.reference.markdown import code, codes, table

#: A default by which the doctrine means "no limit"; its sentence says so.
_WITHOUT_LIMIT = 1_000_000_000

#: Type of a key → the words that say how its value is written.
WRITTEN: Mapping[str, str] = {
    "text": "a text",
    "word": "an id",
    "flag": "`true` or `false`",
    "count": "a whole number",
    "date": "a date",
    "moment": "a date or a date-time",
    "hour": "a date-time",
    "end": "a date, the last day, or a date-time",
    "length": "a duration",
    "lead": "a duration, also of nothing",
    "party": "a party",
    "clause": "a clause",
    "event": "an event",
    "subject": "a subject",
    "state": "a state of the subject",
    "tables": "a table",
}

_ASIDE = {
    (False, "text"): "",
    (True, "text"): " It is inert: no rule reads it.",
    (False, "ground"): " It is about the ground: no rule of the text reads it.",
}

_EFFECT = {
    "judged": "It is judged on `on`; its rules say what works from a day of `effect`.",
    "named": "It works when its period has run, and not before the day that `effect` names.",
    "comes": "With a day of `effect` it comes on that day.",
    "ends": "With a day of `effect` it comes at the first instant of that day with what ends then.",
    "none": "A day of `effect` changes nothing: it counts on the day on which it was done.",
}


def clause_kind(kind: ClauseKind) -> Iterator[str]:
    """Yield the sentence of a kind of clause, its keys, and which of them go together."""
    yield kind.says
    yield _keys(kind.keys)
    for spec in kind.keys.values():
        if spec.inner:
            yield f"Each table of {code(spec.name)} has these keys:"
            yield _keys(spec.inner)
    yield from _together(kind)


def event_kind(kind: EventKind) -> Iterator[str]:
    """Yield the sentence of a kind of event, its keys, and which of them go together."""
    yield kind.says + _ASIDE[kind.inert, kind.track]
    if not kind.inert:
        yield _EFFECT[kind.effect]
    if kind.ends_with:
        yield f"{code(kind.ends_with)} may stand in place of `effect`; not both."
    yield _keys(kind.keys)
    yield from _together(kind)
    for _, needed, why in kind.checks:
        yield f"{code(needed)} is needed where this holds: {why}"
    for slip in kind.slips:
        where = f"it is a year off {code(slip.year_off)}" if slip.year_off else slip.says
        yield f"`mandate check` warns where {where}."


def _keys(specs: Mapping[str, KeySpec]) -> str:
    return table(["Key", "Holds", "Meaning"], map(_key, specs.values()))


def _key(spec: KeySpec) -> Sequence[str]:
    holds = (
        f"one of {codes(spec.choices)}"
        if spec.choices
        else WRITTEN.get(spec.type, f"a {spec.type}")
    )
    if spec.kinds:
        holds += f" of kind {' or '.join(map(code, spec.kinds))}"
    if spec.roles:
        holds += f" of role {' or '.join(map(code, spec.roles))}"
    if spec.most:
        holds += f", no more than there are {spec.most}"
    if spec.many:
        holds += ", one or a list"
    if spec.required:
        holds += "; required"
    elif spec.default is not None and spec.default != _WITHOUT_LIMIT:
        default = str(bool(spec.default)).lower() if spec.type == "flag" else spec.default
        holds += f"; default {code(default)}"
    return [code(spec.name), holds, spec.says]


def _together(kind: ClauseKind | EventKind) -> Iterator[str]:
    rules = [f"- exactly one of {codes(group)}" for group in kind.exactly_one]
    rules += [f"- at most one of {codes(group)}" for group in kind.at_most_one]
    for name, needed in kind.requires.items():
        for options in needed:
            rules.append(f"- {code(name)} only with {' or '.join(map(code, options.split('|')))}")
    if isinstance(kind, ClauseKind):
        rules += [f"- {code(b)} not before {code(a)}" for a, b in kind.in_order if _dated(kind, a)]
        rules += [
            f"- {code(b)} not shorter than {code(a)}"
            for a, b in kind.in_order
            if not _dated(kind, a)
        ]
        rules += [
            f"- {code(spec.name)} only where the clause of {code(spec.state_of)} has that state"
            for spec in kind.keys.values()
            if spec.state_of
        ]
        rules += [
            f"- `mandate check` warns where {code(silence.several)} names several and "
            f"{code(silence.lacks)} is not written"
            for silence in kind.silences
        ]
    for among in kind.among:
        facts = " or ".join(code(pattern.kind) for pattern in among.patterns)
        how = "only if the clause has no" if among.none_of else "only if the clause has that"
        made = f", as {code(among.fact)}," if among.fact else ""
        rules.append(f"- a name in {code(among.key)}{made} {how} {facts}")
    if rules:
        yield "Which keys go together:"
        yield "\n".join(rules)


def _dated(kind: ClauseKind, key: str) -> bool:
    return kind.keys[key].type in {"date", "hour"}
