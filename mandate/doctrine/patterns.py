"""Conditions and patterns of the rule grammar, parsed and type-checked with the names in scope."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import product

from attrs import define, evolve

from mandate.counting.instants import NEVER, NO_DAY
from mandate.doctrine.expressions import TRIGGER, Values
from mandate.engine.grammar import (
    TIMES,
    Call,
    Field,
    Kind,
    Pattern,
    Ref,
    Scalar,
    Test,
    Type,
    Value,
    refs,
)
from mandate.errors import MOST_LETTERS, did_you_mean, shown
from mandate.files.toml import KeyPath

#: Comparisons of what has an order, by their word: of times, and of counts.
_OF_TIMES = {"before": "lt", "not-after": "le", "after": "gt", "not-before": "ge"}
_OF_COUNTS = {"less-than": "lt", "at-most": "le", "more-than": "gt", "at-least": "ge"}
_OTHER, _KNOWN = "other-than", "known"
_WORDS = (*_OF_TIMES, *_OF_COUNTS, _OTHER, _KNOWN)
READ_NO_MORE = "of a notation that is read no more"
#: The comparisons of the notation before this one, each with the words that took its place.
_OLD = {
    "eq": "the value alone",
    "ne": f"{_OTHER} = ...",
    "lt": "before = ... (a time), less-than = ... (a count)",
    "le": "not-after = ... (a time), at-most = ... (a count)",
    "gt": "after = ... (a time), more-than = ... (a count)",
    "ge": "not-before = ... (a time), at-least = ... (a count)",
}
#: What stands for a value that is not known, by the type of the field.
_UNKNOWN: Mapping[Type, Scalar] = {
    Type.DAY: NO_DAY,
    Type.POSITION: NEVER,
    Type.BOUNDARY: NEVER,
    Type.TEXT: "",
    Type.DURATION: "",
}
#: In place of a clause: whichever it is.
ANY = "$any"
#: The form of the name of a pattern, for references to use.
_ALIAS = re.compile(r"[a-z][a-z0-9-]*")


@define
class Scope(Values):
    """Reads the patterns of one rule, or of one case, in their order: each binds its name."""

    def tests(
        self, raw: Mapping[str, object], kind: Kind, path: KeyPath, reserved: Iterable[str]
    ) -> tuple[Test, ...]:
        """Parse the conditions of a pattern or a trigger: every key that is not reserved."""
        parsed: list[Test] = []
        for name, written in raw.items():
            if name in reserved:
                continue
            declared = kind.fields.get(name)
            if declared is None and name == "as":
                what = f"as = ..., {READ_NO_MORE}"
                right = (
                    f"nothing: refer to $field of the trigger, or ${kind.name}.field of a pattern"
                )
                self.add((*path, name), what, right)
            elif declared is None:
                self.add(
                    (*path, name),
                    f"{kind.name!r} has no field {shown(name)}",
                    hint=did_you_mean(name, kind.fields),
                )
            else:
                parsed.extend(self._tests(declared, written, (*path, name)))
        return tuple(parsed)

    def _tests(self, declared: Field, written: object, path: KeyPath) -> Iterator[Test]:
        """Parse the conditions on one field: a value, or comparisons in words."""
        comparisons = written if isinstance(written, Mapping) else {"": written}
        if not comparisons:
            self.problems.unusable(self.file, path, written, "a value, or { before = ... }")
        for word, operand in comparisons.items():
            if word == _KNOWN:
                yield from self._known(declared, operand, path)
                continue
            op = self._operator(declared, word, path)
            if not op:
                continue
            if isinstance(operand, list):
                self.add(path, "a list", "one value; a list may stand under `unless`")
                continue
            value = self.value(operand, path, declared.type)
            if isinstance(value, Call):
                right = "the function in `let`, and a fact that holds its result"
                self.add(path, "arithmetic in a condition", right)
            else:
                yield Test(declared.name, op, value)

    def _operator(self, declared: Field, word: str, path: KeyPath) -> str:
        """Return the operator behind a word; empty where it is none for that type."""
        name, type_ = declared.name, declared.type
        if not word or word == _OTHER:
            return "ne" if word else "eq"
        words = _OF_TIMES if type_ in TIMES else _OF_COUNTS if type_.numeric else {}
        if word in words:
            return words[word]
        if word in _OLD:
            self.add(path, f"{word} = ..., {READ_NO_MORE}", _OLD[word])
        elif word not in _WORDS:
            self.add(path, f"no comparison is named {shown(word)}", "", did_you_mean(word, _WORDS))
        elif words:
            self.add(path, f"{name!r} is a {type_}", ", ".join(words))
        else:
            right = f"the value alone, or {_OTHER}"
            self.add(path, f"{name!r} is a {type_} and has no order", right)
        return ""

    def _known(self, declared: Field, operand: object, path: KeyPath) -> Iterator[Test]:
        unknown = _UNKNOWN.get(declared.type)
        if unknown is None:
            self.add(path, f"{declared.name!r} is a {declared.type}, and always known")
        elif not isinstance(operand, bool):
            self.problems.unusable(self.file, path, operand, "true or false")
        elif not operand:
            yield Test(declared.name, "eq", unknown)
        else:
            yield Test(declared.name, "lt" if declared.type in TIMES else "ne", unknown)

    def patterns(
        self, raw: object, path: KeyPath, facts: Mapping[str, Kind], *, bind: bool
    ) -> tuple[Pattern, ...]:
        """Parse a table of patterns over facts, each by its name; others are left out.

        ``bind`` puts the names into scope. Where they bind nothing, a list of tables is several
        patterns over one kind of fact, and a list in place of a value means any of them.
        """
        if not isinstance(raw, Mapping):
            right = "when.term = { ... }" if bind else "unless.term = { ... }"
            self.problems.unusable(self.file, path, raw, f"a table of patterns: {right}")
            return ()
        read: list[Pattern | None] = []
        for name, written in raw.items():
            if bind:
                pattern = self.pattern(name, written, (*path, name), facts)
                read.extend(
                    self._apart(pattern, facts[pattern.kind], (*path, name)) if pattern else ()
                )
                continue
            several = written if isinstance(written, list) and written else [written]
            for number, one in enumerate(several):
                here = (*path, name) if one is written else (*path, name, number)
                read.extend(
                    self.pattern(name, choice, here, facts, bind=False) for choice in _choices(one)
                )
        return tuple(pattern for pattern in read if pattern)

    def pattern(
        self,
        name: str,
        raw: object,
        path: KeyPath,
        facts: Mapping[str, Kind],
        *,
        bind: bool = True,
    ) -> Pattern | None:
        """Parse one pattern over facts; ``bind`` puts its name into scope."""
        if not isinstance(raw, Mapping):
            self.add(path, f"{shown(raw)} is not a pattern", "{ field = ... }")
            return None
        named = raw.get("fact", name)
        kind = facts.get(named) if isinstance(named, str) else None
        if kind is None:
            what = f"no kind of fact is named {shown(named)}"
            hint = did_you_mean(named, facts)
            self.add(path, what, "" if hint else 'the name of one, or fact = "..."', hint)
            return None
        alias = self._bind(name, kind, path) if bind else ""
        tests = (
            *self._about(raw, kind, path),
            *self.tests(raw, kind, path, ("fact", *self._any(raw, kind))),
        )
        return Pattern(kind.name, alias, tests)

    def _bind(self, name: str, kind: Kind, path: KeyPath) -> str:
        """Put the name of a pattern into scope and return it; empty where it cannot be one."""
        if not _ALIAS.fullmatch(name) or len(name) > MOST_LETTERS:
            self.add(path, f"{shown(name)} is not a name", "lower-case words joined by hyphens")
        elif name in self.aliases or name == TRIGGER:
            right = f'{{ fact = "{kind.name}", ... }} under another name'
            self.add(path, f"{shown(name)} is bound already", right)
        else:
            self.aliases[name] = kind
            return name
        return ""

    def _apart(self, pattern: Pattern, kind: Kind, path: KeyPath) -> Iterator[Pattern]:
        """Yield a pattern; one whose fact is held against its own fields as two of that fact."""
        own = [
            t
            for t in pattern.tests
            if isinstance(t.operand, Ref) and t.operand.alias == pattern.alias and t.operand.field
        ]
        rest = tuple(test for test in pattern.tests if test not in own)
        first = Pattern(pattern.kind, pattern.alias, rest)
        yield first
        if own:
            if not first.equal.keys() >= {*kind.key}:
                right = "conditions that say which: " + ", ".join(kind.key)
                self.add(path, "a fact held against itself may be one of several", right)
                return
            yield Pattern(pattern.kind, "", (*(first.equal[name] for name in kind.key), *own))

    def _any(self, raw: Mapping[str, object], kind: Kind) -> tuple[str, ...]:
        return (kind.about,) if kind.about and raw.get(kind.about) == ANY else ()

    def _about(self, raw: Mapping[str, object], kind: Kind, path: KeyPath) -> Iterator[Test]:
        """Yield the condition that a pattern leaves unsaid: it speaks of the trigger's clause."""
        if not kind.about or kind.about in raw:
            return
        if self.clause is None:
            right = f'{kind.about} = ..., or {kind.about} = "{ANY}"'
            self.add(path, f"which {kind.about} of {kind.name!r}", right)
            return
        yield Test(kind.about, "eq", self.clause)


def _choices(raw: object) -> Iterator[object]:
    """Yield a pattern for each combination of the values that its lists offer."""
    if not isinstance(raw, Mapping):
        yield raw
        return
    offered = {name: value for name, value in raw.items() if isinstance(value, list) and value}
    for chosen in product(*offered.values()):
        yield {**raw, **dict(zip(offered, chosen, strict=True))}


def unnamed(patterns: Sequence[Pattern], used: Container[str]) -> tuple[Pattern, ...]:
    """Return patterns without the names to which nothing refers: a matcher keeps no such fact."""
    return tuple(p if p.alias in used else evolve(p, alias="") for p in patterns)


def named_in(patterns: Iterable[Pattern], values: Iterable[Value]) -> frozenset[str]:
    """Return the names to which conditions and values refer."""
    operands = (test.operand for pattern in patterns for test in pattern.tests)
    return frozenset(ref.alias for value in (*operands, *values) for ref in refs(value))
