"""Checks that need no more of a scene than its marks: what stayed as drawn, and what a new background does to it."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from scenewright.renderers.base import Claim
from scenewright.renderers.diffusion.colour_names import lab, surroundings

LOOKALIKE = 12.0
"""CIELAB distance below which a patch of background has a thing's colour."""
LOOKALIKE_AREA = 0.5
"""Share of a thing's area from which on such a patch could be taken for one more."""
LOOKALIKE_PX = 60
"""Smaller patches are no things."""
STANDS_OUT = 22.0
"""CIELAB distance to what is around it, from which on a patch of background stands out as a thing."""
SAMPLED = 240
"""Rows at least of which patches are looked for: larger pictures are thinned."""
BUSY = 0.16
"""Share of edge pixels above which a background distracts like lettering does."""
COLOUR_SHIFT = 16.0
"""CIELAB distance that a thing's median colour may be from the drawn one."""
LIKENESS = 0.55
"""Correlation of a thing's edges with those drawn, from which on it has kept its form."""
CHECKER = "opencv"


def kept_claims(
    drawn: np.ndarray, finished: np.ndarray, keep: np.ndarray, parts: Mapping[str, np.ndarray]
) -> list[Claim]:
    """Of each thing, that its pixels are those drawn: true by construction, and looked up all the same."""
    same = (drawn == finished).all(2) | ~keep
    out = []
    for id, mask in parts.items():
        share = float(same[mask].mean())
        whole = share == 1.0 and bool(keep[mask].all())
        found = "as drawn" if whole else f"{share:.0%} as drawn"
        out.append(
            Claim(kind="kept", things=(id,), expected="as drawn", found=found, score=round(share, 3),
                  checker="construction", holds=whole)
        )  # fmt: skip
    return out


def background_claims(
    drawn: np.ndarray, finished: np.ndarray, keep: np.ndarray, parts: Mapping[str, np.ndarray]
) -> list[Claim]:
    """Of the painted background: it holds nothing that looks like one of the things or like any thing, and is calm."""
    open_to = ~keep
    ids = tuple(parts)
    if not open_to.any() or not ids:
        return []
    step = max(1, drawn.shape[0] // SAMPLED)
    thin = np.s_[::step, ::step]
    small = {id: mask[thin] for id, mask in parts.items()}
    doubles = _doubles(lab(drawn[thin]), lab(finished[thin]), open_to[thin], small, step * step)
    out = []
    for id, area in doubles.items():
        score = max(0.0, 1 - area / max(1, int(parts[id].sum())))
        out.append(_claim("background", (id,), "nothing alike", f"a patch of {area} px in its colour", score, False))
    if not doubles:
        out.append(_claim("background", ids, "nothing alike", "nothing alike", 1.0, True))
    standing = _standing_out(lab(finished[thin]), open_to[thin], small, step * step)
    alone = not standing
    found = "nothing" if alone else f"a patch of {standing} px"
    out.append(_claim("background", ids, "nothing that stands out", found, float(alone), alone))
    grey = cv2.cvtColor(finished, cv2.COLOR_RGB2GRAY)
    inner = cv2.erode(open_to.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    busy = float((cv2.Canny(cv2.GaussianBlur(grey, (3, 3), 0), 60, 160)[inner] > 0).mean()) if inner.any() else 0.0
    calm = busy <= BUSY
    out.append(_claim("background", ids, "calm", "calm" if calm else "busy", 1 - busy / (2 * BUSY), calm))
    return out


def _doubles(
    before: np.ndarray, after: np.ndarray, open_to: np.ndarray, parts: Mapping[str, np.ndarray], scale: int
) -> dict[str, int]:
    """Things of which the background holds a patch in their colour that was not there before, with its area in pixels,
    of which there are `scale` to each that is given here.
    """
    inner = cv2.erode(open_to.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    out = {}
    largest_of: dict[tuple[float, ...], int] = {}
    for id, mask in parts.items():
        if not mask.any():
            continue
        colour = tuple(np.round(np.median(before[mask], 0), 0).tolist())
        if colour not in largest_of:
            largest_of[colour] = scale * _largest(before, after, inner, np.array(colour, np.float32))
        largest = largest_of[colour]
        if largest >= max(LOOKALIKE_PX, LOOKALIKE_AREA * scale * float(mask.sum())):
            out[id] = largest
    return out


def _standing_out(after: np.ndarray, open_to: np.ndarray, parts: Mapping[str, np.ndarray], scale: int) -> int:
    """Area in pixels of the largest patch of background that could be taken for a thing of its own; 0: there is none.

    Whatever its colour: a question may be asked about something that the scene does not hold.
    """
    apart = np.linalg.norm(after - surroundings(after, open_to), axis=2) > STANDS_OUT
    inner = cv2.erode(open_to.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    patch = cv2.morphologyEx((apart & inner).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, _, facts, _ = cv2.connectedComponentsWithStats(patch, connectivity=8)
    largest = scale * int(facts[1:, cv2.CC_STAT_AREA].max(initial=0))
    sizes = sorted(scale * float(mask.sum()) for mask in parts.values())
    return largest if largest >= max(LOOKALIKE_PX, LOOKALIKE_AREA * sizes[len(sizes) // 4]) else 0


def _largest(before: np.ndarray, after: np.ndarray, inner: np.ndarray, colour: np.ndarray) -> int:
    """Area of the largest patch that now has a colour and had not."""
    alike = inner & (((after - colour) ** 2).sum(2) < LOOKALIKE**2)
    alike &= ((before - colour) ** 2).sum(2) >= LOOKALIKE**2
    _, _, facts, _ = cv2.connectedComponentsWithStats(alike.astype(np.uint8), connectivity=8)
    return int(facts[1:, cv2.CC_STAT_AREA].max(initial=0))


def likeness_claims(drawn: np.ndarray, finished: np.ndarray, parts: Mapping[str, np.ndarray]) -> list[Claim]:
    """Of each thing, that its colour and its edges are still those drawn: for pictures that were painted anew."""
    before, after = lab(drawn), lab(finished)
    edges = [_edges(p) for p in (drawn, finished)]
    out = []
    for id, mask in parts.items():
        shift = float(np.linalg.norm(np.median(before[mask], 0) - np.median(after[mask], 0)))
        ok = shift <= COLOUR_SHIFT
        found = "as drawn" if ok else "another colour"
        out.append(_claim("colour", (id,), "as drawn", found, 1 - shift / (2 * COLOUR_SHIFT), ok))
        window = _around(mask)
        a, b = (e[window] for e in edges)
        alike = _correlation(a, b)
        held = alike >= LIKENESS
        out.append(_claim("shape", (id,), "as drawn", "as drawn" if held else "another form", alike, held))
    return out


def _edges(pixels: np.ndarray) -> np.ndarray:
    grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (0, 0), 1.2).astype(np.float32)
    return np.asarray(np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)))


def _around(mask: np.ndarray) -> tuple[slice, slice]:
    ys, xs = np.nonzero(mask)
    pad = 6
    return np.s_[max(0, ys.min() - pad) : ys.max() + pad + 1, max(0, xs.min() - pad) : xs.max() + pad + 1]


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum() / size) if size > 1e-6 else 0.0


def _claim(kind: str, things: tuple[str, ...], expected: str, found: str, score: float, holds: bool) -> Claim:
    score = round(min(max(score, 0.0), 1.0), 3)
    return Claim(kind=kind, things=things, expected=expected, found=found, score=score, checker=CHECKER, holds=holds)
