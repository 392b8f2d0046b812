"""A status in a few plain lines that a diplomat can read and paste into a memo."""

from __future__ import annotations

from collections.abc import Iterator

from mandate.answers.caveats import caveats
from mandate.doctrine.vocabulary import NOTICE_EVENT
from mandate.timeline.clause_status import TermStatus
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.timeline.span import Span
from mandate.timeline.statuses import ClauseStatus, day, with_hour
from mandate.words import NoticeState, Phase, Timing


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
    lines.extend(f"  {caveat}" for caveat in caveats(derivation, span, question))
    return "\n".join(lines)


def _term(clause: TermStatus) -> str:
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


def _last_day(clause: TermStatus) -> str:
    said = day(clause.last_day)
    return with_hour(said, clause.last_day, clause.ends_at) if clause.last_day else said


def _none(derivation: Derivation) -> str:
    headline = derivation.agreement.headline
    recorded = any(e.kind == NOTICE_EVENT and e.of == headline for e in derivation.record.events)
    return "none is running" if recorded else "none is recorded"


def _notice(clause: TermStatus, none: str) -> str:
    deadline = day(clause.notice_deadline)
    match clause.notice:
        case NoticeState.RUNNING:
            return f"Notice runs: it ends with {_last_day(clause)}"
        case NoticeState.OPEN if clause.notice_deadline:
            return f"Notice can be given until {deadline}, that day included; {none}"
        case NoticeState.OPEN:
            return f"Notice can be given; {none}"
        case NoticeState.CLOSED if clause.phase is Phase.IN_FORCE and clause.notice_deadline:
            return f"The last day of notice for this term was {deadline}; no notice took effect"
        case NoticeState.NOT_OPEN if clause.phase is Phase.IN_FORCE:
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
    axes = {name: clause[name] for name in clause}
    if axes.get("due") and str(axes["state"]) in {"pending", "overdue"}:
        yield f"due {with_hour(str(axes['due']), axes['due'], axes['due_at'])}"
    if axes.get("timing") is Timing.EARLY:
        yield "early"
    if others := axes.get("done_by_others"):
        who = dict.fromkeys(row["by"] for row in others.values())
        yield f"done by others: {', '.join(who)}"
    if incidents := axes.get("incidents"):
        yield f"{incidents} incident{'s' * (incidents > 1)} reported"
    if figures := axes.get("figures"):
        for what, row in figures.items():
            if row["state"] in {"above", "below"}:
                numbers = f"{row['reported']} against {row['limit']}"
                yield f"{what} {row['state']} on {row['reported_on']}: {numbers}"
