"""Docstrings of properties and attributes, read as sentences.

Napoleon takes what stands before a colon in them for a type: "The matcher that ran: durable or
plain" would become a type of that name. So they are kept from it, and read as those of methods are.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.napoleon import GoogleDocstring

_BEFORE_NAPOLEON, _AFTER_NAPOLEON = 400, 600
_READ_SO = {"property", "attribute"}


class _Kept:
    """Holds a docstring while Napoleon has its turn."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def keep(  # the arguments that autodoc gives
        self, _app: Sphinx, _what: str, _name: str, _obj: object, _options: object, lines: list[str]
    ) -> None:
        self.lines = list(lines)

    def reread(  # noqa: PLR0913  # the arguments that autodoc gives
        self, app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
    ) -> None:
        if what in _READ_SO:
            read = GoogleDocstring(self.lines, app.config, app, "method", name, obj, options)
            lines[:] = read.lines()


def setup(app: Sphinx) -> dict[str, Any]:
    """Put one reader before Napoleon and one behind it."""
    kept = _Kept()
    app.connect("autodoc-process-docstring", kept.keep, priority=_BEFORE_NAPOLEON)
    app.connect("autodoc-process-docstring", kept.reread, priority=_AFTER_NAPOLEON)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
