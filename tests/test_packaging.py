"""What is installed is whole: version, rules, types, the command, and a light import."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import mandate

PACKAGE = Path(mandate.__file__).parent
PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
DISTRIBUTION = importlib.metadata.distribution("peace-mandate")


def rules_folder() -> Path:
    """Where the bundled rules are: inside an installed package, beside it in a working copy."""
    inside = PACKAGE / "_rules"
    return inside if inside.is_dir() else PACKAGE.parent / "rules"


def bundled() -> set[str]:
    return {path.parent.name for path in rules_folder().glob("*/agreement.toml")}


def test_version_is_that_of_the_metadata():
    assert DISTRIBUTION.version == mandate.__version__


def test_version_is_that_of_the_project_file():
    # Differs after a change of version, until `make` has installed the package anew.
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]

    assert project["version"] == mandate.__version__


def test_rules_are_found():
    assert bundled(), f"no agreement under {rules_folder()}"
    assert bundled() == set(mandate.agreements())


def test_doctrine_is_found():
    assert list((rules_folder() / "doctrine").glob("*.toml"))


def test_types_are_declared():
    assert (PACKAGE / "py.typed").is_file()


def test_command_is_declared():
    (command,) = DISTRIBUTION.entry_points.select(group="console_scripts", name="mandate")

    assert callable(command.load())


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="its release cannot be imported on 3.13")
def test_durable_rules_comes_with_the_package():
    assert importlib.import_module("durable_rules_engine")


def test_requirements_name_durable_rules_where_it_can_be_imported():
    required = [line for line in DISTRIBUTION.requires or [] if "extra ==" not in line]
    (durable,) = [line for line in required if re.match(r"durable[-_]rules\b", line)]

    assert re.search(r'python_version\s*<\s*["\']3\.13["\']', durable)


def test_the_line_without_a_compiler_names_all_that_is_needed_but_durable_rules():
    readme = (PYPROJECT.parent / "README.md").read_text(encoding="utf-8")
    (named,) = re.findall(r"^\$ python -m pip install --no-deps \. (.+)$", readme, re.MULTILINE)

    older = {"six"}  # python-dateutil needed it before its version 4
    assert set(named.split()) == needed("peace-mandate") - {"durable-rules"} | older


def needed(name):
    """Return the names of all the distributions that one needs on each Python, in any depth."""
    lines = [line for line in importlib.metadata.requires(name) or [] if "extra ==" not in line]
    own = {re.match(r"[\w.-]+", line)[0].replace("_", "-").lower() for line in lines}
    return own.union(*(needed(other) for other in own - {"durable-rules"}))


def test_import_is_light():
    """A plain import loads no optional library, and none that only tests need."""
    heavy = {"hypothesis", "icalendar", "numpy", "pandas", "polars", "pytest", "tomli_w"}
    script = "import sys, mandate; print(*sys.modules)"

    run = subprocess.run(  # noqa: S603 -- the interpreter that runs this test, on a constant
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert heavy.isdisjoint(run.stdout.split())
