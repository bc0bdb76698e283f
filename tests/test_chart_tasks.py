"""Charts as tables and as scripts: what is written is what the chart shows, and what a script draws is that too."""

from __future__ import annotations

import contextlib
import csv
import io
import math
from typing import Any

import matplotlib as mpl
import msgspec
import numpy as np
import pytest

mpl.use("Agg")

from matplotlib import pyplot as plt

from scenewright.errors import UserError
from scenewright.families import family, names
from scenewright.qa_templates.plot_scripts import Script
from scenewright.qa_templates.point_tables import PointTable
from scenewright.qa_templates.tables import Table
from scenewright.sample import Maker

CHARTS = [name for name in names() if family(name).table is not None]


def answers(name: str, template: str, count: int) -> list[tuple[Any, Any]]:
    found = []
    for level in range(5):
        maker = Maker.of(name, level, 3, questions=1, templates=(template,))
        with contextlib.suppress(UserError):  # no chart of this level is small enough
            found += [(s.scene, q.answer) for i in range(count) for s in [maker.make(i)] for q in s.questions
                      if q.template == template]  # fmt: skip
    assert len(found) >= count
    return found


@pytest.mark.parametrize("name", [name for name in CHARTS if family(name).table.scripted])
def test_scripts_run_and_draw_the_table(name: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script is run, and numbers are taken back from matplotlib's artists."""
    monkeypatch.chdir(tmp_path)
    for scene, answer in answers(name, "chart_code", 6):
        assert isinstance(answer, Script)
        assert len(answer.value) < 6000
        before = set(plt.get_fignums())
        exec(compile(answer.value, "script", "exec"), {})
        drawn = artists(plt.gcf())
        for number in set(plt.get_fignums()) - before:
            plt.close(number)
        wanted = [[v for v in column if v is not None] for column in zip(*answer.table.values, strict=True)]
        if name == "scatter_plot":  # what sizes stand for has no scale in a script
            wanted = wanted[:2]
        if answer.kinds == ("pie",):  # wedges hold angles
            wanted = [[v / sum(column) for v in column] for column in wanted]
        assert near([v for column in wanted for v in column], drawn), (name, scene, answer.value)
        assert answer.score(f"Here it is:\n```python\n{answer.value}\n```\n") == 1.0, answer.value


def near(want: list[float], drawn: list[float]) -> bool:
    """Whether each wanted number is among those drawn, up to what 32-bit floats of wedges lose."""
    pool = sorted(drawn)
    scale = max(map(abs, want))
    return all(min(abs(v - w) for v in pool) <= 1e-4 * scale for w in want)


def artists(figure: Any) -> list[float]:
    """Numbers in a figure: lengths of bars, places of points, thickness of layers, shares of wedges, cells."""
    out: list[float] = []
    for ax in figure.axes:
        for bar in ax.patches:
            if hasattr(bar, "get_height"):
                out += [bar.get_height(), bar.get_width()]
        for line in ax.get_lines():
            points = [*line.get_xdata(), *line.get_ydata()]
            out += [float(v) for v in points if not isinstance(v, str) and math.isfinite(v)]
        for image in ax.get_images():
            out += [float(v) for v in image.get_array().ravel().tolist() if v is not None]
        for collection in ax.collections:
            out += [float(v) for v in collection.get_offsets().ravel().tolist()]
            for path in collection.get_paths():
                ys = path.vertices[:, 1]
                out += [float(y) for y in ys]
                # A layer of a stack is as thick as its upper edge is above its lower one.
                xs = path.vertices[:, 0]
                out += [float(ys[xs == x].max() - ys[xs == x].min()) for x in set(xs.tolist())]
    for ax in figure.axes:
        widths = [wedge.theta2 - wedge.theta1 for wedge in wedges_of(ax)]
        out += [width / sum(widths) for width in widths]
    return out


def wedges_of(ax: Any) -> list[Any]:
    """The slices that can be seen."""
    return [p for p in ax.patches if hasattr(p, "theta1") and p.get_visible()]


def test_scripts_of_pies_draw_slices_where_the_picture_has_them(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    seen = set()
    for level, count in ((0, 8), (1, 42)):
        maker = Maker.of("pie_chart", level, 3, questions=1, templates=("chart_code",))
        for sample in map(maker.make, range(count)):
            scene, (question,) = sample.scene, sample.questions
            kind = (scene.half, scene.clockwise)
            if question.template != "chart_code" or len(scene.pies) > 1 or kind in seen:
                continue
            seen.add(kind)
            exec(compile(question.answer.value, "script", "exec"), {})
            drawn = wedges_of(plt.gca())
            plt.close()
            assert question.answer.score(question.answer.value) == 1.0
            (pie,) = (mark for mark in sample.marks if mark.part == "pie")
            x, y = (pie.box[0] + pie.box[2]) / 2, pie.box[3] if scene.half else (pie.box[1] + pie.box[3]) / 2
            boxes = {mark.id: mark for mark in sample.marks if mark.part == "slice"}
            assert len(drawn) == len(scene.slices)
            for wedge, item in zip(drawn, scene.slices, strict=True):
                if item.share < 30:  # the middle of a wide ring's part is not on it
                    ring = np.array(boxes[item.id].polygon).mean(0)
                    middle = math.degrees(math.atan2(y - ring[1], ring[0] - x))
                    apart = (middle - (wedge.theta1 + wedge.theta2) / 2) % 360
                    assert min(apart, 360 - apart) < (9 if item.exploded else 5), (scene.half, scene.clockwise, item)
    assert len(seen) == 4


def test_pies_with_an_unseen_half_hold_the_seen_slices() -> None:
    table = Table(corner="fruit", rows=("fig", "pear"), columns=("kg",), values=((1.0,), (3.0,)), decimals=(0,))
    script = Script(value="", kinds=("pie",), table=table)
    draw = "import matplotlib.pyplot as plt\nv = [1, 3]\nplt.pie({}, labels={}, startangle=180)"
    assert script.score(draw.format("v + [sum(v)]", "['fig', 'pear', '']")) == 1.0
    assert script.score(draw.format("v + [4]", "['fig', 'pear', None]")) == 1.0
    assert script.score(draw.format("v + [4]", "['fig', 'pear', 'plum']")) < 1.0
    assert script.score(draw.format("v + [2]", "['fig', 'pear', '']")) < 1.0
    assert script.score(draw.format("v", "['fig', 'pear']")) == 1.0


@pytest.mark.parametrize("name", CHARTS)
def test_tables_score_themselves_and_less_with_faults(name: str) -> None:
    for _, answer in answers(name, "chart_table", 5):
        assert isinstance(answer, PointTable if name == "scatter_plot" else Table)
        for text in (answer.csv(), answer.markdown(), f"The table:\n\n```csv\n{answer.csv()}```"):
            assert answer.score(text) == pytest.approx(1.0), text
        assert answer.score(turned(answer.csv())) == pytest.approx(1.0)
        count = sum(v is not None for row in answer.values for v in row)
        wrong = tuple(tuple(None if v is None else v * 3 + 1 for v in row) for row in answer.values)
        worse = msgspec.structs.replace(answer, values=wrong)
        assert answer.score(worse.csv()) < 0.5
        fewer = answer.csv().splitlines()[:-1]
        if len(fewer) > 2 and count > 3:
            assert 0.5 < answer.score("\n".join(fewer)) < 1.0
        assert answer.score(answer.csv() + "\n\nor\n\n" + worse.csv()) == 0.0
        assert answer.score("There is no table here.") == 0.0


def turned(text: str) -> str:
    """A table with its rows as columns."""
    out = io.StringIO()
    csv.writer(out).writerows(zip(*csv.reader(io.StringIO(text)), strict=True))
    return out.getvalue()


# -- points --------------------------------------------------------------------------------------------------------

POINTS = PointTable(
    name_label="country", names=("Chad", "", "Peru", ""), series_label="continent",
    columns=("income ($)", "age (years)"),
    series=("Africa", "Africa", "America", "America"), values=((10.0, 40.0), (20.0, 50.0), (30.0, 60.0), (50.0, 80.0)),
    decimals=(0, 1), tolerance=((2.0, 1.0),) * 4,
)  # fmt: skip


def test_points_are_matched_by_place_and_name() -> None:
    head = "country,continent,income ($),age (years)"
    right = ["Chad,Africa,10,40.0", ",Africa,20,50.0", "Peru,America,30,60.0", ",America,50,80.0"]

    def score(*lines: str, top: str = head) -> float:
        return POINTS.score("\n".join((top, *lines)))

    assert score(*right) == 1.0
    assert score(*reversed(right)) == 1.0
    assert score(right[0], ",Africa,22,51.0", *right[2:]) == 1.0  # within the tolerance
    assert score(right[0], "whoever,Africa,20,50.0", *right[2:]) == 1.0  # it has no name to be wrong
    assert 0.7 < score(*right[:3]) < 1.0
    assert score(*right, ",America,44,70.0") == pytest.approx(8 / 9)
    assert score("Peru,America,10,40.0", *right[1:]) < 0.8  # the right place under a wrong name
    assert score("Chad,Africa,10,60.0", right[1], "Peru,America,30,40.0", right[3]) == pytest.approx(0.5)  # swapped
    turned_heads = "country,continent,age (years),income ($)"
    assert score(*(",".join([*line.split(",")[:2], *line.split(",")[:1:-1]]) for line in right), top=turned_heads) == 1
    assert score(*right, top=turned_heads) == 0.0
    assert score(*(line.replace("Africa", "Asia-Pacific") for line in right)) < 0.7


def test_guessed_points_count_little() -> None:
    """Points spread evenly are near to some point each, but not to it alone."""
    for _, answer in answers("scatter_plot", "chart_table", 5):
        count = len(answer.values)
        low, high = ([f(column) for column in zip(*answer.values, strict=True)] for f in (min, max))
        guess = tuple(
            tuple(a + (b - a) * (i * step % 1) for a, b, step in zip(low, high, (0.618, 0.414, 0.7321), strict=False))
            for i in range(count)
        )
        assert answer.score(msgspec.structs.replace(answer, values=guess).csv()) < 0.35


def test_scripts_of_points_with_names_and_sizes() -> None:
    table = PointTable(
        name_label="town", names=("Ayr", "", "Wick"), columns=("x", "y", "people"), decimals=(0, 0, 0),
        values=((1.0, 5.0, 100.0), (2.0, 9.0, 400.0), (3.0, 1.0, 200.0)), tolerance=((0.1, 0.1, 10.0),) * 3,
    )  # fmt: skip
    script = Script(value="", kinds=("scatter",), table=table)
    draw = "import matplotlib.pyplot as plt\nx, y = [1, 2, 3], [5, 9, 1]\nplt.scatter(x, y, s=[10, 40, 20])\n"
    names = 'for x, y, n in [(1, 5, "Ayr"), (3, 1, "Wick")]:\n    plt.text(x + 0.05, y, n)\n'
    assert script.score(draw + names) == 1.0
    assert script.score(draw.replace("[10, 40, 20]", "[100, 400, 200]") + names) == 1.0  # areas of another scale
    assert 0.5 < script.score(draw.replace("[10, 40, 20]", "[40, 10, 20]") + names) < 1.0
    assert 0.0 < script.score(draw) < 1.0  # without names
    assert script.score(draw.replace("scatter(x, y, s=[10, 40, 20])", "plot(x, y)")) == 0.0
    assert script.score(f"import matplotlib.pyplot as plt\nplt.scatter([1], [1{'0' * 400}])") == 0.0
