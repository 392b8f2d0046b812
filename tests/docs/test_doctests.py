"""Every example in a docstring, in the README and in the documentation is run."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

import mandate

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md")
    for path in ROOT.glob(pattern)
    if "_build" not in path.parts
)
MODULES = sorted(
    {"mandate", *(found.name for found in pkgutil.walk_packages(mandate.__path__, "mandate."))}
)
SYBIL = Sybil([PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS), SkipParser()])


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name):
    if name == "mandate.engine.durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    module = importlib.import_module(name)

    failed, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS)

    assert not failed, "the report above shows what each example gave"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents(path):
    # One test for a document: its examples build on one another.
    for example in SYBIL.parse(path).examples():
        example.evaluate()
