"""Fixtures for tests of the build: a tiny family that comes in as an installed package's would."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scenewright import families

TINY = Path(__file__).parent / "tiny"


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of the family of `tests/tiny`, which is found here and in processes started from here."""
    monkeypatch.syspath_prepend(str(TINY))
    monkeypatch.setenv("PYTHONPATH", str(TINY))
    families.names.cache_clear()
    families.family.cache_clear()
    yield "tiny"
    families.names.cache_clear()
    families.family.cache_clear()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        not shutil.which("mount")
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)], capture_output=True
        ).returncode
    ):
        pytest.skip("mounting a file system needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def scope(nodeid: str) -> str:
    """What a test shares costly things with: the family it is about, whose corpus is made once, or else its module."""
    module, _, test = nodeid.partition("::")
    found = next((name for name in re.findall(r"\w+", test.partition("[")[2]) if name in families.BUILTIN), "")
    return found or module


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """All tests of a scope go to one worker, in a row.

    Not by `xdist_group` marks: pytest-xdist 3.8 writes the groups into node ids, where pytest 9.2 does not look.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scopes(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return scope(nodeid)

    return Scopes(config, log)
