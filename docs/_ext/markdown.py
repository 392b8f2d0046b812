"""Markdown in, document nodes out: what the directives of this folder share."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class MarkdownDirective(SphinxDirective):
    """A directive whose result is written as Markdown and parsed like the page around it."""

    def markdown(self) -> str:
        """Return the text that stands in the place of the directive."""
        raise NotImplementedError  # each directive has its own

    def run(self) -> list[nodes.Node]:
        """Parse the text where the directive stands, anew where this folder has changed."""
        for path in sorted(Path(__file__).parent.glob("*.py")):
            self.env.note_dependency(path)
        return self.parse_text_to_nodes(self.markdown(), allow_section_headings=True)


def fenced(text: str, language: str) -> str:
    """Return a block of code."""
    return f"```{language}\n{text}\n```\n"
