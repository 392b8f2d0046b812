"""Write the snapshots anew: ``python -m tests.snapshots``."""

import sys

from tests.snapshots.timelines import made, write

for name, snapshot in made().items():
    sys.stdout.write(f"{write(name, snapshot)}\n")
