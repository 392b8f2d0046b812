"""The facts that a clause makes: of one key, told at that key, and of more or none, in a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from mandate.doctrine.keys import KEY_TYPES, KeySpec
from mandate.doctrine.model import PARTIES, Make
from mandate.doctrine.patterns import READ_NO_MORE, Scope
from mandate.doctrine.shapes import Shapes
from mandate.engine.grammar import Field, Kind, Ref, Role, Type, Value, refs
from mandate.errors import did_you_mean, shown
from mandate.files.toml import KeyPath

MAKES, SILENCE, ORGANS = "makes", "silence-makes", "organ-makes"
#: What a key may say of facts: made where it is written, where it is not, and for each organ in it.
AT_KEY = (MAKES, SILENCE, ORGANS)
_LISTED = {"fact": "value", "with": "table", "needs": "texts", "lacks": "texts"}
_OLD = ("each", "inner", "only")
_RANK = "rank"
#: Names that every fact may use beside the keys of the clause.
_GIVEN = {"clause": Type.TEXT, "instrument": Type.TEXT, "whole": Type.TEXT, PARTIES: Type.TEXT} | {
    _RANK: Type.COUNT
}
_COUNTING = {"period": Type.PERIOD, "before": Type.BEFORE, "by": Type.BY}


@frozen
class Makes:
    """Reads the facts that are made of these keys."""

    shapes: Shapes
    keys: Mapping[str, KeySpec] = field(hash=False)
    facts: Mapping[str, Kind] = field(hash=False)

    def at_keys(self, raw: Mapping[str, object], path: KeyPath) -> Iterator[Make]:
        """Yield the facts that stand at the keys of a table."""
        for name, written in raw.items():
            if name in self.keys and isinstance(written, Mapping):
                for word in AT_KEY:
                    if word in written:
                        yield from self._at_key(name, word, written[word], (*path, name, word))

    def _at_key(self, name: str, word: str, raw: object, path: KeyPath) -> Iterator[Make]:
        spec = self.keys[name]
        if word == ORGANS and not (spec.many and spec.type == "party"):
            right = 'a key with type = "party" and many = true'
            self.shapes.add(path, f"{ORGANS} where no parties are listed", right)
            return
        needs, lacks = ((), (name,)) if word == SILENCE else ((name,), ())
        for fact, written in self.shapes.table(raw, path).items():
            several = written if isinstance(written, list) and written else [written]
            for number, one in enumerate(several):
                here = (*path, fact) if one is written else (*path, fact, number)
                if isinstance(one, Mapping):
                    each = (name,) if word == ORGANS else ()
                    yield from self._made(fact, one, (here, here), needs, lacks, each)
                else:
                    self.shapes.wrong(here, one, f"the fields of the fact: {fact} = {{ ... }}")

    def listed(self, raw: Mapping[str, object], path: KeyPath) -> Iterator[Make]:
        """Yield the fact of one table of a list: of more keys than one, or of none."""
        form = self.shapes.form({n: v for n, v in raw.items() if n not in _OLD}, path, _LISTED)
        self._old(raw, path)
        fact, needs, lacks = form["fact"], form["needs"], form["lacks"]
        if not self.shapes.all_known((*needs, *lacks), self.keys, path):
            return
        if len(needs) + len(lacks) == 1:
            (name,), word = (needs, MAKES) if needs else (lacks, SILENCE)
            right = f"{word}.{fact} = {{ ... }} at the key {name!r}"
            self.shapes.add(path, "a fact of one key alone, in the list", right)
        yield from self._made(fact, form["with"], (path, (*path, "with")), needs, lacks)

    def _old(self, raw: Mapping[str, object], path: KeyPath) -> None:
        each = raw.get("each", "...")
        forms = {
            "each": f'"${each}" in place of "$each"',
            "inner": f'"${each}.{raw.get("inner")}" in place of "$item"',
            "only": f"{ORGANS}.{raw.get('fact')} = {{ ... }} at the key '{each}'",
        }
        for name in _OLD:
            if name in raw:
                self.shapes.add((*path, name), f"{name} = ..., {READ_NO_MORE}", forms[name])

    def _made(  # noqa: PLR0913  # the parts of a fact and where they stand
        self,
        fact: object,
        raw: Mapping[str, object],
        places: tuple[KeyPath, KeyPath],
        needs: tuple[str, ...],
        lacks: tuple[str, ...],
        each: Sequence[str] = (),
    ) -> Iterator[Make]:
        """Yield the fact with its fields; nothing if there is no such kind."""
        path, of_fields = places
        kind = self.facts.get(fact) if isinstance(fact, str) else None
        if kind is None:
            what = f"no fact of the text is named {shown(fact)}"
            self.shapes.add(path, what, "", did_you_mean(fact, self.facts))
            return
        fields: dict[str, Value] = {kind.about: Ref("clause")} if kind.about else {}
        scope = self._scope()
        for name, value in raw.items():
            here = (*of_fields, name)
            if name in kind.fields:
                fields[name] = scope.value(value, here, kind.fields[name].type)
            else:
                what = f"{kind.name!r} has no field {shown(name)}"
                self.shapes.add(here, what, "", did_you_mean(name, kind.fields))
        for name, declared in kind.fields.items():
            if name not in fields and declared.default is None:
                self.shapes.add(path, f"{kind.name!r} is made without {name!r}", f"{name} = ...")
        used = [ref for value in fields.values() for ref in refs(value)]
        list_, inner = self._list(used, path, each)
        for ref in used:
            if {str(ref)[1:], ref.alias} & {*lacks}:
                what = f"{shown(str(ref))} is not written where this is made"
                self.shapes.add(path, what, "a value that does not rest on that key")
        yield Make(kind.name, fields, needs, lacks, list_, inner, bool(each))

    def _list(self, used: Sequence[Ref], path: KeyPath, each: Sequence[str]) -> tuple[str, str]:
        """Return the list of which each value makes a fact, and the list within its tables."""
        lists, inner = dict.fromkeys(each), dict[str, None]()
        for ref in used:
            name, table = str(ref)[1:], self.keys.get(ref.alias)
            if name == PARTIES or (name in self.keys and self.keys[name].many):
                lists[name] = None
            elif ref.field and table and table.inner:
                lists[ref.alias] = None
                if table.inner[ref.field].many:
                    inner[ref.field] = None
        for found in (lists, inner):
            if len(found) > 1:
                what = f"values of {len(found)} lists: {', '.join(found)}"
                self.shapes.add(path, what, "one list, of which each value makes a fact")
        if Ref(_RANK) in used and not lists:
            right = f'a list beside it: party = "${PARTIES}"'
            self.shapes.add(path, f"'${_RANK}' is the place in a list, and no list is named", right)
        return next(iter(lists), ""), next(iter(inner), "")

    def _scope(self) -> Scope:
        scope = Scope(self.shapes.file, self.shapes.problems)
        groups: dict[str, dict[str, Field]] = {
            "counting": {n: Field(n, t) for n, t in _COUNTING.items()}
        }
        for spec in self.keys.values():
            type_ = KEY_TYPES[spec.type]
            if spec.inner:
                if len(spec.path) == 1:
                    members = spec.inner.items()
                    groups[spec.name] = {n: Field(n, KEY_TYPES[s.type]) for n, s in members}
            elif len(spec.path) == 1:
                scope.names[spec.name] = type_
            else:
                group, name = spec.path
                groups.setdefault(group, {})[name] = Field(name, type_)
        scope.names.update(_GIVEN)
        for group, fields in groups.items():
            scope.aliases[group] = Kind(group, Role.TEXT, fields)
        return scope
