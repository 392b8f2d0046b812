"""The text: what was agreed. Parties, clauses, conventions, sources; no event, no rule."""
