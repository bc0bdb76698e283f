"""Reads tables of sliding pieces from pixels alone: where colours are, and whether a clip runs backwards."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import av
import cv2
import numpy as np

from scenewright.audit import patches
from scenewright.audit.readers import Fact
from scenewright.audit.rows import Medium, Row, Unusable


def frames(mp4: bytes) -> np.ndarray:
    """All frames of a clip as `(frames, height, width, 3)` RGB."""
    with av.open(io.BytesIO(mp4), "r") as file:
        return np.array([frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)])


def changes(clip: np.ndarray) -> np.ndarray:
    """Share of pixels that change from each frame to the next by more than compression does."""
    grey = clip.astype(np.int16).mean(3)
    return (np.abs(np.diff(grey, axis=0)) > 20).mean((1, 2))


def runs_backwards(mp4: bytes) -> bool | None:
    """Whether a clip of sliding pieces runs backwards, from its pixels.

    All pieces start at a stroke and slow down until they stop; so in a clip that runs forwards the motion is greatest
    soon after it begins and fades out. Compares the motion of the first and the last third of the moving part; None
    where they differ by less than three tenths.
    """
    moving = changes(frames(mp4))
    found = np.flatnonzero(moving > 2e-4)
    if len(found) < 5:
        return None
    part = moving[found[0] : found[-1] + 1]
    third = max(2, len(part) // 3)
    first, last = float(part[:third].mean()), float(part[-third:].mean())
    if max(first, last) < 1.3 * min(first, last):
        return None
    return last > first


def centre_of(rgb: np.ndarray, box: tuple[float, float, float, float]) -> tuple[float, float] | None:
    """Centre in pixels of the saturated blob in a box of a picture that has one piece of a bright colour in it."""
    left, top, right, bottom = (round(v) for v in box)
    part = cv2.cvtColor(np.ascontiguousarray(rgb[top:bottom, left:right]), cv2.COLOR_RGB2HSV).astype(float)
    weight = (part[..., 1] > 150) & (part[..., 2] > 90)
    if weight.sum() < 20:
        return None
    ys, xs = np.nonzero(weight)
    return left + float(xs.min() + xs.max()) / 2, top + float(ys.min() + ys.max()) / 2


# -- facts ------------------------------------------------------------------------------------------------------------

PAINTS = patches.palette({
    "red": "#d8343a", "blue": "#2b66d9", "green": "#2fa84f", "yellow": "#f2cd2e", "orange": "#f0822a",
    "purple": "#8245c4", "pink": "#f08fc0", "black": "#2c2e33", "white": "#f5f5f2",
})  # fmt: skip
"""What the words mean: middle tones of the paints."""
ONSET_S = 0.15
"""A clip is seen to move so long before or after the first piece is two pixels off."""
NOISE = 6
"""Changes of brightness that compression makes."""
LEAST_FRAMES = 8
"""Frames of motion by which it is told which way a clip runs."""
SURE = 0.1
"""How far from half the share of frames in which motion fades must lie."""
Points = np.ndarray


def facts(row: Row) -> Iterator[Fact]:
    """Paints and places of pieces, in stills, panels and along a clip; when motion begins and which way a clip runs."""
    pieces: list[dict[str, Any]] = row.scene["pieces"]
    medium = row.shown[0]
    if row.scene["shot"]["kind"] == "video":
        yield from _clip(row, pieces, medium)
        return
    lab = patches.lab_of(patches.picture(medium))
    for part in sorted({mark["part"] for mark in row.marks if mark["part"].partition("_")[0] == "piece"}):
        outlines = {m["id"]: np.asarray(m["polygon"]) for m in row.marks if m["part"] == part and m["polygon"]}
        yield from _pieces(row, pieces, lab, outlines, "place" if part == "piece" else "panel")


def _pieces(
    row: Row, pieces: Sequence[Mapping[str, Any]], lab: np.ndarray, outlines: Mapping[str, Points], name: str
) -> Iterator[Fact]:
    """Of each piece whether it is where it is marked and, of the start, its paint and its place on the table."""
    hidden = set(row.scene.get("hidden") or ())
    over = [np.asarray(m["polygon"]) if m["polygon"] else _corners(m["box"]) for m in row.marks
            if m["part"] == "sheet" or (m["part"] == "arrow" and name == "place")]  # fmt: skip
    table = next((m["box"] for m in row.marks if m["part"] == "table"), None)
    scale = row.resolution["units_per_px"]["m"]
    for piece in pieces:
        points = outlines.get(piece["id"])
        if points is None or piece["id"] in hidden:
            continue
        alike: list[patches.Outline] = [outlines[p["id"]] for p in pieces
                 if p is not piece and p["colour"] == piece["colour"] and p["id"] in outlines]  # fmt: skip
        found = patches.seen(lab, points, PAINTS, [*alike, *over])
        if found is None:
            continue
        (left, top), (right, bottom) = points.min(0).tolist(), points.max(0).tolist()
        box = (left, top, right, bottom)
        placed = found.fit >= patches.FIT_LEAST
        if name == "place":
            paint = found.paint if found.painted else None
            yield Fact(piece["id"], "paint", piece["colour"], paint, paint == piece["colour"], box)
        where = f"{found.dx_px:+g}, {found.dy_px:+g} px from there" if placed else None
        yield Fact(piece["id"], name, f"{box}", where, placed and found.in_place, box)
        if name == "place" and placed and table is not None:
            at = (((left + right) / 2 + found.dx_px - table[0]) * scale,
                  (table[3] - (top + bottom) / 2 - found.dy_px) * scale)  # fmt: skip
            far = max(abs(at[0] - piece["x_m"]), abs(at[1] - piece["y_m"]))
            yield Fact(piece["id"], "position", (piece["x_m"], piece["y_m"]), tuple(round(v, 3) for v in at),
                       far <= (patches.MOVED_PX + 1) * scale, box)  # fmt: skip


def _clip(row: Row, pieces: Sequence[Mapping[str, Any]], medium: Medium) -> Iterator[Fact]:
    back = bool(row.scene["shot"]["backwards"])
    rate = medium.facts["frame_rate_hz"]
    tracks = {track["id"]: np.array(track["boxes"], float) for track in row.tracks}
    length = max((len(boxes) for boxes in tracks.values()), default=0)
    moments = sorted(
        {length - 1 if back else 0, *(k * (length - 1) // 4 for k in (1, 2, 3)), 0 if back else length - 1}
    )
    grey, shown = patches.clip(medium, lambda count: moments)
    if len(grey) != length:
        raise Unusable("a clip has another number of frames than its tracks")
    for k in moments:
        begins = k == (length - 1 if back else 0)
        outlines = {piece["id"]: outline for piece in pieces if piece["id"] in tracks
                    for outline in [_outlined(row, piece, tracks[piece["id"]][k])] if outline is not None}  # fmt: skip
        lab = patches.lab_of(shown[k])
        yield from _pieces(row, pieces, lab, outlines, "place" if begins else "path")
    yield from _motion(tracks, grey, rate, back)


def _motion(tracks: Mapping[str, Points], grey: np.ndarray, rate: float, back: bool) -> Iterator[Fact]:
    """When a clip begins to move (from its end, where it runs backwards), and which way it runs."""
    off = [np.flatnonzero(np.abs(boxes[::-1] - boxes[-1] if back else boxes - boxes[0]).max(axis=1) > 2)
           for boxes in tracks.values()]  # fmt: skip
    begins = min((int(frames[0]) for frames in off if len(frames)), default=None)
    moving = patches.moving(grey[::-1] if back else grey)
    said = "none" if begins is None else f"from {begins / rate:.2f} s"
    read = "none" if moving is None else f"from {moving[0] / rate:.2f} s"
    near = (moving is None) == (begins is None) and (
        moving is None or begins is None or abs(moving[0] - begins) <= ONSET_S * rate + 1
    )
    yield Fact("clip", "motion", said, read, near)
    backwards = _fading(grey)
    yield Fact("clip", "direction", back, backwards, backwards == back)


def _fading(grey: np.ndarray) -> bool | None:
    """Whether a clip runs backwards: pieces slow down between blows, so motion fades from frame to frame where it runs
    forwards, however much more is seen of a piece that is hit late. None where neither way prevails.
    """
    changed = np.maximum(grey[1:], grey[:-1]) - np.minimum(grey[1:], grey[:-1])
    changed[changed <= NOISE] = 0
    found = np.flatnonzero((changed > 0).mean(axis=(1, 2)) > 2e-4)
    if len(found) < LEAST_FRAMES:
        return None
    amount = changed[found[0] : found[-1] + 1].astype(np.float64).mean(axis=(1, 2))
    fading = float((np.diff(np.convolve(amount, np.ones(3), "valid")) < 0).mean())
    return None if abs(fading - 0.5) < SURE else fading < 0.5


def _outlined(row: Row, piece: Mapping[str, Any], box: np.ndarray) -> Points | None:
    """Outline of a piece in its box of a track; None where it is not in the picture, or turns."""
    left, top, right, bottom = box
    if right - left < 4 or bottom - top < 4:
        return None
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    if piece["shape"] == "puck":
        if abs((right - left) - (bottom - top)) > 1:  # cut by the picture's edge
            return None
        angles = np.radians(np.arange(0, 360, 15))
        return middle + (right - left) / 2 * np.column_stack([np.cos(angles), np.sin(angles)])
    paths = [path for path in (row.outcome or {}).get("paths", ()) if path["piece"] == piece["id"]]
    if not paths or np.ptp(paths[0]["angle_deg"]) > 1:
        return None
    angle = np.radians(-piece["angle_deg"])
    half = np.array([piece["width_m"], piece["height_m"]]) / 2 / row.resolution["units_per_px"]["m"]
    corners = half * [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    outline = corners @ turn.T + middle
    fits = np.abs(np.ptp(outline, axis=0) - (right - left, bottom - top)).max() < 2
    return outline if fits else None


def _corners(box: Sequence[float]) -> Points:
    left, top, right, bottom = box
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
