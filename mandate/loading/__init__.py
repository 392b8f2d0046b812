"""The authors' files: agreement, record and scenarios, read by the doctrine's declarations."""
