"""Write the JSON Schemas anew: ``python -m tests.loading.regenerate``, after a change of the doctrine."""

from __future__ import annotations

from pathlib import Path

import mandate
from mandate.library import doctrine
from mandate.loading.schema import as_text, schemas

FOLDER = Path(mandate.__file__).parent / "schema"

if __name__ == "__main__":
    for name, schema in schemas(doctrine()).items():
        (FOLDER / name).write_text(as_text(schema), encoding="utf-8")
