"""Reads a dial: unrolled round its hub, hands are upright strokes and numerals a row of blots.

Shares of the dial's radius: the hour hand ends at 0.5, the minute hand at 0.8, the second hand at 0.86; numerals stand
at 0.73, ticks beyond 0.88. So a stroke at 0.55 is the minute hand's, and what else there is further in is the hour's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np

from scenewright.audit.readers.pictures import commonest

STEPS = 720
"""Directions that are looked into: every half degree."""
ROWS = 100
"""Rows that a dial's radius has at most: a large dial is looked at more coarsely."""
SHEET, LINES = (251, 241, 199), (217, 203, 150)
"""Colours of the paper that may lie on a dial, and of the lines on it."""
FOREIGN = 34.0
"""How far a pixel lies off the colours between dial and hands where it is neither: a second hand, paper."""
HOUR_WIDER = 0.05 / 0.034
MINUTE_LONGER = 0.8 / 0.5
"""How much broader hour hands are than minute hands at the same share of their lengths, and how much longer these."""
THIN = 2.2
"""Width in pixels of the thin edge in the dial's colour that hands may have."""

ARABIC = (1.6, 0.6, 1.0, 1.0, 1.05, 1.05, 1.15, 0.75, 1.3, 1.15, 1.75, 1.2)
ROMAN = (4.0, 1.0, 2.0, 3.0, 3.0, 2.0, 3.0, 4.0, 5.0, 3.0, 2.0, 3.0)
"""About how much ink the numerals take, from 12 on, in figures or strokes."""


SURER = 0.012
"""How much more the likeliest way of being turned must agree than the next."""


class Hands(NamedTuple):
    """Directions in degrees clockwise from the top of the picture; None where no hand is seen."""

    hour: float | None
    minute: float | None
    second: float | None


class Dial(NamedTuple):
    """A dial unrolled: a row for each pixel of the radius or a little more, a column for each direction."""

    ink: np.ndarray
    """Share of the hands' colour."""
    foreign: np.ndarray
    """How far the colour is off those of dial and hands."""
    radius: float
    """In rows."""
    sheet: np.ndarray | None
    """What paper covers."""

    def ring(self, inner: float, outer: float) -> slice:
        """Rows from one share of the radius to another."""
        return slice(int(inner * self.radius), max(int(outer * self.radius), int(inner * self.radius) + 1))


def unrolled(picture: np.ndarray, centre: tuple[float, float], radius: float, covered: bool) -> Dial | None:
    """The dial about `centre` with `radius` pixels; None where it has but one colour."""
    rows = int(min(radius, ROWS))
    angles = np.arange(STEPS) * (2 * math.pi / STEPS)
    far = (np.arange(int(rows * 0.88))[:, None] + 0.5) * (radius / rows)
    # Marks count from pixels' corners, OpenCV from their centres.
    x = (centre[0] - 0.5 + far * np.sin(angles)).astype(np.float32)
    y = (centre[1] - 0.5 - far * np.cos(angles)).astype(np.float32)
    polar = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    sheet = _near(polar, SHEET) | _near(polar, LINES) if covered else None
    if sheet is not None:
        sheet = cv2.dilate(sheet.astype(np.uint8), np.ones((5, 9), np.uint8)) > 0
    inner = polar[int(0.12 * rows) : int(0.6 * rows)]
    inner = inner[:, ::2].reshape(-1, 3) if sheet is None else inner[~sheet[int(0.12 * rows) : int(0.6 * rows)]]
    if len(inner) < 10 * rows:
        return None
    dial = commonest(inner)
    far_off = np.abs(inner - dial.astype(np.int16)).max(1) > 90
    if far_off.sum() < rows:
        return None
    way = (commonest(inner[far_off]) - dial).astype(np.float32)
    off = [polar[..., k].astype(np.float32) - np.float32(dial[k]) for k in range(3)]
    ink = (off[0] * way[0] + off[1] * way[1] + off[2] * way[2]) / float(way @ way)
    stray = np.zeros_like(ink)
    for k in range(3):
        np.maximum(stray, np.abs(off[k] - ink * way[k]), out=stray)
    np.clip(ink, 0, 1, out=ink)
    if sheet is not None:
        ink[sheet], stray[sheet] = 0.0, 0.0
    return Dial(_bridged(ink, stray > FOREIGN), stray, float(rows), sheet)


def _near(polar: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    low, high = (tuple(max(min(c + d, 255), 0) for c in colour) for d in (-9, 9))
    return cv2.inRange(polar, np.array(low), np.array(high)) > 0


def _bridged(ink: np.ndarray, foreign: np.ndarray) -> np.ndarray:
    """With what lies below a second hand as if it went on between what is seen to both sides."""
    for row in np.flatnonzero(foreign.any(1)):
        bad = foreign[row]
        if not bad.all():
            seen = np.flatnonzero(~bad)
            ink[row, bad] = np.interp(np.flatnonzero(bad), seen, ink[row, seen], period=STEPS)
    return ink


def read_hands(dial: Dial, second: bool) -> Hands:
    """The hands of a dial; a second hand is only looked for where there should be one."""
    minute = _stroke(dial.ink[dial.ring(0.52, 0.57)], dial.ink[dial.ring(0.35, 0.5)])
    return Hands(_hour(dial, minute), minute, _second(dial) if second else None)


def _stroke(rows: np.ndarray, inner: np.ndarray) -> float | None:
    """The direction of the one stroke that runs through all rows, and through those further in."""
    half = len(rows) // 2
    profile = np.minimum.reduce([rows[: half + 1].mean(0), rows[half:].mean(0), inner.mean(0)])
    peak = int(profile.argmax())
    if profile[peak] < 0.45:
        return None
    middles = [run[0] for row in rows for run in _runs(row) if _apart(run[0], peak / 2) < run[1] + 2]
    return _mean(middles) if len(middles) >= max(2, len(rows) // 2) else None


def _runs(row: np.ndarray) -> list[tuple[float, float]]:
    """Middle and half width, in degrees, of each run of ink; its edges where the share passes a half."""
    on = row > 0.5
    if on.all() or not on.any():
        return []
    turn = int(np.flatnonzero(~on)[0])
    shares, flags = np.roll(row, -turn), np.roll(on, -turn)
    starts, ends = np.flatnonzero(flags[1:] & ~flags[:-1]) + 1, np.flatnonzero(~flags[1:] & flags[:-1])
    if len(starts) > len(ends):
        ends = np.append(ends, STEPS - 1)
    out = []
    for a, b in zip(starts.tolist(), ends.tolist(), strict=True):
        after = shares[(b + 1) % STEPS]
        left = a - (shares[a] - 0.5) / max(shares[a] - shares[a - 1], 1e-3)
        right = b + (shares[b] - 0.5) / max(shares[b] - after, 1e-3)
        out.append((float((left + right) / 2 + turn) / 2 % 360, float(right - left) / 4))
    return out


def _hour(dial: Dial, minute: float | None) -> float | None:
    """The stroke further in that is not the minute hand. Where it touches that, by its free edge."""
    ring = dial.ring(0.26, 0.45)
    free: list[float] = []
    beside: list[float] = []
    for place in range(ring.start, ring.stop):
        per_px = math.degrees(1 / (place + 0.5))
        runs = _runs(dial.ink[place])
        narrow = _narrow(runs, minute)
        for middle, half in runs:
            if half < 0.4 * per_px:
                continue
            off = _signed(middle, minute) if minute is not None else 180.0
            if abs(off) > half + narrow + THIN * per_px:
                free.append(middle)
            elif minute is not None and abs(off) > 0.3 * per_px and place < 0.38 * dial.radius:
                at = int(place * MINUTE_LONGER)
                wide = HOUR_WIDER * math.radians(_narrow(_runs(dial.ink[at]), minute)) * (at + 0.5)
                if wide > 0:
                    beside.append(minute + off + (1 if off > 0 else -1) * (half - wide * per_px))
    rows = ring.stop - ring.start
    if len(free) >= max(4, rows // 4) and (found := _cluster(free)) is not None:
        return found
    return _mean(beside) if len(beside) >= 4 else None


def _narrow(runs: Sequence[tuple[float, float]], minute: float | None) -> float:
    """Half the width in degrees of the minute hand: by its narrower side, as the hour hand may lie at the other."""
    offs = [half - abs(_signed(middle, minute)) for middle, half in runs] if minute is not None else []
    return max((off for off in offs if off > 0), default=0.0)


def _second(dial: Dial) -> float | None:
    """The thin stroke in a colour of its own, by how much it differs from what is beside it."""
    rings = [dial.foreign[dial.ring(0.24, 0.5)], dial.foreign[dial.ring(0.5, 0.62)], dial.foreign[dial.ring(0.7, 0.86)]]
    profile = np.minimum.reduce([np.clip(ring, 0, 120).mean(0) for ring in rings])
    around = np.stack([np.roll(profile, shift) for shift in (-14, -12, 12, 14)])
    sharp = profile - around.max(0)
    peak = int(sharp.argmax())
    if sharp[peak] < 18:
        return None
    near = np.arange(peak - 6, peak + 7)
    total = np.clip(_outer(dial), 0, None)
    weights = np.clip(total[near % STEPS] - total[near % STEPS].min(), 0, None)
    return float((weights * near).sum() / max(weights.sum(), 1e-6)) / 2 % 360


def _outer(dial: Dial) -> np.ndarray:
    """Colours of neither dial nor hands, by direction."""
    found: np.ndarray = np.clip(dial.foreign[dial.ring(0.5, 0.86)], 0, 120).mean(0)
    return found


# -- which way the dial is turned ------------------------------------------------------------------------------------


def read_turn(dial: Dial, hands: Hands, roman: bool) -> tuple[float, bool] | None:
    """How far the dial is turned clockwise, in steps of 15 degrees, and whether it is mirrored: by how much ink is at
    each numeral. None where two ways are about as likely.
    """
    ink = np.where(dial.foreign[dial.ring(0.63, 0.83)] > FOREIGN, 0.0, dial.ink[dial.ring(0.63, 0.83)]).sum(0)
    paper = dial.sheet[dial.ring(0.63, 0.83)].any(0) if dial.sheet is not None else np.zeros(STEPS, bool)
    bins = np.roll(ink, 15).reshape(24, 30).sum(1)
    bad = np.roll(paper, 15).reshape(24, 30).mean(1) > 0.3
    if hands.minute is not None:
        for near in (-5.0, 5.0):
            bad[round((hands.minute + near) / 15) % 24] = True
    if bad.sum() > 4:
        return None
    models = _models(roman)[:, ~bad]
    models = models - models.mean(1, keepdims=True)
    seen = bins[~bad] - bins[~bad].mean()
    likes = models @ seen / (np.sqrt((models**2).sum(1) * (seen @ seen)) + 1e-6)
    order = np.argsort(-likes)
    if likes[order[0]] - likes[order[1]] < SURER:
        return None
    mirrored, turn = divmod(int(order[0]), 24)
    return turn * 15.0, bool(mirrored)


@cache
def _models(roman: bool) -> np.ndarray:
    """How much ink is in each 15 degrees, for each of the 48 ways a dial may be turned; the mirrored ones last."""
    plain = np.full(24, 0.36 if roman else 0.12)
    plain[::2] = ROMAN if roman else ARABIC
    turned = np.stack([np.roll(plain, turn) for turn in range(24)])
    return np.concatenate([turned, turned[:, -np.arange(24)]])


# -- angles ----------------------------------------------------------------------------------------------------------


def _signed(a: float, b: float) -> float:
    """From `b` to `a`, in [-180, 180)."""
    return (a - b + 180) % 360 - 180


def _apart(a: float, b: float) -> float:
    return abs(_signed(a, b))


def _mean(angles: Sequence[float]) -> float:
    """The median of angles near each other."""
    return float(angles[0] + np.median([_signed(angle, angles[0]) for angle in angles])) % 360


def _cluster(angles: Sequence[float]) -> float | None:
    """The direction that most of the angles have; None where fewer than three quarters do."""
    best = max(angles, key=lambda a: sum(_apart(a, b) < 6 for b in angles))
    near = [a for a in angles if _apart(a, best) < 6]
    return _mean(near) if len(near) >= 0.75 * len(angles) else None


apart = _apart
