"""The record: what happened, when, and when it became known; with sources, gaps and an end."""
