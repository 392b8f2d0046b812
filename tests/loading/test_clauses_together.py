"""Mistakes in what one clause says of another, or its keys of one another: order, names, items, circles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making.breaking import Mistake, check, named

OUTER, INNER = (
    f'[clauses.{name}]\nkind = "duty"\ntitle = "X"\ncite = "art. 8"\nquote = "x"\nlanguage = "en"\n'
    'source = "text"\n'
    for name in ("outer", "inner")
)

ORDER = (
    Mistake(
        "end before the beginning",
        'lasts = "5 years"\nrenewal.tacit = "5 years"\nrenewal.at-most = 2',
        "lasts-until = 2020-01-31 # <-",
        "clauses.stay.lasts-until",
        ("2020-01-31 lies before begins.on, 2020-02-01", "that day or a later one"),
    ),
    Mistake(
        "last day before the hour of the beginning",
        'bound = ["north", "south"]',
        'bound = ["north", "south"]\nbegins.at = 2020-03-01T10:00:00\nends.on = 2020-02-29 # <-',
        "clauses.truce.ends.on",
        ("2020-02-29 lies before begins.at, 2020-03-01",),
    ),
    Mistake(
        "due before it is owed",
        'begins.after = "stay"\nbegins.what = "commenced"',
        "begins.on = 2020-03-02",
        "clauses.return.items[0].due.by",
        ("2020-03-01 lies before begins.on, 2020-03-02",),
        at="due = { by = 2020-03-01 }",
    ),
)

NAMES = (
    Mistake(
        "sum of what is not there",
        "exact = true",
        'exact = true\n\n[[clauses.strength.totals]] # <-\nwhat = "all"\nof = ["soldiers", "boat"]',
        "clauses.strength.totals",
        ("no quantity 'boat'", "did you mean 'boats'?"),
    ),
    Mistake(
        "party not known",
        'debtor = "north"',
        'debtor = "nord" # <-',
        "clauses.return.debtor",
        ("no party 'nord'", "did you mean 'north'?"),
    ),
    Mistake(
        "party in a list",
        'members = ["north", "south"]',
        'members = ["north",\n  "west" # <-\n]',
        "clauses.board.members[1]",
        ("no party 'west'", "known: council, north, south"),
    ),
    Mistake(
        "party there twice",
        'members = ["north", "south"]',
        'members = ["north", "north"] # <-',
        "clauses.board.members",
        ("'north' is there twice",),
    ),
    Mistake(
        "nobody",
        'members = ["north", "south"]',
        "members = [] # <-",
        "clauses.board.members",
        ("an empty list", "at least one"),
    ),
    Mistake(
        "clause not known",
        'during = "stay"',
        'during = "stray" # <-',
        "clauses.strength.during",
        ("no clause 'stray'", "did you mean 'stay'?"),
    ),
    Mistake(
        "clause a table",
        'during = "stay"',
        'during = { clause = "stay" } # <-',
        "clauses.strength.during",
        ("a table is not usable", "one clause", "in quotes"),
    ),
)

ITEMS = (
    Mistake(
        "item without id",
        '[[clauses.return.items]]\nid = "lower"',
        "[[clauses.return.items]] # <-",
        "clauses.return.items[1]",
        ("no 'id'",),
    ),
    Mistake(
        "id of another item",
        'id = "lower"',
        'id = "upper" # <-',
        "clauses.return.items[1].id",
        ("'upper' is another item's id",),
    ),
    Mistake(
        "id of an item with a dot",
        'id = "lower"',
        'id = "low.er" # <-',
        "clauses.return.items[1].id",
        ("'low.er' is not an id",),
    ),
    Mistake(
        "unknown key of an item",
        'title = "The lower village"',
        'titel = "The lower village" # <-',
        "clauses.return.items[1].titel",
        ("unknown key 'titel'", "did you mean 'title'?"),
    ),
    Mistake(
        "key inherited by items told once",
        'debtor = "north"',
        'debitor = "north" # <-',
        "clauses.return.debitor",
        ("unknown key 'debitor'",),
    ),
    Mistake(
        "item of another kind",
        'id = "lower"',
        'id = "lower"\nkind = "duty" # <-',
        "clauses.return.items[1].kind",
        ("takes this from its clause",),
    ),
    Mistake(
        "no items",
        "[clauses.truce]",
        "[clauses.list]\n"
        'kind = "obligation"\ntitle = "List"\ncite = "art. 9"\nquote = "a list"\nlanguage = "en"\n'
        'source = "text"\nitems = [] # <-\n[clauses.truce]',
        "clauses.list.items",
        ("an empty list", "a list of tables"),
    ),
    Mistake(
        "items of a clause that has none",
        'bound = ["north", "south"]',
        'bound = ["north", "south"]\nitems = [{ id = "a" }] # <-',
        "clauses.truce.items",
        ("unknown key 'items'",),
    ),
)

CIRCLES = (
    Mistake(
        "clause within itself",
        'during = "stay"',
        'during = "strength"',
        "clauses.strength",
        ("clauses within each other: strength → strength",),
        at="[clauses.strength]",
    ),
    Mistake(
        "clauses within each other",
        "[clauses.board]",
        f'{OUTER}during = "inner"\n{INNER}during = "outer"\n[clauses.board]',
        "clauses.inner",
        ("clauses within each other: inner → outer → inner", "another 'during' in one of them"),
        at="[clauses.inner]",
    ),
    Mistake(
        "clauses that wait for each other",
        "begins = { on = 2020-02-01 }",
        'begins = { after = "return", what = "performed" }',
        "clauses.return",
        ("wait for each other: return → stay → return", "another 'begins' in one of them"),
        at="[clauses.return]",
    ),
    Mistake(
        "clause that waits for itself",
        "begins = { on = 2020-02-01 }",
        'begins = { after = "stay", what = "ended" }',
        "clauses.stay",
        ("wait for each other: stay → the end of stay → stay", "another 'begins'"),
        at="[clauses.stay]",
    ),
    Mistake(
        "text that waits for its clause",
        "begins.on = 2020-01-02",
        'begins.after = "truce"\nbegins.what = "commenced"',
        "instrument",
        ("instrument → truce → instrument",),
        at="[instrument]",
    ),
)


@pytest.mark.parametrize("mistake", named((*ORDER, *NAMES, *ITEMS, *CIRCLES)))
def test_mistake(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, "agreement.toml", mistake)
