"""Write anew what is made from the doctrine: ``python -m mandate.schema``, after a change of it.

That is the JSON Schemas and the classes of the statuses of clauses.
"""

from __future__ import annotations

from pathlib import Path

from mandate.library import doctrine
from mandate.schema.clause_status import clause_status
from mandate.schema.files import as_text, schemas

FOLDER = Path(__file__).parent
MODULE = FOLDER.parent / "timeline" / "clause_status.py"

if __name__ == "__main__":
    MODULE.write_text(clause_status(doctrine()), encoding="utf-8")
    for name, schema in schemas(doctrine()).items():
        (FOLDER / name).write_text(as_text(schema), encoding="utf-8")
