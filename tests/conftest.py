"""Fixtures for tests of the build: a tiny family that comes in as an installed package's would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
