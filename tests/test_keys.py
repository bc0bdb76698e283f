"""Small parts that stand for slower or plainer ones: each does what it stands for."""

from __future__ import annotations

import pytest

from scenewright.qa_templates.plot_words import printed_in
from scenewright.qa_templates.steps import OPS, Known, Ref, Work
from scenewright.renderers.base import Resolution
from scenewright.sample import Maker
from scenewright.scenes.base import key_hash, key_shares, things


@pytest.mark.parametrize("name", ["tallest", 'a "quoted" one', "größte"])
def test_shares_are_the_hashes_of_the_whole_key(name: str) -> None:
    share = key_shares(7, "clock", 3, 12, "rank")
    assert share(name) == (int.from_bytes(key_hash(7, "clock", 3, 12, "rank", name)[:8], "big") >> 11) / 2**53
    assert 0 <= share(name) < 1
    assert share(name) != key_shares(8, "clock", 3, 12, "rank")(name)


def test_printed_is_of_the_picture_asked() -> None:
    one, other = (Resolution(units_per_px={"y": 1.0}, printed=ids) for ids in (("a", "b"), ("c",)))
    for resolution, ids in ((one, {"a", "b"}), (one, {"a", "b"}), (other, {"c"}), (one, {"a", "b"})):
        assert printed_in(resolution) == ids


def test_a_step_made_before_is_as_one_made_anew() -> None:
    scene = Maker.of("line_chart", 1, 5).make(0).scene
    index = {thing.id: thing for thing in things(scene)}
    points = [id for id, thing in index.items() if hasattr(thing, "value")][:2]
    before = Work(scene, index, OPS)
    for id in points:
        before.read(id, "value", say=str)
    anew, again = Work(scene, index, OPS), Work(scene, index, OPS)
    found = [anew.read(id, "value", say=str) for id in reversed(points)]
    kept = [again.again(step) for step in reversed(before.steps)]
    assert kept == found
    assert all(isinstance(known, Known) for known in kept)
    for work, known in ((anew, found), (again, kept)):
        work.do("subtract", *known, say=str)
    assert again.steps == anew.steps
    assert again.steps[-1].inputs == (Ref(step=0), Ref(step=1))
