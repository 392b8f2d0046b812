"""Loading stays cheap: the positions of keys and the checks of values take few calls of Python."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import mandate
from mandate import library

#: The 2020 statement took twice as many when it was read a key at a time.
MOST_CALLS = 14_701
PACKAGE = Path(mandate.__file__).parent
#: The rooms that read files.
READING = tuple(str(PACKAGE / room) for room in ("files", "doctrine", "loading"))


def test_the_statement_of_2020_is_loaded_in_few_calls() -> None:
    folder = library.rules_folder()
    library.read_folder(folder / "ukraine-russia-1997")
    calls = 0

    def count(frame: FrameType, event: str, _value: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code.co_filename.startswith(READING)

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        library.read_folder(folder / "nagorno-karabakh-2020")
    finally:
        sys.setprofile(before)

    assert 0 < calls <= MOST_CALLS
