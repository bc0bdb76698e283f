"""The contract of every family, over many seeds: truth, questions, marks and repeatability."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import subprocess
import sys
from hashlib import sha256
from itertools import pairwise
from typing import Any

import av
import msgspec
import numpy as np
import pytest
import soundfile
from PIL import Image

from scenewright.families import Family, family
from scenewright.qa_templates.answers import Unanswerable
from scenewright.qa_templates.base import Question, Template, View, read_choice
from scenewright.qa_templates.steps import replay
from scenewright.renderers.base import Box, Media, Rendering, Style
from scenewright.sample import Maker, Sample
from scenewright.scenes.base import Reject, Scene, rng_for, things
from tests.contract.corpus import FEWER, SLOW, builtin, corpus, pairs

FAMILIES = builtin()
ONE_OF_MANY = re.compile(
    r"(?<![-−.\d])\b1 (minutes|hours|seconds|bars|streets|blocks|boxes|steps|clocks|turns|places|groups)\b"
)
TOLERANCES = ("tolerance", "tolerance_s", "tolerance_px", "relative", "decimals")


def rendered(kind: Family, scene: Scene, style: Style) -> Rendering:
    return kind.render(scene, style, kind.simulate(scene)) if kind.simulate else kind.render(scene, style)


def exactly(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without its tolerances, also those of the table in a script."""
    return {k: exactly(v) if isinstance(v, dict) else v for k, v in answer.items() if k not in TOLERANCES}


def digest(sample: Sample) -> str:
    return sha256(msgspec.json.encode(sample)).hexdigest()


@pytest.mark.parametrize("name", FAMILIES)
def test_repeatable_whatever_the_hash_seed(name: str) -> None:
    which = (3,) if name in SLOW else (3, 6, 9)
    code = (
        "import sys; from scenewright.sample import Maker; from tests.contract.test_samples import digest\n"
        f"for level in (0, 2):\n    for i in {which}: print(digest(Maker.of('{name}', level, 5).make(i)))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "77")
    ]
    here = [digest(Maker.of(name, level, 5).make(i)) for level in (0, 2) for i in which]
    assert runs[0] == runs[1] == here


@pytest.mark.parametrize("name", FAMILIES)
def test_random_access_equals_iteration(name: str) -> None:
    maker = Maker.of(name, 1, 3)
    run = [digest(maker.make(i)) for i in range(10)]
    assert [digest(Maker.of(name, 1, 3).make(i)) for i in (7, 2, 9)] == [run[7], run[2], run[9]]


@pytest.mark.parametrize("name", FAMILIES)
def test_seeds_and_indices_are_disjoint(name: str) -> None:
    n = 3 if name in SLOW else 6
    scenes = {
        msgspec.json.encode((s.scene, s.style))
        for seed in range(n)
        for s in [Maker.of(name, 2, seed).make(i) for i in range(n)]
    }
    assert len(scenes) == n * n


def test_streams_have_names() -> None:
    streams = [
        rng_for(s, "clock", level, i, "scene").random() for s in range(9) for level in range(4) for i in range(9)
    ]
    assert len(set(streams)) == 9 * 4 * 9
    assert rng_for(0, "a").random() == rng_for(0, "a").random() != rng_for(0, "b").random()


@pytest.mark.parametrize("name", FAMILIES)
def test_json_and_pickle_round_trips(name: str) -> None:
    kind = family(name)
    for _, sample in corpus(name)[::7]:
        for value, type_ in (
            (sample.scene, kind.scene),
            (sample.style, kind.style),
            *((q, Question) for q in sample.questions),
        ):
            text = msgspec.json.encode(value)
            again = msgspec.json.decode(text, type=type_)
            assert msgspec.json.encode(again) == text
        assert pickle.loads(pickle.dumps(sample.scene)) == sample.scene


@pytest.mark.parametrize("name", FAMILIES)
def test_stages_rerun_from_json(name: str) -> None:
    """Scene and style decoded from JSON give the same picture."""
    kind = family(name)
    for _, sample in corpus(name)[::40]:
        scene = msgspec.json.decode(msgspec.json.encode(sample.scene), type=kind.scene)
        style = msgspec.json.decode(msgspec.json.encode(sample.style), type=kind.style)
        assert rendered(kind, scene, style).media[0].data == sample.media[0].data


@pytest.mark.parametrize("name", FAMILIES)
def test_answers_do_not_depend_on_style(name: str) -> None:
    kind = family(name)
    templates = {t.name: t for t in kind.templates}
    compared = 0
    for maker, sample in corpus(name)[::5]:
        style = kind.draw_style(rng_for(maker.seed, name, "another style"))
        try:
            rendering = rendered(kind, sample.scene, style)
        except Reject:
            continue
        view = View(sample.scene, rendering.resolution, kind.ops, sample.outcome, rendering.readings)
        for question in sample.questions:
            try:
                _, answer, _, _ = templates[question.template].solved(view, question.slot)
            except Reject:
                continue
            ours, theirs = (exactly(msgspec.to_builtins(a)) for a in (question.answer, answer))
            assert ours == theirs, question.text
            compared += 1
    assert compared > len(corpus(name)) / 10


@pytest.mark.parametrize("name", FAMILIES)
def test_answers_score_themselves_and_wrong_choices_nothing(name: str) -> None:
    for _, sample in corpus(name):
        for q in sample.questions:
            assert q.answer.score(q.answer.text(), sample.scene) == 1.0, (q.text, q.answer)
            assert q.answer.score(f"Let me see.\nAnswer: {q.answer.text()}", sample.scene) == 1.0, (q.text, q.answer)
            assert q.score(q.answer_text(), sample.scene) == 1.0
            if not q.choices:
                continue
            assert [c.correct for c in q.choices].count(True) == 1
            texts = [c.text for c in q.choices]
            assert len(set(texts)) == len(texts)
            for letter, choice in zip("ABCD", q.choices, strict=False):
                assert q.score(letter) == q.score(f"({letter})") == float(choice.correct)
                assert choice.why
                if not choice.correct:
                    assert q.answer.score(choice.text, sample.scene) == 0.0, (q.text, choice)
            assert read_choice(f"{texts[0]} or {texts[1]}", texts) is None


@pytest.mark.parametrize("name", FAMILIES)
def test_steps_replay_from_json(name: str) -> None:
    kind = family(name)
    for _, sample in corpus(name):
        scene = msgspec.json.decode(msgspec.json.encode(sample.scene), type=kind.scene)
        for q in sample.questions:
            steps = json.loads(msgspec.json.encode(q.steps))
            assert steps or not q.answerable, q.template
            replay(scene, steps, kind.ops, sample.outcome, sample.readings)
            assert all(step["text"].strip() for step in steps)


@pytest.mark.parametrize("name", FAMILIES)
def test_marks_and_evidence(name: str) -> None:
    for _, sample in corpus(name):
        all_things = [thing.id for thing in things((sample.scene, sample.outcome, sample.readings))]
        known = set(all_things)
        assert len(known) == len(all_things), "ids are unique"
        marked = {found.id for found in (*sample.marks, *sample.tracks)}
        for mark in sample.marks:
            media = sample.media[mark.medium]
            assert inside(mark.box, media), mark
            if mark.start_s is not None:
                assert 0 <= mark.start_s <= mark.end_s <= media.duration_s + 1e-6, mark
        for track in sample.tracks:
            media = sample.media[track.medium]
            assert len(track.boxes) == round(media.duration_s * media.frame_rate_hz)
            assert all(inside(box, media) for box in track.boxes), track.id
        for q in sample.questions:
            assert set(q.evidence) <= known, q.template
            assert set(q.evidence) <= marked, (q.template, set(q.evidence) - marked)
            if q.answerable:
                assert q.evidence, q.template
                assert not set(q.evidence) & set(sample.scene.hidden)


def inside(box: Box, media: Media) -> bool:
    left, top, right, bottom = box
    return 0 <= left <= right <= (media.width_px or 0) and 0 <= top <= bottom <= (media.height_px or 0)


@pytest.mark.parametrize("name", FAMILIES)
def test_media_decode(name: str) -> None:
    shown = set(family(name).media)
    for _, sample in corpus(name)[::25]:
        assert {media.kind for media in sample.media if not media.role} <= shown
        for media in sample.media:
            DECODERS[media.kind](media)


def decode_picture(media: Media) -> None:
    image = Image.open(io.BytesIO(media.data))
    assert image.size == (media.width_px, media.height_px)
    assert image.mode == ("L" if media.role == "mask" else "RGB")
    assert np.asarray(image).std() > (0 if media.role == "mask" else 4), "not blank"


def decode_video(media: Media) -> None:
    with av.open(io.BytesIO(media.data)) as file:
        stream = file.streams.video[0]
        assert (stream.width, stream.height) == (media.width_px, media.height_px)
        assert float(stream.average_rate) == pytest.approx(media.frame_rate_hz)
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    assert len(frames) == round(media.duration_s * media.frame_rate_hz)
    assert min(frame.std() for frame in frames) > 4, "not blank"


def decode_sound(media: Media) -> None:
    samples, rate = soundfile.read(io.BytesIO(media.data), always_2d=True)
    assert rate == media.sample_rate_hz
    assert samples.shape[1] == media.channels
    assert len(samples) == round(media.duration_s * rate)
    assert 0.001 < np.abs(samples).max() < 10 ** (-1 / 20), "neither silent nor clipped"
    assert abs(samples.mean()) < 1e-3


DECODERS = {"image/png": decode_picture, "video/mp4": decode_video, "audio/flac": decode_sound}


@pytest.mark.parametrize("name", FAMILIES)
def test_words(name: str) -> None:
    for template in family(name).templates:
        assert len(template.phrasings) >= 5, template.name
        assert len(set(template.phrasings)) == len(template.phrasings), template.name
        assert template.__doc__, template.name
    for _, sample in corpus(name):
        for q in sample.questions:
            assert not re.search(r"[{}]|  | [?.,]|\bNone\b", q.text), q.text
            assert q.text[-1] in ".?!)", q.text
            assert q.text[0].isupper() or not q.text[0].isalpha(), q.text
            assert not ONE_OF_MANY.search(q.text), q.text


@pytest.mark.parametrize("name", FAMILIES)
def test_levels_get_harder(name: str) -> None:
    levels = len(family(name).levels)
    assert levels >= 4
    made = corpus(name)
    means = [np.mean([s.measures["difficulty"] for _, s in made if s.level == level]) for level in range(levels)]
    assert all(b > a for a, b in pairwise(means)), means


@pytest.mark.parametrize("name", FAMILIES)
def test_breadth(name: str) -> None:
    templates = family(name).templates
    assert sum(not t.unanswerable for t in templates) >= 12
    assert {t.unanswerable for t in templates} == {"", "false_premise", "hidden"}
    assert {t.skill for t in templates} >= {"retrieval", "arithmetic", "counting", "yes_no", "multi_step"}
    assert sum(len(t.phrasings) >= 10 for t in templates) >= 6
    asked = {q.template for _, s in corpus(name) for q in s.questions}
    if name in FEWER:  # of few samples, each asked five questions only: all that could be asked of them counts
        asked |= {t.name for t in templates if any(askable(t, maker, s) for maker, s in corpus(name))}
    assert asked >= {t.name for t in templates}, "every template is asked in 200 seeds a level"


def askable(template: Template[Any], maker: Maker, sample: Sample) -> bool:
    """Whether a template has a question for a sample that is made, without a twin."""
    view = View(sample.scene, sample.resolution, maker.family.ops, sample.outcome, sample.readings)
    try:
        template.choose(view, rng_for(maker.seed, "askable", template.name))
    except Reject:
        return False
    return True


@pytest.mark.parametrize("name", FAMILIES)
def test_twins(name: str) -> None:
    for first, second in pairs(name):
        a, b = first.questions[0], second.questions[0]
        assert (a.text, a.slot, a.template) == (b.text, b.slot, b.template)
        assert a.answerable
        assert not b.answerable
        assert isinstance(b.answer, Unanswerable)
        assert (a.twin, b.twin) == (second.id, first.id)
        assert first.scene != second.scene
        assert first.style == second.style
        assert first.media[0].data != second.media[0].data
        assert a.score("It cannot be determined from the picture.") == 0.0
        assert b.score("It cannot be determined from the picture.") == 1.0
        assert b.score(a.answer.text()) == 0.0


@pytest.mark.parametrize("name", FAMILIES)
def test_yes_no_and_choices_are_balanced(name: str) -> None:
    yes = [
        q.answer.value
        for _, s in corpus(name)
        for q in s.questions
        if q.answer.text() in ("Yes", "No") and q.answerable
    ]
    assert len(yes) > len(corpus(name)) / 10
    assert abs(np.mean(yes) - 0.5) < 4 * 0.5 / np.sqrt(len(yes))
    chosen = [q for _, s in corpus(name) for q in s.questions if len(q.choices) >= 2]
    expected = sum(1 / len(q.choices) for q in chosen)
    first = sum(q.choices[0].correct for q in chosen)
    longest = sum(max(q.choices, key=lambda c: len(c.text)).correct for q in chosen)
    assert len(chosen) > len(corpus(name)) / 10
    sigma = np.sqrt(sum(1 / len(q.choices) * (1 - 1 / len(q.choices)) for q in chosen))
    assert abs(first - expected) < 4 * sigma
    assert longest - expected < 5 * sigma
