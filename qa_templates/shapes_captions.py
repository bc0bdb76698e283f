"""Captions: which fits, which word was swapped, whether a statement is true.

Options of one question are all combinations of two either-or statements, or a statement and its counterpart, so that
no option is likelier for its words: the true one is drawn with the scene. Each is true or false by program.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Answer, Boolean, Text
from scenewright.qa_templates.base import Skill, Slot, Wrong
from scenewright.qa_templates.shapes_base import ALL, Facts, ShapesTemplate, both_ways, described, drawn, run
from scenewright.qa_templates.shapes_claims import (
    Claim,
    attribute_either,
    check,
    holds,
    order_either,
    relation_either,
    sentence,
    subject,
)
from scenewright.qa_templates.shapes_exist import kind_of
from scenewright.qa_templates.steps import Known, Work
from scenewright.scenes.base import Reject, below, pick


class Chosen(ShapesTemplate):
    """A choice between captions, of which one is true. The slot holds the options' claims, the true ones in front."""

    skill: ClassVar[Skill] = "comparison"
    choice_share = 1.0

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {}

    def options(self, slot: Slot) -> list[tuple[Claim, ...]]:
        """All captions as claims, the right one first."""
        return [(true,) for true in slot]

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        captions = self.options(slot)
        claims = list(dict.fromkeys(claim for caption in captions for claim in caption))
        known: dict[Any, Known] = {}
        truth = {claim: check(work, facts, claim, known) for claim in claims}
        if not all(truth[c].value for c in captions[0]) or any(all(truth[c].value for c in cs) for cs in captions[1:]):
            raise Reject("not_one")
        texts = [_caption(caption) for caption in captions]
        fitting = [
            truth[cs[0]] if len(cs) == 1 else work.do("and", *(truth[c] for c in cs), say=_fits(i))
            for i, cs in enumerate(captions)
        ]
        place = sorted(range(len(texts)), key=texts.__getitem__)  # not by truth: the trace's first is no hint
        names = [texts[i] for i in place]
        best = work.do("argmax", names, [fitting[i] for i in place], say=lambda v: f"So the one that fits is: {v}")
        return Text(value=best.value)

    def wrong(self, scene: Any, slot: Slot, answer: Answer) -> Sequence[Wrong]:
        facts = self.facts(scene)
        out: list[Wrong] = []
        for caption in self.options(slot)[1:]:
            false = next(claim for claim in caption if not holds(facts, claim))
            out.append((Text(value=_caption(caption)), f"It is not true that {_inner(sentence(false))}"))
        return out


def _caption(claims: Sequence[Claim]) -> str:
    return " ".join(sentence(claim) for claim in claims)


def _inner(text: str) -> str:
    return text[0].lower() + text[1:]


def _fits(place: int) -> Any:
    these = ("These statements", "The other statements", "The next ones", "The last ones")[place]
    return lambda v: f"{these} are {'all' if v else 'not all'} true together."


class RightCaption(Chosen):
    """The one of four dense captions that fits: two statements that are true in all, and two either-ors."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Which caption describes the picture correctly?",
        "Which of these descriptions fits the picture?",
        "Choose the caption that is right in every part.",
        "Only one of these captions fits the picture in all details. Which one?",
        "Which description of the picture is true throughout?",
        "Pick the caption without a mistake.",
        "Which of the captions is entirely correct?",
        "Find the caption that matches the picture.",
        "Which text describes what is shown, without any error?",
        "One description is right, the others have a mistake. Which one is right?",
    )
    skill = "multi_step"
    weight = 1.4

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            make = (attribute_either, relation_either) if below(rng, 2) else (order_either, attribute_either)
            one_way, other = make[0](facts, rng), make[1](facts, rng)
            if one_way is None or other is None:
                return None
            desc = kind_of(facts, rng, 1)
            total, count = len(facts.items), run(facts, ("filter", desc, ALL)).bit_count()
            fixed = (("number", (), total), ("number", desc, count))
            if gives_away(one_way, (*fixed, *other)) or gives_away(other, (*fixed, *one_way)):
                return None
            return fixed, one_way, other

        return drawn(facts, self.name, propose, 5, 30)

    def options(self, slot: Slot) -> list[tuple[Claim, ...]]:
        fixed, one_way, other = slot
        return [(*fixed, x, y) for x in one_way for y in other]


def gives_away(either: tuple[Claim, Claim], rest: Sequence[Claim]) -> bool:
    """Whether other statements name values of the field that an either-or is about: they might bear on it."""
    if either[0][0] != "is":
        return False
    return any(f"'{either[0][2]}'" in str(claim) for claim in rest)


class SwappedAttribute(Chosen):
    """Which of two statements is true that differ in one attribute: a hard negative."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Which of these two statements is true?",
        "Which sentence fits the picture?",
        "One of these sentences is true of the picture. Which one?",
        "Choose the statement that is true.",
        "Which statement does the picture bear out?",
        "Which of the two captions is right?",
    )

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        return drawn(facts, self.name, lambda rng: self.propose(facts, rng), 6, 18)

    def propose(self, facts: Facts, rng: np.random.Generator) -> Slot | None:
        """Two claims, the true one first."""
        return attribute_either(facts, rng)


class SwappedRelation(SwappedAttribute):
    """Which of two statements is true that differ in a relation: a hard negative."""

    def propose(self, facts: Facts, rng: np.random.Generator) -> Slot | None:
        return relation_either(facts, rng)


class SwappedOrder(SwappedAttribute):
    """Which of two statements is true that have the same words in another order: a hard negative."""

    def propose(self, facts: Facts, rng: np.random.Generator) -> Slot | None:
        return order_either(facts, rng)


class SwappedPair(SwappedAttribute):
    """Which of two statements is true in which two items exchange their colours: a hard negative."""

    def propose(self, facts: Facts, rng: np.random.Generator) -> Slot | None:
        i, k = below(rng, len(facts.items)), below(rng, len(facts.items))
        first, second = (described(facts, j, rng, "colour") for j in (i, k))
        values = [facts.value(j, "colour") for j in (i, k)]
        if i == k or None in values or values[0] == values[1] or first is None or second is None:
            return None
        return tuple((("is", first, "colour", x), ("is", second, "colour", y)) for x, y in (values, values[::-1]))

    def options(self, slot: Slot) -> list[tuple[Claim, ...]]:
        return [tuple(pair) for pair in slot]


class OneTrue(Chosen):
    """Which of four statements about different things is true."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Only one of these statements is true. Which one?",
        "Which of these four statements about the picture is true?",
        "Three of these statements are false. Which one is true?",
        "Which statement is right?",
        "Find the true statement.",
        "Which one of these sentences is not false?",
    )
    skill = "multi_step"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            make = pick(rng, (attribute_either, relation_either, order_either))
            pairs = [make(facts, rng) for _ in range(4)]
            if None in pairs:
                return None
            claims = [pair[0 if k == 0 else 1] for k, pair in enumerate(pairs)]  # type: ignore[index]
            texts = {sentence(claim) for claim in claims}
            subjects = {subject(claim) for claim in claims}
            return tuple(claims) if len(texts) == 4 and len(subjects) == 4 else None

        return drawn(facts, self.name, propose, 5, 20)


class CaptionTrue(ShapesTemplate):
    """Whether a statement is true: of an attribute, a relation or a number."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Is this true of the picture? {claim}",
        "True or not: {claim} Answer yes or no.",
        "Does this sentence fit the picture? {claim}",
        "Is the following statement right? {claim}",
        "“{claim}” Is that so?",
        "Someone says: “{claim}” Is that right?",
        "Read this caption: “{claim}” Is it correct?",
        "Does the picture bear this out? {claim}",
        "Check this statement against the picture: “{claim}” Is it true?",
        "A caption reads: “{claim}” Does it fit?",
    )
    skill: ClassVar[Skill] = "yes_no"
    balance = "yes_no"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            return pick(rng, (attribute_either, relation_either, order_either))(facts, rng)

        # both halves of an either-or are slots: in their words nothing tells them apart
        pairs = drawn(facts, self.name, propose, 6, 18)
        return both_ways(((claim, holds(facts, claim)) for pair in pairs for claim in pair), lambda c: subject(c))

    def group(self, scene: Any, slot: Slot) -> Hashable:
        return subject(slot)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"claim": sentence(slot)}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        return Boolean(value=check(work, self.facts(scene), slot).value)


CAPTIONS = (
    RightCaption(), SwappedAttribute(), SwappedRelation(), SwappedOrder(), SwappedPair(), OneTrue(), CaptionTrue(),
)  # fmt: skip
