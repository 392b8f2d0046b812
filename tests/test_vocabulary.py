"""The words in which a status speaks are those of the doctrine, no more and no fewer."""

from __future__ import annotations

import pytest

from mandate.answers.vocabulary import WORDS
from mandate.library import doctrine


@pytest.mark.parametrize(("place", "words"), sorted(WORDS.items()), ids=str)
def test_words_are_those_of_the_doctrine(place: tuple[str, str], words: type) -> None:
    section, _, path = ".".join(place).partition(".")
    name, _, column = path.partition(".")
    axis = doctrine().axes[section][name]
    axis = axis.columns[column] if column else axis

    assert list(axis.choices) == [str(word) for word in words]  # type: ignore[attr-defined]


def test_every_closed_list_of_the_doctrine_has_its_words() -> None:
    closed = {
        (section, name)
        for section, axes in doctrine().axes.items()
        for name, axis in axes.items()
        if axis.choices
    }

    assert closed == {place for place in WORDS if "." not in place[1]}
