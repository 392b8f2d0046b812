"""JSON Schemas of the files and of a status: how they are made, and beside it what came of it."""
