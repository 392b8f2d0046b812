"""Answers: what is so and why, what could be, and the course of things over time."""
