"""The probe: what can be learned is learned, what can't stays at chance, and bad input is told in one line."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scenewright.audit import probe as probing
from scenewright.audit.probe_data import FOLD, Found, fitted
from scenewright.audit.probe_tasks import TASKS, TOLERANCE_MIN, ClockTime, TallestBar, Task, TowerStands, best_constant
from scenewright.audit.rows import Row, Unusable
from scenewright.cli import run as command
from scenewright.errors import UserError
from scenewright.families import family
from scenewright.sample import Maker
from scenewright.scenes.base import below, rng_for
from tests.rows import row_of

pytest.importorskip("torch", reason="needs the extra `models`")

PX = 32


class Side(Task):
    """On which of four sides of the picture a square is."""

    name, family, about = "side", "toy", "where the square is"
    columns = ("scene",)
    px, heads = PX, (4,)

    def target(self, row: Row) -> tuple[int, ...] | None:
        return (int(row.scene["side"]),)


def toy(folder: Path, rows: int = 400, *, wrong: bool = False, split: str = "train", broken: int = 0) -> Path:
    """A data set made by hand. `wrong`: what is told of a picture has nothing to do with it."""
    made = []
    for number in range(rows):
        rng = rng_for(5, "toy", split, number)
        side = below(rng, 4)
        picture = rng.integers(60, 120, (48, 64)).astype(np.uint8)
        x, y = ((4, 18), (48, 18), (26, 3), (26, 34))[side]
        picture[y : y + 11, x : x + 11] = 230
        data = cv2.imencode(".png", picture)[1].tobytes() if number >= broken else b"no picture"
        made.append({
            "id": f"toy-{split}-{number}", "family": "toy", "level": 0,
            "images": [{"bytes": data, "path": "a.png"}], "media": '[{"column":"images","kind":"image/png"}]',
            "scene": f'{{"side":{below(rng, 4) if wrong else side}}}',
        })  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(made), folder / f"{split}-00000-of-00001.parquet")
    return folder


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    from scenewright.audit import probe_net

    monkeypatch.setitem(TASKS, "side", Side())
    monkeypatch.setattr(probe_net, "STEPS_MIN", 30)
    monkeypatch.setattr(probe_net, "STEPS_MAX", 50)


# -- learning ----------------------------------------------------------------------------------------------------------


def test_what_the_pictures_show_is_learned(tmp_path: Path) -> None:
    folder = toy(toy(tmp_path / "set"), 200, split="test")
    steps: list[tuple[int, int]] = []
    found = probing.probe(folder, sizes=(100,), threads=1, tick=lambda done, total: steps.append((done, total)))
    (curve,) = found.curves
    assert [point.rows for point in curve.points] == [100, 400]
    assert curve.held_out == 200
    assert curve.chance == 0.25
    assert 0.15 < curve.blind < 0.4
    assert curve.points[-1].accuracy > 0.9
    assert curve.learned
    assert curve.points[-1].low <= curve.points[-1].accuracy <= curve.points[-1].high
    assert found.lacking == {name: f"there are no rows of {TASKS[name].family}" for name in TASKS if name != "side"}
    assert steps[-1][0] == steps[-1][1] == sum(point.steps for point in curve.points)
    again = probing.probe(folder, ["side"], sizes=(100,), threads=1)
    assert again.curves == found.curves


def test_labels_of_other_pictures_stay_at_chance(tmp_path: Path) -> None:
    folder = toy(toy(tmp_path, wrong=True), 300, wrong=True, split="test")
    (curve,) = probing.probe(folder, sizes=(), threads=1).curves
    assert curve.points[-1].low < 0.25 < curve.points[-1].high + 0.03
    assert not curve.learned


def test_a_time_limit_leaves_out_whole_networks(tmp_path: Path) -> None:
    found = probing.probe(toy(tmp_path), sizes=(100,), minutes=1e-6, threads=1)
    assert found.curves[0].points == ()
    assert not found.curves[0].learned
    assert found.untrained == {"side": (100, 320)}
    assert "no time left for 100, 320 pictures" in "\n".join(probing.notes(found))
    assert probing.write(found, tmp_path / "audit")[1].stat().st_size > 1000


def test_report_on_disk_and_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = toy(tmp_path / "set", broken=3)
    (folder / "train-00001-of-00002.parquet").write_bytes(b"broken")
    assert (
        command(
            ["probe", str(folder), "--sizes", "", "--task", "side", "--threads", "1", "--out", str(tmp_path / "out")]
        )
        == 0
    )
    shown = capsys.readouterr()
    assert "95 % interval" in shown.out
    assert "learned" in shown.out
    assert "side: 3 rows skipped: the picture can't be decoded" in shown.err
    assert "train-00001-of-00002.parquet: not a whole Parquet file" in shown.err
    found = msgspec.json.decode((tmp_path / "out/probe.json").read_bytes(), type=probing.Probe)
    assert found.curves[0].held_out == 397 // FOLD
    picture = cv2.imread(str(tmp_path / "out/probe.png"))
    assert picture is not None
    assert picture.shape[1] > 400


# -- rows --------------------------------------------------------------------------------------------------------------


def test_twins_are_not_parted() -> None:
    found = Found(Side())
    for number in range(100):
        values = {"level": 0, "family": "toy", "scene": {"side": 1}, "media": [], "id": f"toy-{number:03d}"}
        row = Row(values | {"questions": [{"twin": f"toy-{number ^ 1:03d}"}]}, "train", number)
        found.look(row)
    assert found.skipped == {"there is no picture": 100}
    found.pictures = [np.full((PX, PX, 1), number // 2, np.uint8) for number in range(100)]
    found.targets, found.levels, found.splits = [(0,)] * 100, [0] * 100, ["train"] * 100
    found.groups = [f"toy-{number & ~1:03d}" for number in range(100)]
    pictures = found.split(0)
    assert len(pictures.held) == 20
    assert not set(pictures.held[:, 0, 0, 0]) & set(pictures.learned[:, 0, 0, 0])


def test_levels_that_nothing_was_learned_from_are_not_asked() -> None:
    found = Found(Side())
    found.pictures = [np.full((PX, PX, 1), level, np.uint8) for level in (0, 1, 0, 4)]
    found.targets, found.groups, found.levels = [(0,)] * 4, list("abcd"), [0, 1, 0, 4]
    found.splits = ["train", "train", "test", "test"]
    assert found.split(0).held[:, 0, 0, 0].tolist() == [0]


PLAIN = {
    "clock": {"kinds": ["analogue"]},
    "bar_chart": {"kinds": ["single"]},
    "tower": {"shots": ["start"], "masks": False},
}


@pytest.mark.parametrize("task", [ClockTime(), TallestBar(), TowerStands()], ids=lambda task: task.name)
def test_targets_are_the_truth(task: Task) -> None:
    kind, found = family(task.family), 0
    spec = msgspec.convert(msgspec.to_builtins(kind.levels[0]) | PLAIN[task.family], kind.spec)
    for index in range(8):
        made = Maker.of(task.family, 0, 3, spec, 1).make(index)
        target = task.target(row := row_of(made))
        if target is None:
            continue
        found += 1
        assert fitted(made.media[0].data, task.box(row), task).shape == (64, 64, 3 if task.colour else 1)
        assert task.right(np.array([target]), np.array([target])).all()
        if task.name == "clock_time":
            assert target[0] == made.scene.faces[0].seconds // 60 % 720
        elif task.name == "tower_stands":
            assert target[0] == made.outcome.stands
        else:
            values = [bar.value for bar in made.scene.bars]
            assert target == (values.index(max(values)), len(values))
    assert found >= 3


def test_times_are_right_around_the_dial() -> None:
    clock = ClockTime()
    targets = np.array([[0], [60], [719]])
    assert (clock.answers(np.log(clock.wanted(targets) + 1e-6)) == targets).all()
    assert clock.right(np.array([[719], [60 + TOLERANCE_MIN], [0]]), targets).all()
    assert not clock.right(np.array([[TOLERANCE_MIN + 1], [0], [359]]), targets).any()
    assert best_constant(clock, np.array([[7], [7], [300]]), np.array([[7], [300], [301], [302]])) == 0.25


# -- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "there is no such folder"),
        (["set", "--task", "sid"], "there is no task 'sid'; there are: clock_time"),
        (["set", "--task", "clock_time"], "nothing to learn here (clock_time: there are no rows of clock)"),
        (["set", "--sizes", "many"], "--sizes: 'many' is no list of numbers"),
        (["set", "--sizes", "0"], "sizes are numbers of pictures"),
        (["set", "--minutes", "0"], "minutes must be above 0"),
        (["few"], "side: 16 rows to learn from and 4 held out are too few (100 and 50 are needed)"),
        (["broken"], "200 rows skipped: the picture can't be decoded"),
    ],
)
def test_mistakes_in_one_line(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    toy(tmp_path / "set", 20)
    toy(tmp_path / "few", 20)
    toy(tmp_path / "broken", 200, broken=200)
    assert command(["probe", *arguments]) == 2
    shown = capsys.readouterr().err
    assert message in shown
    assert len(shown.splitlines()) == 1


def test_torch_is_named_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"pip install 'scenewright\[models\]'"):
        probing.probe(toy(tmp_path, 10))


def test_what_is_no_picture_is_unusable() -> None:
    for data in (b"", b"no picture"):
        with pytest.raises(Unusable, match="can't be decoded"):
            fitted(data, None, Side())
    picture = cv2.imencode(".png", np.zeros((8, 8), np.uint8))[1].tobytes()
    with pytest.raises(Unusable, match="outside"):
        fitted(picture, (20, 20, 30, 30), Side())
