"""Answers: what is so and why, what could be, and how it goes over time."""
