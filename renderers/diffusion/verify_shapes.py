"""What a scene of shapes says, checked on a finished picture with OpenCV alone.

The scene says where each item should be; whether it is there, of that colour and shape, in that order of sizes and
places, and nothing else, is measured. The picture may be of any height from 48 px.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from scenewright.renderers.base import Claim
from scenewright.renderers.diffusion.colour_names import BLACK, WHITE, classes, lab, surroundings
from scenewright.renderers.diffusion.verify_finish import finish_claims
from scenewright.scenes.shapes_geometry import fill, placed
from scenewright.scenes.shapes_scene import COLOURS, SHAPES, VEILED, Item, Shapes

CHECKER = "opencv"
COLOUR_MIN = 0.55
"""Share of an item's coloured pixels that bear its colour's name."""
COLOURED_MIN = 0.2
"""Share of its visible area that must be coloured at all: the rest may be texture and highlights."""
FIT_MIN = 0.62
"""Intersection over union of what is seen with the item's outline."""
FIT_LEAD = 0.04
"""By so much another shape's outline may fit better: below this a chance of the pixels."""
CONTRAST_MIN = 7.0
"""CIELAB distance of an item to its surroundings, of which 2.3 can just be noticed."""
FOUND_MIN = 0.45
"""Share of an item's coloured pixels in its colour below which nothing is told of it but that it is not there."""
APART = 0.06
"""Least distance in scene units of two items whose order is checked."""
HEIGHT_MAX = 256
"""Taller pictures are made smaller first: it costs a tenth, and nothing checked is finer."""
FINISH_HEIGHT_MAX = 480
"""As much for stripes, dots and highlights, which are finer."""
MOUNT = 0.05
"""Around a veil lie its mount and tape."""
STRAY = 0.4
"""A patch in an item's colour where there should be ground is one thing too many from this share of the smallest
item's area on."""
STRAY_CONTRAST = 18.0
"""CIELAB distance to the ground from which on a patch is no mere shade of it."""


class Seen(NamedTuple):
    """One item as it was found."""

    item: Item
    mask: np.ndarray
    """Where it should be in sight."""
    own: np.ndarray
    """Pixels in its colour or, if it is textured, between such, near where it should be."""
    colour: str
    colour_share: float
    contrast: float
    fit: float
    shape: str
    shape_fit: float
    """Of the best other shape."""
    area: float
    centre: tuple[float, float]


def verify_shapes(pixels: np.ndarray, scene: Shapes, finish: bool = True) -> tuple[Claim, ...]:
    """Every claim of the scene, checked on `(h, w, 3)` uint8 RGB pixels of it. `finish`: textures and materials too."""
    traits = {item.id: _hidden_traits(scene, item) for item in scene.items}
    fine: list[Claim] = []
    if finish:
        large = _at_most(pixels, scene, FINISH_HEIGHT_MAX)
        fine = finish_claims(large, scene, _visible(scene, *large.shape[:2]), traits)
    pixels = _at_most(pixels, scene, HEIGHT_MAX)
    height, width = pixels.shape[:2]
    masks = _visible(scene, height, width)
    names, shades = classes(pixels), lab(pixels)
    items = np.maximum.reduce([m.astype(np.uint8) for m in masks.values()])
    ground = surroundings(shades, cv2.dilate(items, np.ones((3, 3), np.uint8)) == 0)
    seen = [_look(item, masks, names, shades, ground, height, traits[item.id]) for item in scene.items]
    out: list[Claim] = []
    for found in seen:
        out += _item_claims(found, traits[found.item.id])
    out += fine
    out.append(_count(scene, seen, items, names, shades, ground))
    out += _sizes(seen, {id for id, hidden in traits.items() if "shape" in hidden})
    out += _places(seen, height)
    out += _meetings(scene, {found.item.id: found for found in seen}, names, height)
    return tuple(out)


def _at_most(pixels: np.ndarray, scene: Shapes, height: int) -> np.ndarray:
    if pixels.shape[0] <= height:
        return pixels
    return np.asarray(cv2.resize(pixels, (round(scene.width * height), height), interpolation=cv2.INTER_AREA))


def _hidden_traits(scene: Shapes, item: Item) -> frozenset[str]:
    return frozenset(trait for veil in scene.veils if veil.item == item.id for trait in VEILED[veil.kind])


def _silhouette(item: Item, shape: str, height: int, width: int) -> np.ndarray:
    out = np.zeros((height, width), np.uint8)
    points, inner = placed(shape, item.x, item.y, item.radius, item.turn_deg)
    fill(out, points, inner, 1, height)
    return out


def _filled(item: Item, height: int, width: int) -> np.ndarray:
    """The least convex shape that holds the item, a ring's hole included."""
    out = np.zeros((height, width), np.uint8)
    points = placed(item.shape, item.x, item.y, item.radius, item.turn_deg)[0]
    cv2.fillConvexPoly(out, cv2.convexHull(np.round(points * height).astype(np.int32)), 1)
    return out > 0


def _visible(scene: Shapes, height: int, width: int) -> dict[str, np.ndarray]:
    """Where each item should be in sight, by id."""
    numbers = np.zeros((height, width), np.uint8)
    for i, item in sorted(enumerate(scene.items, 1), key=lambda pair: -pair[1].depth):
        numbers[_silhouette(item, item.shape, height, width) > 0] = i
    return {item.id: numbers == i for i, item in enumerate(scene.items, 1)}


def _look(
    item: Item,
    masks: dict[str, np.ndarray],
    names: np.ndarray,
    shades: np.ndarray,
    ground: np.ndarray,
    height: int,
    hidden: frozenset[str],
) -> Seen:
    """Measure one item where it should be. What a veil hides on purpose is not looked for."""
    mask, width = masks[item.id], names.shape[1]
    radius = max(2.0, item.radius * height)
    inside = _shrunk(mask, radius)
    wanted = COLOURS.index(item.colour)
    within = names[inside]
    coloured = within[(within != WHITE) & (within != BLACK)]
    counts = np.bincount(coloured, minlength=len(COLOURS)) if coloured.size else np.zeros(len(COLOURS), int)
    enough = coloured.size >= COLOURED_MIN * max(1, within.size)
    share = float(counts[wanted] / coloured.size) if coloured.size and enough else 0.0
    others = np.zeros(mask.shape, bool)
    for id, other in masks.items():
        if id != item.id:
            others |= other
    near = _window(item, height, width, 1.45) & ~others
    greyed = "colour" in hidden
    if greyed:  # below a film, which is itself no ground
        grown = _grown(mask, radius)
        around = shades[near & ~grown]
        own = grown & near & (np.linalg.norm(shades - np.median(around, 0), axis=2) > 8.0) if around.size else mask
    else:
        own = near & (names == wanted) & (np.linalg.norm(shades - ground, axis=2) > 8.0)
    if item.texture != "plain" or item.material != "matte":
        own = _closed(own, radius, near)
    contrast = _contrast(inside, mask, near, shades, radius)
    if "shape" in hidden and inside.any():  # a blot of its colour fills the veil, so that nothing contrasts nearby
        contrast = float(np.linalg.norm(np.median(shades[inside], 0) - np.median(ground.reshape(-1, 3), 0)))
    fits = {shape: _fit(own, _silhouette(item, shape, height, width) > 0, others, near) for shape in SHAPES}
    fit = fits.pop(item.shape)
    rival = max(fits, key=lambda shape: fits[shape])
    ys, xs = np.nonzero(own)
    centre = (float(xs.mean()), float(ys.mean())) if xs.size else (-1.0, -1.0)
    colour = COLOURS[int(counts.argmax())] if coloured.size and enough else "none"
    if not greyed and share < FOUND_MIN:
        contrast = 0.0
    return Seen(item, mask, own, colour, share, contrast, fit, rival, fits[rival], float(own.sum()), centre)


def _contrast(inside: np.ndarray, mask: np.ndarray, near: np.ndarray, shades: np.ndarray, radius: float) -> float:
    """CIELAB distance of an item to the ground around it; where other items are all around, to its own edge."""
    grown = _grown(mask, radius)
    ring = near & ~grown
    if not ring.any():
        ring = grown & ~mask
    edge = mask & ~inside
    mine = np.median(shades[inside if inside.any() else mask], 0) if mask.any() else np.zeros(3)
    around = [np.median(shades[part], 0) for part in (ring, edge) if part.any()]
    return max((float(np.linalg.norm(mine - other)) for other in around), default=0.0)


def _shrunk(mask: np.ndarray, radius: float) -> np.ndarray:
    """The mask without its edge, or whole where nothing else is left."""
    size = 2 * max(1, round(0.07 * radius)) + 1
    inner = cv2.erode(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    return np.asarray(inner if inner.sum() >= 0.25 * mask.sum() else mask)


def _grown(mask: np.ndarray, radius: float) -> np.ndarray:
    size = 2 * max(1, round(0.12 * radius)) + 1
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0)


def _closed(own: np.ndarray, radius: float, near: np.ndarray) -> np.ndarray:
    """With the gaps between stripes, dots and checks, and below highlights, filled."""
    size = max(3, round(0.42 * radius)) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    padded = cv2.copyMakeBorder(own.astype(np.uint8), size, size, size, size, cv2.BORDER_CONSTANT)
    filled = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, disc)[size:-size, size:-size]
    return np.asarray((filled > 0) & near)


def _window(item: Item, height: int, width: int, factor: float) -> np.ndarray:
    out = np.zeros((height, width), bool)
    reach = factor * item.radius
    left, right = ((item.x + s * reach) * height for s in (-1, 1))
    top, bottom = ((item.y + s * reach) * height for s in (-1, 1))
    out[max(0, round(top)) : max(0, round(bottom)), max(0, round(left)) : max(0, round(right))] = True
    return out


def _fit(own: np.ndarray, outline: np.ndarray, others: np.ndarray, near: np.ndarray) -> float:
    """Intersection over union, where nothing else may hide it."""
    outline = outline & ~others & near
    either = (own | outline).sum()
    return float((own & outline).sum() / either) if either else 0.0


# -- claims ------------------------------------------------------------------------------------------------------------


def claim(kind: str, things: tuple[str, ...], expected: str, found: str, score: float, holds: bool) -> Claim:
    """A claim checked by this module."""
    score = round(min(max(score, 0.0), 1.0), 3)
    return Claim(kind=kind, things=things, expected=expected, found=found, score=score, checker=CHECKER, holds=holds)


def _item_claims(seen: Seen, hidden: frozenset[str]) -> list[Claim]:
    item, things = seen.item, (seen.item.id,)
    there = seen.contrast >= CONTRAST_MIN
    out = [claim("exists", things, "there", "there" if there else "like its surroundings", seen.contrast / 20, there)]
    if "colour" in hidden:
        return out
    right = seen.colour == item.colour and seen.colour_share >= COLOUR_MIN
    out.append(claim("colour", things, item.colour, seen.colour, seen.colour_share, right))
    if "shape" not in hidden:
        fits = seen.fit >= FIT_MIN and seen.fit >= seen.shape_fit - FIT_LEAD
        out.append(claim("shape", things, item.shape, item.shape if fits else _other(seen), seen.fit, fits))
    return out


def _other(seen: Seen) -> str:
    return seen.shape if max(seen.fit, seen.shape_fit) >= FIT_MIN else "no clear shape"


def _count(
    scene: Shapes, seen: list[Seen], items: np.ndarray, names: np.ndarray, shades: np.ndarray, ground: np.ndarray
) -> Claim:
    """As many things as there should be: those that are there, and coloured patches where there should be ground."""
    missing = sum(s.contrast < CONTRAST_MIN for s in seen)
    height = items.shape[0]
    reach = max(1, round(0.035 * height))
    bare = cv2.dilate(items, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) == 0
    for veil in scene.veils:
        left, right = (max(0, round(x * height)) for x in (veil.left - MOUNT, veil.right + MOUNT))
        top, bottom = (max(0, round(y * height)) for y in (veil.top - MOUNT, veil.bottom + MOUNT))
        bare[top:bottom, left:right] = False
    apart = np.linalg.norm(shades - ground, axis=2) > STRAY_CONTRAST
    stray = (bare & apart & (names != WHITE) & (names != BLACK)).astype(np.uint8)
    stray = cv2.morphologyEx(stray, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    least = STRAY * min(float(s.mask.sum()) for s in seen)
    _, _, facts, _ = cv2.connectedComponentsWithStats(stray, connectivity=8)
    extra = int((facts[1:, cv2.CC_STAT_AREA] >= max(least, 4.0)).sum())
    expected = len(scene.items)
    found = expected - missing + extra
    holds = not missing and not extra
    ids = tuple(item.id for item in scene.items)
    return claim("count", ids, str(expected), str(found), 1 - (missing + extra) / max(found, expected), holds)


def _radius(seen: Seen) -> float:
    """Half extent, from the area that is seen of what should be."""
    return float(seen.item.radius * np.sqrt(seen.area / max(1.0, float(seen.mask.sum()))))


def _sizes(seen: list[Seen], blurred: set[str]) -> list[Claim]:
    """Neighbours in order of size, where the sizes differ by name and no veil blurs them."""
    out = []
    order = sorted((s for s in seen if s.area and s.contrast >= CONTRAST_MIN), key=lambda s: (s.item.radius, s.item.id))
    for small, large in pairwise(order):
        if small.item.size == large.item.size or large.item.radius < 1.15 * small.item.radius:
            continue
        if blurred & {small.item.id, large.item.id}:
            continue
        ratio = _radius(large) / max(1e-9, _radius(small))
        words = f"{large.item.id} larger than {small.item.id}"
        found = words if ratio > 1 else f"{large.item.id} not larger than {small.item.id}"
        things = (small.item.id, large.item.id)
        out.append(claim("size_order", things, words, found, 0.5 + (ratio - 1), ratio > 1.05))
    return out


def _places(seen: list[Seen], height: int) -> list[Claim]:
    """Neighbours from left to right and from top to bottom, by where their colour is."""
    out = []
    for axis, words in ((0, "left of"), (1, "above")):
        order = sorted(seen, key=lambda s: ((s.item.x, s.item.y)[axis], s.item.id))
        for first, second in pairwise(order):
            apart = (second.item.x - first.item.x, second.item.y - first.item.y)[axis]
            if apart < APART:
                continue
            lost = not all(s.area and s.contrast >= CONTRAST_MIN for s in (first, second))
            gap = 0.0 if lost else (second.centre[axis] - first.centre[axis]) / height
            text = f"{first.item.id} {words} {second.item.id}"
            holds = gap > 0.25 * apart
            found = text if holds else "not found" if lost else f"not {words}"
            things = (first.item.id, second.item.id)
            out.append(claim("relation", things, text, found, gap / apart, holds))
    return out


def _meetings(scene: Shapes, seen: dict[str, Seen], names: np.ndarray, height: int) -> list[Claim]:
    """Who covers, holds or touches whom: the upper one's colour where both would be, or no ground between them."""
    out = []
    width = names.shape[1]
    for pair in scene.pairs:
        first, second = seen[pair.first], seen[pair.second]
        text = f"{pair.first} {pair.kind} {pair.second}"
        if pair.kind == "touches":
            reach = max(3, round(0.03 * height))
            grown = cv2.dilate(first.own.astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)) > 0
            share = 1.0 if (grown & second.own).any() else 0.0
        else:
            both = _filled(second.item, height, width) & first.mask
            share = float(first.own[both].mean()) if both.any() else 0.0
        holds = share >= 0.5 and min(first.contrast, second.contrast) >= CONTRAST_MIN
        out.append(claim("relation", (pair.first, pair.second), text, text if holds else "not so", share, holds))
    return out
