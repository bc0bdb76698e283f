"""Questions that compare two pies, or the two rings of a nested donut."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer, Label
from scenewright.qa_templates.pie_chart_base import (
    PieTemplate,
    YesNo,
    error_of_sum,
    named,
    need_apart,
    percent,
    place,
    points_answer,
    rank_words,
    read_error,
    read_shares,
    read_sizes,
    share_answer,
    slice_of,
    tolerant,
    ulp,
    who,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, number
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.pie_chart import PieChart, Slice, capital

ACROSS = 1.25
"""How much further apart slices of two pies must be than slices of one to be ranked by eye."""


class _TwoPies(PieTemplate):
    """Base of questions on one name in two pies."""

    def shared(self, scene: PieChart) -> list[str]:
        """Names whose slices are seen in both pies."""
        if scene.kind != "pair":
            return []
        hidden = set(scene.hidden)
        return [e.name for e in scene.entries if not any(s.name == e.name and s.id in hidden for s in scene.slices)]

    def both(self, scene: PieChart, name: str) -> tuple[Slice, Slice]:
        """The slices of a name in the first pie and in the second."""
        first, second = (slice_of(scene, pie.name, name) for pie in scene.pies)
        return first, second

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return self.shared(scene)

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        one, two = (who(scene.pie_label, pie.name) for pie in scene.pies) if scene.kind == "pair" else ("", "")
        return self.common(scene) | {"a": place(scene, "", slot) if slot else "", "one": one, "two": two}


class LargerIn(_TwoPies):
    """In which of two pies a share is larger (smaller). The pies are named in either order."""

    skill = "comparison"
    choice_share = 0.0
    weight = 1.5
    phrasings = (
        "In which of the two pies is the share of {a} {more}: {one} or {two}?",
        "Is the share of {a} {more} in the pie for {one} or in the one for {two}?",
        "Which {pielabel}, {one} or {two}, has the {more} slice for {a}?",
        "Compare {one} and {two}: where does {a} make up the {more} part of the whole?",
        "For {one} or for {two}: where is the percentage of {a} {more}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(name, swap, more) for name in self.shared(scene) for swap in (False, True)
                for more in ("larger", "smaller")]  # fmt: skip

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        fields = dict(super().words(scene, slot[0]))
        if slot[1]:
            fields |= {"one": fields["two"], "two": fields["one"]}
        return fields | {"more": slot[2]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        shares = read_shares(work, scene, self.both(scene, slot[0]))
        names = [pie.name for pie in scene.pies]
        found = work.do("argmax" if slot[2] == "larger" else "argmin", names, shares,
                        say=lambda v: f"The {slot[2]} share is that of {who(scene.pie_label, v)}.")  # fmt: skip
        return Label(value=found.value, accepted=(who(scene.pie_label, found.value),))

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        first, second = self.both(scene, slot[0])
        need_apart(scene, resolution, first.share - second.share, ACROSS)
        return answer


class PointsBetweenPies(_TwoPies):
    """By how many points a share differs between two pies."""

    skill = "arithmetic"
    weight = 1.5
    phrasings = (
        "By how many percentage points does the share of {a} differ between {one} and {two}?",
        "How many percentage points lie between the share of {a} for {one} and for {two}?",
        "What is the difference between the two pies in the share of {a}, in percentage points?",
        "Compare the slices for {a} in both pies: by how many percentage points do they differ?",
        "Find the absolute difference of the share of {a} between {one} and {two}, in percentage points.",
    )

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        first, second = read_shares(work, scene, self.both(scene, slot))
        gap = work.do("distance", first, second, say="Take the smaller share from the larger one.")
        gap = work.do(
            "round",
            gap,
            scene.share_decimals,
            say=lambda v: f"The difference is {number(v, scene.share_decimals)} percentage points.",
        )
        return points_answer(scene, gap.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        first, second = self.both(scene, slot)
        need_apart(scene, resolution, first.share - second.share, ACROSS)
        return tolerant(answer, error_of_sum(scene, resolution, 2))


class IsLargerIn(YesNo, _TwoPies):
    """Whether a share is larger (smaller) in one pie than in the other."""

    mistake = "This swaps the two pies."
    weight = 1.5
    phrasings = (
        "Is the share of {a} {more} for {one} than for {two}?",
        "Does {a} have a {more} slice in the pie for {one} than in the one for {two}?",
        "Set against {two}, is the percentage of {a} {more} for {one}?",
        "Compare the two pies: is the slice for {a} {more} for {one} than for {two}?",
        "Does {a} take up a {more} part of the pie for {one} than of the pie for {two}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(name, swap, more) for name in self.shared(scene) for swap in (False, True)
                for more in ("larger", "smaller")]  # fmt: skip

    def group(self, scene: PieChart, slot: Any) -> Hashable:
        return slot[0]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        fields = dict(_TwoPies.words(self, scene, slot[0]))
        if slot[1]:
            fields |= {"one": fields["two"], "two": fields["one"]}
        return fields | {"more": slot[2]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        first, second = read_shares(work, scene, self.both(scene, slot[0])[:: -1 if slot[1] else 1])
        said = f"The first is {{}}{slot[2]} than the second, so the answer is {{}}."
        return self.decide(work, "greater" if slot[2] == "larger" else "less", first, second, said)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        first, second = self.both(scene, slot[0])
        need_apart(scene, resolution, first.share - second.share, ACROSS)
        return answer


class CountLargerIn(_TwoPies):
    """How many shares are larger in one pie than in the other."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    weight = 2.0
    phrasings = (
        "How many slices have a larger share for {one} than for {two}?",
        "For how many names is the share larger in the pie for {one} than in the one for {two}?",
        "Compare the pies slice by slice: how many shares are larger for {one} than for {two}?",
        "Count the slices whose percentage is larger for {one} than for {two}.",
        "In how many cases is the slice in the pie for {one} larger than its counterpart for {two}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [[False], [True]] if scene.kind == "pair" and not scene.covers else []

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        fields = dict(super().words(scene, ""))
        return fields | ({"one": fields["two"], "two": fields["one"]} if slot[0] else {})

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        flags: list[Known] = []
        for entry in scene.entries:
            first, second = read_shares(work, scene, self.both(scene, entry.name)[:: -1 if slot[0] else 1])
            flags.append(work.do("greater", first, second, say=lambda v: f"The first is {'' if v else 'not '}larger."))
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'slice')}.")
        return Integer(value=found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for entry in scene.entries:
            first, second = self.both(scene, entry.name)
            need_apart(scene, resolution, first.share - second.share, ACROSS)
        return answer


class MostDifferent(_TwoPies):
    """Which share differs most (least) between two pies."""

    skill = "multi_step"
    choice_share = 0.0
    weight = 2.0
    phrasings = (
        "Which slice differs {most} in its share between {one} and {two}?",
        "For which slice is the gap between the two pies {size}, in percentage points?",
        "Between {one} and {two}, the percentage of which slice differs {most}?",
        "Compare the two pies: whose share changes {most}, counted in percentage points?",
        "Which name shows the {size} difference of shares between {one} and {two}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [["most"], ["least"]] if scene.kind == "pair" and not scene.covers else []

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        size = "largest" if slot[0] == "most" else "smallest"
        return dict(super().words(scene, "")) | {"most": slot[0], "size": size}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        gaps = []
        for entry in scene.entries:
            first, second = read_shares(work, scene, self.both(scene, entry.name))
            gaps.append(work.do("distance", first, second, say=lambda v: f"They differ by {number(v, 1)} points."))
        found = work.do("argmax" if slot[0] == "most" else "argmin", [e.name for e in scene.entries], gaps,
                        say=lambda v: f"{v} differs {slot[0]}.")  # fmt: skip
        return named(scene, found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        gaps = sorted((abs(a.share - b.share) for a, b in (self.both(scene, e.name) for e in scene.entries)),
                      reverse=slot[0] == "most")  # fmt: skip
        if abs(gaps[0] - gaps[1]) <= 4 * ulp(scene):
            raise Reject("tie")
        need_apart(scene, resolution, gaps[0] - gaps[1], 2 * ACROSS)
        return answer


# -- rings ---------------------------------------------------------------------------------------------------------


class ShareWithin(PieTemplate):
    """The share of a part of the outer ring in the slice that it divides, not in the whole."""

    skill = "multi_step"
    weight = 1.6
    phrasings = (
        "What percentage of {outer} alone does {inner} make up?",
        "Within {outer}, what is the share of {inner}, in per cent of {outer}?",
        "Taking {outer} as the whole, what percentage falls to {inner}?",
        "How many per cent of the slice for {outer} does its part {inner} cover?",
        "Of everything that belongs to {outer}, what percentage is {inner}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(s.pie, s.name) for s in scene.slices if s.pie] if scene.kind == "nested" else []

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"outer": who(scene.label, slot[0]), "inner": who(scene.pie_label, slot[1])}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        part, whole = read_sizes(work, scene, [slice_of(scene, *slot), slice_of(scene, "", slot[0])])
        found = work.do("percent", part, whole, say="Divide the part by the slice that it belongs to.")
        found = work.do("round", found, 0, say=lambda v: f"That is {percent(v, 0)}.")
        return share_answer(scene, found.value, 0)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        part, whole = slice_of(scene, *slot).share, slice_of(scene, "", slot[0]).share
        off = max(read_error(scene, resolution), 0.0 if scene.shown in ("value", "both") else ulp(scene))
        return tolerant(answer, 100 * off / whole * (1 + part / whole) + 0.5)


class RankedPart(PieTemplate):
    """Which part of a slice is largest or smallest."""

    skill = "comparison"
    weight = 1.6
    choice_share = 0.0
    phrasings = (
        "Within {outer}, which part of the outer ring is the {rank}?",
        "Which is the {rank} of the parts that {outer} is divided into?",
        "Look at the outer ring around {outer}: which part is the {rank}?",
        "Of the parts of {outer}, which has the {rank} share?",
        "What is the name of the {rank} part of {outer}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        if scene.kind != "nested":
            return []
        return [(s.name, 0, high) for s in scene.of_pie("") for high in (True, False)]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"outer": who(scene.label, slot[0]), "rank": rank_words(slot[1], slot[2])}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        items = scene.of_pie(slot[0])
        sizes = read_sizes(work, scene, items)
        order = work.do("rank_down" if slot[2] else "rank_up", [s.name for s in items], sizes, say="Sort the parts.")
        found = work.do("nth", order, slot[1], say=lambda v: f"The {rank_words(slot[1], slot[2])} is {v}.")
        return Label(value=found.value, accepted=(who(scene.pie_label, found.value),))

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        ranked = sorted((s.share for s in scene.of_pie(slot[0])), reverse=slot[2])
        need_apart(scene, resolution, ranked[slot[1]] - ranked[slot[1] + 1])
        return answer


class SameNameAcross(PieTemplate):
    """In which slice a part of the outer ring takes up most of the whole."""

    skill = "comparison"
    weight = 2.0
    choice_share = 0.0
    phrasings = (
        "Within which slice of the inner circle is the part {part} the {rank}, measured by its size in the outer ring?",
        "The outer ring shows {part} several times. Around which slice of the inner circle is it the {rank}?",
        "Compare all parts named {part} in the outer ring: which slice does the {rank} belong to?",
        "To which slice of the inner circle does the {rank} part {part} belong?",
        "Of the parts for {part} in the outer ring, the {rank} lies around which slice?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        if scene.kind != "nested":
            return []
        names = dict.fromkeys(s.name for s in scene.slices if s.pie)
        return [(n, high) for n in names if len(self.parts(scene, n)) > 1 for high in (True, False)]

    def parts(self, scene: PieChart, name: str) -> list[Slice]:
        """All parts of that name."""
        return [s for s in scene.slices if s.pie and s.name == name]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"part": f"“{slot[0]}”", "rank": rank_words(0, slot[1])}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        items = self.parts(scene, slot[0])
        sizes = read_sizes(work, scene, items)
        found = work.do("argmax" if slot[1] else "argmin", [s.pie for s in items], sizes,
                        say=lambda v: f"The {rank_words(0, slot[1])} belongs to {capital(v)}.")  # fmt: skip
        return named(scene, found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        ranked = sorted((s.share for s in self.parts(scene, slot[0])), reverse=slot[1])
        need_apart(scene, resolution, ranked[0] - ranked[1])
        return answer


TEMPLATES = (
    LargerIn(), PointsBetweenPies(), IsLargerIn(), CountLargerIn(), MostDifferent(), ShareWithin(), RankedPart(),
    SameNameAcross(),
)  # fmt: skip
__all__ = ["TEMPLATES"]
