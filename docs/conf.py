"""How Sphinx builds the documentation: ``make docs``. Nothing is read from the network."""

import sys
from pathlib import Path

import mandate

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

project = "mandate"
author = "The peace-mandate authors"
copyright = f"2026 {author}"  # noqa: A001  # the name that Sphinx asks for
version = release = mandate.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "_ext.doctrine",
    "_ext.properties",
    "_ext.public",
    "_ext.statement",
]
exclude_patterns = ["_build", "_ext"]
default_role = "code"  # docstrings write `name` for code
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_class_signature = "separated"  # and no __init__: nobody but the library makes these
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_default_options = {
    "members": True,
    "undoc-members": True,
    "exclude-members": "__init__",
}

# No inventory of Python's own documentation is fetched, so its names lead nowhere; nor do the
# library's inner types, which no user makes.
nitpick_ignore_regex = [
    ("py:.*", r"(datetime|dt|collections|pathlib|enum|typing)\..*"),
    ("py:.*", r"(Any|Iterable|Iterator|Mapping|Sequence|Path|StrEnum|ValueError|ImportError)"),
    ("py:.*", r"mandate\.(answers|counting|doctrine|engine|files|loading)\..*"),
    ("py:.*", r"mandate\.(record|text|timeline)\..*"),
    ("py:class", r"(CaveatKind|Derivation|Question|Span)"),
    ("py:exc", r"(Duration|Order)Error"),  # of mandate.errors, and not exported
    ("py:func", r"check"),  # named within the module, documented as mandate.check
]

html_theme = "furo"
html_title = "mandate"
html_show_sphinx = False
copybutton_exclude = ".linenos, .gp, .go"
