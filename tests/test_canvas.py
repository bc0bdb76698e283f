"""The canvas, the PNG encoder, the fonts and the themes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from scenewright.renderers.canvas import Canvas
from scenewright.renderers.fonts import FOLDER, faces, families, font
from scenewright.renderers.png import encode_png
from scenewright.renderers.themes import THEMES, contrast, mix, on
from scenewright.scenes.base import Reject


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (640, 480), (37, 801)])
def test_png_is_lossless(size: tuple[int, int]) -> None:
    width, height = size
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 4), dtype=np.uint8)
    again = np.asarray(Image.open(io.BytesIO(encode_png(pixels))))
    assert np.array_equal(again, pixels[:, :, :3])


def test_equal_pixels_give_equal_bytes() -> None:
    pixels = np.zeros((48, 64, 4), np.uint8)
    first = encode_png(pixels)
    encode_png(np.full((400, 400, 4), 9, np.uint8))  # a larger one in between must leave no trace
    assert encode_png(pixels) == first
    assert b"tIME" not in first
    assert b"tEXt" not in first


def test_marks_are_where_the_pixels_are() -> None:
    canvas = Canvas(200, 100, "#ffffff")
    canvas.rect((20, 10, 60, 90), "#ff0000", of="a", part="bar")
    canvas.text((120, 50), "Hxg", font("Inter", 30), "#0000ff", of="b")
    media, marks = canvas.finish()
    pixels = np.asarray(Image.open(io.BytesIO(media.data))).astype(int)
    for mark, channel in zip(marks, (0, 2), strict=True):
        other = pixels[:, :, 2 - channel] < 128
        ys, xs = np.nonzero(other)
        inside = (xs >= 70) == (mark.id == "b")
        found = (xs[inside].min(), ys[inside].min(), xs[inside].max() + 1, ys[inside].max() + 1)
        assert np.abs(np.array(found) - np.array(mark.box)).max() <= 1.5


def test_overlapping_text_is_rejected() -> None:
    canvas = Canvas(200, 100, "#ffffff")
    canvas.text((100, 50), "one label", font("Inter", 16), "#000000")
    canvas.text((110, 55), "another", font("Inter", 16), "#000000")
    with pytest.raises(Reject, match="layout"):
        canvas.finish()


def test_slanted_texts_side_by_side_are_not() -> None:
    canvas = Canvas(300, 200, "#ffffff")
    for i in range(5):
        canvas.text((60 + 30 * i, 60), "September", font("Inter", 14), "#000000", anchor="rm", angle=-45)
    canvas.finish()


def test_clipped_text_is_rejected() -> None:
    canvas = Canvas(60, 40, "#ffffff")
    canvas.text((50, 20), "clipped", font("Inter", 16), "#000000")
    with pytest.raises(Reject, match="layout"):
        canvas.finish()


def test_at_least_ten_families_of_four_kinds() -> None:
    assert len(families()) >= 10
    assert {face.kind for face in faces().values()} == {"sans", "serif", "mono", "hand"}


@pytest.mark.parametrize("name", list(faces()))
def test_fonts_cover_what_is_printed_and_carry_their_licence(name: str) -> None:
    face = faces()[name]
    assert (FOLDER / face.licence_file).is_file()
    for file in filter(None, (face.regular, face.bold)):
        covered = TTFont(FOLDER / file).getBestCmap()
        letters = {*range(32, 127), *(ord(c) for c in "äöüßéèñç°×÷–—−€£“”’…")}
        assert not letters - covered.keys(), file
    assert font(name, 14).covers("Total 12.5 °C")
    assert not font(name, 14).covers("日本")


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_themes_are_legible(theme: object) -> None:
    from scenewright.renderers.themes import Theme

    assert isinstance(theme, Theme)
    assert len(theme.palette) == len(set(theme.palette)) >= 6
    for ground in (theme.paper, theme.panel):
        assert contrast(theme.ink, ground) >= 7
        assert contrast(theme.muted, ground) >= 4
        assert all(contrast(colour, ground) >= 1.9 for colour in theme.palette)


def test_colours() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert on("#101010") == "#ffffff"
    assert on("#fafafa") != "#ffffff"
