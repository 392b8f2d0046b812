"""Writing and reading are inverse: what is loaded from a dump is what was dumped, to the byte."""

from __future__ import annotations

import pickle
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import mandate as library
from mandate import Mandate
from mandate.engine.grammar import Pattern, Rule
from mandate.errors import ArgumentError, ContradictionError, MissingDependencyError, OrderError
from mandate.library import read_data, rules_folder
from mandate.views import optional
from tests.laws.test_happenings import answers, days_of, near
from tests.making import strategies
from tests.making.building import Table, clamped, event, mandate, shuffled, stops
from tests.making.drawing import cases
from tests.making.effort import tried

Case = tuple[Table, date, list[Table]]

ROOT = Path(__file__).parents[2]
FOLDERS = [*library.agreements(), str(ROOT / "examples/harbour"), str(ROOT / "tests/making/lake")]
YEARS = 3 * 366
#: All that a text may hold and that a writer has to escape, or may fold, trim or turn.
LETTERS = st.sampled_from(["a", " ", '"', '"""', "\\", "\n", "\t", "'", "#", "ё", "\u2028", "\\n"])
TEXTS = st.lists(LETTERS, min_size=1, max_size=12).map("".join).filter(str.strip)
OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))


def loaded(texts: Mapping[str, str]) -> Mandate:
    """Read what `to_toml` gave, as the files would be read."""
    data = {name: tomllib.loads(text) for name, text in texts.items()}
    parts = (data["agreement.toml"], data["record.toml"], data.get("rules.toml"))
    return Mandate(*read_data(*parts), "plain")


def ordered(pattern: Pattern) -> Pattern:
    return attrs.evolve(pattern, tests=tuple(sorted(pattern.tests, key=repr)))


def said_by(rule: Rule) -> Rule:
    """Return what a rule says: not where it stands, nor in which order its conditions are named."""
    trigger = attrs.evolve(rule.trigger, tests=tuple(sorted(rule.trigger.tests, key=repr)))
    when, unless = (tuple(map(ordered, patterns)) for patterns in (rule.when, rule.unless))
    return attrs.evolve(rule, trigger=trigger, when=when, unless=unless, source="")


def parts(stay: Mandate) -> tuple[object, ...]:
    """Return text, record and rules as plain data: all of it but on which lines it stood."""
    doctrine = stay._derivation.doctrine  # noqa: SLF001  # no public call shows the rules
    model = [attrs.asdict(part, recurse=False) for part in (stay.agreement, stay.record)]
    for part in model:
        del part["places"]
    return (*model, [said_by(rule) for rule in doctrine.program.rules])


def digests(stay: Mandate) -> list[str]:
    """Return the digests of the content, as a receipt names them."""
    derivation = stay._derivation  # noqa: SLF001  # no public call shows the rules
    return [p.digest for p in (derivation.agreement, derivation.record, derivation.doctrine)]


def assert_survives(stay: Mandate, days: list[date]) -> Mandate:
    """Check that what is read back is the same, and is written as the same bytes."""
    texts = stay.to_toml()
    again = loaded(texts)

    assert parts(again) == parts(stay)
    assert digests(again) == digests(stay)
    assert outcome(again, days) == outcome(stay, days)
    assert again.to_toml() == texts
    return again


def outcome(stay: Mandate, days: list[date]) -> object:
    """Return the answers, or what is wrong: a drawn text may contradict itself."""
    try:
        return answers(stay, days)
    except ContradictionError as error:
        return str(error)


# -- the inverse ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FOLDERS)
def test_a_saved_folder_is_loaded_as_the_same(name, tmp_path):
    stay = library.load(name, matcher="plain")

    folder = stay.save(tmp_path / "copy")
    again = library.load(folder, matcher="plain")

    assert folder == tmp_path / "copy"
    assert parts(again) == parts(stay)
    assert digests(again) == digests(stay)
    until = date(2060, 12, 31)
    found = [[(s.position, s.state) for s in stops(one, until)] for one in (again, stay)]
    assert found[0] == found[1]
    assert len(found[0]) > 1
    spans = [one.timeline("1990-01-01", "2035-12-31") for one in (again, stay)]
    told = [[(s.first_day, s.last_day, s.changes, s.status.as_dict()) for s in s_] for s_ in spans]
    assert told[0] == told[1]
    for file, text in again.to_toml().items():
        assert (folder / file).read_bytes() == text.encode()
    assert {path.name for path in folder.iterdir()} == set(again.to_toml())


@settings(max_examples=tried(40))
@given(strategies.cases())
def test_a_drawn_agreement_survives(case: tuple[Table, Table]) -> None:
    agreement, record = case
    days = [agreement["instrument"]["signed"], *days_of(record["events"])]
    try:
        stay = Mandate(*read_data(agreement, record), "plain")
    except (ContradictionError, OrderError):
        reject()

    assert_survives(stay, days)


@settings(max_examples=tried(40))
@given(cases())
def test_a_drawn_case_survives_stop_by_stop(case: Case) -> None:
    text, start, events = case
    stay = mandate(text, *events)

    again = assert_survives(stay, near(events, start))

    until = clamped(start.toordinal() + YEARS)
    one, other = ([(s.position, s.state) for s in stops(m, until)] for m in (stay, again))
    assert one == other


def worded(draw: Callable[..., Any], text: Table, events: list[Table]) -> None:
    """Give an agreement and its events words and dates of every shape that files can hold."""
    text["notes"] = draw(st.lists(TEXTS, min_size=1, max_size=2))
    for clause in text["clauses"].values():
        clause |= {"quote": draw(TEXTS), "note": draw(TEXTS), "source": draw(SOURCES)}
        clause["counting"] = {"by": {**text["counting"]["by"], "because": draw(TEXTS)}}
    for one in events:
        one |= {"note": draw(TEXTS), "source": draw(SOURCES)}
        if isinstance(one["on"], datetime) or {"received", "effect"} & set(one):
            continue
        on = one["on"]
        noon = datetime(on.year, on.month, on.day, 12, 30, 1)
        zoned = noon.replace(tzinfo=timezone(draw(OFFSETS)))
        ranged = {"from": clamped(on.toordinal() - 1), "to": on}
        one["on"] = draw(st.sampled_from([on, on, noon, zoned, ranged]))


SOURCES = st.sampled_from(["text", ["text"], ["text", "other"]])


@settings(max_examples=tried(40))
@given(cases(most=5), st.data())
def test_odd_words_and_all_shapes_of_dates_survive(case: Case, data: st.DataObject) -> None:
    text, start, events = case
    if any(one["kind"] == "notice-withdrawal" for one in events):
        events = []  # an hour may put it before its notice
    worded(data.draw, text, events)
    text["sources"]["other"] = {"title": data.draw(TEXTS), "retrieved": start}
    days = [clamped(start.toordinal() + by) for by in (0, 30, 400)]
    gap = {"from": start, "to": start, "because": data.draw(TEXTS)}

    assert_survives(mandate(text, *events, gaps=[gap], complete_to=start), days)


@settings(max_examples=tried(20))
@given(cases(), st.data())
def test_the_order_of_events_in_the_file_changes_no_byte(case: Case, data: st.DataObject) -> None:
    text, _, events = case

    one, other = mandate(text, *events), mandate(text, *data.draw(shuffled(events)))

    assert one.to_toml() == other.to_toml()


@settings(max_examples=tried(20))
@given(cases())
def test_what_the_caller_does_with_the_data_afterwards_changes_no_byte(case: Case) -> None:
    text, _, events = case
    events = [{"of": text["headline"], **one, "source": ["text"]} for one in events]
    table = {"format": 1, "agreement": text["id"], "events": events}
    stay = Mandate(*read_data(text, table), "plain")
    before = stay.to_toml()

    for one in (*(e["source"] for e in events), *text["clauses"].values(), *events, table):
        one.clear()

    assert stay.to_toml() == before
    assert pickle.loads(pickle.dumps(stay)).to_toml() == before  # noqa: S301  # made here


def test_comments_are_lost_and_nothing_else(tmp_path):
    folder = library.load("nagorno-karabakh-2020").save(tmp_path)

    for file in ("agreement.toml", "record.toml"):
        text = (folder / file).read_text("utf-8")
        given = tomllib.loads((rules_folder() / "nagorno-karabakh-2020" / file).read_text("utf-8"))
        found = tomllib.loads(text)
        assert not [line for line in text.splitlines() if line.startswith("#")]
        events = [sorted(one.pop("events", []), key=str) for one in (given, found)]
        assert given == found
        assert events[0] == events[1]


def test_lines_of_a_text_stay_lines():
    stay = library.load("nagorno-karabakh-2020").agreement.written
    clauses = stay["clauses"]
    mandate = {**clauses["mandate"], "note": "First line.\nSecond line."}
    text = {**stay, "clauses": {**clauses, "mandate": mandate}}

    written = Mandate(*read_data(text), "plain").to_toml()["agreement.toml"]

    assert 'note = """\nFirst line.\nSecond line."""\n' in written


# -- variations ----------------------------------------------------------------------------------


def test_a_record_without_events_is_written_without_them():
    stay = library.load("nagorno-karabakh-2020", matcher="plain")
    days = [date(2020, 11, 20), date(2026, 1, 1)]

    assert_survives(stay.without("kalbajar-extended"), days)
    assert "events" not in assert_survives(stay.text_alone(), days).to_toml()["record.toml"]


@settings(max_examples=tried(20))
@given(cases(), st.integers(0, 400))
def test_what_was_known_on_a_day_is_a_record_that_ends_there(case: Case, later: int) -> None:
    text, start, events = case
    day = clamped(start.toordinal() + later)
    events = [one for one in events if one["kind"] != "notice-withdrawal"]
    seen = mandate(text, *events, complete_to=date.max).as_known_on(day)
    days = [clamped(mark.toordinal() + by) for mark in (start, day) for by in (0, 1, 60)]

    again = loaded(seen.to_toml())

    assert (again.record.events, again.record.complete_to) == (seen.record.events, day)
    assert outcome(again, days) == outcome(seen, days)
    assert again.to_toml() == seen.to_toml()


def test_an_event_that_was_not_yet_known_is_not_named_either():
    stay = library.load("ukraine-russia-1997", matcher="plain")
    of = stay.agreement.headline
    other = event("statement", date(2010, 5, 1), of=of, by="ukraine", source="kyivpost")
    one = {**other, "id": "unknown", "known": date(2011, 1, 1)}
    head = {k: v for k, v in stay.record.written.items() if k != "complete-to"}
    for after in ("unknown", ["unknown"], ["unknown", "first"]):
        first = {**other, "id": "first"}
        table = {**head, "events": [one, first, {**other, "after": after}]}
        seen = Mandate(*read_data(stay.agreement.written, table), "plain").as_known_on("2010-12-31")

        texts = seen.to_toml()

        (written,) = (
            e for e in tomllib.loads(texts["record.toml"])["events"] if e["id"] == "statement"
        )
        assert written.get("after", []) == (["first"] if "first" in after else [])
        assert loaded(texts).to_toml() == texts
        assert answers(loaded(texts), [date(2011, 1, 1)]) == answers(seen, [date(2011, 1, 1)])


def test_an_event_of_one_that_was_not_yet_known_is_not_written():
    stay = library.load("ukraine-russia-1997", matcher="plain")
    both = {"of": stay.agreement.headline, "by": "ukraine", "source": "kyivpost"}
    notice = event("notice", date(2010, 5, 1), received=date(2010, 5, 1), **both)
    back = event("notice-withdrawal", date(2010, 5, 2), **{**both, "of": "notice"})
    table = {
        **stay.record.written,
        "complete-to": date(2011, 2, 1),
        "events": [{**notice, "known": date(2011, 1, 1)}, back],
    }
    seen = Mandate(*read_data(stay.agreement.written, table), "plain").as_known_on("2010-12-31")

    with pytest.raises(ArgumentError, match="'notice-withdrawal' is of 'notice', which this"):
        seen.to_toml()


def test_what_is_only_supposed_is_not_written_as_having_happened(tmp_path):
    stay = library.load("nagorno-karabakh-2020", matcher="plain")
    notice = {"kind": "notice", "by": "armenia", "on": "2025-05-10"}
    supposed = stay.what_if(notice, {**notice, "id": "later", "on": "2025-05-11"})

    for write in (supposed.to_toml, lambda: supposed.save(tmp_path / "new")):
        with pytest.raises(ArgumentError, match="only supposed: what-if-1, later; take it out"):
            write()

    assert not (tmp_path / "new").exists()
    assert supposed.without("what-if-1", "later").to_toml() == stay.to_toml()
    # What was supposed can be supposed again.
    again = stay.what_if(*(e.written for e in supposed.record.events if e.supposed))
    assert again.record.events == supposed.record.events


def test_rules_of_its_own_that_are_none_stay_a_file(tmp_path):
    folder = library.load("nagorno-karabakh-2020").save(tmp_path)
    (folder / "rules.toml").write_text("# None so far.\n", "utf-8")
    stay = library.load(folder)

    assert stay.to_toml()["rules.toml"] == ""
    assert digests(library.load(stay.save(folder, overwrite=True))) == digests(stay)


def test_a_record_that_was_never_written_is_an_empty_one():
    stay = library.load("nagorno-karabakh-2020")
    bare = Mandate(*read_data(stay.agreement.written), "plain")

    again = loaded(bare.to_toml())

    assert again.record.as_dict() == bare.record.as_dict()
    assert answers(again, [date(2030, 1, 1)]) == answers(bare, [date(2030, 1, 1)])
    assert again.to_toml() == bare.to_toml()


def test_two_records_of_a_text_that_was_written_anew_are_compared(tmp_path):
    stay = library.load("nagorno-karabakh-2020", matcher="plain")
    again = library.load(stay.save(tmp_path), matcher="plain").without("kalbajar-extended")

    found = library.compare(stay, again, "2020-11-10", "2020-11-30")

    assert found == library.compare(
        stay, stay.without("kalbajar-extended"), "2020-11-10", "2020-11-30"
    )


# -- folders and refusals ------------------------------------------------------------------------


def test_nothing_is_written_over_unless_that_is_said(tmp_path):
    stay = library.load("nagorno-karabakh-2020")
    (tmp_path / "record.toml").write_text("mine", "utf-8")

    with pytest.raises(ArgumentError, match=r"holds record\.toml already; .*overwrite=True"):
        stay.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["record.toml"]
    assert (tmp_path / "record.toml").read_text("utf-8") == "mine"

    assert library.load(stay.save(str(tmp_path), overwrite=True)).to_toml() == stay.to_toml()


def test_rules_that_are_none_of_its_own_are_not_left_beside_it(tmp_path):
    (tmp_path / "rules.toml").write_text("", "utf-8")

    for overwrite in (False, True):
        with pytest.raises(ArgumentError, match=r"holds rules\.toml already; remove it"):
            library.load("nagorno-karabakh-2020").save(tmp_path, overwrite=overwrite)

    assert [path.name for path in tmp_path.iterdir()] == ["rules.toml"]


@pytest.mark.parametrize("folder", ["", None, 3, "a\0b", "file", "file/below"])
def test_what_is_no_folder_is_refused(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(ArgumentError, match=r"^folder: "):
        library.load("nagorno-karabakh-2020").save(folder)


def test_an_offset_that_toml_does_not_know_is_refused():
    stay = library.load("nagorno-karabakh-2020")
    of = stay.agreement.headline
    mean = timezone(timedelta(hours=2, minutes=30, seconds=17))
    on = datetime(2021, 1, 1, 12, tzinfo=mean)
    one = event("statement", on, of=of, by="armenia", source="am-pm")
    table = {**stay.record.written, "events": [one]}
    odd = Mandate(*read_data(stay.agreement.written, table), "plain")

    with pytest.raises(ArgumentError, match=r"^record\.toml: TOML cannot hold"):
        odd.to_toml()


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch):
    def none(name: str) -> object:
        raise ImportError(name)

    stay = library.load("nagorno-karabakh-2020")
    monkeypatch.setattr(optional, "import_module", none)

    with pytest.raises(MissingDependencyError, match=r"pip install 'peace-mandate\[toml\]'"):
        stay.to_toml()
