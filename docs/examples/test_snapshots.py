"""A test suite that holds pictures and their truth: `pytest --asset-update` once, then `pytest`."""

from __future__ import annotations

from typing import Any

import pytest

import scenewright as sw


@pytest.mark.parametrize("family", ["bar_chart", "clock", "flowchart"])
def test_samples(family: str, asset_snapshot: Any) -> None:
    """Pixel for pixel, and the whole truth."""
    asset_snapshot(sw.sample(family, level=1, index=3))


@pytest.mark.scenewright_snapshot(metric="rms", tolerance=1.0)
def test_picture_within_a_tolerance() -> bytes:
    """What a test with the marker returns is compared: here the picture alone, nearly."""
    return sw.sample("pie_chart", level=0, index=1).media[0].data
