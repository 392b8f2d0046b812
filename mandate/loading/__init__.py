"""Files in, checked values out: TOML → doctrine, text, record. All problems of a file at once."""
