"""What is special to the questions about towers: the two descriptions of one state, twins that really hide, words that
fit what is shown, and answers that hold by statics.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import msgspec
import pytest

import scenewright as sw
from scenewright.cli import run
from scenewright.errors import UserError
from scenewright.qa_templates.answers import Unanswerable
from scenewright.qa_templates.base import Question, View
from scenewright.qa_templates.tower import OPS, TEMPLATES
from scenewright.qa_templates.tower_base import AT, SHOWN, margin_of, phrases
from scenewright.qa_templates.tower_context import (
    facts_of,
    narration,
    read_narration,
    read_structured,
    structured,
)
from scenewright.qa_templates.tower_twins import SEEN_SHARE, share_behind
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.tower import LEVELS, Tower, block_of, draw_scene
from scenewright.simulators.tower import TowerOutcome, simulate

BY_NAME = {t.name: t for t in TEMPLATES}


@cache
def tower(level: int, seed: int) -> tuple[Tower, TowerOutcome]:
    for attempt in range(40):
        try:
            scene = draw_scene(LEVELS[level], rng_for(seed, "questions", level, attempt))
            return scene, simulate(scene)
        except Reject:
            continue
    raise AssertionError("no tower in 40 attempts")


TOWERS = [(level, seed) for level in range(5) for seed in range(14)]


def ask(name: str, scene: Tower, outcome: TowerOutcome, seed: int = 0) -> Question | None:
    view = View(scene, Resolution(), OPS, outcome, None)
    try:
        return BY_NAME[name].make(view, rng_for(seed, name))
    except Reject:
        return None


@pytest.mark.parametrize(("level", "seed"), TOWERS)
def test_narration_and_structure_hold_the_same_facts(level: int, seed: int) -> None:
    scene, outcome = tower(level, seed)
    facts = facts_of(scene, outcome)
    assert read_narration(narration(scene, outcome)) == facts
    assert read_structured(json.loads(json.dumps(structured(scene, outcome)))) == facts
    assert len(facts.blocks) == len(scene.blocks)
    assert len({b.name for b in facts.blocks}) == len(scene.blocks)


def test_context_comes_as_two_media(tmp_path: Path) -> None:
    """The library and the command give the same text and JSON, and both read back as the sample's facts."""
    sample = sw.sample("tower", level=1, index=2, seed=5)
    told = sw.context(sample)
    assert [(m.kind, m.role) for m in told] == [("text/plain", "context"), ("application/json", "context")]
    facts = facts_of(sample.scene, sample.outcome)  # type: ignore[arg-type]
    assert read_narration(told[0].data.decode()) == facts
    assert read_structured(json.loads(told[1].data)) == facts
    assert not any(m.role == "context" for m in sample.media)
    assert run(["context", "tower", "-l", "1", "-i", "2", "-s", "5", "-o", str(tmp_path)]) == 0
    written = sorted(tmp_path.iterdir())
    assert [p.suffix for p in written] == [".json", ".txt"]
    assert {p.read_bytes() for p in written} == {m.data for m in told}


def test_families_without_context_say_so() -> None:
    with pytest.raises(UserError, match=r"clock has no context .* tower"):
        sw.context(sw.sample("clock"))


def test_a_changed_narration_is_read_as_changed() -> None:
    scene, outcome = tower(1, 3)
    text = narration(scene, outcome)
    mass = f"weighs {scene.blocks[0].mass_kg:g} kg, and"
    assert mass in text
    changed = read_narration(text.replace(mass, "weighs 9999 kg, and"))
    assert changed.blocks[0].mass_kg == 9999
    assert changed != read_narration(text)


@pytest.mark.parametrize("text", ["", "A tower.", "One.\n\nTwo.\n\nThree.\n\nFour."])
def test_other_text_is_no_narration(text: str) -> None:
    with pytest.raises(ValueError, match="no narration of a tower"):
        read_narration(text)


def test_structure_names_the_wrong_field() -> None:
    told = structured(*tower(0, 0))
    told["blocks"][0]["mass_kg"] = "heavy"
    with pytest.raises(msgspec.ValidationError, match="mass_kg"):
        read_structured(told)


def test_margin_is_in_half_widths() -> None:
    assert margin_of(0.0, -1.0, 1.0) == 1.0
    assert margin_of(0.5, -1.0, 1.0) == 0.5
    assert margin_of(1.5, -1.0, 1.0) == -0.5


def test_nothing_is_foretold_of_a_fall_that_is_shown() -> None:
    foretold = {t.name for t in TEMPLATES if t.name.startswith("will_")} | {"fall_side", "tipping_part", "side_of_flag"}
    asked: Counter[str] = Counter()
    for level, seed in TOWERS[::2]:
        scene, outcome = tower(level, seed)
        for name in foretold:
            if question := ask(name, scene, outcome):
                asked[scene.shot.kind] += 1
                assert scene.shot.kind == "start", question.text
    assert asked["start"] > 20


def test_what_presumes_an_outcome_is_not_asked_beside_whether_it_stands() -> None:
    """Asking "which falls first" tells that one falls: no still that is asked `will_stand` is asked such."""
    presuming = [t for t in TEMPLATES if t.presumes]  # type: ignore[attr-defined]
    assert {"fall_side", "will_touch_ground", "remove_block", "push_block"} <= {t.name for t in presuming}
    both = Counter()
    for level, seed in TOWERS:
        scene, _ = tower(level, seed)
        if scene.shot.kind == "start":
            asks = len(BY_NAME["will_stand"].slots(scene)) > 0
            both[asks] += 1
            assert not (asks and any(len(t.slots(scene)) for t in presuming))
    assert min(both.values()) > 8


def test_tricked_shots_are_not_asked_what_they_show() -> None:
    """Of a clip played backwards, or a false ending, nothing that is seen of the fall is asked as if it were true."""
    seen = [t for t in TEMPLATES if set(t.shots) <= set(SHOWN) and not t.tricked]  # type: ignore[attr-defined]
    assert len(seen) > 8
    for level, seed in TOWERS:
        scene, _ = tower(level, seed)
        if scene.shot.backwards or scene.shot.swapped_ending:
            assert not any(len(t.slots(scene)) for t in seen)


@pytest.mark.parametrize("sense", ["stand", "fall"])
def test_will_stand_is_what_happens(sense: str) -> None:
    for level, seed in TOWERS[::3]:
        scene, outcome = tower(level, seed)
        if scene.shot.kind != "start":
            continue
        view = View(scene, Resolution(), OPS, outcome, None)
        _, answer, steps, _ = BY_NAME["will_stand"].solved(view, (sense,))
        assert getattr(answer, "value") == (outcome.stands == (sense == "stand"))  # noqa: B009
        assert any("joint" in step.text for step in steps)


def test_cards_of_hidden_twins_hide_the_block_and_leave_the_others() -> None:
    hidden = 0
    for level, seed in TOWERS:
        scene, _ = tower(level, seed)
        template = BY_NAME["hidden_colour"]
        for slot in template.slots(scene):
            try:
                spoiled = template.spoil(scene, slot, rng_for(seed, "spoil"))
            except Reject:
                continue
            hidden += 1
            assert spoiled.cover is not None
            (id,) = spoiled.hidden
            assert share_behind(spoiled.cover, block_of(scene, id)) == pytest.approx(1, abs=1e-3)
            others = [b for b in scene.blocks if b.id != id]
            assert all(share_behind(spoiled.cover, b) <= SEEN_SHARE for b in others)
            view = View(spoiled, Resolution(), OPS, simulate(spoiled), None)
            assert isinstance(template.solved(view, slot)[1], Unanswerable)
    assert hidden > 40


def test_missing_blocks_are_missing() -> None:
    for level, seed in TOWERS[::3]:
        scene, _ = tower(level, seed)
        template = BY_NAME["missing_material"]
        for slot in template.slots(scene):
            spoiled = template.spoil(scene, slot, rng_for(seed, "spoil"))
            assert not any(slot in phrases(b) for b in spoiled.blocks)
            assert template.words(scene, slot) == template.words(spoiled, slot)


def test_words_say_which_moment() -> None:
    assert set(AT) == {"start", *SHOWN}
    for level, seed in TOWERS[::3]:
        scene, outcome = tower(level, seed)
        question = ask("count_blocks", scene, outcome)
        assert question is not None
        assert AT[scene.shot.kind] in question.text


def test_pushes_all_have_one_speed() -> None:
    """The figures of a knock (mass, impulse) would else tell whether it brings anything down."""
    for level, seed in TOWERS[::4]:
        scene, _ = tower(level, seed)
        for id, impulse, _, _ in BY_NAME["push_block"].slots(scene):
            assert impulse / block_of(scene, id).mass_kg == pytest.approx(2.6, rel=0.06)
