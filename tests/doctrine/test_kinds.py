"""Mistakes in the kinds of clause and of event, and in the axes of a status."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making.breaking import Mistake
from tests.making.small_doctrine import check, each

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
        "[common.during]\n",
        'other = "x" # <-\n[common.during]\n',
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
        "note-of = [4] # <-",
        "thing.keys.note-of",
        ("a list is not usable here", "a table"),
    ),
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
        'with = { length = "$length" }',
        'with = { lenth = "$length" } # <-',
        "thing.makes[0].with.lenth",
        ("'exists' has no field 'lenth'",),
    ),
    Mistake(
        "field missing",
        'with = { length = "$length" }',
        "with = {}",
        "thing.makes[0]",
        ("'exists' is made without 'length'",),
        at="[[thing.makes]]",
    ),
    Mistake(
        "list for a value",
        'length = "$length" }',
        'length = "$rows" } # <-',
        "thing.makes[0].with.length",
        ("nothing is named '$rows' here",),
    ),
    Mistake(
        "fact of one key in the list",
        'lacks = ["note-of"]\n',
        "",
        "thing.makes[0]",
        ("a fact of one key alone", "makes.exists = { ... } at the key 'length'"),
        at="[[thing.makes]]",
    ),
    Mistake(
        "fact of the silence of one key in the list",
        'needs = ["length"]\n',
        "",
        "thing.makes[0]",
        ("a fact of one key alone", "silence-makes.exists = { ... } at the key 'note-of'"),
        at="[[thing.makes]]",
    ),
    Mistake(
        "each, which is read no more",
        'needs = ["length"]',
        'needs = ["length"]\neach = "who" # <-',
        "thing.makes[0].each",
        ("of a notation that is read no more", '"$who" in place of "$each"'),
    ),
    Mistake(
        "inner, which is read no more",
        'needs = ["length"]',
        'needs = ["length"]\neach = "rows"\ninner = "what" # <-',
        "thing.makes[0].inner",
        ("of a notation that is read no more", '"$rows.what" in place of "$item"'),
    ),
    Mistake(
        "only, which is read no more",
        'needs = ["length"]',
        'needs = ["length"]\neach = "who"\nonly = "organs" # <-',
        "thing.makes[0].only",
        ("of a notation that is read no more", "organ-makes.exists = { ... } at the key 'who'"),
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
        "inert = true\ninnert = true # <-",
        "silence.innert",
        ("unknown key 'innert'", "did you mean 'inert'?"),
    ),
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
        "slip that says not when",
        'when.exists = { clause = "$of" }',
        "",
        "word.slips[0]",
        ("it says not when it is a slip", "either `when` or `year-off`"),
        at="[[word.slips]]",
    ),
    Mistake(
        "slip that says it twice",
        'when.exists = { clause = "$of" }',
        'when.exists = { clause = "$of" }\nyear-off = "state"',
        "word.slips[0]",
        ("it says not when it is a slip",),
        at="[[word.slips]]",
    ),
    Mistake(
        "slip by an axis that names no day",
        'when.exists = { clause = "$of" }',
        'year-off = "state" # <-',
        "word.slips[0].year-off",
        ("no axis 'state' with a day",),
    ),
    Mistake(
        "slip without what is right",
        'right = "another"\n',
        "",
        "word.slips[0].right",
        ("None is not usable here",),
        at="[[word.slips]]",
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
        "when.exists = {}",
        "when.exist = {} # <-",
        "word.checks[0].when.exist",
        ("no kind of fact is named 'exist'",),
    ),
    Mistake(
        "name among what is no fact",
        'of.exists = { length = "$name" }',
        "of.exits = {} # <-",
        "word.among[0].of.exits",
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
        'of = [{ is = "$life.number" }]',
        'of = "number" # <-',
        "thing.table.columns.number.of",
        ("'number' is not usable here", "a list"),
    ),
    Mistake(
        "each that is no pattern",
        'each.life = {}\nrow = "$life.state"\n'
        '[thing.table.columns.number]\ntype = "count"\nof = [{ is = "$life.number" }]',
        'each = "life" # <-\nrow = "x"',
        "thing.table.each",
        ("'life' is not one pattern", "each.term = { ... }"),
    ),
    Mistake(
        "column of a table",
        '[thing.table.columns.number]\ntype = "count"\nof = [{ is = "$life.number" }]',
        '[thing.table.columns.number] # <-\neach.exists = {}\nrow = "x"',
        "thing.table.columns.number",
        ("a table within a table",),
    ),
)

CASES = each({"clauses.toml": CLAUSES, "events.toml": EVENTS, "status.toml": STATUS})


@pytest.mark.parametrize(("name", "mistake"), CASES)
def test_mistake(tmp_path: Path, name: str, mistake: Mistake) -> None:
    check(tmp_path, name, mistake)
