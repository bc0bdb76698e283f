"""Reads the values of a radar chart's points from the decoded picture: by their colours, and by the rings and their
numbers.

Marks say where to look and which numbers stand at the rings; what is found there is taken from the pixels alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.readers.chart_facts import Chart, number_of
from scenewright.audit.readers.combo_chart import strongest
from scenewright.audit.readers.line_chart import Mark, crowded, decoded
from scenewright.audit.rows import Row

NEAR_PX = 9.0
"""How far along its spoke from its mark a point may be found."""
BARE_PX = 6.1
"""Width of the marks of points up to which these have no markers."""
TIP_PX = 5.0
"""Length of ink along its spoke from which a point without a marker is one of its ends: the one with less beyond it."""
BEYOND_PX = 3.0
LEAST = 0.55
"""Least likeness of a marker's pixels, or of a line's, to the colour looked for."""
HOLLOW = 0.15
"""Most likeness of what is within a ring."""
ALIKE = 10
"""Largest difference of a channel between inks that can't be told apart."""
WHOLE = 0.88
"""Least likeness of a disc's pixels at its own place."""


def scale_of(marks: Sequence[Mark]) -> tuple[tuple[float, float], float, float]:
    """The centre, and the slope and start of the straight line from pixels off it to values, by the labelled rings."""
    rings = [m for m in marks if m["part"] == "ring"]
    around = rings[0].get("polygon")
    left, top, right, bottom = rings[0]["box"]
    centre = ((left + right) / 2, (top + bottom) / 2)
    if around:
        centre = (sum(x for x, _ in around) / len(around), sum(y for _, y in around) / len(around))
    out = {m["id"]: centre[1] - m["box"][1] for m in rings}  # all rings have a point straight above the centre
    pairs = [(out[m["id"]], number_of(m["text"])) for m in marks
             if m["part"] == "tick" and m.get("text") and m["id"] in out]  # fmt: skip
    pairs += [(0.0, number_of(m["text"])) for m in marks
              if m["part"] == "tick" and m.get("text") and m["id"] not in out]  # fmt: skip
    if len(pairs) == 1:
        pairs.append((0.0, 0.0))
    slope, start = np.polyfit([r for r, _ in pairs], [v for _, v in pairs], 1)
    return centre, float(slope), float(start)


def colours_of(picture: np.ndarray, marks: Sequence[Mark], series: Sequence[str]) -> dict[str, np.ndarray]:
    """The colour of each series, by its key in the legend or, of a single one, by its points."""
    found = {}
    for name in series:
        boxes = [m["box"] for m in marks if m["id"] == name and m["part"] == "swatch"]
        boxes = boxes or [m["box"] for m in marks if m["part"] == "point"]
        left, top, _, _ = boxes[0]
        paper = picture[max(int(top) - 2, 0), max(int(left) - 2, 0)] if len(boxes) == 1 else picture[2, 2]
        votes: dict[tuple[int, ...], int] = {}
        for box in boxes:
            colour = tuple(strongest(picture, box, paper).tolist())
            votes[colour] = votes.get(colour, 0) + 1
        found[name] = np.array(max(votes, key=votes.__getitem__))
    return found


def likeness(part: np.ndarray, ink: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """How like a series' colour pixels are, 0 to 1: nothing at half the way to the ground's."""
    reach = 0.5 * float(np.sqrt(((ink - ground).astype(float) ** 2).sum()))
    away = np.sqrt(((part - ink).astype(float) ** 2).sum(-1))
    return np.clip(1.0 - away / max(reach, 1.0), 0.0, 1.0)


def _markers(
    like: np.ndarray, rows: np.ndarray, columns: np.ndarray, places: Sequence[tuple[float, float]], radius: float
) -> list[float]:
    """How well a marker of this size fits at each place: a disc or a ring; only a ring where one with nothing in it is
    found, and no whole disc: lines that meet beside it look somewhat like one.
    """
    either, hollow = [], []
    for x, y in places:
        far = np.hypot(columns + 0.5 - x, rows + 0.5 - y) / radius
        disc, ring, inner = (
            float(like[zone].mean()) if zone.any() else 0.0
            for zone in (far < 0.75, (far > 0.72) & (far < 1.15), far < 0.55)
        )
        either.append(max(disc, ring))
        hollow.append(ring if inner < HOLLOW else 0.0)
    return hollow if max(hollow) >= LEAST and max(either) < WHOLE else either


def read_points(png: bytes, marks: Sequence[Mark], owners: Mapping[str, str]) -> dict[str, float]:
    """The value of each marked point that can be seen, by its id. `owners` tells the series' id of each point's."""
    return points_of(decoded(png), marks, owners)


def points_of(picture: np.ndarray, marks: Sequence[Mark], owners: Mapping[str, str]) -> dict[str, float]:
    """The same of a decoded picture."""
    centre, slope, start = scale_of(marks)
    colours = colours_of(picture, marks, sorted(set(owners.values())))
    ground = picture[2, 2]
    found = {}
    for mark in marks:
        if mark["part"] != "point":
            continue
        own = colours[owners[mark["id"]]]
        others = [ink for ink in colours.values() if np.abs(ink - own).max() > ALIKE]
        r = _radius(picture, mark["box"], centre, own, ground, others)
        if r is not None:
            found[mark["id"]] = slope * r + start
    return found


def _radius(
    picture: np.ndarray,
    box: Sequence[float],
    centre: tuple[float, float],
    ink: np.ndarray,
    ground: np.ndarray,
    others: Sequence[np.ndarray] = (),
) -> float | None:
    """How far from the centre a point lies, by a search along its spoke; None where its colour isn't there, or goes on
    along the spoke. Without a marker, what is more like one of the `others`, inks of other series, is none of its ink.
    """
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    r0, size = math.hypot(x - centre[0], y - centre[1]), (box[2] - box[0]) / 2
    if r0 < 1:
        return None
    dx, dy = (x - centre[0]) / r0, (y - centre[1]) / r0
    pad = int(NEAR_PX + size + 3)
    left, top = max(int(x) - pad, 0), max(int(y) - pad, 0)
    part = picture[top : int(y) + pad + 1, left : int(x) + pad + 1]
    like = likeness(part, ink, ground)
    for other in others if 2 * size <= BARE_PX else ():
        like[((part - other) ** 2).sum(-1) < ((part - ink) ** 2).sum(-1)] = 0.0
    rows, columns = np.mgrid[0 : part.shape[0], 0 : part.shape[1]]
    rows, columns = rows + top, columns + left
    steps = np.arange(-NEAR_PX, NEAR_PX + 0.01, 0.5)
    if 2 * size > BARE_PX:
        scores = _markers(like, rows, columns, [(x + dx * d, y + dy * d) for d in steps], size)
    else:
        scores = [
            float(like[np.hypot(columns + 0.5 - x - dx * d, rows + 0.5 - y - dy * d) < 1.3].mean()) for d in steps
        ]
    best = max(scores)
    if best < LEAST:
        return None
    near = [float(d) for d, s in zip(steps, scores, strict=True) if s >= best - 0.03]
    half = [float(d) for d, s in zip(steps, scores, strict=True) if s >= best / 2]
    if 2 * size <= BARE_PX and half[-1] - half[0] > TIP_PX:  # a sharp turn: its lines run side by side for a while
        beyond = [
            float(like[np.hypot(columns + 0.5 - x - dx * d, rows + 0.5 - y - dy * d) < BEYOND_PX].sum())
            for d in (half[0] - BEYOND_PX, half[-1] + BEYOND_PX)
        ]
        end = half[0] if beyond[0] < beyond[1] else half[-1]
        return r0 + end if abs(end) < NEAR_PX else None
    return r0 + min(near, key=abs) / 2 + max(near, key=lambda d: -abs(d)) / 2


def rings_like(picture: np.ndarray, marks: Sequence[Mark], ink: np.ndarray) -> list[float]:
    """The values of the rings whose line has about a series' colour: half-way between the spokes, or all round."""
    (x, y), slope, start = scale_of(marks)
    turns = np.radians(np.arange(7.5, 360, 15))
    found = []
    for mark in marks:
        if mark["part"] != "ring":
            continue
        radius = y - mark["box"][1]
        places = [(x + radius * math.sin(turn), y - radius * math.cos(turn)) for turn in turns]
        if corners := mark.get("polygon"):
            pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
            places = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairs]
        like = [
            float(
                likeness(picture[int(v) - 1 : int(v) + 3, int(u) - 1 : int(u) + 3], ink, picture[2, 2]).max(initial=0)
            )
            for u, v in places
        ]
        if float(np.median(like)) >= LEAST:
            found.append(slope * radius + start)
    return found


def spokes_like(picture: np.ndarray, marks: Sequence[Mark], ink: np.ndarray) -> bool:
    """Whether spokes have about a series' colour: points without markers are not told apart from them."""
    (x, y), _, _ = scale_of(marks)
    like = []
    for left, top, right, bottom in (mark["box"] for mark in marks if mark["part"] == "spoke"):
        ends = (left if x - left > right - x else right, top if y - top > bottom - y else bottom)
        for share in (0.3, 0.45, 0.55, 0.7, 0.85):
            column, row = int(x + share * (ends[0] - x)), int(y + share * (ends[1] - y))
            part = picture[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
            like.append(float(likeness(part, ink, picture[2, 2]).max(initial=0.0)))
    return bool(like) and float(np.median(like)) >= LEAST


# -- facts ---------------------------------------------------------------------------------------------------------

VALUE_PX = 2.5
"""How far along its spoke a point may be read off, in pixels."""


def facts(row: Row) -> Iterator[Fact]:
    """Of each point in sight: its value, by its series' key; what is printed at it; names of series and of spokes."""
    chart = Chart(row)
    points = chart.things("points")
    yield from chart.words(("label", "legend", "title"))
    yield from chart.names("legend", ["series"])
    yield from chart.names("label", ["spokes"])
    yield from chart.printed(points)
    ids = {series["name"]: series["id"] for series in chart.things("series")}
    found = points_of(chart.picture, chart.marks, {point["id"]: ids[point["series"]] for point in points})
    _, slope, _ = scale_of(chart.marks)
    boxes = chart.boxes("point")
    inks = colours_of(chart.picture, chart.marks, sorted(ids.values()))
    alike = {name: rings_like(chart.picture, chart.marks, inks[id]) for name, id in ids.items()}
    along = {name for name, id in ids.items() if spokes_like(chart.picture, chart.marks, inks[id])}
    for point in points:
        id = point["id"]
        if id not in chart.unseen and id in boxes:
            fact = chart.near(id, "value", point["value"], found.get(id), VALUE_PX * abs(slope), boxes[id])
            bare = boxes[id][2] - boxes[id][0] <= BARE_PX
            unclear = (
                crowded(boxes, id, 3.0)
                or (bare and point["series"] in along)
                or (
                    fact.read is not None
                    and any(abs(fact.read - value) <= VALUE_PX * abs(slope) for value in alike[point["series"]])
                )
            )
            yield fact._replace(read=None) if not fact.agrees and unclear else fact
