"""Slips that an editor must show: each line with "error" ends in a fault that type checkers find.

It is not meant to be executed, and nothing else is wrong with it.
"""

import mandate

status = mandate.status("2020-11-21")
obligation = status.obligations["kalbajar"]

print(obligation.phase)  # error: a term has it
print(obligation.dew)  # error: misspelt
print(status.clauses["kalbajar"].due)  # error: not every clause has it
print(status.terms["mandate"].term.firstday)  # error: misspelt
print(status.phse)  # error: misspelt
print(mandate.statsu)  # error: misspelt
print(mandate.Notice)  # error: the name of before
print(mandate.words.NoticeState.OPENED)  # error: no such word
print(mandate.load("nagorno-karabakh-2020").held)  # error: the name of before
print(mandate.load("nagorno-karabakh-2020").powers("2021-01-01").to_ical())  # error: no calendar
obligation.due = None  # error: a status does not change
status.obligations["kalbajar"] = obligation  # error: nor do its tables
