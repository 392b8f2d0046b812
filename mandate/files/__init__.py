"""Files: TOML within bounds, the line of every key, and all that is wrong, told at once."""
