"""The fixed keys of the files, which their tables have whatever the doctrine says."""

from __future__ import annotations

from collections.abc import Mapping

from mandate.loading.keys import ROLES, KeySpec

INSTRUMENT = "instrument"
#: Texts with more clauses (with their items), parties or subjects are refused. The longest peace
#: agreements have some hundred provisions, and the engine's work grows with the square of them.
MOST_CLAUSES = 500
#: Facts that one text may make.
MOST_FACTS = 10_000
#: Scenarios of one file: each that adds something to the record works all of it out anew.
MOST_SCENARIOS = 2_000

Keys = Mapping[str, KeySpec]


def _keys(*specs: KeySpec) -> Keys:
    return {spec.name: spec for spec in specs}


def _key(
    name: str, type_: str, right: str = "", inner: Keys | None = None, choices: tuple[str, ...] = ()
) -> KeySpec:
    """Make one key; it is required where there is something to write in place of none."""
    return KeySpec(
        (name,), type_, required=bool(right), choices=choices, inner=inner or {}, right=right
    )


def _text(name: str) -> KeySpec:
    return _key(name, "text", f'{name} = "..."')


_TITLE = _text("title")
_FORMAT = _key("format", "format", "format = 1")
_SOURCES = _key(
    "sources",
    "members",
    inner=_keys(
        _TITLE, _key("url", "address"), _key("language", "language"), _key("retrieved", "day")
    ),
)
_PARTY = _keys(_text("name"), _key("role", "role", choices=ROLES))
_SUBJECT = _keys(_text("name"), _key("states", "states", "states = ..."))

#: agreement.toml
AGREEMENT = _keys(
    _FORMAT,
    _key("id", "id", 'id = "..."'),
    _TITLE,
    _text("headline"),
    _key("parties", "members", "a table [parties]", _PARTY),
    _key("counting", "table", "a table [counting]"),
    _key(INSTRUMENT, "table", "a table [instrument]"),
    _key("clauses", "members", "a table [clauses]"),
    _key("short", "text"),
    _key("language", "language"),
    _key("notes", "texts"),
    _SOURCES,
    _key("subjects", "members", inner=_SUBJECT),
)
#: The words of an item, which takes over from its clause any that it leaves out.
WORDS = _keys(
    _key("title", "text"),
    _key("cite", "text"),
    _key("quote", "text"),
    _key("language", "language"),
    _key("source", "sources"),
    _key("note", "text"),
)
#: The words of a clause, whatever its kind.
CLAUSE = _keys(
    _text("kind"),
    _TITLE,
    _text("cite"),
    _text("quote"),
    _key("language", "language", 'language = "..."'),
    _key("source", "sources", "source = ..."),
    _key("note", "text"),
)
#: The words of the text as a whole, which may leave out any, and the day of its signature.
WHOLE = {**WORDS, **_keys(_key("signed", "day"))}

_GAP = _keys(
    _key("from", "day", "from = 2020-11-10"), _key("to", "day", "to = 2020-11-10"), _text("because")
)
#: record.toml
RECORD = _keys(
    _FORMAT,
    _text("agreement"),
    _key("complete-to", "day"),
    _key("gaps", "rows", inner=_GAP),
    _key("events", "rows"),
    _SOURCES,
)

#: scenarios.toml
SCENARIOS = _keys(_text("agreement"), _key("scenario", "rows", "a list of tables [[scenario]]"))
#: One of the scenarios.
SCENARIO = _keys(
    _text("says"),
    _key("on", "later", "on = ..."),
    _key("expect", "table", "a table [expect]"),
    _key("as-known-on", "later"),
    _key("add", "rows"),
    _key("without", "texts"),
)
