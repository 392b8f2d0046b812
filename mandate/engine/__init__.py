"""The engine: the grammar of rules, the state, the clock, the tail and the two matchers.

It knows no kind of clause and no agreement.
"""
