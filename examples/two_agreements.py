"""One set of rules, two texts: the statement of 2020 and the treaty of 1997, side by side."""

# %% The same question of both, on the day after a term ended
import mandate

for name, day in (("nagorno-karabakh-2020", "2025-11-11"), ("ukraine-russia-1997", "2019-04-01")):
    agreement = mandate.load(name)
    print(agreement.status(day))
    print(f"  Counted by: {agreement.agreement.counting.declared['period'].because}")

# %% The treaty ended because a notice was received in time. Without it:
treaty = mandate.load("ukraine-russia-1997").without("notice-of-ukraine")
print(treaty.status("2019-04-01"))
