"""Scores of a model's replies to the questions of a data set, and a report of where it fails.

Predictions are JSON lines: `{"id": "clock-0-0000003", "question": 2, "reply": "..."}`, with `question` counted from 0
(0 if left out), or both in one: `{"id": "clock-0-0000003/2", "reply": "..."}`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

import scenewright
from scenewright.dataset import Dataset, question
from scenewright.dataset import open as open_dataset
from scenewright.errors import UserError
from scenewright.families import family, nearest
from scenewright.qa_templates.answers import Route
from scenewright.qa_templates.base import Question
from scenewright.relaxed import relaxed_chartqa
from scenewright.step_scores import score_steps

Key = tuple[str, int]
BY = ("family", "level", "template", "skill", "hops", "answer_type", "answerable")
"""What the report is broken down by. A level counts within its family."""
SHOWN = 20
"""Lines of each kind of fault that are named; the others are counted."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the report: the questions that share a value."""

    by: str
    value: str
    questions: int
    answered: int
    score: float
    """Mean score; a question without a reply scores 0."""
    low: float
    high: float
    """95 % interval of the mean (Wilson's, with partial credit as a share of a success)."""
    steps: float | None
    """Mean share of worked steps found in the replies, of the questions answered; None where no reply gave any text
    before its answer."""


class ScoreReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of predictions is worth."""

    data: str
    version: str
    predictions: str
    metric: str = "typed"
    """`METRICS` has them."""
    cells: tuple[Cell, ...]
    skipped: dict[str, int]
    """Predictions that were left out, by reason."""
    faults: tuple[str, ...]
    """The first of them, with file and line."""

    @property
    def overall(self) -> Cell:
        return self.cells[0]

    def json(self) -> bytes:
        """For machines, and for `--focus`."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


# -- predictions -------------------------------------------------------------------------------------------------------


class _Row(msgspec.Struct):
    id: str
    reply: str | None
    question: int | None = None


class Predictions:
    """Replies by sample and question, with what was wrong in the file. Other fields of a line are ignored."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.replies: dict[Key, str] = {}
        self.lines: dict[Key, int] = {}
        self.skipped: Counter[str] = Counter()
        self.faults: list[str] = []
        decoder = msgspec.json.Decoder(_Row)
        if not path.is_file():
            raise UserError(f"{path}: no such file; give predictions as JSON lines")
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    self._read(number, line, decoder)
        if not self.replies:
            first = f" ({self.faults[0]})" if self.faults else ""
            raise UserError(f'{path}: holds no prediction; a line is {{"id": ..., "question": 0, "reply": ...}}{first}')

    def _read(self, number: int, line: bytes, decoder: msgspec.json.Decoder[_Row]) -> None:
        try:
            row = decoder.decode(line.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            self.skip("broken line", number, str(error))
            return
        id, _, which = row.id.partition("/")
        place = row.question if row.question is not None else int(which) if which.isdecimal() else 0
        if which and not which.isdecimal():
            self.skip("unknown id", number, f"'{row.id[:60]}'")
        elif (id, place) in self.replies:
            self.skip("duplicate", number, f"{id}/{place} stands on line {self.lines[id, place]} too, which counts")
        else:
            self.replies[id, place], self.lines[id, place] = row.reply or "", number

    def skip(self, reason: str, number: int, what: str) -> None:
        """Count a fault and name it, if there are few of its kind."""
        self.skipped[reason] += 1
        if self.skipped[reason] <= SHOWN:
            self.faults.append(f"{self.path}:{number}: {reason}: {what}")


# -- metrics -----------------------------------------------------------------------------------------------------------

Metric = Callable[[str, Question, Callable[[], Any]], float]
"""Score in [0, 1] of a reply to a question, with a way to the scene."""


def _typed(reply: str, asked: Question, scene: Callable[[], Any]) -> float:
    return asked.score(reply, scene() if isinstance(asked.answer, Route) and not asked.choices else None)


METRICS: dict[str, Metric] = {
    "typed": _typed,
    "relaxed_chartqa": lambda reply, asked, scene: relaxed_chartqa(reply, asked),
}
"""`typed`: each type of answer by its own rule, as everywhere else. `relaxed_chartqa`: the 5% rule of ChartQA."""


# -- the report --------------------------------------------------------------------------------------------------------


class _Sum:
    __slots__ = ("answered", "score", "steps", "total", "traced")

    def __init__(self) -> None:
        self.total = self.answered = self.traced = 0
        self.score = self.steps = 0.0


def score_predictions(
    data: Dataset | str | Path, predictions: str | Path, split: str = "", strict: bool = False, metric: str = "typed"
) -> ScoreReport:
    """Score a file of predictions against a data set, or one split of it, by the types of answers or by another rule
    (`METRICS`).

    `UserError` for a data set of another version whose rows can't be read, for predictions without a single line that
    counts, and with `strict` for the first line that doesn't, or the first question without a reply.
    """
    if metric not in METRICS:
        raise UserError(
            f"there is no metric '{metric}'{nearest(metric, tuple(METRICS))}; there are: {', '.join(METRICS)}"
        )
    held = Predictions(Path(predictions))
    dataset = data if isinstance(data, Dataset) else open_dataset(data)
    sums: dict[tuple[str, str], _Sum] = {}
    version = ""
    seen: set[Key] = set()
    missing = 0
    for row, place, asked, scene in questions(dataset[split] if split else dataset):
        version = version or row["version"]
        key = (row["id"], place)
        reply = held.replies.get(key)
        if reply is None:
            missing += 1
            if strict:
                raise UserError(f"{held.path}: no reply to {row['id']}/{place}; --strict wants one to every question")
        else:
            seen.add(key)
        _add(sums, row, asked, reply, scene, METRICS[metric])
    if len(seen) < len(held.replies):
        elsewhere = {row["id"] for row in dataset.rows(["id"])} if split else set()
        for key, number in held.lines.items():
            if key not in seen:
                reason = "other split" if key[0] in elsewhere else "unknown id"
                held.skip(reason, number, f"{key[0][:60]}/{key[1]} is not in {split or dataset.root}")
    if missing:
        held.skipped["no reply"] = missing
    if not seen:
        hint = f"; first: {held.faults[0]}" if held.faults else ""
        raise UserError(f"{held.path}: none of its ids is in {dataset.root}{hint}")
    if strict and held.faults:
        raise UserError(f"{held.faults[0]} (--strict)")
    return ScoreReport(
        data=dataset.root.name,
        version=version,
        predictions=held.path.name,
        metric=metric,
        cells=tuple(_cells(sums)),
        skipped=dict(held.skipped),
        faults=tuple(held.faults),
    )


def questions(dataset: Dataset) -> Iterator[tuple[dict[str, Any], int, Question, Callable[[], Any]]]:
    """All questions with their row, place and a way to the scene, one row group at a time and without any media."""
    for row in dataset.rows(["id", "family", "level", "version", "scene", "questions"]):
        if row["version"] != scenewright.__version__:
            raise UserError(
                f"{dataset.root}: made by Scenewright {row['version']}, this is {scenewright.__version__}; "
                "score it with that version, or build it again"
            )

        def scene(row: dict[str, Any] = row) -> Any:
            return msgspec.json.decode(row["scene"], type=family(row["family"]).scene)

        for place, stored in enumerate(row["questions"]):
            yield row, place, question(stored), scene


def _add(
    sums: dict[tuple[str, str], _Sum],
    row: Mapping[str, Any],
    asked: Question,
    reply: str | None,
    scene: Callable[[], Any],
    metric: Metric,
) -> None:
    worth, steps = 0.0, None
    if reply is not None:
        worth = metric(reply, asked, scene)
        if len(asked.steps) > 1 and len(reply.split()) > 2 * len(asked.answer_text().split()) + 3:
            found = score_steps(reply, asked)
            steps = sum(found) / len(found)
    values = {
        "": "all",
        "family": row["family"],
        "level": f"{row['family']} {row['level']}",
        "template": f"{row['family']} {asked.template}",
        "skill": asked.skill,
        "hops": _hops(asked.hops),
        "answer_type": "choice" if asked.choices else str(asked.answer.__struct_config__.tag),
        "answerable": "answerable" if asked.answerable else "unanswerable",
    }
    for key in values.items():
        cell = sums.setdefault(key, _Sum())
        cell.total += 1
        cell.answered += reply is not None
        cell.score += worth
        if steps is not None:
            cell.traced += 1
            cell.steps += steps


def _cells(sums: Mapping[tuple[str, str], _Sum]) -> Iterator[Cell]:
    order = {name: i for i, name in enumerate(("", *BY))}
    for (by, value), cell in sorted(sums.items(), key=lambda item: (order[item[0][0]], _natural(item[0][1]))):
        low, high = wilson(cell.score, cell.total)
        yield Cell(
            by=by,
            value=value,
            questions=cell.total,
            answered=cell.answered,
            score=cell.score / cell.total,
            low=low,
            high=high,
            steps=cell.steps / cell.traced if cell.traced else None,
        )


def _hops(count: int) -> str:
    """Alone up to 8, then in ranges: long traces are few."""
    if count <= 8:
        return str(count)
    return next((f"{low} to {high}" for low, high in ((9, 12), (13, 20), (21, 40)) if count <= high), "over 40")


def _natural(value: str) -> tuple[int, str]:
    first = value.partition(" ")[0]
    return (int(first), "") if first.isdecimal() else (99 if first == "over" else 0, value)


def wilson(successes: float, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927, JASA 22, 209 to 212)."""
    share, spread = successes / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


Rows = list[tuple[str, ...]]


def tables(report: ScoreReport) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """The report for people: title, headings, rows of text."""
    for by in ("", *BY):
        rows = [_line(cell) for cell in report.cells if cell.by == by]
        yield ("Score" if not by else f"By {by.replace('_', ' ')}"), _HEADINGS, rows
    if report.skipped:
        yield "Left out", ("why", "lines"), [(why, f"{n:,}") for why, n in sorted(report.skipped.items())]


_HEADINGS = ("of", "questions", "answered", "score", "95 % interval", "steps")


def _line(cell: Cell) -> tuple[str, ...]:
    steps = "" if cell.steps is None else f"{cell.steps:.0%}"
    between = f"{cell.low:.1%} to {cell.high:.1%}"
    return cell.value, f"{cell.questions:,}", f"{cell.answered:,}", f"{cell.score:.1%}", between, steps


def markdown(report: ScoreReport) -> str:
    """The report as a page."""
    lines = [f"# Scores of {report.predictions} on {report.data}", "", "![Scores](scores.png)", ""]
    for title, headings, rows in tables(report):
        lines += [f"## {title}", "", f"| {' | '.join(headings)} |", f"|{' --- |' * len(headings)}"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        lines += [""]
    lines += [f"- {fault}" for fault in report.faults]
    return "\n".join(lines).rstrip() + "\n"
