"""The forms of an answer beside its own text. They know plain data, and no answer."""
