"""Questions on the sizes of slices that are answered with yes or no.

The words must not tell the answer to a reader who knows that Asia is populous and that “Other” is large. So the slice
that decides is named by its colour, which is random; where a second one is named, yes and no are equally likely for
this name and these words.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer
from scenewright.qa_templates.pie_chart_base import (
    YesNo,
    apart,
    need_apart,
    need_apart_sum,
    opening,
    percent,
    place,
    read_shares,
    read_sizes,
    seen,
    slice_of,
    trios,
    two_sided,
)
from scenewright.qa_templates.pie_chart_colours import blank, colour_word, find_coloured, of_colour
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.pie_chart import PieChart, Slice, capital

ALL = 1000
"""Trios: more than any chart has."""


def couples(scene: PieChart) -> list[tuple[Slice, Slice]]:
    """A slice to be named, and one of the same pie to be named by its colour."""
    return [(a, b) for a in seen(scene, parts=False) for b in blank(scene) if a.pie == b.pie and a.id != b.id]


class IsLarger(YesNo):
    """Whether a named slice is larger (smaller) than that of a colour. Not asked of the largest and the smallest."""

    mistake = "This swaps the two slices."
    phrasings = (
        "{opening}is the slice for {a} {more} than the {colour} slice?",
        "{opening}does {a} have a {more} share than the {colour} slice?",
        "{opening}is the share of {a} {more} than that of the {colour} slice?",
        "Compare {a} with the {colour} slice{where}: is the slice for {a} {more}?",
        "{opening}does the chart give {a} a {more} slice than the {colour} one?",
        "{opening}looking at {a} and at the {colour} slice, is the slice for {a} the {more} one?",
        "{opening}set against the {colour} slice, is the slice for {a} {more}?",
        "{opening}of the slice for {a} and the {colour} slice, is the one for {a} the {more} one?",
        "{opening}is it correct that the slice for {a} is {more} than the {colour} slice?",
        "{opening}does {a} account for a {more} part of the whole than the {colour} slice?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return two_sided(
            ((a.id, more), (a.pie, a.name, colour_word(scene, b.name), more), a.share > b.share)
            for a, b in couples(scene)
            if apart(scene, a.share - b.share)
            for more in ("larger", "smaller")
        )

    def group(self, scene: PieChart, slot: Any) -> Hashable:
        return slot[0], slot[1], slot[3]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {
            "opening": opening(scene, slot[0]), "a": place(scene, "", slot[1]), "colour": slot[2], "more": slot[3]
        }  # fmt: skip

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        pie, name, colour, more = slot
        other = find_coloured(work, scene, pie, colour)
        first, second = read_sizes(work, scene, [slice_of(scene, pie, name), other])
        said = f"The first is {{}}{more} than the second, so the answer is {{}}."
        return self.decide(work, "greater" if more == "larger" else "less", first, second, said)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        pie, name, colour, _ = slot
        need_apart(scene, resolution, slice_of(scene, pie, name).share - of_colour(scene, pie, colour).share)
        return answer


FRACTIONS = {
    "a tenth": 10.0, "an eighth": 12.5, "a fifth": 20.0, "a quarter": 25.0, "a third": 100 / 3, "half": 50.0
}  # fmt: skip


class PassesFraction(YesNo):
    """Whether the slice of a colour is more (less) than a fraction of the whole. For each fraction and word, yes and
    no are equally likely.
    """

    phrasings = (
        "Does the {colour} slice{where} make up {more} than {part} of the whole?",
        "Is the {colour} slice{where} {more} than {part} of the pie?",
        "Does the {colour} slice{where} account for {more} than {part} of the total?",
        "Is the share of the {colour} slice{where} {more} than {part}?",
        "Looking at the {colour} slice{where}, does it take up {more} than {part} of the whole?",
        "Does the {colour} slice{where} cover {more} than {part} of the pie?",
        "Is it correct that the {colour} slice{where} makes up {more} than {part} of the whole?",
        "Would you say that the {colour} slice{where} takes {more} than {part} of the whole?",
        "According to the chart, does the {colour} slice{where} have {more} than {part} of the total?",
        "Does {more} than {part} of the whole belong to the {colour} slice{where}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return two_sided(
            ((item.pie, part, more), (item.pie, colour_word(scene, item.name), part, more), item.share > limit)
            for item in blank(scene)
            for part, limit in FRACTIONS.items()
            if apart(scene, item.share - limit)
            for more in ("more", "less")
        )

    def group(self, scene: PieChart, slot: Any) -> Hashable:
        return slot[0], slot[2], slot[3]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"colour": slot[1], "part": slot[2], "more": slot[3]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        known = read_shares(work, scene, [find_coloured(work, scene, slot[0], slot[1])])[0]
        said = (
            f"{capital(slot[2])} is {number(FRACTIONS[slot[2]], 1)}%, and the share is {{}}{slot[3]} than that: {{}}."
        )
        return self.decide(work, "greater" if slot[3] == "more" else "less", known, FRACTIONS[slot[2]], said)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_apart(scene, resolution, of_colour(scene, slot[0], slot[1]).share - FRACTIONS[slot[2]])
        return answer


class PairPassesFraction(YesNo):
    """Whether a named slice and that of a colour are together more (less) than a fraction of the whole."""

    phrasings = (
        "{opening}do {a} and the {colour} slice together make up {more} than {part} of the whole?",
        "{opening}are the slice for {a} and the {colour} slice together {more} than {part} of the pie?",
        "{opening}taken together, do {a} and the {colour} slice account for {more} than {part} of the total?",
        "{opening}if you add the share of {a} and that of the {colour} slice, do you get {more} than {part}?",
        "{opening}is the combined share of {a} and the {colour} slice {more} than {part} of the whole?",
        "{opening}would {a} and the {colour} slice together take {more} than {part} of the pie?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return two_sided(
            ((a.id, part, more), (a.pie, a.name, colour_word(scene, b.name), part, more), a.share + b.share > limit)
            for a, b in couples(scene)
            for part, limit in FRACTIONS.items()
            if limit >= 20 and apart(scene, a.share + b.share - limit, 2)
            for more in ("more", "less")
        )

    def group(self, scene: PieChart, slot: Any) -> Hashable:
        return slot[0], slot[1], slot[3], slot[4]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"opening": opening(scene, slot[0]), "a": place(scene, "", slot[1]), "colour": slot[2],
                "part": slot[3], "more": slot[4]}  # fmt: skip

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        pie, name, colour, part, more = slot
        other = find_coloured(work, scene, pie, colour)
        shares = read_shares(work, scene, [slice_of(scene, pie, name), other])
        both = work.do("round", work.do("sum", shares, say="Add them up."), scene.share_decimals,
                       say=lambda v: f"Together they make up {percent(v, scene.share_decimals)}.")  # fmt: skip
        said = f"{capital(part)} is {number(FRACTIONS[part], 1)}%, and this is {{}}{more} than that: {{}}."
        return self.decide(work, "greater" if more == "more" else "less", both, FRACTIONS[part], said)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        both = slice_of(scene, slot[0], slot[1]).share + of_colour(scene, slot[0], slot[2]).share
        need_apart_sum(scene, resolution, both - FRACTIONS[slot[3]], 2)
        return answer


class SumExceeds(YesNo):
    """Whether the slices of two colours are together more (less) than a named one, larger than either. Asked where
    other colours would lead to the other answer.
    """

    skill = "multi_step"
    phrasings = (
        "{opening}are the {x} and {y} slices together {more} than the slice for {c}?",
        "{opening}is the combined share of the {x} and {y} slices {more} than the share of {c}?",
        "{opening}put together, are the {x} and {y} slices {more} than the one for {c}?",
        "{opening}if you add the shares of the {x} and {y} slices, is the sum {more} than the share of {c}?",
        "{opening}taken together, do the {x} and {y} slices make up {more} than {c} alone?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        plain = {item.id for item in blank(scene)}
        found = []
        for trio in trios(scene, ALL):
            a, b, c = sorted(trio, key=lambda item: item.value)
            gap = a.share + b.share - c.share
            if a.id in plain and b.id in plain and gap < 0.6 * c.share and apart(scene, gap, 3):
                x, y = (colour_word(scene, item.name) for item in (a, b))
                found += [((c.id, more), (c.pie, x, y, c.name, more), gap > 0) for more in ("more", "less")]
        return two_sided(found)

    def group(self, scene: PieChart, slot: Any) -> Hashable:
        return slot[0], slot[3], slot[4]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        pie, x, y, name, more = slot
        return {"opening": opening(scene, pie), "x": x, "y": y, "c": place(scene, "", name), "more": more}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        pie, x, y, name, more = slot
        items = [find_coloured(work, scene, pie, colour) for colour in (x, y)]
        a, b, c = read_shares(work, scene, [*items, slice_of(scene, pie, name)])
        both = work.do("round", work.do("add", a, b, say="Add the first two."), scene.share_decimals,
                       say=lambda v: f"Together the first two make {percent(v, scene.share_decimals)}.")  # fmt: skip
        said = f"That is {{}}{more} than the third, so the answer is {{}}."
        return self.decide(work, "greater" if more == "more" else "less", both, c, said)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        pie, x, y, name, _ = slot
        both = of_colour(scene, pie, x).share + of_colour(scene, pie, y).share
        need_apart_sum(scene, resolution, both - slice_of(scene, pie, name).share, 3)
        return answer


TEMPLATES = (IsLarger(), PassesFraction(), PairPassesFraction(), SumExceeds())
__all__ = ["TEMPLATES", "IsLarger"]
