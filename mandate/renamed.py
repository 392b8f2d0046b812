"""Names of before version 0.1, with those of today: an error about one of them tells the other."""

from __future__ import annotations

from collections.abc import Mapping

_ERRORS = ("ArgumentError", "ContradictionError", "ConventionError", "CountingError",
           "DurationError", "EngineError", "FileError", "MissingDependencyError", "OrderError",
           "Problem", "RoundingRefused", "RunawayError", "ZoneError")  # fmt: skip
_ANSWERS = ("Assumption", "Change", "CheckReport", "Comparison", "Difference", "Divergence",
            "Reason", "Verification")  # fmt: skip
#: At the top of the package.
OF_PACKAGE: Mapping[str, str] = {
    "names": "mandate.agreements",
    "Chance": "mandate.answers.LastChance",
    "Held": "mandate.answers.When",
    **{name: f"mandate.answers.{name}" for name in _ANSWERS},
    **{name: f"mandate.errors.{name}" for name in _ERRORS},
    **{name: f"mandate.words.{name}" for name in ("Phase", "EndedBy", "Timing")},
    "Body": "mandate.words.BodyState",
    "Ceiling": "mandate.words.CeilingState",
    "Membership": "mandate.words.PartyState",
    "Notice": "mandate.words.NoticeState",
    "Performance": "mandate.words.ObligationState",
    "Reported": "mandate.words.FigureState",
    "Standing": "mandate.words.DutyState",
}
#: Of a mandate.
OF_MANDATE: Mapping[str, str] = {
    "engine": "matcher",
    "held": "when",
    "without_effect": "ineffective",
    "without_record": "text_alone",
}


def lacking(what: str, name: str, renamed: Mapping[str, str]) -> AttributeError:
    """Return the error that a thing has no attribute of a name, with its name of today."""
    now = f"; it is {renamed[name]} now" if name in renamed else ""
    return AttributeError(f"{what} has no attribute {name!r}{now}", name=name)
