"""The doctrine: the meaning of each kind of clause and of event, and its reader."""
