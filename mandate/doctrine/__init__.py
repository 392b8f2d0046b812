"""The doctrine: what kinds of clause and of event mean, and how ``rules/doctrine/`` is read."""
