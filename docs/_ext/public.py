"""A directive that documents the public names for which a page has no place of their own yet."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import mandate


class FurtherNames(SphinxDirective):
    """``.. further-names::``: what ``mandate`` exports and the page does not list above."""

    def run(self) -> list[nodes.Node]:
        """Document each of them."""
        page = Path(self.env.doc2path(self.env.docname)).read_text("utf-8")
        listed = set(re.findall(r"^\.\. auto\w+:: mandate\.(\w+)$", page, re.MULTILINE))
        text = "\n\n".join(_documented(name) for name in _public() if name not in listed)
        return self.parse_text_to_nodes(text)


def _public() -> Iterator[str]:
    # Its modules have a part of the page, or are told there.
    names = sorted(mandate.__all__)
    yield from (name for name in names if not inspect.ismodule(getattr(mandate, name)))


def _documented(name: str) -> str:
    thing = getattr(mandate, name)
    kind = "class" if inspect.isclass(thing) else "function"
    if kind == "class" and issubclass(thing, Exception):
        kind = "exception"
    return f".. auto{kind}:: mandate.{name}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("further-names", FurtherNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
