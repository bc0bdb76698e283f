"""What happens to pictures in the world: compression, blur, noise, scanner, shadow, fold, a phone's perspective, moire
of a screen, low light. Marks are moved with the pixels, and what can't be read any more is named.

A picture is decoded, changed and encoded anew. Geometry comes first, light next, the camera last. All text must stay
legible, or the effects are redrawn milder: axes and legends are behind every answer. Other things that no longer stand
out go into `Resolution.unverified`, so that no question rests on them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, NamedTuple

import cv2
import msgspec
import numpy as np

from scenewright.renderers.base import Mark, Media, Rendering, Resolution
from scenewright.renderers.png import encode_png
from scenewright.scenes.base import Reject, Value, shuffled

Kind = Literal["jpeg", "blur", "noise", "scan", "shadow", "fold", "perspective", "moire", "low_light"]
KINDS: tuple[Kind, ...] = ("jpeg", "blur", "noise", "scan", "shadow", "fold", "perspective", "moire", "low_light")


class Effects(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a recipe's entry asks for; off where there is none."""

    share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    """Share of samples whose pictures are changed."""
    level: Annotated[int, msgspec.Meta(ge=1, le=3)] = 1
    """1: one mild effect; 2: two; 3: three strong ones."""
    kinds: Annotated[tuple[Kind, ...], msgspec.Meta(min_length=1)] = KINDS
    """Which may befall a picture."""


TRIES = 5
MILDER = 0.6
"""Strength of each further try, as a share of the one before."""
TEXT_MIN_PX = 9.0
"""Least height of a line of text that is left, or, where it was less before (`no` has no tall letter), this part:"""
TEXT_MIN_SHARE = 0.8
TEXT_LIKE = 0.72
"""Least likeness of a word to its clean self, as `likeness` has it: by eye, words below it had to be guessed."""
THING_LIKE = 0.5
"""The same of other things."""
CONTRAST_LEFT = 0.25
"""Least share of a word's or thing's contrast that is left, its surroundings being equally bright again."""
LEVELS_LEFT = 24.0
"""Least difference of ink and paper that is left, in levels of 255: in the dark, a quarter may be too little."""

Matrix = np.ndarray
Pixels = np.ndarray
"""Height x width x 3, uint8, RGB."""


class Bent(NamedTuple):
    """Where the pixels went: a homography, and the size of the new picture."""

    matrix: Matrix
    size: tuple[int, int]

    @property
    def of_centres(self) -> Matrix:
        """The homography for pixels counted at their centres, as OpenCV has them; marks count from corners."""
        shift = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
        return np.asarray(shift @ self.matrix @ np.linalg.inv(shift))

    def moved(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Points of the old picture in the new one."""
        x = np.asarray([(*p, 1.0) for p in points]) @ self.matrix.T
        return [(float(a / w), float(b / w)) for a, b, w in x]


def apply(rendering: Rendering, effects: Effects, rng: np.random.Generator) -> Rendering:
    """The rendering with its pictures changed; what is heard or moves is left alone. `Reject("effects")` where text can
    not be kept legible.
    """
    if not any(_is_shown(medium) for medium in rendering.media):
        return rendering
    # Fewer, when only few are wanted: three strong blurs are no three effects.
    kinds = set(shuffled(rng, effects.kinds)[: effects.level])
    strength = (0.55, 0.8, 1.0)[effects.level - 1]
    draws = rng.random(64)
    for _ in range(TRIES):
        found = _changed(rendering, kinds, strength, draws)
        if found is not None:
            return found
        strength *= MILDER
    raise Reject("effects")


def _is_shown(medium: Media) -> bool:
    return medium.kind == "image/png" and not medium.role


def _changed(rendering: Rendering, kinds: set[Kind], strength: float, draws: np.ndarray) -> Rendering | None:
    """All pictures changed alike, None where some text is lost. Masks are bent with the picture before them."""
    media, bents, lost = [], {}, set()
    worst = 1.0
    last: Bent | None = None
    for number, medium in enumerate(rendering.media):
        if medium.kind != "image/png" or medium.role not in ("", "mask"):
            media.append(medium)
            continue
        clean = _decode(medium)
        if medium.role == "mask":
            media.append(_bent_mask(medium, clean, last) if last else medium)
            continue
        dice = _Dice(np.roll(draws, number))
        last = bent = _geometry(clean, kinds, strength, dice)
        flat, still = _bend(clean, bent)
        dirty, blur = _light_and_camera(still, kinds, strength, dice)
        dirty, encoded = _encode(dirty, "jpeg" in kinds, strength, dice)
        pairs = [(mark, _moved(mark, bent)) for mark in rendering.marks if mark.medium == number]
        gone = _unreadable(flat, dirty, pairs)
        if gone is None:
            return None
        lost |= gone
        worst = max(worst, blur / _scale(bent, clean))
        bents[number] = bent
        media.append(msgspec.structs.replace(medium, width_px=bent.size[0], height_px=bent.size[1], **encoded))
    marks = tuple(_moved(mark, bents[mark.medium]) if mark.medium in bents else mark for mark in rendering.marks)
    moved = any(not np.array_equal(bent.matrix, np.eye(3)) for bent in bents.values())
    return msgspec.structs.replace(
        rendering, media=tuple(media), marks=marks, resolution=_coarser(rendering.resolution, worst, lost, moved)
    )


def _coarser(resolution: Resolution, factor: float, lost: set[str], bent: bool) -> Resolution:
    return msgspec.structs.replace(
        resolution,
        units_per_px={name: value * factor for name, value in resolution.units_per_px.items()},
        printed=tuple(id for id in resolution.printed if id not in lost),
        bent=resolution.bent or bent,
        unverified=tuple(dict.fromkeys((*resolution.unverified, *sorted(lost)))),
    )


class _Dice:
    """Numbers drawn beforehand, so that a milder try changes the strength and nothing else."""

    def __init__(self, draws: np.ndarray) -> None:
        self._draws, self._next = draws, 0

    def __call__(self, low: float = 0.0, high: float = 1.0) -> float:
        self._next += 1
        return low + (high - low) * float(self._draws[(self._next - 1) % len(self._draws)])

    def rng(self) -> np.random.Generator:
        """For noise: as many numbers as there are pixels."""
        return np.random.Generator(np.random.PCG64(int(self() * 2**53)))


# -- in and out ------------------------------------------------------------------------------------------------------


def _decode(medium: Media) -> Pixels:
    found = cv2.imdecode(np.frombuffer(medium.data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert found is not None  # a renderer made it
    return np.asarray(found if found.ndim == 2 else found[..., 2::-1])


def _encode(pixels: Pixels, jpeg: bool, strength: float, dice: _Dice) -> tuple[Pixels, dict[str, object]]:
    """The picture as a viewer gets it, and the fields of its medium."""
    if not jpeg:
        rgba = cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA)
        return pixels, {"data": encode_png(rgba)}
    quality = round(78 - 55 * strength * dice(0.6, 1.0))
    _, data = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    again = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert again is not None
    return np.asarray(again[..., ::-1]), {"data": data.tobytes(), "kind": "image/jpeg"}


# -- geometry --------------------------------------------------------------------------------------------------------


def _geometry(clean: Pixels, kinds: set[Kind], strength: float, dice: _Dice) -> Bent:
    height, width = clean.shape[:2]
    if "perspective" in kinds:
        return _phone(width, height, strength, dice)
    if "scan" in kinds:
        angle = math.radians(dice(-1.4, 1.4) * strength)
        cos, sin = math.cos(angle), math.sin(angle)
        grow = 1 + abs(math.tan(angle)) * max(width / height, height / width)
        size = (math.ceil(width * grow), math.ceil(height * grow))
        middle = ((size[0] - cos * width + sin * height) / 2, (size[1] - sin * width - cos * height) / 2)
        return Bent(np.array([[cos, -sin, middle[0]], [sin, cos, middle[1]], [0, 0, 1]]), size)
    return Bent(np.eye(3), (width, height))


def _phone(width: int, height: int, strength: float, dice: _Dice) -> Bent:
    """A sheet on a table, seen from a hand that is not quite above it: its corners drawn in, each by its own amount."""
    margin = 0.05 * max(width, height)
    size = (round(width + 2 * margin), round(height + 2 * margin))
    in_x, in_y = 0.075 * strength * width, 0.075 * strength * height
    tilt = math.radians(dice(-4, 4) * strength)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    pulled = corners + margin + inward * [(dice(0, in_x), dice(0, in_y)) for _ in range(4)]
    centre = np.array(size) / 2
    turn = np.array([[math.cos(tilt), math.sin(tilt)], [-math.sin(tilt), math.cos(tilt)]])
    target = (pulled - centre) @ turn + centre
    over = np.maximum(0, -target.min(axis=0)).max(), np.maximum(0, (target - np.array(size)).max(axis=0)).max()
    shrink = 1 - 2 * (max(over) + 3) / min(size)
    target = (target - centre) * shrink + centre
    return Bent(cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32)), size)


def _scale(bent: Bent, clean: Pixels) -> float:
    """Least length of a pixel of the old picture in the new one, over a grid of places."""
    height, width = clean.shape[:2]
    least = math.inf
    for x in (0.02, 0.5, 0.98):
        for y in (0.02, 0.5, 0.98):
            p, q, r = bent.moved([(x * width, y * height), (x * width + 1, y * height), (x * width, y * height + 1)])
            least = min(least, math.dist(p, q), math.dist(p, r))
    return least


def _bend(clean: Pixels, bent: Bent) -> tuple[Pixels, Pixels]:
    """The clean picture where it lies now, and the same on its table."""
    if np.array_equal(bent.matrix, np.eye(3)):
        return clean, clean
    edge = [int(v) for v in np.median(clean[[0, -1]].reshape(-1, 3), axis=0)]
    flat = cv2.warpPerspective(clean, bent.of_centres, bent.size, flags=cv2.INTER_CUBIC, borderValue=edge)
    inside = cv2.warpPerspective(
        np.full(clean.shape[:2], 255, np.uint8), bent.of_centres, bent.size, flags=cv2.INTER_LINEAR
    )
    share = (inside.astype(np.float32) / 255)[..., None]
    table = np.array([134, 108, 84], np.float32) if sum(edge) > 380 else np.array([205, 200, 192], np.float32)
    grain = 1 + 0.05 * np.sin(np.arange(bent.size[1], dtype=np.float32) * 0.21)[:, None, None]
    return flat, np.asarray(flat * share + table * grain * (1 - share), np.uint8)


def _bent_mask(medium: Media, mask: Pixels, bent: Bent) -> Media:
    if np.array_equal(bent.matrix, np.eye(3)):
        return medium
    found = cv2.warpPerspective(mask, bent.of_centres, bent.size, flags=cv2.INTER_NEAREST, borderValue=0)
    _, data = cv2.imencode(".png", found)
    return msgspec.structs.replace(medium, data=data.tobytes(), width_px=bent.size[0], height_px=bent.size[1])


def _moved(mark: Mark, bent: Bent) -> Mark:
    """A mark where its thing lies now: a box becomes the box around its corners, which are kept as a polygon."""
    if np.array_equal(bent.matrix, np.eye(3)):
        return mark
    left, top, right, bottom = mark.box
    corners = mark.polygon or ((left, top), (right, top), (right, bottom), (left, bottom))
    width, height = bent.size
    polygon = tuple((min(max(x, 0.0), width), min(max(y, 0.0), height)) for x, y in bent.moved(corners))
    xs, ys = zip(*polygon, strict=True)
    rounded = tuple((round(x, 2), round(y, 2)) for x, y in polygon)
    box = (round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))
    return msgspec.structs.replace(mark, box=box, polygon=rounded)


# -- light and camera ------------------------------------------------------------------------------------------------


def _light_and_camera(picture: Pixels, kinds: set[Kind], strength: float, dice: _Dice) -> tuple[Pixels, float]:
    """The picture in its light, as a camera or scanner takes it; and how many pixels a point is spread over."""
    found = picture.astype(np.float32)
    spread = 1.0
    for kind in KINDS:
        if kind in kinds and kind in _EFFECTS:
            found = _EFFECTS[kind](found, strength, dice)
    if "blur" in kinds:
        sigma = strength * dice(0.7, 1.3)
        found = _blurred(found, sigma, dice)
        spread = math.sqrt(1 + (1.5 * sigma) ** 2)
    return np.asarray(np.clip(np.round(found), 0, 255), np.uint8), spread


def _blurred(picture: np.ndarray, sigma: float, dice: _Dice) -> np.ndarray:
    """Out of focus, or a hand that moved: the second moment is the same."""
    if dice() < 0.6:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma))
    length = math.sqrt(12) * sigma
    angle = dice(0, math.pi)
    size = 2 * math.ceil(length / 2) + 3
    kernel = np.zeros((size, size), np.float32)
    for step in np.linspace(-0.5, 0.5, 41):
        x, y = size / 2 - 0.5 + step * length * math.cos(angle), size / 2 - 0.5 + step * length * math.sin(angle)
        kernel[round(y), round(x)] += 1
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE))


def _noise(picture: np.ndarray, strength: float, dice: _Dice) -> np.ndarray:
    """Of a sensor: a little of it in colour, most in brightness."""
    rng = dice.rng()
    size = picture.shape[:2]
    amount = strength * dice(6, 15)
    grey = rng.standard_normal((*size, 1), np.float32) * amount
    tint = rng.standard_normal((*size, 3), np.float32) * amount * 0.35
    return picture + grey + tint


def _shadow(picture: np.ndarray, strength: float, dice: _Dice) -> np.ndarray:
    """Of something beside the sheet: a soft straight edge, darker on one side."""
    height, width = picture.shape[:2]
    angle, at = dice(0, 2 * math.pi), dice(-0.25, 0.25)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    along = ((x / width - 0.5) * math.cos(angle) + (y / height - 0.5) * math.sin(angle)) - at
    dark = 1 / (1 + np.exp(-along / dice(0.01, 0.06)))
    return np.asarray(picture * (1 - strength * dice(0.3, 0.5) * dark)[..., None])


def _fold(picture: np.ndarray, strength: float, dice: _Dice) -> np.ndarray:
    """Creases of a folded sheet: each side in its own light, with a bright and a dark edge along the crease."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = np.ones((height, width), np.float32)
    for upright in (True, False)[: 1 + (dice() < 0.6)]:
        where = (x / width if upright else y / height) - dice(0.4, 0.6) - dice(-0.03, 0.03) * (y / height - 0.5)
        px = where * (width if upright else height)
        light -= strength * dice(0.05, 0.12) * (where > 0)
        light += strength * (0.14 * np.exp(-((px + 1.2) ** 2) / 3) - 0.22 * np.exp(-((px - 1.2) ** 2) / 4))
    return np.asarray(picture * light[..., None])


def _scan(picture: np.ndarray, strength: float, dice: _Dice) -> np.ndarray:
    """A scanner: paper not quite white, specks of dust, a darker edge where the lid stands off."""
    rng = dice.rng()
    height, width = picture.shape[:2]
    out = picture * np.array([1.0, 0.985, 0.95], np.float32) ** strength
    out = 128 + (out - 128) * (1 + 0.12 * strength)
    for _ in range(int(30 * strength)):
        x, y = int(rng.random() * width), int(rng.random() * height)
        cv2.circle(out, (x, y), 1 if rng.random() < 0.85 else 2, (110, 105, 100), -1, cv2.LINE_AA)
    edge = np.clip(np.arange(width, dtype=np.float32) / (0.03 * width), 0, 1)
    edge = edge if dice() < 0.5 else edge[::-1]
    return np.asarray(out * (1 - 0.35 * strength * (1 - edge))[None, :, None])


def _moire(picture: np.ndarray, strength: float, dice: _Dice) -> np.ndarray:
    """A photographed screen: the beat of its pixel grid and the camera's, a wave for each colour."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, wave = dice(0, math.pi), dice(5, 11)
    phase = (x * math.cos(angle) + y * math.sin(angle)) * 2 * math.pi / wave
    phase += np.sin(y / dice(60, 120)) * dice(1, 3)
    beat = np.stack([np.sin(phase + shift) for shift in (0.0, 0.5, 1.0)], axis=2)
    lines = 1 - 0.06 * strength * (np.arange(height) % 2)[:, None, None]
    return np.asarray(picture * lines * (1 + strength * dice(0.05, 0.1) * beat))


def _low_light(picture: np.ndarray, strength: float, dice: _Dice) -> np.ndarray:
    """A dark room: less light, towards the corners least, and more noise."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    away = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) / 0.5
    light = (1 - 0.55 * strength) * (1 - 0.3 * strength * away)
    noise = dice.rng().standard_normal((height, width, 1), np.float32) * 7 * strength
    return np.asarray(picture * light[..., None] * np.array([1.0, 0.96, 0.88], np.float32) ** strength + noise)


_EFFECTS: dict[str, Callable[[np.ndarray, float, _Dice], np.ndarray]] = {
    "moire": _moire, "fold": _fold, "shadow": _shadow, "low_light": _low_light, "scan": _scan, "noise": _noise,
}  # fmt: skip


# -- what is left ----------------------------------------------------------------------------------------------------


def likeness(clean: np.ndarray, dirty: np.ndarray) -> tuple[float, float]:
    """Correlation of two grey patches, and the share of the clean one's contrast that is left: the slope of their
    regression over the mean brightness that is left. 1 and 1 for equal patches; of a flat patch 1 and 1 too.
    """
    a, b = (cv2.GaussianBlur(p, (0, 0), 0.6).astype(np.float64) for p in (clean, dirty))
    a, b = a - a.mean(), b - b.mean()
    var_a, var_b = float((a * a).mean()), float((b * b).mean())
    if var_a < 4.0:
        return 1.0, 1.0
    cov = float((a * b).mean())
    return cov / math.sqrt(var_a * var_b + 1e-9), cov / var_a


def _unreadable(clean: Pixels, dirty: Pixels, marks: Sequence[tuple[Mark, Mark]]) -> set[str] | None:
    """Ids of things that don't stand out any more; None where a word can't be read."""
    before, seen = (cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(np.float32) for p in (clean, dirty))
    after = _even(before, seen)
    height, width = before.shape
    gone = set()
    for old, mark in marks:
        left, top, right, bottom = mark.box
        if right - left > 0.6 * width and bottom - top > 0.6 * height:
            continue  # the figure and the plot
        if mark.text and _line_height(mark) < min(TEXT_MIN_PX, TEXT_MIN_SHARE * _line_height(old)):
            return None
        pad = 2 if mark.text else 4
        x0, y0 = max(0, math.floor(left) - pad), max(0, math.floor(top) - pad)
        x1, y1 = min(width, math.ceil(right) + pad), min(height, math.ceil(bottom) + pad)
        if x1 - x0 < 3 or y1 - y0 < 3:
            continue
        patch = before[y0:y1, x0:x1]
        like, contrast = likeness(patch, after[y0:y1, x0:x1])
        levels = likeness(patch, seen[y0:y1, x0:x1])[1] * float(np.ptp(patch))
        enough = contrast >= CONTRAST_LEFT and levels >= min(LEVELS_LEFT, 0.8 * float(np.ptp(patch)))
        if enough and like >= (TEXT_LIKE if mark.text else THING_LIKE):
            continue
        if mark.text:
            return None
        gone.add(mark.id)
    return gone


def _even(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The changed picture without its uneven light: the eye takes a shadow for a shadow."""
    sigma = max(before.shape) / 16
    light = (cv2.GaussianBlur(after, (0, 0), sigma) + 8) / (cv2.GaussianBlur(before, (0, 0), sigma) + 8)
    return np.asarray(after / np.maximum(light, 0.05))


def _line_height(mark: Mark) -> float:
    """Height of the letters' box: the shorter side of slanted or upright text."""
    if len(mark.polygon) == 4:
        p, q, r, _ = mark.polygon
        return min(math.dist(p, q), math.dist(q, r)) if len(mark.text) > 1 else math.dist(q, r)
    left, top, right, bottom = mark.box
    return min(right - left, bottom - top) if len(mark.text) > 1 else bottom - top


__all__ = ["KINDS", "Bent", "Effects", "Kind", "apply", "likeness"]
