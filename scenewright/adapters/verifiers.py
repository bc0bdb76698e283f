"""A `verifiers` v1 taskset: `vf.Taskset` of single questions about pictures. Needs `pip install verifiers`.

    taskset = ScenewrightTaskset(ScenewrightConfig(id="scenewright", recipe="recipe.yaml"))
    for task in taskset.take(8): ...

Messages of this library hold text and pictures; a family that shows neither (sound, video) is refused.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

try:
    import verifiers.v1 as vf
except ImportError as error:
    raise ImportError("scenewright.adapters.verifiers needs: pip install verifiers") from error

import msgspec

from scenewright.env import Env, Item
from scenewright.errors import UserError
from scenewright.families import family
from scenewright.qa_templates.base import Question


class ScenewrightConfig(vf.TasksetConfig):
    """What to ask: a recipe's path, and the split."""

    recipe: str = "recipe.yaml"
    split: str = "train"
    answer_format: str = "boxed"


class ScenewrightData(vf.TaskData):
    """One question as data, with the key to its answer."""

    family: str
    level: int
    template: str
    answer: str
    question_json: str
    scene_json: str
    """Routes are scored by walking them."""


class ScenewrightTask(vf.Task[ScenewrightData, vf.State, vf.TaskConfig]):
    """Scored by the typed answer, in [0, 1]."""

    @vf.reward
    async def correct(self, trace: vf.Trace) -> float:
        """Worth of the last reply."""
        question = msgspec.json.decode(self.data.question_json, type=Question)
        scene = msgspec.json.decode(self.data.scene_json, type=family(self.data.family).scene)
        return question.score(trace.last_reply, scene)

    @property
    def key(self) -> str:
        """The item's id, which stays when words of the prompt change."""
        return str(self.data.id)


class ScenewrightTaskset(vf.Taskset[ScenewrightTask, ScenewrightConfig]):
    """All questions of a split, made as they are asked for."""

    def load(self) -> Iterator[ScenewrightTask]:
        """One task per question, in the order of the split."""
        env = Env(self.config.recipe, self.config.split, answer_format=self.config.answer_format)
        for number in range(len(env)):
            yield ScenewrightTask(_data(env[number]), self.config.task)


def _data(item: Item) -> ScenewrightData:
    parts: list[vf.TextContentPart | vf.ImageUrlContentPart] = []
    for medium in item.media:
        if not medium.kind.startswith("image/"):
            raise UserError(f"{item.id}: verifiers' messages hold no {medium.kind}; leave the family out of the recipe")
        url = f"data:{medium.kind};base64,{base64.b64encode(medium.data).decode()}"
        parts.append(vf.ImageUrlContentPart(image_url=vf.types.ImageUrlSource(url=url)))
    parts.append(vf.TextContentPart(text=item.prompt))
    return ScenewrightData(
        id=item.id,
        name=item.id,
        prompt=[vf.UserMessage(content=parts)],
        family=item.sample.family,
        level=item.sample.level,
        template=item.question.template,
        answer=item.question.answer_text(),
        question_json=msgspec.json.encode(item.question).decode(),
        scene_json=msgspec.json.encode(item.sample.scene).decode(),
    )
