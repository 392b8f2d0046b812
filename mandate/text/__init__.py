"""The text of an agreement: parties, clauses, conventions and sources; no event, no rule."""
