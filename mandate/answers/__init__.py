"""Answers: statuses and their reasons, possible acts, and the course over time."""
