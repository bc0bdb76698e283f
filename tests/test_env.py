"""The reinforcement-learning environment and its adapters, each with the real library where it is installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

import scenewright as sw
from scenewright.adapters.reasoning_gym import Entries
from scenewright.errors import UserError
from scenewright.prompts import FORMATS, prompt_text
from scenewright.sample import Maker
from tests.builds import write_recipe

RECIPE = {
    "name": "To play",
    "seed": 3,
    "questions": 3,
    "splits": {"train": 40, "test": 10},
    "families": [{"family": "clock", "levels": [0, 1, 3]}, {"family": "road_map", "levels": [1]}],
}


def test_items_are_the_splits_questions() -> None:
    env = sw.Env(RECIPE)
    assert len(env) == 120
    stream = sw.Stream(RECIPE)
    for number in (0, 4, 119, -1):
        item = env[number]
        row, place = divmod(number % 120, 3)
        assert item.sample.id == stream[row].id
        assert item.question == stream[row].questions[place % len(stream[row].questions)]
        assert item.score(item.question.answer_text()) == 1.0
        assert all(not medium.role for medium in item.media)
    with pytest.raises(IndexError):
        env[120]
    with pytest.raises(UserError, match="no samples in split"):
        sw.Env(RECIPE, "validation")


def test_resets_depend_on_the_seed_alone() -> None:
    one, other = sw.Env(RECIPE), sw.Env(RECIPE)
    for seed in (5, 1, 5, 99):
        assert one.reset(seed).id == other.reset(seed).id
        other.reset(seed + 1000)
    assert len({one.reset(seed).id for seed in range(40)}) > 25
    with pytest.raises(UserError, match="reset"):
        sw.Env(RECIPE).score("7")


def test_the_curriculum_climbs_and_falls() -> None:
    env = sw.Env(RECIPE, curriculum=sw.Curriculum(window=5))
    seen = []
    for seed in range(60):
        item = env.reset(seed)
        if item.sample.family == "clock":
            seen.append(item.sample.level)
        assert env.score(item.question.answer_text()) == 1.0
    assert seen == sorted(seen)
    assert set(seen) == {0, 1, 3}
    assert env.curriculum is not None
    state = msgspec.json.decode(msgspec.json.encode(env.curriculum.state()))
    again = sw.Env(RECIPE, curriculum=sw.Curriculum(window=5))
    assert again.curriculum is not None
    again.curriculum.restore(state)
    assert [again.reset(s).id for s in range(70, 80)] == [env.reset(s).id for s in range(70, 80)]
    for seed in range(60):
        env.reset(seed)
        env.score("no idea")
    assert env.curriculum.levels["clock"] == 0


def test_curriculum_bounds_are_checked() -> None:
    for wrong in ({"up": 0.2, "down": 0.5}, {"window": 0}, {"start": -1}):
        with pytest.raises(UserError, match="curriculum"):
            sw.Curriculum(**wrong)  # type: ignore[arg-type]


def test_prompts_do_not_tell_which_twin_has_an_answer() -> None:
    maker = Maker.of("clock", 1, 0)
    for index in (6, 8, 16, 18, 26, 28):
        first, second = maker.make_with_twin(index)
        for answer_format in FORMATS:
            assert prompt_text(first.questions[0], answer_format) == prompt_text(second.questions[0], answer_format)
    question = next(q for i in range(30) for q in maker.make(i).questions if q.choices)
    assert f"\nB. {question.choices[1].text}\n" in prompt_text(question, "boxed")
    with pytest.raises(UserError, match="plain, answer, boxed"):
        prompt_text(question, "xml")


def test_reasoning_gym_entries() -> None:
    data = Entries(RECIPE, size=12, seed=4)
    entries = list(data)
    assert len(entries) == 12
    assert Entries(RECIPE, size=12, seed=4)[7]["question"] == entries[7]["question"]
    for entry in entries:
        assert data.score_answer(entry["answer"], entry) == 1.0
        assert data.score_answer(None, entry) == data.score_answer("", entry) == 0.0
        assert entry["images"][0].size[0] > 100
        assert entry["metadata"]["difficulty"]["level"] in (0, 1, 3)
    with pytest.raises(UserError, match="size"):
        Entries(RECIPE, size=0)


def test_gymnasium_environment() -> None:
    gymnasium = pytest.importorskip("gymnasium", reason="needs gymnasium")
    from gymnasium.utils.env_checker import check_env

    from scenewright.adapters.gymnasium import QuestionEnv

    env = QuestionEnv(RECIPE, size=(320, 240))
    check_env(env, skip_render_check=True)
    seen, info = env.reset(seed=11)
    assert seen["image"].shape == (240, 320, 3)
    assert env.env.item is not None
    assert info["id"] == env.env.item.id
    _, reward, terminated, truncated, told = env.step(env.env.item.question.answer_text())
    assert (reward, terminated, truncated) == (1.0, True, False)
    assert told["answer"]
    again, _ = env.reset(seed=11)
    assert np.array_equal(again["image"], seen["image"])
    assert isinstance(env, gymnasium.Env)


@pytest.mark.parametrize("workers", [0, 2])
def test_torch_parts_are_disjoint_and_whole(workers: int, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `models`")
    from scenewright.adapters.torch import Samples

    path = write_recipe(tmp_path, RECIPE)
    every = [s.id for s in sw.Stream(path)]
    for start in (0, 13):
        found = []
        for rank in range(2):
            data = Samples(path, rank=rank, world_size=2, start=start, transform=_id)
            loader = torch.utils.data.DataLoader(data, batch_size=None, num_workers=workers)
            part = list(loader)
            assert len(part) == len(data)
            found += part
        assert sorted(found) == sorted(every[start:])
    with pytest.raises(UserError, match="rank"):
        Samples(path, rank=2, world_size=2)
    with pytest.raises(UserError, match="start"):
        Samples(path, start=41)


def _id(sample: sw.Sample) -> str:
    return sample.id


VERIFIERS = """
import asyncio, sys
from types import SimpleNamespace
from scenewright.adapters.verifiers import ScenewrightConfig, ScenewrightTaskset

tasks = list(ScenewrightTaskset(ScenewrightConfig(id="scenewright", recipe=sys.argv[1])).take(9))
assert len({task.key for task in tasks}) == 9
for task in tasks:
    (message,) = task.data.prompt
    assert [part.type for part in message.content] == ["image_url", "text"]
    assert "boxed{}" in message.content[1].text
    right = SimpleNamespace(last_reply=f"\\\\boxed{{{task.data.answer}}}")
    assert asyncio.run(task.correct(right)) == 1.0
    assert asyncio.run(task.correct(SimpleNamespace(last_reply=""))) == 0.0
"""


def test_verifiers_taskset(tmp_path: Path) -> None:
    """In a process of its own: verifiers needs a package `renderers`, which our folder of that name hides in tests."""
    if importlib.util.find_spec("verifiers") is None:
        pytest.skip("needs verifiers")
    recipe = write_recipe(tmp_path, RECIPE)
    code = [sys.executable, "-c", VERIFIERS, str(recipe)]
    done = subprocess.run(code, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert not done.returncode, done.stderr


@pytest.mark.parametrize(
    ("module", "missing", "words"),
    [
        ("gymnasium", "gymnasium", "pip install gymnasium"),
        ("verifiers", "verifiers", "pip install verifiers"),
        ("torch", "torch", "scenewright[models]"),
    ],
)
def test_a_missing_library_is_named(module: str, missing: str, words: str) -> None:
    code = f"import sys; sys.modules['{missing}'] = None; import scenewright.adapters.{module}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode
    assert words in done.stderr.splitlines()[-1]
    assert importlib.util.find_spec(f"scenewright.adapters.{module}")
