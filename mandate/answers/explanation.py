"""The tree of reasons for the status of a clause, a party or a subject on the ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from mandate.answers.changes import event_of
from mandate.counting.instants import NEVER, to_date
from mandate.engine.firing import Arithmetic, Effect, Firing, Stop
from mandate.engine.functions import FUNCTIONS
from mandate.engine.grammar import Rule, Scalar, Type
from mandate.engine.state import FactId
from mandate.errors import ArgumentError, or_meant, shown
from mandate.plain_data import Row, fields
from mandate.record.record import Event
from mandate.timeline.axes import AxisValue
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.timeline.span import Span
from mandate.views.answer import Answer


@frozen(repr=False)
class Reason(Answer):
    """One reason: a finding, the rule and the event or time behind it, and its own reasons."""

    says: str
    rule: str = ""
    clause: str = ""
    event: str = ""
    because: tuple[Reason, ...] = ()
    #: The article, the practice or the author on which the rule stands.
    authority: str = ""

    def as_dict(self) -> Row:
        """Return the reason and all that it rests on as plain values."""
        return fields(self)

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Yield the reason and its own reasons as indented lines."""
        yield "  " * depth + self.says
        if self.authority:
            yield "  " * (depth + 1) + f"authority: {self.authority}"
        for reason in self.because:
            yield from reason.lines(depth + 1)

    def to_rows(self, depth: int = 0) -> list[Row]:
        """Return one row for the reason and one for each of its own reasons, with its depth."""
        row = {"depth": depth, **self.as_dict()}
        del row["because"]
        return [row, *(row for reason in self.because for row in reason.to_rows(depth + 1))]

    def __str__(self) -> str:
        return "\n".join(self.lines())


@frozen(repr=False)
class Explanation(Answer):
    """The reasons for one part of a status. ``print`` it, or walk ``reasons``."""

    title: str
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        lines = [self.title]
        for reason in self.reasons:
            lines.extend(reason.lines(1))
        return "\n".join(lines)

    def as_dict(self) -> Row:
        """Return the tree as plain values."""
        return fields(self)

    def to_rows(self) -> list[Row]:
        """Return one row for each reason, from the top down, with its depth in the tree."""
        return [row for reason in self.reasons for row in reason.to_rows()]


#: The full names of the parts of a status, as in the paths of ``Status.as_dict``.
_CLAUSES, _PARTIES, _GROUND = "clauses", "parties", "on_the_ground"


def explain(derivation: Derivation, span: Span, question: Question, of: str | None) -> Explanation:
    """Return the reasons for a clause, a party or a subject (default: the headline)."""
    agreement = derivation.agreement
    part, name = _part(span, agreement.headline if of is None else of)
    teller = _Teller(derivation, span.stop)
    reasons: list[Reason] = []
    clause = ""
    if part == _CLAUSES:
        told, axes, clause = agreement.clauses[name], span.axis_values[name], name
        title = told.title
        if told.words:
            reasons.append(Reason(f"{told.cite}: {told.words}", clause=name))
    elif part == _PARTIES:
        title, axes = agreement.parties[name].name, span.read_party(name)
    else:
        title, axes = agreement.subjects[name].name, span.read_subject(name)
    said: set[str] = set()
    for axis, axis_value in axes.items():
        if axis_value.value in (None, {}, 0, False) and not axis_value.beyond:
            continue
        because = tuple(r for r in teller.reasons(axis_value) if _once(r, said))
        value = "beyond 9999-12-31" if axis_value.beyond else _shown(axis_value.value)
        reasons.append(Reason(f"{axis.replace('_', ' ')}: {value}", clause=clause, because=because))
    return Explanation(f"{agreement.short}, {name} ({title}), {question}", tuple(reasons))


def _part(span: Span, of: object) -> tuple[str, str]:
    """Return the part of the status that a name belongs to, and the id in that part."""
    parts: Mapping[str, Mapping[str, object]] = {
        _CLAUSES: span.clauses, _PARTIES: span.parties, _GROUND: span.on_the_ground,
    }  # fmt: skip
    named: dict[str, tuple[str, str]] = {}
    for part, members in parts.items():
        for name in members:
            named.setdefault(name, (part, name))
    for part, members in parts.items():
        for name in members:
            named.setdefault(f"{part}.{name}", (part, name))
    if isinstance(of, str) and of in named:
        return named[of]
    what = f"explain: {span.agreement.id} has no clause, party or subject {shown(of)}"
    short = [name for name in named if name.partition(".")[0] not in parts]
    known = named if isinstance(of, str) and of.partition(".")[0] in parts else short
    raise ArgumentError(or_meant(what, of, known))


def _once(reason: Reason, said: set[str]) -> bool:
    text = "\n".join(reason.lines())
    if text in said:
        return False
    said.add(text)
    return True


@frozen(eq=False)
class _Written:
    """A change of a fact, with the stop and the firing that made it."""

    stop: Stop
    firing: Firing
    effect: Effect


class _Teller:
    """Finds the firings behind facts, and puts them into words."""

    def __init__(self, derivation: Derivation, stop: Stop) -> None:
        self.derivation = derivation
        timeline = derivation.timeline
        trail = timeline.trail(stop.position + 1)
        stops = [*timeline.walked_before(trail[0].position), *trail]
        self.writers: dict[FactId, list[_Written]] = {}
        for walked in stops:
            for firing in walked.firings:
                for effect in firing.effects:
                    if effect.verb != "signal":
                        self.writers.setdefault(effect.id, []).append(
                            _Written(walked, firing, effect)
                        )

    def reasons(self, axis_value: AxisValue) -> Iterator[Reason]:
        """Yield the reasons behind an axis."""
        if axis_value.value == 0 or not axis_value.rests_on:
            for step in axis_value.arithmetic:
                if text := self._arithmetic(step):
                    yield Reason(text)
            return
        fields: dict[FactId, list[str]] = {}
        for identity, field_name in axis_value.rests_on:
            fields.setdefault(identity, []).append(field_name)
        for identity, names in fields.items():
            for change in self._behind(identity, names):
                yield self._told(change.stop, change.firing)
        if any(i[0] not in {k for k, _ in self.writers} for i in fields):
            for step in axis_value.arithmetic:
                if text := self._arithmetic(step):
                    yield Reason(text)

    def _behind(self, identity: FactId, names: Sequence[str]) -> Sequence[_Written]:
        """Return the last change of those fields of a fact; of a count, all changes added up.

        An empty name stands for the fact as a whole: then every act counts that changed it since it
        was made.
        """
        written = self.writers.get(identity, [])
        if not any(names):
            made = [n for n, change in enumerate(written) if change.effect.verb in {"make", "put"}]
            since = written[made[-1] if made else 0 :]
            acts = [
                change for change in since if self._event(change.firing, change.stop) is not None
            ]
            return acts or since[-1:]
        changes: list[_Written] = []
        for change in reversed([w for w in written if set(names) & w.effect.fields.keys()]):
            if changes and change.effect.verb != "add":
                break
            changes.append(change)
            if change.effect.verb != "add":
                break
        return changes[::-1]

    def _told(self, stop: Stop, firing: Firing) -> Reason:
        because = [Reason(text) for step in firing.arithmetic if (text := self._arithmetic(step))]
        event = self._event(firing, stop)
        if event:
            because.extend(
                # A rule that only let the act count, by who may do it, say.
                Reason(
                    f"{taken.says} [{taken.id}]",
                    taken.id,
                    firing.clause,
                    authority=taken.authority,
                )
                for taken in self._taken(firing, stop)
                if taken is not firing.rule
            )
            because.append(event)
        else:
            because.extend(self._acts_behind(firing))
        when = self._when(firing.position)
        return Reason(
            f"{when}: {firing.rule.says} [{firing.rule.id}]",
            firing.rule.id, firing.clause, event.event if event else "", tuple(because),
            firing.rule.authority,
        )  # fmt: skip

    def _acts_behind(self, firing: Firing) -> Iterator[Reason]:
        """Yield the acts that made the premises of a firing, where time alone set it off."""
        for identity in firing.premises:
            for change in reversed(self.writers.get(identity, [])):
                if change.firing is not firing and change.firing.position <= firing.position:
                    if self._event(change.firing, change.stop) is not None:
                        yield self._told(change.stop, change.firing)
                    break

    def _taken(self, firing: Firing, stop: Stop) -> Iterator[Rule]:
        """Yield the rules by which an act came to count: at once, or when it was judged before."""
        origin = stop.origin(firing)
        if origin.trigger.channel.startswith("event:"):
            if all(act.verb == "signal" for act in origin.rule.then):
                yield origin.rule
            return
        kind, _, _ = origin.trigger.channel.removeprefix("reached:").partition(".")
        for change in reversed(self.writers.get((kind, origin.trigger.key), [])):
            if change.effect.verb == "make":
                first = change.stop.origin(change.firing)
                if first is not change.firing:
                    yield first.rule
                yield change.firing.rule
                return

    def _event(self, firing: Firing, stop: Stop) -> Reason | None:
        name = event_of(firing, stop)
        if not name:
            return None
        event = self.derivation.record.event(name)
        if event is None:
            return Reason(f"event {name}", event=name)
        by = f" by {event.by}" if event.by else ""
        source = f" (source: {', '.join(event.sources)})" if event.sources else ""
        told = f"{event.kind}{by} on {event.on}, event {name}{self._particulars(event)}{source}"
        cite = f"{event.cite}: " if event.cite else ""
        words = (Reason(f"{cite}{event.words}", event=name),) if event.words else ()
        return Reason(told, event=name, because=words)

    def _particulars(self, event: Event) -> str:
        """Return the keys of an event other than clause and party: its days and figures, say."""
        keys = self.derivation.doctrine.events[event.kind].keys
        held = [k for k in keys if k not in {"of", "by"} and k in event.written]
        return ": " + ", ".join(f"{k} {event.written[k]}" for k in held) if held else ""

    def _arithmetic(self, step: Arithmetic) -> str:
        function = FUNCTIONS[step.function]
        if not function.says:
            return ""
        arguments = [self._scalar(v, t) for v, t in zip(step.args, function.params, strict=True)]
        return function.says.format(*arguments, result=self._scalar(step.result, function.result))

    def _scalar(self, value: Scalar, type_: Type) -> str:
        if type_ is Type.DAY and isinstance(value, int):
            return str(to_date(value) or "a day beyond the calendar")
        if type_ in {Type.POSITION, Type.BOUNDARY} and isinstance(value, int):
            return self._when(value)
        return str(value) or "the same length"

    def _when(self, position: int) -> str:
        if abs(position) >= NEVER:
            return "never"
        zone = self.derivation.zone
        local = zone.local(position)
        if local is None:
            return str(to_date(zone.day_of(position)))
        return (
            local.strftime("%Y-%m-%d %H:%M")
            if local.year >= 1000  # noqa: PLR2004  # strftime pads no years
            else local.isoformat(" ", "minutes")
        )


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(
            f"{k} ({', '.join(f'{n} {v}' for n, v in row.items() if v is not None)})"
            if row
            else str(k)
            for k, row in value.items()
        )
    return str(value)
