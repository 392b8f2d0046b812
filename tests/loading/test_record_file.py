"""Every kind of mistake in record.toml is told in one sentence, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandate.loading import events
from tests.making.breaking import Mistake, broken, check, named, problems_of

HEAD = (
    Mistake(
        "format of a record", "format = 1", "format = 3 # <-", "format", ("format 3 is not known",)
    ),
    Mistake(
        "another agreement",
        'agreement = "lake"',
        'agreement = "like" # <-',
        "agreement",
        ("'like' is another agreement", '"lake"'),
    ),
    Mistake("no agreement", 'agreement = "lake"\n', "", "", ("no 'agreement'",)),
    Mistake(
        "unknown key of a record",
        "complete-to = 2021-12-31",
        "complete_to = 2021-12-31 # <-",
        "complete_to",
        ("unknown key 'complete_to'", "did you mean 'complete-to'?"),
    ),
    Mistake(
        "complete to what is no date",
        "complete-to = 2021-12-31",
        'complete-to = "2021-12-31" # <-',
        "complete-to",
        ("a date, without quotes",),
    ),
    Mistake(
        "gaps a text",
        'gaps = [{ from = 2020-05-01, to = 2020-06-01, because = "The archive is closed." }]',
        'gaps = "none" # <-',
        "gaps",
        ("'none' is not usable here", "a list"),
    ),
    Mistake(
        "source of the agreement again",
        "[sources]\n",
        '[sources]\ntext = { title = "Another" } # <-\n',
        "sources.text",
        ("a source of the agreement already",),
    ),
    Mistake(
        "gap the wrong way round",
        "gaps = [{ from = 2020-05-01, to = 2020-06-01,",
        "gaps = [{ from = 2020-07-01, to = 2020-06-01,",
        "gaps[0]",
        ("from 2020-07-01 to 2020-06-01", "the earlier day first"),
        at="gaps = ",
    ),
    Mistake(
        "gap without because",
        'to = 2020-06-01, because = "The archive is closed." }]',
        "to = 2020-06-01 }] # <-",
        "gaps[0]",
        ("no 'because'",),
    ),
    Mistake(
        "gap with another key",
        'because = "The archive is closed." }]',
        'because = "The archive is closed.", why = "x" }] # <-',
        "gaps[0].why",
        ("unknown key 'why'",),
    ),
    Mistake(
        "gap without end",
        "gaps = [{ from = 2020-05-01, to = 2020-06-01,",
        "gaps = [{ from = 2020-05-01,",
        "gaps[0]",
        ("no 'to'",),
        at="gaps = ",
    ),
)

EVENTS = (
    Mistake(
        "event without id",
        '[[events]]\nid = "counted"',
        "[[events]] # <-",
        "events[4]",
        ("no 'id'",),
    ),
    Mistake(
        "id of an event",
        'id = "counted"',
        'id = "the count" # <-',
        "events[4].id",
        ("'the count' is not an id",),
    ),
    Mistake(
        "id of an event with a line end",
        'id = "counted"',
        r'id = "counted\n" # <-',
        "events[4].id",
        ("is not an id",),
    ),
    Mistake(
        "id of another event",
        'id = "counted"',
        'id = "deployed" # <-',
        "events[4].id",
        ("'deployed' is the id of another event",),
    ),
    Mistake(
        "no kind of event",
        '[[events]]\nid = "counted"\nkind = "report"',
        '[[events]] # <-\nid = "counted"',
        "events[4]",
        ("no 'kind'",),
    ),
    Mistake(
        "kind of event not known",
        'kind = "report"',
        'kind = "reprot" # <-',
        "events[4].kind",
        ("no kind of event 'reprot'", "did you mean 'report'?"),
    ),
    Mistake(
        "event without date",
        '[[events]]\nid = "counted"',
        '[[events]] # <-\nid = "counted"',
        "events[4]",
        ("no 'on'", "{ from = date, to = date }"),
    ),
    Mistake(
        "date of an event in quotes",
        "on = 2020-04-01",
        'on = "2020-04-01" # <-',
        "events[4].on",
        ("'2020-04-01' is not usable here",),
    ),
    Mistake(
        "month for a day", "on = 2020-04-01", "on = 2020.04 # <-", "events[4].on", ("2020.04",)
    ),
    Mistake(
        "range the wrong way round",
        "on = { from = 2020-02-01, to = 2020-02-05 }",
        "on = { from = 2020-02-05, to = 2020-02-01 } # <-",
        "events[3].on",
        ("from 2020-02-05 to 2020-02-01", "the earlier day first"),
    ),
    Mistake(
        "range of one day",
        "on = { from = 2020-02-01, to = 2020-02-05 }",
        "on = { from = 2020-02-05, to = 2020-02-05 } # <-",
        "events[3].on",
        ("on = 2020-02-05",),
    ),
    Mistake(
        "range without end",
        "on = { from = 2020-02-01, to = 2020-02-05 }",
        "on = { from = 2020-02-05 } # <-",
        "events[3].on",
        ("no 'to'",),
    ),
    Mistake(
        "range with another key",
        "on = { from = 2020-02-01, to = 2020-02-05 }",
        "on = { from = 2020-02-01, to = 2020-02-05, about = true } # <-",
        "events[3].on.about",
        ("unknown key 'about'", "known: from, to"),
    ),
    Mistake(
        "range with an hour",
        "on = { from = 2020-02-01, to = 2020-02-05 }",
        "on = { from = 2020-02-01T10:00:00Z, to = 2020-02-05 } # <-",
        "events[3].on.from",
        ("a date, without quotes",),
    ),
    Mistake(
        "received before it was given",
        "received = 2021-03-04",
        "received = 2021-02-28 # <-",
        "events[1].received",
        ("received before it was given, on 2021-03-01", "a later one"),
    ),
    Mistake(
        "received that is no date",
        "received = 2021-03-04",
        'received = "soon" # <-',
        "events[1].received",
        ("'soon' is not usable here",),
    ),
    Mistake(
        "known before it happened",
        "known = 2021-03-02",
        "known = 2021-02-28T10:00:00 # <-",
        "events[1].known",
        ("known before it happened",),
    ),
    Mistake(
        "no source of an event",
        '[[events]]\nid = "counted"\nkind = "report"\nof = "strength"\nwhat = "soldiers"\n'
        'value = 380\nby = "council"\non = 2020-04-01\nsource = "herald"',
        '[[events]] # <-\nid = "counted"\nkind = "report"\nof = "strength"\nwhat = "soldiers"\n'
        'value = 380\nby = "council"\non = 2020-04-01',
        "events[4]",
        ("no 'source'",),
    ),
    Mistake(
        "source of an event not known",
        'source = ["herald", "paper"]',
        'source = ["herald",\n "papers" # <-\n]',
        "events[1].source[1]",
        ("no source 'papers'", "did you mean 'paper'?"),
    ),
    Mistake(
        "note that is empty",
        'note = "As the Herald has it."',
        'note = "" # <-',
        "events[1].note",
        ("an empty text",),
    ),
    Mistake(
        "unknown key of an event",
        'note = "As the Herald has it."',
        'remark = "As the Herald has it." # <-',
        "events[1].remark",
        ("unknown key 'remark'",),
    ),
    Mistake(
        "key of another kind of event",
        "value = 380",
        "value = 380\nuntil = 2020-05-01 # <-",
        "events[4].until",
        ("unknown key 'until'",),
    ),
    Mistake(
        "key that an event needs",
        '[[events]]\nid = "counted"\nkind = "report"\nof = "strength"\nwhat = "soldiers"\nvalue = 380',
        '[[events]] # <-\nid = "counted"\nkind = "report"\nof = "strength"\nwhat = "soldiers"',
        "events[4]",
        ("no 'value'",),
    ),
    Mistake(
        "value that is no number",
        "value = 380",
        "value = 380.5 # <-",
        "events[4].value",
        ("380.5 is not usable here", "a whole number"),
    ),
)

NAMES = (
    Mistake(
        "quantity not known",
        'what = "soldiers"',
        'what = "soldier" # <-',
        "events[4].what",
        ("no quantity 'soldier'", "did you mean 'soldiers'?"),
    ),
    Mistake(
        "clause of an event not known",
        'of = "return.upper"',
        'of = "return.uper" # <-',
        "events[0].of",
        ("no clause 'return.uper'", "did you mean 'return.upper'?"),
    ),
    Mistake(
        "clause of another kind",
        'of = "return.upper"',
        'of = "stay" # <-',
        "events[0].of",
        ("'stay' is of kind 'term'", "one of kind obligation"),
    ),
    Mistake(
        "party of an event not known",
        'by = "council"',
        'by = "counsel" # <-',
        "events[4].by",
        ("no party 'counsel'", "did you mean 'council'?"),
    ),
    Mistake(
        "event not known",
        'of = "first-notice"',
        'of = "first-notic" # <-',
        "events[2].of",
        ("no event 'first-notic'", "did you mean 'first-notice'?"),
    ),
    Mistake(
        "event of another kind",
        'of = "first-notice"',
        'of = "deployed" # <-',
        "events[2].of",
        ("'deployed' is of kind 'presence'", "one of kind notice"),
    ),
    Mistake(
        "subject not known",
        'of = "force"',
        'of = "forces" # <-',
        "events[3].of",
        ("no subject 'forces'", "did you mean 'force'?"),
    ),
    Mistake(
        "state not known",
        'state = "deployed"',
        'state = "deployd" # <-',
        "events[3].state",
        ("'deployd' is no state of 'force'", "did you mean 'deployed'?"),
    ),
    Mistake(
        "after an event not known",
        'after = "upper-returned"',
        'after = "upper-retuned" # <-',
        "events[2].after",
        ("no event 'upper-retuned'", "did you mean 'upper-returned'?"),
    ),
    Mistake(
        "after a later event",
        'by = "north"\non = 2020-02-20',
        'by = "north"\non = 2020-02-20\nafter = "counted" # <-',
        "events[0].after",
        ("'counted' is later than 'upper-returned'",),
    ),
    Mistake(
        "after itself",
        'by = "north"\non = 2020-02-20',
        'by = "north"\non = 2020-02-20\nafter = "upper-returned" # <-',
        "events[0].after",
        ("upper-returned → upper-returned",),
    ),
    Mistake(
        "taken back before it was given",
        "on = 2021-05-01T12:00:00+02:00",
        "on = 2021-02-01 # mark",
        "events[2].of",
        ("'first-notice' is later than 'taken-back'",),
        at='of = "first-notice"',
    ),
)


@pytest.mark.parametrize("mistake", named((*HEAD, *EVENTS, *NAMES)))
def test_mistake(tmp_path: Path, mistake: Mistake) -> None:
    if mistake.name == "event without date":
        # Its line is marked, and the date then left out.
        broken(tmp_path, "record.toml", "on = 2020-04-01\n", "")
    check(tmp_path, "record.toml", mistake)


def test_events_that_come_after_each_other(tmp_path: Path) -> None:
    one, two = (
        f'[[events]]\nid = "{name}"\nkind = "context"\non = 2020-07-01\nafter = "{other}"\n'
        'source = "herald"\n'
        for name, other in (("one", "two"), ("two", "one"))
    )
    lake = broken(tmp_path, "record.toml", "[sources]", f"{one}{two}[sources]")

    (problem,) = problems_of(lake)

    assert (problem.path, problem.line) == ("events[0].after", 10)
    assert "one → two → one" in problem.found


def test_received_is_needed_where_it_counts(tmp_path: Path) -> None:
    broken(tmp_path, "record.toml", "received = 2021-03-04\n", "")
    lake = broken(
        tmp_path,
        "agreement.toml",
        'notice.before-end = "6 months"',
        'notice.before-end = "6 months"\nnotice.counts = "received"',
    )

    (problem,) = problems_of(lake)

    assert (problem.file, problem.path) == ("lake/record.toml", "events[1]")
    assert "no 'received'" in problem.found


def test_received_on_the_same_day_counts(tmp_path: Path) -> None:
    """A day has no hour: what was given on it may have arrived at any hour of it."""
    lake = broken(
        tmp_path, "record.toml", "received = 2021-03-04", "received = 2021-03-01T09:00:00"
    )
    broken(tmp_path, "record.toml", "known = 2021-03-02", "known = 2021-03-02 # <-")
    broken(tmp_path, "record.toml", "# <-", "# a mistake\nnonsense = 1")

    (problem,) = problems_of(lake)

    assert problem.path == "events[1].nonsense"


def test_more_events_than_any_record_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_EVENTS", 4)
    lake = broken(tmp_path, "record.toml", "format = 1", "format = 1 # whole but for its length")

    (problem,) = problems_of(lake)

    assert (problem.path, problem.found) == ("events", "more than 4 events")
