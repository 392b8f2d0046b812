"""Directives that print the rules of the doctrine, and the cases that they decide.

Both come from files as the library reads them, so that a page cannot say what the rules do not. The
shorter tables of the reference stand in its pages: ``python -m mandate.reference`` writes them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sphinx.application import Sphinx
from sphinx.util import logging

from mandate.engine.grammar import Rule, Trigger
from mandate.library import doctrine, rules_folder
from mandate.reference.markdown import code, table

from .markdown import MarkdownDirective

T = TypeVar("T")
_log = logging.getLogger(__name__)


class _FromDoctrine(MarkdownDirective):
    """A directive that is read again when a file of the doctrine changes."""

    def lines(self) -> Iterator[str]:
        """Yield the paragraphs."""
        raise NotImplementedError  # each directive has its own

    def markdown(self) -> str:
        """Join the paragraphs, and note on which files they rest."""
        for path in sorted((rules_folder() / "doctrine").glob("*.toml")):
            self.env.note_dependency(path)
        return "\n\n".join(self.lines())

    def needed(self, found: T | None, what: str) -> T:
        """Return what was looked up for the argument; stop the build where there is nothing."""
        if not found:
            message = f"there is no {what} {self.arguments[0]!r}"
            raise self.error(message)
        return found


class Rules(_FromDoctrine):
    """``{doctrine-rules} notice.toml``: every rule of a file, in its order."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield a table of the rules."""
        wanted = f"doctrine/{self.arguments[0]}"
        rules = [r for r in doctrine().program.rules if r.source.partition(":")[0] == wanted]
        head = ["Rule", "What it says", "Authority", "Set off by", "What it does"]
        yield table(head, map(_rule, self.needed(rules, "file of rules named")))


def _rule(rule: Rule) -> Sequence[str]:
    verbs = dict.fromkeys(_does(rule))
    does = ", ".join(verbs) or "no effect"
    return [code(rule.id), rule.says, rule.authority, _trigger(rule.trigger), does]


def _does(rule: Rule) -> Iterator[str]:
    for act in rule.then:
        kind = rule.aliases.get(act.target, act.target)
        yield f"{act.verb} {code(kind)}"


def _trigger(trigger: Trigger) -> str:
    name = code(f"{trigger.kind}.{trigger.boundary}" if trigger.boundary else trigger.kind)
    return {"event": "event", "reached": "reaching", "signal": "signal"}[trigger.role] + f" {name}"


class Cases(_FromDoctrine):
    """``{doctrine-cases} notice``: the cases of ``reference/cases/notice.toml``."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield a table of the cases. A rule that does not exist stops the build."""
        path = Path(self.env.srcdir) / f"reference/cases/{self.arguments[0]}.toml"
        self.env.note_dependency(path)
        says = {r.id: r.says for r in doctrine().program.rules}
        cases = tomllib.loads(path.read_text("utf-8"))["case"]
        for case in cases:
            if case.get("rule", "") not in {*says, ""}:
                where = (self.env.docname, self.lineno)
                _log.warning("%s: no rule is named %r", case["case"], case["rule"], location=where)
        head = ["Case", "Rule that decides it", "What the rule says"]
        yield table(head, [_case(case, says) for case in cases])


def _case(case: Mapping[str, Any], says: Mapping[str, str]) -> Sequence[str]:
    if "rule" not in case:
        return [case["case"], "none", "No rule is set off."]
    return [case["case"], code(case["rule"]), says.get(case["rule"], "")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("doctrine-rules", Rules)
    app.add_directive("doctrine-cases", Cases)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
