"""Questions asked in twins: once where they can be answered, once where the map no longer shows what they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.town_ops import landmark_named
from scenewright.qa_templates.town_places import AtCorner, LandmarkCorner, corner_of
from scenewright.qa_templates.town_streets import CrossingCount, crossing_count
from scenewright.qa_templates.town_words import all_landmarks, need, the
from scenewright.scenes.base import Reject, pick
from scenewright.scenes.road_map import STAINS, RoadMap, cover
from scenewright.scenes.town_names import STREETS


class CornerOfMissing(LandmarkCorner):
    """At which corner a landmark stands, once with the landmark and once without it."""

    unanswerable = "false_premise"

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        work.do(
            "collect", *[mark.name for mark in scene.landmarks if mark.id not in scene.hidden],
            say=f"Look through all landmarks for {the(slot)}.", evidence=all_landmarks(scene),
        )  # fmt: skip
        if landmark_named(scene, slot) is None:
            return Unanswerable(reason="false_premise", why=f"{the(slot)} is not on the map.")
        return corner_of(scene, slot, work)

    def spoil(self, scene: RoadMap, slot: str, rng: np.random.Generator) -> RoadMap:
        return msgspec.structs.replace(scene, landmarks=tuple(m for m in scene.landmarks if m.name != slot))


class CrossingsOfMissing(CrossingCount):
    """How many streets meet a street, once with it and once where it has another name."""

    unanswerable = "false_premise"

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        work.do(
            "collect", *[street.name for street in scene.streets if street.id not in scene.hidden],
            say=f"Look through the street names for {slot}.", evidence=[street.id for street in scene.streets],
        )  # fmt: skip
        if slot not in scene.graph.names:
            return Unanswerable(reason="false_premise", why=f"there is no {slot} on the map.")
        return crossing_count(scene, slot, work)

    def spoil(self, scene: RoadMap, slot: str, rng: np.random.Generator) -> RoadMap:
        here = {street.name for street in scene.streets}
        # No longer than the old name, so that it fits where that stood.
        other = pick(rng, [name for name in STREETS if name not in here and len(name) <= len(slot)] or ["Ivy Lane"])
        renamed = (
            msgspec.structs.replace(street, name=other) if street.name == slot else street for street in scene.streets
        )
        return msgspec.structs.replace(scene, streets=tuple(renamed))


class HiddenLandmark(AtCorner):
    """Which landmark stands at a corner, once visible and once covered, icon and name."""

    unanswerable = "hidden"

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        mark = _at(scene, slot)
        if mark in scene.hidden:
            return _covered(scene, mark, work, "what stands at that corner is covered.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: RoadMap, slot: Sequence[str], rng: np.random.Generator) -> RoadMap:
        return cover(scene, _at(scene, slot), pick(rng, STAINS))


def _at(scene: RoadMap, slot: Sequence[str]) -> str:
    names = scene.graph.names
    pair = tuple(sorted(names.index(name) for name in slot))
    junction = f"j{scene.graph.corners[pair]}"
    return next(mark.id for mark in scene.landmarks if mark.junction == junction)


def _covered(scene: RoadMap, thing: str, work: Work, why: str) -> Unanswerable:
    stain = next(stain for stain in scene.stains if stain.covers == thing)
    work.read(stain.id, "kind", f"A stain lies over it, and {why}")
    return Unanswerable(reason="hidden", why=why)


class HiddenStreet(LandmarkCorner):
    """At which corner a landmark stands, once with both street names and once with one of them covered."""

    unanswerable = "hidden"

    def words(self, scene: RoadMap, slot: str) -> Mapping[str, str]:
        return {"the": the(slot)}

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        mark = need(scene, slot)
        here = [f"st{s}" for s in scene.graph.streets_at[scene.places[mark.id]]]
        for street in here:
            if street in scene.hidden and mark.id not in scene.hidden:
                return _covered(scene, street, work, "the name of a street at that corner is covered.")
        return corner_of(scene, slot, work)

    def spoil(self, scene: RoadMap, slot: str, rng: np.random.Generator) -> RoadMap:
        here = scene.graph.streets_at[scene.places[need(scene, slot).id]]
        if len(here) != 2:
            raise Reject("not_applicable")
        return cover(scene, f"st{pick(rng, here)}", pick(rng, STAINS))


TWINS: tuple[Any, ...] = (CornerOfMissing(), CrossingsOfMissing(), HiddenLandmark(), HiddenStreet())
