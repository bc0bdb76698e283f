"""Faults to plant in rows of a data set, each of which an audit must find."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import av
import msgspec
import numpy as np
import soundfile
from PIL import Image, ImageFilter

from scenewright.renderers.clock import ClockStyle, render
from scenewright.renderers.video import encode_mp4
from scenewright.scenes.clock import Clocks, Face

Row = dict[str, Any]
Plant = Callable[[list[Row]], list[Row] | None]


class Fault(NamedTuple):
    """What is planted in the rows of a family, and which check has to find it."""

    name: str
    family: str
    check: str
    plant: Plant


FAULTS: list[Fault] = []


def fault(name: str, family: str, check: str) -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        FAULTS.append(Fault(name, family, check, plant))
        return plant

    return register


def planted(one: Fault, rows: list[Row]) -> list[Row]:
    """A copy of the rows with the fault."""
    changed = copy.deepcopy(rows)
    new = one.plant(changed)
    if isinstance(new, list) and new and isinstance(new[0], dict):  # others changed the rows where they are
        changed = new
    assert changed != rows, f"{one.name}: nothing was planted"
    return changed


# -- tools ----------------------------------------------------------------------------------------------


def questions(rows: list[Row], wanted: Callable[[Row], bool] = lambda q: True) -> list[Row]:
    """Questions with an answer, of all rows, that are as wanted."""
    return [q for row in rows for q in row["questions"] if q["answerable"] and wanted(q)]


def of_type(kind: str, chosen: bool = False) -> Callable[[Row], bool]:
    return lambda q: q["answer_type"] == kind and bool(q["choices"]) >= chosen


def answer(q: Row, **fields: Any) -> None:
    """Another answer, in words and in JSON."""
    changed = json.loads(q["answer_json"]) | fields
    q["answer_json"] = json.dumps(changed)
    value = changed.get("value")
    if value is not None:
        q["answer"] = ("Yes" if value else "No") if isinstance(value, bool) else str(value)


def scene(row: Row, change: Callable[[dict[str, Any]], None]) -> None:
    plain = json.loads(row["scene"])
    change(plain)
    row["scene"] = json.dumps(plain)


def marks(row: Row, change: Callable[[list[dict[str, Any]]], Any]) -> None:
    plain = json.loads(row["marks"])
    plain = change(plain) or plain
    row["marks"] = json.dumps(plain)


def picture(row: Row, change: Callable[[Image.Image], Image.Image], place: int = 0) -> None:
    file = row["images"][place]
    out = io.BytesIO()
    change(Image.open(io.BytesIO(file["bytes"])).convert("RGB")).save(out, "PNG")
    file["bytes"] = out.getvalue()


def clip(row: Row, change: Callable[[np.ndarray], np.ndarray]) -> None:
    """Change a clip's frames: `(frames, height, width, 4)` RGBA."""
    file = row["videos"][0]
    with av.open(io.BytesIO(file["bytes"])) as opened:
        rate = opened.streams.video[0].average_rate
        frames = np.array([frame.to_ndarray(format="rgba") for frame in opened.decode(video=0)])
    high, wide = frames.shape[1:3]
    file["bytes"] = encode_mp4(change(frames), wide, high, int(rate or 0)).data


def sound(row: Row, change: Callable[[np.ndarray, int], np.ndarray]) -> None:
    file = row["audios"][0]
    samples, rate = soundfile.read(io.BytesIO(file["bytes"]), dtype="float32", always_2d=True)
    out = io.BytesIO()
    soundfile.write(out, change(samples, rate), rate, format="FLAC")
    file["bytes"] = out.getvalue()


def filmed(rows: list[Row]) -> list[Row]:
    """Rows that hold a clip; some show a picture."""
    return [row for row in rows if row["videos"]]


def heard(rows: list[Row]) -> list[Row]:
    """Rows that hold a sound; some show a spectrogram alone."""
    return [row for row in rows if row["audios"]]


def every(change: Callable[[Row], Any]) -> Plant:
    def plant(rows: list[Row]) -> None:
        for row in rows:
            change(row)

    return plant


def first(change: Callable[[Row], Any], kind: Callable[[Row], bool] = lambda q: True) -> Plant:
    """Change the first question that is as wanted."""
    return lambda rows: change(questions(rows, kind)[0])  # type: ignore[return-value]


# -- answers, options, steps -----------------------------------------------------------------------------------------


fault("a count is off by one", "clock", "oracles")(
    first(lambda q: answer(q, value=json.loads(q["answer_json"])["value"] + 1), of_type("integer"))
)
fault("a number is off by a tenth", "bar_chart", "oracles")(
    first(lambda q: answer(q, value=round(json.loads(q["answer_json"])["value"] * 1.1 + 1, 2)), of_type("number"))
)
fault("yes for no", "flowchart", "oracles")(
    first(lambda q: answer(q, value=not json.loads(q["answer_json"])["value"]), of_type("boolean"))
)
fault("another label is the answer", "pie_chart", "oracles")(
    first(lambda q: answer(q, value="Nobody", accepted=[]), of_type("label"))
)
fault("a yes is a no", "collisions", "oracles")(
    first(lambda q: answer(q, value=not json.loads(q["answer_json"])["value"]), of_type("boolean"))
)
fault("a name is another", "speech", "oracles")(
    first(lambda q: answer(q, value="Nobody", accepted=[]), of_type("label"))
)
fault("a count is off by one", "diffused_shapes", "oracles")(
    first(lambda q: answer(q, value=json.loads(q["answer_json"])["value"] + 1), of_type("integer"))
)
fault("a yes is a no", "diffused_sound", "oracles")(
    first(lambda q: answer(q, value=not json.loads(q["answer_json"])["value"]), of_type("boolean"))
)
fault("the answer's unit is another", "bar_chart", "structure")(
    first(lambda q: answer(q, unit="parsecs"), of_type("number"))
)
fault("words and JSON of an answer differ", "clock", "structure")(
    first(lambda q: q.update(answer="nothing of the sort"))
)
fault("the answer's type is misstated", "clock", "structure")(first(lambda q: q.update(answer_type="colour")))
fault("a question with an answer is called unanswerable", "clock", "structure")(
    first(lambda q: q.update(answerable=False))
)
fault("words are left unfilled", "bar_chart", "structure")(first(lambda q: q.update(text="Which {category} is it?")))


def chosen(q: Row) -> bool:
    return len(q["choices"]) >= 3


fault("two options are right", "clock", "structure")(
    first(lambda q: [c.update(correct=True) for c in q["choices"]], chosen)
)
fault("no option is right", "clock", "structure")(
    first(lambda q: [c.update(correct=False) for c in q["choices"]], chosen)
)
fault("an option is there twice", "clock", "structure")(
    first(lambda q: q["choices"][0].update(text=q["choices"][1]["text"]), chosen)
)


@fault("the key is moved by one", "clock", "structure")
@lambda change: first(change, chosen)
def _key(q: Row) -> None:
    place = next(i for i, c in enumerate(q["choices"]) if c["correct"])
    for i, c in enumerate(q["choices"]):
        c["correct"] = i == (place + 1) % len(q["choices"])


def steps(q: Row, change: Callable[[list[dict[str, Any]]], Any]) -> None:
    plain = json.loads(q["steps"])
    plain = change(plain) or plain
    q["steps"] = json.dumps(plain)


fault("a step's value is another", "clock", "structure")(
    first(lambda q: steps(q, lambda s: s[-1].update(value="12345")))
)
fault("steps are missing", "clock", "structure")(first(lambda q: q.update(steps="[]")))
fault("a step is skipped", "line_chart", "structure")(
    first(lambda q: steps(q, lambda s: s[1:]), lambda q: len(json.loads(q["steps"])) > 2)
)
fault("evidence is missing", "clock", "structure")(first(lambda q: q.update(evidence=[])))
fault("evidence is of nothing marked", "clock", "structure")(first(lambda q: q.update(evidence=["nobody"])))
fault("evidence is another thing's", "bar_chart", "structure")(
    lambda rows: rows[0]["questions"][0].update(evidence=[json.loads(rows[0]["marks"])[-1]["id"]])
)


@fault("evidence is hidden", "clock", "structure")
def _hidden(rows: list[Row]) -> None:
    row = next(row for row in rows if row["questions"][0]["answerable"])
    scene(row, lambda s: s.update(hidden=row["questions"][0]["evidence"]))


@fault("questions are those of another row", "bar_chart", "oracles")
def _others(rows: list[Row]) -> None:
    rows[0]["questions"], rows[1]["questions"] = rows[1]["questions"], rows[0]["questions"]


@fault("one question has two answers", "clock", "structure")
def _two(rows: list[Row]) -> None:
    q = next(q for q in questions(rows) if not q["choices"])
    row = next(row for row in rows if q in row["questions"])
    row["questions"] = [q, q | {"answer": "never"}]


@fault("twins in other words", "clock", "structure")
def _twins(rows: list[Row]) -> None:
    next(q for row in rows for q in row["questions"] if q["twin"])["text"] += " Or not?"


@fault("both twins have an answer", "clock", "structure")
def _both(rows: list[Row]) -> None:
    pairs = {row["id"]: q for row in rows for q in row["questions"] if q["twin"]}
    q = next(q for q in pairs.values() if not q["answerable"])
    other = pairs[q["twin"]]
    q.update(
        {name: other[name] for name in ("answer", "answer_json", "answer_type", "answerable", "steps", "evidence")}
    )


# -- rows, files and scenes ------------------------------------------------------------------------------------------


fault("a file's name tells the answer", "clock", "structure")(
    lambda rows: rows[0]["images"][0].update(path=f"{rows[0]['id']}-{rows[0]['questions'][0]['answer']}.png")
)
fault("an id is there twice", "clock", "structure")(lambda rows: rows[1].update(id=rows[0]["id"]))
fault("a table is another's", "bar_chart", "structure")(lambda rows: rows[0].update(table_csv=rows[1]["table_csv"]))
fault("a cell of a table is off", "pie_chart", "structure")(
    lambda rows: rows[0].update(table_csv=rows[0]["table_csv"].replace("1", "2").replace("3", "4"))
)
fault("difficulty is misstated", "clock", "structure")(lambda rows: rows[0].update(measures='{"difficulty": 99.0}'))
fault("a file is cut off", "clock", "structure")(
    lambda rows: rows[0]["images"][0].update(bytes=rows[0]["images"][0]["bytes"][:400])
)
fault("a picture is blank", "clock", "structure")(
    lambda rows: picture(rows[0], lambda p: Image.new("RGB", p.size, "#dddddd"))
)
fault("a picture's size is misstated", "clock", "structure")(
    lambda rows: picture(rows[0], lambda p: p.resize((p.width // 2, p.height // 2)))
)
fault("a sound is silent", "melody", "structure")(lambda rows: sound(heard(rows)[0], lambda x, rate: x * 0))
fault("a sound is cut short", "soundscape", "structure")(
    lambda rows: sound(heard(rows)[0], lambda x, rate: x[: len(x) // 2])
)
fault("a clip is cut short", "collisions", "structure")(
    lambda rows: clip(filmed(rows)[0], lambda frames: frames[: len(frames) // 2])
)
fault("a mark lies outside", "clock", "structure")(
    lambda rows: marks(rows[0], lambda m: m[0].update(box=[-30.0, 5.0, 20.0, 30.0]))
)

# -- pictures against scenes -----------------------------------------------------------------------------------------

READ = ("bar_chart", "line_chart", "pie_chart", "heat_map", "histogram", "box_plot", "scatter_plot", "radar_chart",
        "combo_chart", "treemap", "clock", "flowchart", "road_map", "tower", "shapes", "diffused_shapes")  # fmt: skip


def mirror(rows: list[Row]) -> None:
    for row in (row for row in rows if row["images"]):
        picture(row, lambda p: p.transpose(Image.Transpose.FLIP_LEFT_RIGHT))


def shuffle(rows: list[Row]) -> None:
    """Every row has the next one's media, with their facts."""
    columns = ("images", "videos", "audios", "masks", "media")
    taken = [{name: row[name] for name in columns} for row in rows]
    for row, other in zip(rows, taken[1:] + taken[:1], strict=True):
        row.update(other)


for _family in READ:
    fault("pictures are mirrored", _family, "readers")(mirror)
    fault("pictures are shuffled", _family, "readers")(shuffle)
for _family in ("soundscape", "melody", "speech", "diffused_sound"):
    fault("sounds are shuffled", _family, "readers")(shuffle)
fault("pictures and clips are shuffled", "collisions", "readers")(shuffle)
fault("clips run the other way", "collisions", "readers")(
    lambda rows: every(lambda row: clip(row, lambda frames: frames[::-1]))(filmed(rows))
)
fault("a sound begins late", "speech", "readers")(
    every(lambda row: sound(row, lambda x, rate: np.roll(x, int(0.5 * rate), axis=0)))
)
fault("sounds are half as loud", "diffused_sound", "readers")(
    lambda rows: every(lambda row: sound(row, lambda x, rate: x / 2))(heard(rows))
)
fault("a sound begins late", "soundscape", "readers")(
    lambda rows: every(lambda row: sound(row, lambda x, rate: np.roll(x, int(0.4 * rate), axis=0)))(heard(rows))
)
fault("a sound is slowed down", "melody", "readers")(
    lambda rows: every(lambda row: sound(row, lambda x, rate: np.repeat(x, 2, axis=0)[: len(x)]))(heard(rows))
)


def swapped(things: str, field: str) -> Plant:
    """The largest and the smallest value of a scene's things change places, in every row."""

    def change(plain: dict[str, Any]) -> None:
        found = [thing for thing in plain[things] if thing[field] is not None]
        low, high = (pick(found, key=lambda thing: thing[field]) for pick in (min, max))
        low[field], high[field] = high[field], low[field]

    return every(lambda row: scene(row, change))


SWAPPED = {
    "bar_chart": ("bars", "value"), "line_chart": ("points", "value"), "pie_chart": ("slices", "share"),
    "heat_map": ("cells", "value"), "histogram": ("bars", "value"), "box_plot": ("boxes", "median"),
    "scatter_plot": ("points", "y"), "radar_chart": ("points", "value"), "combo_chart": ("points", "value"),
    "treemap": ("parts", "value"), "shapes": ("items", "x"), "shapes ": ("items", "colour"),
    "tower": ("blocks", "colour"), "collisions": ("pieces", "colour"), "collisions ": ("pieces", "x_m"),
    "diffused_shapes": ("items", "colour"), "road_map": ("landmarks", "junction"),
}  # fmt: skip
for _family, (_things, _field) in SWAPPED.items():
    fault(f"two values of {_field} are swapped", _family.strip(), "readers")(swapped(_things, _field))


@fault("hands are a minute off", "clock", "readers")
@every
def _turned(row: Row) -> None:
    """One minute more in the scene: six degrees of the minute hand, half a degree of the hour hand."""

    def change(plain: dict[str, Any]) -> None:
        for face in plain["faces"]:
            face["minute"]["value"] = (face["minute"]["value"] + 1) % 60

    scene(row, change)


@fault("an edge runs the other way", "flowchart", "readers")
def _turned_edge(rows: list[Row]) -> None:
    def change(plain: dict[str, Any]) -> None:
        edge = plain["edges"][0]
        edge["start"], edge["end"] = edge["end"], edge["start"]

    for row in rows:
        scene(row, change)


@fault("marks are shifted by five pixels", "bar_chart", "readers")
@fault("marks are shifted by five pixels", "clock", "readers")
@every
def _shifted(row: Row) -> None:
    def change(found: list[dict[str, Any]]) -> None:
        for mark in found:
            left, top, right, bottom = mark["box"]
            mark["box"] = [left + 5, top - 5, right + 5, bottom - 5]

    marks(row, change)


class Turned(Face, frozen=True, kw_only=True):
    """A face with one hand three degrees off, as half a minute turns the minute hand."""

    @property
    def minute_angle(self) -> float:
        return super().minute_angle + 3


class HourTurned(Face, frozen=True, kw_only=True):
    """As hour hands that jump."""

    @property
    def hour_angle(self) -> float:
        return super().hour_angle - 3


def drawn_off(kind: type[Face]) -> Plant:
    """Pictures drawn again with other faces, beside scenes that are as they were."""

    def change(row: Row) -> None:
        clocks = msgspec.json.decode(row["scene"], type=Clocks)
        faces = tuple(kind(**{f: getattr(face, f) for f in Face.__struct_fields__}) for face in clocks.faces)
        drawn = render(msgspec.structs.replace(clocks, faces=faces), msgspec.json.decode(row["style"], type=ClockStyle))
        row["images"][0]["bytes"] = drawn.media[0].data

    return every(change)


fault("minute hands are drawn 3 degrees off", "clock", "readers")(drawn_off(Turned))
fault("hour hands are drawn 3 degrees off", "clock", "readers")(drawn_off(HourTurned))

# -- looks ----------------------------------------------------------------------------------------------


fault("text is hardly darker than its ground", "bar_chart", "legibility")(
    every(lambda row: picture(row, lambda p: Image.blend(p, Image.new("RGB", p.size, p.getpixel((2, 2))), 0.93)))
)
fault("text is smeared", "bar_chart", "legibility")(
    every(lambda row: picture(row, lambda p: p.filter(ImageFilter.GaussianBlur(9))))
)


def on_top(row: Row) -> None:
    """One text over another, by its marks."""

    def change(found: list[dict[str, Any]]) -> None:
        texts = [mark for mark in found if mark.get("text")]
        texts[0]["box"] = texts[1]["box"]

    marks(row, change)


fault("text is written over text", "bar_chart", "legibility")(every(on_top))


# -- the whole set ----------------------------------------------------------------------------------------------


def again(rows: list[Row], **fields: Any) -> list[Row]:
    """The first row once more, under another id."""
    return [*rows, copy.deepcopy(rows[0]) | {"id": f"{rows[0]['family']}-9-9999999"} | fields]


fault("a scene is there twice", "bar_chart", "variety")(again)
fault("a scene is in two splits", "bar_chart", "variety")(lambda rows: again(rows, split="test"))


@fault("a picture is in two splits, a little changed", "clock", "variety")
def _nearly(rows: list[Row]) -> list[Row]:
    out = again(rows, split="test")
    picture(out[-1], lambda p: p.filter(ImageFilter.GaussianBlur(0.5)))
    scene(out[-1], lambda s: s.update(note="another"))
    return out
