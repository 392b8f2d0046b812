"""Read an agreement of your own, run its scenarios, and ask it. Its files lie in ``harbour/``."""

# %% Do its scenarios hold?
from pathlib import Path

import mandate

folder = Path(__file__).parent / "harbour"
print(mandate.check(folder))

# %% What was so on the day after the pier was due?
harbour = mandate.load(str(folder))
print(harbour.status("2024-03-16"))

# %% What changed on each day of which the record tells?
for event in harbour.record.events:
    for change in harbour.status(event.on).changes:
        print(f"{event.on}: {change}")
