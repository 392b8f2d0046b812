"""The authors' files: agreement, record and scenarios, read by what the doctrine says."""
