"""``python -m mandate``."""

import sys

from mandate.cli import main

sys.exit(main())
