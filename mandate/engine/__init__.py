"""The engine: the grammar of rules, the state, steps, the clock and the two matchers.

It knows no kind of clause and no agreement.
"""
