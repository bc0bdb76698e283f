"""A Gymnasium environment of one step: the observation is a prompt and its picture, the action a reply.

Needs `pip install gymnasium`. Pictures are fitted into one size, since a `Box` space has one; families without a
picture are refused.
"""

from __future__ import annotations

import io
from typing import Any

try:
    import gymnasium
except ImportError as error:
    raise ImportError("scenewright.adapters.gymnasium needs: pip install gymnasium") from error

import numpy as np
from PIL import Image, ImageOps

from scenewright.env import Curriculum, Env, Item
from scenewright.errors import UserError

TEXT_MAX = 8192
CHARACTERS = frozenset(chr(c) for c in range(0x20, 0x2800) if chr(c).isprintable()) | {"\n"}
"""What prompts and replies are written in; other characters become `?`."""


class QuestionEnv(gymnasium.Env):  # type: ignore[misc, unused-ignore]  # untyped where it is not installed
    """`reset(seed=...)` shows a question, `step(reply)` ends the episode with its score as the reward."""

    metadata = {"render_modes": ["rgb_array"]}  # noqa: RUF012 - Gymnasium's own form

    def __init__(
        self,
        source: Any,
        split: str = "train",
        size: tuple[int, int] = (640, 480),
        curriculum: Curriculum | None = None,
    ) -> None:
        self.env = Env(source, split, curriculum)
        self.size = size
        self.render_mode = "rgb_array"
        text = gymnasium.spaces.Text(max_length=TEXT_MAX, min_length=0, charset=CHARACTERS)
        picture = gymnasium.spaces.Box(0, 255, (size[1], size[0], 3), np.uint8)
        self.observation_space = gymnasium.spaces.Dict({"prompt": text, "image": picture})
        self.action_space = text

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """A new question. Without a seed, the next one of the generator that the last seed started."""
        super().reset(seed=seed)
        item = self.env.reset(int(self.np_random.integers(1 << 62)))
        return self._observation(item), {"id": item.id, "family": item.sample.family, "level": item.sample.level}

    def step(self, action: str) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Score a reply; the episode is over."""
        worth = self.env.score(action)
        item = self.env.item
        assert item is not None
        return self._observation(item), worth, True, False, {"answer": item.question.answer_text()}

    def render(self) -> np.ndarray | None:
        """The picture that is shown."""
        return self._picture(self.env.item) if self.env.item else None

    def _observation(self, item: Item) -> dict[str, Any]:
        prompt = "".join(c if c in CHARACTERS else "?" for c in item.prompt[:TEXT_MAX])
        return {"prompt": prompt, "image": self._picture(item)}

    def _picture(self, item: Item) -> np.ndarray:
        pictures = [medium.data for medium in item.media if medium.kind.startswith("image/")]
        if not pictures:
            raise UserError(f"{item.id}: {item.sample.family} shows no picture; leave it out of the recipe")
        image = Image.open(io.BytesIO(pictures[0])).convert("RGB")
        return np.asarray(ImageOps.pad(image, self.size, color="white"))
