"""Write the tables of the reference into its pages anew: ``python -m mandate.reference``.

That is for a copy of the repository, after a change of the doctrine. ``mandate reference`` prints
the same tables anywhere.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mandate.library import doctrine
from mandate.reference.parts import filled

PAGES = Path(__file__).parents[2] / "docs"

if __name__ == "__main__":
    if not PAGES.is_dir():
        sys.exit(f"{PAGES} is not there: run this in a copy of the repository")
    for page in sorted(PAGES.glob("*/*.md")):
        before = page.read_text(encoding="utf-8")
        after = filled(doctrine(), before)
        if after != before:
            page.write_text(after, encoding="utf-8")
