"""Is a row whole, and does it agree with itself: ids, media, marks, evidence, options, steps, tables, twins."""

from __future__ import annotations

import hashlib
import io
import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar, Self

import msgspec

from scenewright.audit import decoded
from scenewright.audit.checks.base import Check, Finding, Limit, Section
from scenewright.audit.rows import COLUMNS, Asked, Medium, Row, Unusable
from scenewright.errors import UserError
from scenewright.families import Family, family
from scenewright.qa_templates.answers import AnyAnswer
from scenewright.qa_templates.base import View
from scenewright.qa_templates.steps import replay
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject

ALLOWED = re.compile(r"(-(mask|question|\d+))*")
"""What may follow the id in a file's name."""
SLACK_PX = 0.51
"""Marks are rounded: so far they may reach over the edge."""
SLACK_S = 0.02
SILENT = 30 / 2**15
"""A sound that is no louder anywhere is none; full scale 1."""


class Structure(Check):
    """What must hold of every row, whatever its family."""

    name = "structure"
    about = (
        "Rows against themselves: media decode, marks lie inside, options have one right one, steps give their values."
    )
    columns = ("id", "seed", "version", "index", *COLUMNS, "media", "scene", "outcome", "style", "marks", "tracks",
               "resolution", "readings", "claims", "measures", "questions", "table_csv", "table_markdown")  # fmt: skip
    limits: ClassVar[dict[str, Limit]] = {"found": Limit("at most", 0)}

    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[bytes, str] = {}
        """Of every row, a hash of split and id, and where it was."""
        self.twins: dict[str, list[tuple[str, bool]]] = {}
        """Of every pair, each one's text and whether it has an answer."""
        self.questions = 0

    def look(self, row: Row) -> Iterator[Finding]:
        """All that is wrong; what needs a part that is missing is left out and counted."""
        key = hashlib.blake2b(row.id.encode(), digest_size=8).digest()
        if key in self.ids:
            yield Finding(kind="id is not unique", text=f"{row.id} is there twice")
        self.ids[key] = row.id
        for part in (_media, _names, _marks, self._questions, _replayed, _solved, _derived):
            try:
                yield from part(row)
            except Unusable as why:
                self.skipped[str(why)] += 1

    def _questions(self, row: Row) -> Iterator[Finding]:
        texts: dict[str, str] = {}
        for q in row.questions:
            self.questions += 1
            for kind, text in _question(row, q):
                yield Finding(kind=kind, question=q.template, text=text)
            answer = str(q.plain["answer"])
            asked = " / ".join([q.text, *sorted(choice["text"] for choice in q.plain.get("choices") or ())])
            if texts.setdefault(asked, answer) != answer:
                yield Finding(kind="one question, two answers", question=q.template,
                              text=f"{asked} {texts[asked]} or {answer}?")  # fmt: skip
            if twin := q.plain.get("twin"):
                pair = " ".join(sorted((row.id, twin)))
                self.twins.setdefault(pair, []).append((q.text, q.answerable))

    def add(self, other: Self) -> None:
        for key in self.ids.keys() & other.ids.keys():
            self.keep(Finding(kind="id is not unique", text=f"{other.ids[key]} is there twice", sample=other.ids[key]))
        self.ids |= other.ids
        for pair, both in other.twins.items():
            self.twins.setdefault(pair, []).extend(both)
        self.questions += other.questions

    def finish(self, workers: int) -> Iterator[Finding]:
        """Twins are the same words, once with an answer and once without. One of whom the other was not looked at
        (in a sample of the rows) is no finding.
        """
        for pair, both in self.twins.items():
            whole = len(both) == 2 and both[0][0] == both[1][0] and both[0][1] != both[1][1]
            if not whole and len(both) > 1:
                yield Finding(kind="twins are no pair", sample=pair.split()[0], text=f"{pair}: {both[0][0]}")

    def section(self) -> Section:
        """Findings by kind."""
        rows = [(kind, f"{n:,}") for kind, n in sorted(self.counts.items())]
        figures: dict[str, float] = {
            "rows": self.rows, "questions": self.questions, "found": sum(self.counts.values())
        }  # fmt: skip
        return self.result(figures, (("What is wrong", ("kind", "times"), rows),) if rows else ())


# -- media ------------------------------------------------------------------------------------------------------------


def _media(row: Row) -> Iterator[Finding]:
    for place, medium in enumerate(row.media):
        try:
            wrong = DECODED[medium.kind](medium)
        except KeyError:
            wrong = f"is of an unknown kind, {medium.kind}"
        except Unusable:
            wrong = "can't be decoded"
        except Exception as error:
            wrong = f"can't be decoded ({type(error).__name__})"
        if wrong:
            yield Finding(kind="medium is not as stated", medium=place, text=f"medium {place} {wrong}")


def _picture(medium: Medium) -> str:
    pixels = decoded.raw(medium.data)
    stated = (medium.facts.get("width_px"), medium.facts.get("height_px"))
    if stated != (pixels.shape[1], pixels.shape[0]):
        return f"has {pixels.shape[1]}x{pixels.shape[0]} px, stated are {stated[0]}x{stated[1]}"
    least = 0.0 if medium.facts.get("role") == "mask" else 4.0
    return "is blank" if pixels[::4, ::4].std() <= least else ""


def _clip(medium: Medium) -> str:
    import av

    with av.open(io.BytesIO(medium.data), "r") as file:
        stream = file.streams.video[0]
        found = (stream.width, stream.height)
        frames = stream.frames or len(list(file.decode(video=0)))
        rate = float(stream.average_rate or 0)
    stated = (medium.facts.get("width_px"), medium.facts.get("height_px"))
    if found != stated:
        return f"has {found[0]}x{found[1]} px, stated are {stated[0]}x{stated[1]}"
    wanted = round(medium.facts["duration_s"] * medium.facts["frame_rate_hz"])
    if frames != wanted or not math.isclose(rate, medium.facts["frame_rate_hz"], rel_tol=1e-3):
        return f"has {frames} frames at {rate:g} Hz, stated are {wanted} at {medium.facts['frame_rate_hz']:g}"
    return ""


def _sound(medium: Medium) -> str:
    samples, rate = decoded.samples(medium.data)
    stated = (medium.facts.get("sample_rate_hz"), medium.facts.get("channels"))
    if (rate, samples.shape[1]) != stated:
        return f"has {samples.shape[1]} channels at {rate} Hz, stated are {stated[1]} at {stated[0]}"
    if abs(len(samples) - medium.facts["duration_s"] * rate) > 1:
        return f"lasts {len(samples) / rate:.3f} s, stated are {medium.facts['duration_s']:.3f}"
    return "is silent" if not len(samples) or abs(samples).max() < SILENT else ""


DECODED = {"image/png": _picture, "image/jpeg": _picture, "video/mp4": _clip, "audio/flac": _sound, "audio/wav": _sound}


def _names(row: Row) -> Iterator[Finding]:
    """A file's name may tell which sample it is, and nothing else."""
    for place, medium in enumerate(row.media):
        stem = medium.path.rsplit(".", 1)[0]
        if medium.path and (not stem.startswith(row.id) or not ALLOWED.fullmatch(stem[len(row.id) :])):
            yield Finding(kind="file name tells more than the id", medium=place, text=medium.path)


# -- marks ------------------------------------------------------------------------------------------------------------


def _marks(row: Row) -> Iterator[Finding]:
    media = row.media
    for mark in row.marks:
        if not 0 <= mark["medium"] < len(media):
            yield Finding(kind="mark is outside its medium", text=f"{mark['id']}: there is no medium {mark['medium']}")
            continue
        facts = media[mark["medium"]].facts
        left, top, right, bottom = mark["box"]
        wide, high = (facts.get(side) or 0 for side in ("width_px", "height_px"))
        inside = -SLACK_PX <= left <= right <= wide + SLACK_PX and -SLACK_PX <= top <= bottom <= high + SLACK_PX
        long = facts.get("duration_s") or 0.0
        start, end = mark["start_s"], mark["end_s"]
        if start is not None and end is not None:
            inside = inside and -1e-6 <= start <= end <= long + SLACK_S
        if not inside:
            yield Finding(kind="mark is outside its medium", medium=mark["medium"],
                          text=f"{mark['id']} {mark['part']}: {mark['box']}, {start} to {end} s")  # fmt: skip
    for track in row.tracks:
        facts = media[track.get("medium", 0)].facts
        frames = round((facts.get("duration_s") or 0) * (facts.get("frame_rate_hz") or 0))
        if len(track["boxes"]) != frames:
            yield Finding(kind="track has another length than its clip",
                          text=f"{track['id']}: {len(track['boxes'])} boxes, {frames} frames")  # fmt: skip


# -- questions --------------------------------------------------------------------------------------------------------


_ANSWER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(AnyAnswer)


@cache
def _scene_decoder(name: str) -> msgspec.json.Decoder[Any]:
    try:
        return msgspec.json.Decoder(family(name).scene)
    except UserError:
        raise Unusable(f"family '{name}' is not known here") from None


def _scene(row: Row) -> Any:
    """The scene with its family's types."""
    try:
        return _scene_decoder(row.family).decode(row.values["scene"])
    except KeyError:
        raise Unusable("no column 'scene'") from None
    except msgspec.MsgspecError:
        raise Unusable(f"scene is none of this version's '{row.family}'") from None


def _question(row: Row, q: Asked) -> Iterator[tuple[str, str]]:
    if not q.text.strip() or re.search(r"[{}]|\bNone\b|\bnan\b", q.text):
        yield "words are broken", q.text
    try:
        answer = _ANSWER.decode(q.plain["answer_json"])
    except KeyError:
        raise Unusable("questions have no field 'answer_json'") from None
    except msgspec.MsgspecError as error:
        yield "answer can't be read", f"{q.text} ({error})"
        return
    if "answer_type" in q.plain and q.plain["answer_type"] != msgspec.to_builtins(answer)["type"]:
        yield "answer is of another type than stated", f"{q.text} {q.plain['answer_type']}"
    scene = _scene(row)
    stated = str(q.plain["answer"])
    if answer.score(stated, scene) != 1.0 or answer.score(answer.text(), scene) != 1.0:
        yield "answer does not score itself", f"{q.text} {stated[:100]} / {answer.text()[:100]}"
    if q.answerable == (msgspec.to_builtins(answer)["type"] == "unanswerable"):
        yield "answer is of another type than stated", f"{q.text} answerable: {q.answerable}"
    yield from _options(q, answer, scene)
    yield from _evidence(row, q)


def _options(q: Asked, answer: Any, scene: Any) -> Iterator[tuple[str, str]]:
    choices = q.plain.get("choices") or []
    if not choices:
        return
    texts = [choice["text"] for choice in choices]
    if [bool(choice["correct"]) for choice in choices].count(True) != 1 or len(set(texts)) != len(texts):
        yield "options have not one right one", f"{q.text} {texts}"
        return
    for choice in choices:
        if answer.score(choice["text"], scene) != float(choice["correct"]):
            word = "is no answer" if choice["correct"] else "would be right"
            yield "options have not one right one", f"{q.text} {choice['text']} {word}"


def _evidence(row: Row, q: Asked) -> Iterator[tuple[str, str]]:
    evidence = set(q.plain.get("evidence") or ())
    marked = {mark["id"] for mark in row.marks} | {track["id"] for track in row.tracks}
    if q.answerable and not evidence:
        yield "evidence is missing", q.text
    if evidence - marked:
        yield "evidence has no mark", f"{q.text} {', '.join(sorted(evidence - marked))}"
    if q.answerable and evidence & set(row.scene.get("hidden") or ()):
        yield "evidence is hidden", f"{q.text} {', '.join(sorted(evidence & set(row.scene['hidden'])))}"


def _typed(text: str | None, kind: Any) -> Any:
    if text is None or kind is None:
        return None
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError:
        raise Unusable("outcome, readings or resolution are none of this version's") from None


def _facts(row: Row, kind: Family) -> tuple[Any, Any]:
    """Outcome and readings with their types."""
    return _typed(row.values.get("outcome"), kind.outcome), _typed(row.values.get("readings"), kind.readings)


def _replayed(row: Row) -> Iterator[Finding]:
    """Worked steps give the values that they say."""
    scene, kind = _scene(row), family(row.family)
    facts = _facts(row, kind)
    for q in row.questions:
        steps = q.json("steps")
        if q.answerable and not steps:
            yield Finding(kind="steps are missing", question=q.template, text=q.text)
        try:
            replay(scene, steps, kind.ops, *facts)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            yield Finding(
                kind="steps do not give their values", question=q.template, text=f"{q.text} {str(error)[:160]}"
            )


def _solved(row: Row) -> Iterator[Finding]:
    """The template gives the same answer again, whole: unit, evidence and steps too, and has nothing against it."""
    scene, kind = _scene(row), family(row.family)
    resolution = _typed(row.values.get("resolution"), Resolution)
    if resolution is None:
        raise Unusable("no column 'resolution'")
    outcome, readings = _facts(row, kind)
    templates = {template.name: template for template in kind.templates}
    for q in row.questions:
        if q.template not in templates:
            raise Unusable(f"'{row.family}' has no template '{q.template}' here")
        try:
            _, answer, steps, evidence = templates[q.template].solved(
                View(scene, resolution, kind.ops, outcome, readings), _tuples(q.json("slot"))
            )
        except Reject as reject:
            yield Finding(kind="question should not be asked", question=q.template, text=f"{q.text} ({reject.reason})")
            continue
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            yield Finding(kind="question has no answer", question=q.template, text=f"{q.text} {error!r:.160}")
            continue
        stated = q.json("answer_json")
        solved = msgspec.json.decode(msgspec.json.encode(answer))
        if "form" in stated:  # of an unanswerable question: the type of its twin's answer
            solved["form"] = stated["form"]
        if solved != stated:
            yield Finding(kind="template gives another answer", question=q.template,
                          text=f"{q.text} {q.plain['answer']}, not {answer.text()}")  # fmt: skip
        elif set(evidence) != set(q.plain.get("evidence") or ()):
            yield Finding(kind="template gives other evidence", question=q.template, text=f"{q.text} {evidence}")
        elif msgspec.json.decode(msgspec.json.encode(steps)) != q.json("steps"):
            yield Finding(kind="template gives other steps", question=q.template, text=q.text)


def _tuples(value: Any) -> Any:
    """Slots as they were drawn: JSON has lists alone."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _derived(row: Row) -> Iterator[Finding]:
    """Measures, and the table beside a chart, are the scene's."""
    scene, kind = _scene(row), family(row.family)
    if "measures" in row.values:
        wrong = [name for name, value in kind.measure(scene).items() if row.measures.get(name) != value]
        if wrong:
            yield Finding(kind="measures are not the scene's", text=", ".join(wrong))
    if kind.table is None or "table_csv" not in row.values:
        return
    if row.values["table_csv"] is None:  # as of a version in which the family had none
        raise Unusable("no table is beside a chart")
    table = kind.table.answer(scene)
    if row.values["table_csv"] != table.csv() or row.values.get("table_markdown") not in (None, table.markdown()):
        yield Finding(kind="table is not the scene's", text="table_csv or table_markdown")


CHECK = Structure
