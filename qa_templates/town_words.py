"""How places on a town map are said, and what the templates of town maps share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Generic, TypeVar

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.base import Template, Wrong, ladder
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.town_ops import landmark_named, number
from scenewright.qa_templates.words import listed
from scenewright.qa_templates.words import number as digits
from scenewright.scenes.base import Reject
from scenewright.scenes.road_map import Landmark, RoadMap
from scenewright.scenes.town_names import LANDMARK_KINDS

T = TypeVar("T")
COVERED = "a street whose name is covered"
KINDS = frozenset(LANDMARK_KINDS)


class TownTemplate(Template[RoadMap]):
    """A kind of question about a town map.

    Counts have no options: small ones come so near to their least possible value that options would tell them.
    """


@cache
def the(name: str) -> str:
    """`the bakery`, where the landmark is called by its kind alone, else its name."""
    return f"the {name.lower()}" if name.lower() in KINDS else name


def sentence(text: str) -> str:
    """With a capital first letter."""
    return text[0].upper() + text[1:]


def kinds(kind: str) -> str:
    """The plural of a kind of landmark."""
    irregular = {"bakery": "bakeries", "library": "libraries", "pharmacy": "pharmacies", "university": "universities"}
    return irregular.get(kind) or (f"{kind}es" if kind.endswith("ch") else f"{kind}s")


def corner_words(scene: RoadMap, junction: str) -> str:
    """`the corner of Oak Street and Elm Lane`; a covered name is not told."""
    here = scene.graph.streets_at[number(junction)]
    names = [COVERED if f"st{s}" in scene.hidden else scene.graph.names[s] for s in here]
    if len(names) == 1:
        return f"the end of {names[0]}"
    return f"the {'corner' if len(names) == 2 else 'junction'} of {listed(sorted(names))}"


def street_ids(scene: RoadMap, junction: str) -> list[str]:
    """The ids of the streets that meet at a junction."""
    return [f"st{s}" for s in scene.graph.streets_at[number(junction)]]


def street_id(scene: RoadMap, name: str) -> str:
    """The id of a street by its name; `Reject` where there is none."""
    if name not in scene.graph.names:
        raise Reject("not_applicable")
    return f"st{scene.graph.names.index(name)}"


def all_landmarks(scene: RoadMap) -> list[str]:
    """Ids: evidence for what rests on there being no other."""
    return [mark.id for mark in scene.landmarks]


def need(scene: RoadMap, name: str) -> Landmark:
    """The landmark of that name; `Reject` where there is none."""
    mark = landmark_named(scene, name)
    if mark is None:
        raise Reject("not_applicable")
    return mark


def find(scene: RoadMap, work: Work, name: str) -> Known:
    """The step that finds a landmark at its corner."""
    mark = need(scene, name)
    return work.read(mark.id, "junction", lambda j: f"{sentence(the(name))} is marked at {corner_words(scene, j)}.")


def cornered(scene: RoadMap) -> list[str]:
    """Names of the landmarks at corners."""
    return [mark.name for mark in scene.landmarks if mark.junction]


def pairs(items: Sequence[T], most: int = 60) -> list[tuple[T, T]]:
    """Ordered pairs of different items: near ones in the list first, at most so many."""
    n = len(items)
    out = [(items[i], items[(i + k) % n]) for k in range(1, n) for i in range(n)]
    return out[:most]


class Lazy(Generic[T]):
    """A sequence whose items are made when they are looked at."""

    def __init__(self, count: int, make: Callable[[int], T]) -> None:
        self._count, self._make = count, make

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> T:
        return self._make(place)


# -- costs ---------------------------------------------------------------------------------------------------------


def timed(scene: RoadMap) -> bool:
    """Whether minutes are what counts."""
    return scene.printed == "minutes"


def cost_text(scene: RoadMap, cost: float) -> str:
    """`480 m`, `7.5 minutes`."""
    if timed(scene):
        return f"{cost / 10:g} minute{'' if cost == 10 else 's'}"
    return f"{digits(cost)} m"


def cost_answer(scene: RoadMap, cost: int) -> Number:
    """A cost as an answer: exact where it is printed, within a tenth where it is told from the scale bar."""
    if timed(scene):
        return Number(value=cost / 10, unit="minutes", decimals=1)
    return Number(value=float(cost), unit="m", tolerance=0.1 * cost if scene.printed == "blocks" else 0.0)


def rules(scene: RoadMap) -> str:
    """What a driver has to mind on this map, as a sentence of its own with a space before it."""
    one_way = any(segment.one_way for segment in scene.segments)
    closed = any(segment.closed for segment in scene.segments)
    if one_way and closed:
        return " Obey the one-way arrows, and do not use closed stretches."
    if one_way:
        return " Obey the one-way arrows."
    return " Do not use closed stretches." if closed else ""


def way_words(scene: RoadMap) -> dict[str, str]:
    """Fields for phrasings about least ways."""
    where = {
        "metres": "the lengths printed on the map",
        "blocks": "the scale bar",
        "minutes": "the times printed on the map",
    }
    return {
        "best": "quickest" if timed(scene) else "shortest",
        "long": "How many minutes does it take" if timed(scene) else "How many metres is it",
        "unit": "minutes" if timed(scene) else "metres",
        "by": where[scene.printed],
        "rules": rules(scene),
    }


def cost_mistakes(scene: RoadMap, answer: Answer) -> Sequence[Sequence[Wrong]]:
    """Options for a cost that is printed, close to each other: of distant ones the more usual would be likelier.

    None where costs are told by the scale bar: what is near enough to be right would be missing from the options.
    """
    if scene.printed == "blocks":
        return ()
    if timed(scene):
        return ladder(answer, 0.5, "half minute", low=0.5)
    return ladder(answer, 10.0, "ten-metre step", low=10.0)
