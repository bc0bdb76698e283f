"""Questions on waterfalls: running totals, ups and downs, net changes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Integer
from scenewright.qa_templates.bar_chart_base import (
    APART_PX,
    BarTemplate,
    amount,
    error_of,
    gap_quantity,
    named,
    on_axis,
    quantity,
    tolerant,
)
from scenewright.qa_templates.base import Skill
from scenewright.qa_templates.named_values import at_name
from scenewright.qa_templates.plot_words import opposite, ranked_name, ranks_apart
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import Bar, BarChart, capital
from scenewright.scenes.base import Reject

SIGNED = " Write a fall with a minus sign."


def steps(scene: BarChart) -> tuple[Bar, ...]:
    """The changes, without the levels at both ends."""
    return scene.bars[1:-1]


def level(bar: Bar) -> float:
    """The running total after a bar."""
    assert bar.level is not None
    return bar.level


def when(scene: BarChart, name: str) -> str:
    """`in 1996`, `in March`."""
    return at_name(scene.category_label, name)


def after(scene: BarChart, bar: Bar) -> str:
    """A moment: `at the start`, `after the change in 1996`."""
    return "at the start" if bar.id == scene.bars[0].id else f"after the change {when(scene, bar.category)}"


def read_change(work: Work, scene: BarChart, bar: Bar) -> Known:
    """Read the size and direction of a step."""
    verb = "rises" if bar.value > 0 else "falls"
    where = capital(when(scene, bar.category))
    return work.read(bar.id, "value", f"{where} it {verb} by {amount(scene, abs(bar.value))}.")


def read_level(work: Work, scene: BarChart, bar: Bar) -> Known:
    """Read the running total after a bar."""
    return work.read(bar.id, "level", f"{capital(after(scene, bar))} it stands at {amount(scene, level(bar))}.")


def level_error(scene: BarChart, resolution: Resolution, bar: Bar) -> float:
    """How far off the reading of one running total may be: of the first and last bar, nothing where printed."""
    if bar.id in (scene.bars[0].id, scene.bars[-1].id):
        return error_of(scene, resolution, bar)
    return error_of(scene, on_axis(resolution), scene.bars[0])


def need_px(resolution: Resolution, gap: float, px: float) -> None:
    """`Reject("tie")` or `Reject("margin")` where two ends are too near each other."""
    if abs(gap) < 1e-12:
        raise Reject("tie")
    if abs(gap) < px * resolution.units_per_px["value"]:
        raise Reject("margin")


class FallsTemplate(BarTemplate):
    """A question on a waterfall."""

    kinds = frozenset({"waterfall"})
    weight = 2.0  # few charts are of this kind

    def at(self, scene: BarChart, name: str) -> Bar:
        """The bar of that name."""
        return next(bar for bar in scene.bars if bar.category == name)


class StepChange(FallsTemplate):
    """By how much one step goes up or down."""

    skill = "retrieval"
    phrasings = (
        "By how much does the {measure} change {when}{gap_unit}?{signed}",
        "What is the change {when}{gap_unit}?{signed}",
        "Read off the change {when}{gap_unit}.{signed}",
        "How large is the step {when}{gap_unit}?{signed}",
        "What does the bar {when} add to the running total{gap_unit}?{signed}",
        "Which change does the chart show {when}{gap_unit}?{signed}",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [bar.category for bar in steps(scene)]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"when": when(scene, slot), "signed": SIGNED}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        return gap_quantity(scene, read_change(work, scene, self.at(scene, slot)).value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error_of(scene, resolution, self.at(scene, slot)))


class LevelAfter(FallsTemplate):
    """The running total after a step. It is read on the axis, also where changes are printed."""

    skill = "retrieval"
    phrasings = (
        "At what level does the {measure} stand after the change {when}{unit}?",
        "What is the running total after the change {when}{unit}?",
        "Where does the {measure} stand once the change {when} is made{unit}?",
        "To what level has the {measure} come after the step {when}{unit}?",
        "Following the bars up to the one {when}, what level is reached{unit}?",
        "Give the level of the {measure} right after the change {when}{unit}.",
        "After the step {when}, what is the {measure}{unit}?",
        "What level does the step {when} end at{unit}?",
        "Read the running total at the end of the bar {when}{unit}.",
        "How high does the {measure} stand after what happens {when}{unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [bar.category for bar in steps(scene)]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"when": when(scene, slot)}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        return quantity(scene, read_level(work, scene, self.at(scene, slot)).value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, level_error(scene, resolution, self.at(scene, slot)))


class EndLevel(FallsTemplate):
    """The level at the start or at the end."""

    skill = "retrieval"
    phrasings = (
        "What is the {measure} at the {end}{unit}?",
        "At what level does the {measure} stand at the {end}{unit}?",
        "What value does the bar for the {end} show{unit}?",
        "Read off the level at the {end}{unit}.",
        "Which {measure} does the chart give for the {end}{unit}?",
        "How high is the bar at the {end}{unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return ["start", "end"]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"end": slot}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        bar = scene.bars[0 if slot == "start" else -1]
        value = work.read(bar.id, "value", f"At the {slot} it stands at {amount(scene, bar.value)}.")
        return quantity(scene, value.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, level_error(scene, resolution, scene.bars[0 if slot == "start" else -1]))


class NetChange(FallsTemplate):
    """The change of the running total from one moment to a later one, with its sign."""

    skill = "arithmetic"
    phrasings = (
        "What is the net change from the level {a} to the level {b}{gap_unit}?{signed}",
        "By how much does the level {b} differ from that {a}{gap_unit}?{signed}",
        "Compare the level {a} with the level {b}. What is the change in all{gap_unit}?{signed}",
        "In all, how much is gained or lost between the level {a} and the level {b}{gap_unit}?{signed}",
        "How far does the running total move from the level {a} to the level {b}{gap_unit}?{signed}",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        bars = scene.bars[:-1]
        least = 0.05 * max(level(bar) for bar in bars)
        found = [(a.category, b.category) for i, a in enumerate(bars) for b in bars[i + 2 :]
                 if abs(level(b) - level(a)) > least]  # fmt: skip
        return found if len(found) <= 24 else [found[i * len(found) // 24] for i in range(24)]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        a, b = (after(scene, self.at(scene, name)) for name in slot)
        return self.common(scene) | {"a": a, "b": b, "signed": SIGNED}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        first, second = (read_level(work, scene, self.at(scene, name)) for name in slot)
        change = work.do("subtract", second, first, say="Take the first from the second.")
        change = work.do("round", change, scene.decimals, say=lambda v: f"The net change is {amount(scene, v)}.")
        return gap_quantity(scene, change.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, math.hypot(*(level_error(scene, resolution, self.at(scene, name)) for name in slot)))


class RankedLevel(FallsTemplate):
    """After which step the running total is k-th highest or lowest. Excluded: levels too near each other."""

    skill = "comparison"
    choice_share = 0.0
    phrasings = (
        "After the change of which {label} is the running total the {rank}?",
        "After which {label}'s change does the {measure} stand at its {rank} level?",
        "Following the steps, after which {label} is the {rank} level reached?",
        "Which {label}'s change leads to the {rank} level?",
        "After the step of which {label} does the {measure} stand {rank}?",
        "Of the levels after each step, the {rank} follows the change of which {label}?",
        "Name the {label} after whose change the running total is the {rank}.",
        "Leaving out start and end, which {label}'s bar ends at the {rank} level?",
        "Which {label}'s step takes the running total to its {rank} level?",
        "Look at where each step ends. For which {label} is that level the {rank}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        levels = [level(bar) for bar in steps(scene)]
        return ranks_apart(levels, 0.02 * max(levels))

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        end = "highest" if slot[1] else "lowest"
        return self.common(scene) | {"rank": end if slot[0] == 0 else f"{ordinal(slot[0] + 1)} {end}"}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        levels = [read_level(work, scene, bar) for bar in steps(scene)]
        names = [bar.category for bar in steps(scene)]
        return named(
            scene, ranked_name(work, names, levels, slot[0], slot[1], lambda n: f"It is the one {when(scene, n)}.")
        )

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        ranked = sorted((level(bar) for bar in steps(scene)), reverse=slot[1])
        for other in (slot[0] - 1, slot[0] + 1):
            if 0 <= other < len(ranked):
                need_px(resolution, ranked[slot[0]] - ranked[other], APART_PX)
        return answer


class RankedMove(FallsTemplate):
    """Which step is the k-th largest rise or fall."""

    skill = "comparison"
    choice_share = 0.0
    phrasings = (
        "In which {label} is the {rank} {move}?",
        "Which {label} brings the {rank} {move}?",
        "The {rank} {move} of the {measure} comes in which {label}?",
        "Among the {move}s shown, the {rank} is that of which {label}?",
        "Name the {label} with the {rank} {move}.",
        "Look at the {move}s only. Which {label} has the {rank}?",
        "Of all steps that {verb}, the {rank} belongs to which {label}?",
        "For which {label} does the chart show the {rank} {move}?",
        "Which {label} sees the {rank} {move} of the {measure}?",
        "What {label} has the {rank} {move}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        out = []
        for up in (True, False):
            sizes = [abs(bar.value) for bar in steps(scene) if (bar.value > 0) == up]
            if len(sizes) >= 2:
                found = ranks_apart(sizes, 0.015 * max(level(bar) for bar in scene.bars))
                out += [(up, k if high else len(sizes) - 1 - k) for k, high in found]
        return [slot for slot in out if slot[1] < 4]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        rank = "largest" if slot[1] == 0 else f"{ordinal(slot[1] + 1)} largest"
        return self.common(scene) | {
            "rank": rank, "move": "rise" if slot[0] else "fall", "verb": "go up" if slot[0] else "go down"
        }  # fmt: skip

    def _moves(self, scene: BarChart, up: bool) -> list[Bar]:
        return [bar for bar in steps(scene) if (bar.value > 0) == up]

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        bars = self._moves(scene, slot[0])
        sizes = [read_change(work, scene, bar) for bar in bars]
        names = [bar.category for bar in bars]
        order = work.do("rank_down" if slot[0] else "rank_up", names, sizes, say="Sort them, the largest first.")
        found = work.do("nth", order, slot[1], say=lambda n: f"The one asked for is that {when(scene, n)}.")
        return named(scene, found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = sorted(self._moves(scene, slot[0]), key=lambda bar: -abs(bar.value))
        for other in (slot[1] - 1, slot[1] + 1):
            if 0 <= other < len(bars):
                gap = abs(bars[slot[1]].value) - abs(bars[other].value)
                exact = all(bars[i].id in resolution.printed for i in (slot[1], other))
                need_px(resolution, gap, 0.0 if exact else 1.6 * APART_PX)
        return answer


class CountMoves(FallsTemplate):
    """How many steps go up or down."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many steps go {way}?",
        "How many times does the {measure} {verb}?",
        "Leaving out start and end, how many bars stand for a {move}?",
        "Count the {move}s in the chart.",
        "In how many of the steps does the {measure} {verb}?",
        "How many {labels} bring a {move}?",
        "What is the number of {move}s shown?",
        "How many of the changes are {move}s?",
        "Between start and end, how many {move}s are there?",
        "For how many {labels} does the chart show a {move}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return ["up", "down"]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        move = "rise" if slot == "up" else "fall"
        return self.common(scene) | {"way": slot, "verb": move, "move": move}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        changes = [read_change(work, scene, bar) for bar in steps(scene)]
        flags = work.do("above" if slot == "up" else "below", changes, 0, say=f"Mark the steps that go {slot}.")
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'step')}.")
        return Integer(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_px(resolution, min(abs(bar.value) for bar in steps(scene)), 2.5)
        return answer


class SumOfMoves(FallsTemplate):
    """All rises, or all falls, added up."""

    skill = "multi_step"
    phrasings = (
        "What do all {move}s add up to{gap_unit}? Give a positive number.",
        "Add up all steps that go {way}. What is the sum{gap_unit}, without a sign?",
        "By how much does the {measure} {verb} in all {move}s together{gap_unit}? Give a positive number.",
        "How large are all {move}s taken together{gap_unit}? Leave out the sign.",
        "What is the sum of the {move}s shown{gap_unit}, as a positive number?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [
            way for way, up in (("up", True), ("down", False))
            if 2 <= sum((bar.value > 0) == up for bar in steps(scene)) <= 5
        ]  # fmt: skip

    words = CountMoves.words

    def _moves(self, scene: BarChart, slot: Any) -> list[Bar]:
        return [bar for bar in steps(scene) if (bar.value > 0) == (slot == "up")]

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        changes = [read_change(work, scene, bar) for bar in self._moves(scene, slot)]
        total = work.do("sum", changes, say="Add them up.")
        size = work.do("distance", total, 0, say="Leave out the sign.")
        size = work.do("round", size, scene.decimals, say=lambda v: f"Together that is {amount(scene, v)}.")
        return gap_quantity(scene, size.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        errors = [error_of(scene, resolution, bar) for bar in self._moves(scene, slot)]
        return tolerant(answer, math.hypot(*errors))


class _YesNo(FallsTemplate):
    """Base of questions answered with yes or no."""

    skill: ClassVar[Skill] = "yes_no"
    balance = "yes_no"
    choice_share = 0.2

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misreads the direction of a step.")

    def decide(self, work: Work, op: str, a: Any, b: Any) -> Answer:
        """The last step."""
        found = work.do(op, a, b, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)


class StepRises(_YesNo):
    """Whether one step goes up (down)."""

    phrasings = (
        "Does the {measure} {verb} {when}?",
        "Is the change {when} a {verb}?",
        "Does the step {when} go {way}?",
        "Looking at the bar {when}, does the {measure} {verb}?",
        "Is it correct that the {measure} {verb}s {when}?",
        "Does the chart show a {verb} {when}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [(bar.category, way) for bar in steps(scene) for way in ("up", "down")]

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return slot[0]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        verb = "rise" if slot[1] == "up" else "fall"
        return self.common(scene) | {"when": when(scene, slot[0]), "way": slot[1], "verb": verb}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        change = read_change(work, scene, self.at(scene, slot[0]))
        return self.decide(work, "greater" if slot[1] == "up" else "less", change, 0)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_px(resolution, self.at(scene, slot[0]).value, 3.0)
        return answer


class LevelIsHigher(_YesNo):
    """Whether the running total is higher (lower) at one moment than at another."""

    phrasings = (
        "Is the level {a} {more} than the level {b}?",
        "Does the {measure} stand {more} {a} than {b}?",
        "Is the running total {a} {more} than {b}?",
        "Compare the levels {a} and {b}: is the first one {more}?",
        "Is it correct that the {measure} is {more} {a} than {b}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        bars = scene.bars[:-1]
        found = [(a, b) for i, a in enumerate(bars) for b in bars[i + 2 :]][:24]
        return [
            (x.category, y.category, more)
            for a, b in found for x, y in ((a, b), (b, a)) for more in ("higher", "lower")
        ]  # fmt: skip

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return tuple(sorted(slot[:2]))

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        a, b = (after(scene, self.at(scene, name)) for name in slot[:2])
        return self.common(scene) | {"a": a, "b": b, "more": slot[2]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        first, second = (read_level(work, scene, self.at(scene, name)) for name in slot[:2])
        return self.decide(work, "greater" if slot[2] == "higher" else "less", first, second)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = (level(self.at(scene, name)) for name in slot[:2])
        need_px(resolution, a - b, APART_PX)
        return answer


class LongestRun(FallsTemplate):
    """The most rises, or falls, in a row."""

    skill = "multi_step"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many {move}s in a row are there at most?",
        "What is the longest run of {move}s, one right after the other? Give its length.",
        "At most, how many steps in a row go {way}?",
        "How many steps does the longest unbroken run of {move}s have?",
        "Count the longest series of {move}s without a break. How long is it?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return ["up", "down"]

    words = CountMoves.words

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        changes = [read_change(work, scene, bar) for bar in steps(scene)]
        flags = work.do("above" if slot == "up" else "below", changes, 0, say=f"Mark the steps that go {slot}.")
        found = work.do("longest_true", flags, say=lambda v: f"The longest unbroken run of them has {v}.")
        return Integer(value=found.value)

    gate = CountMoves.gate


def longest_true(flags: Sequence[bool]) -> int:
    """Length of the longest run of true values."""
    return max((len(list(run)) for flag, run in itertools.groupby(flags) if flag), default=0)


TEMPLATES = (
    StepChange(), LevelAfter(), EndLevel(), NetChange(), RankedLevel(), RankedMove(), CountMoves(), SumOfMoves(),
    StepRises(), LevelIsHigher(), LongestRun(),
)  # fmt: skip
__all__ = ["TEMPLATES", "longest_true"]
