"""Every kind of mistake in the words and keys of a clause, and in the instrument."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.making.breaking import Mistake, broken, check, named, problems_of
from tests.making.building import agreement, event, mandate, term

START = date(2024, 1, 1)

STAY = 'begins = { on = 2020-02-01 }\nlasts = "5 years"'

WORDS = (
    Mistake(
        "no kind", 'kind = "duty"\n', "", "clauses.truce", ("no 'kind'",), at="[clauses.truce]"
    ),
    Mistake(
        "kind not known",
        'kind = "duty"',
        'kind = "dutty" # <-',
        "clauses.truce.kind",
        ("no kind of clause 'dutty'", "did you mean 'duty'?"),
    ),
    Mistake(
        "kind a list",
        'kind = "duty"',
        'kind = ["duty"] # <-',
        "clauses.truce.kind",
        ("no kind of clause a list",),
    ),
    Mistake(
        "no quote",
        'quote = "shall not shoot"\n',
        "",
        "clauses.truce",
        ("no 'quote'", 'quote = "..."'),
        at="[clauses.truce]",
    ),
    Mistake(
        "empty quote",
        'quote = "shall not shoot"',
        'quote = "" # <-',
        "clauses.truce.quote",
        ("an empty text", "words"),
    ),
    Mistake(
        "quote of blanks",
        'quote = "shall not shoot"',
        'quote = "  " # <-',
        "clauses.truce.quote",
        ("an empty text",),
    ),
    Mistake(
        "no cite", 'cite = "art. 3"\n', "", "clauses.truce", ("no 'cite'",), at="[clauses.truce]"
    ),
    Mistake(
        "no source in a clause",
        'quote = "shall not shoot"\nlanguage = "en"\nsource = "text"\n',
        'quote = "shall not shoot"\nlanguage = "en"\n',
        "clauses.truce",
        ("no 'source'",),
        at="[clauses.truce]",
    ),
    Mistake(
        "source not known",
        'quote = "shall not shoot"\nlanguage = "en"\nsource = "text"',
        'quote = "shall not shoot"\nlanguage = "en"\nsource = "txt" # <-',
        "clauses.truce.source",
        ("no source 'txt'", "did you mean 'text'?"),
    ),
    Mistake(
        "source a number",
        'quote = "shall not shoot"\nlanguage = "en"\nsource = "text"',
        'quote = "shall not shoot"\nlanguage = "en"\nsource = ["text", 4] # <-',
        "clauses.truce.source[1]",
        ("4 is not usable here",),
    ),
    Mistake(
        "source there twice",
        'quote = "shall not shoot"\nlanguage = "en"\nsource = "text"',
        'quote = "shall not shoot"\nlanguage = "en"\nsource = ["text", "text"] # <-',
        "clauses.truce.source[1]",
        ("'text' is there twice",),
    ),
    Mistake(
        "language of a quote",
        'quote = "shall not shoot"\nlanguage = "en"',
        'quote = "shall not shoot"\nlanguage = "english" # <-',
        "clauses.truce.language",
        ("the code of a language",),
    ),
    Mistake(
        "clause a text",
        "[clauses.board]",
        '[clauses]\nfrontier = "closed" # <-\n[clauses.board]',
        "clauses.frontier",
        ("'closed' is not usable here", "a table"),
    ),
    Mistake(
        "id of a clause",
        "[clauses.board]",
        "[clauses.Board] # <-",
        "clauses.Board",
        ("'Board' is not an id",),
    ),
    Mistake(
        "instrument among the clauses",
        "[clauses.board]",
        "[clauses.instrument] # <-",
        "clauses.instrument",
        ("not one of its clauses", "[instrument]"),
    ),
)

KEYS = (
    Mistake(
        "unknown key of a clause",
        'bound = ["north", "south"]',
        'bount = ["north", "south"] # <-',
        "clauses.truce.bount",
        ("unknown key 'bount'", "did you mean 'bound'?"),
    ),
    Mistake(
        "unknown key within a group",
        'notice.before-end = "6 months"',
        'notice.before-end = "6 months"\nnotice.befor = "6 months" # <-',
        "clauses.stay.notice.befor",
        ("unknown key 'befor'",),
    ),
    Mistake(
        "dotted key in quotes",
        "begins = { on = 2020-02-01 }",
        '"begins.on" = 2020-02-01 # <-\nbegins = { on = 2020-02-01 }',
        "clauses.stay.begins.on",
        ("unknown key 'begins.on'",),
    ),
    Mistake(
        "group that is no table",
        "begins = { on = 2020-02-01 }",
        'begins = { on = 2020-02-01 }\nextension = "1 year" # <-',
        "clauses.stay.extension",
        ("'1 year' is not usable here", "a table with by, jointly, at-most-for, at-most, times"),
    ),
    Mistake(
        "empty group",
        "begins = { on = 2020-02-01 }",
        "begins = { on = 2020-02-01 }\nextension = {} # <-",
        "clauses.stay.extension",
        ("an empty table",),
    ),
    Mistake(
        "none of the exclusive keys",
        STAY,
        'lasts = "5 years"',
        "clauses.stay",
        ("none of these is written", "exactly one of begins.on"),
        at="[clauses.stay]",
    ),
    Mistake(
        "two of the exclusive keys",
        STAY,
        'begins.on = 2020-02-01\nbegins.with = "commencement" # <-\nlasts = "5 years"',
        "clauses.stay.begins.with",
        ("begins.on and begins.with are both written", "exactly one of"),
    ),
    Mistake(
        "two keys that exclude each other",
        STAY,
        'begins.on = 2020-02-01\nlasts = "5 years"\nlasts-until = 2025-02-01 # <-',
        "clauses.stay.lasts-until",
        ("lasts and lasts-until are both written", "one of them"),
    ),
    Mistake(
        "key without the key that it needs",
        'renewal.tacit = "5 years"\nrenewal.at-most = 2',
        "renewal.at-most = 2 # <-",
        "clauses.stay.renewal.at-most",
        ("'renewal.at-most' without 'renewal.tacit'",),
    ),
    Mistake(
        "date in quotes",
        "begins = { on = 2020-02-01 }",
        'begins = { on = "2020-02-01" } # <-',
        "clauses.stay.begins.on",
        ("'2020-02-01' is not usable here", "a date, without quotes"),
    ),
    Mistake(
        "date with an hour",
        "begins = { on = 2020-02-01 }",
        "begins = { on = 2020-02-01T10:00:00 } # <-",
        "clauses.stay.begins.on",
        ("2020-02-01T10:00:00 is not usable here", "a date"),
    ),
    Mistake(
        "hour that does not exist",
        STAY + '\nrenewal.tacit = "5 years"\nrenewal.at-most = 2\n'
        'notice.by = ["north", "south"]\nnotice.before-end = "6 months"',
        'begins.at = 2020-03-29T02:30:00 # <-\nlasts = "5 years"',
        "clauses.stay.begins.at",
        ("does not exist in Europe/Paris",),
    ),
    Mistake(
        "fraction of a second",
        STAY + '\nrenewal.tacit = "5 years"\nrenewal.at-most = 2\n'
        'notice.by = ["north", "south"]\nnotice.before-end = "6 months"',
        'begins.at = 2020-03-28T02:30:00.5Z # <-\nlasts = "5 years"',
        "clauses.stay.begins.at",
        ("fraction of a second",),
    ),
    Mistake(
        "duration that is none",
        'lasts = "5 years"',
        'lasts = "five years" # <-',
        "clauses.stay.lasts",
        ("'five years' is not a duration", "5 years"),
    ),
    Mistake(
        "duration a number",
        'lasts = "5 years"',
        "lasts = 5 # <-",
        "clauses.stay.lasts",
        ("5 is not usable here", "a duration in words"),
    ),
    Mistake(
        "duration of nothing",
        'lasts = "5 years"',
        'lasts = "0 days" # <-',
        "clauses.stay.lasts",
        ("longer than nothing",),
    ),
    Mistake(
        "renewal of nothing",
        'renewal.tacit = "5 years"',
        'renewal.tacit = "0 months" # <-',
        "clauses.stay.renewal.tacit",
        ("longer than nothing",),
    ),
    Mistake(
        "duration too long",
        'lasts = "5 years"',
        'lasts = "100001 years" # <-',
        "clauses.stay.lasts",
        ("too long", "100000 years"),
    ),
    Mistake(
        "hours counted from a day",
        'lasts = "5 years"',
        'lasts = "72 hours" # <-',
        "clauses.stay.lasts",
        ("'72 hours' is not usable here", "the hour from which"),
    ),
    Mistake(
        "count that is negative",
        "renewal.at-most = 2",
        "renewal.at-most = -2 # <-",
        "clauses.stay.renewal.at-most",
        ("-2 is not usable here", "a whole number from 0"),
    ),
    Mistake(
        "count that is huge",
        "renewal.at-most = 2",
        f"renewal.at-most = {10**30} # <-",
        "clauses.stay.renewal.at-most",
        ("a number of many digits is not usable here",),
    ),
    Mistake(
        "count that is true",
        "renewal.at-most = 2",
        "renewal.at-most = true # <-",
        "clauses.stay.renewal.at-most",
        ("true is not usable here",),
    ),
    Mistake(
        "count that is no number",
        "renewal.at-most = 2",
        "renewal.at-most = nan # <-",
        "clauses.stay.renewal.at-most",
        ("nan is not usable here",),
    ),
    Mistake(
        "flag a text",
        "exact = true",
        'exact = "yes" # <-',
        "clauses.strength.quantities[1].exact",
        ("'yes' is not usable here", "true or false"),
    ),
    Mistake(
        "word not among the choices",
        'begins.what = "commenced"',
        'begins.what = "comenced" # <-',
        "clauses.return.begins.what",
        ('one of "commenced"', "did you mean 'commenced'?"),
    ),
    Mistake(
        "key needed within a table",
        '[[clauses.strength.quantities]]\nwhat = "boats"\nnumber = 12\n',
        '[[clauses.strength.quantities]] # <-\nwhat = "boats"\n',
        "clauses.strength.quantities[1]",
        ("no 'number'",),
    ),
    Mistake(
        "quantity there twice",
        'what = "boats"',
        'what = "soldiers"',
        "clauses.strength",
        ("'soldiers' is there twice",),
        at="[clauses.strength]",
    ),
)

INSTRUMENT = (
    Mistake(
        "signed that is no date",
        "signed = 2020-01-01",
        "signed = 2020-01-01T10:00:00 # <-",
        "instrument.signed",
        ("a date, without quotes",),
    ),
    Mistake(
        "kind of the text",
        "signed = 2020-01-01",
        'kind = "duty" # <-',
        "instrument.kind",
        ("the text as a whole is a term",),
    ),
    Mistake(
        "instrument that is a clause not known",
        'title = "The text as a whole"\nsigned = 2020-01-01\nbegins.on = 2020-01-02',
        'clause = "stai" # <-',
        "instrument.clause",
        ("no clause 'stai'", "did you mean 'stay'?"),
    ),
    Mistake(
        "instrument that is a clause and more",
        "begins.on = 2020-01-02",
        'clause = "stay"',
        "instrument",
        ("names a clause and has keys of its own",),
        at="[instrument]",
    ),
    Mistake(
        "unknown key of the text",
        "begins.on = 2020-01-02",
        "begins.on = 2020-01-02\nparties = 2 # <-",
        "instrument.parties",
        ("unknown key 'parties'",),
    ),
)


@pytest.mark.parametrize("mistake", named((*WORDS, *KEYS, *INSTRUMENT)))
def test_mistake(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, "agreement.toml", mistake)


def test_words_that_are_not_those_of_the_text_are_said_to_be_none() -> None:
    """A clause and an act show in every answer whether they give the text's words or others."""
    text = agreement({"stay": term(START, "1 year", renewal={"decided-by": "alfa"})})
    stay = text["clauses"]["stay"]
    stay["paraphrase"] = stay.pop("quote")
    decided = event("renewal", date(2024, 9, 1), of="stay", by="alfa", until=date(2025, 6, 30))
    words = {"cite": "para. 1", "quote": "Decides to extend until 30 June 2025"}
    read = mandate(text, {**decided, **words})
    status = read.status("2025-02-01")

    assert str(read.agreement.clauses["stay"]).endswith(": paraphrase: shall")
    told = str(status.explain("stay"))
    assert ": paraphrase: shall" in told
    assert "para. 1: “Decides to extend until 30 June 2025”" in told


def test_a_paraphrase_beside_a_quote(tmp_path: Path) -> None:
    lake = broken(
        tmp_path,
        "agreement.toml",
        'quote = "shall not shoot"',
        'quote = "x"\nparaphrase = "y" # <-',
    )

    (problem,) = problems_of(lake)

    assert (problem.path, problem.right) == ("clauses.truce.paraphrase", "one of them")
