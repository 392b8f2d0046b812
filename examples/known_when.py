"""What could be said about the return of Kalbajar, and from which day on."""

# %% What could one say of 16 November 2020, as more became known?
import mandate

nk = mandate.load("nagorno-karabakh-2020")
for known_on in ("2020-11-13", "2020-11-14", "2020-11-15", "2020-11-16"):
    kalbajar = nk.status("2020-11-16", as_known_on=known_on).clauses["kalbajar"]
    print(f"as known on {known_on}: {kalbajar.state}, due {kalbajar.due}")

# %% What would have been said in the end, had the date not been moved?
unmoved = nk.without("kalbajar-extended").status("2020-11-25").clauses["kalbajar"]
print(f"without the extension: {unmoved.state} on {unmoved.performed_on}, due {unmoved.due}")
