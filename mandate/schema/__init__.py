"""JSON Schemas of the files and of a status: the code that makes them, and the schemas made."""
