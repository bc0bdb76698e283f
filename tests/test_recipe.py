"""Recipes: what they mean, and what is made where."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from scenewright.errors import UserError
from scenewright.families import BUILTIN, family
from scenewright.plan import Plan
from scenewright.recipe import Recipe
from scenewright.splits import FIRST
from tests.builds import TINY, write_recipe

pytestmark = pytest.mark.usefixtures("tiny")


def plan(**changes: Any) -> Plan:
    return Plan.of(TINY | changes)


def test_defaults_and_yaml(tmp_path: Path) -> None:
    path = write_recipe(tmp_path, "name: n\nsplits: {test: 3}\nfamilies: [{family: tiny}]\n")
    recipe = Recipe.load(path)
    assert (recipe.seed, recipe.questions, recipe.shard_size) == (0, 5, 1000)
    resolved = Plan.of(path)
    assert [cell.level for cell in resolved.cells] == [0, 1, 2]
    assert resolved.splits() == ("test",)
    assert Plan.of(recipe).digest == resolved.digest
    assert Plan.of(resolved) is resolved


def test_anchors_and_bom(tmp_path: Path) -> None:
    text = "\ufeffname: n\nsplits: &s {train: 3, test: 3}\nfamilies: [{family: tiny, spec: &x {low: 3}, levels: [1]}]\n"
    assert Plan.of(write_recipe(tmp_path, text)).cells[0].spec.low == 3  # type: ignore[attr-defined]


def test_weights_levels_and_splits() -> None:
    resolved = plan(
        splits={"train": 400, "test": 100},
        families=[
            {"family": "tiny", "levels": [0, 1], "weight": 3, "splits": ["train"]},
            {"family": "tiny", "levels": [2], "weight": 1},
        ],
    )
    assert [cell.counts for cell in resolved.cells] == [
        {"train": 150, "validation": 0, "test": 0},
        {"train": 150, "validation": 0, "test": 0},
        {"train": 100, "validation": 0, "test": 100},
    ]


@pytest.mark.parametrize("total", [1, 2, 7, 9, 10, 17, 23, 57, 99, 1000, 1001])
@pytest.mark.parametrize("shard_size", [1, 3, 20, 1000])
def test_every_sample_once_and_twins_together(total: int, shard_size: int) -> None:
    resolved = plan(splits={"train": total, "test": 5}, shard_size=shard_size)
    assert resolved.samples("train") == total
    seen: Counter[tuple[int, int]] = Counter()
    for shard in resolved.shards():
        places = resolved.places(shard)
        assert sum(place.size for place in places) == resolved.size(shard)
        for place in places:
            assert place.size == (2 if place.index % 10 in (6, 8) and not place.alone else 1)
            if shard.split == "train":
                seen.update((place.cell, place.index + i) for i in range(place.size))
    wanted = {(i, index) for i, cell in enumerate(resolved.cells) for index in range(cell.counts["train"])}
    assert seen == Counter(wanted)
    parted = sum(place.alone for shard in resolved.shards() for place in resolved.places(shard))
    assert parted == 0 or total in (7, 9)


def test_shards_are_alike() -> None:
    resolved = plan(splits={"train": 10_000}, shard_size=500)
    shards = resolved.shards()
    assert len(shards) == 20
    for shard in shards:
        assert abs(resolved.size(shard) - 500) <= 6
        cells = [place.cell for place in resolved.places(shard) for _ in range(place.size)]
        half = Counter(cells[: len(cells) // 2])
        assert all(abs(half[i] * 2 - n) <= 6 for i, n in Counter(cells).items())


def test_splits_have_their_own_indices() -> None:
    resolved = plan()
    for shard in resolved.shards():
        for place in resolved.places(shard):
            assert FIRST[shard.split] <= place.index < FIRST[shard.split] + 1_000_000_000


def test_a_larger_count_moves_no_sample() -> None:
    def indices(total: int) -> set[tuple[int, int]]:
        resolved = plan(splits={"train": total})
        return {(p.cell, p.index) for shard in resolved.shards() for p in resolved.places(shard)}

    assert indices(100) < indices(400)


def test_digest_follows_what_is_made(tmp_path: Path) -> None:
    base = plan().digest
    assert plan().digest == base
    changes: list[dict[str, Any]] = [
        {"seed": 1},
        {"questions": 3},
        {"shard_size": 21},
        {"splits": {"train": 58}},
        {"families": [{"family": "tiny"}]},
        {"families": [{"family": "tiny", "spec": {"high": 50}}]},
        {"families": [{"family": "tiny", "templates": ["value"]}]},
    ]
    digests = {plan(**change).digest for change in changes}
    assert len(digests | {base}) == len(changes) + 1


def test_digest_takes_tables_by_content(tmp_path: Path) -> None:
    recipe = TINY | {"families": [{"family": "tiny", "tables": "data/*.csv"}]}
    digests = []
    for name, text in (("a", "x,y\n1,2\n"), ("b", "x,y\n1,2\n"), ("c", "x,y\n1,3\n")):
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "t.csv").write_text(text)
        resolved = Plan.of(write_recipe(tmp_path / name, recipe))
        assert resolved.cells[0].spec.tables == (str(tmp_path / name / "data" / "t.csv"),)  # type: ignore[attr-defined]
        digests.append(resolved.digest)
    assert digests[0] == digests[1] != digests[2]


def test_spec_fields_are_laid_over_each_level() -> None:
    resolved = plan(families=[{"family": "clock", "spec": {"minute_step": 5, "share": {"mirrored": 0.5}}}])
    bare = plan(families=[{"family": "clock"}])
    for cell, other in zip(resolved.cells, bare.cells, strict=True):
        spec, base = cell.spec, other.spec
        assert spec.minute_step == 5  # type: ignore[attr-defined]
        assert spec.share.mirrored == 0.5  # type: ignore[attr-defined]
        assert spec.share.second == base.share.second  # type: ignore[attr-defined]
        assert spec.kinds == base.kinds  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seeds": 1}, "unknown field 'seeds'; did you mean 'seed'?"),
        ({"name": 3}, "name: expected str, not 3"),
        ({"name": "a\nb"}, "name: expected str matching regex"),
        ({"name": ""}, "name: expected str of length >= 1, not ''"),
        ({"seed": -1}, "seed: expected int >= 0, not -1"),
        ({"seed": "one"}, "seed: expected int, not 'one'"),
        ({"questions": 0}, "questions: expected int >= 1, not 0"),
        ({"shard_size": 0}, "shard_size: expected int >= 1, not 0"),
        ({"splits": {"train": -5}}, "splits.train: expected int >= 0, not -5"),
        ({"splits": {"train": 2.5}}, "splits.train: expected int, not 2.5"),
        ({"splits": {"training": 5}}, "splits: unknown field 'training'; did you mean 'train'?"),
        ({"splits": {}}, "splits: no samples are asked for"),
        ({"splits": {"train": 0, "test": 0}}, "splits: no samples are asked for"),
        ({"splits": [1]}, "splits: expected a mapping, not a list"),
        ({"families": []}, "families: expected a list of length >= 1, not an empty list"),
        ({"families": "clock"}, "families: expected a list, not 'clock'"),
        ({"families": ["clock"]}, "families[0]: expected a mapping, not 'clock'"),
        ({"families": [{"level": 1}]}, "families[0]: unknown field 'level'; did you mean 'levels'?"),
        ({"families": [{"levels": [1]}]}, "families[0]: field 'family' is missing"),
        ({"families": [{"family": "clok"}]}, "families[0].family: unknown family 'clok'; did you mean 'clock'?"),
        ({"families": [{"family": "tiny"}, {"family": "clock", "levels": [""]}]}, "families[1].levels[0]: expected"),
        ({"families": [{"family": "tiny"}, {"family": "tiny"}]}, "families[1].levels[0]: tiny level 0 is already made"),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_their_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError) as caught:
        plan(**change)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"levels": [0, 9]}, "levels[1]: tiny has no level 9; it has 0 to 2"),
        ({"levels": [-1]}, "levels[0]: tiny has no level -1"),
        ({"levels": []}, "levels: expected a list of length >= 1"),
        ({"levels": [1, 1]}, "already made by families[0]; list it once"),
        ({"weight": 0}, "weight: expected float > 0"),
        ({"splits": ["dev"]}, "splits[0]: invalid enum value 'dev'"),
        ({"splits": ["test"]}, "splits.train: 57 samples are asked for, but no family"),
        ({"templates": ["valu"]}, "templates[0]: unknown template 'valu'; did you mean 'value'?"),
        ({"templates": ["covered"]}, "'covered' is asked in twins only"),
        ({"spec": {"hihg": 2}}, "spec: unknown field 'hihg'; did you mean 'high'?"),
        ({"spec": {"low": "x"}}, "spec.low: expected int, not 'x'"),
        ({"spec": {"low": -2}}, "spec.low: expected int >= 0, not -2"),
        ({"spec": 3}, "spec: expected a mapping, not 3"),
        ({"family": "clock", "spec": {"share": {"secnd": 1}}}, "share: unknown field 'secnd'; did you mean 'second'?"),
        ({"family": "clock", "spec": {"kinds": ["sundial"]}}, "spec.kinds[0]: invalid enum value 'sundial'"),
        ({"family": "clock", "tables": "x.csv"}, "tables: clock draws from no tables; leave it out"),
        ({"tables": 3}, "tables: expected str"),
        ({"spec": {"tables": [3]}}, "spec.tables[0]: expected a path, not int"),
        ({"tables": "t", "spec": {"tables": "t"}}, "also given as spec.tables; give it once"),
    ],
)  # fmt: skip
def test_mistakes_in_an_entry(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError) as caught:
        plan(families=[{"family": "tiny"} | change])
    assert message in str(caught.value)
    assert str(caught.value).startswith(("families[0]", "splits."))


def test_missing_tables(tmp_path: Path) -> None:
    def error(tables: Any) -> str:
        with pytest.raises(UserError) as caught:
            Plan.of(write_recipe(tmp_path, TINY | {"families": [{"family": "tiny", "tables": tables}]}))
        return str(caught.value)

    assert f"families[0].tables: there is no folder {tmp_path}/no" in error("no/such/*.csv")
    assert "families[0].tables: no file matches" in error("*.csv")
    (tmp_path / "dir").mkdir()
    assert "dir is a folder; name its files, for instance" in error("dir")
    (tmp_path / "t.csv").write_text("a,b\n")
    assert "families[0].tables[1]: no file matches" in error(["t.csv", "u.csv"])


@pytest.mark.parametrize("data", [None, 3, "name", ["name"]])
def test_recipes_are_mappings(data: Any) -> None:
    with pytest.raises(UserError, match="a recipe is a mapping of fields"):
        Recipe.of(data)


def test_the_demonstration_has_every_family_and_level() -> None:
    resolved = Plan.of(Path(__file__).parent.parent / "recipes" / "demo.yaml")
    made = {(cell.family, cell.level) for cell in resolved.cells}
    assert made == {(name, level) for name in BUILTIN for level in range(len(family(name).levels))}
    assert resolved.samples("train") >= 1000
    assert resolved.splits() == ("train", "validation", "test")
    # Whole tens of every cell, so that each split has twins.
    assert all(count % 10 == 0 for cell in resolved.cells for count in cell.counts.values())
