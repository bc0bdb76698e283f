"""A reinforcement-learning environment of one question an episode: reset, look, reply, score.

    env = sw.Env("recipe.yaml", curriculum=sw.Curriculum())
    item = env.reset(seed=7)          # item.prompt, item.media
    reward = env.score(reply)         # in [0, 1]; moves the curriculum

Everything is a function of the recipe and of the number handed in, so episodes need no stored data and repeat anywhere.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from scenewright.errors import UserError
from scenewright.plan import Plan
from scenewright.prompts import prompt_text
from scenewright.qa_templates.base import Question
from scenewright.recipe import Recipe
from scenewright.renderers.base import Media
from scenewright.sample import Maker, Sample
from scenewright.scenes.base import below, rng_for, weighted
from scenewright.splits import FIRST, SPLIT_MAX
from scenewright.stream import Stream


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One question with what it is asked about."""

    id: str
    """`clock-0-0000003/2`: the sample and the question's place in it."""
    prompt: str
    """Question, options and form of the answer."""
    media: tuple[Media, ...]
    """What the model may see and hear: no masks."""
    question: Question
    sample: Sample

    def score(self, reply: str) -> float:
        """The reply's worth in [0, 1]."""
        return self.question.score(reply, self.sample.scene)


def item_of(sample: Sample, place: int, answer_format: str = "plain") -> Item:
    """The item of a sample's question."""
    question = sample.questions[place]
    return Item(
        id=f"{sample.id}/{place}",
        prompt=prompt_text(question, answer_format),
        media=tuple(medium for medium in sample.media if not medium.role),
        question=question,
        sample=sample,
    )


class Curriculum:
    """Levels that follow success: after `window` replies at a level, up where their mean score reaches `up`, down
    where it is at most `down`; then counting starts anew. Each family has a level of its own.
    """

    def __init__(self, up: float = 0.8, down: float = 0.3, window: int = 50, start: int = 0) -> None:
        if not 0 <= down < up <= 1:
            raise UserError(f"curriculum: 0 <= down < up <= 1, not down {down} and up {up}")
        if window < 1 or start < 0:
            raise UserError(f"curriculum: window must be at least 1 and start at least 0, not {window} and {start}")
        self.up, self.down, self.window, self.start = up, down, window, start
        self.levels: dict[str, int] = {}
        self._scores: dict[str, deque[float]] = {}

    def place(self, family: str, rungs: int) -> int:
        """Which of `rungs` levels, easy to hard, the family is at."""
        return min(self.levels.get(family, self.start), rungs - 1)

    def add(self, family: str, score: float, rungs: int) -> None:
        """Count a reply's score."""
        scores = self._scores.setdefault(family, deque())
        scores.append(score)
        if len(scores) < self.window:
            return
        mean = sum(scores) / len(scores)
        scores.clear()
        step = (mean >= self.up) - (mean <= self.down)
        self.levels[family] = min(max(self.place(family, rungs) + step, 0), rungs - 1)

    def state(self) -> dict[str, Any]:
        """All that `restore` needs, JSON-able: for checkpoints."""
        return {"levels": dict(self.levels), "scores": {name: list(some) for name, some in self._scores.items()}}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from a `state`."""
        self.levels = dict(state["levels"])
        self._scores = {name: deque(some) for name, some in state["scores"].items()}


class Env:
    """Questions of one split of a recipe: by number (`env[i]`, the split as it is built), or by seed (`reset`).

    With a curriculum, `reset` draws new samples at the curriculum's levels (of those that the recipe names, in rising
    order), in the split's own range of indices; without one, it draws from the split. `UserError` for an unknown
    split.
    """

    def __init__(
        self,
        source: Plan | Recipe | Mapping[str, Any] | str | Path,
        split: str = "train",
        curriculum: Curriculum | None = None,
        answer_format: str = "plain",
    ) -> None:
        self.stream = Stream(source, split)
        self.plan, self.split = self.stream.plan, split
        self.curriculum, self.answer_format = curriculum, answer_format
        self.item: Item | None = None
        self._rungs: dict[str, list[int]] = {}
        for number, cell in enumerate(self.plan.cells):
            if cell.counts.get(split):
                self._rungs.setdefault(cell.family, []).append(number)
        for cells in self._rungs.values():
            cells.sort(key=lambda number: self.plan.cells[number].level)
        self._makers: dict[int, Maker] = {}

    def __len__(self) -> int:
        return len(self.stream) * self.plan.recipe.questions

    def __getitem__(self, index: int) -> Item:
        if not -len(self) <= index < len(self):
            raise IndexError(f"item {index} of {len(self)}")
        row, place = divmod(index % len(self), self.plan.recipe.questions)
        sample = self.stream[row]
        # A twin may have fewer questions than the rest: its first ones come twice.
        return item_of(sample, place % len(sample.questions), self.answer_format)

    def reset(self, seed: int) -> Item:
        """A question, by that seed and the curriculum's state alone; it becomes `env.item`."""
        rng = rng_for(self.plan.recipe.seed, "env", self.split, seed)
        if self.curriculum is None:
            self.item = self[below(rng, len(self))]
            return self.item
        families = list(self._rungs)
        weights = [sum(self.plan.cells[n].counts[self.split] for n in self._rungs[name]) for name in families]
        name = weighted(rng, families, weights)
        number = self._rungs[name][self.curriculum.place(name, len(self._rungs[name]))]
        maker = self._makers.get(number)
        if maker is None:
            maker = self._makers[number] = self.plan.maker(self.plan.cells[number])
        sample = maker.make(FIRST[self.split] + below(rng, SPLIT_MAX - 1))
        self.item = item_of(sample, below(rng, len(sample.questions)), self.answer_format)
        return self.item

    def score(self, reply: str) -> float:
        """Worth of a reply to the current item, in [0, 1]; the curriculum counts it. `UserError` before `reset`."""
        if self.item is None:
            raise UserError("env.score: call reset(seed) first")
        worth = self.item.score(reply)
        if self.curriculum:
            name = self.item.sample.family
            self.curriculum.add(name, worth, len(self._rungs[name]))
        return worth
