"""A data set in the shape of reasoning-gym's procedural ones: entries of question, answer and metadata, and a scorer.

    data = Entries("recipe.yaml", size=500, seed=3)
    entry = data[0]                       # question, answer, metadata, images
    data.score_answer(reply, entry)

Needs nothing but Scenewright; pictures come along as `images`, which reasoning-gym's own entries have not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from PIL import Image

from scenewright.env import Env
from scenewright.errors import UserError
from scenewright.scenes.base import below, rng_for


class Entries:
    """`size` entries drawn from a split by `seed`; entry `i` is the same whatever else is asked for."""

    def __init__(self, source: Any, size: int = 500, seed: int = 42, split: str = "train") -> None:
        if size < 1:
            raise UserError(f"size must be at least 1, not {size}")
        self.env, self.size, self.seed = Env(source, split), size, seed

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self[i] for i in range(self.size))

    def __getitem__(self, index: int) -> dict[str, Any]:
        if not 0 <= index < self.size:
            raise IndexError(f"entry {index} of {self.size}")
        return self._entry(index, below(rng_for(self.seed, "entry", index), len(self.env)))

    def _entry(self, index: int, number: int) -> dict[str, Any]:
        item = self.env[number]
        pictures = [medium.data for medium in item.media if medium.kind.startswith("image/")]
        return {
            "question": item.prompt,
            "answer": item.question.answer_text(),
            "images": [Image.open(io.BytesIO(data)) for data in pictures],
            "metadata": {
                "source_dataset": f"scenewright/{item.sample.family}",
                "source_index": index,
                "item": number,
                "id": item.id,
                "template": item.question.template,
                "difficulty": {"level": item.sample.level, "hops": item.question.hops},
            },
        }

    def score_answer(self, answer: str | None, entry: dict[str, Any]) -> float:
        """Worth of a reply in [0, 1]; None is worth 0."""
        return 0.0 if answer is None else self.env[entry["metadata"]["item"]].score(answer)
