"""Docstrings of properties, read as sentences.

Napoleon takes what stands before a colon in them for a type: "The matcher that ran: durable or
plain" would become a type of that name.
"""

from __future__ import annotations

import inspect
from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.napoleon import GoogleDocstring

_AFTER_NAPOLEON = 600


def _reread(  # noqa: PLR0913  # the arguments that autodoc gives
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    if what == "property":
        text = inspect.getdoc(obj) or ""
        lines[:] = GoogleDocstring(text, app.config, app, "method", name, obj, options).lines()


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the reader behind Napoleon's."""
    app.connect("autodoc-process-docstring", _reread, priority=_AFTER_NAPOLEON)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
