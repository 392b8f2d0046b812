"""Calendar arithmetic: durations, the three counting conventions, instants and zones.

Everything here is pure: days and positions are plain integers, and nothing reads a clock.
"""
