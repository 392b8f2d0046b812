"""Write the JSON Schemas anew: ``python -m mandate.schema``, after a change of the doctrine."""

from __future__ import annotations

from pathlib import Path

from mandate.library import doctrine
from mandate.schema.files import as_text, schemas

FOLDER = Path(__file__).parent

if __name__ == "__main__":
    for name, schema in schemas(doctrine()).items():
        (FOLDER / name).write_text(as_text(schema), encoding="utf-8")
