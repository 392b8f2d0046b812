"""The answers, by their types: statuses and their reasons, possible acts, the course over time.

Each has ``as_dict()``, ``to_text()``, ``to_json()``, ``to_rows()``; deadlines have ``to_ical()``.
"""

from mandate.answers.assumptions import Assumption
from mandate.answers.caveats import Caveat
from mandate.answers.changes import Change
from mandate.answers.comparison import Comparison, Divergence
from mandate.answers.deadlines import Deadline, Deadlines
from mandate.answers.explanation import Explanation, Reason
from mandate.answers.last_chance import LastChance
from mandate.answers.outcomes import Outcome
from mandate.answers.powers import Power
from mandate.answers.receipt import Receipt
from mandate.answers.reports import CheckReport, Difference, Verification
from mandate.answers.status import Status
from mandate.answers.stretches import Stretch, When

__all__ = [
    "Assumption",
    "Caveat",
    "Change",
    "CheckReport",
    "Comparison",
    "Deadline",
    "Deadlines",
    "Difference",
    "Divergence",
    "Explanation",
    "LastChance",
    "Outcome",
    "Power",
    "Reason",
    "Receipt",
    "Status",
    "Stretch",
    "Verification",
    "When",
]
