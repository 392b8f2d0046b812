"""What is done under a term or against it: whether it counts, and what it does when it works."""

from __future__ import annotations

import attrs

from .clauses import listed
from .events import Act, Event
from .holds import CLAUSE, CONSENT, OFF, Hold
from .instants import Instant, Size
from .joint import Together, those_who_act
from .runs import ENDLESS
from .terms import Decision, Lasting

PROLONGS = {"extension", "renewal"}
ENDS = {"consent", "termination"}
#: What works before the term is seen to have run out.
MOVES = PROLONGS | ENDS


@attrs.define
class Term(Lasting):
    """A period of validity, and the acts that may move its end."""

    #: Suspensions that work from before the beginning, or from that very instant.
    from_start: list[Act] = attrs.field(factory=list)

    # --- when it is done --------------------------------------------------------------------

    def judge(self, event: Event) -> Act | None:
        """Say what an act does, None if it does nothing, or only together with others."""
        how = {
            "extension": self._judge_extension,
            "renewal": self._judge_renewal,
            "suspension": self._judge_suspension,
            "resumption": self._judge_resumption,
            "consent": self._judge_consent,
            "termination": self._judge_termination,
            "commencement": self._judge_commencement,
        }
        return how[event.kind](event) if event.kind in how else None

    def _act(self, event: Event, done: Together | None = None, **more: object) -> Act:
        order = event.order if done is None else done.order
        at = (event.works or event.at) if done is None else done.at
        by = tuple(event.by) if done is None else done.by
        fields = {"by": by, "number": self.number, **more}
        return Act(event.kind, self.name, event.id, order, at, **fields)  # type: ignore[arg-type]

    def _together(self, event: Event, who: list[str], must: list[str]) -> Together | None:
        """Take parts of an act that all those must do; give it once it is complete."""
        if not who:
            return None
        key = self.shared.add(event, who, must)
        return self.shared.complete(self, key, event.at)

    def _done(self, event: Event, named: object, *, jointly: bool) -> Together | None:
        """Give an act of those who may do it, None if it is not theirs or not complete."""
        who = those_who_act(self, event, named)
        if jointly or named is None:
            must = sorted(self.circle.together(self.name)) if named is None else listed(named)
            return self._together(event, who, must)
        if not who:
            return None
        return Together(tuple(who), event.order, event.works or event.at, event.id, event)

    def _judge_commencement(self, event: Event) -> Act | None:
        may = "with" in self.table.get("begins", {}) and self.may_begin(event.works or event.at)
        return self._act(event) if may else None

    def _judge_extension(self, event: Event) -> Act | None:
        rule = self.table.get("extension", {})
        if self.phase != "in-force" or event.get("until") is None:
            return None
        done = self._done(event, rule.get("by"), jointly=rule.get("jointly", False))
        return None if done is None else self._extension(event, done)

    def _extension(self, event: Event, done: Together) -> Act | None:
        end = self.lasts_to(event.get("until"))
        rule, limit = self.table.get("extension", {}), self.limit()
        if self.held is not None or (limit is not None and end > limit):
            return None
        if self.extensions >= rule.get("times", ENDLESS):
            return None
        return self._act(event, done, what=end)

    def _judge_renewal(self, event: Event) -> Act | None:
        rule = self.table.get("renewal", {})
        named = rule.get("decided-by")
        running = self.phase == "in-force" and self.end is not None
        if not (running or self.may_be_renewed()):
            return None
        done = self._done(event, named, jointly=rule.get("jointly", False))
        return None if done is None else self._renewal(event, done)

    def _renewal(self, event: Event, done: Together) -> Act | None:
        what: Instant | Size
        if event.get("until") is not None:
            what = self.lasts_to(event.get("until"))
        elif event.get("counted-from") == "end":
            what = self.length(event.get("lasts"))
            if self.held is not None:
                return None
        else:
            what = self.from_day(done.order[0][0], self.length(event.get("lasts")))
        return self._act(event, done, what=what)

    def _judge_consent(self, event: Event) -> Act | None:
        return self._act(event, what="consent") if self.phase == "in-force" else None

    def _judge_termination(self, event: Event) -> Act | None:
        who = [one for one in event.by if not self.left(one)]
        if self.phase != "in-force" or (event.by and not who):
            return None
        if set(who) & set(listed(self.table.get("terminate-by"))):
            return self._act(event, what="decision")
        return self._act(event, what="off-clause") if event.get("contested") is False else None

    def _judge_suspension(self, event: Event) -> Act | None:
        named, jointly = self.table.get("suspend-by"), self.table.get("suspend-jointly", False)
        if self.phase != "in-force":
            return None
        able = those_who_act(self, event, named)
        others = [one for one in event.by if one not in able and not self.left(one)]
        if event.by:  # who holds it suspended already has no part to give
            able = [one for one in able if one not in self.holds]
            others = [one for one in others if one not in self.holds]
        if named is None or (jointly and able):
            done = self._together(event, able, self._all_of(named))
            if done is not None:
                return self._act(event, done, what=CONSENT if named is None else CLAUSE)
            if jointly:
                return None
            others, able = [*others, *able], []
        holds = {**dict.fromkeys(able, CLAUSE), **dict.fromkeys(others, OFF)}
        if not holds:
            return None
        act = self._act(event, what=holds)
        if not jointly:
            self.to_hold |= dict.fromkeys(holds, act)
        return act

    def _all_of(self, named: object) -> list[str]:
        return sorted(self.circle.together(self.name)) if named is None else listed(named)

    def _judge_resumption(self, event: Event) -> Act | None:
        named = self.table.get("suspend-by")
        if not event.by:
            who = those_who_act(self, event, named) if self.holds or self.to_hold else []
            self.shared.forget("resumption")
            return self._act(event, by=tuple(who)) if who else None
        who = [one for one in event.by if not self.left(one)]
        joint = [one for one, hold in self.holds.items() if hold.joint]
        alone = [one for one in who if self._can_resume(one, event) and one not in joint]
        self.shared.take_back("suspension", who)
        done = self._together(event, [one for one in who if one in joint], joint)
        if done is not None:
            return self._act(event, done, by=(*done.by, *alone))
        return self._act(event, by=tuple(alone)) if alone else None

    def _can_resume(self, one: str, event: Event) -> bool:
        """Say whether it suspends by itself, or is to; what works no sooner it gives up."""
        act = self.to_hold.get(one)
        if one not in self.holds and act is not None and (event.works or event.at) <= act.at:
            self.given_up.add((act.event, one))
        return one in self.holds or act is not None

    # --- when it works ----------------------------------------------------------------------

    def work(self, act: Act) -> None:
        """Take what an act does from now on, apart from what meets it there."""
        if act.kind == "commencement":
            if self.may_begin(act.at):
                self.begin(act.at)
        elif act.kind in MOVES:
            self.meet([act], act.at)
        elif self.phase == "in-force":
            self._hold(act)
        elif act.kind == "suspension" and self.begun is None:
            self.from_start.append(act)

    def begin(self, at: Instant) -> None:
        """Begin, suspended by whoever suspends it from then or from before."""
        Lasting.begin(self, at)
        for act in self.from_start:
            self._hold(attrs.evolve(act, at=at))
        self.from_start = []

    def _hold(self, act: Act) -> None:
        since = act.at[0]
        if act.kind == "resumption":
            self.resume(list(act.by), act.at)
        elif isinstance(act.what, dict):
            for who, basis in act.what.items():
                self.to_hold.pop(who, None)
                if not self.left(who) and (act.event, who) not in self.given_up:
                    self.suspend(who, Hold(basis, since), act.at)
        else:
            for who in act.by:
                if not self.left(who):
                    self.suspend(who, Hold(act.what, since, joint=True), act.at)

    def meet(self, acts: list[Act], at: Instant) -> None:
        """Take the acts that move the end and work at one instant: the later one prevails.

        What has been decided for the end of the term is among them where that end is now.
        """
        ends = [act for act in acts if act.kind in ENDS and self.phase == "in-force"]
        longer = [act for act in acts if act.kind in PROLONGS and self._can(act, at)]
        if ends:
            out = self.held is None and self.runs_out(at)
            rivals = [act.order for act in longer]
            if out and self.decision is not None and self.decided() is not None:
                rivals.append(self.decision.order)
            last = max(ends, key=lambda act: act.order)
            if not rivals or max(rivals) < last.order:
                self._end_at(at, str(last.what), out=out, goes_on=bool(rivals))
                return
        for act in sorted(longer, key=lambda act: act.order):
            if self._can(act, at):
                self._prolong(act, at)

    def _end_at(self, at: Instant, reason: str, *, out: bool, goes_on: bool) -> None:
        # What ends with that day anyhow ends by expiry, or by the notice that runs.
        would_go_on = not self.works_now() and (goes_on or self.may_renew_tacitly())
        if not out or would_go_on:
            self.end_by(at, reason)
        else:
            self.consented = reason == "consent"

    def _can(self, act: Act, at: Instant) -> bool:
        if act.kind == "extension":
            times = self.table.get("extension", {}).get("times", ENDLESS)
            runs = self.phase == "in-force" and self.held is None and self.number >= act.number
            return runs and self.end is not None and act.what > self.end and self.extensions < times
        end = self._renewed_to(act)
        if self.phase == "in-force":
            return end is not None and self.end is not None and end > max(self.end, at)
        return self.may_be_renewed() and end is not None and end > at

    def _renewed_to(self, act: Act) -> Instant | None:
        if isinstance(act.what, tuple):
            return act.what
        if self.phase == "in-force":
            return None if self.end is None else self.after(self.end, act.what)
        return None if self.last is None else self.after(self.at_the_hour(self.last), act.what)

    def _prolong(self, act: Act, at: Instant) -> None:
        end = self._renewed_to(act)
        if act.kind == "extension":
            self.extensions += 1
            self.end = act.what
            self.fixed = (self.number, act.what)
        elif self.phase != "in-force":
            assert end is not None
            self.renew_after(at[0], end)
        elif self.table["renewal"].get("works") == "replaces":
            assert end is not None
            self.fixed = (self.number + 1, end)
            self.held = None if self.held is None else at[0]
            self.open(at[0], end)
        else:
            self.decision = Decision(act.order, act.what)

    def completed(self, at: Instant) -> list[Act]:
        """List the acts that are complete since one is awaited no more."""
        found: list[Act] = []
        for key in self.shared.acts():
            done = self.shared.complete(self, key, at)
            act = None if done is None else self._complete(done)
            found += [] if act is None else [act]
        return found

    def _complete(self, done: Together) -> Act | None:
        event = done.table
        if event.kind == "extension":
            return self._extension(event, done) if self.phase == "in-force" else None
        if event.kind == "renewal":
            return self._renewal(event, done)
        if event.kind == "resumption":
            return self._act(event, done)
        named = self.table.get("suspend-by")
        return self._act(event, done, what=CONSENT if named is None else CLAUSE)


__all__ = ["ENDS", "MOVES", "PROLONGS", "Term"]
