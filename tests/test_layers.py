"""Imports run one way and in no circle, each delicate library has one home, nothing reads a clock.

The modules are read as text, not imported, so imports inside functions and for types count too.
"""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import mandate

PACKAGE = Path(mandate.__file__).parent

# From the bottom up. A module imports from its own layer's folder, from lower layers, and from
# `errors`, which stands below all. What shares a line may import its neighbour, in one direction.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "fixed", "once", "plain_data", "renamed", "words"),
    ("views",),
    ("counting",),
    ("files", "text", "record"),
    ("engine",),
    ("doctrine",),
    ("loading", "timeline"),
    ("answers", "library", "reference", "schema"),
    ("mandate",),
    ("checking", "docket", "slips", "verification"),
    ("__init__",),  # the public face; the layers above may use it as any user does
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

# The only module that may import each of these.
HOMES = {
    "durable": "mandate.engine.durable",
    "durable_rules_engine": "mandate.engine.durable",
    "dateutil": "mandate.counting.months",
}

# Same files, same question, same answer: no clock, no chance, no network.
FORBIDDEN = {"http", "random", "requests", "secrets", "socket", "time", "urllib.request"}
CLOCKS = {"now", "today", "utcnow"}
# With this many arguments or fewer, these take the zone of the machine.
LOCAL_ZONE = {"astimezone": 0, "fromtimestamp": 1}

Modules = dict[str, ast.Module]


def read_package() -> Modules:
    """Parse every module of the package, by its dotted name."""
    modules = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] == "_rules":
            continue
        if len(parts) > 1 and parts[-1] == "__init__":
            parts = parts[:-1]
        modules[".".join(("mandate", *parts))] = ast.parse(path.read_text(encoding="utf-8"))
    return modules


def folders(modules: Modules) -> dict[str, None]:
    """Return the names that are packages: relative imports start at the package itself."""
    return dict.fromkeys([*(name.rpartition(".")[0] for name in modules), "mandate.__init__"])


def layer(name: str) -> str:
    """Return the layer of a module: the first name below `mandate`."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imported(name: str, modules: Modules) -> set[str]:
    """Return all that a module imports, by absolute name, static or by a constant string."""
    here = [part for part in name.split(".") if part != "__init__"]
    parent = here if name in folders(modules) else here[:-1]
    found = set()
    for node in ast.walk(modules[name]):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=source, names=names, level=level):
                base = parent[: len(parent) - level + 1] if level else []
                start = ".".join([*base, *([source] if source else [])])
                for alias in names:
                    whole = f"{start}.{alias.name}"
                    own = within(start, "mandate") and whole not in modules | folders(modules)
                    found.add(start if own else whole)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(target)), *_],
            ):
                found.add(target)
    return found


def within(name: str, package: str) -> bool:
    """Say whether a dotted name is the package or lies in it."""
    return name == package or name.startswith(f"{package}.")


def own_imports(modules: Modules) -> list[tuple[str, str]]:
    """Return each import of one of the package's modules by another, as a pair of names."""
    return sorted(
        (name, target)
        for name in modules
        for target in imported(name, modules)
        if within(target, "mandate")
    )


def unplaced(modules: Modules) -> list[str]:
    return sorted({name for name in modules if layer(name) not in RANK})


def upward(modules: Modules) -> list[str]:
    return [
        f"{name} imports {target}"
        for name, target in own_imports(modules)
        if layer(name) in RANK and RANK.get(layer(target), len(LAYERS)) > RANK[layer(name)]
    ]


def mutual(modules: Modules) -> list[str]:
    pairs = {(layer(name), layer(target)) for name, target in own_imports(modules)}
    return sorted(f"{a} and {b}" for a, b in pairs if a < b and (b, a) in pairs)


def circles(modules: Modules) -> list[str]:
    """Return the modules of a circle, if there is one, each with the next that it imports."""
    imports: dict[str, list[str]] = {name: [] for name in modules}
    for name, target in own_imports(modules):
        imports[name].append("mandate.__init__" if target == "mandate" else target)
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return [" imports ".join(reversed(error.args[1]))]
    return []


def astray(modules: Modules) -> list[str]:
    return sorted(
        f"{name} imports {target}, which belongs in {home}"
        for name in modules
        for target in imported(name, modules)
        for library, home in HOMES.items()
        if within(target, library) and name != home
    )


def clocks(modules: Modules) -> list[str]:
    found = [
        f"{name} imports {target}"
        for name in modules
        for target in imported(name, modules)
        if any(within(target, module) for module in FORBIDDEN)
    ]
    for name, tree in modules.items():
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(attr=attr) if attr in CLOCKS:
                    found.append(f"{name}, line {node.lineno}: {attr}")
                case ast.Call(func=ast.Attribute(attr=attr), args=args, keywords=keywords) if len(
                    args
                ) + len(keywords) <= LOCAL_ZONE.get(attr, -1):
                    found.append(f"{name}, line {node.lineno}: {attr} without a zone")
    return sorted(found)


MODULES = read_package()


def test_package_is_read():
    assert "mandate.__init__" in MODULES
    assert len(MODULES) > 1


FINDERS = [unplaced, upward, mutual, circles, astray, clocks]


@pytest.mark.parametrize("find", FINDERS)
def test_package(find):
    assert find(MODULES) == []


def parsed(**sources: str) -> Modules:
    """Make modules from source: `engine__durable="..."` is mandate/engine/durable.py."""
    names = {key: "mandate." + key.replace("__", ".") for key in sources}
    parents = {name.rpartition(".")[0] for name in names.values()} - {"mandate"}
    texts = dict.fromkeys(["mandate.__init__", *parents], "") | {
        names[key]: source for key, source in sources.items()
    }
    return {name: ast.parse(text) for name, text in texts.items()}


@pytest.mark.parametrize(
    ("find", "sources"),
    [
        (unplaced, {"helpers": ""}),
        (upward, {"counting__months": "from mandate.engine import clock", "engine__clock": ""}),
        (upward, {"counting__months": "import mandate.engine.clock", "engine__clock": ""}),
        (upward, {"counting__months": "from ..engine.clock import run", "engine__clock": ""}),
        (upward, {"counting__months": "from .. import cli", "cli": ""}),
        (upward, {"counting__months": "from mandate import cli", "cli": ""}),
        (upward, {"engine__clock": "def run():\n    from mandate.answers import text"}),
        (upward, {"engine__clock": "import_module('mandate.answers')", "answers__text": ""}),
        (upward, {"engine__clock": "from mandate import status"}),
        (upward, {"library": "import mandate.cli", "cli__laws": ""}),
        (upward, {"errors": "from mandate.counting import months", "counting__months": ""}),
        (mutual, {"text__a": "import mandate.record", "record__b": "import mandate.text"}),
        (circles, {"text__a": "from mandate.text.b import B", "text__b": "from . import a"}),
        (circles, {"text__a": "def run():\n    import mandate.text.a"}),
        (
            circles,
            {
                "text__a": "from mandate.text.b import B",
                "text__b": "def run():\n    from mandate.text.c import C",
                "text__c": "if TYPE_CHECKING:\n    from mandate.text.a import A",
            },
        ),
        (upward, {"timeline__span": "from mandate.answers import text", "answers__text": ""}),
        (astray, {"engine__plain": "import durable_rules_engine"}),
        (astray, {"engine__plain": "importlib.import_module('durable_rules_engine')"}),
        (astray, {"engine__plain": "from durable.lang import ruleset"}),
        (astray, {"counting__zones": "from dateutil import tz"}),
        (clocks, {"counting__zones": "today = date.today()"}),
        (clocks, {"counting__zones": "read = datetime.datetime.now"}),
        (clocks, {"counting__zones": "import time"}),
        (clocks, {"counting__zones": "from time import time"}),
        (clocks, {"counting__zones": "moment.astimezone()"}),
        (clocks, {"counting__zones": "datetime.fromtimestamp(0)"}),
        (clocks, {"views__html": "from urllib import request"}),
    ],
)
def test_a_breach_is_found(find, sources):
    assert find(parsed(**sources))


@pytest.mark.parametrize(
    "sources",
    [
        {"engine__clock": "from mandate.errors import Refused", "errors": ""},
        {"engine__clock": "from . import plain", "engine__plain": ""},
        {"engine__clock": "from mandate.counting.months import add", "counting__months": ""},
        {"record__event": "from mandate.text import clause", "text__clause": ""},
        {"answers__text": "from mandate.timeline import span", "timeline__span": ""},
        {"cli": "from mandate import status"},
        {"engine__durable": "import durable_rules_engine"},
        {"counting__months": "from dateutil.relativedelta import relativedelta"},
        {"counting__zones": "from datetime import time; moment.astimezone(UTC)"},
        {"counting__zones": "datetime.fromtimestamp(0, UTC)"},
        {"views__html": "from urllib.parse import quote"},
    ],
    ids=lambda sources: next(reversed(sources.values())) or next(iter(sources.values())),
)
def test_what_is_allowed_is_not_flagged(sources):
    modules = parsed(**sources)

    assert not [found for find in FINDERS for found in find(modules)]


def test_a_circle_is_told_by_its_names():
    sources = {
        "text__a": "from mandate.text import b",
        "text__b": "from mandate.text import c",
        "text__c": "from mandate.text import b",
    }

    assert circles(parsed(**sources)) in (
        ["mandate.text.b imports mandate.text.c imports mandate.text.b"],
        ["mandate.text.c imports mandate.text.b imports mandate.text.c"],
    )
