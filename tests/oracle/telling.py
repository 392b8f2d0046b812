"""What is so of clauses, parties and the ground at an instant, as a status would tell it."""

from __future__ import annotations

from . import days
from .acting import Term
from .clauses import Axes, Clause
from .events import Act
from .instants import Instant
from .leaving import held_by
from .standing import Duty
from .world import World


def axes(world: World) -> dict[str, Axes]:
    """Say what every clause is now, less what hangs on what is still to come."""
    answer = {name: clause.axes(world.now) for name, clause in world.clauses.items()}
    for name, unsaid in _unsaid(world).items():
        answer[name] = {axis: v for axis, v in answer[name].items() if axis not in unsaid}
    return answer


#: Acts that may move the end of the running term.
MOVE = {"extension", "renewal", "consent", "termination", "suspension", "resumption"}


def _announced(world: World) -> list[Act]:
    """List the acts that have been done and do not work yet."""
    return [act for act in world.pending if act.order[0] <= world.now]


def _unsaid(world: World) -> dict[str, set[str]]:
    """List the axes of which the words do not say whether they tell what is still to come."""
    found: dict[str, set[str]] = {}
    lasts = {"term.last_day", "last_day", "notice_deadline", "notice_opens", "ends_at"}
    for term in world.terms():
        mine = {act.kind for act in _announced(world) if act.clause == term.name}
        begins = "commencement" in mine or term.awaits is not None
        if term.phase == "not-started" and begins:
            found[term.name] = lasts | {"term.first_day"}
        elif term.phase == "in-force" and (mine & MOVE or _may_be_cut_short(world, term)):
            found[term.name] = lasts
    return found


def _may_be_cut_short(world: World, term: Term) -> bool:
    """Say whether a departure or a host is to end a running term before its last day."""
    if term.held is not None:
        return False
    hosts = [world.clauses[name] for name in world.circle.within(term.name)[1:]]
    able = [one for one in (term, *hosts) if isinstance(one, Term)]
    if any(_will_have_too_few(world, one) for one in able):
        return True
    names = {host.name for host in hosts}
    ends = [_end_of(host) for host in hosts[:-1]]
    return any(act.clause in names for act in _announced(world)) or any(
        end is not None and (term.end is None or end < term.end) for end in ends
    )


def _end_of(host: Clause) -> Instant | None:
    """Give the end that is known of a clause in which another lies."""
    if isinstance(host, Term):
        return host.end
    return host.ends_on() if isinstance(host, Duty) else None


def _will_have_too_few(world: World, term: Term) -> bool:
    """Say whether those who have announced that they leave will leave too few."""
    within = set(world.circle.within(term.name))
    going = {
        name
        for name, party in world.circle.parties.items()
        if any(clause in within for clause, _ in party.leaving())
    }
    there = {one for one in term.company or () if not term.left(one)}
    return bool(going & there) and len(there - going) < term.least()


def others(world: World) -> dict[str, Axes]:
    """Say what every party and every subject on the ground is now."""
    answer: dict[str, Axes] = {}
    for name, party in world.circle.parties.items():
        of_text = party.departures.get(world.circle.text)
        running = [term for term in world.terms() if term.phase == "in-force"]
        state = "party" if party.joined else "not-yet"
        answer[name] = {
            "state": "withdrawn" if of_text is not None and of_text.gone else state,
            "leaves_on": days.shown(of_text.last if of_text else None),
            "notice_running": any(True for _ in party.leaving())
            or any(term.noticed_by(name) for term in running),
            "suspended": held_by(running, name),
            "departures": party.rows(),
        }
    for name, (state, since) in world.ground.items():
        answer[name] = {"state": state, "since": days.shown(since) if since else None}
    return answer
