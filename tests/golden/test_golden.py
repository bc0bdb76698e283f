"""Scenes and questions are exactly, pictures nearly, what they were. `make golden` writes them anew."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from scenewright.families import BUILTIN
from tests.golden.compute import FOLDER, pictures, truth

pytestmark = pytest.mark.golden
TOLERANCE = 2.0
"""Mean absolute difference of a small copy, in grey levels of 255: below what another build of a library's
anti-aliasing changes, far above which a moved label or another colour lies."""


@pytest.mark.parametrize("name", BUILTIN)
def test_truth_is_unchanged(name: str) -> None:
    stored = json.loads((FOLDER / f"{name}.json").read_text())
    found = truth(name)
    changed = {
        part: [k for k in stored[part] | found[part] if stored[part].get(k) != found[part].get(k)] for part in found
    }
    assert not any(changed.values()), changed


@pytest.mark.parametrize("name", BUILTIN)
def test_pictures_are_unchanged(name: str) -> None:
    found = pictures(name)
    stored = {path.stem for path in (FOLDER / "pictures").glob(f"{name}-*.png")}
    assert stored == found.keys()
    for id, image in found.items():
        before = Image.open(FOLDER / "pictures" / f"{id}.png")
        assert before.size == image.size, id
        difference = np.abs(np.asarray(before, float) - np.asarray(image, float)).mean()
        assert difference < TOLERANCE, (id, difference)
