"""Towers from pixels alone: where blocks of each paint are, how much a picture changed, when a clip moves."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from scenewright.audit import decoded, patches
from scenewright.audit.readers import Fact
from scenewright.audit.rows import Medium, Row, Unusable

HUES: dict[str, tuple[float, float]] = {
    "red": (350.0, 13.0),
    "orange": (16.0, 39.0),
    "brown": (10.0, 39.0),
    "yellow": (41.0, 62.0),
    "green": (104.0, 150.0),
    "blue": (205.0, 228.0),
    "purple": (255.0, 285.0),
    "pink": (318.0, 347.0),
}
"""Range of hues of each paint in degrees, from the first clockwise to the second; brown is a dark orange."""

SATURATION_MIN = {
    "red": 0.3, "orange": 0.36, "brown": 0.36, "yellow": 0.36, "green": 0.22, "blue": 0.36, "purple": 0.2, "pink": 0.2,
}  # fmt: skip
"""Walls, skies, floors and sand are paler than this at the same hue; highlights of steel and ice hardly are."""
SPLIT_PX = 45
"""Patches of one paint whose boxes are nearer than this may be one block, cut by a highlight."""
BROWN_VALUE = 0.57
"""Value (largest of red, green and blue) below which orange is brown."""
AREA_MIN_PX = 40


class Found(NamedTuple):
    """A patch of one paint: one block, or several of the same paint that touch."""

    colour: str
    box: tuple[float, float, float, float]
    """Left, top, right and bottom in pixels."""
    area_px: int


def picture(data: bytes) -> np.ndarray:
    """RGB of an encoded picture."""
    return decoded.rgb(data)


def find_blocks(rgb: np.ndarray) -> list[Found]:
    """Every patch of paint, by colour and then from the largest."""
    hsv = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2HSV)
    hue, saturation, value = hsv[..., 0], hsv[..., 1], hsv[..., 2]
    out = []
    for colour, (start, end) in HUES.items():
        within = (hue >= start) & (hue <= end) if start < end else (hue >= start) | (hue <= end)
        if colour in ("orange", "brown"):
            within &= (value < BROWN_VALUE) == (colour == "brown")
        mask: Any = (within & (saturation > SATURATION_MIN[colour]) & (value > 0.15)).astype(np.uint8)
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
        for k in range(1, count):
            left, top, width, height, area = stats[k].tolist()
            if area >= AREA_MIN_PX:
                out.append(Found(colour, (left, top, left + width, top + height), area))
    return sorted(out, key=lambda f: (f.colour, -f.area_px))


def where(found: list[Found], colour: str) -> tuple[float, float, float, float] | None:
    """Box of the only block of that paint: its largest patch, and those beside it that are no specks."""
    patches = [f for f in found if f.colour == colour]
    if not patches:
        return None
    left, top, right, bottom = patches[0].box
    for patch in patches[1:]:
        a, b, c, d = patch.box
        gap = max(a - right, left - c, b - bottom, top - d)
        if gap < SPLIT_PX and patch.area_px > 0.06 * patches[0].area_px:
            left, top, right, bottom = min(left, a), min(top, b), max(right, c), max(bottom, d)
    return left, top, right, bottom


def blocks_in_mask(data: bytes) -> dict[int, tuple[int, int, int, int]]:
    """Box of each number of a segmentation mask, in pixels; 0 is background."""
    mask = decoded.raw(data)
    out = {}
    for number in np.unique(mask[mask > 0]).tolist():
        rows, columns = np.nonzero(mask == number)
        out[number] = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    return out


def changed_share(before: np.ndarray, after: np.ndarray, least: int = 24) -> float:
    """Share of pixels of which some channel changed by more than `least` of 255."""
    return float((np.abs(before.astype(np.int16) - after.astype(np.int16)).max(axis=2) > least).mean())


def clip_frames(data: bytes) -> list[np.ndarray]:
    """RGB frames of a clip."""
    import av

    with av.open(io.BytesIO(data), "r") as file:
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]


def first_motion(frames: list[np.ndarray], share: float = 0.002) -> int | None:
    """Index of the first frame that differs from the first in more than that share; None if there is none."""
    return next((i for i, frame in enumerate(frames) if changed_share(frames[0], frame) > share), None)


# -- facts ------------------------------------------------------------------------------------------------------------

PAINTS = patches.palette({
    "red": "#d0342c", "orange": "#ee8421", "yellow": "#f2cc2e", "green": "#3f9b45", "blue": "#2f6fc4",
    "purple": "#7d4bb0", "pink": "#ec86b3", "brown": "#7a4a2b",
})  # fmt: skip
"""What the words mean: middle tones of the paints."""
STILL_SHARE, CHANGED_SHARE = 0.004, 0.008
"""Of pixels that differ between two pictures: none moved, or something did; not told between."""
ONSET_S = 0.2
"""Blocks begin to tip slowly: to see it takes so long at most."""
SETTLED = 2
"""Frames that a single change is seen over at most."""
Points = np.ndarray


def facts(row: Row) -> Iterator[Fact]:
    """Paints, places and number of blocks; what the ending shows; when a clip begins to move and where blocks go."""
    blocks: list[dict[str, Any]] = row.scene["blocks"]
    shot = row.scene["shot"]["kind"]
    first, *others = row.shown
    if shot == "video":
        yield from _clip(row, blocks, first)
    else:
        rgb = patches.picture(first)
        lab = patches.lab_of(rgb)
        outlines = _outlines(row, "block", 0)
        seen = _seen(row, blocks, lab, outlines)
        yield from _blocks(row, blocks, seen, outlines, "block", 0)
        yield from _count(row, blocks, rgb, seen, outlines)
        for part in sorted({mark["part"] for mark in row.marks if mark["part"].startswith("panel ")}):
            outlines = _outlines(row, part, 0)
            yield from _blocks(row, blocks, _seen(row, blocks, lab, outlines), outlines, part, 0)
        if shot == "before_after" and others:
            after = patches.picture(others[0])
            yield from _ending(row, blocks, rgb, after)
            outlines = _outlines(row, "block", 1)
            yield from _blocks(row, blocks, _seen(row, blocks, patches.lab_of(after), outlines), outlines, "block", 1)
    if shot != "strip" and not row.scene["shot"]["backwards"]:
        yield from _masks(row, blocks)


def _outlines(row: Row, part: str, medium: int) -> dict[str, Points]:
    return {m["id"]: np.asarray(m["polygon"]) for m in row.marks
            if m["part"] == part and m["medium"] == medium and m["polygon"]}  # fmt: skip


def _blocks(
    row: Row, blocks: Sequence[Mapping[str, Any]], seen: Mapping[str, patches.Seen], outlines: Mapping[str, Points],
    part: str, medium: int,
) -> Iterator[Fact]:  # fmt: skip
    """Of each block: its paint, whether it is where it is marked and, of the start, where and how large it is."""
    start = part == "block" and medium == 0
    for block in blocks:
        found, points = seen.get(block["id"]), outlines.get(block["id"])
        if found is None or points is None:
            continue
        box = _box(points)
        name = {"block": "place", "path": "path"}.get(part, "panel") if start or part != "block" else "end"
        if start:
            paint = found.paint if found.painted else None
            yield Fact(block["id"], "paint", block["colour"], paint, paint == block["colour"], box, medium)
        # a thin one may be taken for the one that lies upon it
        placed = found.placed and (found.in_place or not _in_another(block["id"], found, outlines))
        where = f"{found.dx_px:+g}, {found.dy_px:+g} px from there" if placed else None
        yield Fact(block["id"], name, f"{box}", where, placed and found.in_place, box, medium)
    if start:
        yield from _measured(blocks, seen, outlines, row.resolution["units_per_px"]["m"])


def _in_another(id: str, found: patches.Seen, outlines: Mapping[str, Points]) -> bool:
    """Whether a block is seen where another one is marked."""
    left, top, right, bottom = _box(outlines[id])
    middle = ((left + right) / 2 + found.dx_px, (top + bottom) / 2 + found.dy_px)
    return any(cv2.pointPolygonTest(np.asarray(points, np.float32), middle, False) >= 0
               for other, points in outlines.items() if other != id)  # fmt: skip


def _seen(
    row: Row, blocks: Sequence[Mapping[str, Any]], lab: np.ndarray, outlines: Mapping[str, Points]
) -> dict[str, patches.Seen]:
    cards: list[patches.Outline] = [_corners(m["box"]) for m in row.marks if m["part"] == "card"]
    hidden = set(row.scene.get("hidden") or ())
    out = {}
    for block in blocks:
        if block["id"] in hidden or block["id"] not in outlines:
            continue
        alike: list[patches.Outline] = [outlines[b["id"]] for b in blocks
                 if b is not block and b["colour"] == block["colour"] and b["id"] in outlines]  # fmt: skip
        found = patches.seen(lab, outlines[block["id"]], PAINTS, [*alike, *cards])
        if found is not None:
            out[block["id"]] = found
    return out


def _measured(
    blocks: Sequence[Mapping[str, Any]], seen: Mapping[str, patches.Seen], outlines: Mapping[str, Points], scale: float
) -> Iterator[Fact]:
    """Place and size in metres, from a block that is seen too."""
    placed = [block for block in blocks if block["id"] in seen and seen[block["id"]].placed]
    boxes = {b["id"]: np.array(_box(outlines[b["id"]])) for b in placed}
    where = {b["id"]: ((box[0] + box[2]) / 2 + seen[b["id"]].dx_px, box[3] + seen[b["id"]].dy_px)
             for b in placed for box in (boxes[b["id"]],)}  # fmt: skip
    for base, block in itertools.pairwise(placed):
        read = (where[block["id"]][0] - where[base["id"]][0]) * scale
        said = block["x_m"] - base["x_m"]
        near = abs(read - said) <= (2 * patches.MOVED_PX + 1) * scale
        yield Fact(block["id"], "x", f"{said:.3f} m from {base['id']}", round(read, 3), near, tuple(boxes[block["id"]]))
    for block in placed:
        left, top, right, bottom = boxes[block["id"]]
        read_m = ((right - left) * scale, (bottom - top) * scale)
        near = max(abs(read_m[0] - block["width_m"]), abs(read_m[1] - block["height_m"])) <= 3 * scale
        yield Fact(block["id"], "size", (block["width_m"], block["height_m"]), tuple(round(v, 3) for v in read_m), near,
                   tuple(boxes[block["id"]]))  # fmt: skip


def _count(
    row: Row, blocks: Sequence[Mapping[str, Any]], rgb: np.ndarray, seen: Mapping[str, patches.Seen],
    outlines: Mapping[str, Points],
) -> Iterator[Fact]:  # fmt: skip
    """Blocks that are seen where they are marked, and patches of paint as large as a block where none is marked."""
    if row.scene.get("hidden") or row.scene.get("cover") or row.scene["shot"]["kind"] == "strip" or not outlines:
        return
    clear = len(seen) == len(blocks) and all(found.fit > patches.FIT_LEAST / 2 for found in seen.values())
    free = rgb[::2, ::2].copy()
    smallest = min(cv2.contourArea(np.asarray(points, np.float32)) for points in outlines.values()) / 4
    for points in outlines.values():
        cv2.fillPoly(free, [np.round(points / 2).astype(np.int32)], (128, 128, 128))
        cv2.polylines(free, [np.round(points / 2).astype(np.int32)], True, (128, 128, 128), 9)
    for mark in row.marks:
        if mark["part"] in ("flag", "legend", "ground", "card") and mark["medium"] == 0:
            left, top, right, bottom = (round(v / 2) for v in mark["box"])
            free[max(top - 2, 0) : bottom + 2, max(left - 2, 0) : right + 2] = 128
    patches_of = [(p.area_px, float(np.prod(np.subtract(p.box[2:], p.box[:2])))) for p in find_blocks(free)]
    strays = sum(area > max(0.4 * smallest, 0.35 * box) for area, box in patches_of)
    read = len(blocks) + strays if clear else None
    yield Fact("tower", "blocks", len(blocks), read, read == len(blocks))


def _ending(row: Row, blocks: Sequence[Mapping[str, Any]], before: np.ndarray, after: np.ndarray) -> Iterator[Fact]:
    """Whether the picture of the end shows another tower than that of the start, as the simulation says."""
    outcome = row.outcome
    if outcome is None:
        raise Unusable("column 'outcome' is empty")
    paths = outcome["decoy"] if row.scene["shot"]["swapped_ending"] else outcome["paths"]
    reach = max(np.hypot(p["x_m"][-1] - p["x_m"][0], p["y_m"][-1] - p["y_m"][0]) for p in paths)
    said = "as at the start" if reach < 4 * row.resolution["units_per_px"]["m"] else "moved"
    if before.shape != after.shape:
        return
    share = changed_share(before, after)
    read = "as at the start" if share < STILL_SHARE else "moved" if share > CHANGED_SHARE else None
    yield Fact("tower", "ending", said, read, said == read, None, 1)


def _clip(row: Row, blocks: Sequence[Mapping[str, Any]], medium: Medium) -> Iterator[Fact]:
    """The start as in a still; when motion begins, and where blocks are on the way."""
    back = row.scene["shot"]["backwards"]
    rate = medium.facts["frame_rate_hz"]
    outcome = row.outcome
    if outcome is None:
        raise Unusable("column 'outcome' is empty")
    length = round(medium.facts["duration_s"] * rate)
    order = range(length)[::-1] if back else range(length)
    ends = max(len(path["x_m"]) for path in outcome["paths"])
    moments = sorted({0, ends // 3, 2 * ends // 3, min(ends, length - 1)})
    grey, frames = patches.clip(medium, lambda count: [order[k] for k in moments if k < count])
    if len(grey) != length:
        raise Unusable("a clip has another number of frames than stated")
    start = _outlines(row, "block", 0)
    seen = _seen(row, blocks, patches.lab_of(frames[order[0]]), start)
    yield from _blocks(row, blocks, seen, start, "block", 0)
    scale = row.resolution["units_per_px"]["m"]
    paths = {path["block"]: np.array([path["x_m"], path["y_m"], path["angle_deg"]]) for path in outcome["paths"]}
    reach = np.max([_reach(paths[b["id"]], b, ends) for b in blocks if b["id"] in paths], axis=0) / scale
    yield _motion(reach, moving=patches.moving(grey[::-1] if back else grey), rate=rate)
    ground = next((mark["box"][1] for mark in row.marks if mark["part"] == "ground"), None)
    if ground is None:
        return
    for k in moments[1:]:
        if order[k] in frames:
            at = {id: _posed(start[id], paths[id], k, scale, ground) for id in start if id in paths}
            yield from _blocks(row, blocks, _seen(row, blocks, patches.lab_of(frames[order[k]]), at), at, "path", 0)


def _reach(path: np.ndarray, block: Mapping[str, Any], frames: int) -> np.ndarray:
    """How far from its start the corner of a block that goes furthest is in each frame, in metres."""
    x, y, angle = path[:, np.minimum(np.arange(frames), path.shape[1] - 1)]
    turn = np.radians(angle)
    corners = [(a * block["width_m"] / 2, b * block["height_m"] / 2) for a in (-1, 1) for b in (-1, 1)]
    places = [np.stack([x + a * np.cos(turn) - b * np.sin(turn), y + a * np.sin(turn) + b * np.cos(turn)])
              for a, b in corners]  # fmt: skip
    return np.asarray(np.max([np.hypot(*(place - place[:, :1])) for place in places], axis=0))


def _motion(reach: np.ndarray, moving: tuple[int, int] | None, rate: float) -> Fact:
    """When a clip begins to move, beside when the first block is three pixels off. One change between two frames is a
    tower that settles, by a part of a pixel.
    """
    off = np.flatnonzero(reach > 3.0)
    if moving is not None and moving[1] - moving[0] <= SETTLED:
        moving = None
    if not len(off):
        still = moving is None or float(reach.max()) > 0.3
        read = "none" if moving is None or still else f"from {moving[0] / rate:.2f} s"
        return Fact("tower", "motion", "none", read, still)
    if moving is None:
        return Fact("tower", "motion", f"from {off[0] / rate:.2f} s", "none", False)
    near = -0.5 * rate <= moving[0] - int(off[0]) <= ONSET_S * rate
    return Fact("tower", "motion", f"from {off[0] / rate:.2f} s", f"from {moving[0] / rate:.2f} s", near)


def _posed(outline: Points, path: np.ndarray, k: int, scale: float, ground_px: float) -> Points:
    """Outline of a block in frame `k`, from that at the start and the simulated path."""
    pose, start = path[:, min(k, path.shape[1] - 1)], path[:, 0]
    turn = -np.radians(pose[2] - start[2])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    middle = np.array([(outline[:, 0].min() + outline[:, 0].max()) / 2, ground_px - start[1] / scale])
    return (outline - middle) @ rotation.T + middle + (pose[:2] - start[:2]) * (1, -1) / scale


def _masks(row: Row, blocks: Sequence[Mapping[str, Any]]) -> Iterator[Fact]:
    """Boxes of the segmentation mask, beside the marks."""
    marks = _outlines(row, "block", 0)
    for medium in row.media:
        if medium.facts.get("role") == "mask":
            if row.scene.get("cover"):
                return
            boxes = blocks_in_mask(medium.data)
            for number, block in enumerate(blocks, 1):
                if block["id"] in marks and number in boxes:
                    said = _box(marks[block["id"]])
                    near = max(abs(a - b) for a, b in zip(said, boxes[number], strict=True)) <= 1.6
                    yield Fact(block["id"], "mask", said, boxes[number], near, said)
            return


def _box(points: Points) -> tuple[float, float, float, float]:
    left, top = points.min(0).tolist()
    right, bottom = points.max(0).tolist()
    return left, top, right, bottom


def _corners(box: Sequence[float]) -> list[tuple[float, float]]:
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
