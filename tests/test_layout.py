"""The house keeps its shape: imports run one way, stems name families, links are relative, the tables are listed."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from scenewright.families import BUILTIN

ROOT = Path(__file__).parent.parent
ROLES = ("scenes", "simulators", "renderers", "qa_templates")
"""In the order of the floors: each may import from the ones before it, and from itself."""

FILES = [path for role in ROLES for path in sorted((ROOT / role).glob("**/*.py"))]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    role = path.relative_to(ROOT).parts[0]
    allowed = {f"scenewright.{r}" for r in ROLES[: ROLES.index(role) + 1]}
    for name in imported(path):
        if name.startswith("scenewright"):
            assert any(name == a or name.startswith(f"{a}.") for a in allowed), f"{name} is above {role}"
        assert name.split(".")[0] not in ROLES, f"{name}: import it as scenewright.{name}"


@pytest.mark.parametrize("name", BUILTIN)
def test_each_family_has_its_rooms(name: str) -> None:
    for role in ("scenes", "renderers", "qa_templates"):
        assert (ROOT / role / f"{name}.py").is_file()
    assert (ROOT / "scenewright" / "audit" / "oracles" / f"{name}.py").is_file()


def test_families_are_registered() -> None:
    drawn = {path.stem for path in (ROOT / "scenes").glob("*.py") if "\nSCENE = " in path.read_text()}
    styled = {path.stem for path in (ROOT / "renderers").glob("*.py") if "\nSTYLE = " in path.read_text()}
    assert drawn == styled == set(BUILTIN)


@pytest.mark.parametrize("role", ROLES)
def test_links_are_relative(role: str) -> None:
    assert os.readlink(ROOT / "scenewright" / role) == f"../{role}"


def test_no_reminders_to_edit_elsewhere() -> None:
    for path in FILES + sorted((ROOT / "scenewright").glob("*.py")):
        text = path.read_text().lower()
        assert "remember to" not in text, path
        assert "# todo" not in text, path


UNORDERED = (ast.Set, ast.SetComp)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nothing_is_listed_in_the_order_of_a_set(path: Path) -> None:
    """`tuple({...})` and `for x in {...}` give another order under another hash seed: sort, or use `dict.fromkeys`."""
    for node in ast.walk(ast.parse(path.read_text())):
        listed = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tuple", "list"):
            listed = node.args[:1]
        elif isinstance(node, ast.For):
            listed = [node.iter]
        elif isinstance(node, ast.ListComp):
            listed = [generator.iter for generator in node.generators]
        elif isinstance(node, ast.Starred):
            listed = [node.value]
        for value in listed:
            called = value.func if isinstance(value, ast.Call) else None
            unordered = isinstance(value, UNORDERED) or (isinstance(called, ast.Name) and called.id == "set")
            assert not unordered, f"{path.name}:{node.lineno}"
