"""Questions as a model without eyes gets them: words and options, nothing of the scene or the picture."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from scenewright.audit.rows import Row, Unusable
from scenewright.dataset import Dataset
from scenewright.families import Family
from scenewright.qa_templates.base import Question
from scenewright.renderers.base import Rendering
from scenewright.renderers.skia_loader import skia
from scenewright.sample import Maker, Sample

Kind = Literal["yes_no", "choice", "answerable", "open"]
"""What is to be guessed: yes or no; which option; whether there is an answer at all (twins); or an answer in free
words, for which there is no chance level."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question and what is to be guessed of it. `right` is the place of the right one among `options`."""

    family: str
    template: str
    kind: Kind
    text: str
    options: tuple[str, ...]
    right: int
    group: str
    """The sample, or the first of two twins: all that shares a scene."""
    answer: str
    sample: str = ""
    """The sample itself."""

    @property
    def chance(self) -> float:
        """How often a blind guess is right."""
        return 1 / len(self.options)


YES_NO = ("no", "yes")
ANSWERABLE = ("unanswerable", "answerable")
COLUMNS = tuple(
    f"questions.list.element.{name}"
    for name in ("text", "answer", "answer_type", "template", "answerable", "twin", "choices.list.element.text",
                 "choices.list.element.correct")
)  # fmt: skip
"""What is read of a data set: no pictures, steps or scenes."""


def questions_in(dataset: Dataset) -> Iterator[Asked]:
    """All questions of a built data set."""
    for row in dataset.rows(["id", "family", *COLUMNS]):
        twin = min([row["id"], *(q["twin"] for q in row["questions"] if q["twin"])])
        for q in row["questions"]:
            yield from _of_plain(row["family"], row["id"], twin, q)


def questions_in_row(row: Row) -> Iterator[Asked]:
    """Those of a row as the audit reads it. `Unusable` where it lacks what they need."""
    plain = [q.plain for q in row.questions]
    twin = min([row.id, *(q["twin"] for q in plain if q.get("twin"))])
    for q in plain:
        try:
            yield from _of_plain(row.family, row.id, twin, q)
        except (KeyError, ValueError, TypeError, StopIteration) as error:
            raise Unusable(f"questions lack what tells how they are answered ({type(error).__name__})") from None


def _of_plain(family: str, sample: str, group: str, q: dict[str, Any]) -> Iterator[Asked]:
    choices = [(c["text"], c["correct"]) for c in q.get("choices") or ()]
    kind, answerable = q.get("answer_type") or "", q.get("answerable") is not False
    yield from _asked(family, sample, group, q["template"], q["text"], q["answer"], kind, answerable,
                      q.get("twin"), choices)  # fmt: skip


def questions_of(makers: Iterable[Maker], samples: int) -> Iterator[Asked]:
    """The questions of `samples` samples of each maker, without drawing: laid out, but no pixel is painted."""
    for maker in makers:
        blind = msgspec.structs.replace(maker, family=undrawn(maker.family))
        index = 0
        while index < samples:
            both = blind.make_with_twin(index)
            for sample in both:
                yield from questions_in_sample(sample, both[0].id)
            index += len(both)


def questions_in_sample(sample: Sample, group: str) -> Iterator[Asked]:
    """The questions of a sample; `group` names all that shares its scene."""
    for q in sample.questions:
        yield from asked(sample.family, group, q, sample.id)


def asked(family: str, group: str, q: Question, sample: str = "") -> Iterator[Asked]:
    """What is to be guessed of a question: for twins whether it has an answer, and for those that have, which."""
    choices = [(c.text, c.correct) for c in q.choices]
    kind = str(q.answer.__struct_config__.tag)
    yield from _asked(family, sample, group, q.template, q.text, q.answer_text(), kind, q.answerable, q.twin, choices)


def _asked(
    family: str, sample: str, group: str, template: str, text: str, answer: str, answer_type: str, answerable: bool,
    twin: str | None, choices: list[tuple[str, bool]],
) -> Iterator[Asked]:  # fmt: skip
    def make(kind: Kind, options: tuple[str, ...], right: int) -> Asked:
        return Asked(family=family, template=template, kind=kind, text=text, options=options, right=right,
                     group=group, answer=answer, sample=sample)  # fmt: skip

    if twin:
        yield make("answerable", ANSWERABLE, int(answerable))
    if not answerable:
        return
    if choices:
        yield make("choice", tuple(t for t, _ in choices), next(i for i, (_, ok) in enumerate(choices) if ok))
    elif answer_type == "boolean":
        yield make("yes_no", YES_NO, YES_NO.index(answer.lower()))
    else:
        yield make("open", (answer,), 0)


ANY_SIZE = skia.Rect.MakeWH(4096, 4096)


def undrawn(kind: Family) -> Family:
    """A family whose pictures are laid out and checked, but not painted: twice as fast or more.

    Where the renderer has no `paint(scene, style[, outcome], target=...)`, or measures what it made, it stays as it is.
    """
    paint = getattr(sys.modules[kind.render.__module__], "paint", None)
    if paint is None or kind.readings:
        return kind

    def render(scene: Any, style: Any, *outcome: Any) -> Rendering:
        skia_drawn = getattr(style, "backend", "skia") == "skia"
        target = skia.PictureRecorder().beginRecording(ANY_SIZE) if skia_drawn else None
        canvas, resolution = paint(scene, style, *outcome, target=target)
        canvas.check_lettering()
        return Rendering(media=(), marks=(), resolution=resolution)

    return msgspec.structs.replace(kind, render=render)
