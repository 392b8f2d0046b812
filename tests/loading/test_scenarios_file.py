"""Every kind of mistake in scenarios.toml is told in one sentence, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making.breaking import Mistake, check, named

ADD = 'add = [{ kind = "statement", by = "south", on = 2021-03-05T10:00:00 }]'

SCENARIOS = (
    Mistake(
        "another agreement",
        'agreement = "lake"',
        'agreement = "loch" # <-',
        "agreement",
        ("'loch' is another agreement", '"lake"'),
    ),
    Mistake("no agreement", 'agreement = "lake"\n', "", "", ("no 'agreement'",)),
    Mistake(
        "unknown key of a file",
        'agreement = "lake"',
        'agreement = "lake"\ntitle = "Scenarios" # <-',
        "title",
        ("unknown key 'title'", "known: agreement, scenario"),
    ),
    Mistake(
        "unknown key of a scenario",
        "as-known-on = 2021-04-01",
        "as-known = 2021-04-01 # <-",
        "scenario[1].as-known",
        ("unknown key 'as-known'", "did you mean 'as-known-on'?"),
    ),
    Mistake(
        "no sentence",
        '[[scenario]]\nsays = "The force stays."',
        "[[scenario]] # <-",
        "scenario[0]",
        ("no 'says'",),
    ),
    Mistake(
        "empty sentence",
        'says = "The force stays."',
        'says = "" # <-',
        "scenario[0].says",
        ("an empty text",),
    ),
    Mistake(
        "no date",
        '[[scenario]]\nsays = "The force stays."\non = 2021-01-01',
        '[[scenario]] # <-\nsays = "The force stays."',
        "scenario[0]",
        ("no 'on'",),
    ),
    Mistake(
        "date in quotes",
        "on = 2021-01-01",
        'on = "2021-01-01" # <-',
        "scenario[0].on",
        ("'2021-01-01' is not usable here", "without quotes"),
    ),
    Mistake(
        "local hour that occurs twice",
        "on = 2021-01-01",
        "on = 2021-10-31T02:30:00 # <-",
        "scenario[0].on",
        ("occurs twice in Europe/Paris",),
    ),
    Mistake(
        "known on what is no date",
        "as-known-on = 2021-04-01",
        "as-known-on = true # <-",
        "scenario[1].as-known-on",
        ("true is not usable here",),
    ),
    Mistake(
        "nothing expected",
        "expect = { in_force = true }",
        "expect = {} # <-",
        "scenario[0].expect",
        ("nothing is expected",),
    ),
    Mistake(
        "expectation that is no table",
        "expect = { in_force = true }",
        'expect = "in force" # <-',
        "scenario[0].expect",
        ("'in force' is not usable here", "a table"),
    ),
    Mistake(
        "without a text",
        'without = ["taken-back"]',
        'without = "taken-back" # <-',
        "scenario[1].without",
        ("'taken-back' is not usable here", "a list"),
    ),
    Mistake(
        "without what is not there",
        'without = ["taken-back"]',
        'without = ["taken-bag"] # <-',
        "scenario[1].without[0]",
        ("the record has no event 'taken-bag'", "did you mean 'taken-back'?"),
    ),
    Mistake(
        "added event a text",
        ADD,
        'add = ["notice"] # <-',
        "scenario[1].add[0]",
        ("'notice' is not usable here", "a table"),
    ),
    Mistake(
        "added event without kind",
        ADD,
        'add = [{ by = "south", on = 2021-03-05 }] # <-',
        "scenario[1].add[0]",
        ("no 'kind'",),
    ),
    Mistake(
        "added event of a party not known",
        ADD,
        'add = [\n{ kind = "notice", by = "sout", on = 2021-03-05 } # <-\n]',
        "scenario[1].add[0].by",
        ("no party 'sout'", "did you mean 'south'?"),
    ),
    Mistake(
        "added event with an id of the record",
        ADD,
        'add = [{ id = "deployed", kind = "statement", on = 2021-03-05 }] # <-',
        "scenario[1].add[0].id",
        ("'deployed' is the id of another event",),
    ),
    Mistake(
        "added event without date",
        ADD,
        'add = [{ kind = "notice", by = "south" }] # <-',
        "scenario[1].add[0]",
        ("no 'on'",),
    ),
)


@pytest.mark.parametrize("mistake", named(SCENARIOS))
def test_mistake(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, "scenarios.toml", mistake)
