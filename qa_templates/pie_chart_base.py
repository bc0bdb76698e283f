"""What the questions on pie charts share: how slices are named, read, and told apart as far as the picture allows."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Label, Number, with_unit
from scenewright.qa_templates.bar_chart_base import POINTS, tolerant, who
from scenewright.qa_templates.bar_chart_checks import opposite
from scenewright.qa_templates.base import Skill, Template
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import number, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.pie_chart import PieChart, Slice, capital

READ_DEG = 2.5
"""How finely the edge of a slice is read by a careful eye: half of the space between the minute marks of a clock face
is three degrees, and an edge can be placed a little better than that. A slice has two edges, whose errors are
independent. Nothing where shares are printed."""
READ_PX = 1.5
"""And never better than this at the rim: the edge is smoothed over a pixel, and gaps have a width."""
APART_DEG = 6.0
"""Least difference between two slices that a viewer can rank: one minute of a clock face. Slices lie at different
angles, which makes their sizes harder to compare than the heights of bars."""


# -- names ---------------------------------------------------------------------------------------------------------


def named(scene: PieChart, name: str) -> Label:
    """A slice's name as an answer, as the chart spells it."""
    return Label(value=name, accepted=(who(scene.label, name), f"{scene.label} {name}", f"the {name} slice"))


def place(scene: PieChart, pie: str, name: str) -> str:
    """A slice in a sentence: `Japan`, `Japan (2007)`, `female within Biscoe`, `“Other”`."""
    if scene.kind == "nested" and pie:
        return f"{who(scene.pie_label, name)} within {who(scene.label, pie)}"
    first = f"“{name}”" if name == scene.other else who(scene.label, name)
    return f"{first} ({who(scene.pie_label, pie)})" if pie else first


def where(scene: PieChart, pie: str) -> str:
    """Which pie is meant, where there are several: ` in the pie for 2007`."""
    if scene.kind == "nested":
        return " in the inner circle"
    return f" in the pie for {who(scene.pie_label, pie)}" if pie else ""


def opening(scene: PieChart, pie: str) -> str:
    """Which pie is meant, at the head of a question that names two slices of it: `In the pie for 2007, `."""
    found = where(scene, pie).strip()
    return f"{capital(found)}, " if found else ""


def percent(value: float, decimals: int) -> str:
    """`23.5%`."""
    return f"{number(value, decimals)}%"


def amount(scene: PieChart, value: float, decimals: int | None = None) -> str:
    """A value with its unit: `1,234 GWh`."""
    return with_unit(number(value, scene.decimals if decimals is None else decimals), scene.unit)


def rank_words(rank: int, high: bool) -> str:
    """`largest`, `second largest`, `third smallest`; rank 0 is the first."""
    end = "largest" if high else "smallest"
    return end if rank == 0 else f"{ordinal(rank + 1)} {end}"


# -- reading -------------------------------------------------------------------------------------------------------


def slice_of(scene: PieChart, pie: str, name: str) -> Slice:
    """The slice of that name, which the slot says is there."""
    item = scene.find(pie, name)
    if item is None:
        raise Reject("not_applicable")
    return item


def read_value(work: Work, scene: PieChart, item: Slice) -> Known:
    """Read a printed value."""
    name = capital(place(scene, item.pie, item.name))
    return work.read(item.id, "value", f"{name} is given as {amount(scene, item.value)}.")


def read_total(work: Work, scene: PieChart, pie: str) -> Known:
    """The total of a pie: read where it is printed, else the sum of its printed values."""
    found = next(p for p in scene.pies if p.name == ("" if scene.kind == "nested" else pie))
    if scene.total_shown:
        return work.read(found.id, "total", lambda v: f"The total is given as {amount(scene, v)}.")
    values = [read_value(work, scene, item) for item in scene.of_pie(found.name)]
    total = work.do("sum", values, say="Add up all the values.")
    return work.do("round", total, scene.decimals, say=lambda v: f"They add up to {amount(scene, v)}.")


def read_shares(work: Work, scene: PieChart, items: Sequence[Slice]) -> list[Known]:
    """The shares of slices: read, or reckoned from printed values."""
    if scene.shown != "value":
        about = "about " if scene.shown == "none" else ""
        verb = "takes up" if scene.shown == "none" else "is given as"
        return [
            work.read(i.id, "share", f"{capital(place(scene, i.pie, i.name))} {verb} {about}{share(scene, i)}"
                      f"{' of the whole' if about else ''}.")
            for i in items
        ]  # fmt: skip
    totals = {pie: read_total(work, scene, pie) for pie in dict.fromkeys(item.pie for item in items)}
    out = []
    for item in items:
        value = read_value(work, scene, item)
        part = work.do("percent", value, totals[item.pie], say="Divide it by the total.")
        name = place(scene, item.pie, item.name)
        out.append(
            work.do(
                "round",
                part,
                scene.share_decimals,
                say=lambda v, name=name: f"So {name} makes up {percent(v, scene.share_decimals)}.",
            )
        )
    return out


def read_share(work: Work, scene: PieChart, item: Slice) -> Known:
    """The share of one slice."""
    return read_shares(work, scene, [item])[0]


def read_sizes(work: Work, scene: PieChart, items: Sequence[Slice]) -> list[Known]:
    """What tells the slices of one pie apart by size: their shares, or their values where only these are printed."""
    if scene.shown == "value":
        return [read_value(work, scene, item) for item in items]
    return read_shares(work, scene, items)


def share(scene: PieChart, item: Slice) -> str:
    """A slice's share in words."""
    return percent(item.share, scene.share_decimals)


# -- what can be told apart ----------------------------------------------------------------------------------------


def full(scene: PieChart) -> float:
    """Degrees that stand for the whole."""
    return 180.0 if scene.half else 360.0


def ulp(scene: PieChart) -> float:
    """Half of the last printed digit of a share: what rounding takes away."""
    return 0.5 * 10.0**-scene.share_decimals


def read_error(scene: PieChart, resolution: Resolution) -> float:
    """How far a careful reading of one slice may be off, in points: 0 where shares or values are printed."""
    if resolution.printed:
        return 0.0
    edge = max(100 * READ_DEG / full(scene), READ_PX * resolution.units_per_px["share"])
    return edge * math.sqrt(2)


def error_of_sum(scene: PieChart, resolution: Resolution, count: int) -> float:
    """Error of a sum or difference of readings: independent by eye; of printed figures, what rounding may add."""
    if resolution.printed:
        return ulp(scene) * count if count > 1 else 0.0
    return read_error(scene, resolution) * math.sqrt(count)


def need_apart(scene: PieChart, resolution: Resolution, gap: float, strict: float = 1.0) -> None:
    """`Reject("tie")` for equal shares, `Reject("margin")` where a viewer can't tell which is larger. Points."""
    if abs(gap) < 1.5 * ulp(scene):
        raise Reject("tie")
    if not resolution.printed and abs(gap) < strict * 100 * APART_DEG / full(scene):
        raise Reject("margin")


def need_apart_sum(scene: PieChart, resolution: Resolution, gap: float, count: int) -> None:
    """The same for a gap between sums of `count` shares in all."""
    if abs(gap) <= 2 * ulp(scene) * count:
        raise Reject("tie")
    if not resolution.printed and abs(gap) < 2 * error_of_sum(scene, resolution, count):
        raise Reject("margin")


def apart(scene: PieChart, gap: float, count: int = 1) -> bool:
    """Whether a gap of so many points, between sums of `count` shares in all, is likely to pass the gates above in
    any style: for slots that must lead to a yes and to a no.
    """
    if scene.shown != "none":
        return abs(gap) > 2 * ulp(scene) * count
    by_eye = APART_DEG if count == 1 else 2 * READ_DEG * math.sqrt(2 * count)
    return abs(gap) >= 100 * by_eye / full(scene)


def share_answer(scene: PieChart, value: float, decimals: int | None = None) -> Number:
    """A share as an answer, in per cent."""
    decimals = scene.share_decimals if decimals is None else decimals
    return Number(value=round(value, decimals) + 0.0, unit="%", decimals=decimals)


def points_answer(scene: PieChart, value: float) -> Number:
    """A difference of shares."""
    return Number(value=round(value, scene.share_decimals) + 0.0, unit=POINTS, decimals=scene.share_decimals)


def value_answer(scene: PieChart, value: float, decimals: int | None = None) -> Number:
    """A value in the chart's unit."""
    decimals = scene.decimals if decimals is None else decimals
    return Number(value=round(value, decimals) + 0.0, unit=scene.unit, decimals=decimals)


def has_values(scene: PieChart) -> bool:
    """Whether values are printed."""
    return scene.shown in ("value", "both")


# -- slots ---------------------------------------------------------------------------------------------------------


def rings(scene: PieChart) -> list[str]:
    """Names of the pies whose slices are questioned as a whole: all, or the inner circle."""
    return [pie.name for pie in scene.pies]


def clear_rings(scene: PieChart) -> list[str]:
    """Those of them that nothing covers."""
    covered = {cover.pie for cover in scene.covers}
    return [name for name in rings(scene) if name not in covered]


def seen(scene: PieChart, parts: bool = True) -> list[Slice]:
    """Slices that nothing covers; with `parts` those of an outer ring too."""
    hidden = set(scene.hidden)
    return [s for s in scene.slices if s.id not in hidden and (parts or scene.kind != "nested" or not s.pie)]


def pairs(scene: PieChart, limit: int = 20) -> list[tuple[Slice, Slice]]:
    """Pairs of slices of one pie, none covered, evenly taken from all."""
    out = []
    for pie in rings(scene):
        items = [item for item in seen(scene) if item.pie == pie]
        out += [(a, b) for i, a in enumerate(items) for b in items[i + 1 :]]
    return out if len(out) <= limit else [out[i * len(out) // limit] for i in range(limit)]


def two_sided(found: Iterable[tuple[Hashable, Any, bool]]) -> list[Any]:
    """Of slots given as `(group, slot, side)`, those of the groups that have slots on both sides. A name tells a good
    deal of a slice's size to who knows the world; a question that names it tells nothing of its answer where the same
    name, in the same words, is asked with a yes as often as with a no.
    """
    all_of = list(found)
    sides: dict[Hashable, set[bool]] = {}
    for group, _, side in all_of:
        sides.setdefault(group, set()).add(side)
    return [slot for group, slot, _ in all_of if len(sides[group]) == 2]


def trios(scene: PieChart, limit: int = 24) -> list[tuple[Slice, Slice, Slice]]:
    """Three slices of one pie, none covered, evenly taken from all."""
    out = []
    for pie in rings(scene):
        items = [item for item in seen(scene) if item.pie == pie]
        n = len(items)
        out += [(items[i], items[j], items[k]) for i in range(n) for j in range(i + 1, n) for k in range(j + 1, n)]
    return out if len(out) <= limit else [out[i * len(out) // limit] for i in range(limit)]


# -- the base of all templates -------------------------------------------------------------------------------------


class PieTemplate(Template[PieChart]):
    """A question on a pie chart. `common` gives the fields that most phrasings use."""

    def common(self, scene: PieChart, pie: str = "") -> dict[str, str]:
        """Fields that depend on the chart and the pie alone."""
        return {
            "measure": scene.measure,
            "label": scene.label,
            "labels": scene.plural,
            "pies": scene.pie_plural,
            "pielabel": scene.pie_label,
            "where": where(scene, pie),
            "unit": f", in {scene.unit_name}" if scene.unit_name else "",
        }

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot if isinstance(slot, str) else slot[0])

    def names(self, scene: PieChart, slot: Any, count: int) -> dict[str, str]:
        """`a`, `b`, `c` for slots `(pie, name, name, ...)`."""
        return {k: place(scene, slot[0], slot[i + 1]) for i, k in enumerate("abc"[:count])}


class YesNo(PieTemplate):
    """Base of questions answered with yes or no, each equally often."""

    skill: ClassVar[Skill] = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    mistake = "This misjudges the sizes."

    def wrong(self, scene: PieChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, self.mistake)

    def decide(self, work: Work, op: str, a: Any, b: Any, said: str) -> Boolean:
        """The last step: `said` has places for "not " and for the answer."""
        found = work.do(op, a, b, say=lambda v: said.format("" if v else "not ", "yes" if v else "no"))
        return Boolean(value=found.value)


__all__ = ["PieTemplate", "YesNo", "tolerant", "who"]
