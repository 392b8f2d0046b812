"""Sphinx directives that print what the doctrine and the agreements say of themselves."""
