"""Every kind of mistake in the doctrine: told like those of authors, all at once, never a traceback."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from mandate.errors import FileError, Problem
from mandate.library import rules_folder
from mandate.loading.doctrine import load
from tests.loading.breaking import HERE, Mistake, line_of

DOCTRINE = rules_folder() / "doctrine"

#: A doctrine of one of each, small enough to be broken by hand.
FILES = {
    "facts.toml": """\
[text.exists]
says = "A clause."
key = ["clause"]
fields = { clause = "text", length = ["duration", ""] }

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
[thing]
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
rows = { type = "tables", many = true, keys = { what = { type = "word", required = true } } }
[[thing.makes]]
fact = "exists"
needs = ["length"]
lacks = ["note-of"]
with = { clause = "$clause", length = "$length" }
""",
    "events.toml": """\
[word]
says = "A word."
[word.keys]
of = { type = "clause", required = true, kinds = ["thing"] }
until = { type = "date" }
[[word.checks]]
says = "It needs an end."
when = [{ fact = "exists", clause = "$of" }]
needs = "until"

[[word.among]]
says = "no such thing"
key = "until"
of = [{ fact = "exists", clause = "$clause", length = "$name" }]

[silence]
says = "Nothing."
inert = true
""",
    "status.toml": """\
[thing.state]
says = "Where it is."
values = ["alive", "gone"]
of = [{ when = [{ fact = "life", as = "l", clause = "$clause" }], is = "alive" }, { is = "gone" }]

[thing.table]
says = "A table."
each = { fact = "life", as = "l", clause = "$clause" }
row = "$l.state"
[thing.table.columns.number]
type = "count"
of = [{ is = "$l.number" }]
""",
    "rules.toml": """\
[[rule]]
id = "word-is-heard"
says = "A word begins it."
on = { event = "word", as = "e" }
unless = [{ fact = "life", clause = "$e.of" }]
then = [{ make = "life", clause = "$e.of", state = "alive" }, { signal = "said", clause = "$e.of" }]

[[rule]]
id = "word-again"
says = "A second word is no news."
on = { event = "word", as = "e" }
when = [{ fact = "life", clause = "$e.of" }]
then = []
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


FACTS = (
    Mistake(
        "no such section",
        "[signal.said]",
        "[signals.said] # <-",
        "signals",
        ("no such section 'signals'", "did you mean 'signal'?"),
    ),
    Mistake(
        "events among the facts",
        "[signal.said]",
        "[event.said]\n[signal.said]",
        "event",
        ("no such section 'event'",),
        at="[event.said]",
    ),
    Mistake(
        "section a text",
        "[text.exists]",
        "signals = 3 # <-\n[text.exists]",
        "signals",
        ("3 is not usable here", "a table"),
    ),
    Mistake(
        "unknown key of a kind",
        'says = "Its life."',
        'say = "Its life." # <-',
        "state.life.say",
        ("unknown key 'say'", "did you mean 'says'?"),
    ),
    Mistake(
        "no key",
        'says = "Its life."\nkey = ["clause"]',
        'says = "Its life."',
        "state.life",
        ("no 'key'",),
        at="[state.life]",
    ),
    Mistake(
        "key a text",
        'says = "Its life."\nkey = ["clause"]',
        'key = "clause" # <-',
        "state.life.key",
        ("'clause' is not usable here", "a list"),
    ),
    Mistake(
        "key that is no field",
        'says = "Its life."\nkey = ["clause"]',
        'key = ["claus"] # <-',
        "state.life.key",
        ("'claus' is not a field", "did you mean 'clause'?"),
    ),
    Mistake(
        "type not known",
        'clause = "text", length',
        'clause = "txt", length',
        "text.exists.fields.clause",
        ("'txt' is not usable here", "did you mean 'text'?"),
        at='clause = "txt"',
    ),
    Mistake(
        "type a number",
        'clause = "text", length',
        "clause = 3, length",
        "text.exists.fields.clause",
        ("3 is not usable here",),
        at="clause = 3",
    ),
    Mistake(
        "default of another type",
        '["count", 1]',
        '["count", "one"]',
        "state.life.fields.number",
        ("'one' is a text", "a count"),
        at='["count", "one"]',
    ),
    Mistake(
        "cycle of no fields",
        'cycle = { boundary = "ends", counter = "number" }',
        'cycle = { boundary = "end", counter = "number" } # <-',
        "state.life.cycle.boundary",
        ("'end' is not a field of type boundary",),
    ),
    Mistake(
        "cycle in part",
        'cycle = { boundary = "ends", counter = "number" }',
        'cycle = { boundary = "ends" } # <-',
        "state.life.cycle.counter",
        ("None is not usable here",),
    ),
    Mistake(
        "track not known",
        'says = "Its life."',
        'track = "grund" # <-',
        "state.life.track",
        ("'grund' is not usable here", '"ground"'),
    ),
    Mistake(
        "inert a text",
        'says = "Its life."',
        'inert = "no" # <-',
        "state.life.inert",
        ("'no' is not usable here", "true or false"),
    ),
)
CLAUSES = (
    Mistake(
        "unknown key of a clause kind",
        'says = "Something."',
        'sais = "Something." # <-',
        "thing.sais",
        ("unknown key 'sais'", "did you mean 'says'?"),
    ),
    Mistake(
        "kind a text",
        "[thing]\n",
        'other = "x" # <-\n[thing]\n',
        "other",
        ("'x' is not usable here", "a table"),
    ),
    Mistake(
        "kind with an odd name",
        "[thing]\n",
        "[Other] # <-\n[thing]\n",
        "Other",
        ("'Other' is not the name of a kind",),
    ),
    Mistake(
        "type of a key not known",
        '"begins.on" = "date"',
        '"begins.on" = "dat" # <-',
        "thing.keys.begins.on.type",
        ("'dat' is not usable here", "did you mean 'date'?"),
    ),
    Mistake(
        "key without type",
        'note-of = { type = "text" }',
        'note-of = { says = "x" } # <-',
        "thing.keys.note-of.type",
        ("None is not usable here",),
    ),
    Mistake(
        "key a number",
        'note-of = { type = "text" }',
        "note-of = 4 # <-",
        "thing.keys.note-of",
        ("4 is not usable here", "a table"),
    )._replace(new="note-of = [4] # <-", says=("a list is not usable here", "a table")),
    Mistake(
        "name of three parts",
        'note-of = { type = "text" }',
        'note-of = { type = "text" }\n"a.b.c" = "text" # <-',
        "thing.keys.a.b.c",
        ("not the name of a key",),
    ),
    Mistake(
        "unknown key of a key",
        'note-of = { type = "text" }',
        'note-of = { type = "text", need = true } # <-',
        "thing.keys.note-of.need",
        ("unknown key 'need'",),
    ),
    Mistake(
        "choices a text",
        'choices = ["word"]',
        'choices = "word"',
        "thing.keys.begins.with.choices",
        ("'word' is not usable here", "a list"),
        at='choices = "word"',
    ),
    Mistake(
        "default of another type",
        'note-of = { type = "text" }',
        'note-of = { type = "text", default = 3 } # <-',
        "thing.keys.note-of.default",
        ("3 is not usable here", "a text"),
    ),
    Mistake(
        "group a text",
        'at-most-one = [["length", "note-of"]]',
        'at-most-one = "length" # <-',
        "thing.at-most-one",
        ("'length' is not usable here", "a list"),
    ),
    Mistake(
        "key of a group not known",
        'at-most-one = [["length", "note-of"]]',
        'at-most-one = [["length", "notes"]] # <-',
        "thing.at-most-one[0]",
        ("no key 'notes'",),
    ),
    Mistake(
        "requirement not known",
        'length = ["begins.on|begins.with"]',
        'length = ["begins.on|begins.by"]',
        "thing.requires.length",
        ("no key 'begins.by'",),
        at="begins.by",
    ),
    Mistake(
        "requires a list",
        'requires = { length = ["begins.on|begins.with"] }',
        "requires = [] # <-",
        "thing.requires",
        ("an empty list", "a table"),
    ),
    Mistake(
        "order of what is no date",
        'in-order = [["begins.on", "ends"]]',
        'in-order = [["begins.on", "note-of"]] # <-',
        "thing.in-order[0]",
        ("not a pair of dates", "two keys of type date or hour"),
    ),
    Mistake(
        "fact not known",
        'fact = "exists"',
        'fact = "exits" # line',
        "thing.makes[0]",
        ("no fact of the text is named 'exits'", "did you mean 'exists'?"),
        at="[[thing.makes]]",
    ),
    Mistake(
        "fact of the state",
        'fact = "exists"',
        'fact = "life"',
        "thing.makes[0]",
        ("no fact of the text is named 'life'",),
        at="[[thing.makes]]",
    ),
    Mistake(
        "needs what is no key",
        'needs = ["length"]',
        'needs = ["lengt"]',
        "thing.makes[0]",
        ("no key 'lengt'",),
        at="[[thing.makes]]",
    ),
    Mistake(
        "field not known",
        'with = { clause = "$clause", length = "$length" }',
        'with = { clause = "$clause", lenth = "$length" } # <-',
        "thing.makes[0].with.lenth",
        ("'exists' has no field 'lenth'",),
    ),
    Mistake(
        "field missing",
        'with = { clause = "$clause", length = "$length" }',
        'with = { length = "$length" }',
        "thing.makes[0]",
        ("'exists' is made without 'clause'",),
        at="[[thing.makes]]",
    ),
    Mistake(
        "list for a value",
        'length = "$length" }',
        'length = "$who" } # <-',
        "thing.makes[0].with.length",
        ("nothing is named '$who' here",),
    ),
    Mistake(
        "each of what is no key",
        'needs = ["length"]',
        'each = "row"',
        "thing.makes[0]",
        ("no key 'row'",),
        at="[[thing.makes]]",
    ),
    Mistake(
        "inner of what has none",
        'needs = ["length"]',
        'each = "who"\ninner = "what"',
        "thing.makes[0]",
        ("no key 'what'",),
        at="[[thing.makes]]",
    ),
    Mistake(
        "makes a table",
        "[[thing.makes]]",
        "[thing.makes] # <-",
        "thing.makes",
        ("a table is not usable here", "a list"),
    ),
)
EVENTS = (
    Mistake(
        "unknown key of an event kind",
        "inert = true",
        "innert = true # <-",
        "silence.innert",
        ("unknown key 'innert'", "did you mean 'inert'?"),
    )._replace(new="inert = true\ninnert = true # <-"),
    Mistake(
        "an event that no rule reads",
        "inert = true",
        "inert = false",
        "silence",
        ("no rule reads events of kind 'silence'", "they are not declared inert"),
        at="[silence]",
    ),
    Mistake(
        "check without needs",
        'needs = "until"',
        "# nothing",
        "word.checks[0].needs",
        ("None is not usable here",),
        at="[[word.checks]]",
    ),
    Mistake(
        "check of what is no key",
        'needs = "until"',
        'needs = "untill" # <-',
        "word.checks[0].needs",
        ("no key 'untill'", "did you mean 'until'?"),
    ),
    Mistake(
        "check of a fact not known",
        '{ fact = "exists", clause = "$of" }',
        '{ fact = "exist", clause = "$of" }',
        "word.checks[0].when[0]",
        ("no kind of fact is named 'exist'",),
        at='fact = "exist"',
    ),
    Mistake(
        "name among what is no fact",
        'of = [{ fact = "exists", clause = "$clause", length = "$name" }]',
        'of = [{ fact = "exits", clause = "$clause" }] # <-',
        "word.among[0].of[0]",
        ("no kind of fact is named 'exits'",),
    ),
    Mistake(
        "name in what is no key",
        'key = "until"',
        'key = "unto" # <-',
        "word.among[0].key",
        ("no key 'unto'", "did you mean 'until'?"),
    ),
    Mistake(
        "name of a field that is not there",
        'says = "no such thing"',
        'fact = "exists"\nfield = "size"\nsays = "no such thing"',
        "word.among[0]",
        ("no field 'size' of 'exists'",),
        at="[[word.among]]",
    ),
)
STATUS = (
    Mistake(
        "unknown key of an axis",
        'says = "Where it is."',
        'sais = "Where it is." # <-',
        "thing.state.sais",
        ("unknown key 'sais'",),
    ),
    Mistake(
        "type of an axis",
        'values = ["alive", "gone"]',
        'type = "word" # <-',
        "thing.state.type",
        ("'word' is not usable here", "the name of a type"),
    ),
    Mistake(
        "value of an axis",
        '{ is = "gone" }',
        '{ is = "away" }',
        "thing.state.of[1].is",
        ("'away' is not one of the values",),
        at='is = "away"',
    ),
    Mistake(
        "case without value", '{ is = "gone" }', "{}", "thing.state.of[1]", ("no 'is'",), at="{}]"
    ),
    Mistake(
        "of a text",
        'of = [{ is = "$l.number" }]',
        'of = "number" # <-',
        "thing.table.columns.number.of",
        ("'number' is not usable here", "a list"),
    ),
    Mistake(
        "each that is no pattern",
        'each = { fact = "life", as = "l", clause = "$clause" }',
        'each = "life" # <-',
        "thing.table.each",
        ("'life' is not a pattern",),
    )._replace(
        old='each = { fact = "life", as = "l", clause = "$clause" }\nrow = "$l.state"\n'
        '[thing.table.columns.number]\ntype = "count"\nof = [{ is = "$l.number" }]',
        new='each = "life" # <-\nrow = "x"',
    ),
    Mistake(
        "column of a table",
        '[thing.table.columns.number]\ntype = "count"\n',
        "[thing.table.columns.number] # <-\n"
        'each = { fact = "life", clause = "$clause" }\nrow = "x"\n',
        "thing.table.columns.number",
        ("a table within a table",),
    )._replace(
        old='[thing.table.columns.number]\ntype = "count"\nof = [{ is = "$l.number" }]',
        new="[thing.table.columns.number] # <-\n"
        'each = { fact = "life", clause = "$clause" }\nrow = "x"',
    ),
)
RULES = (
    Mistake(
        "two rules of one id",
        'id = "word-again"',
        'id = "word-is-heard"',
        "rule[1].id",
        ("two rules are named 'word-is-heard'",),
    )._replace(new='id = "word-is-heard" # <-'),
    Mistake(
        "rule that replaces another",
        'id = "word-again"',
        'id = "word-again"\nreplaces = "word-is-heard" # <-',
        "rule[1].replaces",
        ("replaces none of its own rules",),
    ),
    Mistake(
        "yields to nothing",
        'id = "word-again"',
        'id = "word-again"\nyields = ["x"] # <-',
        "rule[1].yields",
        ("no rule is named 'x'",),
    ),
)
CASES = [
    pytest.param(name, one, id=f"{name}-{one.name.replace(' ', '-')}")
    for name, mistakes in {
        "facts.toml": FACTS,
        "clauses.toml": CLAUSES,
        "events.toml": EVENTS,
        "status.toml": STATUS,
        "rules.toml": RULES,
    }.items()
    for one in mistakes
]


def test_the_small_doctrine_is_whole(tmp_path: Path) -> None:
    doctrine = load(small(tmp_path))

    assert set(doctrine.clauses) == {"thing"}
    assert set(doctrine.events) == {"word", "silence"}
    assert [rule.id for rule in doctrine.program.rules] == ["word-is-heard", "word-again"]
    assert [rule.source for rule in doctrine.program.rules] == [
        "doctrine/rules.toml:2",
        "doctrine/rules.toml:9",
    ]


@pytest.mark.parametrize(("name", "mistake"), CASES)
def test_mistake(tmp_path: Path, name: str, mistake: Mistake) -> None:
    file = small(tmp_path) / name
    assert FILES[name].count(mistake.old) == 1
    file.write_text(FILES[name].replace(mistake.old, mistake.new), encoding="utf-8")

    problems = problems_of(tmp_path)

    told = [p for p in problems if p.path == mistake.path]
    assert told, "\n".join(map(str, problems))
    assert told[0].file == f"doctrine/{name}"
    assert told[0].line == line_of(file, mistake.at or HERE)
    for words in mistake.says:
        assert any(words in str(problem) for problem in told), "\n".join(map(str, told))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing(tmp_path: Path, name: str) -> None:
    (small(tmp_path) / name).unlink()

    problems = problems_of(tmp_path)

    if name == "rules.toml":
        assert [p.found[:13] for p in problems] == ["no rule reads"]
    else:
        assert [str(p) for p in problems] == [f"doctrine/{name}: no such file"]


def test_every_file_that_is_not_toml_is_told(tmp_path: Path) -> None:
    for name in FILES:
        (small(tmp_path) if name == "facts.toml" else tmp_path).joinpath(name).write_text("a = ")

    assert [p.file for p in problems_of(tmp_path)] == [f"doctrine/{name}" for name in sorted(FILES)]


@pytest.mark.parametrize("file", sorted(DOCTRINE.glob("*.toml")), ids=lambda path: path.name)
def test_an_odd_value_in_place_of_each_of_the_bundled_doctrine(tmp_path: Path, file: Path) -> None:
    """Every first-level value of every table in turn becomes a number, a text, a list: told, in words."""
    shutil.copytree(DOCTRINE, tmp_path / "d")
    lines = file.read_text(encoding="utf-8").split("\n")
    spots = [n for n, line in enumerate(lines) if " = " in line and not line.startswith(("#", " "))]
    for number, spot in enumerate(spots[:: max(1, len(spots) // 12)]):
        odd = ("7", '"odd"', "[]", "{}", "[[1]]", "2020-01-01", "nan")[number % 7]
        changed = [*lines]
        changed[spot] = f"{lines[spot].partition(' = ')[0]} = {odd}"
        text = "\n".join(changed)
        try:
            tomllib.loads(text)
        except ValueError:
            continue
        folder = tmp_path / f"d{number}"
        shutil.copytree(tmp_path / "d", folder)
        (folder / file.name).write_text(text, encoding="utf-8")
        try:
            load(folder)
        except FileError as error:
            assert all(p.found and p.file for p in error.problems)  # noqa: PT017 -- it may also load
