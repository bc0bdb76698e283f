"""The audit against sabotage: faults planted in good data are found, and good data give no alarm."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from scenewright.audit import blind
from scenewright.audit.questions import Asked, questions_of
from scenewright.families import BUILTIN, family
from scenewright.sample import Maker
from scenewright.scenes.base import rng_for
from tests.rows import looked_at, plain_rows
from tests.sabotage import FAULTS, Fault, planted

ROWS = 10
FEW = {"diffused_shapes": 4, "diffused_sound": 4}
"""Rows of families that take a model's time."""
CHECKS = ("structure", "oracles", "readers", "variety", "legibility")


@cache
def good(name: str) -> list[dict[str, Any]]:
    """Rows of level 1, twins of both kinds among them."""
    if lacking := family(name).missing():
        pytest.skip(lacking)
    rows = FEW.get(name, ROWS)
    maker = Maker.of(name, min(1, len(family(name).levels) - 1), 4)
    samples = []
    while len(samples) < rows:
        samples += maker.make_with_twin(len(samples))
    return plain_rows(samples[:rows])


@pytest.mark.parametrize("name", sorted({one.family for one in FAULTS}))
def test_good_data_give_no_alarm(name: str) -> None:
    for section in looked_at(good(name), *CHECKS).values():
        assert not section.failed, (section.name, section.figures, section.examples[:3])
        assert not section.counts, section.examples[:3]
        assert not section.skipped


@pytest.mark.parametrize("one", FAULTS, ids=lambda one: f"{one.name}-{one.family}")
def test_planted_faults_are_found(one: Fault) -> None:
    section = looked_at(planted(one, good(one.family)), one.check)[one.check]
    assert section.failed, (section.figures, section.skipped)
    assert section.counts or section.figures


@pytest.mark.parametrize("hand", ["minute", "hour"])
def test_a_hand_three_degrees_off_is_found_on_every_dial(hand: str) -> None:
    (one,) = (one for one in FAULTS if one.name == f"{hand} hands are drawn 3 degrees off")
    rows = good("clock")
    scenes = [json.loads(row["scene"]) for row in rows]
    faces = [(face, scene) for scene in scenes for face in scene["faces"] if face["kind"] == "analogue"]
    seen = sum(face[hand]["id"] not in scene["hidden"] for face, scene in faces)
    assert seen > 3
    assert looked_at(planted(one, rows), "readers")["readers"].counts == {f"clock {hand}": seen}


def test_enough_is_planted() -> None:
    assert len(FAULTS) >= 40
    assert len({(one.name, one.family) for one in FAULTS}) == len(FAULTS)
    assert {one.family for one in FAULTS} == set(BUILTIN)


# -- questions alone ---------------------------------------------------------------------------------------------------


@cache
def asked() -> list[Asked]:
    return [q for q in questions_of([Maker.of("clock", level, 5) for level in (1, 2)], 300) if q.kind != "open"]


def test_a_skewed_key_is_found() -> None:
    """In every third question with options, the right one stands first."""
    import msgspec

    skewed = []
    for i, q in enumerate(asked()):
        if q.kind == "choice" and i % 3 == 0:
            options = (q.options[q.right], *(o for place, o in enumerate(q.options) if place != q.right))
            q = msgspec.structs.replace(q, options=options, right=0)
        skewed.append(q)
    assert any(row.kind == "choice" for row in blind.audit(skewed).flagged())
    assert not blind.audit(asked()).flagged()


def test_a_word_that_tells_is_found() -> None:
    import msgspec

    told = []
    for i, q in enumerate(asked()):
        if q.kind == "yes_no" and q.right and rng_for(1, "told", i).random() < 0.5:
            q = msgspec.structs.replace(q, text=f"Look closely. {q.text}")
        told.append(q)
    assert any(row.kind == "yes_no" for row in blind.audit(told).flagged())


def test_faults_are_in_json_too() -> None:
    """What is planted is what a reader of the data set would see."""
    rows = good("clock")
    assert json.loads(rows[0]["scene"])
    assert all(planted(one, rows) != rows for one in FAULTS if one.family == "clock")
