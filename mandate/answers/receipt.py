"""The receipt of a status: hashes of all that it was made from, so that it can be made again."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from attrs import evolve, field, frozen

from mandate.counting.instants import tzdata_version
from mandate.errors import ArgumentError, shown
from mandate.fixed import fixed
from mandate.plain_data import Row, digest, fields
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.views.answer import Answer

#: The choices of reading that a text leaves open are taken as its file encodes them.
AS_ENCODED = "as encoded"


@frozen(repr=False)
class Receipt(Answer):
    """The sources of a status: its question, the content of the files, and the versions.

    Each hash is the SHA-256 of a canonical form of the content, not of the bytes of a file.
    :func:`mandate.verify` takes a receipt, its ``as_dict()``, or the JSON of that.
    """

    #: The question: the id of the agreement, the day or instant asked about, and the day or instant
    #: by which the events were known.
    agreement: str
    on: dt.date
    as_known_on: dt.date | None
    #: The day to which the record, as seen, is complete.
    complete_to: dt.date | None
    #: The reading of the text.
    reading: str
    #: Hashes of the text, of the record as seen, and of the doctrine with the text's own rules.
    text: str
    record: str
    doctrine: str
    #: Hash of the answer.
    answer: str
    #: The matcher that ran, and the versions of the programs and data that had a part in it.
    matcher: str
    versions: Mapping[str, str] = field(hash=False, converter=fixed)
    #: Hash of all of the above. It shows a slip, not a forger: there is no secret in it.
    seal: str

    def as_dict(self) -> Row:
        """Return the receipt as plain values, with real dates."""
        return fields(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Receipt:
        """Return the receipt of which :meth:`as_dict` gave these values.

        Raises:
            ArgumentError: the values are no receipt; the message says which is missing or wrong.

        """
        missing = [name for name in _KINDS if name not in values]
        more = [name for name in values if name not in _KINDS]
        if missing or more:
            what = f"it has no {missing[0]!r}" if missing else f"it has {shown(more[0])} as well"
            msg = f"receipt: this is no receipt: {what}: give what receipt() of a status returns"
            raise ArgumentError(msg)
        for name, (kinds, right) in _KINDS.items():
            if not isinstance(values[name], kinds):
                msg = f"receipt: {name}: {shown(values[name])} is not {right}"
                raise ArgumentError(msg)
        if not all(isinstance(text, str) for part in values["versions"].items() for text in part):
            msg = "receipt: versions: a version is a text, in quotes"
            raise ArgumentError(msg)
        return cls(**{**values, "versions": dict(values["versions"])})

    def __str__(self) -> str:
        known = f" as known on {self.as_known_on}" if self.as_known_on else ""
        versions = ", ".join(f"{name} {version}" for name, version in self.versions.items())
        lines = [f"{self.agreement}, {self.on}{known}, {self.reading}"]
        lines.append(f"  record complete to {self.complete_to or 'no day'}")
        names = ("text", "record", "doctrine", "answer", "seal")
        lines.extend(f"  {name + ':':<9} {getattr(self, name)}" for name in names)
        lines.append(f"  matcher {self.matcher}; {versions}")
        return "\n".join(lines)


_TEXT = (str, "a text")
_DAY = (dt.date, "a date")
_DAY_OR_NONE = ((dt.date, type(None)), "a date, or nothing")
#: The type of each value of a receipt, and its name in messages.
_KINDS: Mapping[str, tuple[Any, str]] = {
    "agreement": _TEXT,
    "on": _DAY,
    "as_known_on": _DAY_OR_NONE,
    "complete_to": _DAY_OR_NONE,
    "reading": _TEXT,
    "text": _TEXT,
    "record": _TEXT,
    "doctrine": _TEXT,
    "answer": _TEXT,
    "matcher": _TEXT,
    "versions": (Mapping, "a table of versions"),
    "seal": _TEXT,
}


def receipt(derivation: Derivation, question: Question, answer: Row) -> Receipt:
    """Return the receipt of an answer to a question."""
    agreement, record, known = derivation.agreement, derivation.record, derivation.known
    made = Receipt(
        agreement=agreement.id,
        on=question.moment,
        as_known_on=None if known is None else known.moment,
        complete_to=record.complete_to,
        reading=AS_ENCODED,
        text=agreement.digest,
        record=record.digest,
        doctrine=derivation.doctrine.digest,
        answer=digest(answer),
        matcher=derivation.matcher,
        versions=_versions(derivation.matcher),
        seal="",
    )
    return evolve(made, seal=sealed(made))


def sealed(kept: Receipt) -> str:
    """Return the seal that a receipt with these values has."""
    return digest({name: value for name, value in kept.as_dict().items() if name != "seal"})


def _versions(matcher: str) -> Mapping[str, str]:
    versions = {
        "mandate": _version("peace-mandate"),
        "python": ".".join(map(str, sys.version_info[:3])),
        "tzdata": tzdata_version(),
    }
    more = {"durable-rules": _version("durable_rules")} if matcher == "durable" else {}
    return versions | more


@lru_cache(maxsize=2)
def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # slow to import

    try:
        return version(package)
    except PackageNotFoundError:  # run from its source
        return "not installed"
