"""Optional libraries, which only a view needs: imported when the view is asked for."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from mandate.errors import MissingDependencyError


def library(module: str, name: str, extra: str, what: str) -> ModuleType:
    """Return an optional library.

    Raises:
        MissingDependencyError: the library is not installed; the error names the command that
            installs it.

    """
    try:
        return import_module(module)
    except ImportError:
        msg = f"{what} need the {name} library: pip install 'peace-mandate[{extra}]'"
        raise MissingDependencyError(msg) from None
