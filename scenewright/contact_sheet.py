"""One picture of a data set to look at: samples of every family and level, each with a question and its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from scenewright.dataset import Dataset
from scenewright.dataset import open as open_dataset
from scenewright.errors import UserError
from scenewright.families import family
from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.fonts import Font, font
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import BY_NAME
from scenewright.tiles import picture_of

WIDTH = 1600
COLUMNS = 3
MARGIN, GAP = 48, 32
TILE = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS
FLAT, TALL = TILE // 2, TILE * 5 // 4
"""Least and greatest height of a row of pictures; within it, a row is as high as its tallest picture."""
CAPTION = 96
HEADER, HEADING, FOOT = 132, 92, 20
LOOK = 400
"""Rows of each split that are looked at for tiles."""

_COLUMNS = ("id", "family", "level", "images", "videos", "audios", "questions")


def write_contact_sheet(out: Path) -> Path:
    """Draw `contact_sheet.png` of a finished data set."""
    from scenewright.build import read_manifest
    from scenewright.shards import write_whole

    data = open_dataset(out)
    manifest = read_manifest(out)
    path = out / "contact_sheet.png"
    write_whole(path, draw(manifest.name if manifest else out.name, data))
    return path


def draw(title: str, data: Dataset) -> bytes:
    """The contact sheet as PNG."""
    chosen = choose(data)
    lines = {
        name: [_line(tiles[i : i + COLUMNS]) for i in range(0, len(tiles), COLUMNS)] for name, tiles in chosen.items()
    }
    height = HEADER + FOOT + sum(HEADING + sum(h + CAPTION for h, _ in some) for some in lines.values())
    theme = BY_NAME["slate"]
    sheet = Canvas(WIDTH, height, "#f4f5f7")
    large = font("Inter", 40, True)
    sheet.text((MARGIN, 74), large.shorten(title, WIDTH - 2 * MARGIN), large, theme.ink, "ls", check=False)
    counts = ", ".join(f"{n:,} {split}" for split, n in data.splits.items())
    line = f"{len(data):,} samples: {counts}"
    sheet.text((MARGIN, 110), line, font("Inter", 20), theme.muted, "ls", check=False)
    top = HEADER
    for name, some in lines.items():
        _heading(sheet, name, top)
        top += HEADING
        for high, tiles in some:
            for i, (row, image) in enumerate(tiles):
                _tile(sheet, row, image, (MARGIN + i * (TILE + GAP), top), high)
            top += high + CAPTION
    return sheet.png()


def _line(rows: list[dict[str, Any]]) -> tuple[int, list[tuple[dict[str, Any], skia.Image]]]:
    """One line of tiles: the height of its pictures, and each row with its picture."""
    images = [picture_of(row) for row in rows]
    tallest = max(TILE * image.height() // image.width() for image in images)
    return min(max(tallest, FLAT), TALL), list(zip(rows, images, strict=True))


def choose(data: Dataset) -> dict[str, list[dict[str, Any]]]:
    """Rows to show, by family: as many of each level as fill two lines or more, easy ones first."""
    found: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for row in _first_rows(data):
        if row["questions"] and (row["images"] or row["videos"] or row["audios"]):
            found.setdefault(row["family"], {}).setdefault(row["level"], []).append(row)
    out: dict[str, list[dict[str, Any]]] = {}
    for name in sorted(found):
        levels = sorted(found[name])
        slots = max(2 * COLUMNS, -(-len(levels) // COLUMNS) * COLUMNS)
        each, more = divmod(slots, len(levels))
        # Harder levels vary more, so the odd places go to them.
        take = {level: each + (i >= len(levels) - more) for i, level in enumerate(levels)}
        out[name] = [row for level in levels for row in found[name][level][: take[level]]]
    return out


def _first_rows(data: Dataset) -> Iterator[dict[str, Any]]:
    for split in data.splits:
        part: Iterable[dict[str, Any]] = data[split].rows(_COLUMNS)
        for count, row in enumerate(part):
            if count == LOOK:
                break
            yield row


def _heading(sheet: Canvas, name: str, top: int) -> None:
    theme = BY_NAME["slate"]
    sheet.line((MARGIN, top + 12), (WIDTH - MARGIN, top + 12), theme.rule, 1.5)
    words = font("Inter", 26, True)
    label = name.replace("_", " ").capitalize()
    sheet.text((MARGIN, top + 58), label, words, theme.ink, "ls", check=False)
    try:
        summary = family(name).summary
    except UserError:  # made where a package was installed that is not here
        return
    left = MARGIN + words.width(label) + 18
    small = font("Inter", 18)
    sheet.text((left, top + 58), small.shorten(summary, WIDTH - MARGIN - left), small, theme.muted, "ls", check=False)


def _tile(sheet: Canvas, row: dict[str, Any], image: skia.Image, at: tuple[int, int], high: int) -> None:
    theme = BY_NAME["slate"]
    left, top = at
    _picture(sheet, image, (left, top, left + TILE, top + high))
    question, answer = _question(row["questions"])
    small, plain, bold = font("Inter", 13), font("Inter", 16), font("Inter", 16, True)
    y = top + high + 24
    level = f"level {row['level']}"
    sheet.text((left + TILE, y), level, small, theme.muted, "rs", check=False)
    room = TILE - small.width(level) - 16
    lines = _two_lines(question, plain, room)
    for line in lines:
        sheet.text((left, y), line, plain, theme.ink, "ls", check=False)
        y += 22
    sheet.text((left, y), bold.shorten(answer, TILE), bold, theme.palette[0], "ls", check=False)


def _two_lines(text: str, face: Font, width: float) -> list[str]:
    lines = face.wrap(text, width)
    return [face.shorten(line, width) for line in ([lines[0], " ".join(lines[1:])] if len(lines) > 1 else lines)]


def _question(questions: list[dict[str, Any]]) -> tuple[str, str]:
    """The first question short enough to show with its answer, else the shortest."""
    short = [q for q in questions if len(q["text"]) <= 90 and len(q["answer"]) <= 50]
    shown = short[0] if short else min(questions, key=lambda q: len(q["text"]) + len(q["answer"]))
    return shown["text"].replace("\n", " "), shown["answer"].replace("\n", " ")


def _picture(sheet: Canvas, image: skia.Image, card: Box) -> None:
    """A picture fitted into its card, which takes the colour of the picture's edge so that it shows no bars."""
    left, top, right, bottom = card
    sheet.rect((left, top + 3, right, bottom + 4), fill="#1f293322", radius=10, blur=5)
    sheet.rect(card, fill=_edge_colour(image), radius=10)
    scale = min((right - left) / image.width(), (bottom - top) / image.height())
    width, height = image.width() * scale, image.height() * scale
    x, y = (left + right - width) / 2, (top + bottom - height) / 2
    sheet.skia.save()
    sheet.skia.clipRRect(skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(*card), 10, 10), True)
    smooth = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    sheet.skia.drawImageRect(image.withDefaultMipmaps(), skia.Rect.MakeXYWH(x, y, width, height), smooth)
    sheet.skia.restore()
    sheet.rect(card, stroke="#d3d8de", radius=10)


def _edge_colour(image: skia.Image) -> str:
    """The commonest colour along the edge of a picture."""
    pixels = image.toarray(colorType=skia.ColorType.kRGBA_8888_ColorType)[..., :3]
    edge = np.concatenate([pixels[1], pixels[-2], pixels[:, 1], pixels[:, -2]])
    colours, counts = np.unique(edge, axis=0, return_counts=True)
    red, green, blue = colours[counts.argmax()]
    return f"#{red:02x}{green:02x}{blue:02x}"
