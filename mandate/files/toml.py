"""TOML files read within bounds, and the line of each key."""

from __future__ import annotations

import codecs
import errno
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from mandate.errors import FileError, Problem
from mandate.files.positions import MOST_DEPTH, KeyPath, TooMuchError, lines_of, said
from mandate.files.syntax import problem_of

__all__ = ["MOST_BYTES", "KeyPath", "TomlFile", "parse", "read", "said"]

#: Error numbers of the system for a path at which there can be no file.
_ABSENT = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
#: The size in bytes beyond which a file is refused unread: no agreement comes near it.
MOST_BYTES = 2_000_000


@frozen(eq=False)
class TomlFile:
    """A parsed file that still knows its lines."""

    name: str
    text: str
    data: Mapping[str, Any]
    _lines: Mapping[KeyPath, int] = field(factory=dict, repr=False)

    def line(self, path: KeyPath) -> int | None:
        """Return the line of the key, or of the table around it; None for the whole file."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def place(self, path: KeyPath) -> str:
        """Return file and line of a key, or file and key where the lines are not known."""
        line = self.line(path)
        return f"{self.name}:{line}" if line else f"{self.name}: {said(path)}"


def is_there(path: Path) -> bool:
    """Whether a file or folder has this name. One that cannot be read counts: reading tells why."""
    try:
        path.lstat()
    except ValueError:  # a name that no file can have
        return False
    except OSError as error:
        return error.errno not in _ABSENT
    return True


def read(path: Path, name: str | None = None) -> TomlFile:
    """Read and parse a TOML file.

    Raises:
        FileError: it is missing, too large, nested too deeply, not UTF-8, or not TOML 1.0.

    """
    shown = name or str(path)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            what = (
                "a folder, not a file" if stat.S_ISDIR(mode) else "a device or a pipe, not a file"
            )
            raise _refused(shown, what)
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        what = "a link to a file that is not there" if is_there(path) else "no such file"
        raise _refused(shown, what) from None
    except OSError as error:
        raise _refused(shown, f"cannot be read: {error.strerror}") from None
    if len(raw) > MOST_BYTES:
        raise _refused(shown, f"larger than {MOST_BYTES:,} bytes")
    if raw.startswith(_WIDE) or b"\0" in raw[:4]:
        raise _refused(shown, "in UTF-16 or UTF-32, not UTF-8", "the file in UTF-8", 1)
    try:
        text = raw.decode("utf-8-sig")  # some editors put a byte order mark first
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(shown, "not UTF-8", "the file in UTF-8", line) from None
    return parse(text, shown)


def parse(text: str, name: str) -> TomlFile:
    """Parse TOML text.

    Raises:
        FileError: it is not TOML 1.0, too large, or nested too deeply.

    """
    if len(text) > MOST_BYTES:
        raise _refused(name, f"larger than {MOST_BYTES:,} bytes")
    try:
        lines = lines_of(text)
        return TomlFile(name, text, tomllib.loads(text), lines)
    except TooMuchError as error:
        raise _refused(name, error.what, error.right, error.line) from None
    except RecursionError:  # the caller's own stack was nearly used up
        raise _refused(name, f"brackets nested more than {MOST_DEPTH} deep") from None
    except ValueError as error:  # tomllib.TOMLDecodeError, or a number that is none
        raise FileError([problem_of(name, text, str(error))]) from None


def _refused(
    name: str, what: str, right: str = "", line: int | None = None, path: KeyPath = ()
) -> FileError:
    return FileError([Problem(name, said(path), line, what, right)])
