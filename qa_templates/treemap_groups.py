"""Questions on the groups of a treemap or a sunburst: how many parts, where the largest one lies, what beats what."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer, Label
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.treemap_base import (
    Item,
    TreeTemplate,
    YesNo,
    clear_groups,
    group_label,
    item_of,
    key,
    need_apart,
    need_ranked,
    part_label,
    place,
    rank_words,
    read_share,
    read_size,
    read_value,
    runs,
    said,
    seen,
    shown_of,
    taken,
    who,
)
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.treemap import Group, TreeMap


class GroupCount(TreeTemplate):
    """How many groups there are."""

    skill = "counting"
    choice_share = 0.0
    phrasings = (
        "How many {glabels} does the chart show?",
        "How many {glabels} are there in the chart?",
        "Count the {glabels} in the chart. How many are there?",
        "Into how many {glabels} are the parts gathered?",
        "What is the number of {glabels} shown?",
        "How many different {glabels} can be seen?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return ["groups"] if scene.groups else []

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        ids = [g.id for g in scene.groups]
        found = work.do("count", ids, evidence=ids, say=lambda v: f"Count the {scene.group_plural}: there are {v}.")
        return Integer(value=found.value)


class PartCount(TreeTemplate):
    """How many parts a group, or the chart, is divided into. "Other" counts as one. Nothing covered."""

    skill = "counting"
    choice_share = 0.0
    balance = "spread"
    phrasings = (
        "How many {shape}s are there{of}?",
        "Into how many {shape}s is {whole} divided?",
        "Count the {shape}s{of}. How many are there?",
        "How many parts does {whole} have? Count each {shape} as one.",
        "What is the number of {shape}s{of}?",
        "How many separate {shape}s make up {whole}?",
        "{whole} is split into how many {shape}s?",
        "Tell me the number of {shape}s that {whole} consists of.",
        "Of how many {shape}s is {whole} made up?",
        "In total, how many {shape}s do you count{of}?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return runs(scene) + ([] if scene.covers or not scene.groups else ["*"])

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        shape = "rectangle" if scene.kind == "treemap" else "outer piece"
        every = slot in ("", "*")
        name = "" if every else who(scene.group_label, slot)
        return {
            "shape": shape, "whole": "the whole chart" if every else name,
            "of": " in the whole chart" if every else f" within {name}",
        }  # fmt: skip

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        parts = scene.parts if slot == "*" else scene.of_group(slot)
        ids = [p.id for p in parts]
        found = work.do("count", ids, evidence=ids, say=lambda v: f"Counting them one by one makes {v}.")
        return Integer(value=found.value)


class MostParts(TreeTemplate):
    """Which group has the most or the fewest parts. No ties."""

    skill = "counting"
    choice_share = 0.0
    weight = 1.5
    phrasings = (
        "Which {glabel} is divided into the {most} parts?",
        "Which {glabel} has the {most} parts?",
        "Count the parts of each {glabel}. Which one has the {most}?",
        "For which {glabel} does the chart show the {most} parts?",
        "Name the {glabel} that consists of the {most} parts.",
        "The {most} parts belong to which {glabel}?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        if scene.covers or len(scene.groups) < 2:
            return []
        counts = Counter(p.group for p in scene.parts).values()
        ends = (("most", max(counts)), ("fewest", min(counts)))
        return [word for word, end in ends if list(counts).count(end) == 1]

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"most": slot}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        counts = []
        for group in scene.groups:
            ids = [p.id for p in scene.of_group(group.name)]
            name = who(scene.group_label, group.name)
            counts.append(work.do("count", ids, evidence=(group.id, *ids),
                                  say=lambda v, n=name: f"There {'is' if v == 1 else 'are'} {count_of(v, 'part')} "
                                  f"within {n}."))  # fmt: skip
        names = [g.name for g in scene.groups]
        found = work.do("argmax" if slot == "most" else "argmin", names, counts,
                        say=lambda n: f"The {slot} are those of {who(scene.group_label, n)}.")  # fmt: skip
        return group_label(scene, found.value)


class HomeOfRank(TreeTemplate):
    """In which group the k-th largest part of the whole chart lies. "Other" is a part like the others."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "In which {glabel} does the {rank} part of the whole chart lie?",
        "Which {glabel} holds the {rank} of all parts?",
        "Find the {rank} part of all. To which {glabel} does it belong?",
        "The {rank} part in the whole chart belongs to which {glabel}?",
        "Going by size, the {rank} of all parts is in which {glabel}?",
        "Within which {glabel} is the {rank} part of the entire chart?",
        "Name the {glabel} that contains the {rank} part of all.",
        "Compare all parts of the chart. Which {glabel} does the {rank} one lie in?",
        "Among all parts shown, the {rank} one is part of which {glabel}?",
        "To which {glabel} does the {rank} of all the parts belong?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        if not scene.groups or scene.covers:
            return []
        return [(k, high) for k in range(min(4, len(scene.parts) // 2)) for high in (True, False)]

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": rank_words(*slot)}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        sizes = [read_size(work, scene, part) for part in scene.parts]
        order = work.do("rank_down" if slot[1] else "rank_up", [p.id for p in scene.parts], sizes,
                        say="Sort all parts by size.")  # fmt: skip
        chosen = work.do("nth", order, slot[0], say=lambda v: f"The {rank_words(*slot)} one is "
                         f"{said(scene, next(p for p in scene.parts if p.id == v))}.")  # fmt: skip
        home = work.read(chosen.value, "group", lambda v: f"It lies within {who(scene.group_label, v)}.")
        return group_label(scene, home.value)

    def gate(self, scene: TreeMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        ranked = sorted(scene.parts, key=lambda p: p.value, reverse=slot[1])
        need_ranked(scene, resolution, ranked, ranked[slot[0]])
        return answer


class RankWithinLargest(TreeTemplate):
    """The k-th largest part of the k-th largest group: two rankings in a row."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Which is the {rank} part of the {grank} {glabel}?",
        "Find the {grank} {glabel}. What is its {rank} part?",
        "Take the {grank} {glabel}: which part of it is the {rank}?",
        "Within the {grank} {glabel}, which part is the {rank}?",
        "Name the {rank} part within the {grank} {glabel}.",
        "What is the name of the {rank} part of the {grank} {glabel}?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        if len(scene.groups) < 2 or scene.covers:
            return []
        return [
            (i, up, k, high)
            for i in range(min(2, len(scene.groups) - 1)) for up in (True, False)
            for k in range(2) for high in (True, False)
        ]  # fmt: skip

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": rank_words(*slot[2:]), "grank": rank_words(*slot[:2])}

    def chosen(self, scene: TreeMap, slot: Any) -> tuple[Group, Any]:
        """The group and the part."""
        group = sorted(scene.groups, key=lambda g: g.value, reverse=slot[1])[slot[0]]
        parts = sorted(scene.of_group(group.name), key=lambda p: p.value, reverse=slot[3])
        if slot[2] + 2 > len(parts):
            raise Reject("not_applicable")
        return group, parts[slot[2]]

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        group, _ = self.chosen(scene, slot)
        sizes = [read_size(work, scene, g) for g in scene.groups]
        order = work.do("rank_down" if slot[1] else "rank_up", [g.name for g in scene.groups], sizes,
                        say=f"Sort the {scene.group_plural} by size.")  # fmt: skip
        work.do("nth", order, slot[0], say=lambda v: f"The {rank_words(*slot[:2])} is {who(scene.group_label, v)}.")
        parts = scene.of_group(group.name)
        sizes = [read_size(work, scene, p) for p in parts]
        order = work.do("rank_down" if slot[3] else "rank_up", [p.name for p in parts], sizes,
                        say="Sort its parts by size.")  # fmt: skip
        found = work.do("nth", order, slot[2], say=lambda v: f"The {rank_words(*slot[2:])} of them is {v}.")
        return part_label(scene, found.value)

    def gate(self, scene: TreeMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        group, part = self.chosen(scene, slot)
        need_ranked(scene, resolution, scene.groups, group)
        need_ranked(scene, resolution, scene.of_group(group.name), part)
        return answer


class SizeOrder(TreeTemplate):
    """At which place by size a part stands within its group, or among all parts where there are no groups."""

    skill = "multi_step"
    choice_share = 0.0
    balance = "spread"
    weight = 0.7
    phrasings = (
        "Counted from the largest part down, at which place does {a} stand{of}? Answer with its number.",
        "Sort the parts{of} by size, the largest first. Which place does {a} take? Answer with a number.",
        "What is the rank of {a} by size{of}, the largest part being number 1?",
        "If the largest part{of} is number 1, which number is {a}?",
        "By size{of}, which place does {a} hold, counted from the largest? Give the number.",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return [(run, p.name) for run in runs(scene) for p in scene.of_group(run) if len(scene.of_group(run)) <= 8]

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        of = f" within {who(scene.group_label, slot[0])}" if slot[0] else ""
        name = f"“{slot[1]}”" if slot[1] == scene.other else who(scene.label, slot[1])
        return {"a": name, "of": of}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        parts = scene.of_group(slot[0])
        if item_of(scene, *slot).id in scene.hidden:
            raise Reject("hidden_evidence")
        sizes = {p.name: read_size(work, scene, p) for p in parts}
        flags = work.do("above", list(sizes.values()), sizes[slot[1]], say="Mark the parts that are larger.")
        more = work.do("count_true", flags, say=lambda v: f"There {'is' if v == 1 else 'are'} {v} of them.")
        rank = work.do("add", more, 1, say=lambda v: f"So it is the {ordinal(v)} by size.")
        return Integer(value=rank.value)

    def gate(self, scene: TreeMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_ranked(scene, resolution, scene.of_group(slot[0]), item_of(scene, *slot))
        return answer


class IsLarger(YesNo):
    """Whether one part takes up more room than another, of whichever groups, or than a whole group."""

    phrasings = (
        "Is {a} {more} than {b} in the chart?",
        "Does {a} take up {moreroom} room than {b}?",
        "Is the part for {a} {more} than the one for {b}?",
        "Compare the sizes: is {a} {more} than {b}?",
        "Is it correct that {a} is {more} than {b}?",
        "Going by the chart, is {a} {more} than {b}?",
        "Set side by side, would {a} be {more} than {b}?",
        "Does the chart show {a} as {more} than {b}?",
        "Between {a} and {b}, is {a} the {more} one?",
        "Would you say that {a} is {more} than {b} here?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        parts = seen(scene)
        mixed: list[tuple[Any, Any]] = [(a, b) for a, b in itertools.combinations(parts, 2) if a.group != b.group]
        mixed += [(p, g) for p in parts for g in scene.groups if g.name != p.group and p.value * 4 > g.value]
        mixed = mixed or list(itertools.combinations(parts, 2))
        out = []
        for a, b in taken(mixed, 16):
            for x, y in ((a, b), (b, a)):
                out += [(*key(x), *key(y), more) for more in ("larger", "smaller")]
        return out

    def group(self, scene: TreeMap, slot: Any) -> Hashable:
        return tuple(sorted((slot[:2], slot[2:4])))

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return {"a": self._name(scene, slot[:2]), "b": self._name(scene, slot[2:4]), "more": slot[4],
                "moreroom": "more" if slot[4] == "larger" else "less"}  # fmt: skip

    def _name(self, scene: TreeMap, at: Sequence[str]) -> str:
        name = place(scene, *at)
        return name if at[1] else f"{name} as a whole"

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        a, b = item_of(scene, *slot[:2]), item_of(scene, *slot[2:4])
        first, second = read_alike(work, scene, a, b)
        if first.value == second.value:
            raise Reject("tie")
        text = f"{self._name(scene, slot[:2])} is {{}}{slot[4]} than {self._name(scene, slot[2:4])}: {{}}."
        return self.decide(work, "greater" if slot[4] == "larger" else "less", first, second,
                           text[0].upper() + text[1:])  # fmt: skip

    def gate(self, scene: TreeMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_apart(scene, resolution, item_of(scene, *slot[:2]), item_of(scene, *slot[2:4]))
        return answer


def read_alike(work: Work, scene: TreeMap, a: Item, b: Item) -> tuple[Known, Known]:
    """Two sizes in the same measure: values, else shares, where both have such figures; else as the eye judges them."""
    shown = {shown_of(scene, a), shown_of(scene, b)}
    for read, figures in ((read_value, {"value", "both"}), (read_share, {"percent", "both"})):
        if shown <= figures:
            return read(work, scene, a), read(work, scene, b)
    first, second = (work.read(i.id, "value", f"Judge the size of {said(scene, i)}.") for i in (a, b))
    return first, second


class GroupOfPart(TreeTemplate):
    """The group that a part lies in: read from the chart, but often known without it, so seldom asked."""

    skill = "retrieval"
    choice_share = 0.0
    weight = 0.4
    phrasings = (
        "In which {glabel} does the chart show {a}?",
        "To which {glabel} does {a} belong in the chart?",
        "Under which {glabel} is {a} shown?",
        "Which {glabel} is {a} a part of, according to the chart?",
        "Within which {glabel} does {a} stand?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        if not scene.groups or not scene.unique:
            return []
        return [p.name for g in clear_groups(scene) for p in scene.of_group(g.name) if p.name != scene.other]

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"a": who(scene.label, slot)}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        part = next(p for p in scene.parts if p.name == slot)
        home = work.read(part.id, "group", lambda v: f"It lies within {who(scene.group_label, v)}.")
        return Label(value=home.value, accepted=group_label(scene, home.value).accepted)


TEMPLATES = (
    GroupCount(), PartCount(), MostParts(), HomeOfRank(), RankWithinLargest(), SizeOrder(), IsLarger(), GroupOfPart(),
)  # fmt: skip
__all__ = ["TEMPLATES"]
