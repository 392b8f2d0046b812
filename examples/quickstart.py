"""The 2020 statement on a few telling dates. Run by ``make run``."""

# %% What was so the day after Aghdam was handed over?
import mandate

print(mandate.status("2020-11-21"))

# %% The last day on which notice counted, and the day after
for day in ("2025-05-10", "2025-05-11"):
    status = mandate.status(day)
    print(f"{day}: notice {status.notice}, deadline {status.notice_deadline}")

# %% By the text and on the ground, on New Year's Day 2026
print(mandate.status("2026-01-01"))

# %% Why?
print(mandate.status("2026-01-01").explain())

# %% What if Armenia had given notice on the last day?
nk = mandate.load("nagorno-karabakh-2020")
notified = nk.what_if({"kind": "notice", "by": "armenia", "on": "2025-05-10"})
print(notified.status("2025-11-11"))

# %% What could have been said on 14 November 2020 of the 16th?
print(nk.status("2020-11-16", as_known_on="2020-11-14").clauses["kalbajar"])
print(nk.status("2020-11-16", as_known_on="2020-11-15").clauses["kalbajar"])
