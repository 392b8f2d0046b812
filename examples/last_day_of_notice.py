"""When notice had to be given, and what notice on each day around it would have done."""

# %% The last day of notice of each term of the 2020 statement
from datetime import date

import mandate

nk = mandate.load("nagorno-karabakh-2020")
for year in (2021, 2026, 2031):
    status = nk.status(date(year, 1, 1))
    print(f"term {status.term.number}, to {status.last_day}: notice until {status.notice_deadline}")

# %% Notice by Armenia on the days around the first of them
for day in (date(2025, 5, 9), date(2025, 5, 10), date(2025, 5, 11)):
    notified = nk.what_if({"kind": "notice", "by": "armenia", "on": day})
    answer = notified.status(day).changes[0]
    outcome = notified.status("2026-01-01")
    print(f"{day}: {answer.says} On 1 January 2026 the stay is {outcome.phase}.")
