"""Verification: an answer kept with its receipt is worked out again and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from mandate.answers.receipt import Receipt, sealed
from mandate.answers.reports import Difference, Verification
from mandate.answers.status import Status
from mandate.errors import ArgumentError, shown
from mandate.library import agreements, folder_of
from mandate.mandate import Mandate, load
from mandate.plain_data import ABSENT, Row, differing, plain
from mandate.views.json import from_json

#: Values of a receipt that are compared with those of the same answer made anew.
_COMPARED = ("agreement", "on", "as_known_on", "complete_to", "reading", "text", "record",
             "doctrine", "answer")  # fmt: skip
_NOT_THERE = "(not there)"


def verify(
    receipt: Receipt | Mapping[str, object] | str,
    answer: Status | Mapping[str, object] | str,
    *,
    against: Mandate | str | Path | None = None,
) -> Verification:
    """Ask the question of a receipt again, and return the differences from the answer kept.

    Args:
        receipt: the receipt of the answer, or its ``as_dict()``, or its JSON.
        answer: a status, or its ``as_dict()``, or its JSON.
        against: the agreement from which the answer was made, as :func:`mandate.load` takes it, or
            the mandate itself (for a status under :meth:`Mandate.what_if`, say). Default: the
            bundled agreement that the receipt names.

    Raises:
        ArgumentError: an argument is not what it should be, or no such agreement is bundled.
        FileError: a file of the agreement is wrong; the error holds every problem.

    >>> import mandate
    >>> status = mandate.status("2020-11-21")
    >>> mandate.verify(status.receipt(), status).ok
    True
    """
    kept = _receipt(receipt)
    row = _answer(answer)
    stay = _mandate(kept, against)
    fresh = _asked_again(stay, kept)
    anew = fresh.receipt()
    return Verification(
        tuple(_differences(kept, row, anew, fresh.as_dict())), tuple(_versions(kept, anew))
    )


def _differences(kept: Receipt, row: Row, anew: Receipt, fresh: Row) -> Iterator[Difference]:
    seal = sealed(kept)
    if kept.seal != seal:
        yield Difference("seal", seal, kept.seal)
    before, now = kept.as_dict(), anew.as_dict()
    for name in _COMPARED:
        yield from _found(now[name], before[name], name)
    yield from _found(fresh, row, "answer")


def _versions(kept: Receipt, anew: Receipt) -> Iterator[Difference]:
    yield from _found(anew.matcher, kept.matcher, "matcher")
    for name in dict.fromkeys([*anew.versions, *kept.versions]):
        now, then = (r.versions.get(name, _NOT_THERE) for r in (anew, kept))
        yield from _found(now, then, name)


def _found(anew: object, kept: object, path: str) -> Iterator[Difference]:
    for where, expected, found in differing(anew, kept, path):
        told = [_NOT_THERE if value is ABSENT else value for value in (expected, found)]
        yield Difference(where, *told)


def _asked_again(stay: Mandate, kept: Receipt) -> Status:
    # A mandate that was cut at this day already is not cut again: an event that was supposed
    # afterwards was not known by then, and would be lost.
    known = kept.as_known_on
    asked = stay.status(kept.on)
    if known is None or asked.as_known_on == known:
        return asked
    return stay.status(kept.on, as_known_on=known)


def _mandate(kept: Receipt, against: Mandate | str | Path | None) -> Mandate:
    if isinstance(against, Mandate):
        return against
    if against is not None:
        return load(folder_of(against, "against"))
    if kept.agreement not in agreements():
        msg = (
            f"against: {shown(kept.agreement)} is not a bundled agreement: give its folder, or the "
            "mandate that was asked"
        )
        raise ArgumentError(msg)
    return load(kept.agreement)


def _receipt(receipt: Receipt | Mapping[str, object] | str) -> Receipt:
    if isinstance(receipt, Receipt):
        return receipt
    values = _table(receipt, "receipt", "a receipt, its as_dict() or its JSON")
    return Receipt.from_dict(values)


def _answer(answer: Status | Mapping[str, object] | str) -> Row:
    if isinstance(answer, Status):
        return answer.as_dict()
    return _table(answer, "answer", "a status, its as_dict() or its JSON")


def _table(value: Mapping[str, object] | str, name: str, right: str) -> Row:
    try:
        table = plain(from_json(value) if isinstance(value, (str, bytes)) else value)
    except ArgumentError as error:
        msg = f"{name}: {str(error).partition(': ')[2]}"
        raise ArgumentError(msg) from None
    if not isinstance(table, dict):
        msg = f"{name}: {shown(table)} is not usable here: give {right}"
        raise ArgumentError(msg)
    return table
