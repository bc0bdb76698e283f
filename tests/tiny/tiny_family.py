"""A family for tests: one number on a flat square. Comes in through the entry point, as another package's would."""

from __future__ import annotations

import sys
import time
from typing import Annotated, Any

import msgspec
import numpy as np

from scenewright.families import Family
from scenewright.qa_templates.answers import Answer, Boolean, Integer, Unanswerable
from scenewright.qa_templates.base import Template, vary
from scenewright.qa_templates.steps import OPS as COMMON_OPS
from scenewright.qa_templates.steps import Work
from scenewright.renderers.base import Mark, Media, Rendering, Resolution, Style
from scenewright.renderers.png import encode_png
from scenewright.scenes.base import Reject, Scene, Spec, Thing, below, between, uniform


class TinySpec(Spec, frozen=True, kw_only=True):
    low: Annotated[int, msgspec.Meta(ge=0)] = 0
    high: Annotated[int, msgspec.Meta(ge=1)] = 9
    tables: tuple[str, ...] = ()
    wait_s: float = 0.0
    """Slows the drawing down, for tests that interrupt a build."""


class Dot(Thing, frozen=True, kw_only=True):
    value: int


class Tiny(Scene, frozen=True, kw_only=True):
    dot: Dot


class TinyStyle(Style, frozen=True, kw_only=True):
    grey: int


LEVELS = (TinySpec(), TinySpec(high=99), TinySpec(high=999))
SCENE, STYLE, MEDIA = Tiny, TinyStyle, ("image/png",)


def draw_scene(spec: TinySpec, rng: np.random.Generator) -> Tiny:
    if spec.wait_s:
        time.sleep(spec.wait_s)
    value = between(rng, spec.low, spec.high)
    if value % 10 == 7:
        raise Reject("seven")
    return Tiny(dot=Dot(id="dot", value=value))


def measure(scene: Tiny) -> dict[str, float]:
    return {"difficulty": float(len(str(scene.dot.value)))}


def draw_style(rng: np.random.Generator) -> TinyStyle:
    return TinyStyle(grey=below(rng, 200))


def render(scene: Tiny, style: TinyStyle) -> Rendering:
    pixels = np.full((24, 32, 4), style.grey, np.uint8)
    pixels[..., 3] = 255
    pixels[: 1 + scene.dot.value % 20, 0, :3] = 255
    mark = Mark(id="dot", part="dot", box=(0.0, 0.0, 1.0, 20.0))
    media = Media(kind="image/png", data=encode_png(pixels), width_px=32, height_px=24)
    return Rendering(media=(media,), marks=(mark,), resolution=Resolution(printed=("dot",)))


class Value(Template[Tiny]):
    """What the number is."""

    phrasings = ("What is the number of the {thing}?", "Which number has the {thing}?")
    skill = "retrieval"

    def slots(self, scene: Tiny) -> Any:
        return [("dot",)]

    def words(self, scene: Tiny, slot: Any) -> dict[str, str]:
        return {"thing": "dot"}

    def solve(self, scene: Tiny, slot: Any, work: Work) -> Answer:
        return Integer(value=work.read("dot", "value", "The number is read.").value)

    def wrong(self, scene: Tiny, slot: Any, answer: Any) -> Any:
        return [(vary(answer, value=answer.value + d), "off by a little") for d in (-2, -1, 1, 2)]


class Double(Value):
    """Twice the number."""

    phrasings = ("What is twice the number of the {thing}?",)
    skill = "arithmetic"

    def solve(self, scene: Tiny, slot: Any, work: Work) -> Answer:
        value = work.read("dot", "value", "The number is read.")
        return Integer(value=work.do("multiply", value, 2, say="It is doubled.").value)


class IsMore(Value):
    """Whether the number passes a limit."""

    phrasings = ("Is the number of the {thing} above {limit}?",)
    skill = "yes_no"
    balance = "yes_no"

    def slots(self, scene: Tiny) -> Any:
        return [max(0, scene.dot.value - 1), scene.dot.value + 1]

    def words(self, scene: Tiny, slot: Any) -> dict[str, str]:
        return {"thing": "dot", "limit": str(slot)}

    def solve(self, scene: Tiny, slot: Any, work: Work) -> Answer:
        value = work.read("dot", "value", "The number is read.")
        return Boolean(value=work.do("greater", value, slot, say="It is compared.").value)

    def wrong(self, scene: Tiny, slot: Any, answer: Any) -> Any:
        return ()


class Covered(Value):
    """The number, hidden in the second of two twins."""

    phrasings = ("Which number is on the {thing}?",)
    unanswerable = "hidden"

    def solve(self, scene: Tiny, slot: Any, work: Work) -> Answer:
        value = work.read("dot", "value", "The number is read.")
        if "dot" in scene.hidden:
            return Unanswerable(reason="hidden", why="the dot is covered")
        return Integer(value=value.value)

    def spoil(self, scene: Tiny, slot: Any, rng: np.random.Generator) -> Tiny:
        return msgspec.structs.replace(scene, hidden=("dot",))


class Absent(Covered):
    """The number, of a thing that is not there in the second of two twins."""

    phrasings = ("What number does the {thing} show?",)
    unanswerable = "false_premise"

    def solve(self, scene: Tiny, slot: Any, work: Work) -> Answer:
        value = work.read("dot", "value", "The number is read.")
        if scene.dot.value < 0:
            return Unanswerable(reason="false_premise", why="there is no number")
        return Integer(value=value.value)

    def spoil(self, scene: Tiny, slot: Any, rng: np.random.Generator) -> Tiny:
        return msgspec.structs.replace(scene, dot=Dot(id="dot", value=-1 - int(uniform(rng, 0, 9))))


# After a cover, nothing rests on the dot: the twins' other questions are about the square.
class Corners(Template[Tiny]):
    """How many corners the square has."""

    phrasings = ("How many corners has the {thing}?",)
    skill = "counting"

    def slots(self, scene: Tiny) -> Any:
        return [4]

    def words(self, scene: Tiny, slot: Any) -> dict[str, str]:
        return {"thing": "square"}

    def solve(self, scene: Tiny, slot: Any, work: Work) -> Answer:
        return Integer(value=work.do("add", 2, 2, say="Two and two.").value)


OPS = COMMON_OPS
TEMPLATES = (Value(), Double(), IsMore(), Corners(), Covered(), Absent())
FAMILY = Family.of_modules("tiny", *[sys.modules[__name__]] * 3)
