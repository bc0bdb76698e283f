"""What the golden files hold, computed anew.

`truth.json`: per family, hashes of scenes by sample and of questions by template, so that a change shows which
templates it touches. `pictures/`: a small copy of one picture per family and level.
"""

from __future__ import annotations

import io
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec
from PIL import Image

from scenewright.families import family
from scenewright.sample import Maker, Sample

FOLDER = Path(__file__).parent
SAMPLES = 40
"""Per level: enough for every template to be asked."""
WIDTH_PX = 240


def short_hash(value: object) -> str:
    return blake2b(msgspec.json.encode(value), digest_size=8).hexdigest()


@cache
def samples(name: str) -> tuple[Sample, ...]:
    made: list[Sample] = []
    for level in range(len(family(name).levels)):
        maker = Maker.of(name, level, 0)
        index = 0
        while index < SAMPLES:
            pair = maker.make_with_twin(index)
            made += pair
            index += len(pair)
    return tuple(made)


def truth(name: str) -> dict[str, dict[str, str]]:
    asked: dict[str, list[object]] = {}
    for sample in samples(name):
        for question in sample.questions:
            asked.setdefault(question.template, []).append((sample.id, question))
    return {
        "scenes": {s.id: short_hash(s.scene) for s in samples(name) if s.index < 10},
        "questions": {template: short_hash(questions) for template, questions in sorted(asked.items())},
    }


def pictures(name: str) -> dict[str, Image.Image]:
    """One picture per level, and the spoiled twins of level 2, scaled to a width of `WIDTH_PX`."""
    found = {}
    for sample in samples(name):
        if sample.index == 0 or (sample.level == 2 and sample.index in (7, 9)):
            image = Image.open(io.BytesIO(sample.media[0].data)).convert("RGB")
            height = round(image.height * WIDTH_PX / image.width)
            found[sample.id] = image.resize((WIDTH_PX, height), Image.Resampling.BOX)
    return found
