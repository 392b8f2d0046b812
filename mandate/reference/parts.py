"""The parts of the reference: each has a name, and most have sections that can be asked for alone.

A part stands in a page of the documentation between two lines::

    <!-- mandate reference kinds term -->
    <!-- end of mandate reference -->

The first line holds the command that prints it. ``python -m mandate.reference`` writes it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from mandate.counting.conventions import PRESETS
from mandate.doctrine.model import Doctrine
from mandate.errors import ArgumentError, or_meant, shown
from mandate.reference.keys import clause_kind, event_kind
from mandate.reference.markdown import code
from mandate.reference.tables import axes, facts, functions, presets

#: Name of a section → its paragraphs.
Sections = Mapping[str, Iterator[str]]

_BEGIN = re.compile(
    r"^<!-- mandate reference (?P<part>[a-z]+)(?: (?P<section>[a-z-]+))? -->\n"
    r"(?:.*?\n)??<!-- end of mandate reference -->$",
    re.MULTILINE | re.DOTALL,
)


def _kinds(doctrine: Doctrine) -> Sections:
    return {name: clause_kind(kind) for name, kind in doctrine.clauses.items()}


def _events(doctrine: Doctrine) -> Sections:
    return {name: event_kind(kind) for name, kind in doctrine.events.items()}


def _presets(_: Doctrine) -> Sections:
    return {name: presets(of) for name, of in PRESETS.items()}


def _functions(_: Doctrine) -> Sections:
    return {"": functions()}


def _facts(doctrine: Doctrine) -> Sections:
    kinds = [*doctrine.program.facts.values(), *doctrine.program.signals.values()]
    roles = dict.fromkeys(kind.role for kind in kinds)
    return {role: facts([kind for kind in kinds if kind.role == role]) for role in roles}


def _axes(doctrine: Doctrine) -> Sections:
    return {name: axes(of) for name, of in doctrine.axes.items()}


_PARTS: Mapping[str, tuple[str, Callable[[Doctrine], Sections]]] = {
    "kinds": ("the kinds of clause, and the keys of each", _kinds),
    "events": ("the kinds of event, and the keys of each", _events),
    "presets": ("the named ways of counting, each with its source", _presets),
    "axes": ("the names and the words of a status", _axes),
    "facts": ("the kinds of fact and of signal, for rules", _facts),
    "functions": ("the calendar functions, for rules", _functions),
}
#: Name of a part → the words that say what it holds.
PARTS: Mapping[str, str] = {name: says for name, (says, _) in _PARTS.items()}


def part(doctrine: Doctrine, name: str, section: str | None = None) -> str:
    """Return a part of the reference as Markdown: each section under its heading, or one alone.

    Raises:
        ArgumentError: there is no such part, or no such section of it.

    """
    if name not in _PARTS:
        raise ArgumentError(or_meant(f"part: there is no part {shown(name)}", name, _PARTS))
    sections = _PARTS[name][1](doctrine)
    if section is not None:
        if not section or section not in sections:
            what = f"section: {name} has nothing named {shown(section)}"
            raise ArgumentError(or_meant(what, section, sections))
        return _joined(sections[section])
    paragraphs: list[str] = []
    for title, body in sections.items():
        paragraphs += [f"### {code(title)}", *body] if title else body
    return _joined(paragraphs)


def _joined(paragraphs: Iterator[str] | list[str]) -> str:
    return "\n\n".join(paragraph.strip("\n") for paragraph in paragraphs) + "\n"


def filled(doctrine: Doctrine, page: str) -> str:
    """Return the text of a page with each part that it shows as the doctrine has it now."""

    def written(match: re.Match[str]) -> str:
        begin, end = match[0].split("\n", 1)[0], match[0].rsplit("\n", 1)[1]
        return f"{begin}\n\n{part(doctrine, match['part'], match['section'])}\n{end}"

    return _BEGIN.sub(written, page)
