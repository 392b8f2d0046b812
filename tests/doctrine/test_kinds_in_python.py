"""Python names no kind of clause or of event, but in the one file that may know them.

Two others are not searched: one is made from the doctrine, and one holds words of states alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mandate
from mandate.doctrine.vocabulary import HEADLINE_KIND, NOTICE_EVENT, OF_HEADLINE, TERM
from mandate.library import doctrine

PACKAGE = Path(mandate.__file__).parent
#: The one file.
KNOWING = PACKAGE / "doctrine/vocabulary.py"
#: Made from the doctrine, and written by nobody: tests/schema holds the two equal.
MADE = PACKAGE / "timeline/clause_status.py"
#: Words of the states of clauses, some of which are spelt as a kind of event is.
WORDS = PACKAGE / "words.py"
MODULES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path not in {KNOWING, MADE, WORDS} and "_rules" not in path.parts
]
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


def test_the_module_of_words_holds_words_of_states_alone() -> None:
    """No statement of it could do anything with a kind."""
    for node in ast.parse(WORDS.read_text(encoding="utf-8")).body:
        match node:
            case ast.ClassDef(bases=[ast.Name(id="StrEnum")], body=[_, *members]):
                assert all(isinstance(member, ast.Assign) for member in members)
            case _:
                docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
                names = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
                assert docstring or names or isinstance(node, ast.ImportFrom)
