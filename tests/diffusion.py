"""What the tests of diffusion share: tiny models, made once per process, and pictures to repaint."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenewright.renderers.base import Rendering
from scenewright.renderers.shapes import draw_style, render
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.shapes import LEVELS, Shapes, draw_scene


@cache
def _root() -> Path:
    import atexit

    root = Path(tempfile.mkdtemp(prefix="tiny-models-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return root


@cache
def model(name: str, **options: Any) -> Path:
    """The folder of a tiny model of `tests.tiny_models`."""
    import warnings

    from scenewright.renderers.diffusion.pipelines import quiet
    from tests import tiny_models

    to = _root() / "-".join([name, *options])
    with quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name == "ip_adapter":
            return tiny_models.ip_adapter(to, model("sd15"))
        made: Path = getattr(tiny_models, name)(to, **options)
    return made


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No network: the hub is told so, and a connection that is tried all the same fails the test."""
    import torch

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def drawn_shapes(level: int, count: int, seed: int = 0) -> list[tuple[Shapes, Any, Rendering]]:
    """Scenes of shapes with style and rendering."""
    out: list[tuple[Shapes, Any, Rendering]] = []
    number = 0
    while len(out) < count:
        number += 1
        try:
            scene = draw_scene(LEVELS[level], rng_for(seed, "diffusion test", level, number))
            style = draw_style(rng_for(seed, "diffusion test style", level, number))
            out.append((scene, style, render(scene, style)))
        except Reject:
            continue
    return out


def noise(shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    return rng_for(seed, "noise").integers(0, 256, shape, dtype=np.uint8)


ENVIRONMENT = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
