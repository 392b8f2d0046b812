"""The record: events, each with the time when it became known; sources, gaps and an end."""
