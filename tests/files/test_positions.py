"""The line of every key is the line on which it stands, whatever surrounds it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.files.positions import MOST_DEPTH, MOST_PARTS, KeyPath, TooMuchError, lines_of
from mandate.files.toml import said
from mandate.library import rules_folder

BUNDLED = sorted(rules_folder().rglob("*.toml"))

TEXT = '''\
top = 1
"quoted.key" = { a = 1, "b c" = [1,
  { d = 2 }], e.f = 3 }

[table]   # [not.a.table]
one.two = "x = 1"
long = """
[fake]
key = 1 \\""" still inside
""" # "
after = \'\'\'
it's [[fake]]
\'\'\'\'
lines = [
  # ]
  "a # b", [
    1,
  ],
  2020-11-10 10:00:00,
]

[[list]]
x = 1

[[list]]
[list.inner]
y = 2

[[list.more]]
z = "\\\\"
[[list.more]]
z = \'\\\'
'''

WHERE: dict[KeyPath, int] = {
    ("top",): 1,
    ("quoted.key",): 2,
    ("quoted.key", "a"): 2,
    ("quoted.key", "b c"): 2,
    ("quoted.key", "b c", 0): 2,
    ("quoted.key", "b c", 1): 3,
    ("quoted.key", "b c", 1, "d"): 3,
    ("quoted.key", "e"): 3,
    ("quoted.key", "e", "f"): 3,
    ("table",): 5,
    ("table", "one"): 6,
    ("table", "one", "two"): 6,
    ("table", "long"): 7,
    ("table", "after"): 11,
    ("table", "lines"): 14,
    ("table", "lines", 0): 16,
    ("table", "lines", 1): 16,
    ("table", "lines", 1, 0): 17,
    ("table", "lines", 2): 19,
    ("list",): 22,
    ("list", 0): 22,
    ("list", 0, "x"): 23,
    ("list", 1): 25,
    ("list", 1, "inner"): 26,
    ("list", 1, "inner", "y"): 27,
    ("list", 1, "more"): 29,
    ("list", 1, "more", 0): 29,
    ("list", 1, "more", 0, "z"): 30,
    ("list", 1, "more", 1): 31,
    ("list", 1, "more", 1, "z"): 32,
}


def paths(data: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key path of parsed data."""
    members = data.items() if isinstance(data, dict) else []
    for key, value in enumerate(data) if isinstance(data, list) else members:
        yield (*path, key)
        yield from paths(value, (*path, key))


def test_every_key_of_an_awkward_text() -> None:
    assert set(paths(tomllib.loads(TEXT))) == set(WHERE)
    assert lines_of(TEXT) == WHERE


def test_windows_line_ends_count_once() -> None:
    assert lines_of(TEXT.replace("\n", "\r\n")) == WHERE


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "\u2029"])
def test_only_a_line_feed_ends_a_line(odd: str) -> None:
    """`str.splitlines` would count these too; no editor does."""
    assert lines_of(f'a = "{odd}"\nb = 1') == {("a",): 1, ("b",): 2}


@pytest.mark.parametrize("file", BUNDLED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_key_of_the_bundled_files(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    rows = text.split("\n")

    found = lines_of(text)

    assert set(found) == set(paths(tomllib.loads(text)))
    for path, line in found.items():
        if isinstance(path[-1], str):
            assert path[-1] in rows[line - 1]


@given(st.text(alphabet="ab.\"'[]{}=,# \n\\1", max_size=60))
def test_whatever_is_toml_is_scanned_to_its_end(text: str) -> None:
    """On each text that the parser takes, the scan finds the same keys; on others it just stops."""
    found = lines_of(text)
    try:
        data = tomllib.loads(text)
    except ValueError:
        return
    assert set(found) == set(paths(data))


@st.composite
def written(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """Draw a text of tables, lists and long strings, and the line on which each key was put."""
    rows: list[str] = []
    where: dict[KeyPath, int] = {}
    tables = draw(st.integers(1, 4))
    for number in range(tables):
        table: KeyPath = (f"t{number}",)
        is_list = draw(st.booleans())
        rows += draw(st.lists(st.sampled_from(["", "# [x] = 1"]), max_size=2))
        rows.append(f"[[t{number}]]" if is_list else f"[ t{number} ]")
        where[table] = len(rows)
        if is_list:
            table = (*table, 0)
            where[table] = len(rows)
        for key in range(draw(st.integers(0, 3))):
            path = (*table, f"k{key}")
            style = draw(st.sampled_from(["plain", "long", "dotted", "inline", "list"]))
            rows.append("")
            where[path] = len(rows)
            if style == "plain":
                rows[-1] = f"k{key} = '[a] = \"'  # t0 = 1"
            elif style == "long":
                rows[-1] = f'k{key} = """'
                rows += [*draw(st.lists(st.sampled_from(["[t9]", "a = 1", "'''"]))), '"""']
            elif style == "dotted":
                rows[-1] = f'"k{key}" . sub = 1'
                where[*path, "sub"] = len(rows)
            elif style == "inline":
                rows[-1] = f"k{key} = {{ x = 1, y.z = 2 }}"
                where.update({(*path, *more): len(rows) for more in (("x",), ("y",), ("y", "z"))})
            else:
                rows[-1] = f"k{key} = [ # ["
                for index in range(draw(st.integers(0, 3))):
                    rows.append(f"  {index},")
                    where[*path, index] = len(rows)
                rows.append("]")
    return "\n".join(rows), where


@given(written())
def test_each_key_is_found_where_it_was_put(case: tuple[str, dict[KeyPath, int]]) -> None:
    text, where = case

    assert lines_of(text) == where


def test_brackets_are_counted_where_they_nest_and_nowhere_else() -> None:
    deep = "[" * MOST_DEPTH + "]" * MOST_DEPTH
    hidden = f'a = {deep}\nb = "{"[" * 200}"\n# {"{" * 200}\nc = """{"[" * 200}"""'

    assert lines_of(hidden)["c",] == 4
    with pytest.raises(TooMuchError) as caught:
        lines_of(f"x = 1\na = [{deep}]")
    assert caught.value.line == 2
    assert str(MOST_DEPTH) in caught.value.what


def test_brackets_hidden_behind_comments_still_nest() -> None:
    with pytest.raises(TooMuchError):
        lines_of("a = " + "[ # ]\n" * (MOST_DEPTH + 1))


def test_parts_of_a_key_are_counted() -> None:
    assert len(lines_of(".".join("a" * MOST_PARTS) + " = 1")) == MOST_PARTS
    for text in (".".join("a" * (MOST_PARTS + 1)), "[" + ".".join("a" * 99), "a={" + "a." * 99):
        with pytest.raises(TooMuchError):
            lines_of(text)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), ""),
        (("a", "b", 3, "c"), "a.b[3].c"),
        (("a", "b c"), "a.'b c'"),
        (("a\n",), r"'a\n'"),
        (("x" * 99,), repr("x" * 60)),
    ],
)
def test_a_path_as_it_is_said(path: KeyPath, shown: str) -> None:
    assert said(path) == shown
