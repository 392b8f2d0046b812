"""mandate: a rules engine for peacekeeping mandates and peace agreements.

>>> import mandate
>>> mandate.status("2020-11-21").term.last_day
datetime.date(2025, 11, 10)
"""

from typing import TYPE_CHECKING

from mandate import answers, errors, words
from mandate.answers.deadlines import Deadline
from mandate.answers.explanation import Explanation
from mandate.answers.powers import Power
from mandate.answers.receipt import Receipt
from mandate.answers.status import Status
from mandate.answers.stretches import Stretch
from mandate.checking import check
from mandate.docket import Docket, docket
from mandate.errors import MandateError
from mandate.library import agreements
from mandate.mandate import Mandate, compare, load, status
from mandate.record.record import Event, Record
from mandate.renamed import OF_PACKAGE, lacking
from mandate.text.agreement import Agreement, Clause
from mandate.timeline import clause_status
from mandate.timeline.clause_status import *  # noqa: F403  # a class for each kind of clause
from mandate.timeline.statuses import ClauseStatus, GroundStatus, PartyStatus, Term
from mandate.verification import verify
from mandate.views.answer import Table
from mandate.views.json import from_json, to_json

__all__ = [  # noqa: RUF022  # in groups
    # to ask
    "agreements",
    "check",
    "compare",
    "docket",
    "load",
    "status",
    "verify",
    # an agreement with its record
    "Agreement",
    "Clause",
    "Event",
    "Mandate",
    "Record",
    # what a status holds
    "ClauseStatus",
    "GroundStatus",
    "PartyStatus",
    "Status",
    "Term",
    # other answers, and several of one sort; the parts of them stand in `answers`
    "Deadline",
    "Docket",
    "Explanation",
    "Power",
    "Receipt",
    "Stretch",
    "Table",
    # plain data
    "from_json",
    "to_json",
    # types of all answers, errors, and the words of a status
    "answers",
    "errors",
    "words",
    "MandateError",
]
# The status of a clause of each kind.
__all__ += clause_status.__all__

if TYPE_CHECKING:
    __version__: str
else:  # a type checker shall know only the names that are there

    def __getattr__(name: str) -> str:
        """Answer ``mandate.__version__`` from the installed package."""
        if name == "__version__":
            from importlib.metadata import version  # noqa: PLC0415  # slow, and seldom asked

            return version("peace-mandate")
        error = lacking("module 'mandate'", name, OF_PACKAGE)
        raise error
