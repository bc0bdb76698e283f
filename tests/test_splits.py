"""Splits share no scene, even where a family has few."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest

from scenewright.errors import UserError
from scenewright.families import family
from scenewright.sample import Maker
from scenewright.scenes.clock import Clocks
from scenewright.splits import FIRST, SPLITS, home, split_of


def test_each_index_has_one_split() -> None:
    for split in SPLITS:
        assert split_of(FIRST[split]) == split_of(FIRST[split] + 999_999_999) == split


@pytest.mark.parametrize("name", ["clock", "histogram"])
def test_a_few_scenes_are_made_in_one_split_alone(name: str) -> None:
    """Of so many plain clocks some are equal, also those of other seeds; twins too are at home where they are made."""
    made: dict[str, set[bytes]] = {split: set() for split in SPLITS}
    total = 0
    for split in SPLITS:
        for seed in (1, 2):
            maker = Maker.of(name, 0, seed=seed)
            for index in (*range(60), 66, 68, 76, 78):
                if (index - 1) % 10 in (6, 8):
                    continue  # made with its twin
                for sample in maker.make_with_twin(FIRST[split] + index):
                    assert home(sample.scene) == split, sample.id
                    made[split].add(msgspec.json.encode(sample.scene, order="deterministic"))
                    total += 1
            assert maker.rejected["scene: other_split"]
    for one, other in combinations(made.values(), 2):
        assert not one & other
    assert sum(map(len, made.values())) < total, "none were equal: the test shows nothing"


def test_a_spec_of_one_scene_has_one_split() -> None:
    """It is refused elsewhere, not made twice."""
    kind = family("clock")
    one: Clocks = Maker.of("clock", 0).make(0).scene  # type: ignore[assignment]
    still = msgspec.structs.replace(kind, draw_scene=lambda spec, rng: one)
    for split in SPLITS:
        maker = msgspec.structs.replace(Maker.of("clock", 0, templates=("read_time",), questions=1), family=still)
        if home(one) == split:
            assert maker.make(FIRST[split]).scene == one
            continue
        with pytest.raises(UserError, match="other_split"):
            maker.make(FIRST[split])
