"""The forms an answer can take beside text. A heavy library is imported where it is used."""
