"""Every kind of mistake in agreement.toml is told in one sentence, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making.breaking import LAKE, Mistake, check, load, named

HEAD = (
    Mistake(
        "format not known",
        "format = 1",
        "format = 2 # <-",
        "format",
        ("format 2 is not known", "1"),
    ),
    Mistake("format a text", "format = 1", 'format = "1" # <-', "format", ("a whole number",)),
    Mistake("no id", 'id = "lake"\n', "", "", ("no 'id'", 'id = "..."')),
    Mistake("id with a capital", 'id = "lake"', 'id = "Lake" # <-', "id", ("'Lake' is not an id",)),
    Mistake("id with a line end", 'id = "lake"', r'id = "lake\n" # <-', "id", ("is not an id",)),
    Mistake("id with a dot", 'id = "lake"', 'id = "la.ke" # <-', "id", ("hyphens",)),
    Mistake(
        "unknown key",
        "notes =",
        'note = ["Made up."] # <-\nnotes =',
        "note",
        ("unknown key 'note'", "did you mean 'notes'?"),
    ),
    Mistake(
        "empty title",
        'title = "Agreement on the Lake"',
        'title = " " # <-',
        "title",
        ("empty text",),
    ),
    Mistake(
        "title a number", 'title = "Agreement on the Lake"', "title = 7 # <-", "title", ("a text",)
    ),
    Mistake(
        "control character",
        'title = "Agreement on the Lake"',
        r'title = "Agreement\u0000" # <-',
        "title",
        ("U+0000", "without"),
    ),
    Mistake(
        "escape sequence of a terminal",
        'title = "Agreement on the Lake"',
        r'title = "\u001b[31mAgreement" # <-',
        "title",
        ("U+001B",),
    ),
    Mistake(
        "headline that is no clause",
        'headline = "stay"',
        'headline = "stai" # <-',
        "headline",
        ("'stai' is not a clause of kind 'term'", "did you mean 'stay'?"),
    ),
    Mistake(
        "headline that is no term",
        'headline = "stay"',
        'headline = "truce" # <-',
        "headline",
        ("'truce' is not a clause of kind 'term'",),
    ),
    Mistake(
        "language that is no code",
        'language = "en"\nnotes',
        'language = "English" # <-\nnotes',
        "language",
        ("the code of a language",),
    ),
    Mistake(
        "notes a text",
        'notes = ["Made up for tests."]',
        'notes = "Made up for tests." # <-',
        "notes",
        ("a list",),
    ),
    Mistake(
        "note a number",
        'notes = ["Made up for tests."]',
        'notes = [\n"Made up",\n 3 # <-\n]',
        "notes[1]",
        ("3 is not usable here", "a text"),
    ),
)

TABLES = (
    Mistake(
        "source without title",
        'paper = { title = "A commentary", url',
        "paper = { url",
        "sources.paper",
        ("no 'title'",),
        at="paper = {",
    ),
    Mistake(
        "unknown key of a source",
        'paper = { title = "A commentary", url = "https://example.org/paper", language = "en" }',
        'paper = { title = "A commentary", link = "https://example.org/paper" } # <-',
        "sources.paper.link",
        ("unknown key 'link'",),
    ),
    Mistake(
        "address that is none",
        'url = "https://example.org/paper", language = "en" }',
        'url = "javascript:alert(1)" } # <-',
        "sources.paper.url",
        ("'javascript:alert(1)'", "https://"),
    ),
    Mistake(
        "id of a source",
        "[parties]",
        '[sources.Big] # <-\ntitle = "X"\n[parties]',
        "sources.Big",
        ("'Big' is not an id",),
    ),
    Mistake(
        "role not known",
        'role = "organ" }',
        'role = "orgam" } # <-',
        "parties.council.role",
        ("no role 'orgam'", "did you mean 'organ'?"),
    ),
    Mistake(
        "party a text",
        'council = { name = "The Council", role = "organ" }',
        'council = "The Council" # <-',
        "parties.council",
        ("'The Council' is not usable here", "a table"),
    ),
    Mistake(
        "id of a party",
        "[subjects]",
        '"The West" = { name = "The West" } # <-\n[subjects]',
        "parties.'The West'",
        ("'The West' is not an id",),
    ),
    Mistake(
        "subject without states",
        'states = ["deployed", "withdrawn"] }',
        "states = [] } # <-",
        "subjects.force.states",
        ("an empty list", "at least one"),
    ),
    Mistake(
        "state that is no id",
        'states = ["deployed", "withdrawn"] }',
        'states = ["deployed", "with drawn"] } # <-',
        "subjects.force.states[1]",
        ("'with drawn' is not the id of a state",),
    ),
    Mistake(
        "state there twice",
        'states = ["deployed", "withdrawn"] }',
        'states = ["deployed", "withdrawn", "deployed"] } # <-',
        "subjects.force.states[2]",
        ("'deployed' is there twice",),
    ),
    Mistake(
        "retrieved that is no date",
        "[sources]\n",
        '[sources]\nweb = { title = "T", retrieved = "2020-01-01" } # <-\n',
        "sources.web.retrieved",
        ("a date, without quotes",),
    ),
)

COUNTING = (
    Mistake(
        "no zone",
        'zone = { key = "Europe/Paris", because = "The lake lies there.", source = "text" }\n',
        "",
        "counting",
        ("no 'zone'", "never assumed"),
        at="[counting]",
    ),
    Mistake(
        "zone with a blank",
        'key = "Europe/Paris"',
        'key = "America/New York"',
        "counting.zone.key",
        ("did you mean 'America/New_York'?",),
        at="New York",
    ),
    Mistake(
        "zone not known",
        'key = "Europe/Paris"',
        'key = "Europe/Pariss"',
        "counting.zone.key",
        ("did you mean 'Europe/Paris'",),
        at="Pariss",
    ),
    Mistake(
        "no because",
        'before = { preset = "inclusive", because = "As practised.", source = "paper" }',
        'before = { preset = "inclusive", source = "paper" } # <-',
        "counting.before",
        ("no 'because'", "why it is counted so"),
    ),
    Mistake(
        "empty because",
        'before = { preset = "inclusive", because = "As practised.", source = "paper" }',
        'before = { preset = "inclusive", because = "", source = "paper" } # <-',
        "counting.before.because",
        ("an empty text",),
    ),
    Mistake(
        "no source",
        'before = { preset = "inclusive", because = "As practised.", source = "paper" }',
        'before = { preset = "inclusive", because = "As practised." } # <-',
        "counting.before",
        ("no 'source'", "[sources]"),
    ),
    Mistake(
        "empty source",
        'before = { preset = "inclusive", because = "As practised.", source = "paper" }',
        'before = { preset = "inclusive", because = "As practised.", source = [] } # <-',
        "counting.before.source",
        ("an empty list",),
    ),
    Mistake(
        "preset not known",
        'before = { preset = "inclusive", because = "As practised.", source = "paper" }',
        'before = { preset = "inclusiv", because = "As practised.", source = "paper" } # <-',
        "counting.before.preset",
        ("did you mean 'inclusive'?",),
    ),
    Mistake(
        "preset a list",
        'before = { preset = "inclusive", because = "As practised.", source = "paper" }',
        'before = { preset = ["clear"], because = "As practised.", source = "paper" } # <-',
        "counting.before.preset",
        ("a list is not usable here", "a text"),
    ),
    Mistake(
        "preset and fields",
        'period = { preset = "same-numbered",',
        'period = { preset = "same-numbered", rounding = "up",',
        "counting.period",
        ("a preset and fields", "one or the other"),
        at="period = {",
    ),
    Mistake(
        "field missing",
        'period = { preset = "same-numbered",',
        'period = { first-day = "counted", rounding = "up",',
        "counting.period",
        ("last-day",),
        at="period = {",
    ),
    Mistake(
        "key of another part",
        'period = { preset = "same-numbered",',
        'period = { preset = "same-numbered", key = "Europe/Paris",',
        "counting.period.key",
        ("unknown key 'key'",),
        at="period = {",
    ),
    Mistake(
        "unknown part",
        "[instrument]\n",
        'after = { preset = "inclusive", because = "X", source = "text" } # <-\n[instrument]\n',
        "counting.after",
        ("unknown key 'after'",),
    ),
    Mistake(
        "zone of a clause",
        "counting = { by = {",
        'counting = { zone = { key = "UTC", because = "X", source = "text" }, by = {',
        "clauses.return.counting.zone",
        ("unknown key 'zone'",),
        at="counting = {",
    ),
    Mistake(
        "counting of a clause a text",
        'counting = { by = { preset = "exclusive", because = "It says before.", source = "text" } }',
        'counting = "exclusive" # <-',
        "clauses.return.counting",
        ("a table with period, before, by",),
    ),
)


@pytest.mark.parametrize("mistake", named((*HEAD, *TABLES, *COUNTING)))
def test_mistake(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, "agreement.toml", mistake)


def test_the_agreement_is_whole() -> None:
    load(LAKE)
