"""What once misled readers of charts, each drawn alone: grids, sharp turns, error bars' ends, slanted words beside."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any, cast

import cv2
import msgspec
import numpy as np
import pytest

from scenewright.audit.readers import bar_chart, box_plot, histogram, line_chart, radar_chart, rings, scatter_plot
from scenewright.audit.readers.chart_facts import Chart
from scenewright.audit.rows import Row

WHITE, GREY, BLUE = np.array([255, 255, 255]), np.array([176, 176, 176]), np.array([31, 119, 180])
FINE = 8
"""Small pixels to one of a picture, for soft edges."""


def test_a_line_on_a_grid_is_not_taken_for_the_grid() -> None:
    """Points stand on upright lines of the grid, of which more pixels are alike than of a thin, softened line."""
    picture = np.full((200, 300, 3), 255, np.uint8)
    xs = [50, 120, 190, 260]
    for x in xs:
        picture[20:180, x - 1 : x + 1] = GREY
    points = [(x, y) for x, y in zip(xs, (60, 90, 70, 120), strict=True)]
    line = np.array([[(16 * x, 16 * y) for x, y in points]], np.int32)
    cv2.polylines(picture, line, False, BLUE.tolist(), 1, cv2.LINE_AA, 4)
    marks = [{"id": "plot", "part": "plot", "box": (20, 20, 290, 180)}]
    marks += [{"id": f"p{i}", "part": "point", "box": (x - 1.5, y - 1.5, x + 1.5, y + 1.5)}
              for i, (x, y) in enumerate(points)]  # fmt: skip
    found = line_chart.colour_of(picture.astype(np.int16), marks, "", WHITE)
    assert found is not None
    assert np.abs(found - BLUE).max() < 60


def test_a_grid_below_another_fill_is_not_a_bar_top() -> None:
    """A grey series' bar begins at its line, not where the grid is seen through the green bar behind it."""
    ground, grey, green = np.array([240, 240, 240]), np.array([139, 139, 139]), np.array([200, 210, 190])
    picture = np.tile(ground, (120, 60, 1)).astype(np.int16)
    picture[20:, 10:50] = green
    picture[40:42] = (170, 172, 168)  # the grid, below the green
    picture[70:73, 10:50] = grey
    picture[73:, 10:50] = (180, 185, 175)
    assert histogram.top_row(picture, (10, 50), (0, 118), ground, grey) == 71.5


def test_narrow_bars_with_dark_lines_have_tops() -> None:
    """The columns beside a bar's outline are part outline: of eight, four are plain."""
    picture = np.full((100, 40, 3), 255, np.int16)
    picture[30:, 12:20] = (8, 30, 45)
    picture[31:, 13:19] = (21, 83, 126)
    picture[31:, 14:18] = BLUE
    assert histogram.top_row(picture, (11.6, 19.8), (0, 98), WHITE, BLUE) is not None


def test_a_sharp_turn_is_read_at_its_tip() -> None:
    tip = (60.85, 100.5)
    fine = np.full((200 * FINE, 300 * FINE, 3), 255, np.uint8)
    for y in (84.0, 145.0):  # strokes of two pixels without ends
        across = np.array([tip[1] - y, 220.0 - tip[0]]) / math.hypot(tip[1] - y, 220.0 - tip[0])
        start, end = np.array(tip), np.array((220.0, y))
        corners = [start + across, start - across, end - across, end + across]
        cv2.fillPoly(fine, [np.round(np.array(corners) * FINE).astype(np.int32)], BLUE.tolist())
    picture = cv2.resize(fine, (300, 200), interpolation=cv2.INTER_AREA)
    box = (tip[0] - 2.2, tip[1] - 2.2, tip[0] + 2.2, tip[1] + 2.2)
    for centre in ((240.0, 100.0), (-120.0, 100.0)):  # it points outwards, then inwards
        found = radar_chart._radius(picture.astype(np.int16), box, centre, BLUE, WHITE)
        assert found is not None
        assert abs(found - abs(centre[0] - tip[0])) < 1.2


def test_ends_of_error_bars_hide_those_of_their_bars() -> None:
    bar = (100.0, 50.0, 114.0, 150.0)
    assert bar_chart._capped(bar, (104.0, 53.0, 110.0, 80.0), upright=True)
    assert bar_chart._capped(bar, (104.0, 20.0, 110.0, 147.0), upright=True)
    assert not bar_chart._capped(bar, (104.0, 30.0, 110.0, 70.0), upright=True)
    assert bar_chart._capped((50.0, 100.0, 150.0, 114.0), (120.0, 104.0, 147.0, 110.0), upright=False)


def test_words_beside_slanted_ones_are_seen_whole() -> None:
    """The box of slanted words holds what else stands there; their outline does not."""
    picture = np.full((100, 120, 3), 255, np.uint8)
    picture[40:51, 60:67] = 0
    c = math.sqrt(0.5)
    corners = [(20.0 + a * c + b * c, 90.0 - a * c + b * c) for a, b in ((0, 0), (60, 0), (60, 10), (0, 10))]
    low, high = np.min(corners, axis=0).tolist(), np.max(corners, axis=0).tolist()
    assert low[0] < 60
    assert low[1] < 50
    level = {"id": "tick", "part": "tick", "box": (60.0, 40.0, 67.0, 51.0), "text": "0"}
    slanted = {"id": "name", "part": "label", "box": (*low, *high), "polygon": corners, "text": "Bangladesh"}
    (found,) = Chart(row_of(picture, [level, slanted])).words()
    assert found.agrees, found
    (moved,) = Chart(row_of(picture, [level | {"box": (60.0, 45.0, 67.0, 56.0)}, slanted])).words()
    assert not moved.agrees


def row_of(picture: np.ndarray, marks: list[dict[str, Any]]) -> Row:
    png = cv2.imencode(".png", picture)[1].tobytes()
    plain = {"scene": {}, "style": {"backend": "skia"}, "resolution": {}}
    whole = [{"polygon": [], "medium": 0} | mark for mark in marks]
    columns = {name: msgspec.json.encode(value).decode() for name, value in (plain | {"marks": whole}).items()}
    return Row({"family": "combo_chart", "media": [{"column": "images", "kind": "image/png"}],
                "images": [{"bytes": png, "path": ""}], **columns})  # fmt: skip


def test_a_line_over_a_bar_does_not_hide_its_top() -> None:
    picture = np.full((100, 60, 3), 255, np.int16)
    picture[40:, 10:40] = BLUE
    picture[:, 24:26] = 20  # of a mean, from top to bottom, in a narrow bar's middle
    line = (24.0, 0.0, 26.0, 100.0)
    assert histogram.top_row(picture, (18, 32), (0, 98), WHITE, BLUE) is None
    assert histogram.top_row(picture, (18, 32), (0, 98), WHITE, BLUE, [line]) == 40.0


def test_a_neighbour_is_not_taken_for_a_marker() -> None:
    """Of two squares side by side, the one whose middle is asked for; where it is gone, none."""
    picture = np.full((40, 60, 3), 255, np.int16)
    own, other = (20.0, 20.0, 26.0, 26.0), (26.0, 20.0, 32.0, 26.0)
    picture[20:26, 26:32] = BLUE
    assert scatter_plot.find(picture, own, WHITE, BLUE, [other]) is None
    found = scatter_plot.find(picture, other, WHITE, BLUE, [own])
    assert found is not None
    assert abs(found.x - 29) < 0.6


BUBBLE = """
......3676....
...39.....93..
..4..99999..3.
1..999999999.1
6.99999999996.
..999999999999
.9999999999999
.999999999999.
9999999999999.
6.99999999995.
1..9999999....
.3..99999..3..
..39.....92...
....25652.....
"""
"""How much tenths of its fill's colour a bubble's pixels have: its rim has another shade, and gaps."""


def test_a_broken_rim_makes_no_diamond_of_a_disc() -> None:
    bubble = np.array([[int(v) for v in line.replace(".", "0")] for line in BUBBLE.split()]) / 9
    assert scatter_plot._fitting(bubble) == "diamond"  # what it would be taken for
    assert scatter_plot.shape_of(bubble) in ("circle", "")
    y, x = np.mgrid[:15, :15] - 7.0
    assert scatter_plot.shape_of((np.hypot(x, y) < 7).astype(float)) == "circle"
    assert scatter_plot.shape_of((np.abs(x) + np.abs(y) < 7.2).astype(float)) == "diamond"


def test_rings_of_a_series_colour_are_known() -> None:
    picture = np.full((240, 240, 3), 255, np.uint8)
    marks = []
    for ring, (radius, colour) in enumerate(((50, GREY), (100, BLUE))):
        cv2.circle(picture, (120, 120), radius, colour.tolist(), 2)
        marks.append(
            {"id": f"r{ring}", "part": "ring", "box": (120 - radius, 120 - radius, 120 + radius, 120 + radius)}
        )
        marks.append({"id": f"r{ring}", "part": "tick", "text": str(10 * ring + 10), "box": (0, 0, 0, 0)})
    assert radar_chart.rings_like(picture.astype(np.int16), marks, BLUE) == [20.0]
    assert radar_chart.rings_like(picture.astype(np.int16), marks, np.array([200, 40, 40])) == []


def test_thin_lines_between_rows_and_dark_edges_are_bar_tops() -> None:
    picture = np.full((100, 60, 3), 255, np.int16)
    picture[39:41, 10:40] = WHITE + (BLUE - WHITE) * 4 // 5  # 1.6 pixels of a line, between two rows
    assert histogram.top_row(picture, (10.0, 40.0), (5.0, 95.0), WHITE, BLUE) == pytest.approx(40, abs=1)
    picture[36:95, 10:40] = BLUE
    picture[34:36, 10:40] = 40
    assert histogram.top_row(picture, (10.0, 40.0), (5.0, 95.0), WHITE, BLUE) == pytest.approx(35, abs=0.5)


def test_a_translucent_fill_of_about_the_same_colour_is_no_bar() -> None:
    purple, light = np.array([153, 143, 213]), np.array([162, 194, 213])
    ground = np.array([229, 229, 229])
    picture = np.broadcast_to(ground, (100, 60, 3)).astype(np.int16)
    picture[20:95, 10:40] = light
    assert histogram.top_row(picture, (10.0, 40.0), (5.0, 95.0), ground, purple) is None
    picture[60:62, 10:40] = purple
    picture[62:95, 10:40] = (158, 174, 213)
    assert histogram.top_row(picture, (10.0, 40.0), (5.0, 95.0), ground, purple) == pytest.approx(61, abs=1)


def test_neither_gaps_nor_error_bars_belong_to_a_bar() -> None:
    picture = np.full((60, 120, 3), 255, np.int16)
    picture[20:31, 10:80] = 140
    picture[19], picture[31] = 80, 80  # the bars' edges, and the gaps to the next ones, of about the bar's colour
    picture[17:19], picture[32:34] = 137, 137
    found = bar_chart.bar_ends(picture, (10.0, 20.0, 80.0, 31.0), vertical=True)
    assert found is not None
    assert found == pytest.approx((20, 31), abs=2)
    picture = np.full((60, 160, 3), 255, np.int16)
    picture[20:31, 40:80] = BLUE
    picture[20:23, 40:80] = picture[28:31, 40:80] = 30
    picture[24:27, 20:120] = 30
    found = bar_chart.bar_ends(picture, (40.0, 20.0, 80.0, 31.0), vertical=False, inset=0.0, line=25.5)
    assert found == pytest.approx((40, 80), abs=1)


def test_lines_that_meet_are_not_taken_for_a_hollow_marker() -> None:
    fine = np.full((120 * FINE, 120 * FINE, 3), 255, np.uint8)
    for x in (54, 67):
        cv2.line(fine, (60 * FINE, 40 * FINE), (x * FINE, 110 * FINE), BLUE.tolist(), 2 * FINE)
    cv2.circle(fine, (60 * FINE, 40 * FINE), 4 * FINE, (255, 255, 255), -1)
    cv2.circle(fine, (60 * FINE, 40 * FINE), 4 * FINE, BLUE.tolist(), FINE * 8 // 5)
    picture = cv2.resize(fine, (120, 120), interpolation=cv2.INTER_AREA).astype(np.int16)
    found = radar_chart._radius(picture, (56.0, 36.0, 64.0, 44.0), (60.0, 110.0), BLUE, WHITE)
    assert found == pytest.approx(70, abs=1.5)


@pytest.mark.parametrize("shape", ["plus", "cross"])
def test_arms_with_a_line_about_them_keep_their_shape(shape: str) -> None:
    half, end = 0.42 + 0.24, 1.3 + 0.24  # what the line adds to the arms
    reach = end if shape == "plus" else (end + half) * math.sqrt(0.5)
    grid = np.linspace(-1.2 * reach, 1.2 * reach, 14 * FINE)
    y, x = np.meshgrid(grid, grid, indexing="ij")
    u, v = (x, y) if shape == "plus" else ((x - y) * math.sqrt(0.5), (x + y) * math.sqrt(0.5))
    arms = ((np.abs(u) < half) & (np.abs(v) < end)) | ((np.abs(v) < half) & (np.abs(u) < end))
    share = cv2.resize(arms.astype(np.float32), (14, 14), interpolation=cv2.INTER_AREA)
    assert scatter_plot._fitting(share) == shape


def test_a_thin_line_between_pieces_of_one_colour_ends_them() -> None:
    """It goes down to the right from pixel to pixel, and circles pass it by corners."""
    picture = np.tile(BLUE, (200, 200, 1)).astype(np.int16)
    for i in range(100):
        picture[100 + i, 100 + i] = WHITE
    chart = cast("Chart", SimpleNamespace(picture=picture))
    span = rings.read_span(chart, rings.Wedge((100.0, 100.0), 20.0, 60.0, 90.0, 135.0))
    assert span is not None
    assert abs(span.last - 135) < 2


def line_marks(*points: tuple[str, float, float, float]) -> list[dict[str, Any]]:
    """Marks of a plot whose values are rows, from its bottom on, with two keys."""
    marks: list[dict[str, Any]] = [{"id": "plot", "part": "plot", "box": (20, 0, 300, 200), "text": ""}]
    marks += [{"id": f"tick{v}", "part": "tick", "box": (2, v - 4, 18, v + 4), "text": str(200 - v)}
              for v in (20, 100, 180)]  # fmt: skip
    marks += [{"id": id, "part": "swatch", "box": (280, y, 290, y + 4), "text": ""} for id, y in (("a", 5), ("b", 15))]
    return marks + [{"id": id, "part": "point", "box": (x - r, y - r, x + r, y + r), "text": ""}
                    for id, x, y, r in points]  # fmt: skip


def test_small_markers_are_found_by_their_middle() -> None:
    """A hollow one, upon a line that is steep, and less so beyond it."""
    picture = np.full((200, 300, 3), 255, np.uint8)
    x, y, r = 150.0, 110.0, 2.7
    for end in ((158.0, 84.0), (140.0, 134.0)):
        ends = [tuple(round(16 * v - 8) for v in at) for at in ((x, y), end)]
        cv2.line(picture, *ends, BLUE.tolist(), 2, cv2.LINE_AA, 4)
    centre = (round(16 * x - 8), round(16 * y - 8))
    cv2.circle(picture, centre, round(16 * r), WHITE.tolist(), -1, cv2.LINE_AA, 4)
    cv2.circle(picture, centre, round(16 * (r - 0.3)), BLUE.tolist(), 1, cv2.LINE_AA, 4)
    picture[5:9, 280:290] = BLUE
    for wrong in (0.0, -5.0):  # where its mark is said to be
        marks = line_marks(("p", x, y + wrong, r))
        found = line_chart.points_of(picture.astype(np.int16), marks, {"p": "a"}, {"a": "circle"})
        assert abs(200 - found["p"] - y) < 1.5


def test_a_tip_over_another_line_hides_its_point() -> None:
    picture = np.full((200, 300, 3), 255, np.int16)
    picture[5:9, 280:290], picture[15:19, 280:290] = BLUE, (213, 94, 0)
    picture[100:110, 148:152] = (213, 94, 0)
    marks = line_marks(("p", 150.0, 110.0, 2.0))
    chart = cast("Chart", SimpleNamespace(picture=picture, marks=marks))
    assert line_chart.overlaid(chart, (148.0, 108.0, 152.0, 112.0), "a", ["a", "b"])
    assert not line_chart.overlaid(chart, (148.0, 112.0, 152.0, 116.0), "a", ["a", "b"])
    assert not line_chart.overlaid(chart, (148.0, 108.0, 152.0, 112.0), "b", ["a", "b"])


def test_a_tip_of_another_series_is_none_of_a_points_own() -> None:
    own, other, paper = np.array([150, 49, 94]), np.array([107, 99, 85]), np.array([251, 246, 236])
    fine = np.tile(paper, (100 * FINE, 100 * FINE, 1)).astype(np.uint8)
    for ink, tip in ((own, 50.0), (other, 41.0)):
        for x in (30.0, 65.0):
            ends = [(round(FINE * a), round(FINE * b)) for a, b in ((50.5, tip), (x, tip + 30))]
            cv2.line(fine, *ends, ink.tolist(), 2 * FINE)
    picture = cv2.resize(fine, (100, 100), interpolation=cv2.INTER_AREA).astype(np.int16)
    box = (48.5, 48.5, 52.5, 52.5)
    found = radar_chart._radius(picture, box, (50.5, 90.0), own, paper, [other])
    assert found is not None
    assert abs(found - 39.5) < 2.5


def test_a_point_on_a_spoke_of_its_colour_can_not_be_told() -> None:
    picture = np.full((100, 100, 3), 255, np.int16)
    picture[10:90, 49:52] = (122, 104, 166)
    box = (48.8, 58.8, 51.8, 61.8)
    assert radar_chart._radius(picture, box, (50.3, 90.0), np.array([122, 104, 166]), WHITE) is None


def box_strip(picture: np.ndarray, *more: dict[str, Any]) -> box_plot.Strip:
    marks: list[dict[str, Any]] = [{"id": "plot", "part": "plot", "box": (20, 10, 180, 110)}]
    marks += [{"id": "tick", "part": "tick", "box": (2, v - 4, 18, v + 4), "text": str(v)} for v in (20, 60, 100)]
    return box_plot.Strip(picture, [*marks, *more])


def test_a_box_that_ends_at_the_axis_has_no_end_to_be_read() -> None:
    """What of its outline the axis leaves is no line; an end further off is still read."""
    picture = np.full((120, 200, 3), 255, np.int16)
    picture[90:110, 80:120] = BLUE
    picture[92:107, 82:118] = WHITE
    picture[109:111, 20:180] = 80
    strip = box_strip(picture)
    found = box_plot._box_rows(strip, (80.0, 91.0, 120.0, 108.5), [])
    assert found["bottom"] is None
    assert found["top"] is not None
    assert abs(found["top"] - 91) < 1


def test_the_shadow_of_a_cover_is_no_side_of_a_box() -> None:
    picture = np.full((120, 200, 3), 255, np.int16)
    picture[40:80, 70:77] = 200  # a shadow, beside a cover
    picture[40:80, 77:120] = BLUE
    cover = {"id": "cover", "part": "note", "box": (30.0, 30.0, 70.0, 90.0)}
    box = (77.0, 40.0, 120.0, 80.0)
    assert box_plot._sides(box_strip(picture), box, [], violin=False)[0] == 70.0
    assert box_plot._sides(box_strip(picture, cover), box, [], violin=False) == (None, 120.0)


def test_a_dot_of_a_median_hides_the_end_of_a_violins_box() -> None:
    strip = box_strip(np.full((120, 200, 3), 255, np.int16))
    whole = {"id": "box0", "part": "box", "box": (96.0, 40.0, 104.0, 80.0)}
    median = {"id": "box0", "part": "median", "box": (96.0, 42.3, 104.0, 43.3)}
    assert box_plot._is_crowded(strip, 45.5, "top", [whole, median], violin=True)
    assert not box_plot._is_crowded(strip, 80.0, "bottom", [whole, median], violin=True)
