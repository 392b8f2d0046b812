"""Uses of the public API for type checkers. It is not meant to be executed."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, assert_type

import mandate
from mandate import answers, errors, words

status = mandate.status("2020-11-21")
assert_type(status, mandate.Status)
assert_type(status.in_force, bool)
assert_type(status.phase, words.Phase)
assert_type(status.ended_by, words.EndedBy | None)
assert_type(status.notice, words.NoticeState)
assert_type(status.term, mandate.Term)
assert_type(status.term.number, int)
assert_type(status.term.last_day, date | None)
assert_type(status.notice_deadline, date | None)
assert_type(status.instant, datetime | None)
assert_type(status.headline, mandate.TermStatus)
assert_type(status.headline.suspended_by, Mapping[str, Mapping[str, Any]])
assert_type(status.instrument.ends_at, datetime | None)
assert_type(status.clauses, Mapping[str, mandate.ClauseStatus])
assert_type(status.clauses["kalbajar"].kind, str)
assert_type(status.clauses["kalbajar"]["due"], Any)
assert_type(status.terms, Mapping[str, mandate.TermStatus])
assert_type(status.terms["mandate"].term, mandate.Term)
assert_type(status.obligations, Mapping[str, mandate.ObligationStatus])
assert_type(status.obligations["kalbajar"].state, words.ObligationState)
assert_type(status.obligations["kalbajar"].due, date | None)
assert_type(status.obligations["kalbajar"].timing, words.Timing | None)
assert_type(status.duties["ceasefire"], mandate.DutyStatus)
assert_type(status.duties["ceasefire"].incidents, int)
assert_type(status.ceilings["contingent"], mandate.CeilingStatus)
assert_type(status.ceilings["contingent"].state, words.CeilingState)
assert_type(status.bodies["centre"], mandate.BodyStatus)
assert_type(status.bodies["centre"].since, date | None)
assert_type(status.on_the_ground["contingent"].state, str)
assert_type(status.parties["armenia"].state, words.PartyState)
assert_type(status.changes, tuple[answers.Change, ...])
assert_type(status.caveats, tuple[answers.Caveat, ...])
for kind, says in status.caveats:
    assert_type(says, str)
    if kind == "projection":
        print(says)
assert_type(str(status.explain()), str)
assert_type(mandate.__version__, str)

if isinstance(clause := status.clauses["kalbajar"], mandate.ObligationStatus):
    assert_type(clause.performed_on, date | None)

nk = mandate.load("nagorno-karabakh-2020", matcher="plain")
assert_type(nk, mandate.Mandate)
assert_type(nk.agreement, mandate.Agreement)
assert_type(nk.agreement.clauses["mandate"], mandate.Clause)
assert_type(nk.record, mandate.Record)
assert_type(nk.record.events[0], mandate.Event)
assert_type(nk.record.events[0].supposed, bool)
assert_type(nk.status(date(2041, 1, 1)).term, mandate.Term)
assert_type(
    nk.what_if({"kind": "notice", "by": "armenia", "on": date(2025, 5, 10)}), mandate.Mandate
)
assert_type(nk.without("kalbajar-extended").text_alone(), mandate.Mandate)
assert_type(nk.matcher, str)
assert_type(mandate.agreements(), tuple[str, ...])
assert_type(mandate.check("nagorno-karabakh-2020").ok, bool)

assert_type(nk.timeline("2020-11-01", "2020-12-01"), mandate.Table[mandate.Stretch])
assert_type(nk.timeline("2020-11-01", "2020-12-01")[0], mandate.Stretch)
assert_type(nk.deadlines("2020-11-01", "2020-12-01")[0], mandate.Deadline)
assert_type(nk.overdue("2024-01-01")[:1], answers.Deadlines)
assert_type(nk.overdue("2024-01-01").to_ical(), bytes)
assert_type(nk.when({"phase": "in-force"}, "2020-11-01", "2020-12-01"), answers.When)
docket = mandate.docket("2020-11-21")
assert_type(docket[0], mandate.Deadline)
assert_type([deadline.day for deadline in docket], list[date])
assert_type(len(docket), int)
mandate.docket("2020-11-21", "90 days", [nk, "harbour", Path()], as_known_on="2020-11-14")
assert_type(nk.statuses(["2020-11-21"]).to_rows(), list[dict[str, Any]])
assert_type(nk.record.to_rows(), list[dict[str, Any]])
assert_type(nk.to_toml(), dict[str, str])
assert_type(status.to_text(), str)
assert_type(status.as_dict(), dict[str, Any])
assert_type(status.assumptions, mandate.Table[answers.Assumption])
assert_type(status.assumptions[0].last_day, date)
assert_type(nk.powers("2025-01-01"), mandate.Table[mandate.Power])
assert_type(nk.powers(date(2025, 1, 1))[0].last_day, date | None)
chance = nk.last_chance({"kind": "notice", "by": "armenia"}, on="2026-01-01", path="phase")
assert_type(chance, answers.LastChance)
assert_type(chance.day, date | None)
assert_type(nk.without("kalbajar-extended").ineffective, tuple[str, ...])
assert_type(nk.outcomes("kalbajar-extended"), mandate.Table[answers.Outcome])
assert_type(mandate.compare(nk, nk, "2020-11-01", "2020-12-01"), answers.Comparison)
assert_type(status.as_known_on, date | None)
assert_type(status.to_json(), str)
assert_type(mandate.to_json([status, {"of": "mine"}]), str)
receipt = status.receipt()
assert_type(receipt, mandate.Receipt)
assert_type(receipt.on, date)
verified = mandate.verify(receipt.to_json(), status.as_dict(), against=nk)
assert_type(verified, answers.Verification)
assert_type(verified.ok, bool)
assert_type(verified.differences, tuple[answers.Difference, ...])

try:
    mandate.load("nowhere")
except errors.FileError as error:
    assert_type(error.problems, tuple[errors.Problem, ...])
except mandate.MandateError as error:
    assert_type(error, mandate.MandateError)
