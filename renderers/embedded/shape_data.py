"""What the shapes model learns from: our own drawn scenes, made to look photographed, beside maps of their layout.

The maps say which colour's name is where, where visible parts have their edges, and where a table is. All else, what
"red" looks like, paper or board, its grain, light, shading, shadows, warmth, blur, is the model's.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from scenewright.renderers.shapes import ShapesStyle, draw_style, layout_maps, picture
from scenewright.scenes.base import Reject, chance, pick, rng_for, uniform
from scenewright.scenes.shapes import COLOURS, Shapes, ShapesSpec, draw_scene

SIDE = 128
MAP_CHANNELS = len(COLOURS) + 2
DRAWN = 256
"""Height in pixels at which training pictures are drawn before they are made smaller."""
SPEC = ShapesSpec(items_min=2, items_max=8, on_table=0.3, meetings=2, visible_min=0.68, width_max=1.0)


def maps_of(scene: Shapes) -> np.ndarray:
    """The condition, `(MAP_CHANNELS, SIDE, SIDE)` in [-1, 1]: a plane for each colour's name, edges, the table."""
    fine = layout_maps(scene, 2 * SIDE)
    planes = (fine[0][None] == np.arange(1, len(COLOURS) + 1)[:, None, None]).astype(np.float32)
    out = np.empty((MAP_CHANNELS, SIDE, SIDE), np.float32)
    out[: len(COLOURS)] = planes.reshape(len(COLOURS), SIDE, 2, SIDE, 2).mean(axis=(2, 4))
    out[-2] = (fine[2] > 0).astype(np.float32).reshape(SIDE, 2, SIDE, 2).mean(axis=(1, 3))
    rows = (np.arange(SIDE) + 0.5) / SIDE
    out[-1] = (rows > scene.horizon)[:, None] if scene.ground == "table" else 0.0
    return 2 * out - 1


def _field(rng: np.random.Generator, cells: int) -> np.ndarray:
    """Smooth random values of mean 0 and spread 1, `(SIDE, SIDE)`."""
    coarse = rng.standard_normal((cells, cells)).astype(np.float32)
    out = cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return np.asarray((out - out.mean()) / (out.std() + 1e-6))


def photographed(drawn: np.ndarray, ground: np.ndarray, light_deg: float, rng: np.random.Generator) -> np.ndarray:
    """A drawn picture `(SIDE, SIDE, 3)` in [0, 1] as a camera might have it: uneven light, grain of the ground,
    white balance, a soft lens. `ground` is 1 where no item is.
    """
    image = drawn.copy()
    x, y = np.meshgrid(np.linspace(-1, 1, SIDE), np.linspace(-1, 1, SIDE))
    angle = np.radians(light_deg)
    fall = uniform(rng, 0.03, 0.13) * (np.cos(angle) * x + np.sin(angle) * y) + 0.015 * _field(rng, 4)
    image *= (1 + fall)[:, :, None]
    kind = pick(rng, ("smooth", "fibre", "weave", "board"))
    strength = uniform(rng, 0.008, 0.028)
    grain = np.zeros((SIDE, SIDE))
    if kind == "fibre":
        grain = 0.7 * _field(rng, 48) + 0.5 * _field(rng, 12)
    elif kind == "weave":
        pitch = uniform(rng, 3.0, 5.0)
        grain = np.sin(np.arange(SIDE) * 2 * np.pi / pitch)[:, None] * np.sin(np.arange(SIDE) * 2 * np.pi / pitch)[None]
    elif kind == "board":
        stripes = rng.standard_normal((pick(rng, (20, 32)), 3)).astype(np.float32)
        grain = np.asarray(cv2.resize(stripes, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), float)
        tint = np.array([1.0, uniform(rng, 0.93, 0.99), uniform(rng, 0.8, 0.94)])
        image = np.where(ground[:, :, None] > 0.5, image * tint, image)
    image += (strength * grain * (0.25 + 0.75 * ground))[:, :, None]
    image *= np.array([1 + uniform(rng, -0.035, 0.045), 1.0, 1 + uniform(rng, -0.06, 0.035)])
    if chance(rng, 0.6):
        image = cv2.GaussianBlur(image, (0, 0), uniform(rng, 0.35, 0.7))
    return np.asarray(np.clip(image, 0, 1), dtype=np.float32)


def example(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A training picture `(3, SIDE, SIDE)` in [-1, 1] and its maps."""
    (scene,) = scenes(1, rng)
    style = draw_style(rng)
    light = style.light_deg
    style = ShapesStyle(look=pick(rng, ("soft", "soft", "cut")), light_deg=light, ground=style.ground,
                        pattern=pick(rng, ("plain", "plain", "vignette", "grid")), noise=style.noise)  # fmt: skip
    drawn = cv2.resize(picture(scene, style, DRAWN), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    maps = maps_of(scene)
    ground = np.clip(1 - (maps[: len(COLOURS)] + 1).sum(axis=0) / 2, 0, 1)
    image = photographed(drawn.astype(np.float32) / 255, ground, light, rng)
    return 2 * image.transpose(2, 0, 1) - 1, maps


def batch(count: int, rng: np.random.Generator) -> dict[str, Any]:
    """`count` training examples: `picture` and `maps`."""
    made = [example(rng) for _ in range(count)]
    return {"picture": np.stack([p for p, _ in made]), "maps": np.stack([m for _, m in made])}


def pixels_of(pictures: np.ndarray, shown_px: int) -> np.ndarray:
    """Pictures `(n, 3, SIDE, SIDE)` in [-1, 1] as `(n, shown_px, shown_px, 3)` uint8."""
    small = np.clip((pictures.transpose(0, 2, 3, 1) + 1) * 127.5 + 0.5, 0, 255).astype(np.uint8)
    return np.stack([cv2.resize(p, (shown_px, shown_px), interpolation=cv2.INTER_CUBIC) for p in small])


def scenes(count: int, rng: np.random.Generator) -> list[Shapes]:
    """Fresh scenes such as the model learns from."""
    out: list[Shapes] = []
    while len(out) < count:
        try:
            out.append(draw_scene(SPEC, rng))
        except Reject:
            continue
    return out


def accepted(pipeline: Any) -> float:
    """Share of the claims that hold in twelve fresh scenes, painted once."""
    from scenewright.renderers.diffusion.verify_shapes import verify_shapes

    found = scenes(12, rng_for(0, "held out shapes"))
    made = pipeline(np.stack([maps_of(s) for s in found]), [1000 + i for i in range(len(found))]).images
    shown = pixels_of(made, 2 * SIDE)
    claims = [c for s, p in zip(found, shown, strict=True) for c in verify_shapes(p, s, finish=False)]
    return float(np.mean([c.holds for c in claims]))
