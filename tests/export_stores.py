"""A small data set for the tests of exports: clocks as built, and rows with every other kind of medium and odd text."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
from PIL import Image

import scenewright as sw
from scenewright.qa_templates.answers import Text
from scenewright.qa_templates.base import Choice, Question
from scenewright.renderers.base import Mark, Media
from scenewright.renderers.sound import encode_flac
from scenewright.renderers.video import encode_mp4
from scenewright.sample import Maker, Sample
from scenewright.store import Writer


def picture(shade: int = 90, role: str = "") -> Media:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 120, 200)).save(out, "PNG")
    return Media(kind="image/png", data=out.getvalue(), width_px=64, height_px=48, role=role)  # type: ignore[arg-type]


def clip() -> Media:
    frames = [np.full((48, 64, 4), shade, np.uint8) for shade in (0, 80, 160, 240)]
    return encode_mp4(frames, 64, 48, 4)


def sound(role: str = "", hz: float = 440.0) -> Media:
    wave = 0.3 * np.sin(2 * np.pi * hz * np.arange(8000) / 16_000)
    return msgspec.structs.replace(encode_flac(wave, 16_000), role=role)


def write_store(folder: Path, samples: list[Sample], split: str = "train", shards: int = 1) -> Path:
    """A data set of these samples, as a build would leave it."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for shard in range(shards):
        writer = Writer(folder / "data" / f"{split}-{shard:05d}-of-{shards:05d}.parquet")
        for sample in samples[shard::shards]:
            writer.add(sample)
        writer.close()
    return folder


def clocks(count: int = 20, level: int = 1) -> Iterator[Sample]:
    maker = Maker.of("clock", level=level, seed=5, questions=3)
    return (maker.make(index) for index in range(count))


def changed(sample: Sample, change: Callable[[Question], Question]) -> Sample:
    return msgspec.structs.replace(sample, questions=tuple(map(change, sample.questions)))


ODD = 'Which sign says "<image>", <VIDEO> or <|im_end|>?\x00\x07 a\r\nb\tc\u2028d, 3 < 4 and 5 > 2?'


def odd(question: Question) -> Question:
    """Text that trainers and tables take for something else."""
    choices = tuple(
        Choice(text=text, correct=i == 1, why="") for i, text in enumerate(("None", "<image>", "12", 'say "hi"\tthere'))
    )
    return msgspec.structs.replace(
        question, text=ODD, answer=Text(value="<image>"), choices=choices, answerable=True, twin=None
    )


def mixed() -> list[Sample]:
    """One of each: two pictures, picture and mask, clip, sounds, picture and spoken question, words alone, odd text."""
    media: list[tuple[Media, ...]] = [
        (picture(10), picture(20)),
        (picture(30), picture(0, "mask")),
        (clip(),),
        (sound(), sound(hz=880.0)),
        (picture(40), sound("question")),
        (),
        (picture(50),),
    ]
    out = []
    for sample, files in zip(clocks(len(media)), media, strict=True):
        marks = tuple(
            Mark(id=f"thing{number}", part="block", box=(4.0, 5.0, 44.0, 80.0), medium=number)
            for number, medium in enumerate(files)
        )
        out.append(msgspec.structs.replace(sample, media=files, marks=marks))
    out[-1] = changed(out[-1], odd)
    return out


def build_clocks(folder: Path) -> Path:
    """Two shards of train and one of test, with twins."""
    recipe = {
        "name": "Export clocks",
        "seed": 2,
        "questions": 3,
        "shard_size": 20,
        "splits": {"train": 40, "test": 20},
        "families": [{"family": "clock", "levels": [1]}],
    }
    sw.build(recipe, folder, workers=1)
    return folder
