"""The closed lists of words are those of the doctrine, and every word of them can be the answer."""

from __future__ import annotations

import tomllib
from datetime import date
from enum import EnumType

import pytest

from mandate import words as public
from mandate.doctrine import vocabulary
from mandate.library import rules_folder
from mandate.text.agreement import Agreement
from tests.making.building import PARTIES, agreement, event, mandate, obligation, term

STATUS = tomllib.loads((rules_folder() / "doctrine/status.toml").read_text("utf-8"))
START = date(2020, 1, 1)
LEAVE = {"by": list(PARTIES), "period": "1 month", "works": "same-day", "least": 2}
YEARS = [
    date(2019, 12, 31),
    *(date(2020, month, 15) for month in range(1, 13)),
    date(2021, 6, 1),
    date(2023, 1, 1),
]


def declared():
    """Read the closed lists of the doctrine: (section, axis or table.column) → its words."""
    found = {}
    for section, axes in STATUS.items():
        for name, axis in axes.items():
            if "values" in axis:
                found[section, name] = axis["values"]
            for column, inner in axis.get("columns", {}).items():
                if "values" in inner:
                    found[section, f"{name}.{column}"] = inner["values"]
    return found


def test_the_words_are_those_of_the_doctrine():
    assert {
        key: [str(word) for word in words] for key, words in vocabulary.WORDS.items()
    } == declared()


def test_every_enumeration_is_used():
    made = {
        one
        for one in vars(public).values()
        if isinstance(one, EnumType) and one.__module__ == public.__name__
    }

    assert made == set(vocabulary.WORDS.values())
    assert {one.__name__ for one in made} == set(public.__all__)


# --- every word is an answer --------------------------------------------------------------------


def terms():
    """Yield small cases for the axes of terms and of parties."""
    yearly = term(
        START, "1 year", notice={"by": ["alfa"], "before-end": "1 month", "not-before": "9 months"}
    )
    yield yearly, []
    yield yearly, [event("notice", date(2020, 5, 15), by="alfa")]
    yield term(START, "1 year", drawdown="2 years"), []
    yield term(START), [event("consent", date(2020, 5, 1))]
    yield term(START), [event("termination", date(2020, 5, 1), by="alfa", contested=False)]
    powers = {"terminate-by": ["alfa"], "suspend-by": ["alfa"]}
    yield term(START, **powers), [event("termination", date(2020, 5, 1), by="alfa")]
    yield term(START, during="instrument"), []
    acts = [event("suspension", date(2020, 5, 1), by=by, id=by) for by in ("alfa", "bravo")]
    yield term(START, **powers), acts
    yield term(START), [event("suspension", date(2020, 5, 1))]
    yield term(START), [event("withdrawal", date(2020, 5, 1), by="alfa", of="instrument")]


def others():
    """Yield small cases for the other kinds: (clause, events)."""
    due = {"due": {"by": date(2020, 3, 31)}}
    done = [event("performance", date(2020, 3, 1), of="other")]
    on_time = [event("performance", date(2020, 3, 31), of="other")]
    late = [event("performance", date(2020, 5, 1), of="other")]
    yield obligation(**due, begins={"on": START}), []
    yield obligation(**due), done
    yield obligation(**due), on_time
    yield obligation(**due), late
    yield obligation(**due, **{"if": {"clause": "stay", "what": "ended"}}), []
    yield obligation(during="stay"), []
    yield {"kind": "duty", "bound": "alfa", "begins": {"on": START}, "during": "stay"}, []
    yield (
        {"kind": "body", "begins": {"on": START}, "during": "stay"},
        [event("opening", date(2020, 3, 1), of="other")],
    )
    for value in (None, 8, 9, 10):
        limit = {"what": "men", "number": 9, "exact": True}
        clause = {
            "kind": "ceiling",
            "bound": "alfa",
            "begins": {"on": START},
            "during": "stay",
            "quantities": [limit],
        }
        report = event("report", date(2020, 3, 1), of="other", what="men", value=value)
        yield clause, [] if value is None else [report]


def seen():
    """Collect every value that the cases come to, by section and axis."""
    cases = [({"stay": clause}, acts) for clause, acts in terms()]
    cases += [({"stay": term(START, "1 year"), "other": clause}, acts) for clause, acts in others()]
    found = {}
    for clauses, acts in cases:
        whole = {"begins": {"on": START}, "lasts": "2 years", "withdrawal": LEAVE}
        stay = mandate(agreement(clauses, instrument=whole), *acts)
        for day in YEARS:
            status = stay.status(day)
            for kind, axes in (
                *((c.kind, c) for c in status.clauses.values()),
                *(
                    ("party", {"state": p.state, "departures": p.departures})
                    for p in status.parties.values()
                ),
            ):
                for name in axes:
                    note(found, kind, name, axes[name])
    return found


def note(found, kind, name, value):
    if isinstance(value, dict):
        for row in value.values():
            for column, inner in row.items():
                found.setdefault((kind, f"{name}.{column}"), set()).add(inner)
    else:
        found.setdefault((kind, name), set()).add(value)


SEEN = seen()


@pytest.mark.parametrize(("section", "axis"), sorted(vocabulary.WORDS))
def test_every_word_can_be_the_answer(section, axis):
    words = set(vocabulary.WORDS[section, axis])

    assert words - SEEN.get((section, axis), set()) == set()


@pytest.mark.parametrize(("section", "axis"), sorted(vocabulary.WORDS))
def test_no_other_word_is_the_answer(section, axis):
    assert SEEN[section, axis] - set(vocabulary.WORDS[section, axis]) <= {None}
    assert all(
        isinstance(word, vocabulary.WORDS[section, axis]) for word in SEEN[section, axis] if word
    )


def test_every_axis_says_what_it_means():
    unsaid = [
        f"{s}.{a}" for s, axes in STATUS.items() for a, axis in axes.items() if not axis.get("says")
    ]

    assert unsaid == []


def test_an_agreement_is_named_in_its_status():
    text = agreement({"stay": term(START)})

    assert isinstance(mandate(text).agreement, Agreement)
    assert mandate(text).status(START).agreement == text["id"]
