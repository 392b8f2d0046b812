"""The tree of reasons for what a status says of a clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from mandate.answers.axes import Reading
from mandate.counting.instants import NEVER, to_date
from mandate.engine.firing import Arithmetic, Firing, Stop
from mandate.engine.functions import FUNCTIONS
from mandate.engine.grammar import Scalar, Type
from mandate.engine.state import FactId
from mandate.errors import ArgumentError
from mandate.loading.problems import did_you_mean

if TYPE_CHECKING:
    from mandate.answers.derivation import Derivation
    from mandate.answers.status import Status


@frozen
class Reason:
    """One reason: what is so, the rule and the event or time behind it, and what that rests on."""

    says: str
    rule: str = ""
    clause: str = ""
    event: str = ""
    because: tuple[Reason, ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Yield the reason and what it rests on as indented lines."""
        yield "  " * depth + self.says
        for reason in self.because:
            yield from reason.lines(depth + 1)


@frozen
class Explanation:
    """Why a status says what it says of one clause. ``print`` it, or walk ``reasons``."""

    title: str
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        lines = [self.title]
        for reason in self.reasons:
            lines.extend(reason.lines(1))
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Return the tree as plain values."""
        return {"title": self.title, "reasons": [_dict(r) for r in self.reasons]}


def explain(derivation: Derivation, status: Status, clause: str | None) -> Explanation:
    """Return the reasons for a clause (default: the headline)."""
    agreement = derivation.agreement
    name = agreement.headline if clause is None else clause
    if name not in agreement.clauses:
        hint = did_you_mean(name, agreement.clauses)
        msg = f"clause: {agreement.id} has no clause {name!r}; {hint}"
        raise ArgumentError(msg)
    span = status._span  # noqa: SLF001  # the status is made of it
    teller = _Teller(derivation, span.stop)
    told = agreement.clauses[name]
    reasons: list[Reason] = []
    if told.quote:
        reasons.append(Reason(f"{told.cite}: “{told.quote}”", clause=name))
    said: set[str] = set()
    for axis, reading in span.readings[name].items():
        if reading.value in (None, {}, 0, False) and not reading.beyond:
            continue
        because = tuple(r for r in teller.reasons(reading) if _once(r, said))
        shown = "beyond 9999-12-31" if reading.beyond else _shown(reading.value)
        reasons.append(Reason(f"{axis.replace('_', ' ')}: {shown}", clause=name, because=because))
    title = f"{agreement.short}, {name} ({told.title}), {status.instant or status.date}"
    return Explanation(title, tuple(reasons))


def _once(reason: Reason, said: set[str]) -> bool:
    text = "\n".join(reason.lines())
    if text in said:
        return False
    said.add(text)
    return True


class _Teller:
    """Finds the firings behind facts and says them."""

    def __init__(self, derivation: Derivation, stop: Stop) -> None:
        self.derivation = derivation
        timeline = derivation.timeline
        trail = timeline.trail(stop.position + 1)
        stops = [*timeline.walked_before(trail[0].position), *trail]
        self.writers: dict[FactId, list[tuple[Stop, Firing, Mapping[str, Scalar]]]] = {}
        for walked in stops:
            for firing in walked.firings:
                for effect in firing.effects:
                    if effect.verb != "signal":
                        self.writers.setdefault(effect.id, []).append(
                            (walked, firing, effect.fields)
                        )

    def reasons(self, reading: Reading) -> Iterator[Reason]:
        """Yield the reasons behind an axis."""
        if reading.value == 0 or not reading.rests_on:
            for step in reading.arithmetic:
                if text := self._arithmetic(step):
                    yield Reason(text)
            return
        fields: dict[FactId, list[str]] = {}
        for identity, field_name in reading.rests_on:
            fields.setdefault(identity, []).append(field_name)
        for identity, names in fields.items():
            written = self.writers.get(identity, [])
            last = next(
                (w for w in reversed(written) if not any(names) or set(names) & w[2].keys()), None
            )
            if last:
                yield self._told(last[0], last[1])
        if any(i[0] not in {k for k, _ in self.writers} for i in fields):
            for step in reading.arithmetic:
                if text := self._arithmetic(step):
                    yield Reason(text)

    def _told(self, stop: Stop, firing: Firing) -> Reason:
        because = [Reason(text) for step in firing.arithmetic if (text := self._arithmetic(step))]
        event = self._event(firing, stop)
        if event:
            because.append(event)
        else:
            because.extend(self._acts_behind(firing))
        when = self._when(firing.position)
        return Reason(
            f"{when}: {firing.rule.says} [{firing.rule.id}]",
            firing.rule.id, firing.clause, event.event if event else "", tuple(because),
        )  # fmt: skip

    def _acts_behind(self, firing: Firing) -> Iterator[Reason]:
        """Yield the acts that made what a firing rests on, where time alone set it off."""
        for identity in firing.premises:
            for stop, writer, _ in reversed(self.writers.get(identity, [])):
                if writer is not firing and writer.position <= firing.position:
                    if self._event(writer, stop) is not None:
                        yield self._told(stop, writer)
                    break

    def _event(self, firing: Firing, stop: Stop) -> Reason | None:
        found = firing
        while found.trigger.cause >= 0:
            found = stop.firings[found.trigger.cause]
        if not found.trigger.channel.startswith("event:"):
            return None
        name = str(found.trigger.fact["id"])
        event = self.derivation.record.event(name)
        if event is None:
            return Reason(f"event {name}", event=name)
        by = f" by {event.by}" if event.by else ""
        source = f" (source: {', '.join(event.sources)})" if event.sources else ""
        return Reason(f"{event.kind}{by} on {event.on}, event {name}{source}", event=name)

    def _arithmetic(self, step: Arithmetic) -> str:
        function = FUNCTIONS[step.function]
        if not function.says:
            return ""
        given = [self._scalar(v, t) for v, t in zip(step.args, function.params, strict=True)]
        return function.says.format(*given, result=self._scalar(step.result, function.result))

    def _scalar(self, value: Scalar, type_: Type) -> str:
        if type_ is Type.DAY and isinstance(value, int):
            return str(to_date(value) or "a day beyond the calendar")
        if type_ in {Type.POSITION, Type.BOUNDARY} and isinstance(value, int):
            return self._when(value)
        return str(value) or "as later terms"

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


def _dict(reason: Reason) -> dict[str, Any]:
    return {
        "says": reason.says,
        "rule": reason.rule,
        "clause": reason.clause,
        "event": reason.event,
        "because": [_dict(r) for r in reason.because],
    }
