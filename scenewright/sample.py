"""One sample: a scene, what is seen of it, and questions about it, all from `(family, level, index, seed)`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log1p
from typing import Any

import msgspec

import scenewright
from scenewright.errors import UserError
from scenewright.families import Family, family, nearest
from scenewright.qa_templates.answers import AnyAnswer, Unanswerable
from scenewright.qa_templates.base import Question, Solved, Template, View
from scenewright.renderers.base import Claim, Mark, Media, Readings, Rendering, Resolution, Style, Track
from scenewright.renderers.diffusion.options import Repaint
from scenewright.renderers.effects import Effects, apply
from scenewright.scenes.base import Reject, Scene, Spec, chance, key_hash, key_shares, rng_for
from scenewright.simulators.base import Outcome
from scenewright.splits import home, split_of

ATTEMPTS = 100
"""Draws of one sample before its spec is called impossible. A twin of a family with few scenes, in a split of a fifth
of these, fails once in 10^9 by that alone."""

TWINS = {6: "false_premise", 8: "hidden"}
"""Index modulo 10 of the first of two twins: samples 6 and 7, 16 and 17, ... share a scene but for what one question
needs, and ask that question in the same words; it has an answer in the first alone. So four of ten samples are twins,
one question in 25 has no answer, and nothing in a question's words tells whether it has."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, for one `(family, level, index, seed)`, and the version that made it."""

    id: str
    family: str
    level: int
    index: int
    seed: int
    version: str
    media: tuple[Media, ...]
    scene: Scene
    outcome: Outcome | None
    style: Style
    marks: tuple[Mark, ...]
    tracks: tuple[Track, ...]
    resolution: Resolution
    readings: Readings | None
    questions: tuple[Question, ...]
    measures: dict[str, float]
    claims: tuple[Claim, ...] = ()
    """What was checked on media that a model made."""
    tries: int = 1
    """Media that the model made, of which the best was kept."""
    model: str = ""
    """Name and revision of the model that made the media, if one did."""


def sample_id(family: str, level: int, index: int) -> str:
    """`clock-2-0000007`. Depends on the coordinates alone, never on the order of acceptance."""
    return f"{family}-{level}-{index:07d}"


class Maker(msgspec.Struct, kw_only=True):
    """Makes the samples of one family at one level.

    `spec` replaces the level's own ranges; `questions` is how many each sample has (a twin may have fewer: what is
    hidden in it can't be asked about); `templates` limits which are asked (empty: all), twins apart; `weights` multiply
    the templates' own. `rejected` counts draws and questions that were refused, by reason.
    """

    family: Family
    level: int
    seed: int
    spec: Spec
    questions: int = 5
    templates: tuple[str, ...] = ()
    weights: dict[str, float] = msgspec.field(default_factory=dict)
    spoken: float = 0.0
    """Share of samples whose first question is spoken, by `voice` or by voices that are drawn."""
    voice: str = ""
    repaint: Repaint | None = None
    """A diffusion model that repaints the pictures, and how."""
    effects: Effects | None = None
    """What befalls the pictures: compression, a phone's perspective, low light."""
    rejected: Counter[str] = msgspec.field(default_factory=Counter)

    @classmethod
    def of(
        cls,
        name: str,
        level: int = 0,
        seed: int = 0,
        spec: Spec | None = None,
        questions: int = 5,
        templates: Sequence[str] = (),
        weights: Mapping[str, float] | None = None,
    ) -> Maker:
        """A maker by names. `UserError` names the first argument that is wrong and what would be right."""
        kind = family(name)
        if not 0 <= level < len(kind.levels):
            raise UserError(f"{name} has no level {level}; its levels are 0 to {len(kind.levels) - 1}")
        known = tuple(t.name for t in kind.templates)
        for template in templates:
            if template not in known:
                raise UserError(f"{name} has no template '{template}'{nearest(template, known)}")
        if questions < 1:
            raise UserError(f"questions must be at least 1, not {questions}")
        return cls(
            family=kind,
            level=level,
            seed=seed,
            spec=spec or kind.levels[level],
            questions=questions,
            templates=tuple(templates),
            weights=dict(weights or {}),
        )

    def make(self, index: int) -> Sample:
        """The sample of that index, without the ones before it. `UserError` if the spec can't be met."""
        return self.make_with_twin(index)[index - self.first_of(index)]

    def first_of(self, index: int) -> int:
        """The index itself, or its twin's where that comes first."""
        return index - 1 if (index - 1) % 10 in TWINS else index

    def make_with_twin(self, index: int) -> tuple[Sample, ...]:
        """The sample of that index alone, or both of two twins, in order."""
        if index < 0:
            raise UserError(f"index must be 0 or more, not {index}")
        first = self.first_of(index)
        for attempt in range(ATTEMPTS):
            try:
                return self._twins(first, attempt) if first % 10 in TWINS else (self._single(first, attempt),)
            except Reject as reject:
                self.rejected[f"scene: {reject.reason}"] += 1
                last = reject.reason
        raise UserError(
            f"{self.family.name} level {self.level} index {index}: no draw was accepted in {ATTEMPTS} attempts "
            f"(last reason: {last}); widen the spec"
        )

    def _key(self, index: int) -> tuple[str | int, ...]:
        return (self.family.name, self.level, index)

    def _see(self, index: int, scene: Scene, style: Style) -> tuple[Rendering, Outcome | None]:
        outcome = self.family.simulate(scene) if self.family.simulate else None
        rendering = self.family.render(scene, style, outcome) if outcome else self.family.render(scene, style)
        if self.repaint:
            from scenewright.renderers.diffusion.repaint import repaint

            # Twins have the same noise, so that they differ in the evidence alone.
            noise = key_hash(self.seed, *self._key(index), "repaint", self.repaint.seed)
            rendering = repaint(rendering, scene, style, self.repaint, int.from_bytes(noise[:6], "big"))
        if self.effects:
            rng = rng_for(self.seed, *self._key(index), "effects")  # the same for twins
            if chance(rng, self.effects.share):
                rendering = apply(rendering, self.effects, rng)
        return rendering, outcome

    def _view(self, scene: Scene, rendering: Rendering, outcome: Outcome | None) -> View[Any]:
        return View(scene, rendering.resolution, self.family.ops, outcome, rendering.readings)

    def _draw(self, index: int, attempt: int) -> tuple[Scene, Style]:
        key = self._key(index)
        rng = rng_for(self.seed, *key, "scene", attempt)
        for _ in range(ATTEMPTS):
            scene = self.family.draw_scene(self.spec, rng)
            if self._at_home(scene, index):
                return scene, self.family.draw_style(rng_for(self.seed, *key, "style", attempt))
        raise Reject("other_split")

    def _at_home(self, scene: Scene, index: int) -> bool:
        return not self.family.few_scenes or home(scene) == split_of(index)

    def _single(self, index: int, attempt: int) -> Sample:
        scene, style = self._draw(index, attempt)
        rendering, outcome = self._see(index, scene, style)
        questions = self._ask(self._view(scene, rendering, outcome), index, self.questions)
        if len(questions) < (1 if self.templates else self.questions):
            raise Reject("too_few_questions")
        return self._sample(index, scene, style, rendering, outcome, questions)

    def _twins(self, index: int, attempt: int) -> tuple[Sample, ...]:
        scene, style = self._draw(index, attempt)
        ranked = self._ranked(index, TWINS[index % 10])
        if not any(len(t.slots(scene)) for t in ranked):
            raise Reject("no_twin")  # before the cost of drawing it
        rendering, outcome = self._see(index, scene, style)
        view = self._view(scene, rendering, outcome)
        template, solved = self._twin_question(view, index, ranked)
        spoiled = template.spoil(scene, solved[0], rng_for(self.seed, *self._key(index), "spoil", template.name))
        if not self._at_home(spoiled, index):
            raise Reject("other_split")
        other_rendering, other_outcome = self._see(index, spoiled, style)
        other_view = self._view(spoiled, other_rendering, other_outcome)
        other_solved = template.solved(other_view, solved[0])
        if not isinstance(other_solved[1], Unanswerable):
            raise Reject("not_spoiled")
        slot, why, *rest = other_solved
        form = str(solved[1].__struct_config__.tag)
        other_solved = (slot, msgspec.structs.replace(why, form=form), *rest)
        both = []
        for offset, (v, s, r, o, scn) in enumerate(
            (
                (view, solved, rendering, outcome, scene),
                (other_view, other_solved, other_rendering, other_outcome, spoiled),
            )
        ):
            name, level = self.family.name, self.level
            asked = template.state(v, s, rng_for(self.seed, *self._key(index), "qa", template.name))
            asked = msgspec.structs.replace(asked, twin=sample_id(name, level, index + 1 - offset))
            questions = (asked, *self._ask(v, index + offset, self.questions - 1, asked.text))
            both.append(self._sample(index + offset, scn, style, r, o, questions))
        return tuple(both)

    def restyled(self, sample: Sample, style: Style) -> Sample:
        """The same scene as another style shows it, with the questions that may be asked then. `Reject` where it has
        no room.
        """
        rendering, outcome = self._see(self.first_of(sample.index), sample.scene, style)
        questions = self._ask(self._view(sample.scene, rendering, outcome), sample.index, self.questions)
        return self._sample(sample.index, sample.scene, style, rendering, outcome, questions)

    def _twin_question(self, view: View[Any], index: int, ranked: list[Template[Any]]) -> tuple[Template[Any], Solved]:
        last = Reject("no_twin_template")
        for template in ranked:
            try:
                solved = template.choose(view, rng_for(self.seed, *self._key(index), "twin", template.name))
                if isinstance(solved[1], Unanswerable):
                    raise Reject("already_unanswerable")
                return template, solved
            except Reject as reject:
                last = reject
                self.rejected[f"{template.name}: {reject.reason}"] += 1
        raise last

    def _ranked(self, index: int, unanswerable: str) -> list[Template[Any]]:
        """Templates by keyed rank, so that a new one disturbs only the samples it wins."""
        more, share = self.weights, key_shares(self.seed, *self._key(index), "rank")
        # Arrival times of Poisson processes: of equal weights, each template is as likely as any other to be first.
        ranked = [
            (-log1p(-share(t.name)) / (t.weight * more.get(t.name, 1.0)), place)
            for place, t in enumerate(self.family.templates)
            if t.unanswerable == unanswerable and (unanswerable or not self.templates or t.name in self.templates)
        ]
        ranked.sort()
        return [self.family.templates[place] for _, place in ranked]

    def _ask(self, view: View[Any], index: int, count: int, taken: str = "") -> tuple[Question, ...]:
        """`count` questions at most, none in the words of `taken`: templates of twins may share their words."""
        questions: list[Question] = []
        key = self._key(index)
        for template in self._ranked(index, ""):
            if len(questions) == count:
                break
            try:
                question = template.make(view, rng_for(self.seed, *key, "qa", template.name))
                if question.text == taken:
                    raise Reject("asked_by_twin")
                questions.append(question)
            except Reject as reject:
                self.rejected[f"{template.name}: {reject.reason}"] += 1
        return tuple(questions)

    def _sample(
        self,
        index: int,
        scene: Scene,
        style: Style,
        rendering: Rendering,
        outcome: Outcome | None,
        questions: tuple[Question, ...],
    ) -> Sample:
        made = Sample(
            id=sample_id(self.family.name, self.level, index),
            family=self.family.name,
            level=self.level,
            index=index,
            seed=self.seed,
            version=scenewright.__version__,
            media=rendering.media,
            scene=scene,
            outcome=outcome,
            style=style,
            marks=rendering.marks,
            tracks=rendering.tracks,
            resolution=rendering.resolution,
            readings=rendering.readings,
            questions=questions,
            measures=self.family.measure(scene),
            claims=rendering.claims,
            tries=rendering.tries,
            model=rendering.model,
        )
        if not self.spoken:
            return made
        from scenewright.spoken import with_voice

        return with_voice(made, self.spoken, self.voice, self.first_of(index))


def sample(
    name: str, level: int = 0, index: int = 0, seed: int = 0, questions: int = 5, templates: Sequence[str] = ()
) -> Sample:
    """Make one sample: `sample("clock", level=2, index=7, seed=0)`."""
    return Maker.of(name, level, seed, None, questions, templates).make(index)


def score(reply: str, question: Question | AnyAnswer, scene: Scene | None = None) -> float:
    """Score in [0, 1] of a model's free reply. Routes need the scene to be walked; all else is in the question."""
    return question.score(reply, scene)
