"""Pie charts from pixels: how large each slice is, and where, by the edges of its colour near the rim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from scenewright.audit import decoded as media
from scenewright.audit.readers import Fact
from scenewright.audit.readers.chart_facts import Chart, number_of
from scenewright.audit.readers.rings import EDGE_PX, HATCH_PX, SIZE, Span, off, read_span, wedge_of, with_gaps
from scenewright.audit.rows import Row

AREA_MIN_PX = 180
"""Patches below are swatches of a legend (12 px squares) or letters; the smallest slices have more."""
SHARE_MIN = 2e-4
"""Share of the picture's pixels that a colour needs to be looked at."""


class Patch(NamedTuple):
    """A connected patch of one colour, with what is written on it filled in."""

    colour: tuple[int, int, int]
    area_px: float
    centre: tuple[float, float]


def picture(data: bytes) -> np.ndarray:
    """RGB of an encoded picture."""
    return media.rgb(data)


def patches(rgb: np.ndarray) -> list[Patch]:
    """All patches of one colour that are no background, from the largest down.

    Lines that lead away in a patch's colour are cut off (opening by 3 px). Smoothing takes half a pixel off every
    edge, which is given back: half of the patch's circumference.
    """
    codes = (rgb[..., 0].astype(np.int32) << 16) | (rgb[..., 1].astype(np.int32) << 8) | rgb[..., 2]
    border = np.concatenate([codes[0], codes[-1], codes[:, 0], codes[:, -1]])
    paper = int(np.bincount(np.unique(border, return_inverse=True)[1]).argmax())
    paper_code = int(np.unique(border)[paper])
    found: list[Patch] = []
    for code, count in zip(*np.unique(codes, return_counts=True), strict=True):
        if code == paper_code or count < max(SHARE_MIN * codes.size, 0.6 * AREA_MIN_PX):
            continue
        colour = (int(code) >> 16, int(code) >> 8 & 255, int(code) & 255)
        found += _patches_of((codes == code).astype(np.uint8), colour)
    return sorted(found, key=lambda patch: -patch.area_px)


def _patches_of(mask: np.ndarray, colour: tuple[int, int, int]) -> list[Patch]:
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    out = []
    for outline in cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        length = cv2.arcLength(outline, True)
        # the outline runs through the centres of the outermost pixels: half a pixel more on either side is the patch
        area = cv2.contourArea(outline) + length
        if area >= AREA_MIN_PX:
            x, y = outline[:, 0].mean(0).tolist()
            out.append(Patch(colour, area, (x, y)))
    return out


def shares(found: list[Patch]) -> list[float]:
    """Per cent of each patch of them all."""
    total = sum(patch.area_px for patch in found)
    return [100 * patch.area_px / total for patch in found]


# -- facts ---------------------------------------------------------------------------------------------------------


def facts(row: Row) -> Iterator[Fact]:
    """Of each slice in sight: its share in per cent, the direction of its middle, its colour beside its key's, and the
    percentage that is printed at it.
    """
    chart = Chart(row)
    slices = chart.things("slices")
    yield from chart.words(("legend", "title"))
    yield from chart.names("legend", ["entries"])
    yield from chart.names("label", ["slices"], begins=True)
    outlines = {mark["id"]: mark["polygon"] for mark in chart.marks if mark["part"] == "slice"}
    wedges = {id: wedge_of(outline) for id, outline in outlines.items()}
    boxes = chart.boxes("slice")
    for ring in _rings(chart.scene, slices):
        spans: dict[str, Span | None] = {}
        for item in ring:
            wedge = wedges.get(item["id"])
            if item["id"] not in chart.unseen and wedge is not None:
                spans[item["id"]] = read_span(chart, wedge)
        angles = with_gaps({id: span for id, span in spans.items() if span is not None})
        yield from _slices(chart, ring, spans, angles, boxes)
    yield from _printed(chart, slices)


def _rings(scene: Mapping[str, Any], slices: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Slices that make a whole together, in their order."""
    if scene.get("kind") == "nested":
        return [[item for item in slices if bool(item["pie"]) is outer] for outer in (False, True)]
    names = dict.fromkeys(item["pie"] for item in slices)
    return [[item for item in slices if item["pie"] == name] for name in names]


def _slices(
    chart: Chart,
    ring: Sequence[Mapping[str, Any]],
    spans: Mapping[str, Span | None],
    angles: Mapping[str, float],
    boxes: Mapping[str, Sequence[float]],
) -> Iterator[Fact]:
    whole = 180.0 if chart.scene.get("half") else 360.0
    total = sum(item["value"] for item in ring) or 1.0
    turn = float(chart.scene.get("start_deg") or 0)
    way = 1.0 if chart.scene.get("clockwise", True) else -1.0
    turn += 180.0 if chart.scene.get("half") and way < 0 else 0.0  # from the right end of a half circle
    keys = chart.keys_by_name("entries")
    hatched = bool(chart.style.get("hatched"))
    for item in ring:
        id, said = item["id"], whole * item["value"] / total
        middle = turn + way * said / 2
        turn += way * said
        if id not in spans:
            continue
        span = spans[id]
        slack = float(np.degrees((EDGE_PX + HATCH_PX * hatched) / span.radius)) if span else 0.0
        angle = angles.get(id)
        read = None if angle is None else 100 * angle / whole
        yield chart.near(id, "share", 100 * said / whole, read, 100 * SIZE * slack / whole, boxes[id])
        found = None if span is None else round(span.middle % 360, 1)
        agrees = span is not None and off(span.middle, middle) <= slack
        yield Fact(id, "direction", round(middle % 360, 1), found, agrees, None, chart.medium)
        if span is not None and item.get("pie") and chart.scene.get("kind") == "nested":
            continue
        if span is not None and item["name"] in keys:
            yield chart.colour(id, keys[item["name"]], span.colour, boxes[id])


def _printed(chart: Chart, slices: Sequence[Mapping[str, Any]]) -> Iterator[Fact]:
    """Percentages at slices."""
    said = {item["id"]: item["share"] for item in slices if item["id"] not in chart.unseen}
    for id, text in chart.texts("value").items():
        if id in said and text.endswith("%") and " " not in text:
            read = number_of(text)
            yield Fact(id, "number", said[id], read, abs(read - said[id]) < 1e-6, None, chart.medium)
