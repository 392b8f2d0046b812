"""All the changes of one step, applied at once; changes that contradict are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field

from mandate.counting.instants import Zone
from mandate.engine.evaluate import Evaluator
from mandate.engine.firing import Effect, Firing, key_text
from mandate.engine.grammar import GIVEN_BY_CLOCK, Act, Fact, Kind, Program, Role, Rule, Scalar
from mandate.engine.matching import Match, Triggering
from mandate.engine.state import FactId, State
from mandate.errors import ContradictionError, CountingError

#: One field of one fact; an empty field stands for the whole fact.
_Target = tuple[FactId, str]


@define
class Changes:
    """The sum of the matches of one step."""

    firings: list[Firing] = field(factory=list)
    facts: dict[FactId, Fact | None] = field(factory=dict)
    #: Signals for the next step: kind, fields, and the index of the firing in this step.
    signals: list[tuple[str, dict[str, Scalar], int]] = field(factory=list)


class _Contradiction(Exception):  # noqa: N818  # caught in this file
    def __init__(self, first: Firing, second: Firing, target: _Target) -> None:
        self.first, self.second, self.target = first, second, target
        super().__init__()


def collect(  # noqa: PLR0913  # the step as it stands
    program: Program,
    zone: Zone,
    state: State,
    triggers: Sequence[Triggering],
    matches: Sequence[Match],
    position: int,
    step: int,
) -> Changes:
    """Turn matches into changes.

    A rule that ``yields`` to another is left out where the two contradict.

    Raises:
        ContradictionError: two rules would change the same thing in two ways.

    """
    firings = [_fire(program, zone, state, triggers, m, position, step) for m in matches]
    while True:
        try:
            return _merge(program, state, firings)
        except _Contradiction as clash:
            for loser, winner in ((clash.first, clash.second), (clash.second, clash.first)):
                if winner.rule.id in loser.rule.yields:
                    firings = [f for f in firings if f is not loser]
                    break
            else:
                raise _refusal(clash) from None


def _fire(  # noqa: PLR0913  # the step as it stands
    program: Program,
    zone: Zone,
    state: State,
    triggers: Sequence[Triggering],
    match: Match,
    position: int,
    step: int,
) -> Firing:
    rule, trigger = program.rules[match.rule], triggers[match.trigger]
    bound: dict[str, Fact] = {rule.trigger.alias: trigger.fact}
    ids: dict[str, FactId] = {}
    if rule.trigger.role == "reached":
        ids[rule.trigger.alias] = (rule.trigger.kind, trigger.key)
    premises: list[FactId] = []
    for pattern, key in zip(rule.when, match.premises, strict=True):
        premises.append((pattern.kind, key))
        if pattern.alias:
            held = state.get(pattern.kind, key)
            assert held is not None, "a matcher found a fact that is not there"  # noqa: S101
            bound[pattern.alias] = held
            ids[pattern.alias] = (pattern.kind, key)
    evaluator = Evaluator(zone, bound)
    try:
        for name, value in rule.let:
            evaluator.name(name, value)
        effects = tuple(_effect(program, act, evaluator, ids, bound) for act in rule.then)
    except CountingError as error:
        told = type(error)(f"clause {_clause(bound)!r}, rule {rule.id!r}: {error}")
        told.clause = _clause(bound)
        raise told from None
    return Firing(
        position, step, rule, trigger, tuple(premises), bound, tuple(evaluator.arithmetic), effects
    )


def _clause(bound: Mapping[str, Fact]) -> str:
    return next((str(f["clause"]) for f in bound.values() if "clause" in f), "")


def _effect(
    program: Program,
    act: Act,
    evaluator: Evaluator,
    ids: Mapping[str, FactId],
    bound: Mapping[str, Fact],
) -> Effect:
    fields = evaluator.fields(act.fields)
    if act.verb == "signal":
        said = _filled(program.signals[act.target], fields)
        return Effect(act.verb, (act.target, ()), said, str(said.get("clause", "")))
    if act.verb in {"make", "put"}:
        kind = program.facts[act.target]
        whole = _filled(kind, fields)
        about = str(whole.get("clause", ""))
        return Effect(act.verb, (act.target, kind.identity(whole)), whole, about)
    return Effect(act.verb, ids[act.target], fields, str(bound[act.target].get("clause", "")))


def _filled(kind: Kind, values: Mapping[str, Scalar]) -> dict[str, Scalar]:
    whole: dict[str, Scalar] = {}
    for name, declared in kind.fields.items():
        if kind.role is Role.SIGNAL and name in GIVEN_BY_CLOCK:
            continue
        value = values.get(name, declared.default)
        assert value is not None, f"{kind.name}.{name} has no value"  # noqa: S101  # the loader checks it
        whole[name] = value
    return whole


@define
class _Writes:
    """The writes, sums and drops of one step; two that contradict are refused."""

    state: State
    #: None stands for a dropped fact.
    written: dict[_Target, tuple[Scalar | None, Firing]] = field(factory=dict)
    sums: dict[FactId, dict[str, int]] = field(factory=dict)

    def take(self, firing: Firing, effect: Effect) -> None:
        if effect.verb == "add":
            self._add(firing, effect)
        elif effect.verb == "drop":
            self._write((effect.id, ""), None, firing)
        elif effect.verb != "signal":
            self._put(firing, effect)

    def _write(self, target: _Target, value: Scalar | None, firing: Firing) -> None:
        before = self.written.setdefault(target, (value, firing))
        if before[0] != value or type(before[0]) is not type(value):
            raise _Contradiction(before[1], firing, target)

    def _add(self, firing: Firing, effect: Effect) -> None:
        mine = self.sums.setdefault(effect.id, {})
        for name, value in effect.fields.items():
            assert isinstance(value, int)  # noqa: S101  # the loader checks it
            mine[name] = mine.get(name, 0) + value
            self._write((effect.id, "+" + name), "", firing)

    def _put(self, firing: Firing, effect: Effect) -> None:
        held = self.state.get(*effect.id)
        if effect.verb == "make" and held is not None and held != effect.fields:
            raise _Contradiction(firing, firing, (effect.id, ""))
        self._write((effect.id, ""), "", firing)
        for name, value in effect.fields.items():
            self._write((effect.id, name), value, firing)


def _merge(program: Program, state: State, firings: Sequence[Firing]) -> Changes:
    writes = _Writes(state)
    for firing in firings:
        for effect in firing.effects:
            writes.take(firing, effect)
    facts: dict[FactId, Fact | None] = {}
    _apply_written(writes, facts)
    _apply_sums(writes, facts)
    for (kind, key), changed in facts.items():
        if changed is not None and program.facts[kind].identity(changed) != key:
            msg = f"a rule changed the key of {kind} ({key_text(key)})"
            raise ContradictionError(msg)
    return Changes(list(firings), facts, _signals(firings))


def _apply_written(writes: _Writes, facts: dict[FactId, Fact | None]) -> None:
    for (identity, name), (value, _) in writes.written.items():
        if name == "" and value is None:
            facts[identity] = None
        elif name and not name.startswith("+"):
            _overlay(facts, writes.state, identity)[name] = _present(value)


def _apply_sums(writes: _Writes, facts: dict[FactId, Fact | None]) -> None:
    for identity, added in writes.sums.items():
        if identity in facts and facts[identity] is None:
            continue
        fact = _overlay(facts, writes.state, identity)
        for name, more in added.items():
            base = fact[name]
            assert isinstance(base, int)  # noqa: S101  # the loader checks it
            fact[name] = base + more


def _signals(firings: Sequence[Firing]) -> list[tuple[str, dict[str, Scalar], int]]:
    signalled: set[tuple[str, tuple[tuple[str, Scalar], ...]]] = set()
    signals: list[tuple[str, dict[str, Scalar], int]] = []
    for index, firing in enumerate(firings):
        for effect in firing.effects:
            if effect.verb != "signal":
                continue
            kind, _ = effect.id
            name = (kind, tuple(sorted(effect.fields.items())))
            if name not in signalled:
                signalled.add(name)
                signals.append((kind, dict(effect.fields), index))
    return signals


def _overlay(facts: dict[FactId, Fact | None], state: State, identity: FactId) -> dict[str, Scalar]:
    fact = facts.get(identity)
    if not isinstance(fact, dict):
        fact = dict(state.get(*identity) or {})
        facts[identity] = fact
    return fact


def _present(value: Scalar | None) -> Scalar:
    assert value is not None  # noqa: S101  # None stands only for a dropped fact
    return value


def _refusal(clash: _Contradiction) -> ContradictionError:
    (kind, key), field_name = clash.target
    what = f"{kind} ({key_text(key)})" + (f", field {field_name!r}" if field_name else "")
    first, second = (_named(f.rule, f.trigger) for f in (clash.first, clash.second))
    events = dict.fromkeys(str(f.trigger.fact.get("id", "")) for f in (clash.first, clash.second))
    between = len(events) > 1 and "" not in events
    advice = _advice(clash, tuple(events) if between else ())
    msg = f"two rules contradict each other about {what}: {first}, and {second}.{advice}"
    error = ContradictionError(msg)
    error.events = tuple(name for name in events if name)
    return error


def _advice(clash: _Contradiction, events: Sequence[str]) -> str:
    """Return the ways to settle it: the order of two events, or of two rules if there are two."""
    ways: list[str] = []
    if events:
        first, second = events
        ways.append(f'write after = "{first}" in event {second!r}, or the other way round')
    if clash.first.rule is not clash.second.rule:
        ways.append("let one rule yield to the other")
    text = ", or ".join(ways)
    return f" {text[0].upper()}{text[1:]}." if text else ""


def _named(rule: Rule, trigger: Triggering) -> str:
    event = trigger.fact.get("id")
    return f"rule {rule.id!r}" + (f" on event {event!r}" if event else "")
