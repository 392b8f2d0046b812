"""The tables of the reference, made from the doctrine and the code: printed, and in the pages."""
