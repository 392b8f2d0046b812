"""Uses of the public API for type checkers. It is not meant to be executed."""

from datetime import date, datetime
from typing import assert_type

import mandate

status = mandate.status("2020-11-21")
assert_type(status, mandate.Status)
assert_type(status.in_force, bool)
assert_type(status.phase, mandate.Phase)
assert_type(status.ended_by, mandate.EndedBy | None)
assert_type(status.notice, mandate.Notice)
assert_type(status.term.number, int)
assert_type(status.term.last_day, date | None)
assert_type(status.notice_deadline, date | None)
assert_type(status.instant, datetime | None)
assert_type(status.clauses["kalbajar"].due, date | None)
assert_type(status.clauses["kalbajar"].performed_on, date | None)
assert_type(status.clauses["ceasefire"].incidents, int)
assert_type(status.on_the_ground["contingent"].state, str)
assert_type(status.parties["armenia"].state, mandate.Membership)
assert_type(status.changes, tuple[mandate.Change, ...])
assert_type(str(status.explain()), str)

nk = mandate.load("nagorno-karabakh-2020", engine="plain")
assert_type(nk, mandate.Mandate)
assert_type(nk.status(date(2041, 1, 1)).term, mandate.Term)
assert_type(
    nk.what_if({"kind": "notice", "by": "armenia", "on": date(2025, 5, 10)}), mandate.Mandate
)
assert_type(nk.without("kalbajar-extended").without_record(), mandate.Mandate)
assert_type(nk.engine, str)
assert_type(mandate.names(), tuple[str, ...])
assert_type(mandate.check("nagorno-karabakh-2020").ok, bool)
