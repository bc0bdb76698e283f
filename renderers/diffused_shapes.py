"""Shapes in the look of the embedded model, painted after maps of the scene's layout; every claim checked.

Given to the model: which colour's name is where, where edges run, where a table begins. The model's own: what the
colours look like, ground, grain, light, shading and shadows. Veils are laid over its picture by program.
"""

from __future__ import annotations

import msgspec
import numpy as np

from scenewright.renderers.base import Claim, Media, ModelFacts, Rendering, Style, unverified
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.diffusion.best_of import best_of, share
from scenewright.renderers.diffusion.verify_shapes import verify_shapes
from scenewright.renderers.embedded import models as embedded
from scenewright.renderers.embedded.shape_data import maps_of, pixels_of
from scenewright.renderers.shapes import ShapesStyle
from scenewright.renderers.shapes import render as draw
from scenewright.renderers.shapes_ground import draw_veil
from scenewright.renderers.shapes_paint import VIVID
from scenewright.scenes.base import between, chance, rng_for
from scenewright.scenes.shapes import Shapes

MEDIA = ("image/png",)
REQUIRES = ("diffusers", "models")
SHOWN_PX = 384
"""The model's pixels are shown three times as large."""
TRIES = 4
"""Pictures painted, at most, until all claims hold."""


class DiffusedShapesStyle(Style, frozen=True, kw_only=True):
    """All of the look comes from noise."""

    noise_seed: int
    mask: bool = False
    """Whether a mask of the visible shares comes with the picture."""


STYLE = DiffusedShapesStyle


def draw_style(rng: np.random.Generator) -> DiffusedShapesStyle:
    """A style at random."""
    return DiffusedShapesStyle(noise_seed=between(rng, 0, (1 << 48) - 1), mask=chance(rng, 0.25))


def models() -> tuple[ModelFacts, ...]:
    """What paints the pictures."""
    return (embedded.facts("shapes"),)


def bared(scene: Shapes) -> Shapes:
    """What the model is to paint: grey where a film lies over an item, so that not even lightness tells its colour, and
    without what lies below a mosaic, whose tiles show the same blot for every shape.
    """
    kinds = {veil.item: veil.kind for veil in scene.veils}
    items = [
        msgspec.structs.replace(item, colour="grey") if kinds.get(item.id) == "film" else item
        for item in scene.items
        if kinds.get(item.id) != "mosaic"
    ]
    return msgspec.structs.replace(scene, items=tuple(items))


def painted(scene: Shapes, seeds: list[int]) -> np.ndarray:
    """The model's pictures of a scene, `(n, SHOWN_PX, SHOWN_PX, 3)` uint8, one a seed; veils are left out."""
    maps = np.repeat(maps_of(scene)[None], len(seeds), axis=0)
    made = embedded.pipeline("shapes")(maps, seeds, num_inference_steps=embedded.STEPS)
    return pixels_of(made.images, SHOWN_PX)


def _veiled(scene: Shapes, picture: np.ndarray, noise: tuple[float, ...]) -> Canvas:
    """A picture on a canvas, with the scene's veils over it."""
    canvas = Canvas(SHOWN_PX, SHOWN_PX, "#ffffff")
    canvas.pixels()[:, :, :3] = picture
    colours = {item.id: VIVID[item.colour] for item in scene.items}
    for veil in scene.veils:
        left, top, right, bottom = (round(v * SHOWN_PX) for v in (veil.left, veil.top, veil.right, veil.bottom))
        ground = np.median(picture[top:bottom, left:right].reshape(-1, 3), axis=0).astype(int)
        paper = "#{:02x}{:02x}{:02x}".format(*ground)
        draw_veil(canvas, veil, float(SHOWN_PX), paper, colours[veil.item], noise)
    return canvas


def one_try(scene: Shapes, style: DiffusedShapesStyle, number: int) -> tuple[Canvas, tuple[Claim, ...]]:
    """The picture of one try, with the scene's veils over it, and the claims that were checked on it."""
    noise = tuple(rng_for(style.noise_seed, "veils").random(64).tolist())
    picture = painted(bared(scene), [style.noise_seed + number])[0]
    canvas = _veiled(scene, picture, noise)
    return canvas, verify_shapes(np.array(canvas.pixels()[:, :, :3]), scene, finish=False)


def render(scene: Shapes, style: DiffusedShapesStyle) -> Rendering:
    """The best picture of up to `TRIES`, with the marks of the drawn scene and the claims that were checked on it."""
    made: list[tuple[Canvas, tuple[Claim, ...]]] = []
    while len(made) < TRIES and not (made and share(made[-1][1]) == 1):
        made.append(one_try(scene, style, len(made)))
    best = best_of(made, lambda one: one[1])
    drawn = draw(scene, ShapesStyle(height_px=SHOWN_PX, mask=style.mask))
    media, _ = best.medium[0].finish()
    shown: tuple[Media, ...] = (media, *drawn.media[1:])
    resolution = msgspec.structs.replace(drawn.resolution, unverified=unverified(best.claims))
    return msgspec.structs.replace(
        drawn, media=shown, resolution=resolution, claims=best.claims, tries=best.tries, model=models()[0].text()
    )
