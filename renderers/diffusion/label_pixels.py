"""Which pixels of a drawn picture are labels: what they show is true as drawn, so a background goes around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from scenewright.renderers.base import Box, Mark

PAD_PX = 3
"""Kept around each mark, for smooth edges and thin outlines."""
WHOLE = 0.6
"""A mark that covers a larger share is the picture itself (`figure`), and keeps nothing."""
FLAT = 0.35
"""Where at least so much outside the marks is of a few exact colours, the ground is paper, and all else is ink."""
COVERS = ("cover", "card", "film", "mosaic", "stain")
"""Parts that hide what lies below, all over their box."""
MARKED = ("item", "block")
"""Where such parts are marked, everything that is asked about is: lines on the ground are decoration."""
PAPERS = 3
"""Colours that paper may have: page, plot, panel."""
PAPER_MIN = 0.1
"""Share of the unmarked pixels that one of them has at least."""


def label_pixels(pixels: np.ndarray, marks: Sequence[Mark]) -> np.ndarray:
    """Boolean mask, `(h, w)`, of what must stay as it is: marked things with `PAD_PX` around, and all ink on paper.

    Gridlines, ticks and outlines have no marks, but answers are read along them: on flat paper everything that is not
    paper is kept, and the plot of a chart as a whole.
    """
    height, width = pixels.shape[:2]
    keep = np.zeros((height, width), np.uint8)
    for part in _parts(marks, (height, width)).values():
        keep |= part
    told = any(mark.part in MARKED for mark in marks)
    ink = None if told else _ink(pixels, keep > 0)
    if ink is not None:
        keep |= ink
        keep |= _plots(keep, marks)
    reach = 2 * PAD_PX + 1
    return np.asarray(cv2.dilate(keep, np.ones((reach, reach), np.uint8)) > 0)


def _kept(marks: Iterable[Mark], area: int) -> list[Mark]:
    return [m for m in marks if m.medium == 0 and (m.box[2] - m.box[0]) * (m.box[3] - m.box[1]) <= WHOLE * area]


def fill(mask: np.ndarray, mark: Mark, value: int = 1) -> None:
    """Fill a mark's outline, or its box where it has none, into a mask."""
    if mark.polygon:
        cv2.fillPoly(mask, [np.round(np.array(mark.polygon)).astype(np.int32)], value)
        return
    left, top, right, bottom = mark.box
    mask[int(top) : int(np.ceil(bottom)), int(left) : int(np.ceil(right))] = value


def _ink(pixels: np.ndarray, marked: np.ndarray) -> np.ndarray | None:
    """Pixels that are not of the paper's colours; None where the ground is no paper (a scene, a gradient)."""
    code = pixels[..., :3].astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    bare = code[~marked]
    if not bare.size:
        return None
    colours, counts = np.unique(bare, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:PAPERS]
    papers = [int(colours[i]) for i in order if counts[i] >= PAPER_MIN * bare.size]
    if counts[order].sum() < FLAT * bare.size or not papers:
        return None
    return (~np.isin(code, papers)).astype(np.uint8)


def _plots(keep: np.ndarray, marks: Sequence[Mark]) -> np.ndarray:
    """The boxes that hold what belongs together: all marks of values with the ticks they are read by."""
    out = np.zeros_like(keep)
    drawn = [m.box for m in marks if m.medium == 0 and m.part in _PLOTTED]
    if drawn:
        left, top = (min(b[i] for b in drawn) for i in (0, 1))
        right, bottom = (max(b[i] for b in drawn) for i in (2, 3))
        out[int(top) : int(np.ceil(bottom)), int(left) : int(np.ceil(right))] = 1
    return out


_PLOTTED = ("bar", "segment", "point", "tick", "plot")


def regions(marks: Sequence[Mark], size: tuple[int, int]) -> dict[str, np.ndarray]:
    """Boolean mask, `(h, w)`, of each thing's marks in the first medium, by id."""
    return {id: mask > 0 for id, mask in _parts(marks, size).items() if mask.any()}


def covers(marks: Sequence[Mark], size: tuple[int, int], hidden: Sequence[str]) -> np.ndarray:
    """Boolean mask of what hides something, and of what is hidden. A model must not paint what lies below."""
    out = np.zeros(size, np.uint8)
    for mark in marks:
        if mark.medium == 0 and (mark.part in COVERS or mark.id.startswith("cover") or mark.id in hidden):
            fill(out, mark)
    return np.asarray(cv2.dilate(out, np.ones((3, 3), np.uint8)) > 0)


def _parts(marks: Sequence[Mark], size: tuple[int, int]) -> dict[str, np.ndarray]:
    """Mask of each thing. A bare box around outlined things (a collision of two blocks, a pie) is those outlines, and
    one of an outlined thing (its visible part) adds nothing.
    """
    out: dict[str, np.ndarray] = {}
    kept = _kept(marks, size[0] * size[1])
    outlined = [mark for mark in kept if mark.polygon]
    own = {mark.id for mark in outlined}
    for mark in kept:
        mask = out.setdefault(mark.id, np.zeros(size, np.uint8))
        bare = not (mark.polygon or mark.text or mark.part in COVERS or mark.id.startswith("cover"))
        if bare and mark.id in own:
            continue
        within = [m for m in outlined if _inside(m.box, mark.box)] if bare else []
        for part in within or [mark]:
            fill(mask, part)
    return out


def _inside(inner: Box, outer: Box) -> bool:
    left, top, right, bottom = (a - b for a, b in zip(inner, outer, strict=True))
    return min(left, top, -right, -bottom) >= -2.0
