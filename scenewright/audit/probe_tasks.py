"""What a probe can be asked to learn: how rows become pictures and answers, and when an answer is right.

A task is a few lines: the families it reads, what is cut out of the picture, what is to be told of it, what counts as
right. Networks give probabilities over a few lists of options (`heads`); the rest is arithmetic on arrays, so a task
needs no torch.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from scenewright.audit.rows import Row

Box = tuple[float, float, float, float]
Targets = np.ndarray
"""(n, k) integers: what is to be told of each picture, the first number the answer."""


class Task:
    """One thing to be learned from pictures."""

    name: ClassVar[str] = ""
    about: ClassVar[str] = ""
    """What is asked, and what counts as right."""
    family: ClassVar[str] = ""
    columns: ClassVar[tuple[str, ...]] = ("scene", "marks")
    """Beside the pictures."""
    px: ClassVar[int] = 64
    """Width and height of the square that a picture is fitted into."""
    colour: ClassVar[bool] = False
    stretch: ClassVar[bool] = False
    """Whether what is cut out fills the square, rather than keeping its shape."""
    mirror: ClassVar[bool] = False
    """Whether the answer stays as it is when the picture is mirrored."""
    negative: ClassVar[bool] = True
    """Whether the answer stays as it is in a photographic negative: where shape alone counts."""
    heads: ClassVar[tuple[int, ...]] = (2,)
    """Sizes of the lists of options that a network gives probabilities over."""

    def target(self, row: Row) -> tuple[int, ...] | None:
        """What is to be told; None where the row does not fit the task. `Unusable` where it lacks what is needed."""
        raise NotImplementedError

    def box(self, row: Row) -> Box | None:
        """What is cut out of the first picture, in pixels; None for all of it."""
        return None

    def wanted(self, targets: Targets) -> np.ndarray:
        """(n, sum(heads)): probabilities that a perfect network gives."""
        out: np.ndarray = np.eye(self.heads[0], dtype=np.float32)[targets[:, 0]]
        return out

    def answers(self, logs: np.ndarray) -> Targets:
        """Answers by the logarithms of the probabilities (n, sum(heads)) that a network gives."""
        return logs.argmax(1)[:, None]

    def right(self, answers: Targets, targets: Targets) -> np.ndarray:
        """Whether each answer is right."""
        out: np.ndarray = answers[:, 0] == targets[:, 0]
        return out

    def chance(self, targets: Targets) -> float:
        """How often a guess is right that takes all options for equally likely."""
        return 1 / self.heads[0]


HALF_DAY_MIN = 720
TOLERANCE_MIN = 2
_HOUR_BINS = 48
_EVERY_MINUTE = np.arange(HALF_DAY_MIN)


class ClockTime(Task):
    """The time of one upright dial with hands. The hour hand is told to a quarter of an hour, the minute hand to a
    minute; the answer is the time at which both hands together are likeliest to stand so.
    """

    name, family = "clock_time", "clock"
    about = f"the time of a single upright dial, right within {TOLERANCE_MIN} minutes"
    heads = (_HOUR_BINS, 60)

    def target(self, row: Row) -> tuple[int, ...] | None:
        faces = row.scene["faces"]
        face = faces[0]
        turned = face.get("rotation_deg") or face.get("mirrored")
        if len(faces) != 1 or face["kind"] != "analogue" or turned or row.scene.get("hidden"):
            return None
        return (face["hour"]["value"] % 12 * 60 + face["minute"]["value"],)

    def box(self, row: Row) -> Box | None:
        return _around(row, "face")

    def wanted(self, targets: Targets) -> np.ndarray:
        hours = _round(targets[:, 0] * _HOUR_BINS / HALF_DAY_MIN, _HOUR_BINS, 1.0)
        return np.concatenate([hours, _round(targets[:, 0] % 60, 60, 1.5)], 1)

    def answers(self, logs: np.ndarray) -> Targets:
        hours = _round(_EVERY_MINUTE * _HOUR_BINS / HALF_DAY_MIN, _HOUR_BINS, 1.0)
        minutes = logs[:, _HOUR_BINS:] @ _round(_EVERY_MINUTE % 60, 60, 1.0).T
        out: np.ndarray = (logs[:, :_HOUR_BINS] @ hours.T + minutes).argmax(1)[:, None]
        return out

    def right(self, answers: Targets, targets: Targets) -> np.ndarray:
        off = np.abs(answers[:, 0] - targets[:, 0])
        out: np.ndarray = np.minimum(off, HALF_DAY_MIN - off) <= TOLERANCE_MIN
        return out

    def chance(self, targets: Targets) -> float:
        return (2 * TOLERANCE_MIN + 1) / HALF_DAY_MIN


def _round(at: np.ndarray, size: int, width: float) -> np.ndarray:
    """Bells around places on a ring of `size` bins, each of sum 1."""
    off = np.abs(at[:, None] - np.arange(size)) % size
    bells = np.exp(-0.5 * (np.minimum(off, size - off) / width) ** 2)
    out: np.ndarray = (bells / bells.sum(1, keepdims=True)).astype(np.float32)
    return out


class TallestBar(Task):
    """The place of the longest bar, counted from the left or from the top.

    Only where it is longer than any other by `CLEAR_PX` of the small picture, as nearer ones can't be told apart there.
    """

    name, family = "tallest_bar", "bar_chart"
    about = "which bar of a plain chart is clearly the longest: its place, counted from the left or the top"
    stretch = True
    heads = (12,)
    CLEAR_PX = 2.0

    def target(self, row: Row) -> tuple[int, ...] | None:
        scene = row.scene
        values = {bar["id"]: bar["value"] for bar in scene["bars"]}
        plain = scene.get("kind", "single") in ("single", "lollipop") and not scene.get("covers")
        if not plain or not 2 <= len(values) <= self.heads[0] or min(values.values()) < 0:
            return None
        boxes = {mark["id"]: mark["box"] for mark in row.marks if mark["part"] == "bar" and mark["id"] in values}
        plot = _around(row, "plot")
        if plot is None or len(boxes) != len(values):
            return None
        upright = scene["orientation"] == "vertical"
        height = plot[3] - plot[1] if upright else plot[2] - plot[0]
        # a bar's end that is not at the axis; up is less
        ends = {bar: -box[1] if upright else box[2] for bar, box in boxes.items()}
        second, first = sorted(ends.values())[-2:]
        if (first - second) / height * self.px < self.CLEAR_PX:
            return None
        order = sorted(values, key=lambda bar: float(boxes[bar][0 if upright else 1]))
        return order.index(max(values, key=values.__getitem__)), len(order)

    def box(self, row: Row) -> Box | None:
        return _around(row, "plot")

    def chance(self, targets: Targets) -> float:
        return float(np.mean(1 / targets[:, 1]))


class TowerStands(Task):
    """Whether a tower will stand, from the picture of how it begins."""

    name, family = "tower_stands", "tower"
    about = "whether a tower will stand, from the picture of before"
    columns = ("scene", "marks", "outcome")
    colour, mirror, negative = True, True, False  # materials are told by their grain

    def target(self, row: Row) -> tuple[int, ...] | None:
        shown = row.scene.get("shot", {}).get("kind", "start")
        if shown not in ("start", "before_after") or row.outcome is None:
            return None
        return (int(row.outcome["stands"]),)

    def box(self, row: Row) -> Box | None:
        return _around(row, "block", 0.04)


def _around(row: Row, part: str, margin: float = 0.0) -> Box | None:
    """The box around all marks of a part in the first picture, and a share of its larger side around that."""
    boxes = np.array([mark["box"] for mark in row.marks if mark["part"] == part and not mark["medium"]], float)
    if not len(boxes):
        return None
    near, far = boxes[:, :2].min(0), boxes[:, 2:].max(0)
    wide = margin * float((far - near).max())
    return (*(near - wide), *(far + wide))


TASKS: dict[str, Task] = {task.name: task for task in (ClockTime(), TallestBar(), TowerStands())}


def best_constant(task: Task, seen: Targets, asked: Targets) -> float:
    """How often the one answer is right that fits most of what was seen: what can be had without pictures."""
    options = np.unique(seen, axis=0)
    answer = max(options, key=lambda option: float(task.right(np.broadcast_to(option, seen.shape), seen).mean()))
    return float(task.right(np.broadcast_to(answer, asked.shape), asked).mean())
