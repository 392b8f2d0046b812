"""The forms of an answer beside text. A heavy library is imported where it is used."""
