"""The classes of the statuses of clauses are those of the doctrine, and an editor knows them."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

import mandate as library
from mandate.engine.grammar import Axis, Case
from mandate.library import doctrine
from mandate.schema.__main__ import MODULE
from mandate.schema.clause_status import clause_status
from mandate.timeline import clause_status as made
from mandate.timeline.statuses import ClauseStatus
from tests.making.building import agreement, mandate, term

RULES = doctrine()
STATUS = library.status("2020-11-21")


def test_the_module_is_that_of_the_doctrine() -> None:
    assert MODULE.read_text("utf-8") == clause_status(RULES), (
        "the doctrine has changed: run make schemas"
    )


def test_every_kind_has_a_class_which_is_exported() -> None:
    assert list(made.BY_KIND) == list(RULES.clauses)
    assert sorted(cls.__name__ for cls in made.BY_KIND.values()) == made.__all__
    assert all(getattr(library, name) is getattr(made, name) for name in made.__all__)
    assert set(made.__all__) < set(library.__all__)


@pytest.mark.parametrize("kind", RULES.clauses)
def test_a_class_has_the_axes_of_its_kind_and_no_other(kind: str) -> None:
    cls = made.BY_KIND[kind]
    own = {name for name in vars(cls) if not name.startswith("_")} - {"term"}

    assert own == set(RULES.axes[kind])


def test_a_status_shows_all_that_it_has() -> None:
    for clause in STATUS.clauses.values():
        names = set(dir(clause))
        assert names > {"id", "kind", "cite", "clause", "as_dict", "to_text", *clause}
        for name in names:
            getattr(clause, name)
        assert type(clause) is made.BY_KIND[clause.kind]
        assert all(getattr(clause, name) is clause[name] for name in clause)


def test_the_clauses_of_a_kind_stand_together() -> None:
    found = {
        **STATUS.terms,
        **STATUS.obligations,
        **STATUS.duties,
        **STATUS.ceilings,
        **STATUS.bodies,
    }

    assert found == STATUS.clauses
    assert STATUS.obligations["kalbajar"].due == date(2020, 11, 25)
    assert all(type(term) is library.TermStatus for term in STATUS.terms.values())
    with pytest.raises(TypeError, match="cannot be changed"):
        STATUS.duties.clear()  # type: ignore[attr-defined]  # no table that can be changed has it


def test_what_a_kind_lacks_is_told() -> None:
    with pytest.raises(AttributeError, match="is of kind 'obligation' and has no 'phase'; it has"):
        STATUS.clauses["kalbajar"].phase  # type: ignore[attr-defined]  # noqa: B018
    assert not hasattr(STATUS.clauses["kalbajar"], "term")


def test_a_status_cannot_be_changed_and_comes_out_of_a_pickle() -> None:
    clause = STATUS.obligations["kalbajar"]

    again = pickle.loads(pickle.dumps(clause))  # noqa: S301  # our own
    assert (type(again), again) == (type(clause), clause)
    with pytest.raises(AttributeError, match="a status does not change"):
        clause.due = None  # type: ignore[misc]


def test_a_kind_without_a_class_has_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandate.timeline.span.BY_KIND", {})
    stay = mandate(agreement({"stay": term(date(2020, 1, 1), "5 years")})).status("2020-02-01")
    clause = stay.clauses["stay"]

    assert type(clause) is ClauseStatus
    assert (clause["phase"], stay.in_force, stay.terms) == ("in-force", True, {})
    assert {"phase", "last_day"} < set(dir(clause))


def test_a_kind_that_comes_later_is_written_too() -> None:
    axes = {
        "standing": Axis(
            "standing", "How it stands.", "choice", ("open",), (Case((), (), "open"),)
        ),
        "made_on": Axis("made_on", "When it was made; " + "and so on " * 12 + ".", "day", (), ()),
    }
    rules = {**RULES.axes, "side-pledge": axes}
    kinds = {**RULES.clauses, "side-pledge": RULES.clauses["duty"]}
    text = clause_status(type(RULES)(RULES.program, kinds, RULES.events, rules, "", ()))

    assert "class SidePledgeStatus(ClauseStatus):" in text
    assert "    def standing(self) -> str:" in text
    assert "    def made_on(self) -> dt.date | None:" in text
    assert "    def side_pledges(self) -> Mapping[str, SidePledgeStatus]:" in text
    assert max(map(len, text.splitlines())) <= 100
    compile(text, "made", "exec")
