"""What a caller is given cannot be changed, or may be: other answers stay what they are."""

from __future__ import annotations

import copy
import operator
import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from pathlib import Path

import pytest

import mandate
from mandate.fixed import FixedList, FixedTable, fixed

HARBOUR = Path(__file__).parents[2] / "examples/harbour"
ACT = {"kind": "notice", "by": "armenia"}
DAY = "2020-11-21"


def handed_out(one):
    """Return everything that the public interface answers about a mandate, by name."""
    own = one.id == "nagorno-karabakh-2020"
    status = one.status("2024-06-01")
    other = one.without(one.record.events[-1].id)
    found = {
        "mandate": one,
        "status": status,
        "instant": one.status("2020-11-10T12:00+04:00"),
        "known": one.status("2024-06-01", as_known_on="2021-01-01"),
        "statuses": one.statuses([DAY, "2030-01-01"]),
        "timeline": one.timeline("2020-11-01", "2021-03-01"),
        "next change": one.next_change("2020-01-01"),
        "deadlines": one.deadlines("2020-01-01", "2026-01-01"),
        "overdue": one.overdue("2021-06-01"),
        "docket": mandate.docket(DAY),
        "powers": one.powers("2024-06-01"),
        "assumptions": one.status("2026-01-01").assumptions,
        "comparison": mandate.compare(one, other, "2020-01-01", "2022-01-01"),
        "other text": mandate.compare(one, mandate.load(HARBOUR), "2020-01-01", "2022-01-01"),
        "receipt": status.receipt(),
        "read receipt": mandate.Receipt.from_dict(status.receipt().as_dict()),
        "explanation": status.explain(),
        "held": one.when({"in_force": True}, "2020-01-01", "2022-01-01"),
        "verification": mandate.verify(
            status.receipt(), {**status.as_dict(), "clauses": {"x": {"y": [1]}}}, against=one
        ),
        "check": mandate.check(HARBOUR),
        "supposed": one.what_if({"kind": "statement", "on": DAY}).record if own else None,
    }
    if own:
        found["chance"] = one.last_chance(ACT, on="2026-01-01")
        found["chance of a table"] = one.last_chance(
            {**ACT, "of": "mandate"}, on="2026-01-01", path="clauses.mandate"
        )
    return found


def told(one):
    """Return every answer as a text that shows all of it."""
    return {
        name: repr(answer) if isinstance(answer, mandate.Mandate) else mandate.to_json(answer)
        for name, answer in handed_out(one).items()
    } | {
        "agreement": mandate.to_json(one.agreement),
        "record": mandate.to_json(one.record),
        "digests": (one.agreement.digest, one.record.digest),
        "files": one.to_toml(),
        "by default": mandate.to_json(mandate.status("2024-06-01")),
    }


def attempts(value) -> Iterator[tuple[str, object]]:
    """Yield each way to change a value, with a call that tries it."""
    if isinstance(value, Mapping):
        first = next(iter(value), "x")
        yield "[...] =", lambda: operator.setitem(value, first, None)
        yield "new key", lambda: operator.setitem(value, "new", None)
        yield "del", lambda: operator.delitem(value, first)
        yield "|=", lambda: operator.ior(value, {"new": None})
        yield "update", lambda: value.update(new=None)
        for name, *given in (("clear",), ("pop", first), ("popitem",), ("setdefault", "new")):
            yield name, lambda name=name, given=given: getattr(value, name)(*given)
    elif isinstance(value, (list, tuple, set, frozenset)):
        if not isinstance(value, tuple | frozenset):
            yield "+=", lambda: operator.iadd(value, [None])
            yield "*=", lambda: operator.imul(value, 2)
        yield "[0] =", lambda: operator.setitem(value, 0, None)
        yield "[:] =", lambda: operator.setitem(value, slice(None), [])
        yield "del", lambda: operator.delitem(value, 0)
        for name, *given in (
            ("append", None), ("add", None), ("extend", [None]), ("insert", 0, None), ("pop",),
            ("remove", next(iter(value), None)), ("clear",), ("reverse",),
        ):  # fmt: skip
            yield name, lambda name=name, given=given: getattr(value, name)(*given)
        yield "sort", lambda: value.sort(key=repr)
    for name in [*public(value), "new"]:
        yield f"set {name}", lambda name=name: setattr(value, name, None)
        yield f"delete {name}", lambda name=name: delattr(value, name)


def public(value) -> list[str]:
    return [name for name in dir(value) if not name.startswith("_")] if ours(value) else []


def ours(value) -> bool:
    return type(value).__module__.startswith("mandate") and not isinstance(value, Enum)


def within(value) -> Iterator[tuple[str, object]]:
    """Yield what a value holds: its members, and the attributes of what is of the library."""
    if isinstance(value, Mapping):
        yield from ((f"[{key!r}]", one) for key, one in value.items())
    elif isinstance(value, (list, tuple)):
        yield from ((f"[{number}]", one) for number, one in enumerate(value))
    elif ours(value):
        for name in public(value):
            try:
                one = getattr(value, name)
            except AttributeError:  # another kind of clause has it
                continue
            if not callable(one):
                yield f".{name}", one


def walked(value, name) -> Iterator[tuple[str, object]]:
    """Yield a value and everything that can be reached from it, once, by its name."""
    seen: dict[int, object] = {}
    left = [(name, value)]
    while left:
        name, value = left.pop()
        if id(value) in seen or not (isinstance(value, (Mapping, list, tuple, set)) or ours(value)):
            continue
        seen[id(value)] = value
        yield name, value
        left.extend((f"{name}{more}", one) for more, one in within(value))


def changed(value, name) -> list[str]:
    """Try to change everything that can be reached; return what could be."""
    could = []
    for path, one in list(walked(value, name)):
        for how, attempt in attempts(one):
            try:
                attempt()
            except (TypeError, AttributeError, LookupError, ValueError):
                continue
            could.append(f"{path}: {how}")
    return could


@pytest.mark.parametrize("name", mandate.agreements())
def test_nothing_that_is_handed_out_can_be_changed(name):
    one = mandate.load(name, matcher="plain")
    before = told(one)

    could = [way for answer, given in handed_out(one).items() for way in changed(given, answer)]

    assert could == []
    assert told(one) == before


def spoil(value) -> None:
    """Change plain data through and through."""
    if isinstance(value, dict):
        for one in value.values():
            spoil(one)
        value.clear()
        value["spoilt"] = True
    elif isinstance(value, list):
        for one in value:
            spoil(one)
        value[:] = ["spoilt"]


@pytest.mark.parametrize("name", mandate.agreements())
def test_plain_data_may_be_changed_and_nothing_else_changes(name):
    one = mandate.load(name, matcher="plain")
    before = told(one)

    for answer, given in [*handed_out(one).items(), ("a", one.agreement), ("r", one.record)]:
        for path, part in list(walked(given, answer)):
            for method in ("as_dict", "axes", "to_rows"):
                if ours(part) and hasattr(part, method):
                    plain = getattr(part, method)()
                    assert type(plain) in {dict, list}, f"{path}.{method}()"
                    spoil(plain)
    spoil(one.to_toml())
    spoil(one.status(DAY).value("clauses"))
    spoil(mandate.from_json(before["status"]))

    assert told(one) == before


def test_the_status_of_the_process_stays():
    before = mandate.status(DAY).as_dict()
    with pytest.raises(TypeError, match="cannot be changed"):
        mandate.status(DAY).parties.clear()

    assert mandate.status(DAY).as_dict() == before
    assert mandate.status(DAY).parties


def test_what_was_given_may_be_changed_afterwards():
    given = {"kind": "notice", "by": "armenia", "on": "2025-05-10"}
    one = mandate.load("nagorno-karabakh-2020", matcher="plain").what_if(given)
    before = mandate.to_json([one.status("2025-11-11"), one.record])

    given.clear()

    assert mandate.to_json([one.status("2025-11-11"), one.record]) == before


def test_fixed_tables_are_as_good_as_plain_ones():
    status = mandate.status(DAY)

    assert status.parties == dict(status.parties)
    assert dict(status.parties) == status.parties
    assert isinstance(status.parties, dict)
    assert status.parties | {"x": 1} == {**status.parties, "x": 1}
    for copied in (
        copy.copy(status.parties),
        copy.deepcopy(status.parties),
        pickle.loads(pickle.dumps(status.parties)),  # noqa: S301  # our own
    ):
        assert copied == status.parties
    assert type(status.parties.copy()) is dict


def test_fixed_lists():
    value = fixed({"a": [1, {"b": (2, [3])}], "day": date(2020, 1, 1)})

    assert value == {"a": [1, {"b": (2, [3])}], "day": date(2020, 1, 1)}
    assert (type(value), type(value["a"])) == (FixedTable, FixedList)
    assert changed(value, "value") == []
    for copied in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301  # our own
        assert copied == value
        assert changed(copied, "copied") == []
    assert fixed(value) is value
