"""Scenes and questions are exactly, pictures nearly, what they were. `make golden` writes them anew: look at the
difference before you commit it.
"""

from __future__ import annotations

import pytest

from scenewright.families import BUILTIN
from scenewright.snapshots.assets import Asset
from scenewright.snapshots.plugin import AssetSnapshot
from tests.golden.compute import pictures, truth

pytestmark = pytest.mark.golden
TOLERANCE = 5.0
"""Root mean square difference of a small copy, in levels of 255: above what another build of a library's anti-aliasing
changes, below what a moved label or another colour does."""


@pytest.mark.parametrize("name", BUILTIN)
def test_truth(name: str, asset_snapshot: AssetSnapshot) -> None:
    asset_snapshot(Asset(media=(), truth=truth(name)))


@pytest.mark.parametrize("name", BUILTIN)
def test_pictures(name: str, asset_snapshot: AssetSnapshot) -> None:
    for id, image in pictures(name).items():
        asset_snapshot(image, id, metric="rms", tolerance=TOLERANCE)
