"""What can be read and can never come to anything: refused, with what the author may have meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mandate.library import doctrine
from tests.loading.test_order_and_names import lake, problems
from tests.making.breaking import Mistake, broken, check, load, named, problems_of
from tests.making.small_doctrine import check as check_doctrine
from tests.making.small_doctrine import each

NOTICE = 'notice.before-end = "6 months"'
STAYS = 'begins.after = "stay"\nbegins.what = "commenced"'
LOWER = 'due.within = "30 days"\ndue.after = "stay"'
SUM = 'exact = true\n\n[[clauses.strength.totals]] # <-\nwhat = "{}"\nof = ["soldiers", "boats"]'
TRUCE = "[clauses.truce]\n"
RENEWED = 'lasts = "5 years"\nrenewal.tacit = "5 years"\nrenewal.at-most = 2\n'

LENGTHS = (
    Mistake(
        "window of notice that opens after its last day",
        NOTICE,
        f'{NOTICE}\nnotice.not-before = "3 months" # <-',
        "clauses.stay.notice.not-before",
        ("3 months is shorter than notice.before-end, 6 months", "that or a longer one"),
    ),
    Mistake(
        "window of notice in another unit",
        NOTICE,
        f'{NOTICE}\nnotice.not-before = "100 days" # <-',
        "clauses.stay.notice.not-before",
        ("100 days is shorter than notice.before-end, 6 months",),
    ),
)

PARTIES = (
    Mistake(
        "withdrawal of one who is no party",
        NOTICE,
        f'{NOTICE}\nwithdrawal.period = "1 year"\nwithdrawal.by = ["north",\n"council"] # <-',
        "clauses.stay.withdrawal.by[1]",
        ("'council' has the role 'organ'", "one of role 'party'", "known: north, south"),
    ),
    Mistake(
        "fewer parties than there can be",
        NOTICE,
        f'{NOTICE}\nwithdrawal = {{ by = "north", period = "1 year", least = 3 }} # <-',
        "clauses.stay.withdrawal.least",
        ("3 is more than the 2 parties of the text", "a number up to 2"),
    ),
)

CLOCK = (
    Mistake(
        "clock of what has no end",
        f'{RENEWED}notice.by = ["north", "south"]\n{NOTICE}',
        'suspend-by = "north"\nsuspension-stops-clock = true # <-\n',
        "clauses.stay.suspension-stops-clock",
        ("'suspension-stops-clock' without 'lasts' or 'lasts-until'",),
    ),
    Mistake(
        "clock of what goes on after its minimum",
        f'{RENEWED}notice.by = ["north", "south"]\n{NOTICE}',
        'lasts = "5 years"\nnotice.by = "north"\nevergreen.notice = "1 year"\n'
        'suspend-by = "north"\nsuspension-stops-clock = true # <-',
        "clauses.stay.suspension-stops-clock",
        ("evergreen.notice and suspension-stops-clock are both written",),
    ),
)

STATES = (
    Mistake(
        "begins with a state that a term does not have",
        STAYS,
        'begins.after = "stay"\nbegins.what = "performed" # <-',
        "clauses.return.begins.what",
        ("'stay' is of kind 'term' and is never 'performed'", '"commenced" or "ended" or'),
    ),
    Mistake(
        "waits for a state that a duty does not have",
        STAYS,
        f'{STAYS}\nif.clause = "truce"\nif.what = "closed" # <-',
        "clauses.return.if.what",
        ("'truce' is of kind 'duty' and is never 'closed'",),
    ),
    Mistake(
        "due after a state that a body does not have",
        LOWER,
        'due = { within = "30 days", after = "board", what = "ended" } # <-',
        "clauses.return.items[1].due.what",
        ("'board' is of kind 'body' and is never 'ended'",),
    ),
    Mistake(
        "due after what never commences",
        LOWER,
        'due.within = "30 days"\ndue.after = "return.upper" # <-',
        "clauses.return.items[1].due.after",
        ("'return.upper' is of kind 'obligation' and is never 'commenced'", "due.what = "),
    ),
)

ALONE = (
    Mistake(
        "state from which nothing is counted",
        LOWER,
        'due = { by = 2020-03-01, what = "performed" } # <-',
        "clauses.return.items[1].due.what",
        ("'due.what' without 'due.after'",),
    ),
)

NAMES = (
    Mistake(
        "sum with the name of a quantity",
        "exact = true",
        SUM.format("boats"),
        "clauses.strength.totals",
        ("a quantity and a sum have the same name, 'boats'", "another name"),
    ),
)


@pytest.mark.parametrize("mistake", named((*LENGTHS, *PARTIES, *CLOCK, *STATES, *ALONE, *NAMES)))
def test_mistake(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, "agreement.toml", mistake)


@pytest.mark.parametrize("length", ["6 months", "180 days", "1 year", "7 months"])
def test_a_window_that_may_be_open_is_taken(tmp_path: Path, length: str) -> None:
    load(broken(tmp_path, "agreement.toml", NOTICE, f'{NOTICE}\nnotice.not-before = "{length}"'))


def test_a_sum_may_have_the_name_of_a_quantity_elsewhere() -> None:
    agreement, _ = lake()
    strength = agreement["clauses"]["strength"]
    agreement["clauses"]["other"] = {
        **strength,
        "quantities": [{"what": "guns", "number": 1}],
        "totals": [{"what": "boats", "of": ["guns"]}],
    }

    assert problems(agreement) == []


def test_what_follows_from_a_role_that_is_none_is_not_a_problem_of_its_own(tmp_path: Path) -> None:
    lake = broken(tmp_path, "agreement.toml", 'role = "party"', 'role = "partei"')
    notice = f'{NOTICE}\nwithdrawal = {{ by = "south", period = "1 year", least = 2 }}'
    broken(tmp_path, "agreement.toml", NOTICE, notice)

    assert [p.path for p in problems_of(lake)] == ["parties.south.role"]


# -- the states of each kind ---------------------------------------------------------------------

KINDS = doctrine().clauses
WAITING = [
    pytest.param(kind.name, spec.name, id=f"{kind.name}-{spec.name}")
    for kind in KINDS.values()
    for spec in kind.keys.values()
    if spec.state_of
]


@pytest.mark.parametrize(("kind", "key"), WAITING)
def test_every_state_is_one_of_some_kind(kind: str, key: str) -> None:
    reached = {state for one in KINDS.values() for state in one.reaches}

    assert set(KINDS[kind].keys[key].choices) == reached


def test_an_own_rule_may_signal_a_state_that_the_kind_does_not_have(tmp_path: Path) -> None:
    waits = 'begins.after = "stay"\nbegins.what = "performed"'
    lake = broken(tmp_path, "agreement.toml", STAYS, waits)
    told = 'then.signal.became = { clause = "stay", what = "performed" }'
    old = 'let.next = { plus = ["$term.number", 1] }\neffect = "none"'
    broken(tmp_path, "rules.toml", old, told)

    load(lake)


# -- how they are declared -----------------------------------------------------------------------

DECLARED: dict[str, Any] = {
    "clauses.toml": (
        Mistake(
            "order of a date and a length",
            'in-order = [["begins.on", "ends"]]',
            'in-order = [["begins.on", "length"]] # <-',
            "thing.in-order[0]",
            ("not a pair of dates", "two of type length or lead"),
        ),
        Mistake(
            "role not known",
            'who = { type = "party", many = true }',
            'who = { type = "party", roles = ["partei"] } # <-',
            "thing.keys.who.roles",
            ("'partei' is not usable here", "did you mean 'party'?"),
        ),
        Mistake(
            "number of what is not counted",
            'note-of = { type = "text" }',
            'note-of = { type = "count", most = "party" } # <-',
            "thing.keys.note-of.most",
            ("'party' is not usable here", "did you mean 'parties'?"),
        ),
        Mistake(
            "state of what is no clause",
            'note-of = { type = "text" }',
            'note-of = { type = "word", state-of = "length" } # <-',
            "thing.keys.note-of.state-of",
            ("no key 'length'",),
        ),
        Mistake(
            "states a text",
            'says = "Something."',
            'says = "Something."\nreaches = "begun" # <-',
            "thing.reaches",
            ("'begun' is not usable here", "a list"),
        ),
    ),
    "events.toml": (
        Mistake(
            "none of what is no fact",
            'of.exists = { length = "$name" }',
            "none-of.exits = {} # <-",
            "word.among[0].none-of.exits",
            ("no kind of fact is named 'exits'",),
        ),
    ),
}


@pytest.mark.parametrize(("name", "mistake"), each(DECLARED))
def test_declared(tmp_path: Path, name: str, mistake: Mistake) -> None:
    check_doctrine(tmp_path, name, mistake)
