"""A status in a few plain lines that a diplomat can read and paste into a memo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mandate.answers.assumptions import beyond_record, over_gaps
from mandate.answers.undetermined import Alternatives
from mandate.doctrine.vocabulary import NOTICE_EVENT, Notice, Phase, Timing
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.timeline.span import Span
from mandate.timeline.statuses import ClauseStatus, with_hour


def day(value: dt.date | None) -> str:
    """Say a date: ``10 November 2025``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else "no day"


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")  # fmt: skip


def in_words(derivation: Derivation, span: Span, question: Question) -> str:
    """Return a status as lines: the headline, notice, the other clauses, the ground, caveats."""
    agreement = derivation.agreement
    when = str(question) if question.instant else day(question.date)
    clause = agreement.clauses[agreement.headline]
    lines = [f"{agreement.short}, {when}"]
    cite = f" ({clause.cite})" if clause.cite else ""
    lines.append(f"  {clause.title}{cite}: {_term(span.headline)}")
    if notice := _notice(span.headline, _none(derivation)):
        lines.append(f"  {notice}")
    for group, names in _groups(span).items():
        lines.append(f"  {group}: {', '.join(names)}")
    for ground in span.on_the_ground.values():
        since = f" since {day(ground.since)}" if ground.since else ""
        lines.append(f"  On the ground: {ground.name}: {ground.state}{since}")
    lines.extend(f"  {caveat}" for caveat in _caveats(derivation, question))
    return "\n".join(lines)


def _term(clause: ClauseStatus) -> str:
    if clause.phase is Phase.NOT_STARTED:
        begins = f"; it begins on {day(clause.first_day)}" if clause.first_day else ""
        return f"not started{begins}"
    if clause.phase is Phase.ENDED:
        return f"ended with {_last_day(clause)} ({clause.ended_by})"
    if clause.phase is Phase.WINDING_DOWN:
        return f"winding down since {_last_day(clause)} ({clause.ended_by})"
    if clause.last_day and clause.ends_at:
        until = f"to {_last_day(clause)}"
    elif clause.last_day:
        until = f"to {day(clause.last_day)}, that day included"
    else:
        until = "to a day beyond 9999" if clause.beyond_calendar else "without a last day"
    return f"in force, term {clause.number}, {until}"


def _last_day(clause: ClauseStatus) -> str:
    said = day(clause.last_day)
    return with_hour(said, clause.last_day, clause.ends_at) if clause.last_day else said


def _none(derivation: Derivation) -> str:
    headline = derivation.agreement.headline
    recorded = any(e.kind == NOTICE_EVENT and e.of == headline for e in derivation.record.events)
    return "none is running" if recorded else "none is recorded"


def _notice(clause: ClauseStatus, none: str) -> str:
    deadline = day(clause.notice_deadline)
    match clause.notice:
        case Notice.RUNNING:
            return f"Notice runs: it ends with {_last_day(clause)}"
        case Notice.OPEN if clause.notice_deadline:
            return f"Notice can be given until {deadline}, that day included; {none}"
        case Notice.OPEN:
            return f"Notice can be given; {none}"
        case Notice.CLOSED if clause.phase is Phase.IN_FORCE and clause.notice_deadline:
            return f"The last day of notice for this term was {deadline}; no notice took effect"
        case Notice.NOT_OPEN if clause.phase is Phase.IN_FORCE:
            return f"Notice can be given from {day(clause.notice_opens)} to {deadline}"
    return ""


def _groups(span: Span) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    headline, instrument = span.headline, span.agreement.instrument
    for name, clause in span.clauses.items():
        if clause.kind == headline.kind and name in {headline.id, instrument}:
            continue
        state = clause[next(iter(clause))]  # the first axis of a kind says how the clause stands
        unusual = "; ".join(_unusual(clause))
        group = groups.setdefault(str(state).replace("-", " ").capitalize(), [])
        group.append(f"{name} ({unusual})" if unusual else name)
    return groups


def _unusual(clause: ClauseStatus) -> Iterator[str]:
    """Yield the points that a reader must not miss: a day to come, incidents, figures."""
    if "due" in clause and clause.due and str(clause.state) in {"pending", "overdue"}:
        yield f"due {with_hour(str(clause.due), clause.due, clause.due_at)}"
    if "timing" in clause and clause.timing is Timing.EARLY:
        yield "early"
    if "done_by_others" in clause and clause.done_by_others:
        who = dict.fromkeys(row["by"] for row in clause.done_by_others.values())
        yield f"done by others: {', '.join(who)}"
    if "incidents" in clause and clause.incidents:
        yield f"{clause.incidents} incident{'s' * (clause.incidents > 1)} reported"
    if "figures" in clause:
        for what, row in clause.figures.items():
            if row["state"] in {"above", "below"}:
                figures = f"{row['reported']} against {row['limit']}"
                yield f"{what} {row['state']} on {row['reported_on']}: {figures}"


def _caveats(derivation: Derivation, question: Question) -> list[str]:
    caveats: list[str] = []
    if over_gaps(derivation, question.day):
        caveats.append("Unverified: the record has a gap; that nothing happened in it is assumed")
    if beyond_record(derivation, question.day):
        complete = derivation.record.complete_to
        upto = (
            f"the record is complete to {day(complete)}"
            if complete
            else "the record claims no completeness"
        )
        caveats.append(f"Projection: {upto}; that nothing followed is assumed")
    alternatives = derivation.once(Alternatives)
    if paths := alternatives.differing(question):
        caveats.append("Undetermined: " + ", ".join(paths))
    if alternatives.tried_in_part(question):
        caveats.append("Too many days are open together to try them all; more may be undetermined")
    return caveats
