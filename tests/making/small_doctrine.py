"""A doctrine of one of each, and a way to break it in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mandate.doctrine.folder import load
from mandate.errors import FileError, Problem
from tests.making.breaking import HERE, Mistake, line_of

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

#: A doctrine of one of each, small enough to be broken by hand.
FILES = {
    "facts.toml": """\
[text.exists]
says = "A clause."
key = ["clause"]
fields = { clause = "text", length = "duration" }

[text.joins]
says = "Who takes part in it."
key = ["clause", "party"]
fields = { clause = "text", party = "text", rank = ["count", 0] }

[state.life]
says = "Its life."
key = ["clause"]
cycle = { boundary = "ends", counter = "number" }
fields = { clause = "text", state = "text", number = ["count", 1], ends = ["boundary", "$never"] }

[signal.said]
says = "Something was said."
fields = { clause = "text" }
""",
    "clauses.toml": """\
[common.during]
at-most-one = [["during", "while"]]
requires = { again = ["during"] }
[common.during.keys]
during = { type = "clause", says = "While this lasts." }
while = { type = "event" }
again = { type = "flag" }
[common.spare.keys]
spare = { type = "date" }

[thing]
takes = ["during"]
leaves-out = ["while"]
says = "Something."
exactly-one = [["begins.on", "begins.with"]]
at-most-one = [["length", "note-of"]]
requires = { length = ["begins.on|begins.with"] }
in-order = [["begins.on", "ends"]]
[thing.keys]
"begins.on" = "date"
ends = "date"
"begins.with" = { type = "word", choices = ["word"], says = "With a word." }
length = { type = "length", required = true }
note-of = { type = "text" }
who = { type = "party", many = true }
of = { type = "party", many = true, makes.joins = { party = "$of", rank = "$rank" } }
by = { type = "party", many = true, organ-makes.joins = { party = "$by" } }
all = { type = "flag", silence-makes.joins = { party = "$parties" } }
during = { says = "As long as this lasts." }
rows = { type = "tables", many = true, keys = { what = { type = "word", required = true } } }
[[thing.makes]]
fact = "exists"
needs = ["length"]
lacks = ["note-of"]
with = { length = "$length" }
""",
    "events.toml": """\
[word]
says = "A word."
[word.keys]
of = { type = "clause", required = true, kinds = ["thing"] }
until = { type = "date" }
[[word.checks]]
says = "It needs an end."
when.exists = {}
needs = "until"

[[word.slips]]
says = "It is odd."
right = "another"
when.exists = { clause = "$of" }

[[word.among]]
says = "no such thing"
key = "until"
of.exists = { length = "$name" }

[silence]
says = "Nothing."
inert = true
""",
    "status.toml": """\
[thing.state]
says = "Where it is."
values = ["alive", "gone"]
of = [{ when.life = {}, is = "alive" }, { is = "gone" }]

[thing.table]
says = "A table."
each.life = {}
row = "$life.state"
[thing.table.columns.number]
type = "count"
of = [{ is = "$life.number" }]
""",
    "rules.toml": """\
[word-is-heard]
says = "A word begins it."
authority = "the word"
on.event = "word"
unless.life = {}
then.make.life = { state = "alive" }
then.signal.said = {}

[word-again]
says = "A second word is no news."
authority = "no authority known: good sense"
on.event = "word"
when.life = {}
effect = "none"
""",
}


def small(folder: Path) -> Path:
    """Write the small doctrine into a folder."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(FileError) as caught:
        load(folder)
    return caught.value.problems


def check(folder: Path, name: str, mistake: Mistake) -> None:
    """Break one file of the doctrine, and see that the problem is told where it is."""
    file = small(folder) / name
    assert FILES[name].count(mistake.old) == 1
    file.write_text(FILES[name].replace(mistake.old, mistake.new), encoding="utf-8")

    problems = problems_of(folder)

    told = [p for p in problems if p.path == mistake.path]
    assert told, "\n".join(map(str, problems))
    assert told[0].file == f"doctrine/{name}"
    assert told[0].line == line_of(file, mistake.at or HERE)
    for words in mistake.says:
        assert any(words in str(problem) for problem in told), "\n".join(map(str, told))


def each(mistakes: Mapping[str, Iterable[Mistake]]) -> list[ParameterSet]:
    """Return the file and the mistake of each case, named."""
    return [
        pytest.param(name, one, id=f"{name}-{one.name.replace(' ', '-')}")
        for name, some in mistakes.items()
        for one in some
    ]
