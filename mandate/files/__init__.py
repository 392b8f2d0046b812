"""Files: TOML within bounds, the line of every key, and all problems of a file told at once."""
