"""Python names no kind of clause or of event, but in the one file that may know them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mandate
from mandate.doctrine.vocabulary import HEADLINE_KIND, NOTICE_EVENT, OF_HEADLINE, TERM, ClauseAxes
from mandate.library import doctrine

PACKAGE = Path(mandate.__file__).parent
#: The one file.
KNOWING = PACKAGE / "doctrine/vocabulary.py"
MODULES = [p for p in sorted(PACKAGE.rglob("*.py")) if p != KNOWING and "_rules" not in p.parts]
KINDS = frozenset({*doctrine().clauses, *doctrine().events})


def named(text: str) -> Iterator[str]:
    """Yield the kinds that stand alone in a text of a program, or behind a channel or a section."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = node.value.removeprefix("event:").removeprefix("clause-").removeprefix("event-")
            if word in KINDS:
                yield f"line {node.lineno}: {node.value!r}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_other_module_names_a_kind(path: Path) -> None:
    assert list(named(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        'if clause.kind == "obligation": ...',
        'doctrine.clauses["term"]',
        'kind in {"duty", "body"}',
        'channel == "event:notice"',
        'ref("clause-ceiling")',
        "match kind:\n    case 'suspension': ...",
    ],
)
def test_a_kind_that_is_named_is_found(source: str) -> None:
    assert list(named(source))


def test_what_is_known_is_there() -> None:
    rules = doctrine()
    assert HEADLINE_KIND in rules.clauses
    assert NOTICE_EVENT in rules.events
    assert set(OF_HEADLINE) - {TERM} <= rules.axes[HEADLINE_KIND].keys()


def test_the_axes_are_those_of_the_doctrine() -> None:
    tree = ast.parse(KNOWING.read_text(encoding="utf-8"))
    (known,) = (
        n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == ClauseAxes.__name__
    )
    declared = {
        node.target.id
        for node in ast.walk(known)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    rules = doctrine()

    assert declared == {axis for kind in rules.clauses for axis in rules.axes[kind]}
