"""The base of the questions on named numbers that all charts share, and what their steps have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Boolean
from scenewright.qa_templates.base import Skill, Template
from scenewright.qa_templates.named_values import Cell, Run, Values, thinned
from scenewright.qa_templates.plot_words import opposite
from scenewright.qa_templates.steps import Known, Work

RUNS = 10
"""Runs of one chart that a template looks at."""


class ValueTemplate(Template[Any]):
    """A question on named numbers, bound to a family by its adapter.

    Slots name a cell as `(row, column)` and a run as `(name, along)`, so that they mean something in a spoiled scene.
    """

    def __init__(self, values: Values[Any]) -> None:
        self.values = values

    def of_cell(self, scene: Any, cell: Cell | None = None) -> dict[str, str]:
        """Fields of phrasings on cells; `cell` tells the unit where there are several."""
        return self.values.common(scene, cell)

    def of_run(self, scene: Any, run: Run) -> dict[str, str]:
        """Fields of phrasings on a run: `of` says which, `label` what the names along it are."""
        label, labels = self.values.nouns(scene, run.along)
        return self.values.common(scene, run.cells[0]) | {
            "of": self.values.within(scene, run), "label": label, "labels": labels}  # fmt: skip

    def run(self, scene: Any, slot: Sequence[Any]) -> Run:
        """The run that a slot begins with."""
        return self.values.run(scene, slot[0], slot[1])

    def runs(self, scene: Any, most: int = 24, least: int = 3) -> list[Run]:
        """Whole runs of so many cells; of charts with many runs an even part, so that none has most of the slots."""
        found = [run for run in self.values.runs(scene) if least <= len(run.cells) <= most]
        return thinned(found, RUNS)

    def varying(self, cell: Cell, run: Run) -> str:
        """The name of a cell that varies along a run."""
        return cell.row if run.along == "row" else cell.column

    def called(self, scene: Any, cell: Cell, run: Run) -> str:
        """The same as in a sentence."""
        return self.values.says(scene, run.along, self.varying(cell, run))

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_cell(scene)


class YesNo(ValueTemplate):
    """Base of questions answered with yes or no, each equally often."""

    skill: ClassVar[Skill] = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    mistake: ClassVar[str] = "This misjudges the values."

    def wrong(self, scene: Any, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, self.mistake)


def verdict(work: Work, op: str, *inputs: Any, said: str) -> Answer:
    """Yes or no by a comparison; `said` has a place for `not ` and one for the answer."""
    found = work.do(op, *inputs, say=lambda v: said.format("not " if not v else "", "yes" if v else "no"))
    return Boolean(value=found.value)


def ranked(work: Work, names: Sequence[Any], values: Sequence[Known], rank: int, high: bool, say: Any) -> Any:
    """The name at a rank, by sorting."""
    order = work.do("rank_down" if high else "rank_up", list(names), list(values),
                    say=f"Sort them from the {'highest' if high else 'lowest'} on.")  # fmt: skip
    return work.do("nth", order, rank, say=say).value


def braced(text: str) -> str:
    """A text whose braces survive `format`: names may hold some."""
    return text.replace("{", "{{").replace("}", "}}")


__all__ = ["ValueTemplate", "YesNo", "braced", "ranked", "verdict"]
