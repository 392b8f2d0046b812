"""Mistakes in the facts that keys make, and in the groups of keys that kinds have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making.breaking import Mistake
from tests.making.small_doctrine import check, each

AT_KEYS = (
    Mistake(
        "facts of a key a text",
        'makes.joins = { party = "$of", rank = "$rank" }',
        'makes = "joins"',
        "thing.keys.of.makes",
        ("'joins' is not usable here", "a table"),
        at='makes = "joins"',
    ),
    Mistake(
        "fact of a key a text",
        'makes.joins = { party = "$of", rank = "$rank" }',
        'makes.joins = "x"',
        "thing.keys.of.makes.joins",
        ("'x' is not usable here", "the fields of the fact: joins = { ... }"),
        at='makes.joins = "x"',
    ),
    Mistake(
        "second fact of a kind a text",
        'makes.joins = { party = "$of", rank = "$rank" }',
        'makes.joins = [{ party = "$of" }, 4]',
        "thing.keys.of.makes.joins[1]",
        ("4 is not usable here", "the fields of the fact: joins = { ... }"),
        at="4]",
    ),
    Mistake(
        "no fact in a list of facts",
        'makes.joins = { party = "$of", rank = "$rank" }',
        "makes.joins = []",
        "thing.keys.of.makes.joins",
        ("an empty list is not usable here", "the fields of the fact: joins = { ... }"),
        at="makes.joins = []",
    ),
    Mistake(
        "fact of a key not known",
        'makes.joins = { party = "$of"',
        'makes.join = { party = "$of"',
        "thing.keys.of.makes.join",
        ("no fact of the text is named 'join'", "did you mean 'joins'?"),
        at="makes.join =",
    ),
    Mistake(
        "word for facts of a key",
        'organ-makes.joins = { party = "$by" }',
        'organs-makes.joins = { party = "$by" }',
        "thing.keys.by.organs-makes",
        ("unknown key 'organs-makes'", "did you mean 'organ-makes'?"),
        at="organs-makes",
    ),
    Mistake(
        "field of a fact of a key",
        'party = "$of"',
        'partei = "$of"',
        "thing.keys.of.makes.joins.partei",
        ("'joins' has no field 'partei'", "did you mean 'party'?"),
        at="partei",
    ),
    Mistake(
        "fact of a key without a field",
        'party = "$of", ',
        "",
        "thing.keys.of.makes.joins",
        ("'joins' is made without 'party'", "write party = ..."),
        at="rank = ",
    ),
    Mistake(
        "values of two lists",
        'party = "$by"',
        'party = "$who"',
        "thing.keys.by.organ-makes.joins",
        ("values of 2 lists: by, who", "one list, of which each value makes a fact"),
        at='party = "$who"',
    ),
    Mistake(
        "place in no list",
        'party = "$of", rank',
        'party = "x", rank',
        "thing.keys.of.makes.joins",
        ("no list is named", 'a list beside it: party = "$parties"'),
        at='party = "x"',
    ),
    Mistake(
        "value of a key that is silent",
        'silence-makes.joins = { party = "$parties" }',
        'silence-makes.joins = { party = "$parties", rank = "$all" }',
        "thing.keys.all.silence-makes.joins",
        ("'$all' is not written where this is made", "does not rest on that key"),
        at='rank = "$all"',
    ),
    Mistake(
        "organs where none are listed",
        'all = { type = "flag", ',
        'all = { type = "flag", organ-makes.joins = { party = "x" }, ',
        "thing.keys.all.organ-makes",
        ("organ-makes where no parties are listed", 'type = "party" and many = true'),
        at='party = "x"',
    ),
    Mistake(
        "value in a table that is not there",
        'party = "$of"',
        'party = "$rows.name"',
        "thing.keys.of.makes.joins.party",
        ("'rows' has no field 'name'",),
        at='party = "$rows.name"',
    ),
    Mistake(
        "facts of a key in a table",
        "what = { type = ",
        "what = { makes.joins = {}, type = ",
        "thing.keys.rows.keys.what.makes",
        ("unknown key 'makes'",),
        at="makes.joins = {}, type",
    ),
)
GROUPS = (
    Mistake(
        "groups a text",
        "[common.spare.keys]\nspare = { type = ",
        '[common]\nspare = "x" # <-\n[other.keys]\nspare = { type = ',
        "common.spare",
        ("'x' is not usable here", "a table"),
    ),
    Mistake(
        "unknown key of a group",
        "[common.spare.keys]",
        "[common.spare]\nrequire = {} # <-\n[common.spare.keys]",
        "common.spare.require",
        ("unknown key 'require'", "did you mean 'requires'?"),
    ),
    Mistake(
        "requirement of a group not known",
        'requires = { again = ["during"] }',
        'requires = { again = ["durin"] } # <-',
        "common.during.requires.again",
        ("no key 'durin'", "did you mean 'during'?"),
    ),
    Mistake(
        "fact of a group not known",
        'spare = { type = "date" }',
        'spare = { type = "date", makes.exits = {} } # <-',
        "common.spare.keys.spare.makes.exits",
        ("no fact of the text is named 'exits'", "did you mean 'exists'?"),
    ),
    Mistake(
        "group not known",
        'takes = ["during"]',
        'takes = ["durin"] # <-',
        "thing.takes[0]",
        ("no group is named 'durin'", "[common.NAME]", "did you mean 'during'?"),
    ),
    Mistake(
        "groups taken a text",
        'takes = ["during"]',
        'takes = "during" # <-',
        "thing.takes",
        ("'during' is not usable here", "a list"),
    ),
    Mistake(
        "group taken twice",
        'takes = ["during"]',
        'takes = ["during", "during"] # <-',
        "thing.takes[1]",
        ("'during' is a key of a group before it too", "one of the two"),
    ),
    Mistake(
        "key left out that is not there",
        'leaves-out = ["while"]',
        'leaves-out = ["whil"] # <-',
        "thing.leaves-out",
        ("no key 'whil'", "did you mean 'while'?"),
    ),
    Mistake(
        "type of a key of a group",
        'during = { says = "As long as this lasts." }',
        'during = { type = "date" } # <-',
        "thing.keys.during.type",
        ("'type' of a key that the kind takes from a group", "one of says, makes"),
    ),
    Mistake(
        "key of a group a text",
        'during = { says = "As long as this lasts." }',
        'during = "date" # <-',
        "thing.keys.during",
        ("'date' is not usable here", "a table"),
    ),
    Mistake(
        "sentence of a key of a group empty",
        'during = { says = "As long as this lasts." }',
        'during = { says = "" } # <-',
        "thing.keys.during.says",
        ("an empty text", "words"),
    ),
)

CASES = each({"clauses.toml": (*AT_KEYS, *GROUPS)})


@pytest.mark.parametrize(("name", "mistake"), CASES)
def test_mistake(tmp_path: Path, name: str, mistake: Mistake) -> None:
    check(tmp_path, name, mistake)
