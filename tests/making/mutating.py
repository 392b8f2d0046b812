"""Ways to spoil files and arguments, and what may come out of it: an answer, or an error of ours."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import mandate
from mandate.doctrine import folder as doctrine_files
from mandate.errors import FileError, MandateError
from mandate.library import doctrine, read_data, read_folder, rules_folder
from mandate.mandate import Mandate
from tests.making.breaking import LAKE, load

FOLDERS = [LAKE, *(path.parent for path in sorted(rules_folder().glob("*/agreement.toml")))]
FILES = ("agreement.toml", "record.toml", "rules.toml", "scenarios.toml")
DOCTRINE = rules_folder() / "doctrine"
TEXTS = {
    path: path.read_text(encoding="utf-8")
    for folder in (*FOLDERS, DOCTRINE)
    for path in sorted(folder.glob("*.toml"))
}
DAYS = ("0001-01-01", "2020-11-21", "2026-01-01", "2041-01-01", "9999-12-31")

#: Values of every type, in the middle and at the ends.
ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 2**31, 2**53, 2**63, 10**400, 0.5, float("nan"), float("inf"),
    "", " ", "x", "a-b", "A B", "\0", "\ud800", "$t.clause", "$", "a.b", "a\n", "x" * 500,
    "5 years", "0 days", "100000 years", "72 hours", "1 day", "2020-01-01", "same-numbered", "strict",
    date(1, 1, 1), date(2020, 2, 29), date(9999, 12, 31), datetime(2020, 1, 1, 12),
    datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    [], {}, [[]], [{}], [1, "a"], {"from": date(2020, 1, 1), "to": date(2020, 2, 1)},
    b"bytes", (1, 2), object(),
)  # fmt: skip
BITS = ("=", "[", "]", "[[", "]]", "{", "}", '"', '"""', "'", "'''", ".", ",", "#", "\n", "\\", "\0",
        "\ud7ff", "\u2028", "é", "true", "nan", "0x", "1e9", "2020-01-01", "10:00:00")  # fmt: skip


# -- texts ------------------------------------------------------------------------------------


def spoiled_text(random: Random, text: str) -> str:
    """Return a text with a few of its lines, words or characters changed."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        text = random.choice(_TEXT_CHANGES)(random, text)
    return text


def _without_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def _line_elsewhere(random: Random, text: str) -> str:
    lines = text.split("\n")
    other = random.choice(list(TEXTS.values())).split("\n") if random.random() < 0.3 else lines
    lines.insert(random.randrange(len(lines) + 1), random.choice(other))
    return "\n".join(lines)


def _other_value(random: Random, text: str) -> str:
    lines = text.split("\n")
    spots = [n for n, line in enumerate(lines) if " = " in line]
    if spots:
        spot = random.choice(spots)
        lines[spot] = lines[spot].partition(" = ")[0] + " = " + _toml(random.choice(ODD))
    return "\n".join(lines)


def _other_word(random: Random, text: str) -> str:
    words = [word for word in text.replace('"', " ").split() if word.isascii() and len(word) > 2]
    if not words:
        return text
    old, new = random.choice(words), random.choice((random.choice(words), "x", "north", "7"))
    at = text.find(old, random.randrange(len(text) + 1))
    return text if at < 0 else text[:at] + new + text[at + len(old) :]


def _other_character(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    new = random.choice((random.choice(BITS), random.choice(string.printable), ""))
    return text[:at] + new + text[at + random.randrange(3) :]


def _cut(random: Random, text: str) -> str:
    return text[: random.randrange(len(text) + 1)]


_TEXT_CHANGES: tuple[Callable[[Random, str], str], ...] = (
    _without_line, _line_elsewhere, _other_value, _other_value, _other_word, _other_character, _cut,
)  # fmt: skip


def _toml(value: Any) -> str:  # noqa: ANN401 -- any value
    """Write a value as TOML would, roughly: what TOML cannot hold becomes something that it refuses."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace("\n", "\\n").replace("\0", "\\u0000") + '"'
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
    return str(value)


def random_toml(random: Random) -> str:
    """Return a text of TOML's own bits, in no sense."""
    words = ("format", "id", "clauses", "events", "kind", "on", "rule", "term", "x")
    parts = [random.choice((*BITS, *words, " ", " = ")) for _ in range(random.randrange(60))]
    return "".join(parts)


# -- data -------------------------------------------------------------------------------------


def spoiled_data(random: Random, data: Any) -> Any:  # noqa: ANN401 -- any value of TOML
    """Return parsed TOML with a few values dropped, renamed, retyped, doubled or exchanged."""
    copy = _copied(data)
    for _ in range(random.choice((1, 1, 1, 2))):
        spots = list(_spots(copy))
        if not spots:
            break
        holder, key = random.choice(spots)
        change = random.randrange(5)
        if change == 0:
            del holder[key]
        elif change == 1:
            holder[key] = _copied(random.choice(ODD))
        elif change == 2:
            other, at = random.choice(spots)
            holder[key] = _copied(other[at])
        elif isinstance(holder, list):
            holder.insert(key, _copied(holder[key]))
        elif change == 3:
            holder[random.choice((key + "s", key[:-1], "x", "kind", "on", "of"))] = holder.pop(key)
        else:
            holder[random.choice(("x", "during", "begins", "note", "items"))] = _copied(holder[key])
    return copy


def _copied(data: Any) -> Any:  # noqa: ANN401 -- any value of TOML
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list) else data


def _spots(data: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 -- any value of TOML
    keys = (
        list(data) if isinstance(data, dict) else range(len(data) if isinstance(data, list) else 0)
    )
    for key in keys:
        yield data, key
        yield from _spots(data[key])


# -- cases ------------------------------------------------------------------------------------


def files(random: Random) -> None:
    """Spoil one file of an agreement, read all, and ask."""
    folder = random.choice(FOLDERS)
    name = random.choice([n for n in FILES if (folder / n) in TEXTS])
    with TemporaryDirectory() as scratch:
        for other in FILES:
            if (folder / other) in TEXTS:
                Path(scratch, other).write_text(TEXTS[folder / other], encoding="utf-8")
        text = spoiled_text(random, TEXTS[folder / name])
        if random.random() < 0.05:
            text = random_toml(random)
        raw = text.encode("utf-8", "surrogatepass")
        if random.random() < 0.05:
            at = random.randrange(len(raw) + 1)
            raw = raw[:at] + random.randbytes(3) + raw[at:]
        Path(scratch, name).write_bytes(raw)
        if name != "scenarios.toml":
            asked(random, Mandate(*read_folder(Path(scratch)), "plain"))
        elif folder == LAKE:
            mandate.check(scratch)
        else:  # to run them all takes long
            load(Path(scratch))


def data(random: Random) -> None:
    """Spoil the parsed text or record of an agreement, read both, and ask."""
    folder = random.choice(FOLDERS)
    text, record = (tomllib.loads(TEXTS[folder / name]) for name in FILES[:2])
    if random.random() < 0.5:
        text = spoiled_data(random, text)
    else:
        record = spoiled_data(random, record)
    asked(random, Mandate(*read_data(text, record), "plain"))


def doctrines(random: Random) -> None:
    """Spoil one file of the doctrine, and read it."""
    spoiled = random.choice(sorted(DOCTRINE.glob("*.toml")))
    with TemporaryDirectory() as scratch:
        for path in DOCTRINE.glob("*.toml"):
            text = spoiled_text(random, TEXTS[path]) if path == spoiled else TEXTS[path]
            Path(scratch, path.name).write_text(text, encoding="utf-8", errors="replace")
        doctrine_files.load.__wrapped__(Path(scratch))


def arguments(random: Random) -> None:
    """Ask with odd values, and suppose odd events."""
    whole = WHOLE[random.randrange(len(WHOLE))]
    odd = random.choice(ODD)
    random.choice(
        (
            lambda: whole.status(odd),
            lambda: whole.status(DAYS[1], as_known_on=odd),
            lambda: whole.timeline(odd, DAYS[1]),
            lambda: whole.deadlines(DAYS[1], odd),
            lambda: whole.next_change(odd),
            lambda: whole.without(odd),
            lambda: whole.status(DAYS[1]).explain(odd),
            lambda: mandate.load(odd),
            lambda: mandate.load("ukraine-russia-1997", matcher=odd),
        )
    )()


def events(random: Random) -> None:
    """Suppose an event: mostly of values that fit, now and then an odd one."""
    whole = WHOLE[random.randrange(len(WHOLE))]
    kind = random.choice([*sorted(doctrine().events), "notice", "extension"])
    specs = doctrine().events[kind].keys
    clauses = {name: clause.kind for name, clause in whole.agreement.clauses.items()}
    fitting: dict[str, list[Any]] = {
        "party": sorted(whole.agreement.parties),
        "event": [event.id for event in whole.record.events],
        "subject": sorted(whole.agreement.subjects) or ["x"],
        "date": [*DAYS, date(2020, 11, 25), date(2030, 1, 1)],
        "moment": [*DAYS, date(2020, 11, 25), "2025-05-10T10:00+04:00"],
        "end": [*DAYS, date(2030, 1, 1), "2030-05-10T10:00+04:00"],
        "length": ["5 years", "1 day", "30 days"],
        "count": [0, 1, 552],
        "flag": [True, False],
        "state": ["deployed", "withdrawn"],
        "word": ["personnel", "equipment", "soldiers"],
    }
    event: dict[str, Any] = {"kind": kind, "on": random.choice(fitting["date"])}
    for name, spec in specs.items():
        fit = [n for n, k in clauses.items() if not spec.kinds or k in spec.kinds]
        values = fit if spec.type == "clause" else spec.choices or fitting[spec.type]
        if values and (spec.required or random.random() < 0.5):
            event[name] = random.choice(values)
    for name in (*event, "known", "effect", "after", "id", "note"):
        if random.random() < 0.06:
            event[name] = random.choice(ODD)
    asked(random, whole.what_if(event))


def asked(random: Random, whole: Mandate) -> None:
    """Ask what can be asked of a mandate that could be made."""
    day = random.choice(DAYS)
    status = whole.status(day)
    status.as_dict()
    assert str(status)
    if random.random() < 0.2:
        assert str(status.explain())


WHOLE = [mandate.load(str(folder), matcher="plain") for folder in FOLDERS]
CASES: dict[str, Callable[[Random], None]] = {
    "files": files,
    "data": data,
    "doctrines": doctrines,
    "arguments": arguments,
    "events": events,
}


def run(kind: str, seed: int) -> str:
    """Run one case; return what came out: "answered", or the name of an error of ours.

    Any other error comes through.
    """
    try:
        CASES[kind](Random(f"{kind} {seed}"))  # noqa: S311 -- the same cases every time
    except MandateError as caught:
        error = caught
    else:
        return "answered"
    assert str(error)
    if isinstance(error, FileError):
        assert error.problems
        for problem in error.problems:
            assert problem.file
            assert problem.found
            assert all(char.isprintable() for char in str(problem)), str(problem)
    return type(error).__name__
