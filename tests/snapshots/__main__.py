"""Write the snapshots anew: ``python -m tests.snapshots``."""

import sys

import mandate
from tests.snapshots.timelines import path_of, text_of

for name in mandate.names():
    path_of(name).write_text(text_of(name), "utf-8")
    sys.stdout.write(f"{path_of(name)}\n")
